//! A world of two schools with their laptops and one server, in one thread, driven by a seed.

use super::engine::{Inspection, LaptopEngine, ServerEngine};
use super::invariants::{self, typed_values};
use super::random::Random;
use super::totals::Totals;
use super::user::{CERTIFICATE, PLAN, SESSIONS, SUBJECTS, User, fields};
use crate::catalogue::Catalogue;
use crate::client::{Author, Entry, Local, Session};
use crate::message::{Request, Response};
use crate::mutation::Mutation;
use crate::operation::Operation;
use crate::row::RowKey;
use crate::value::Value;
use std::collections::BTreeSet;

/// What a run is like.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Steps before everything is mended.
    pub steps: usize,
    /// What is broken on purpose.
    pub mutation: Mutation,
    /// Laptops of a school, at most.
    pub laptops: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { steps: 300, mutation: Mutation::default(), laptops: 5 }
    }
}

/// One laptop.
pub(crate) struct Seat<L> {
    pub(crate) laptop: L,
    pub(crate) school: usize,
    pub(crate) session: Session,
    pub(crate) catalogue: Catalogue,
    skew: i64,
    image: Option<L>,
    name: String,
}

/// The world.
pub struct World<S, L> {
    pub(crate) server: S,
    pub(crate) seats: Vec<Seat<L>>,
    options: Options,
    random: Random,
    now: i64,
    typed: u64,
    late: Vec<(usize, Request)>,
    versions: [Catalogue; 2],
    newest: bool,
    backups: usize,
    broken: Option<String>,
    /// Values that must be in the server's log at the end, by school.
    pub(crate) ledger: BTreeSet<(usize, String)>,
    /// The same, until the server is restored: the laptop that had them is gone.
    pub(crate) mercy: BTreeSet<(usize, String)>,
    /// What happened.
    pub totals: Totals,
}

/// Schools of the world.
pub const SCHOOLS: usize = 2;

impl<S: ServerEngine, L: LaptopEngine> World<S, L> {
    /// A world with a server, which knows the first of two versions of the program or both.
    pub fn new(seed: u64, options: Options, versions: [Catalogue; 2], mut server: S) -> Self {
        let mut random = Random::new(seed);
        let newest = random.chance(50);
        server.upgrade(versions[usize::from(newest)]);
        let mut world = Self {
            server,
            seats: Vec::new(),
            options,
            random,
            now: 1_700_000_000_000,
            typed: 0,
            late: Vec::new(),
            versions,
            newest,
            backups: 0,
            broken: None,
            ledger: BTreeSet::new(),
            mercy: BTreeSet::new(),
            totals: Totals::default(),
        };
        world.publish_start();
        for school in 0..SCHOOLS {
            for number in 0..2 + world.random.below(2) {
                let device = world.random.uuid();
                let catalogue = versions[world.random.below(2)];
                let laptop = L::create(device, catalogue);
                world.sit(laptop, school, catalogue, format!("{school}-{number}"));
            }
        }
        world.begin();
        world
    }

    /// In most worlds the first laptop of a school has worked alone for a while, after it read the catalogue.
    fn begin(&mut self) {
        for school in 0..SCHOOLS {
            let Some(at) = self.seats.iter().position(|seat| seat.school == school) else { continue };
            if self.random.chance(80) {
                (0..12).for_each(|_| {
                    self.exchange(at);
                });
                let operations = self.user(at).begin();
                self.note(school, &operations);
            }
        }
    }

    fn note(&mut self, school: usize, operations: &[Operation]) {
        self.totals.operations += operations.len() as u64;
        for operation in operations {
            self.ledger.extend(typed_values(operation).into_iter().map(|value| (school, value)));
        }
    }

    fn sit(&mut self, laptop: L, school: usize, catalogue: Catalogue, name: String) {
        let skew = self.random.below(200_000_000) as i64 - 100_000_000;
        let session = self.session(catalogue);
        self.seats.push(Seat { laptop, school, session, catalogue, skew, image: None, name });
    }

    fn session(&mut self, catalogue: Catalogue) -> Session {
        let mut session = Session::new(catalogue, self.options.mutation);
        session.keep = 20_000;
        session.page = 1 + self.random.below(9);
        session.batch = 1 + self.random.below(6);
        session
    }

