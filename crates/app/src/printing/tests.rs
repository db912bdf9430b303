//! Printing against a real workspace.
