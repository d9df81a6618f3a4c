//! How much memory the largest pictures take. A process of its own: what it holds at most is the kernel's figure for all of
//! it.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

use std::io::{Cursor, Write as _};

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use kenmovie_common::domain::{MediaPurpose, PictureKind};
use kenmovie_pictures::tidy;

/// In MB; a server with all else that it holds is to stay below 256.
const MOST: u64 = 200;

/// The most that this process has held since it was last asked, in MB (`proc_pid_status(5)`).
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let most: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    // `proc_pid_clear_refs(5)`: from now on counted anew.
    std::fs::File::create("/proc/self/clear_refs").unwrap().write_all(b"5").unwrap();
    most * 1024 / 1_000_000
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let cursor = Cursor::new(&mut bytes);
    match format {
        ImageFormat::Jpeg => image.write_with_encoder(JpegEncoder::new_with_quality(cursor, 30)),
        ImageFormat::Png => image.write_with_encoder(PngEncoder::new(cursor)),
        ImageFormat::Gif => image.write_with_encoder(GifEncoder::new_with_speed(cursor, 30)),
        _ => image.write_with_encoder(WebPEncoder::new_lossless(cursor)),
    }
    .unwrap();
    bytes
}

/// A JPEG of one grey, whose coefficients come in one progressive scan: a frame with colours at half the size, one
/// code of one bit for each block's mean (no difference), and as many zeros as there are blocks.
fn progressive(width: u16, height: u16) -> Vec<u8> {
    let [w, h] = [width, height].map(u16::to_be_bytes);
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([1; 64]);
    bytes.extend([0xff, 0xc2, 0, 17, 8, h[0], h[1], w[0], w[1], 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]);
    bytes.extend([0xff, 0xc4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0]);
    let blocks = usize::from(width.div_ceil(16)) * usize::from(height.div_ceil(16)) * 6;
    bytes.resize(bytes.len() + blocks.div_ceil(8), 0);
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// A picture's name, its kind, how it is made, and whether it is taken.
type Made<'a> = (&'a str, PictureKind, &'a dyn Fn() -> Vec<u8>, bool);

#[test]
fn the_largest_pictures_of_every_kind_take_less_than_a_server_may() {
    let colours =
        |x: u32, y: u32| [x / 40, y / 40, (x ^ y) / 256].map(|value| u8::try_from(value % 256).unwrap());
    let opaque = || DynamicImage::from(RgbImage::from_fn(8_000, 5_000, |x, y| Rgb(colours(x, y))));
    let clear = |width, height| {
        DynamicImage::from(RgbaImage::from_fn(width, height, |x, y| {
            let [red, green, blue] = colours(x, y);
            Rgba([red, green, blue, 200])
        }))
    };
    let wide =
        || DynamicImage::from(image::ImageBuffer::from_pixel(5_000, 4_000, Rgba([40_000_u16, 9, 9, 60_000])));
    let makers: [Made<'_>; 9] = [
        (
            "PNG, 40 MP, transparent",
            PictureKind::Png,
            &|| encoded(&clear(8_000, 5_000), ImageFormat::Png),
            true,
        ),
        (
            "PNG, 20 MP of 16 bits, transparent",
            PictureKind::Png,
            &|| encoded(&wide(), ImageFormat::Png),
            true,
        ),
        ("JPEG, 40 MP", PictureKind::Jpeg, &|| encoded(&opaque(), ImageFormat::Jpeg), true),
        ("JPEG, 26 MP, progressive", PictureKind::Jpeg, &|| progressive(6_500, 4_000), true),
        ("JPEG, 40 MP, progressive", PictureKind::Jpeg, &|| progressive(8_000, 5_000), false),
        ("GIF, 20 MP", PictureKind::Gif, &|| encoded(&clear(5_000, 4_000), ImageFormat::Gif), true),
        (
            "WebP, 15 MP, transparent",
            PictureKind::Webp,
            &|| encoded(&clear(5_000, 3_000), ImageFormat::WebP),
            true,
        ),
        (
            "WebP, 40 MP, transparent",
            PictureKind::Webp,
            &|| encoded(&clear(8_000, 5_000), ImageFormat::WebP),
            false,
        ),
        ("WebP, 40 MP", PictureKind::Webp, &|| encoded(&opaque(), ImageFormat::WebP), false),
    ];
    for (name, kind, make, is_taken) in makers {
        let bytes = make();
        held();
        for purpose in [MediaPurpose::Message, MediaPurpose::Avatar] {
            let done = tidy(&bytes, kind, purpose);
            let most = held();
            println!("{name}, {} bytes, as {}: {most} MB", bytes.len(), purpose.as_str());
            assert_eq!(done.is_ok(), is_taken, "{name}");
            assert!(most < MOST, "{name}: {most} MB");
        }
    }
}
