//! Our own copies of the pictures that people upload: checked by their bytes, decoded within bounds, turned upright, cut
//! down, and written anew without anything but pixels. Nothing that somebody uploaded is ever served itself.

mod decode;
mod intake;
mod jpeg;
mod reduce;
mod tidier;
mod tidy;

pub use intake::Intake;
pub use tidier::Tidier;
pub use tidy::{Tidy, Unreadable, tidy};
