//! What is no picture, more than a picture, or a picture with something in it that is nobody's business.

use image::RgbaImage;
use kenmovie_common::domain::PictureKind::{Gif, Jpeg, Png, Webp};

use crate::made::{BLUE, RED, animation, black_rows, chunk, encoded, holds, packed, picture, png, turned};
use crate::{KINDS, for_message, near, refused, seen};

#[test]
fn a_kilobyte_that_says_it_is_fifty_thousand_by_fifty_thousand_is_refused() {
    let bomb = png(50_000, 50_000, &[], &packed(&vec![0; 50_001]));
    assert!(bomb.len() < 1024, "{}", bomb.len());
    refused(&bomb, Png);

    let mut jpeg = picture(16, 16, Jpeg);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xc3, 0x50, 0xc3, 0x50]);
    refused(&jpeg, Jpeg);

    let mut gif = picture(16, 16, Gif);
    gif[6..10].copy_from_slice(&[0x50, 0xc3, 0x50, 0xc3]);
    refused(&gif, Gif);

    let [low, middle, high, _] = 49_999_u32.to_le_bytes();
    let size = [low, middle, high, low, middle, high];
    let canvas = [&b"VP8X\x0a\0\0\0\0\0\0\0"[..], &size].concat();
    let still = &picture(16, 16, Webp)[12..];
    let length = u32::try_from(4 + canvas.len() + still.len()).unwrap().to_le_bytes();
    refused(&[b"RIFF", &length[..], b"WEBP", &canvas, still].concat(), Webp);
}

#[test]
fn a_small_screen_with_a_huge_frame_is_refused() {
    let mut gif = picture(16, 16, Gif);
    let frame = gif.windows(5).position(|at| at == [0x2c, 0, 0, 0, 0]).unwrap();
    gif[frame + 5..frame + 9].copy_from_slice(&[0x50, 0xc3, 0x50, 0xc3]);
    refused(&gif, Gif);
}

#[test]
fn what_else_hangs_on_a_picture_is_not_carried_over() {
    let secret = b"PK\x03\x04<script>alert(1)</script>";
    for kind in KINDS {
        let polyglot = [picture(64, 48, kind), secret.to_vec()].concat();
        let tidy = for_message(&polyglot, kind).unwrap();
        assert!(!holds(&tidy.bytes, b"PK\x03\x04") && !holds(&tidy.bytes, b"script"), "{kind:?}");
        assert_eq!(tidy, for_message(&picture(64, 48, kind), kind).unwrap());
    }
    let comment = [&[0xff, 0xfe, 0, 33][..], &secret[..], &[b' '; 31 - 29]].concat();
    let whole = picture(64, 48, Jpeg);
    let tidy = for_message(&[&whole[..2], &comment, &whole[2..]].concat(), Jpeg).unwrap();
    assert!(!holds(&tidy.bytes, b"script"));
    let text = chunk(*b"tEXt", &[b"Comment\0", &secret[..]].concat());
    let tidy = for_message(&png(8, 8, &text, &black_rows(8, 8)), Png).unwrap();
    assert!(!holds(&tidy.bytes, b"script"));
}

#[test]
fn what_begins_with_something_else_is_refused() {
    for kind in KINDS {
        for first in [&b"<html>"[..], b"%PDF-1.7\n", b"PK\x03\x04", b"\n", b"\0", b"GIF89a/*"] {
            refused(&[first, &picture(64, 48, kind)].concat(), kind);
        }
    }
}

#[test]
fn an_svg_or_a_text_is_no_picture_whatever_it_is_called() {
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#;
    for kind in KINDS {
        for bytes in
            [&svg[..], b"<svg/>", b"Hola.", b"BM\x3a\0\0\0", b"II*\0", b"\0\0\x01\0", b"RIFF\x04\0\0\0WAVE"]
        {
            refused(bytes, kind);
        }
    }
}

