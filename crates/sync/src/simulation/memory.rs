//! A server in memory, and what any engine has to do for a decision: load what is needed, write what was decided.

use super::engine::{Inspection, LogRow, ServerEngine};
use crate::catalogue::{Catalogue, Scope};
use crate::conflict::{Conflict, Notice, Source, Token};
use crate::message::{
    Change, ChangesPage, ChangesQuery, Digests, Feed, FeedItem, Hashes, Heads, Hello, LOG_HASHES, PROTOCOL,
    Push, Refusal, Request, Response, SnapshotPage, SnapshotPlace, SnapshotQuery, Welcome,
};
use crate::mutation::Mutation;
use crate::operation::Operation;
use crate::row::{Row, RowKey, references};
use crate::server::{
    Decided, Decision, DeviceHead, Facts, Guards, Held, Logged, Need, Section, Server, Write, digest_sums,
    page, section_of, snapshot_sections,
};
use crate::value::Value;
use std::collections::BTreeMap;
use std::rc::Rc;
use uuid::Uuid;

#[derive(Debug, Clone, Default)]
struct School {
    rows: BTreeMap<RowKey, Row>,
    aliases: BTreeMap<RowKey, String>,
    conflicts: BTreeMap<String, Conflict>,
    notices: BTreeMap<Source, Notice>,
    log: BTreeMap<Source, LogRow>,
    held: Vec<(Token, Source)>,
    devices: BTreeMap<Uuid, DeviceHead>,
    feed: Vec<FeedItem>,
}

#[derive(Debug, Clone, Default)]
struct Database {
    central: School,
    schools: Vec<School>,
}

/// The server.
#[derive(Clone)]
pub struct MemoryServer {
    catalogue: Catalogue,
    guards: Rc<dyn Guards>,
    mutation: Mutation,
    epoch: u64,
    now: Database,
    backups: Vec<Database>,
    promised: usize,
    /// Rounds of loading, decisions.
    pub rounds: (u64, u64),
}

impl MemoryServer {
    /// A new server.
    pub fn new(catalogue: Catalogue, schools: usize, guards: Rc<dyn Guards>, mutation: Mutation) -> Self {
        let now = Database { central: School::default(), schools: vec![School::default(); schools] };
        Self { catalogue, guards, mutation, epoch: 1, now, backups: Vec::new(), promised: 0, rounds: (0, 0) }
    }

    fn heads(&self, school: usize) -> Heads {
        Heads {
            catalogue: self.now.central.feed.len() as u64,
            school: self.now.schools[school].feed.len() as u64,
        }
    }

