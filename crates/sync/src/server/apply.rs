//! What one operation does: rows that are new, unknown, deleted, the centre's.

use super::facts::{Look, Seen};
use super::guards::{Guards, Judged};
use super::working::Working;
use crate::catalogue::{Owner, Refers, Table};
use crate::conflict::{Outcome, Reason, Source, Token};
use crate::operation::{Changes, Kind, Operation, WHOLE};
use crate::row::{Life, Row, RowKey, key_targets, renamed, renamed_id, targets};
use std::collections::BTreeMap;

/// What stays the same during a decision.
pub(crate) struct Context<'a> {
    pub(crate) guards: &'a dyn Guards,
    pub(crate) received: i64,
}

/// An operation with identities followed.
pub(crate) struct Step<'a> {
    pub(crate) by: Source,
    pub(crate) op: &'a Operation,
    pub(crate) table: &'static Table,
    pub(crate) id: String,
    pub(crate) f: Changes,
}

impl Step<'_> {
    pub(crate) fn key(&self) -> RowKey {
        RowKey::new(self.table.name, &self.id)
    }
}

impl Working<'_> {
    /// Applies an operation.
    pub(crate) fn apply(&mut self, context: &Context<'_>, by: Source, op: &Operation) -> Seen<Outcome> {
        let Some(table) = self.table(&op.table) else { return Ok(Outcome::rejected("unknown_table")) };
        let Some(id) = renamed_id(table, &op.id, |key| self.canonical(key))? else {
            return Ok(Outcome::rejected("malformed_id"));
        };
        let id = self.canonical(&RowKey::new(table.name, &id))?;
        let f = self.followed(table, &op.f)?;
        let step = Step { by, op, table, id, f };
        let row = self.row(&step.key())?;
        if op.kind != Kind::Delete
            && let Some(target) = self.unknown_target(&step)?
        {
            return Ok(Outcome::held(Token::Exists(target)));
        }
        if table.owner == Owner::Centre && !self.mutation.central_writable() {
            return self.apply_central(&step, row.as_ref());
        }
        let Some(row) = row else {
            return match op.kind {
                Kind::Create => self.create(context, &step),
                _ => Ok(Outcome::held(Token::Exists(step.key()))),
            };
        };
        if row.life == Life::Refused {
            return Ok(Outcome::rejected("depends_on_refused"));
        }
        if let Some(code) = self.refusal(context, &step, Some(&row))? {
            return Ok(Outcome::rejected(&code));
        }
        match op.kind {
            Kind::Delete => self.delete(&step, row),
            Kind::Resolve => self.resolve(&step, row),
            Kind::Create if row.life == Life::Deleted && is_reused(table) => self.revive(&step, row),
            Kind::Create => self.change(&step, row, true),
            Kind::Patch | Kind::Command => self.change(&step, row, false),
        }
    }

    /// Values with every identity followed through aliases.
    fn followed(&mut self, table: &Table, f: &Changes) -> Seen<Changes> {
        let mut all = Changes::new();
        for (name, (old, new)) in f {
            let pair = match table.column(name) {
                Some(column) if column.refers != Refers::No => (
                    renamed(column, old, |key| self.canonical(key))?,
                    renamed(column, new, |key| self.canonical(key))?,
                ),
                _ => (old.clone(), new.clone()),
            };
            all.insert(name.clone(), pair);
        }
        Ok(all)
    }

    fn unknown_target(&mut self, step: &Step<'_>) -> Seen<Option<RowKey>> {
        let mut all = key_targets(step.table, &step.id);
        for column in step.table.columns {
            if let Some((_, new)) = step.f.get(column.name) {
                all.extend(targets(column, new));
            }
        }
        for target in all {
            if self.row(&target)?.is_none() {
                return Ok(Some(target));
            }
        }
        Ok(None)
    }

    /// What the centre owns is never changed; a row that the school typed itself is recognised in the centre's.
    fn apply_central(&mut self, step: &Step<'_>, row: Option<&Row>) -> Seen<Outcome> {
        match (step.op.kind, row) {
            (Kind::Create, Some(_)) => return Ok(Outcome::done()),
            (Kind::Create, None) => {}
            (_, None) => return Ok(Outcome::held(Token::Exists(step.key()))),
            (_, Some(_)) => return Ok(Outcome::rejected("central_table")),
        }
        let row = Row::live(news(&step.f));
        for (at, _) in step.table.unique.iter().enumerate().filter(|(_, unique)| unique.identity) {
            let Some(value) = step.table.natural_key(at, &step.id, &row) else { continue };
            return Ok(match self.holder(step.table.name, at, &value)? {
                Some(holder) => {
                    self.put_alias(step.by, step.table, &step.id, &holder);
                    Outcome { alias: Some(holder), ..Outcome::done() }
                }
                None => Outcome::held(Token::Published(step.table.name.to_owned(), at, value)),
            });
        }
        Ok(Outcome::rejected("central_table"))
    }

    fn refusal(&mut self, context: &Context<'_>, step: &Step<'_>, row: Option<&Row>) -> Seen<Option<String>> {
        if !step.table.guarded {
            return Ok(None);
        }
        let judged = Judged {
            kind: step.op.kind,
            table: step.table,
            id: &step.id,
            row,
            f: &step.f,
            user: &step.op.user,
            received: context.received,
        };
        Ok(context.guards.judge(&judged, self)?.err())
    }

    fn create(&mut self, context: &Context<'_>, step: &Step<'_>) -> Seen<Outcome> {
        let table = step.table;
        let mut row = Row::live(news(&step.f));
        for (at, unique) in table.unique.iter().enumerate() {
            if !unique.identity || self.mutation.no_alias() {
                continue;
            }
            let Some(value) = table.natural_key(at, &step.id, &row) else { continue };
            let Some(holder) = self.holder(table.name, at, &value)? else { continue };
            let Some(standing) = self.row(&RowKey::new(table.name, &holder))? else { continue };
            let same = Step { id: holder.clone(), f: step.f.clone(), ..*step };
            if let Some(code) = self.refusal(context, &same, Some(&standing))? {
                row.life = Life::Refused;
                self.put_row(step.by, table, &step.id, row)?;
                return Ok(Outcome::rejected(&code));
            }
            self.put_alias(step.by, table, &step.id, &holder);
            let outcome = self.change(&same, standing, true)?;
            return Ok(Outcome { alias: Some(holder), ..outcome });
        }
        let refused = match self.refused_target(step.table, &step.id, &row)? {
            true => Some("depends_on_refused".to_owned()),
            false => self.refusal(context, step, None)?,
        };
        if let Some(code) = refused {
            row.life = Life::Refused;
            self.put_row(step.by, table, &step.id, row)?;
            return Ok(Outcome::rejected(&code));
        }
        self.place_or_park(step, row)
    }

    /// A key that is made of references, or of content, names the same thing again after it was deleted: a seat
    /// is taken away and given back. Nobody overwrites anything then, for the writer saw nothing.
    fn revive(&mut self, step: &Step<'_>, row: Row) -> Seen<Outcome> {
        debug_assert_eq!(row.life, Life::Deleted);
        self.place_or_park(step, Row::live(news(&step.f)))
    }

    fn place_or_park(&mut self, step: &Step<'_>, mut row: Row) -> Seen<Outcome> {
        let Some((reason, token)) = self.blocked(step.table, &step.id, None, &row)? else {
            self.put_row(step.by, step.table, &step.id, row)?;
            return Ok(Outcome::done());
        };
        row.life = Life::Parked;
        self.put_row(step.by, step.table, &step.id, row)?;
        let conflict = self.dispute(step, WHOLE, reason, step.f.clone(), Some(token))?;
        Ok(Outcome { conflicts: BTreeMap::from([(WHOLE.to_owned(), conflict)]), ..Outcome::done() })
    }

    fn delete(&mut self, step: &Step<'_>, row: Row) -> Seen<Outcome> {
        if row.life == Life::Deleted {
            return Ok(Outcome::done());
        }
        let saw = row.saw(step.table, step.op.schema);
        if step.op.saw.as_deref() != Some(saw.as_str()) && !self.mutation.blind_delete() {
            let id = self.dispute(step, WHOLE, Reason::DeleteOfChanged, Changes::new(), None)?;
            return Ok(Outcome { conflicts: BTreeMap::from([(WHOLE.to_owned(), id)]), ..Outcome::done() });
        }
        if !self.referrers(&step.key())?.is_empty() {
            return Ok(Outcome::rejected("still_used"));
        }
        for conflict in self.open_conflicts(&step.key())?.into_iter().filter(|c| c.group == WHOLE) {
            self.close(conflict);
        }
        self.put_row(step.by, step.table, &step.id, Row { life: Life::Deleted, ..row })?;
        Ok(Outcome::done())
    }

    fn refused_target(&mut self, table: &Table, id: &str, row: &Row) -> Seen<bool> {
        for target in crate::row::references(table, id, row) {
            if self.row(&target)?.is_some_and(|row| row.life == Life::Refused) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether an identity may come again: it is no random number of one row.
pub(crate) fn is_reused(table: &Table) -> bool {
    !matches!(table.key, [part] if part.name == "id")
}

/// The new values.
pub(crate) fn news(f: &Changes) -> BTreeMap<String, crate::value::Value> {
    f.iter().map(|(name, (_, new))| (name.clone(), new.clone())).collect()
}
