//! Pictures drawn for the tests: portraits of nobody, and files no ordinary encoder writes.
