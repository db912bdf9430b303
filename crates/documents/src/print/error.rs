//! Why a sheet was not made.

use super::DocumentKind;

/// A record that cannot be printed truthfully; the print gate lists these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutProblem {
    /// `glyph_missing`, `text_too_long`, `photo_unreadable`,
    /// `exam_number_uncodable` or `seat_off_plan`.
    pub code: &'static str,
    /// The sheet.
    pub kind: DocumentKind,
    /// Whose: name and last five digits of 准考证号, or the room.
    pub record: String,
    /// Chinese sentence: what is wrong and what to do.
    pub message: String,
}

/// A sheet was not made. English, for logs; [`LayoutProblem::message`] is for users.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Some records cannot be set; nothing was printed.
    #[error("{} records cannot be printed", .0.len())]
    Layout(Vec<LayoutProblem>),
    /// There was nothing to print.
    #[error("nothing to print")]
    Empty,
    /// A font could not be embedded.
    #[error("font: {0}")]
    Font(String),
    /// The file could not be composed.
    #[error("pdf: {0}")]
    Write(String),
}
