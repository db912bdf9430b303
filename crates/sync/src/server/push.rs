//! A batch of operations, what wakes up by them, and what the centre publishes.

use super::apply::{Context, news};
use super::facts::{DeviceHead, Facts, Look, Missing, Need, Seen};
use super::guards::Guards;
use super::working::{LogEntry, Working};
use super::write::Write;
use crate::catalogue::Catalogue;
use crate::conflict::{Outcome, Source, Token, Verdict};
use crate::hash::Hash;
use crate::message::{NotApplied, Push, Pushed, Refusal};
use crate::mutation::Mutation;
use crate::operation::{BATCH_BYTES, BATCH_OPERATIONS, Kind, OPERATION_BYTES, Operation};
use crate::row::{Row, RowKey, key_targets, targets};
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The server's half: pure functions over facts.
#[derive(Clone, Copy)]
pub struct Server<'a> {
    /// The tables.
    pub catalogue: Catalogue,
    /// The platform's guards.
    pub guards: &'a dyn Guards,
    /// Off, except in the simulator.
    pub mutation: Mutation,
}

/// A decision: what to write, and what to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<T> {
    /// To be written in the transaction in which the facts were loaded; empty after a refusal.
    pub writes: Vec<Write>,
    /// The answer, to be sent once the transaction is committed.
    pub answer: T,
}

/// A decision, or the facts that it lacks.
pub type Decided<T> = Result<Decision<T>, BTreeSet<Need>>;

impl<'a> Server<'a> {
    /// Decides about a batch. `received` is the server's clock, milliseconds since 1970. The caller has checked
    /// signature and revocation, and holds the lock of the school's feed.
    ///
    /// # Errors
    /// The facts that are to be loaded before asking again.
    pub fn push(&self, facts: &Facts, push: &Push, received: i64) -> Decided<Result<Pushed, Refusal>> {
        let mut working = Working::new(self.catalogue, facts, self.mutation);
        let refuse = |refusal| Ok(Decision { writes: Vec::new(), answer: Err(refusal) });
        if push.epoch != facts.epoch {
            return refuse(Refusal::Epoch { epoch: facts.epoch });
        }
        let bytes: usize = push.ops.iter().map(|op| op.0.len()).sum();
        let alone = push.ops.len() == 1;
        if push.from_seq == 0 || push.ops.len() > BATCH_OPERATIONS || (bytes > BATCH_BYTES && !alone) {
            return refuse(Refusal::Malformed);
        }
        let context = Context { guards: self.guards, received };
        match self.batch(&mut working, &context, push) {
            Ok(Ok(answer)) if working.missing.is_empty() => {
                Ok(Decision { writes: working.into_writes(), answer: Ok(answer) })
            }
            Ok(Err(refusal)) if working.missing.is_empty() => refuse(refusal),
            _ => Err(working.missing),
        }
    }

    fn batch(
        &self,
        working: &mut Working<'_>,
        context: &Context<'_>,
        push: &Push,
    ) -> Seen<Result<Pushed, Refusal>> {
        let device = push.device;
        let Some(mut head) = working.device(device)? else { return Ok(Err(Refusal::Device)) };
        let before = push.from_seq - 1;
        if before > head.last {
            return Ok(Err(Refusal::Gap { last: head.last }));
        }
        let mut known = BTreeMap::new();
        let end = before + push.ops.len() as u64;
        for seq in before.max(1)..=end.min(head.last) {
            // All of them are asked for before the first is missed.
            known.insert(seq, working.logged(Source { device, seq }));
        }
        let mut hash = match known.remove(&before) {
            Some(logged) => logged?.map_or(Hash::START, |logged| logged.hash),
            None => Hash::START,
        };
        if hash != push.prev_hash && !self.mutation.no_fork_check() {
            return Ok(Err(Refusal::Fork { common: None }));
        }
        if push.ops.iter().any(|op| newer(self.catalogue, &op.0)) {
            return Ok(Err(Refusal::Schema { newest: self.catalogue.schema }));
        }
        let mut answer = Pushed { acked_seq: before, acked_hash: hash, feed_seq: 0, not_applied: Vec::new() };
        let mut incomplete = false;
        for (seq, op) in (push.from_seq..).zip(&push.ops) {
            hash = hash.after(&op.0);
            let by = Source { device, seq };
            let outcome = if seq <= head.last {
                match known.remove(&seq).unwrap_or(Err(Missing))? {
                    Some(logged) if logged.hash == hash || self.mutation.no_fork_check() => {
                        if self.mutation.applied_again() {
                            incomplete |= self.again(working, context, by, &op.0).is_err();
                        }
                        Some(logged.outcome)
                    }
                    _ => return Ok(Err(Refusal::Fork { common: Some(seq - 1) })),
                }
            } else {
                head = DeviceHead { last: seq, chain: hash };
                working.set_device(device, head);
                let outcome = working.run(context, by, Some((hash, op.0.clone())), None);
                incomplete |= outcome.is_err();
                outcome.ok()
            };
            answer.acked_seq = seq;
            answer.acked_hash = hash;
            answer.not_applied.extend(
                outcome.filter(|outcome| !outcome.is_smooth()).map(|outcome| NotApplied { seq, outcome }),
            );
        }
        if incomplete {
            return Err(Missing);
        }
        if self.mutation.acknowledge_too_far() {
            (answer.acked_seq, answer.acked_hash) = (head.last, head.chain);
        }
        answer.feed_seq = working.heads().school;
        Ok(Ok(answer))
    }

