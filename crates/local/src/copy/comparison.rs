//! Both sides of a copy, counted and summed.

use std::fmt;

use kenmovie_common::ports::{Collection, Record};

/// What a collection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    pub records: u64,
    /// The sum of the records' checksums: the same in whatever order they are read.
    pub checksum: u64,
}

impl Sum {
    pub(super) fn add(&mut self, records: &[Record]) {
        for record in records {
            self.records += 1;
            self.checksum = self.checksum.wrapping_add(record.checksum());
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>13}  {:016x}", self.records, self.checksum)
    }
}

/// A collection on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    pub of: Collection,
    pub source: Sum,
    pub target: Sum,
}

/// What a copy came to. Shown, it is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// How many records were not in the target before, or not so.
    pub written: u64,
    pub collections: Vec<Compared>,
}

impl Copied {
    /// Whether both sides hold the same.
    pub fn is_equal(&self) -> bool {
        self.collections.iter().all(|compared| compared.source == compared.target)
    }
}

impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, target) = ("in the source", "in the target");
        write!(f, "  {:<13}{source:>13}  {:16}  {target:>13}  checksum", "", "checksum")?;
        for Compared { of, source, target } in &self.collections {
            let mark = if source == target { '✓' } else { '✗' };
            write!(f, "\n{mark} {:<13}{source}  {target}", of.as_str())?;
        }
        Ok(())
    }
}
