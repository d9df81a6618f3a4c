//! Sockets, over the whole application.