    fn again(&self, working: &mut Working<'_>, context: &Context<'_>, by: Source, bytes: &[u8]) -> Seen<()> {
        if let Ok(operation) = Operation::read(by.seq, bytes) {
            working.apply(context, by, &operation)?;
            working.emit_conflicts(by);
        }
        Ok(())
    }

    /// Looks whether what operations of a school wait for has come; to be asked with all tokens for which
    /// operations are held, after the centre has published and when a laptop says hello.
    ///
    /// # Errors
    /// The facts that are to be loaded before asking again.
    pub fn replay(&self, facts: &Facts, tokens: &[Token], received: i64) -> Decided<()> {
        let mut working = Working::new(self.catalogue, facts, self.mutation);
        let context = Context { guards: self.guards, received };
        let mut incomplete = false;
        for token in tokens {
            incomplete |= working.replay(&context, token).is_err();
        }
        if incomplete || !working.missing.is_empty() {
            return Err(working.missing);
        }
        Ok(Decision { writes: working.into_writes(), answer: () })
    }

    /// The centre sets values of its own rows, in the catalogue or in one school.
    ///
    /// # Errors
    /// The facts that are to be loaded before asking again.
    pub fn publish(&self, facts: &Facts, rows: &[(RowKey, BTreeMap<String, Value>)]) -> Decided<()> {
        let mut working = Working::new(self.catalogue, facts, self.mutation);
        let centre = Source { device: Uuid::nil(), seq: 0 };
        let mut incomplete = false;
        for (key, f) in rows {
            incomplete |= working.publish(centre, key, f).is_err();
        }
        working.wake.clear();
        if incomplete || !working.missing.is_empty() {
            return Err(working.missing);
        }
        Ok(Decision { writes: working.into_writes(), answer: () })
    }
}

