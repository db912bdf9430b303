//! The working set of one decision: what was loaded, with what was decided so far on top.

use super::facts::{DeviceHead, Facts, Held, Logged, Look, Missing, Need, Seen};
use super::write::Write;
use crate::catalogue::{Catalogue, Owner, Scope, Table};
use crate::conflict::{Conflict, Notice, Outcome, Source, Token};
use crate::hash::Hash;
use crate::message::{Change, Feed, FeedItem, Heads};
use crate::mutation::Mutation;
use crate::operation::Operation;
use crate::row::{Row, RowKey, references};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Facts and changes.
pub(crate) struct Working<'a> {
    pub(crate) catalogue: Catalogue,
    pub(crate) mutation: Mutation,
    facts: &'a Facts,
    pub(crate) missing: BTreeSet<Need>,
    heads: Heads,
    devices: BTreeMap<Uuid, DeviceHead>,
    pub(crate) log: BTreeMap<Source, LogEntry>,
    rows: BTreeMap<RowKey, Row>,
    aliases: BTreeMap<RowKey, String>,
    holders: BTreeMap<(String, usize, String), Option<String>>,
    referrers: BTreeMap<RowKey, BTreeMap<RowKey, bool>>,
    conflicts: BTreeMap<String, Conflict>,
    touched_conflicts: BTreeSet<String>,
    held: BTreeMap<Token, Vec<Held>>,
    released: BTreeSet<Source>,
    pub(crate) feed: Vec<(Feed, FeedItem)>,
    /// What may wake something up, to be looked at after the operation.
    pub(crate) wake: Vec<Token>,
}

/// A new or changed entry of the log; new ones have bytes.
pub(crate) struct LogEntry {
    pub(crate) new: Option<(Hash, Vec<u8>)>,
    pub(crate) outcome: Outcome,
}

impl<'a> Working<'a> {
    pub(crate) fn new(catalogue: Catalogue, facts: &'a Facts, mutation: Mutation) -> Self {
        Self {
            catalogue,
            mutation,
            facts,
            missing: BTreeSet::new(),
            heads: facts.heads,
            devices: BTreeMap::new(),
            log: BTreeMap::new(),
            rows: BTreeMap::new(),
            aliases: BTreeMap::new(),
            holders: BTreeMap::new(),
            referrers: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            touched_conflicts: BTreeSet::new(),
            held: BTreeMap::new(),
            released: BTreeSet::new(),
            feed: Vec::new(),
            wake: Vec::new(),
        }
    }

    fn miss<T>(&mut self, need: Need) -> Seen<T> {
        self.missing.insert(need);
        Err(Missing)
    }

