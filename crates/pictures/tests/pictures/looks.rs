//! What our copy shows.

use image::{DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, Luma, LumaA, Rgb, Rgba, RgbaImage};
use kenmovie_common::domain::PictureKind::{Gif, Jpeg, Png, Webp};
use kenmovie_common::domain::{MediaPurpose, PictureSize};
use kenmovie_pictures::tidy;

use crate::made::{BLUE, GREEN, RED, YELLOW, encoded, picture, turned};
use crate::{KINDS, for_message, near, seen};

/// The colours of the four corners: above left, above right, below left, below right.
fn corners(image: &image::RgbImage) -> [[u8; 3]; 4] {
    let (right, below) = (image.width() - 4, image.height() - 4);
    [(3, 3), (right, 3), (3, below), (right, below)].map(|(x, y)| image.get_pixel(x, y).0)
}

#[track_caller]
fn shows(image: &image::RgbImage, expected: [[u8; 3]; 4]) {
    let found = corners(image);
    assert!(found.iter().zip(expected).all(|(found, expected)| near(*found, expected)), "{found:?}");
}

#[test]
fn a_picture_of_every_kind_shows_what_it_showed() {
    for kind in KINDS {
        let shown = seen(&for_message(&picture(120, 80, kind), kind).unwrap());
        assert_eq!(shown.dimensions(), (120, 80), "{kind:?}");
        shows(&shown, [RED, GREEN, BLUE, YELLOW]);
    }
}

#[test]
fn a_picture_stands_as_its_exif_says_whichever_of_the_eight_ways() {
    let ways = [
        [RED, GREEN, BLUE, YELLOW],
        [GREEN, RED, YELLOW, BLUE],
        [YELLOW, BLUE, GREEN, RED],
        [BLUE, YELLOW, RED, GREEN],
        [RED, BLUE, GREEN, YELLOW],
        [BLUE, RED, YELLOW, GREEN],
        [YELLOW, GREEN, BLUE, RED],
        [GREEN, YELLOW, RED, BLUE],
    ];
    for kind in [Jpeg, Png, Webp] {
        for (orientation, expected) in (1..).zip(ways) {
            let tidy = for_message(&turned(120, 80, kind, orientation), kind).unwrap();
            let size = if orientation < 5 { (120, 80) } else { (80, 120) };
            assert_eq!((tidy.size.width, tidy.size.height), size, "{kind:?} {orientation}");
            shows(&seen(&tidy), expected);
        }
        // No way at all is as it is.
        for orientation in [0, 9, 255] {
            shows(&seen(&for_message(&turned(120, 80, kind, orientation), kind).unwrap()), ways[0]);
        }
    }
}

#[test]
fn a_large_picture_that_lies_on_its_side_is_shortened_and_turned() {
    let tidy = for_message(&turned(4096, 1024, Jpeg, 6), Jpeg).unwrap();
    assert_eq!(tidy.size, PictureSize { width: 512, height: 2048 });
    shows(&seen(&tidy), [BLUE, RED, YELLOW, GREEN]);
}

#[test]
fn an_avatar_is_the_square_in_the_middle() {
    // Thirds: red, green, blue.
    let thirds =
        image::RgbImage::from_fn(900, 300, |x, _| Rgb([RED, GREEN, BLUE][usize::try_from(x / 300).unwrap()]));
    for (image, orientation) in [(thirds.clone(), 1), (image::imageops::rotate90(&thirds), 1), (thirds, 6)] {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95);
        image::ImageEncoder::set_exif_metadata(&mut encoder, crate::made::exif(orientation)).unwrap();
        image.write_with_encoder(encoder).unwrap();
        let avatar = tidy(&bytes, Jpeg, MediaPurpose::Avatar).unwrap();
        assert_eq!(avatar.size, PictureSize { width: 256, height: 256 });
        let shown = seen(&avatar);
        assert!(shown.pixels().filter(|pixel| near(pixel.0, GREEN)).count() > 256 * 250);
    }
}

#[test]
fn a_small_avatar_is_made_larger() {
    let avatar = tidy(&picture(40, 60, Png), Png, MediaPurpose::Avatar).unwrap();
    shows(&seen(&avatar), [RED, GREEN, BLUE, YELLOW]);
}

#[test]
fn what_is_transparent_is_white() {
    let image =
        RgbaImage::from_fn(64, 64, |x, _| if x < 32 { Rgba([0, 0, 0, 0]) } else { Rgba([220, 30, 30, 255]) });
    for kind in [Png, Webp, Gif] {
        let shown = seen(&for_message(&encoded(&image.clone().into(), kind), kind).unwrap());
        shows(&shown, [[255; 3], RED, [255; 3], RED]);
    }
    let half = RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 127]));
    shows(&seen(&for_message(&encoded(&half.into(), Png), Png).unwrap()), [[128; 3]; 4]);
}

#[test]
fn grey_and_sixteen_bits_are_seen_as_they_are() {
    let (wide, alpha) = (u16::from(RED[0]) * 257, u16::MAX);
    let pictures: [(DynamicImage, [u8; 3]); 5] = [
        (GrayImage::from_pixel(20, 20, Luma([77])).into(), [77; 3]),
        (GrayAlphaImage::from_pixel(20, 20, LumaA([0, 127])).into(), [128; 3]),
        (ImageBuffer::from_pixel(20, 20, Luma([77_u16 * 257])).into(), [77; 3]),
        (ImageBuffer::from_pixel(20, 20, Rgb([wide, 30 * 257, 30 * 257])).into(), RED),
        (ImageBuffer::from_pixel(20, 20, Rgba([wide, 30 * 257, 30 * 257, alpha])).into(), RED),
    ];
    for (picture, expected) in pictures {
        shows(&seen(&for_message(&encoded(&picture, Png), Png).unwrap()), [expected; 4]);
    }
}
