//! Whatever bytes come, nothing panics.

use kenmovie_common::domain::PictureKind;
use kenmovie_pictures::tidy;
use proptest::prelude::*;

use crate::made::{BLUE, RED, animation, picture, turned};
use crate::{KINDS, PURPOSES};

const BEGINNINGS: [&[u8]; 6] = [
    b"",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    b"GIF89a",
    b"RIFF\xff\xff\0\0WEBPVP8 ",
    b"RIFF\x40\0\0\0WEBPVP8X",
];

fn valid() -> Vec<(PictureKind, Vec<u8>)> {
    let mut all: Vec<_> = KINDS.map(|kind| (kind, picture(24, 17, kind))).into();
    all.extend(
        [PictureKind::Jpeg, PictureKind::Png, PictureKind::Webp].map(|kind| (kind, turned(24, 17, kind, 6))),
    );
    all.push((PictureKind::Gif, animation(24, 17, &[RED, BLUE])));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_refused_and_nothing_panics(beginning in 0..BEGINNINGS.len(), bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let bytes = [BEGINNINGS[beginning], &bytes].concat();
        for kind in KINDS {
            for purpose in PURPOSES {
                prop_assert!(tidy(&bytes, kind, purpose).is_err());
            }
        }
    }

    #[test]
    fn a_picture_with_some_bytes_changed_is_shown_or_refused(
        which in 0..valid().len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let (kind, mut bytes) = valid().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        for purpose in PURPOSES {
            if let Ok(tidy) = tidy(&bytes, kind, purpose) {
                crate::seen(&tidy);
            }
        }
    }
}
