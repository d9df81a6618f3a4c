//! Makes a picture smaller by averaging what each new pixel covers, row by row: beside the source it holds the result and
//! one row of sums. A general resampler makes a copy of the source in floating point first, which is too large here.

use image::{DynamicImage, GenericImageView as _, Rgb, RgbImage, Rgba};
use kenmovie_common::domain::PictureSize;

/// A part of a picture, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Area {
    pub(crate) fn whole(image: &DynamicImage) -> Self {
        Self { left: 0, top: 0, width: image.width(), height: image.height() }
    }

    /// The largest square in its middle.
    pub(crate) fn middle(image: &DynamicImage) -> Self {
        let (width, height) = image.dimensions();
        let side = width.min(height);
        Self { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side }
    }
}

/// An area of a picture at a size that is not larger, on white.
pub(crate) fn reduced(image: &DynamicImage, area: Area, size: PictureSize) -> RgbImage {
    let (columns, rows) = (shares(area.width, size.width), shares(area.height, size.height));
    let weight = u64::from(area.width) * u64::from(area.height);
    let mut result = RgbImage::new(size.width, size.height);
    // The row that is being summed up, and the one after it, into which a pixel on the border counts too.
    let (mut sums, mut following) = (sums_of::<u64>(size.width), sums_of::<u64>(size.width));
    let mut current = 0;
    let mut write = |row: usize, sums: &[[u64; 3]]| {
        for (pixel, sum) in result.rows_mut().nth(row).into_iter().flatten().zip(sums) {
            *pixel = Rgb(sum.map(|sum| u8::try_from((sum + weight / 2) / weight).unwrap_or(u8::MAX)));
        }
    };
    let mut across = sums_of::<u32>(size.width);
    for (y, row) in (area.top..).zip(&rows) {
        if row.first > current {
            write(current, &sums);
            std::mem::swap(&mut sums, &mut following);
            following.fill([0; 3]);
            current = row.first;
        }
        across.fill([0; 3]);
        for (x, column) in (area.left..).zip(&columns) {
            let colours = on_white(image.get_pixel(x, y));
            add(&mut across, column.first, colours, column.here);
            if column.after > 0 {
                add(&mut across, column.first + 1, colours, column.after);
            }
        }
        for (total, part) in [(&mut sums, row.here), (&mut following, row.after)] {
            if part > 0 {
                for (total, sum) in total.iter_mut().zip(&across) {
                    for (total, sum) in total.iter_mut().zip(sum) {
                        *total += u64::from(*sum) * u64::from(part);
                    }
                }
            }
        }
    }
    write(current, &sums);
    result
}

/// Where a pixel of the source counts, and by how much: `here + after` is the length of the result.
struct Share {
    first: usize,
    here: u32,
    after: u32,
}

/// The share of each of `from` pixels in a row that becomes `to` pixels, which are not more. A pixel of the source begins at
/// `to` times its number, one of the result at `from` times its own; all is whole numbers, so that nothing is lost.
fn shares(from: u32, to: u32) -> Vec<Share> {
    let share = |number: u32| {
        let begin = u64::from(number) * u64::from(to);
        let first = begin / u64::from(from);
        let border = (first + 1) * u64::from(from);
        let here = u32::try_from(border - begin).unwrap_or(to).min(to);
        Share { first: usize::try_from(first).unwrap_or(usize::MAX), here, after: to - here }
    };
    (0..from).map(share).collect()
}

fn sums_of<T: Copy + Default>(width: u32) -> Vec<[T; 3]> {
    vec![[T::default(); 3]; usize::try_from(width).unwrap_or_default()]
}

/// At most 255 times 20,000, so that 32 bits are enough.
fn add(sums: &mut [[u32; 3]], at: usize, colours: [u8; 3], part: u32) {
    if let Some(sums) = sums.get_mut(at) {
        for (sum, colour) in sums.iter_mut().zip(colours) {
            *sum += u32::from(colour) * part;
        }
    }
}

fn on_white(Rgba([red, green, blue, alpha]): Rgba<u8>) -> [u8; 3] {
    let behind = 255 * u32::from(255 - alpha);
    [red, green, blue].map(|colour| {
        u8::try_from((u32::from(colour) * u32::from(alpha) + behind + 127) / 255).unwrap_or(u8::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
            Rgb([(x * 31 + y * 17), (x * x + y), (x + y * y * 7)]
                .map(|value| u8::try_from(value % 256).unwrap()))
        }))
    }

    fn at(image: &DynamicImage, area: Area, width: u32, height: u32) -> RgbImage {
        reduced(image, area, PictureSize { width, height })
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let image = noise(37, 23);
        assert_eq!(at(&image, Area::whole(&image), 37, 23), image.to_rgb8());
    }

    #[test]
    fn a_part_is_that_part_and_the_middle_is_a_square() {
        let image = noise(37, 23);
        let part = Area { left: 5, top: 7, width: 11, height: 9 };
        assert_eq!(at(&image, part, 11, 9), image.crop_imm(5, 7, 11, 9).to_rgb8());
        let middle = Area::middle(&image);
        assert_eq!((middle.left, middle.top, middle.width, middle.height), (7, 0, 23, 23));
    }

    #[test]
    fn each_pixel_is_the_mean_of_what_it_covers() {
        let image = noise(60, 40);
        let small = at(&image, Area::whole(&image), 20, 10);
        for (x, y, pixel) in small.enumerate_pixels() {
            for channel in 0..3 {
                let covered = (0..3).flat_map(|dx| (0..4).map(move |dy| (x * 3 + dx, y * 4 + dy)));
                let sum: u32 = covered.map(|(x, y)| u32::from(image.get_pixel(x, y).0[channel])).sum();
                assert_eq!(u32::from(pixel.0[channel]), (sum + 6) / 12);
            }
        }
    }

    #[test]
    fn a_pixel_on_a_border_counts_on_both_sides() {
        let row =
            DynamicImage::ImageRgb8(RgbImage::from_fn(3, 1, |x, _| Rgb([u8::try_from(x * 120).unwrap(); 3])));
        let small = at(&row, Area::whole(&row), 2, 1);
        assert_eq!(small.pixels().map(|pixel| pixel.0[0]).collect::<Vec<_>>(), [40, 200]);
    }

    #[test]
    fn one_colour_stays_that_colour_at_any_size() {
        let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(97, 61, Rgb([3, 128, 255])));
        for (width, height) in [(96, 60), (50, 50), (13, 61), (1, 1)] {
            let small = at(&image, Area::whole(&image), width, height);
            assert!(small.pixels().all(|pixel| *pixel == Rgb([3, 128, 255])), "{width}×{height}");
        }
    }

    #[test]
    fn what_is_transparent_is_white_and_what_is_half_is_half() {
        assert_eq!(on_white(Rgba([9, 9, 9, 0])), [255; 3]);
        assert_eq!(on_white(Rgba([9, 10, 11, 255])), [9, 10, 11]);
        assert_eq!(on_white(Rgba([0, 255, 0, 128])), [127, 255, 127]);
    }
}
