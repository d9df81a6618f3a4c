//! From bytes to pixels, within bounds that are checked before anything large is made.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits};
use kenmovie_common::domain::PictureKind;

use crate::jpeg;
use crate::tidy::Unreadable;

/// The most pixels.
const PIXELS: u64 = 40_000_000;
/// The longest side.
const SIDE: u32 = 20_000;
/// Everything that is held while a picture is decoded, in bytes: its pixels, and what its decoder keeps beside them.
const WORKING: u64 = 160 * 1024 * 1024;
/// What a PNG may bring beside its pixels, in bytes, unpacked.
const ASIDE: u64 = 8 * 1024 * 1024;

/// A picture's pixels, as they are stored.
pub(crate) struct Decoded {
    pub(crate) image: DynamicImage,
    /// How they are to be turned.
    pub(crate) orientation: Orientation,
}

impl From<ImageError> for Unreadable {
    fn from(_: ImageError) -> Self {
        Self
    }
}

/// Decodes a picture that is of this kind by its first bytes; of an animation the first frame.
pub(crate) fn decode(bytes: &[u8], kind: PictureKind) -> Result<Decoded, Unreadable> {
    if image::guess_format(bytes)? != format(kind) {
        return Err(Unreadable);
    }
    let (mut decoder, beside) = opened(bytes, kind)?;
    let (width, height) = decoder.dimensions();
    let total = decoder.total_bytes().saturating_add(beside);
    let within = width.min(height) > 0 && width.max(height) <= SIDE && pixels(width, height) <= PIXELS;
    if !within || total > WORKING {
        return Err(Unreadable);
    }
    decoder.set_limits(limits(WORKING - total))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(Decoded { image: DynamicImage::from_decoder(decoder)?, orientation })
}

/// Its decoder, which has read no more than what the picture says of itself, and how many bytes that takes beside the pixels.
fn opened(bytes: &[u8], kind: PictureKind) -> Result<(Box<dyn ImageDecoder + '_>, u64), Unreadable> {
    let source = Cursor::new(bytes);
    Ok(match kind {
        PictureKind::Jpeg => {
            let kept = jpeg::kept(bytes).ok_or(Unreadable)?;
            (Box::new(JpegDecoder::new(source)?), kept)
        }
        PictureKind::Png => (Box::new(PngDecoder::with_limits(source, limits(ASIDE))?), 0),
        PictureKind::Webp => {
            if !is_whole_riff(bytes) {
                return Err(Unreadable);
            }
            let decoder = WebPDecoder::new(source)?;
            let (width, height) = decoder.dimensions();
            // A frame, its canvas, its transparency and the planes that both are made of, as far as there are such.
            let each = match (decoder.has_animation(), decoder.color_type()) {
                (true, _) => 15,
                (false, ColorType::Rgb8) => 4,
                (false, _) => 7,
            };
            (Box::new(decoder), pixels(width, height).saturating_mul(each))
        }
        // It asks the limits for what it needs beside the pixels.
        PictureKind::Gif => (Box::new(GifDecoder::new(source)?), 0),
    })
}

const fn format(kind: PictureKind) -> ImageFormat {
    match kind {
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Png => ImageFormat::Png,
        PictureKind::Webp => ImageFormat::WebP,
        PictureKind::Gif => ImageFormat::Gif,
    }
}

fn pixels(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

fn limits(bytes: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(bytes);
    limits
}

/// Whether a file is as long as it says at its beginning.
fn is_whole_riff(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
    length.is_some_and(|length| bytes.len() as u64 >= u64::from(length) + 8)
}
