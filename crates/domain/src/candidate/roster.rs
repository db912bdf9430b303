//! Rows of the roster.
