//! What answers change in local storage: pulled data, and how far operations have come.

use super::local::{Area, Local, Sending, State};
use crate::conflict::{Notice, Source, Verdict};
use crate::hash::Hash;
use crate::message::Change;
use crate::row::RowKey;
use uuid::Uuid;

pub(crate) fn compare(state: &mut State, device: Uuid) {
    let from = state.pruned.get(&device).map_or(1, |(seq, _)| *seq);
    state.compare.retain(|(other, _)| *other != device);
    state.compare.push((device, from));
}

pub(crate) fn chain_at<L: Local>(
    local: &mut L,
    state: &State,
    device: Uuid,
    seq: u64,
) -> Result<Option<Hash>, L::Error> {
    if seq == 0 {
        return Ok(Some(Hash::START));
    }
    match state.pruned.get(&device) {
        Some((pruned, hash)) if *pruned == seq => Ok(Some(*hash)),
        _ => local.chain_at(device, seq),
    }
}

/// Takes one change over.
pub(crate) fn take<L: Local>(local: &mut L, area: Area, change: &Change) -> Result<(), L::Error> {
    match change {
        Change::Row { table, id, life, f } => {
            let key = RowKey::new(table, id);
            if !life.is_live() {
                return local.put_row(area, &key, None);
            }
            let mut row = local.row(area, &key)?.unwrap_or_default();
            row.f.extend(f.iter().map(|(name, value)| (name.clone(), value.clone())));
            local.put_row(area, &key, Some(row))
        }
        Change::Alias { table, old, new } => local.put_alias(area, &RowKey::new(table, old), new),
        Change::Conflict(conflict) => local.put_conflict(area, conflict),
        Change::Notice(notice) => local.put_notice(area, notice),
    }
}

/// The server says that an operation of ours waits, or waits no longer. One that it did not acknowledge by hash is
/// not meant: a copy of this workspace has another one under this number.
pub(crate) fn heard<L: Local>(
    local: &mut L,
    state: &State,
    notice: &Notice,
    now: i64,
) -> Result<(), L::Error> {
    if !state.is_mine(notice.by) {
        return Ok(());
    }
    let Source { device, seq } = notice.by;
    let held = notice.outcome.verdict == Verdict::Held;
    match local.sending(notice.by)? {
        Some(Sending::Settled(_)) if held => local.mark(device, seq, seq, Sending::Held),
        Some(Sending::Held) if !held => local.mark(device, seq, seq, Sending::Settled(now)),
        _ => Ok(()),
    }
}

/// The feed was read up to `through`: what was sent before is in the rows now, or waits.
pub(crate) fn settle<L: Local>(local: &mut L, through: u64, now: i64) -> Result<(), L::Error> {
    for entry in local.pending()? {
        if !matches!(entry.sending, Sending::Sent(feed) if feed <= through) {
            continue;
        }
        let by = Source { device: entry.device, seq: entry.chained.seq };
        let held = local.notice(by)?.is_some_and(|notice| notice.outcome.verdict == Verdict::Held);
        let sending = if held { Sending::Held } else { Sending::Settled(now) };
        local.mark(by.device, by.seq, by.seq, sending)?;
    }
    Ok(())
}