#[test]
fn a_picture_of_another_kind_than_was_said_is_refused() {
    for real in KINDS {
        for said in KINDS {
            let bytes = picture(64, 48, real);
            if real == said {
                assert!(for_message(&bytes, said).is_ok(), "{real:?}");
            } else {
                refused(&bytes, said);
            }
        }
    }
}

#[test]
fn of_an_animation_the_first_frame_stays() {
    let tidy = for_message(&animation(40, 30, &[RED, BLUE, BLUE]), Gif).unwrap();
    assert!(seen(&tidy).pixels().all(|pixel| near(pixel.0, RED)));
}

#[test]
fn a_frame_in_a_corner_of_its_screen_lies_on_white() {
    let mut gif = animation(20, 20, &[RED]);
    // The screen is 40 × 40.
    gif[6..10].copy_from_slice(&[40, 0, 40, 0]);
    let shown = seen(&for_message(&gif, Gif).unwrap());
    assert!(near(shown.get_pixel(5, 5).0, RED) && near(shown.get_pixel(35, 35).0, [255; 3]));
}

#[test]
fn no_byte_of_exif_is_left_and_no_place() {
    for kind in [Jpeg, Png, Webp] {
        let told = turned(64, 48, kind, 1);
        assert!(holds(&told, b"GPS-40.4168N") && holds(&told, b"MM\0\x2a"), "{kind:?}");
        let tidy = for_message(&told, kind).unwrap();
        for trace in
            [&b"Exif"[..], b"MM\0\x2a", b"II\x2a\0", b"GPS", b"2026", b"http", b"ICC_PROFILE", b"Photoshop"]
        {
            assert!(!holds(&tidy.bytes, trace), "{kind:?} {trace:?}");
        }
        // Nothing stands in it but what a decoder needs: JFIF's header, tables, the frame and the scan.
        let mut at = 2;
        while tidy.bytes[at + 1] != 0xda {
            assert!(matches!(tidy.bytes[at + 1], 0xe0 | 0xdb | 0xc0 | 0xc4), "{:x}", tidy.bytes[at + 1]);
            at += 2 + usize::from(u16::from_be_bytes([tidy.bytes[at + 2], tidy.bytes[at + 3]]));
        }
    }
}

#[test]
fn a_picture_that_is_cut_off_anywhere_is_refused() {
    for kind in KINDS {
        let noise = RgbaImage::from_fn(120, 80, |x, y| {
            let value = |by: u32| u8::try_from((x * y * by + x * 7 + y) % 256).unwrap();
            image::Rgba([value(3), value(5), value(11), 255])
        });
        let whole = match kind {
            Jpeg => encoded(&image::DynamicImage::from(noise).to_rgb8().into(), kind),
            _ => encoded(&noise.into(), kind),
        };
        assert!(for_message(&whole, kind).is_ok(), "{kind:?}");
        // The last bytes of a PNG and of a GIF only say that they end: every pixel is there before.
        let needed = match kind {
            Jpeg | Webp => whole.len(),
            Png => whole.len() - 20,
            Gif => whole.len() - 4,
        };
        for end in (0..needed).step_by(61).chain([needed - 1]) {
            assert!(for_message(&whole[..end], kind).is_err(), "{kind:?}: {end} of {}", whole.len());
        }
    }
}

#[test]
fn a_profile_that_unpacks_to_gigabytes_is_not_unpacked() {
    let mut profile = b"p\0\0".to_vec();
    let mut zeros = flate2::write::ZlibEncoder::new(&mut profile, flate2::Compression::best());
    for _ in 0..64 {
        std::io::Write::write_all(&mut zeros, &vec![0; 1 << 20]).unwrap();
    }
    zeros.finish().unwrap();
    let bomb = png(8, 8, &chunk(*b"iCCP", &profile), &black_rows(8, 8));
    // Refused or shown, as the decoder likes; it takes no memory (see the test of memory).
    drop(for_message(&bomb, Png));
}

#[test]
fn nothing_at_all_is_no_picture() {
    for kind in KINDS {
        refused(&[], kind);
        for length in 1..16 {
            refused(&picture(64, 48, kind)[..length], kind);
        }
    }
}