    fn decide<T>(
        &mut self,
        school: usize,
        decide: impl Fn(&Server<'_>, &Facts) -> Decided<T>,
    ) -> Decision<T> {
        let guards = Rc::clone(&self.guards);
        let server = Server { catalogue: self.catalogue, guards: &*guards, mutation: self.mutation };
        let mut facts = Facts { epoch: self.epoch, heads: self.heads(school), ..Facts::default() };
        self.rounds.1 += 1;
        for _ in 0..1_000 {
            match decide(&server, &facts) {
                Ok(decision) => return decision,
                Err(needs) => {
                    self.rounds.0 += 1;
                    assert!(!needs.is_empty(), "a decision that needs nothing but does not come");
                    needs.into_iter().for_each(|need| self.load(school, need, &mut facts));
                }
            }
        }
        panic!("a decision that never comes");
    }

    fn of_table(&self, school: usize, table: &str) -> &School {
        match self.catalogue.table(table).map(|table| table.scope) {
            Some(Scope::Catalogue) => &self.now.central,
            _ => &self.now.schools[school],
        }
    }

    fn load(&self, at: usize, need: Need, facts: &mut Facts) {
        let school = &self.now.schools[at];
        match need {
            Need::Device(device) => {
                facts.devices.insert(device, school.devices.get(&device).copied());
            }
            Need::Log(by) => {
                let row = school.log.get(&by);
                facts.log.insert(by, row.map(|row| Logged { hash: row.hash, outcome: row.outcome.clone() }));
            }
            Need::Row(key) => {
                let row = self.of_table(at, &key.table).rows.get(&key).cloned();
                facts.rows.insert(key, row);
            }
            Need::Alias(key) => {
                let alias = school.aliases.get(&key).cloned();
                facts.aliases.insert(key, alias);
            }
            Need::Holder(table, unique, value) => {
                let rows = self.of_table(at, &table).rows.iter();
                let facts_of = self.catalogue.table(&table);
                let holder = facts_of.and_then(|known| {
                    let mut living = rows.filter(|(key, row)| key.table == table && row.life.is_live());
                    living.find(|(key, row)| known.natural_key(unique, &key.id, row).as_ref() == Some(&value))
                });
                let id = holder.map(|(key, _)| key.id.clone());
                facts.holders.insert((table, unique, value), id);
            }
            Need::Referrers(key) => {
                let refer = |(other, row): &(&RowKey, &Row)| {
                    row.life.is_live()
                        && self
                            .catalogue
                            .table(&other.table)
                            .is_some_and(|table| references(table, &other.id, row).contains(&key))
                };
                let all = school.rows.iter().filter(refer).map(|(key, _)| key.clone()).collect();
                facts.referrers.insert(key, all);
            }
            Need::OpenConflicts(key) => {
                let all = school.conflicts.values().filter(|c| c.open && c.row == key).cloned().collect();
                facts.open.insert(key, all);
            }
            Need::Conflict(id) => {
                let conflict = school.conflicts.get(&id).cloned();
                facts.conflicts.insert(id, conflict);
            }
            Need::Waiting(token) => {
                let waits = |c: &&Conflict| c.open && c.waits.as_ref() == Some(&token);
                let all = school.conflicts.values().filter(waits).cloned().collect();
                facts.waiting.insert(token, all);
            }
            Need::Held(token) => {
                let held = school.held.iter().filter(|(other, _)| *other == token).filter_map(|(_, by)| {
                    let row = school.log.get(by)?;
                    let operation = Operation::read(by.seq, &row.bytes).ok()?;
                    Some(Held { by: *by, operation, received: row.received })
                });
                let held = held.collect();
                facts.held.insert(token, held);
            }
        }
    }

    fn write(&mut self, at: usize, writes: Vec<Write>, received: i64) {
        for write in writes {
            let school = &mut self.now.schools[at];
            match write {
                Write::Row { key, row } => {
                    let central =
                        self.catalogue.table(&key.table).is_some_and(|t| t.scope == Scope::Catalogue);
                    let place = if central { &mut self.now.central } else { school };
                    place.rows.insert(key, row);
                }
                Write::Alias { key, new } => {
                    school.aliases.insert(key, new);
                }
                Write::Conflict(conflict) => {
                    school.conflicts.insert(conflict.id.clone(), conflict);
                }
                Write::Log { by, hash, bytes, outcome } => {
                    let old = school.log.insert(by, LogRow { hash, bytes, outcome, received });
                    assert!(old.is_none(), "I8 an operation came into the log twice");
                }
                Write::Outcome { by, outcome } => {
                    if let Some(row) = school.log.get_mut(&by) {
                        row.outcome = outcome;
                    }
                }
                Write::Release(by) => school.held.retain(|(_, other)| *other != by),
                Write::Hold { token, by } => school.held.push((token, by)),
                Write::Feed { feed, item } => {
                    let central = feed == Feed::Catalogue;
                    let place = if central { &mut self.now.central } else { &mut *school };
                    assert_eq!(item.seq, place.feed.len() as u64 + 1, "a gap in a feed");
                    if let Change::Notice(notice) = &item.change {
                        place.notices.insert(notice.by, notice.clone());
                    }
                    place.feed.push(item);
                }
                Write::Device { device, head } => {
                    school.devices.insert(device, head);
                }
            }
        }
    }

    fn hello(&mut self, at: usize, hello: &Hello, now: i64) -> Welcome {
        for device in hello.former.iter().chain([&hello.device]) {
            self.now.schools[at].devices.entry(*device).or_default();
        }
        self.replay(at, now);
        self.promised = self.promised.max(self.backups.len().saturating_sub(2));
        let durable = self.backups.len().checked_sub(2).and_then(|backup| {
            self.backups[backup].schools[at].devices.get(&hello.device).map(|head| head.last)
        });
        let head = self.now.schools[at].devices[&hello.device];
        Welcome {
            epoch: self.epoch,
            protocol: (PROTOCOL, PROTOCOL),
            schema: self.catalogue.schema,
            last: (head.last, head.chain),
            heads: self.heads(at),
            durable_through: durable.unwrap_or(0),
            now,
        }
    }

    fn replay(&mut self, at: usize, now: i64) {
        let mut tokens: Vec<Token> =
            self.now.schools[at].held.iter().map(|(token, _)| token.clone()).collect();
        tokens.sort();
        tokens.dedup();
        let decision = self.decide(at, |server, facts| server.replay(facts, &tokens, now));
        self.write(at, decision.writes, now);
    }

    fn push(&mut self, at: usize, push: &Push, now: i64) -> Response {
        let decision = self.decide(at, |server, facts| server.push(facts, push, now));
        self.write(at, decision.writes, now);
        match decision.answer {
            Ok(pushed) => Response::Pushed(pushed),
            Err(refusal) => Response::Refused(refusal),
        }
    }

    fn changes(&self, at: usize, query: &ChangesQuery) -> Response {
        let feed = match query.feed {
            Feed::Catalogue => &self.now.central.feed,
            Feed::School => &self.now.schools[at].feed,
        };
        let after = usize::try_from(query.after).unwrap_or(usize::MAX);
        let Some(rest) = feed.get(after..) else { return Response::Refused(Refusal::Malformed) };
        let items = page(rest.to_vec(), query.limit).unwrap_or_default();
        Response::Changes(ChangesPage { items, heads: self.heads(at) })
    }

    fn snapshot(&self, at: usize, query: &SnapshotQuery) -> SnapshotPage {
        let school = &self.now.schools[at];
        let (from, id) = match &query.after {
            Some(SnapshotPlace(name, id)) => (section_of(self.catalogue, query.feed, name), id.as_str()),
            None => (0, ""),
        };
        let mut changes: Vec<(SnapshotPlace, Change)> = Vec::new();
        for (name, section) in snapshot_sections(self.catalogue, query.feed).into_iter().skip(from) {
            let mut add = |id: String, change| changes.push((SnapshotPlace(name.to_owned(), id), change));
            match section {
                Section::Table(table) => {
                    let rows = &self.of_table(at, table).rows;
                    for (key, row) in
                        rows.iter().filter(|(key, row)| key.table == table && row.life.is_live())
                    {
                        let (table, id) = (key.table.clone(), key.id.clone());
                        add(key.id.clone(), Change::Row { table, id, life: row.life, f: row.f.clone() });
                    }
                }
                Section::Aliases => {
                    for (key, new) in &school.aliases {
                        let (table, old) = (key.table.clone(), key.id.clone());
                        add(format!("{table}/{old}"), Change::Alias { table, old, new: new.clone() });
                    }
                }
                Section::Conflicts => {
                    school.conflicts.values().for_each(|c| add(c.id.clone(), Change::Conflict(c.clone())));
                }
                Section::Notices => {
                    let all: BTreeMap<String, &Notice> =
                        school.notices.values().map(|n| (n.by.to_string(), n)).collect();
                    all.into_iter().for_each(|(id, n)| add(id, Change::Notice(n.clone())));
                }
            }
        }
        let first = snapshot_sections(self.catalogue, query.feed).get(from).map_or("", |(name, _)| name);
        changes.retain(|(place, _)| place.0 != first || place.1.as_str() > id || query.after.is_none());
        let more = changes.len() > query.limit;
        changes.truncate(query.limit);
        let next = changes.last().filter(|_| more).map(|(place, _)| place.clone());
        let changes = changes.into_iter().map(|(_, change)| change).collect();
        SnapshotPage { changes, next, heads: self.heads(at) }
    }
}

impl ServerEngine for MemoryServer {
    fn handle(&mut self, school: usize, request: &Request, now: i64, crash: bool) -> Option<Response> {
        let before = crash.then(|| self.now.clone());
        let epoch = match request {
            Request::Hello(_) | Request::Hashes(_) | Request::Push(_) => None,
            Request::Snapshot(query) => Some(query.epoch),
            Request::Changes(query) => Some(query.epoch),
            Request::Digest(query) => Some(query.epoch),
        };
        let response = match request {
            _ if epoch.is_some_and(|epoch| epoch != self.epoch) => {
                Response::Refused(Refusal::Epoch { epoch: self.epoch })
            }
            Request::Hello(hello) => Response::Welcome(self.hello(school, hello, now)),
            Request::Push(push) => self.push(school, push, now),
            Request::Changes(query) => self.changes(school, query),
            Request::Snapshot(query) => Response::Snapshot(self.snapshot(school, query)),
            Request::Hashes(query) => {
                let school = &self.now.schools[school];
                let last = school.devices.get(&query.device).map_or(0, |head| head.last);
                let seqs = (query.from.max(1)..=last).take(LOG_HASHES);
                let hash = |seq| school.log.get(&Source { device: query.device, seq }).map(|row| row.hash);
                Response::Hashes(Hashes { from: query.from, hashes: seqs.filter_map(hash).collect(), last })
            }
            Request::Digest(query) => {
                let rows = self.now.schools[school].rows.iter().chain(&self.now.central.rows);
                let tables = digest_sums(self.catalogue, query.schema, rows);
                Response::Digests(Digests { heads: self.heads(school), tables })
            }
        };
        if let Some(before) = before {
            self.now = before;
            return None;
        }
        Some(response)
    }

