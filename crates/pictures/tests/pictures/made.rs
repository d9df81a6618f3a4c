//! Pictures of every kind, and parts of them.

use std::io::{Cursor, Write as _};

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, Frame, ImageEncoder as _, ImageFormat, Rgb, RgbImage, RgbaImage};
use kenmovie_common::domain::PictureKind;

pub(crate) const RED: [u8; 3] = [220, 30, 30];
pub(crate) const GREEN: [u8; 3] = [30, 200, 60];
pub(crate) const BLUE: [u8; 3] = [30, 60, 220];
pub(crate) const YELLOW: [u8; 3] = [230, 220, 40];

/// Four colours: red above left, green above right, blue below left, yellow below right.
pub(crate) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

pub(crate) fn encoded(image: &DynamicImage, kind: PictureKind) -> Vec<u8> {
    let format = match kind {
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Png => ImageFormat::Png,
        PictureKind::Webp => ImageFormat::WebP,
        PictureKind::Gif => ImageFormat::Gif,
    };
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// The four colours as a file.
pub(crate) fn picture(width: u32, height: u32, kind: PictureKind) -> Vec<u8> {
    encoded(&quarters(width, height).into(), kind)
}

/// Exif (TIFF) with an orientation and a place on earth.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    tiff.extend([0, 0, 0, 0]);
    // Latitude north, as a text.
    tiff.extend([0, 2, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0]);
    tiff.extend([0, 29, 0, 2, 0, 0, 0, 11, 0, 0, 0, 68, 0, 0, 0, 0]);
    tiff.extend(b"2026:05:28 GPS-40.4168N-3.7038W\0");
    tiff
}

/// The four colours as a file that says how it is to be turned.
pub(crate) fn turned(width: u32, height: u32, kind: PictureKind, orientation: u8) -> Vec<u8> {
    let (image, mut bytes) = (quarters(width, height), Vec::new());
    let exif = exif(orientation);
    match kind {
        PictureKind::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
            encoder.set_exif_metadata(exif).unwrap();
            image.write_with_encoder(encoder).unwrap();
        }
        PictureKind::Png => {
            let mut encoder = PngEncoder::new(&mut bytes);
            encoder.set_exif_metadata(exif).unwrap();
            image.write_with_encoder(encoder).unwrap();
        }
        PictureKind::Webp => {
            let mut encoder = WebPEncoder::new_lossless(&mut bytes);
            encoder.set_exif_metadata(exif).unwrap();
            image.write_with_encoder(encoder).unwrap();
        }
        PictureKind::Gif => panic!("a GIF says no such thing"),
    }
    bytes
}

/// A GIF whose frames are these colours.
pub(crate) fn animation(width: u32, height: u32, colours: &[[u8; 3]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for [red, green, blue] in colours.iter().copied() {
        let frame = RgbaImage::from_pixel(width, height, image::Rgba([red, green, blue, 255]));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A chunk of a PNG.
pub(crate) fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(&name);
    sum.update(data);
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, &name[..], data, &sum.sum().to_be_bytes()].concat()
}

pub(crate) fn packed(data: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(data).unwrap();
    packed.finish().unwrap()
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A PNG of eight-bit grey that says this size, with these chunks before these packed rows.
pub(crate) fn png(width: u32, height: u32, before: &[u8], rows: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [SIGNATURE, &chunk(*b"IHDR", &header), before, &chunk(*b"IDAT", rows), &chunk(*b"IEND", &[])].concat()
}

/// Packed rows of grey, all black.
pub(crate) fn black_rows(width: u32, height: u32) -> Vec<u8> {
    let row = vec![0; usize::try_from(width).unwrap() + 1];
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..height {
        packed.write_all(&row).unwrap();
    }
    packed.finish().unwrap()
}

pub(crate) fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