    pub(crate) fn table(&self, name: &str) -> Option<&'static Table> {
        self.catalogue.table(name)
    }

    pub(crate) fn heads(&self) -> Heads {
        self.heads
    }

    pub(crate) fn device(&mut self, device: Uuid) -> Seen<Option<DeviceHead>> {
        if let Some(head) = self.devices.get(&device) {
            return Ok(Some(*head));
        }
        match self.facts.devices.get(&device) {
            Some(head) => Ok(*head),
            None => self.miss(Need::Device(device)),
        }
    }

    pub(crate) fn set_device(&mut self, device: Uuid, head: DeviceHead) {
        self.devices.insert(device, head);
    }

    pub(crate) fn logged(&mut self, by: Source) -> Seen<Option<Logged>> {
        match self.facts.log.get(&by) {
            Some(logged) => Ok(logged.clone()),
            None => self.miss(Need::Log(by)),
        }
    }

    pub(crate) fn alias(&mut self, key: &RowKey) -> Seen<Option<String>> {
        if let Some(new) = self.aliases.get(key) {
            return Ok(Some(new.clone()));
        }
        match self.facts.aliases.get(key) {
            Some(new) => Ok(new.clone()),
            None => self.miss(Need::Alias(key.clone())),
        }
    }

    /// The identity that is used instead of this one.
    pub(crate) fn canonical(&mut self, key: &RowKey) -> Seen<String> {
        let mut id = key.id.clone();
        // An alias stands for a row that exists, so there are no circles; damaged data must not hang us either.
        for _ in 0..64 {
            match self.alias(&RowKey::new(&key.table, &id))? {
                Some(next) => id = next,
                None => break,
            }
        }
        Ok(id)
    }

    pub(crate) fn put_alias(&mut self, by: Source, table: &Table, old: &str, new: &str) {
        let key = RowKey::new(table.name, old);
        self.aliases.insert(key.clone(), new.to_owned());
        let change = Change::Alias { table: table.name.to_owned(), old: old.to_owned(), new: new.to_owned() };
        // An alias is the school's own, of catalogue rows too.
        self.emit(Feed::School, by, change);
        self.wake.push(Token::Exists(key));
    }

    /// Changes a row and everything that is known by it: natural keys, references, the feed, what wakes up.
    pub(crate) fn put_row(&mut self, by: Source, table: &'static Table, id: &str, new: Row) -> Seen<()> {
        let key = RowKey::new(table.name, id);
        let old = self.row(&key)?;
        let was_live = old.as_ref().is_some_and(|row| row.life.is_live());
        let before = old.as_ref().filter(|_| was_live);
        let after = Some(&new).filter(|row| row.life.is_live());
        for at in 0..table.unique.len() {
            let from = before.and_then(|row| table.natural_key(at, id, row));
            let to = after.and_then(|row| table.natural_key(at, id, row));
            if from == to {
                continue;
            }
            if let Some(value) = from {
                // In a swap the next one may have taken the place already.
                let place = (table.name.to_owned(), at, value.clone());
                if self.holder(table.name, at, &value)?.as_deref() == Some(id) {
                    self.holders.insert(place, None);
                }
                self.wake.push(Token::Free(table.name.to_owned(), at, value));
            }
            if let Some(value) = to {
                self.holders.insert((table.name.to_owned(), at, value.clone()), Some(id.to_owned()));
                if table.owner == Owner::Centre {
                    self.wake.push(Token::Published(table.name.to_owned(), at, value));
                }
            }
        }
        let refs = |row: Option<&Row>| row.map_or_else(Vec::new, |row| references(table, id, row));
        for target in refs(before) {
            self.referrers.entry(target).or_default().insert(key.clone(), false);
        }
        for target in refs(after) {
            self.referrers.entry(target).or_default().insert(key.clone(), true);
        }
        if old.is_none() {
            self.wake.push(Token::Exists(key.clone()));
        }
        if !was_live && new.life.is_live() {
            self.wake.push(Token::Lives(key.clone()));
        }
        let kept = |name: &String, value| before.is_some_and(|row| row.f.get(name) == Some(value));
        let f = if after.is_some() {
            new.f
                .iter()
                .filter(|(name, value)| !kept(name, value))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect()
        } else {
            BTreeMap::new()
        };
        // Rows that were never part of the table need not travel: the conflict about them does.
        if was_live || new.life.is_live() {
            let (table_name, id) = (table.name.to_owned(), id.to_owned());
            let feed = feed_of(table);
            self.emit(feed, by, Change::Row { table: table_name, id, life: new.life, f });
        }
        self.rows.insert(key, new);
        Ok(())
    }

    pub(crate) fn emit(&mut self, feed: Feed, by: Source, change: Change) {
        let seq = self.heads.of(feed) + 1;
        self.heads.set(feed, seq);
        self.feed.push((feed, FeedItem { seq, more: false, by, change }));
    }

    /// The items of the school's feed since `from` belong to one step.
    pub(crate) fn join(&mut self, from: usize) {
        let school: Vec<usize> =
            (from..self.feed.len()).filter(|at| self.feed[*at].0 == Feed::School).collect();
        for at in school.iter().rev().skip(1) {
            self.feed[*at].1.more = true;
        }
    }

    pub(crate) fn conflict(&mut self, id: &str) -> Seen<Option<Conflict>> {
        if let Some(conflict) = self.conflicts.get(id) {
            return Ok(Some(conflict.clone()));
        }
        match self.facts.conflicts.get(id) {
            Some(conflict) => Ok(conflict.clone()),
            None => self.miss(Need::Conflict(id.to_owned())),
        }
    }

    /// The conflict as it is now.
    pub(crate) fn latest(&self, conflict: Conflict) -> Conflict {
        self.conflicts.get(&conflict.id).cloned().unwrap_or(conflict)
    }

    /// Open conflicts of a row.
    pub(crate) fn open_conflicts(&mut self, key: &RowKey) -> Seen<Vec<Conflict>> {
        let Some(loaded) = self.facts.open.get(key) else {
            return self.miss(Need::OpenConflicts(key.clone()));
        };
        let mine = &self.conflicts;
        let kept = loaded.iter().filter(|conflict| !mine.contains_key(&conflict.id));
        let new = mine.values().filter(|conflict| conflict.open && conflict.row == *key);
        Ok(kept.chain(new).cloned().collect())
    }

    /// Open conflicts that wait for `token`.
    pub(crate) fn waiting(&mut self, token: &Token) -> Seen<Vec<Conflict>> {
        let Some(loaded) = self.facts.waiting.get(token) else {
            return self.miss(Need::Waiting(token.clone()));
        };
        let mine = &self.conflicts;
        let kept = loaded.iter().filter(|conflict| !mine.contains_key(&conflict.id));
        let new = mine.values().filter(|conflict| conflict.open && conflict.waits.as_ref() == Some(token));
        Ok(kept.chain(new).cloned().collect())
    }

    pub(crate) fn put_conflict(&mut self, conflict: Conflict) {
        self.touched_conflicts.insert(conflict.id.clone());
        self.conflicts.insert(conflict.id.clone(), conflict);
    }

    /// Conflicts travel once per operation, in their last state.
    pub(crate) fn emit_conflicts(&mut self, by: Source) {
        for id in std::mem::take(&mut self.touched_conflicts) {
            if let Some(conflict) = self.conflicts.get(&id).cloned() {
                self.emit(Feed::School, by, Change::Conflict(conflict));
            }
        }
    }

    pub(crate) fn held(&mut self, token: &Token) -> Seen<Vec<Held>> {
        let Some(loaded) = self.facts.held.get(token) else { return self.miss(Need::Held(token.clone())) };
        let old = loaded.iter().filter(|held| !self.released.contains(&held.by));
        let new = self.held.get(token).into_iter().flatten();
        Ok(old.chain(new).cloned().collect())
    }

    pub(crate) fn hold(&mut self, token: &Token, by: Source, operation: &Operation, received: i64) {
        let held = Held { by, operation: operation.clone(), received };
        self.held.entry(token.clone()).or_default().push(held);
    }

    pub(crate) fn release(&mut self, token: &Token, by: Source) {
        if let Some(list) = self.held.get_mut(token) {
            list.retain(|held| held.by != by);
        }
        self.released.insert(by);
    }

    /// Tells the school that an operation was refused or waits.
    pub(crate) fn notify(&mut self, by: Source, operation: Option<&Operation>, outcome: &Outcome) {
        let (row, user) = operation.map_or((RowKey::new("", ""), String::new()), |operation| {
            (RowKey::new(&operation.table, &operation.id), operation.user.clone())
        });
        self.emit(Feed::School, by, Change::Notice(Notice { by, row, user, outcome: outcome.clone() }));
    }

    /// What the engine has to write. Several changes of one row are one write; the feed has every step.
    pub(crate) fn into_writes(self) -> Vec<Write> {
        let mut writes = Vec::new();
        writes.extend(self.rows.into_iter().map(|(key, row)| Write::Row { key, row }));
        writes.extend(self.aliases.into_iter().map(|(key, new)| Write::Alias { key, new }));
        writes.extend(self.conflicts.into_values().map(Write::Conflict));
        for (by, entry) in self.log {
            writes.push(match entry.new {
                Some((hash, bytes)) => Write::Log { by, hash, bytes, outcome: entry.outcome },
                None => Write::Outcome { by, outcome: entry.outcome },
            });
        }
        writes.extend(self.released.into_iter().map(Write::Release));
        for (token, list) in self.held {
            writes.extend(list.into_iter().map(|held| Write::Hold { token: token.clone(), by: held.by }));
        }
        writes.extend(self.feed.into_iter().map(|(feed, item)| Write::Feed { feed, item }));
        writes.extend(self.devices.into_iter().map(|(device, head)| Write::Device { device, head }));
        writes
    }
}

