//! Pages of lists.

use serde::{Deserialize, Serialize};

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Records that are skipped.
    pub offset: u64,
    /// Records that are returned, at most.
    pub limit: u64,
}

impl Page {
    /// Everything.
    pub const ALL: Self = Self { offset: 0, limit: u64::MAX };

    /// The page with this number, from 1.
    pub fn number(number: u64, size: u64) -> Self {
        Self { offset: number.saturating_sub(1).saturating_mul(size), limit: size }
    }

    /// As SQL; numbers only, so nothing can be smuggled in.
    pub(crate) fn sql(self) -> String {
        let clamp = |number: u64| number.min(i64::MAX as u64);
        format!("LIMIT {} OFFSET {}", clamp(self.limit), clamp(self.offset))
    }
}
