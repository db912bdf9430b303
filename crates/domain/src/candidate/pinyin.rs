//! Pinyin of names.