impl Look for Working<'_> {
    fn row(&mut self, key: &RowKey) -> Seen<Option<Row>> {
        if let Some(row) = self.rows.get(key) {
            return Ok(Some(row.clone()));
        }
        match self.facts.rows.get(key) {
            Some(row) => Ok(row.clone()),
            None => self.miss(Need::Row(key.clone())),
        }
    }

    fn referrers(&mut self, key: &RowKey) -> Seen<BTreeSet<RowKey>> {
        let Some(loaded) = self.facts.referrers.get(key) else {
            return self.miss(Need::Referrers(key.clone()));
        };
        let mut all = loaded.clone();
        for (referrer, refers) in self.referrers.get(key).into_iter().flatten() {
            if *refers {
                all.insert(referrer.clone());
            } else {
                all.remove(referrer);
            }
        }
        Ok(all)
    }

    fn holder(&mut self, table: &str, unique: usize, value: &str) -> Seen<Option<String>> {
        let place = (table.to_owned(), unique, value.to_owned());
        if let Some(holder) = self.holders.get(&place) {
            return Ok(holder.clone());
        }
        match self.facts.holders.get(&place) {
            Some(holder) => Ok(holder.clone()),
            None => self.miss(Need::Holder(place.0, place.1, place.2)),
        }
    }
}

/// The feed in which a table's rows travel.
pub(crate) fn feed_of(table: &Table) -> Feed {
    match table.scope {
        Scope::Catalogue => Feed::Catalogue,
        Scope::School => Feed::School,
    }
}