impl Working<'_> {
    /// Runs one operation and everything it wakes up. `new` are hash and bytes of one that is not in the log;
    /// otherwise `held` is the operation.
    fn run(
        &mut self,
        context: &Context<'_>,
        by: Source,
        new: Option<(Hash, Vec<u8>)>,
        held: Option<&Operation>,
    ) -> Seen<Outcome> {
        let read = match (&new, held) {
            (_, Some(operation)) => Ok(operation.clone()),
            (Some((_, bytes)), None) => Operation::read(by.seq, bytes),
            (None, None) => return Ok(Outcome::done()),
        };
        if let Ok(operation) = &read {
            self.foresee(operation);
        }
        let outcome = match &read {
            Ok(operation) => self.apply(context, by, operation)?,
            Err(why) => Outcome::rejected(&why.to_string()),
        };
        if let (Some(token), Ok(operation)) = (&outcome.waits, &read) {
            self.hold(token, by, operation, context.received);
        }
        if outcome.verdict != Verdict::Done || held.is_some() {
            self.notify(by, read.as_ref().ok(), &outcome);
        }
        match self.log.get_mut(&by) {
            Some(entry) => entry.outcome = outcome.clone(),
            None => {
                self.log.insert(by, LogEntry { new, outcome: outcome.clone() });
            }
        }
        self.emit_conflicts(by);
        while !self.wake.is_empty() {
            let token = self.wake.remove(0);
            self.wake_up(context, by, &token)?;
        }
        Ok(outcome)
    }

    /// Asks for everything that an operation is likely to read, so that it is loaded in one round. What is missing
    /// has been noted; nothing else is done.
    fn foresee(&mut self, op: &Operation) {
        let Some(table) = self.table(&op.table) else { return };
        let key = RowKey::new(table.name, &op.id);
        let mut keys = key_targets(table, &op.id);
        for column in table.columns {
            if let Some((old, new)) = op.f.get(column.name) {
                keys.extend(targets(column, old));
                keys.extend(targets(column, new));
            }
        }
        keys.push(key.clone());
        for key in keys {
            let _ = self.alias(&key);
            let _ = self.row(&key);
        }
        let _ = self.open_conflicts(&key);
        if op.kind == Kind::Delete {
            let _ = self.referrers(&key);
        }
        if op.kind == Kind::Create {
            let row = Row::live(news(&op.f));
            for at in 0..table.unique.len() {
                if let Some(value) = table.natural_key(at, &op.id, &row) {
                    let _ = self.holder(table.name, at, &value);
                }
            }
            let _ = self.held(&Token::Exists(key.clone()));
            let _ = self.waiting(&Token::Lives(key));
        }
    }

    fn wake_up(&mut self, context: &Context<'_>, by: Source, token: &Token) -> Seen<()> {
        let operations = match token {
            Token::Exists(_) | Token::Published(..) if !self.mutation.held_forgotten() => self.held(token)?,
            _ => Vec::new(),
        };
        for held in operations {
            self.release(token, held.by);
            // Windows are judged by the moment in which the operation came in, not by that of its replay.
            let then = Context { guards: context.guards, received: held.received };
            self.run(&then, held.by, None, Some(&held.operation))?;
        }
        let conflicts = match token {
            Token::Lives(_) | Token::Free(..) => self.waiting(token)?,
            Token::Exists(_) | Token::Published(..) => Vec::new(),
        };
        for conflict in conflicts {
            // An earlier one may have taken the place, or settled this one.
            let conflict = self.latest(conflict);
            if conflict.open {
                self.retry(by, conflict)?;
            }
        }
        self.emit_conflicts(by);
        Ok(())
    }

    fn replay(&mut self, context: &Context<'_>, token: &Token) -> Seen<()> {
        let come = match token {
            Token::Exists(key) => self.row(key)?.is_some() || self.alias(key)?.is_some(),
            Token::Lives(key) => self.row(key)?.is_some_and(|row| row.life.is_live()),
            Token::Free(table, at, value) => self.holder(table, *at, value)?.is_none(),
            Token::Published(table, at, value) => self.holder(table, *at, value)?.is_some(),
        };
        if come {
            let centre = Source { device: Uuid::nil(), seq: 0 };
            self.wake_up(context, centre, token)?;
            while !self.wake.is_empty() {
                let token = self.wake.remove(0);
                self.wake_up(context, centre, &token)?;
            }
        }
        Ok(())
    }

    fn publish(&mut self, centre: Source, key: &RowKey, f: &BTreeMap<String, Value>) -> Seen<()> {
        let Some(table) = self.table(&key.table) else { return Ok(()) };
        let mut row = self.row(key)?.unwrap_or_default();
        row.life = crate::row::Life::Live;
        row.f.extend(f.iter().map(|(name, value)| (name.clone(), value.clone())));
        self.put_row(centre, table, &key.id, Row { ..row })
    }
}

/// Whether an operation says that its format is newer. Looked at before anything is applied, so that a batch is
/// refused as a whole.
fn newer(catalogue: Catalogue, bytes: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Version {
        schema: u32,
    }
    bytes.len() <= OPERATION_BYTES
        && serde_json::from_slice::<Version>(bytes).is_ok_and(|version| version.schema > catalogue.schema)
}
