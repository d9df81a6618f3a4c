//! What the decoder of JPEG does not say: whether a file is whole, and what it keeps of it. It fills up what is missing
//! with grey, and holds a picture that comes in several scans as coefficients until the last.
//!
//! Markers as in ITU-T T.81, annex B.

const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
const BEGIN: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// A frame's header.
struct Frame {
    is_progressive: bool,
    parts: u8,
    /// Of all coefficients, in bytes.
    coefficients: u64,
}

/// How many bytes of coefficients are kept while a JPEG is decoded; none where it has no end, or not what is needed to tell.
pub(crate) fn kept(bytes: &[u8]) -> Option<u64> {
    let mut rest = bytes;
    let mut frame: Option<Frame> = None;
    let mut kept = 0;
    loop {
        let (marker, after) = next_marker(rest)?;
        rest = after;
        match marker {
            0x00 | 0x01 | BEGIN => continue,
            END => return frame.map(|_| kept),
            _ if RESTARTS.contains(&marker) => continue,
            _ => {}
        }
        let segment = segment(rest)?;
        rest = rest.get(segment.len() + 2..)?;
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                frame = Some(read_frame(segment, matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce))?);
            }
            SCAN => {
                let frame = frame.as_ref()?;
                if frame.is_progressive || *segment.first()? < frame.parts {
                    kept = kept.max(frame.coefficients);
                }
            }
            _ => {}
        }
    }
}

/// The next marker, and what follows it; a byte after 0xFF may be filled up with more of them.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let start = bytes.iter().position(|byte| *byte == 0xff)?;
    let from = bytes.get(start..)?;
    let at = from.iter().position(|byte| *byte != 0xff)?;
    Some((*from.get(at)?, from.get(at + 1..)?))
}

/// What a segment carries after its length, which counts itself.
fn segment(bytes: &[u8]) -> Option<&[u8]> {
    let length = u16::from_be_bytes(bytes.get(..2)?.try_into().ok()?);
    bytes.get(2..usize::from(length).max(2))
}

fn read_frame(segment: &[u8], is_progressive: bool) -> Option<Frame> {
    let [_, y1, y2, x1, x2, parts, samplings @ ..] = segment else { return None };
    let (height, width) = (u16::from_be_bytes([*y1, *y2]), u16::from_be_bytes([*x1, *x2]));
    let samplings: Vec<(u64, u64)> = samplings
        .chunks_exact(3)
        .filter_map(|part| part.get(1))
        .map(|factors| (u64::from(factors >> 4), u64::from(factors & 15)))
        .collect();
    let across = samplings.iter().map(|(across, _)| *across).max()?;
    let down = samplings.iter().map(|(_, down)| *down).max()?;
    if across == 0 || down == 0 {
        return None;
    }
    let units = u64::from(width).div_ceil(8 * across) * u64::from(height).div_ceil(8 * down);
    let blocks: u64 = samplings.iter().map(|(across, down)| across * down).sum();
    Some(Frame { is_progressive, parts: *parts, coefficients: units * blocks * 64 * 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of 1,600 × 1,600 with colours at half the width and height; its marker is given.
    fn frame(marker: u8) -> Vec<u8> {
        let header = [8, 6, 64, 6, 64, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        [&[0xff, marker, 0, 17][..], &header].concat()
    }

    fn scan(parts: u8) -> Vec<u8> {
        vec![0xff, SCAN, 0, 3, parts, 1, 2, 0xff, 0x00, 0xff, 0xd0, 3]
    }

    fn file(segments: &[Vec<u8>]) -> Vec<u8> {
        [vec![0xff, BEGIN], segments.concat(), vec![0xff, END]].concat()
    }

    #[test]
    fn a_picture_in_one_scan_keeps_nothing_and_one_in_several_all_its_coefficients() {
        let all = 1600 * 1600 * 3;
        assert_eq!(kept(&file(&[frame(0xc0), scan(3)])), Some(0));
        assert_eq!(kept(&file(&[frame(0xc0), scan(1), scan(1), scan(1)])), Some(all));
        assert_eq!(kept(&file(&[frame(0xc2), scan(3), scan(1)])), Some(all));
    }

    #[test]
    fn what_follows_the_end_is_nothing_and_what_is_cut_before_it_is_none() {
        let whole = file(&[vec![0xff, 0xe1, 0, 6, 0xff, END, 0, 0], frame(0xc0), scan(3)]);
        for end in 0..whole.len() {
            assert_eq!(kept(&whole[..end]), None, "{end}");
        }
        assert_eq!(kept(&[whole, b"PK\x03\x04".to_vec()].concat()), Some(0));
        assert_eq!(kept(&file(&[])), None);
        assert_eq!(kept(&file(&[scan(3)])), None);
    }
}
