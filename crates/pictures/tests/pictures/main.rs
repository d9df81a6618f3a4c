//! Pictures that are what they say, and pictures that are not.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod attacks;
mod bounds;
mod looks;
mod made;
mod one_at_a_time;
mod random;

use image::{DynamicImage, RgbImage};
use kenmovie_common::domain::{MediaPurpose, PictureKind};
use kenmovie_pictures::{Tidy, Unreadable, tidy};

const KINDS: [PictureKind; 4] = [PictureKind::Jpeg, PictureKind::Png, PictureKind::Webp, PictureKind::Gif];
const PURPOSES: [MediaPurpose; 2] = [MediaPurpose::Avatar, MediaPurpose::Message];

fn for_message(bytes: &[u8], kind: PictureKind) -> Result<Tidy, Unreadable> {
    tidy(bytes, kind, MediaPurpose::Message)
}

/// What our copy shows. It must be a JPEG of the size that was told.
#[track_caller]
fn seen(tidy: &Tidy) -> RgbImage {
    assert_eq!(image::guess_format(&tidy.bytes).unwrap(), image::ImageFormat::Jpeg);
    let image = image::load_from_memory(&tidy.bytes).unwrap();
    assert!(matches!(image, DynamicImage::ImageRgb8(_)));
    assert_eq!((image.width(), image.height()), (tidy.size.width, tidy.size.height));
    image.to_rgb8()
}

#[track_caller]
fn refused(bytes: &[u8], kind: PictureKind) {
    for purpose in PURPOSES {
        assert_eq!(tidy(bytes, kind, purpose), Err(Unreadable), "{kind:?} {purpose:?}");
    }
}

/// Whether a colour is this one, but for what JPEG loses.
fn near(colour: [u8; 3], other: [u8; 3]) -> bool {
    colour.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= 12)
}
