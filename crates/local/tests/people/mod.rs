//! What the tests share in which many people act on the real program: the program as a child process, browsers, and dice.

pub(crate) mod browser;
pub(crate) mod dice;
pub(crate) mod program;
