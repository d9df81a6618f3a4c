//! Jobs that share a transaction.
