//! Bytes from a file, unpacked where it is gzipped, with the place in the file for whoever shows progress. Nothing here
//! holds more than a row of 1 MiB in memory.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::row::RowFault;

/// No row is longer, in bytes. The largest film of the API takes a third of it.
pub(super) const ROW: usize = 1024 * 1024;
/// How much of a file's start is looked at to know its format.
const HEAD: u64 = 64 * 1024;
const BUFFER: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) type Reader = Box<dyn BufRead + Send>;

pub(super) struct Input {
    pub(super) reader: Reader,
    /// The file's length in bytes; 0 where it has none (a pipe).
    pub(super) length: u64,
    /// How many of them are read.
    pub(super) read: Arc<AtomicU64>,
}

/// Opens a file; its first bytes, unpacked, come with it and are read again from the input.
pub(super) fn open(path: &Path) -> io::Result<(Input, Vec<u8>)> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let read = Arc::new(AtomicU64::new(0));
    let mut raw = BufReader::with_capacity(BUFFER, Counted { file, read: Arc::clone(&read) });
    let packed = raw.fill_buf()?.starts_with(b"\x1f\x8b");
    let mut plain: Reader = if packed {
        Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw)))
    } else {
        Box::new(raw)
    };
    let mut head = Vec::new();
    plain.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.starts_with(BYTE_ORDER_MARK) {
        head.drain(..BYTE_ORDER_MARK.len());
    }
    let reader = Box::new(Cursor::new(head.clone()).chain(plain));
    Ok((Input { reader, length, read }, head))
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Lines with their numbers.
pub(super) struct Lines {
    reader: Reader,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader, line: Vec::new(), number: 0 }
    }

    /// The next line without its end; a fault where it is too long or no text. None at the end of the file.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Result<&str, RowFault>)>> {
        self.line.clear();
        let read = self.reader.by_ref().take(ROW as u64 + 1).read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if read > ROW && self.line.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Some((self.number, Err(RowFault::new("longer than 1 MiB")))));
        }
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = std::str::from_utf8(line).map_err(|_| RowFault::new("not UTF-8 text"));
        Ok(Some((self.number, text)))
    }
}

/// Fails where a row does not end: a quote or a bracket that is never closed would take the rest of the file into
/// memory.
pub(super) struct Bounded {
    reader: Reader,
    left: Rc<Cell<usize>>,
}

/// Told of the end of each row.
pub(super) struct RowEnd(Rc<Cell<usize>>);

impl RowEnd {
    pub(super) fn reached(&self) {
        self.0.set(ROW);
    }
}

impl Bounded {
    pub(super) fn new(reader: Reader) -> (Self, RowEnd) {
        let left = Rc::new(Cell::new(ROW));
        (Self { reader, left: Rc::clone(&left) }, RowEnd(left))
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let left = self.left.get().checked_sub(count);
        self.left.set(
            left.ok_or_else(|| io::Error::other("a row is longer than 1 MiB (a quote that is not closed?)"))?,
        );
        Ok(count)
    }
}
