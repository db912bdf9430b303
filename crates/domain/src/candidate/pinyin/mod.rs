//! Pinyin.
