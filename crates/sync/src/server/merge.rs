//! The merge rule: value compare-and-set per group of fields, conflicts, places that are taken, resolutions.
//!
//! A group is applied when every field still has the value that its writer saw, or already the one he wants. Members
//! of a group that did not change travel as `[v,v]`; a writer that leaves them out is believed.

use super::apply::Step;
use super::facts::{Look, Seen};
use super::working::Working;
use crate::catalogue::Table;
use crate::conflict::{Claim, Conflict, Outcome, Reason, Source, Token};
use crate::operation::{Changes, WHOLE};
use crate::row::{Life, Row, RowKey, references};
use std::collections::{BTreeMap, BTreeSet};

impl Working<'_> {
    /// Changes fields of a known row.
    pub(crate) fn change(&mut self, step: &Step<'_>, row: Row, creating: bool) -> Seen<Outcome> {
        let mut row = row;
        let mut outcome = Outcome::done();
        let parked = row.life == Life::Parked;
        for (group, f) in self.groups(step.table, &step.f) {
            let cur = |name: &String| row.get(name);
            let settled =
                |name: &String, new: &crate::value::Value| cur(name) == *new || (creating && new.is_blank());
            if f.iter().all(|(name, (_, new))| settled(name, new)) {
                continue;
            }
            let unseen = |name: &String, old: &crate::value::Value| {
                cur(name) != *old && !(creating && cur(name).is_blank())
            };
            let edited = f.iter().any(|(name, (old, new))| !settled(name, new) && unseen(name, old));
            let blocked = if row.life == Life::Deleted {
                Some((Reason::RowDeleted, None))
            } else if edited && !self.mutation.last_write_wins() {
                Some((Reason::Edited, None))
            } else {
                None
            };
            if let Some((reason, waits)) = blocked {
                let id = self.dispute(step, &group, reason, f, waits)?;
                outcome.conflicts.insert(group, id);
                continue;
            }
            let mut next = row.clone();
            for (name, (_, new)) in &f {
                if !(creating && new.is_blank()) {
                    next.f.insert(name.clone(), new.clone());
                }
            }
            if self.mutation.blank_unknown() && step.op.schema < self.catalogue.schema {
                next.f.retain(|name, _| step.table.column(name).is_none_or(|c| c.since <= step.op.schema));
            }
            if parked {
                // The place of a parked row is looked at below.
                self.put_row(step.by, step.table, &step.id, next.clone())?;
                let id = self.dispute(step, WHOLE, Reason::Taken, f, None)?;
                outcome.conflicts.insert(group, id);
                row = next;
                continue;
            }
            if let Some((reason, token)) = self.blocked(step.table, &step.id, Some(&row), &next)? {
                if self.rotate(step, &token, &next)? {
                    row = next;
                    continue;
                }
                let id = self.dispute(step, &group, reason, f, Some(token))?;
                outcome.conflicts.insert(group, id);
                continue;
            }
            self.put_row(step.by, step.table, &step.id, next.clone())?;
            row = next;
        }
        if parked {
            self.try_parked(step.by, step.table, &step.id)?;
        }
        Ok(outcome)
    }

    fn groups(&self, table: &Table, f: &Changes) -> BTreeMap<String, Changes> {
        let mut groups: BTreeMap<String, Changes> = BTreeMap::new();
        for (name, pair) in f.iter().filter(|(name, _)| *name != WHOLE) {
            let group = if self.mutation.no_groups() { name } else { table.group_of(name).0 };
            groups.entry(group.to_owned()).or_default().insert(name.clone(), pair.clone());
        }
        groups
    }

    /// Why `next` can't be part of the table: its place is taken, or what it refers to is not there. What `row` had
    /// already is not looked at again.
    pub(crate) fn blocked(
        &mut self,
        table: &'static Table,
        id: &str,
        row: Option<&Row>,
        next: &Row,
    ) -> Seen<Option<(Reason, Token)>> {
        let had: BTreeSet<RowKey> =
            row.map_or_else(Vec::new, |row| references(table, id, row)).into_iter().collect();
        for target in references(table, id, next).into_iter().filter(|target| !had.contains(target)) {
            if !self.row(&target)?.is_some_and(|row| row.life.is_live()) {
                return Ok(Some((Reason::TargetGone, Token::Lives(target))));
            }
        }
        for (at, unique) in table.unique.iter().enumerate() {
            if unique.identity && self.mutation.no_alias() {
                continue;
            }
            let had = row.and_then(|row| table.natural_key(at, id, row));
            let Some(value) = table.natural_key(at, id, next).filter(|value| had.as_ref() != Some(value))
            else {
                continue;
            };
            if self.holder(table.name, at, &value)?.is_some_and(|holder| holder != id) {
                return Ok(Some((Reason::Taken, Token::Free(table.name.to_owned(), at, value))));
            }
        }
        Ok(None)
    }

    /// Opens a conflict, or adds a claim to the open one about the same group.
    pub(crate) fn dispute(
        &mut self,
        step: &Step<'_>,
        group: &str,
        reason: Reason,
        f: Changes,
        waits: Option<Token>,
    ) -> Seen<String> {
        let row = self.row(&step.key())?.unwrap_or_default();
        let by = step.by;
        let claim = Claim { by, user: step.op.user.clone(), t: step.op.t.clone(), f };
        let listed = step.table.groups.iter().find(|listed| listed.name == group);
        let quiet = listed.is_some_and(|listed| listed.quiet) && reason == Reason::Edited;
        let open = self.open_conflicts(&step.key())?.into_iter().find(|c| c.group == group);
        if let Some(mut conflict) = open.filter(|_| !quiet) {
            // One operation is one claim, also when several of its groups meet the same obstacle.
            match conflict.claims.last_mut().filter(|last| last.by == by) {
                Some(last) => last.f.extend(claim.f),
                None => conflict.claims.push(claim),
            }
            if waits.is_some() || conflict.group != WHOLE {
                conflict.waits = waits;
            }
            let id = conflict.id.clone();
            self.put_conflict(conflict);
            return Ok(id);
        }
        let id = format!("{by}-{group}");
        let stood = claim.f.keys().map(|name| (name.clone(), row.get(name))).collect();
        self.put_conflict(Conflict {
            id: id.clone(),
            row: step.key(),
            group: group.to_owned(),
            reason,
            stood,
            claims: vec![claim],
            open: !quiet,
            quiet,
            waits: waits.filter(|_| !quiet),
        });
        Ok(id)
    }

    pub(crate) fn close(&mut self, conflict: Conflict) {
        self.put_conflict(Conflict { open: false, waits: None, ..conflict });
    }

    /// What a conflict waited for has happened: applies its claim when nothing else stands against it.
    pub(crate) fn retry(&mut self, by: Source, conflict: Conflict) -> Seen<()> {
        let Some(table) = self.table(&conflict.row.table) else { return Ok(()) };
        if conflict.group == WHOLE {
            return self.try_parked(by, table, &conflict.row.id);
        }
        let Some(row) = self.row(&conflict.row)? else { return Ok(()) };
        let (Some(next), true) = (wanted(&conflict, &row), row.life.is_live()) else {
            self.put_conflict(Conflict { waits: None, ..conflict });
            return Ok(());
        };
        match self.blocked(table, &conflict.row.id, Some(&row), &next)? {
            None => {
                self.put_row(conflict.claims[0].by, table, &conflict.row.id.clone(), next)?;
                self.close(conflict);
            }
            Some((_, token)) => self.put_conflict(Conflict { waits: Some(token), ..conflict }),
        }
        Ok(())
    }

    /// Gives a parked row its place, if it can.
    pub(crate) fn try_parked(&mut self, by: Source, table: &'static Table, id: &str) -> Seen<()> {
        let key = RowKey::new(table.name, id);
        let Some(row) = self.row(&key)?.filter(|row| row.life == Life::Parked) else { return Ok(()) };
        let open = self.open_conflicts(&key)?;
        let Some(conflict) =
            open.into_iter().find(|c| c.group == WHOLE && c.reason != Reason::DeleteOfChanged)
        else {
            return Ok(());
        };
        match self.blocked(table, id, None, &row)? {
            None => {
                self.put_row(by, table, id, Row { life: Life::Live, ..row })?;
                self.close(conflict);
            }
            Some((reason, token)) => {
                if conflict.waits.as_ref() != Some(&token) {
                    self.put_conflict(Conflict { waits: Some(token), reason, ..conflict });
                }
            }
        }
        Ok(())
    }

    /// `step` wants a place whose holder wants to go where, in the end, `step`'s row stands: two who swap their
    /// seats, or more in a circle. The journal writes them one after another; here all move at once.
    fn rotate(&mut self, step: &Step<'_>, token: &Token, next: &Row) -> Seen<bool> {
        let Token::Free(name, at, value) = token else { return Ok(false) };
        let mut circle = Vec::new();
        let mut seen = BTreeSet::from([step.id.clone()]);
        let mut value = value.clone();
        loop {
            let Some(holder) = self.holder(name, *at, &value)? else { return Ok(false) };
            if holder == step.id {
                break;
            }
            if !seen.insert(holder.clone()) {
                return Ok(false);
            }
            let key = RowKey::new(name, &holder);
            let Some(row) = self.row(&key)? else { return Ok(false) };
            let open = self.open_conflicts(&key)?.into_iter();
            let mut waiting = open.filter_map(|conflict| match &conflict.waits {
                Some(Token::Free(_, unique, place)) if unique == at => Some((place.clone(), conflict)),
                _ => None,
            });
            let Some((place, conflict)) = waiting.next() else { return Ok(false) };
            let Some(moved) = wanted(&conflict, &row) else { return Ok(false) };
            for target in references(step.table, &holder, &moved) {
                if !self.row(&target)?.is_some_and(|row| row.life.is_live()) {
                    return Ok(false);
                }
            }
            circle.push((holder, moved, conflict));
            value = place;
        }
        let from = self.feed.len();
        self.put_row(step.by, step.table, &step.id, next.clone())?;
        for (id, moved, conflict) in circle {
            self.put_row(conflict.claims[0].by, step.table, &id, moved)?;
            self.close(conflict);
        }
        self.join(from);
        Ok(true)
    }

    /// Settles a conflict. It is a compare-and-set twice: of the values, and of what the user saw of the conflict.
    pub(crate) fn resolve(&mut self, step: &Step<'_>, row: Row) -> Seen<Outcome> {
        let id = step.op.conflict.clone().unwrap_or_default();
        let conflict = self.conflict(&id)?.filter(|conflict| conflict.row == step.key());
        let current = conflict.as_ref().is_some_and(|c| c.open && c.claims.len() <= step.op.seen);
        let whole = step.f.get(WHOLE).and_then(|(_, gone)| gone.as_flag());
        match (whole, row.life.is_live()) {
            (Some(false), false) => return self.restore(step, row, conflict, current),
            (Some(true), true) => return self.delete_anyway(step, row, conflict, current),
            (Some(true), false) if row.life == Life::Parked && current => {
                self.put_row(step.by, step.table, &step.id, Row { life: Life::Deleted, ..row })?;
                conflict.into_iter().for_each(|conflict| self.close(conflict));
                return Ok(Outcome::done());
            }
            _ => {}
        }
        let outcome = self.change(step, row, false)?;
        if outcome.conflicts.is_empty()
            && let Some(conflict) = conflict.filter(|_| current)
        {
            self.close(conflict);
        }
        Ok(outcome)
    }

    /// Makes a deleted or parked row part of its table, with the values that were chosen.
    fn restore(
        &mut self,
        step: &Step<'_>,
        row: Row,
        conflict: Option<Conflict>,
        current: bool,
    ) -> Seen<Outcome> {
        let f: Changes =
            step.f.iter().filter(|(name, _)| *name != WHOLE).map(|(n, p)| (n.clone(), p.clone())).collect();
        let mut next = Row { life: Life::Live, ..row };
        next.f.extend(f.iter().map(|(name, (_, new))| (name.clone(), new.clone())));
        let blocked = match current {
            true => self.blocked(step.table, &step.id, None, &next)?.map(|(reason, _)| reason),
            false => Some(Reason::Edited),
        };
        let Some(reason) = blocked else {
            self.put_row(step.by, step.table, &step.id, next)?;
            if let Some(conflict) = conflict {
                self.close(conflict);
            }
            return Ok(Outcome::done());
        };
        let id = self.dispute(step, WHOLE, reason, f, None)?;
        Ok(Outcome { conflicts: BTreeMap::from([(WHOLE.to_owned(), id)]), ..Outcome::done() })
    }

    /// Deletes a row although it was changed: the user has seen what it is now, and says so field by field.
    fn delete_anyway(
        &mut self,
        step: &Step<'_>,
        row: Row,
        conflict: Option<Conflict>,
        current: bool,
    ) -> Seen<Outcome> {
        let named = |name: &String| step.f.get(name).is_some_and(|(old, _)| *old == row.get(name));
        let saw_all = row.f.iter().all(|(name, value)| value.is_null() || named(name));
        if !(current && saw_all) {
            let id = self.dispute(step, WHOLE, Reason::DeleteOfChanged, Changes::new(), None)?;
            return Ok(Outcome { conflicts: BTreeMap::from([(WHOLE.to_owned(), id)]), ..Outcome::done() });
        }
        if !self.referrers(&step.key())?.is_empty() {
            return Ok(Outcome::rejected("still_used"));
        }
        self.put_row(step.by, step.table, &step.id, Row { life: Life::Deleted, ..row })?;
        if let Some(conflict) = conflict {
            self.close(conflict);
        }
        Ok(Outcome::done())
    }
}

/// The row as the only claim of a conflict wants it, if the row still has what its writer saw.
fn wanted(conflict: &Conflict, row: &Row) -> Option<Row> {
    let [claim] = conflict.claims.as_slice() else { return None };
    let fits = |(name, (old, new)): (&String, &(crate::value::Value, crate::value::Value))| {
        let value = row.get(name);
        value == *old || value == *new
    };
    if !row.life.is_live() || !claim.f.iter().all(fits) {
        return None;
    }
    let mut next = row.clone();
    next.f.extend(claim.f.iter().map(|(name, (_, new))| (name.clone(), new.clone())));
    Some(next)
}
