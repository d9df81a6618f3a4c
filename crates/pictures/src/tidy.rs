//! From what somebody uploaded to our copy of it.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView as _};
use kenmovie_common::domain::{MediaPurpose, PictureKind, PictureSize};

use crate::decode::{Decoded, decode};
use crate::reduce::{Area, reduced};

/// An avatar's side, in pixels.
const AVATAR: u32 = 256;
/// The longest side of a picture in a message, in pixels.
const MESSAGE: u32 = 2048;
/// Of JPEG, from 1 to 100.
const QUALITY: u8 = 85;

/// Our copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tidy {
    /// A JPEG of pixels alone.
    pub bytes: Vec<u8>,
    pub size: PictureSize,
}

/// Not a picture of the kind that it should be, not whole, or too large to decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a picture that can be read")]
pub struct Unreadable;

/// Makes our copy of an upload that should be of this kind: an avatar is the square in its middle, 256 pixels a side; a
/// picture for a message is 2,048 pixels a side at most, and never made larger. What is transparent becomes white, of an
/// animation the first frame stays, colours are taken as sRGB.
///
/// Takes 160 MiB at most beside the copy, and up to a second of one core: a [`Tidier`](crate::Tidier) does one at a time.
pub fn tidy(bytes: &[u8], kind: PictureKind, purpose: MediaPurpose) -> Result<Tidy, Unreadable> {
    let Decoded { image, orientation } = decode(bytes, kind)?;
    let (width, height) = image.dimensions();
    let mut copy = match purpose {
        MediaPurpose::Avatar => avatar(&image),
        MediaPurpose::Message => {
            DynamicImage::ImageRgb8(reduced(&image, Area::whole(&image), fitted(width, height)))
        }
    };
    drop(image);
    copy.apply_orientation(orientation);
    let mut bytes = Vec::new();
    let written = copy.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY));
    written.map_err(|_| Unreadable)?;
    Ok(Tidy { bytes, size: PictureSize { width: copy.width(), height: copy.height() } })
}

/// The middle of a picture is its middle however it is turned.
fn avatar(image: &DynamicImage) -> DynamicImage {
    let area = Area::middle(image);
    let side = area.width.min(AVATAR);
    let square = reduced(image, area, PictureSize { width: side, height: side });
    let square = DynamicImage::ImageRgb8(square);
    if side == AVATAR { square } else { square.resize_exact(AVATAR, AVATAR, FilterType::CatmullRom) }
}

/// The size of a message's picture: its longer side is shortened to the bound, the other in proportion.
fn fitted(width: u32, height: u32) -> PictureSize {
    let longer = u64::from(width.max(height));
    let shortened = |side: u32| {
        if longer <= u64::from(MESSAGE) {
            return side;
        }
        let share = (u64::from(side) * u64::from(MESSAGE) + longer / 2) / longer;
        u32::try_from(share).unwrap_or(MESSAGE).max(1)
    };
    PictureSize { width: shortened(width), height: shortened(height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_side_is_shortened_and_the_other_follows_and_a_short_one_stays() {
        for (from, to) in [
            ((1, 1), (1, 1)),
            ((2048, 2048), (2048, 2048)),
            ((2049, 2049), (2048, 2048)),
            ((4096, 2048), (2048, 1024)),
            ((3000, 4000), (1536, 2048)),
            ((20_000, 1), (2048, 1)),
            ((1, 20_000), (1, 2048)),
        ] {
            let PictureSize { width, height } = fitted(from.0, from.1);
            assert_eq!((width, height), to, "{from:?}");
        }
    }
}
