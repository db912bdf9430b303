//! Progress and cancelling of long work.

use crate::error::AppError;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a caller follows and stops a long use case.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    report: &'a (dyn Fn(Progress<'_>) + Sync),
    cancelled: &'a AtomicBool,
}

/// How far the work is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// What is being done, in Chinese.
    pub step: &'a str,
    /// Units done.
    pub done: usize,
    /// Units in all; 0 while unknown.
    pub total: usize,
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl<'a> Task<'a> {
    /// A task that reports to `report` and stops once `cancelled` is set.
    pub fn new(report: &'a (dyn Fn(Progress<'_>) + Sync), cancelled: &'a AtomicBool) -> Self {
        Self { report, cancelled }
    }

    /// A task that nobody watches.
    pub fn silent() -> Task<'static> {
        Task { report: &|_| {}, cancelled: &NEVER }
    }

    /// Reports, and stops the work when it was cancelled.
    ///
    /// # Errors
    /// `cancelled`; what was begun is rolled back by the caller's transaction.
    pub fn step(&self, step: &str, done: usize, total: usize) -> Result<(), AppError> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(AppError::new("cancelled", "操作已取消，没有写入任何内容"));
        }
        (self.report)(Progress { step, done, total });
        Ok(())
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
