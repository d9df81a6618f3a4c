//! The frames of a socket: text, one JSON object each, told apart by `type`.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Comment, Message, Notification};
use crate::{MessageId, MovieId, UserId};

/// The largest frame that a client may send, in bytes (API Gateway's limit).
pub const LARGEST: usize = 32 * 1024;

/// How often a client says that it is there; a gateway ends what was silent for ten minutes.
pub const HEARTBEAT: Duration = Duration::from_mins(1);

/// What the server tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schemars(rename = "SocketFrame")]
pub enum Frame {
    /// The first answer to a `ping`.
    Hello {
        connection_id: String,
        heartbeat_seconds: u64,
    },
    Pong,
    /// To the receiver's devices, and to the sender's.
    Message {
        message: Message,
    },
    /// To the sender: the other has all messages up to this one.
    Delivered {
        conversation: UserId,
        up_to: MessageId,
    },
    /// To both: who wrote not is `by`, who has read up to this message.
    Read {
        conversation: UserId,
        up_to: MessageId,
        by: UserId,
    },
    Typing {
        from: UserId,
    },
    Presence {
        user_id: UserId,
        online: bool,
    },
    /// A new comment or reply on a film that is watched.
    Comment {
        movie_id: MovieId,
        comment: Box<Comment>,
    },
    Notification {
        notification: Box<Notification>,
    },
    /// The answer to `watch`: whether comments will be told. Where they are not, too many watch already.
    Watching {
        movie_id: MovieId,
        live: bool,
    },
    /// The frame before changed nothing.
    Error {
        code: FrameFault,
    },
}

/// What is wrong with a frame; stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FrameFault {
    /// Not a JSON object with a `type`, or members that are missing or not what they should be.
    Malformed,
    /// No such `type`.
    Unknown,
    /// What it needs does not answer now.
    Unavailable,
}

impl Frame {
    /// As it is sent.
    pub fn text(&self) -> String {
        // Its members are texts, numbers and lists of them, which JSON always takes.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What a client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Asked {
    Ping,
    Typing { to: UserId },
    Watch { movie_id: MovieId },
    Unwatch { movie_id: MovieId },
}

impl Asked {
    const TYPES: [&str; 4] = ["ping", "typing", "watch", "unwatch"];

    /// Reads a frame. Members that it does not know are ignored.
    pub fn parse(text: &str) -> Result<Self, FrameFault> {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(rename = "type", borrow)]
            kind: std::borrow::Cow<'a, str>,
        }
        serde_json::from_str(text).map_err(|_| match serde_json::from_str::<Named<'_>>(text) {
            Ok(named) if !Self::TYPES.contains(&named.kind.as_ref()) => FrameFault::Unknown,
            _ => FrameFault::Malformed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_one_of_four_or_told_what_is_wrong_with_it() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(Asked::parse(r#"{"type":"ping","at":1}"#), Ok(Asked::Ping));
        let watch = Asked::Watch { movie_id: id.parse().unwrap() };
        assert_eq!(Asked::parse(&format!(r#"{{"movie_id":"{id}","type":"watch"}}"#)), Ok(watch));
        for text in
            ["", "ping", "[]", "{}", r#"{"type":7}"#, r#"{"type":"typing"}"#, r#"{"type":"typing","to":"x"}"#]
        {
            assert_eq!(Asked::parse(text), Err(FrameFault::Malformed), "{text}");
        }
        for text in [r#"{"type":"Ping"}"#, r#"{"type":"hello","connection_id":"x"}"#, r#"{"type":""}"#] {
            assert_eq!(Asked::parse(text), Err(FrameFault::Unknown), "{text}");
        }
        let deep = format!(r#"{{"type":"ping","x":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(Asked::parse(&deep), Err(FrameFault::Malformed));
    }

    #[test]
    fn an_answer_says_its_type() {
        let frame = Frame::Error { code: FrameFault::Unknown };
        assert_eq!(frame.text(), r#"{"type":"error","code":"unknown"}"#);
        assert_eq!(Frame::Pong.text(), r#"{"type":"pong"}"#);
    }
}
