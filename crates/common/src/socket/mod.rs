//! What is told over sockets: the frames, and the way they reach a person's devices. The store is the truth; a frame only
//! says that something has happened.

mod frame;
mod handler;
mod hub;
mod sessions;

pub use frame::{Asked, Frame, FrameFault, HEARTBEAT, LARGEST};
pub use handler::{Opening, Refusal, SocketHandler};
pub use hub::Hub;
pub use sessions::ClosingSessions;
