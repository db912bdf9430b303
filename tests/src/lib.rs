//! Whole-program tests of Kaozhan; each file in `tests/` is one test binary.
