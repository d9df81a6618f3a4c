//! Through the real gateway.
