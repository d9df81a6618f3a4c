//! How large a picture may be.

use kenmovie_common::domain::PictureKind::{Jpeg, Png};
use kenmovie_common::domain::{MediaPurpose, PictureSize};
use kenmovie_pictures::tidy;

use crate::made::{black_rows, picture, png};
use crate::{KINDS, PURPOSES, for_message, refused, seen};

fn grey(width: u32, height: u32) -> Vec<u8> {
    png(width, height, &[], &black_rows(width, height))
}

#[test]
fn forty_megapixels_are_taken_and_one_pixel_more_is_not() {
    let most = for_message(&grey(8_000, 5_000), Png).unwrap();
    assert_eq!(most.size, PictureSize { width: 2048, height: 1280 });
    assert!(for_message(&grey(20_000, 2_000), Png).is_ok());
    // 40,000,001 = 19,801 × 2,020.1…: the next that is a product of two such sides.
    refused(&grey(6_563, 6_095), Png);
    refused(&grey(19_999, 2_001), Png);
}

#[test]
fn a_side_of_twenty_thousand_is_taken_and_one_more_is_not() {
    for (width, height) in [(20_000, 1), (1, 20_000)] {
        let long = for_message(&grey(width, height), Png).unwrap();
        assert_eq!(long.size, PictureSize { width: width.min(2048), height: height.min(2048) });
        let avatar = tidy(&grey(width, height), Png, MediaPurpose::Avatar).unwrap();
        assert_eq!(avatar.size, PictureSize { width: 256, height: 256 });
    }
    refused(&grey(20_001, 1), Png);
    refused(&grey(1, 20_001), Png);
    refused(&grey(0, 1), Png);
}

#[test]
fn a_picture_of_one_pixel_is_a_picture() {
    for kind in KINDS {
        for purpose in PURPOSES {
            let tidy = tidy(&picture(1, 1, kind), kind, purpose).unwrap();
            let side = if purpose == MediaPurpose::Avatar { 256 } else { 1 };
            assert_eq!(tidy.size, PictureSize { width: side, height: side });
            seen(&tidy);
        }
    }
}

#[test]
fn a_message_is_at_most_2048_a_side_and_never_made_larger() {
    for (from, to) in [
        ((2049, 10), (2048, 10)),
        ((10, 4096), (5, 2048)),
        ((2048, 2048), (2048, 2048)),
        ((640, 480), (640, 480)),
    ] {
        let tidy = for_message(&picture(from.0, from.1, Jpeg), Jpeg).unwrap();
        assert_eq!(tidy.size, PictureSize { width: to.0, height: to.1 }, "{from:?}");
    }
}