    fn publish_start(&mut self) {
        let text = Value::text;
        let mut rows = vec![
            (
                RowKey::new("certificate", CERTIFICATE),
                fields([("code", text("C1")), ("level", text("初级"))]),
            ),
            (RowKey::new("exam_plan", PLAN), fields([("number", text("P1")), ("name", text("plan"))])),
        ];
        for (subject, session) in SUBJECTS.iter().zip(SESSIONS) {
            let of = [("plan", text(PLAN)), ("certificate", text(CERTIFICATE)), ("code", text(subject))];
            rows.push((RowKey::new("subject", subject), fields(of)));
            let of = [("subject", text(subject)), ("start_at", text("2026-06-01T09:00:00"))];
            rows.push((RowKey::new("session", session), fields(of)));
        }
        self.server.publish(None, &rows, self.now);
    }

    /// Runs all steps, mends everything, and checks.
    ///
    /// # Errors
    /// The invariant that does not hold.
    pub fn run(mut self) -> Result<Totals, String> {
        for _ in 0..self.options.steps {
            self.now += self.random.below(2_000) as i64;
            self.step();
            if self.random.chance(8) {
                let at = self.random.below(self.seats.len());
                invariants::cursor_not_ahead(&self, at)?;
            }
            if let Some(why) = self.broken.take() {
                return Err(why);
            }
        }
        self.settle()?;
        invariants::check(&self)?;
        invariants::digests_agree(&mut self)?;
        for school in 0..SCHOOLS {
            let inspection = self.server.inspect(school);
            self.count(&inspection);
        }
        Ok(self.totals)
    }

    fn step(&mut self) {
        let at = self.random.below(self.seats.len());
        match self.random.below(100) {
            0..40 => self.act(at),
            40..78 => self.exchange(at),
            78..82 => self.replay_late(),
            82..85 => self.backup(),
            85..87 => self.restore(),
            87..92 => self.copy(at),
            92..94 => self.publish(),
            94 => self.upgrade(at),
            95..97 => self.poison(at),
            _ => self.renew(at),
        }
    }

    fn renew(&mut self, at: usize) {
        let session = self.session(self.seats[at].catalogue);
        self.collect(at);
        self.seats[at].session = session;
    }

    /// Counters of a session that ends.
    fn collect(&mut self, at: usize) {
        let counters = self.seats[at].session.counters;
        self.seats[at].session.counters = crate::client::Counters::default();
        self.totals.forks += counters.forks;
        self.totals.resent += counters.resent;
        self.totals.refills += counters.refills;
        self.totals.pruned += counters.pruned;
    }

