//! Telling devices of what is stored.

use kenmovie_common::domain::Message;
use kenmovie_common::ports::Arrived;
use kenmovie_common::socket::Frame;
use kenmovie_common::{MessageId, UserId};

use crate::Desk;

impl Desk {
    /// Tells both people's devices of a message. Where one of the receiver's took it, it is delivered.
    pub(crate) async fn tell(&self, message: &mut Message) {
        let frame = Frame::Message { message: message.clone() };
        let (took, _) = tokio::join!(self.hub.tell(message.to, &frame), self.hub.tell(message.from, &frame));
        if !took {
            return;
        }
        let (now, arrived) = (self.front.now(), Arrived::One(message.id));
        match self.messages.deliver_messages(message.to, message.from, arrived, now).await {
            Ok(up_to) => {
                message.delivered_at.get_or_insert(now);
                self.tell_delivered(message.to, message.from, up_to).await;
            }
            // The receiver's next look at the conversation says it.
            Err(error) => tracing::warn!(%error, "that a message was delivered could not be stored"),
        }
    }

    /// Tells the sender that the receiver has their messages up to this one.
    pub(crate) async fn tell_delivered(&self, receiver: UserId, sender: UserId, up_to: Option<MessageId>) {
        if let Some(up_to) = up_to {
            self.hub.tell(sender, &Frame::Delivered { conversation: receiver, up_to }).await;
        }
    }
}
