//! Ids that lead nowhere.

/// An id that nothing has.
pub const NOBODYS_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// What may stand in the place of an id in a path and is none.
pub const MALFORMED_IDS: [&str; 12] = [
    "",
    "x",
    "1",
    "-1",
    "null",
    "01890A5D-AC96-774B-BCCE-B302099A8057",
    "01890a5dac96774bbcceb302099a8057",
    "%7B01890a5d-ac96-774b-bcce-b302099a8057%7D",
    "01890a5d-ac96-774b-bcce-b302099a8057%00",
    "..%2F..%2Fetc%2Fpasswd",
    "%ff",
    "%F0%9F%8E%AC",
];
