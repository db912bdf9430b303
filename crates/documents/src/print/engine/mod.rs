//! The drawing engine: faces, text fitting, codes, pages in millimetres, and the PDF file.
//!
//! Knows paper and type, never a candidate or a room.

pub(crate) mod canvas;
pub(crate) mod code128;
pub(crate) mod face;
pub(crate) mod fit;
pub(crate) mod glyphs;
pub(crate) mod jpeg;
pub(crate) mod pdf;
pub(crate) mod qr;
pub(crate) mod subset;