    fn user(&mut self, at: usize) -> User<'_, L> {
        let crash = self.random.chance(3);
        self.totals.laptop_crashes += u64::from(crash);
        let seat = &mut self.seats[at];
        User {
            laptop: &mut seat.laptop,
            catalogue: seat.catalogue,
            random: &mut self.random,
            author: Author { user: seat.name.clone(), t: format!("{}", self.now + seat.skew) },
            typed: &mut self.typed,
            school: seat.school,
            crash,
        }
    }

    fn act(&mut self, at: usize) {
        let operations = self.user(at).act();
        let school = self.seats[at].school;
        self.note(school, &operations);
    }

    fn poison(&mut self, at: usize) {
        if self.random.chance(50) {
            self.totals.poison += 1;
            self.user(at).poison();
        }
    }

    fn exchange(&mut self, at: usize) {
        let steps = 1 + self.random.below(6);
        for _ in 0..steps {
            if !self.exchange_once(at) {
                self.renew(at);
                return;
            }
        }
    }

    /// One request with all that may happen to it; false when there is nothing to ask.
    fn exchange_once(&mut self, at: usize) -> bool {
        let seat = &mut self.seats[at];
        let school = seat.school;
        let session = &mut seat.session;
        let next = seat.laptop.run(false, |tx| session.next(tx).unwrap_or_else(|error| panic!("{error:?}")));
        let Some(mut request) = next else { return false };
        if self.random.chance(8) {
            self.totals.lost += 1;
            return true;
        }
        if self.random.chance(15) && matches!(request, Request::Push(_)) {
            self.late.push((school, request.clone()));
        }
        if let Request::Push(push) = &mut request
            && push.ops.len() > 1
            && self.random.chance(15)
        {
            self.totals.cut += 1;
            push.ops.truncate(1 + self.random.below(push.ops.len() - 1));
        }
        if self.random.chance(5) {
            self.totals.duplicates += 1;
            self.serve(school, &request, false);
        }
        let crash = self.random.chance(5);
        let Some(response) = self.serve(school, &request, crash) else { return true };
        if self.random.chance(10) {
            self.totals.lost += 1;
            return true;
        }
        self.answer(at, &request, response, 5);
        true
    }

    fn serve(&mut self, school: usize, request: &Request, crash: bool) -> Option<Response> {
        // What is sent is what is read.
        let text = serde_json::to_string(request).unwrap_or_default();
        let request: Request = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        self.totals.requests += 1;
        self.totals.server_crashes += u64::from(crash);
        let response = self.server.handle(school, &request, self.now, crash)?;
        let text = serde_json::to_string(&response).unwrap_or_default();
        Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
    }

    fn answer(&mut self, at: usize, request: &Request, response: Response, crashes: usize) {
        let crash = self.random.chance(crashes);
        let newer = matches!(response, Response::Refused(crate::message::Refusal::Schema { .. }));
        self.totals.newer += u64::from(newer);
        let before = cursor(&mut self.seats[at].laptop.clone());
        let seat = &mut self.seats[at];
        let (now, session, random) = (self.now + seat.skew, &mut seat.session, &mut self.random);
        seat.laptop.run(crash, |tx| {
            let answered = session.answer(tx, request, response, now, &mut || random.uuid());
            answered.unwrap_or_else(|error| panic!("{error:?}"));
        });
        let seat = &self.seats[at];
        // What yielded may come back by an edit; it is looked at again with the next page that is taken over.
        if cursor(&mut seat.laptop.clone()) != before {
            let screen = invariants::screen(seat.catalogue, seat.laptop.clone());
            self.broken = screen.err().map(|why| format!("laptop {at}: {why}"));
        }
        if crash {
            self.totals.laptop_crashes += 1;
            self.seats[at].session.counters = crate::client::Counters::default();
            self.renew(at);
        }
    }

    fn replay_late(&mut self) {
        if self.late.is_empty() {
            return;
        }
        let (school, request) = self.late.swap_remove(self.random.below(self.late.len()));
        self.totals.late += 1;
        self.serve(school, &request, false);
    }

    fn backup(&mut self) {
        self.totals.backups += 1;
        self.backups = self.server.backup();
    }

    fn restore(&mut self) {
        let oldest = self.server.oldest_promised().max(self.backups.saturating_sub(2));
        if self.backups <= oldest {
            return;
        }
        let backup = oldest + self.random.below(self.backups - oldest);
        self.server.restore(backup);
        // A restored program is not older than before.
        self.server.upgrade(self.versions[usize::from(self.newest)]);
        self.backups = backup + 1;
        self.mercy.clear();
        self.totals.restores += 1;
    }

    fn copy(&mut self, at: usize) {
        let Some(image) = self.seats[at].image.clone() else {
            self.seats[at].image = Some(self.seats[at].laptop.clone());
            return;
        };
        let (school, catalogue) = (self.seats[at].school, self.seats[at].catalogue);
        let mates = self.seats.iter().filter(|seat| seat.school == school).count();
        if mates < self.options.laptops && self.random.chance(50) {
            self.totals.clones += 1;
            let name = format!("{}'", self.seats[at].name);
            self.sit(image, school, catalogue, name);
        } else {
            self.totals.rollbacks += 1;
            let kept: BTreeSet<Vec<u8>> =
                outbox(&mut image.clone()).into_iter().map(|e| e.chained.bytes).collect();
            let log = self.server.inspect(school).log;
            for entry in outbox(&mut self.seats[at].laptop) {
                let known = log.values().any(|row| row.bytes == entry.chained.bytes);
                let Ok(operation) = Operation::read(entry.chained.seq, &entry.chained.bytes) else {
                    continue;
                };
                for value in typed_values(&operation) {
                    // What was typed after the image is gone from this disk, and perhaps from the world.
                    if !kept.contains(&entry.chained.bytes)
                        && self.ledger.remove(&(school, value.clone()))
                        && known
                    {
                        self.mercy.insert((school, value));
                    }
                }
            }
            self.seats[at].laptop = image;
            self.renew(at);
        }
        self.seats[at].image = None;
    }

    fn publish(&mut self) {
        self.totals.published += 1;
        if self.random.chance(50) {
            let number = self.random.below(4);
            let name = Value::text(&format!("named at {}", self.now));
            let f = fields([("number", Value::text(&format!("number-{number}"))), ("name", name)]);
            let key = RowKey::new("exam_plan", &format!("published-{number}"));
            self.server.publish(None, &[(key, f)], self.now);
            return;
        }
        let school = self.random.below(SCHOOLS);
        let rows = self.server.inspect(school).rows;
        let living = rows.iter().filter(|(key, row)| key.table == "candidate" && row.life.is_live());
        let ids: Vec<&RowKey> = living.map(|(key, _)| key).collect();
        if ids.is_empty() {
            return;
        }
        let key = RowKey::new("candidate_verification", &ids[self.random.below(ids.len())].id);
        let result = if self.random.chance(50) { "accurate" } else { "needs_confirmation" };
        self.server.publish(Some(school), &[(key, fields([("result", Value::text(result))]))], self.now);
    }

    fn upgrade(&mut self, at: usize) {
        if self.random.chance(40) {
            self.newest = true;
            self.server.upgrade(self.versions[1]);
        } else {
            self.seats[at].catalogue = self.versions[1];
            self.seats[at].laptop.upgrade(self.versions[1]);
            self.renew(at);
        }
    }

    /// No more faults: everything late arrives, and all laptops exchange until nothing is left. Two rounds are
    /// enough (I15): in the first everything is sent, in the second everything is read.
    fn settle(&mut self) -> Result<(), String> {
        self.server.upgrade(self.versions[1]);
        for (school, request) in std::mem::take(&mut self.late) {
            self.serve(school, &request, false);
        }
        for round in 0..3 {
            for at in 0..self.seats.len() {
                self.renew(at);
                let mut requests = 0;
                loop {
                    let seat = &mut self.seats[at];
                    let session = &mut seat.session;
                    let next = seat.laptop.run(false, |tx| session.next(tx));
                    let Some(request) = next.unwrap_or_else(|error| panic!("{error:?}")) else { break };
                    requests += 1;
                    let school = seat.school;
                    if requests > 3_000 || round == 2 && requests > 1 {
                        return Err(format!("I15 laptop {at} has no rest in round {round}: {request:?}"));
                    }
                    if let Some(response) = self.serve(school, &request, false) {
                        self.answer(at, &request, response, 0);
                    }
                }
                if let Some(stop) = self.seats[at].session.stop {
                    return Err(format!("I15 laptop {at} stopped: {stop:?}"));
                }
            }
        }
        (0..self.seats.len()).for_each(|at| self.collect(at));
        Ok(())
    }

    fn count(&mut self, school: &Inspection) {
        use crate::conflict::Verdict;
        for (by, row) in &school.log {
            let resolve = Operation::read(by.seq, &row.bytes)
                .is_ok_and(|op| op.kind == crate::operation::Kind::Resolve);
            self.totals.resolutions += u64::from(resolve);
            self.totals.aliased += u64::from(row.outcome.alias.is_some());
            match row.outcome.verdict {
                Verdict::Done if row.outcome.conflicts.is_empty() => self.totals.smooth += 1,
                Verdict::Done => self.totals.in_conflict += 1,
                Verdict::Held => self.totals.held += 1,
                Verdict::Rejected => self.totals.rejected += 1,
            }
        }
        for conflict in school.conflicts.values() {
            match (conflict.open, conflict.quiet) {
                (true, _) => self.totals.open += 1,
                (false, true) => self.totals.quiet += 1,
                (false, false) => self.totals.closed += 1,
            }
        }
        let mut held = BTreeSet::new();
        for item in &school.feed {
            self.totals.rotated += u64::from(item.more);
            if let crate::message::Change::Notice(notice) = &item.change {
                match notice.outcome.verdict {
                    Verdict::Held => {
                        held.insert(notice.by);
                    }
                    _ if held.remove(&notice.by) => self.totals.released += 1,
                    _ => {}
                }
            }
        }
        let parked = school.rows.values().filter(|row| row.life == crate::row::Life::Parked).count();
        self.totals.parked += parked as u64;
    }
}

/// All operations that a laptop still has.
pub(crate) fn outbox<L: LaptopEngine>(laptop: &mut L) -> Vec<Entry> {
    laptop.run(false, |tx| {
        let state = tx.state().unwrap_or_else(|error| panic!("{error:?}"));
        let mut all = Vec::new();
        for device in state.devices() {
            let entries = tx.operations(device, 0, usize::MAX, usize::MAX);
            all.extend(entries.unwrap_or_else(|error| panic!("{error:?}")));
        }
        all
    })
}

fn cursor<L: LaptopEngine>(laptop: &mut L) -> Option<crate::message::Heads> {
    laptop.run(false, |tx| tx.state().ok()).map(|state| state.cursor)
}
