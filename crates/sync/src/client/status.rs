//! What the title bar and the page 同步 say.

use super::local::{Local, Sending};
use crate::conflict::Verdict;

/// Counts, and the difference of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Status {
    /// Operations that were not acknowledged.
    pub waiting: u64,
    /// Operations that were acknowledged, but not seen in the feed yet.
    pub sent: u64,
    /// Operations that the server holds.
    pub held: u64,
    /// Operations that were refused, of all laptops of the school.
    pub refused: u64,
    /// Open conflicts.
    pub conflicts: u64,
    /// Server's clock minus the laptop's, milliseconds.
    pub clock_offset: i64,
    /// Data are being refilled after a restore of the server.
    pub refilling: bool,
}

/// The status.
///
/// # Errors
/// Those of the storage.
pub fn status<L: Local>(local: &mut L) -> Result<Status, L::Error> {
    let state = local.state()?;
    let mut status = Status {
        clock_offset: state.clock_offset,
        refilling: state.fill.is_some() && state.epoch != 0,
        conflicts: local.open_conflicts()?,
        ..Status::default()
    };
    for entry in local.pending()? {
        match entry.sending {
            Sending::Waiting => status.waiting += 1,
            Sending::Sent(_) => status.sent += 1,
            Sending::Held => status.held += 1,
            Sending::Settled(_) => {}
        }
    }
    let refused = |verdict| verdict == Verdict::Rejected;
    status.refused = local.notices()?.iter().filter(|notice| refused(notice.outcome.verdict)).count() as u64;
    Ok(status)
}
