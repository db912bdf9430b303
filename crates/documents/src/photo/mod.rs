//! Photos of candidates: from an archive or a folder to checked 295×413 JPEG files.
//!
//! **Architecture invariant:** knows bytes and file names only. Whose photo it is, and whether that
//! person exists, is decided by the caller, who matches [`number_from_stem`] with the candidates.

mod archive;
mod background;
mod check;
mod decode;
mod duplicates;
mod edit;
mod folder;
mod jpeg;
mod names;
mod normalise;
mod pipeline;
#[cfg(test)]
mod test_pictures;

pub use archive::{ArchiveSource, open_archive};
pub use check::{PhotoRules, examine};
pub use duplicates::{ALIKE_BITS, Likeness, PictureIndex, PictureMatch};
pub use edit::{Crop, Preview, cut, preview, print_of};
pub use folder::{FolderSource, open_folder};
pub use names::{masked_path, number_from_stem};
pub use normalise::{Fingerprint, NormalisedPhoto};
pub use pipeline::{PhotoOutcome, check_all};

use kaozhan_domain::RuleViolation;

/// Bounds of a source of photos. The defaults are the documented ones; tests narrow them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceLimits {
    /// Files and folders of the source, at most.
    pub max_entries: usize,
    /// Bytes of one photo, counted while inflating.
    pub max_entry_bytes: u64,
    /// Bytes of all photos together, counted while inflating.
    pub max_total_bytes: u64,
    /// Inflated bytes per compressed byte of one file.
    pub max_ratio: u64,
}

impl Default for SourceLimits {
    fn default() -> Self {
        Self { max_entries: 20_000, max_entry_bytes: 5 << 20, max_total_bytes: 2 << 30, max_ratio: 100 }
    }
}

/// One photo of a source, not yet looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoFile {
    /// Where it stands, with `/` between folders. It usually holds a document number: mask it with
    /// [`masked_path`] before it goes into a message or a log.
    pub path_in_source: String,
    /// File name without folders and without the last extension.
    pub stem: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Leaves out the bytes and masks the number, so that a log of it leaks nothing.
impl std::fmt::Debug for PhotoFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhotoFile")
            .field("path_in_source", &masked_path(&self.path_in_source))
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// A file of the source that gives no photo, or a fault that ends the source.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceProblem {
    /// Where it stands; empty when it concerns the whole source. See [`PhotoFile::path_in_source`].
    pub path_in_source: String,
    /// What is wrong, for the user.
    pub violation: RuleViolation,
}

impl SourceProblem {
    fn of_file(path: &str, violation: RuleViolation) -> Self {
        Self { path_in_source: path.to_owned(), violation }
    }

    fn of_source(violation: RuleViolation) -> Self {
        Self { path_in_source: String::new(), violation }
    }
}

impl std::fmt::Debug for SourceProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceProblem")
            .field("path_in_source", &masked_path(&self.path_in_source))
            .field("violation", &self.violation)
            .finish()
    }
}
