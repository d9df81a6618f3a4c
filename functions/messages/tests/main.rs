//! Messages, over the whole application.
