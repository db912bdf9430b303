//! Photos: archives, decoding, checks.