    fn publish(&mut self, school: Option<usize>, rows: &[(RowKey, BTreeMap<String, Value>)], now: i64) {
        let at = school.unwrap_or(0);
        let decision = self.decide(at, |server, facts| server.publish(facts, rows));
        self.write(at, decision.writes, now);
        if school.is_none() {
            (0..self.now.schools.len()).for_each(|at| self.replay(at, now));
        }
    }

    fn upgrade(&mut self, catalogue: Catalogue) {
        self.catalogue = catalogue;
    }

    fn backup(&mut self) -> usize {
        self.backups.push(self.now.clone());
        self.backups.len()
    }

    fn restore(&mut self, backup: usize) {
        self.now = self.backups[backup].clone();
        self.backups.truncate(backup + 1);
        self.epoch += 1;
    }

    fn oldest_promised(&self) -> usize {
        self.promised
    }

    fn inspect(&self, school: usize) -> Inspection {
        let (central, school) = (&self.now.central, &self.now.schools[school]);
        Inspection {
            rows: central.rows.iter().chain(&school.rows).map(|(k, r)| (k.clone(), r.clone())).collect(),
            aliases: school.aliases.clone(),
            conflicts: school.conflicts.clone(),
            log: school.log.clone(),
            held: school.held.clone(),
            catalogue_feed: central.feed.clone(),
            feed: school.feed.clone(),
            epoch: self.epoch,
        }
    }
}
