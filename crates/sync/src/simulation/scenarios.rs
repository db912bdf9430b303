//! Single stories over both halves: what a person would tell of two laptops.

use super::user::fields;
use super::*;
use crate::client::{Author, Counters, Draft, Local, Sending, Session, append, status, write};
use crate::conflict::{Conflict, Reason, Verdict};
use crate::message::{Push, Request, Response};
use crate::mutation::Mutation;
use crate::operation::WHOLE;
use crate::row::Life;
use crate::value::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

struct School {
    server: MemoryServer,
    laptops: Vec<MemoryLaptop>,
    catalogues: Vec<Catalogue>,
    now: i64,
    next: u128,
    batch: usize,
}

fn key(table: &str, id: &str) -> RowKey {
    RowKey::new(table, id)
}

fn text(text: &str) -> Value {
    Value::text(text)
}

type Fields = BTreeMap<String, Value>;

impl School {
    /// A server with a plan, and two laptops that know it.
    fn new() -> Self {
        let server = MemoryServer::new(newest(), 1, Rc::new(SchoolRules), Mutation::default());
        let laptops = [1, 2].map(|id| MemoryLaptop::create(Uuid::from_u128(id), newest()));
        let mut school = Self {
            server,
            laptops: laptops.into(),
            catalogues: vec![newest(); 2],
            now: 0,
            next: 100,
            batch: 500,
        };
        school.publish("certificate", "c", fields([("code", text("C"))]));
        school.publish("exam_plan", "p", fields([("number", text("P"))]));
        let of = [("plan", text("p")), ("certificate", text("c")), ("code", text("S"))];
        school.publish("subject", "s", fields(of));
        school.publish("session", "n", fields([("subject", text("s")), ("start_at", text("9"))]));
        school.sync_all();
        school
    }

    fn publish(&mut self, table: &str, id: &str, f: Fields) {
        self.server.publish(None, &[(key(table, id), f)], self.now);
    }

    fn write(&mut self, at: usize, draft: Draft) {
        let author = Author { user: format!("user {at}"), t: String::new() };
        let written =
            self.laptops[at].run(false, |tx| write(self.catalogues[at], tx, draft, &author)).unwrap();
        assert!(written.is_some(), "nothing was written");
    }

    fn create(&mut self, at: usize, table: &str, id: &str, f: Fields) {
        self.write(at, Draft::Create(key(table, id), f));
    }

    fn patch(&mut self, at: usize, table: &str, id: &str, f: Fields) {
        self.write(at, Draft::Patch(key(table, id), f));
    }

    fn sync(&mut self, at: usize) -> Counters {
        let mut session = Session::new(self.catalogues[at], Mutation::default());
        session.batch = self.batch;
        while let Some(request) = session.next(&mut self.laptops[at]).unwrap() {
            let response = self.server.handle(0, &request, self.now, false).unwrap();
            let mut fresh = || {
                self.next += 1;
                Uuid::from_u128(self.next)
            };
            session.answer(&mut self.laptops[at], &request, response, self.now, &mut fresh).unwrap();
        }
        session.counters
    }

    fn sync_all(&mut self) {
        for _ in 0..2 {
            (0..self.laptops.len()).for_each(|at| {
                self.sync(at);
            });
        }
    }

    fn row(&self, at: usize, table: &str, id: &str) -> Option<Row> {
        self.laptops[at].rows().get(&key(table, id)).cloned()
    }

    fn open(&self, at: usize) -> Vec<Conflict> {
        self.laptops[at].conflicts().into_values().filter(|conflict| conflict.open).collect()
    }

    fn candidate(&mut self, at: usize, id: &str, number: &str, name: &str) {
        let f = [("name", text(name)), ("id_type", text("passport")), ("id_number", text(number))];
        self.create(at, "candidate", id, fields(f));
    }

    fn register(&mut self, at: usize, id: &str, candidate: &str) {
        let f = [("plan", text("p")), ("candidate", text(candidate)), ("subject", text("s"))];
        self.create(at, "registration", id, fields(f));
    }

    fn room(&mut self, at: usize, id: &str, plan: &str, remark: &str) {
        if self.row(at, "site", "site").is_none() {
            self.create(at, "site", "site", fields([("number", text("1"))]));
        }
        let f = [
            ("plan", text(plan)),
            ("site", text("site")),
            ("certificate", text("c")),
            ("subjects", Value::texts(["s"])),
            ("name", text("101")),
            ("remark", text(remark)),
        ];
        self.create(at, "room", id, fields(f));
    }

    fn seat(&mut self, at: usize, registration: &str, seat: i64) {
        let f = fields([("session", text("n")), ("room", text("room")), ("seat", Value::number(seat))]);
        match self.row(at, "seat_assignment", registration).is_some() {
            true => self.patch(at, "seat_assignment", registration, f),
            false => self.create(at, "seat_assignment", registration, f),
        }
    }

    /// Two registered candidates on seats 1 and 2, known to both laptops.
    fn seated() -> Self {
        let mut school = Self::new();
        school.room(0, "room", "p", "");
        for (id, seat) in [("1", 1), ("2", 2)] {
            school.candidate(0, &format!("k{id}"), id, "张三");
            school.register(0, &format!("r{id}"), &format!("k{id}"));
            school.seat(0, &format!("r{id}"), seat);
        }
        school.sync_all();
        school
    }

    fn seat_of(&self, at: usize, registration: &str) -> Option<String> {
        self.row(at, "seat_assignment", registration).map(|row| row.get("seat").json().to_owned())
    }
}

#[test]
fn two_laptops_import_one_roster_and_nobody_is_asked() {
    let mut school = School::new();
    for at in 0..2 {
        for number in 0..50 {
            let id = format!("{at}-{number}");
            school.candidate(at, &id, &format!("E{number:08}"), &format!("张三{number}"));
            school.register(at, &format!("r{id}"), &id);
        }
    }
    school.sync_all();
    assert!(school.open(0).is_empty() && school.open(1).is_empty());
    assert_eq!(school.laptops[0].rows(), school.laptops[1].rows());
    let count = |table| school.laptops[1].rows().keys().filter(|key| key.table == table).count();
    assert_eq!((count("candidate"), count("registration")), (50, 50));
    assert_eq!(school.row(1, "registration", "r0-7").unwrap().get("candidate"), text("0-7"));
}

#[test]
fn the_same_room_made_twice_is_one_room() {
    let mut school = School::new();
    school.room(0, "a", "p", "靠窗");
    school.room(1, "b", "p", "靠门");
    school.sync_all();
    assert_eq!(school.laptops[0].rows(), school.laptops[1].rows());
    assert!(school.row(1, "room", "b").is_none());
    let [conflict] = &school.open(1)[..] else { panic!("one conflict") };
    assert_eq!((conflict.group.as_str(), conflict.reason), ("remark", Reason::Edited));
    assert_eq!(conflict.stood["remark"], text("靠窗"));
}

/// The journal writes a swap as two patches, and a batch may end between them.
#[test]
fn seats_are_swapped_also_across_batches() {
    let mut school = School::seated();
    school.batch = 1;
    school.seat(0, "r1", 2);
    school.seat(0, "r2", 1);
    school.sync_all();
    for at in 0..2 {
        assert_eq!(school.seat_of(at, "r1").as_deref(), Some("2"));
        assert_eq!(school.seat_of(at, "r2").as_deref(), Some("1"));
        assert!(school.open(at).is_empty());
    }
}

#[test]
fn one_seat_given_twice_is_asked_about_and_settled_when_it_becomes_free() {
    let mut school = School::seated();
    school.seat(0, "r1", 7);
    school.seat(1, "r2", 7);
    school.sync_all();
    let [conflict] = &school.open(1)[..] else { panic!("one conflict") };
    assert_eq!(conflict.reason, Reason::Taken);
    assert_eq!(school.seat_of(1, "r2").as_deref(), Some("2"));
    school.seat(0, "r1", 8);
    school.sync_all();
    assert_eq!(school.seat_of(1, "r2").as_deref(), Some("7"));
    assert!(school.open(1).is_empty());
}

#[test]
fn a_seat_is_taken_away_and_given_back() {
    let mut school = School::seated();
    school.write(0, Draft::Delete(key("seat_assignment", "r1")));
    school.seat(0, "r1", 5);
    school.sync_all();
    assert_eq!(school.seat_of(1, "r1").as_deref(), Some("5"));
    assert!(school.open(0).is_empty());
}

#[test]
fn a_registration_of_a_deleted_candidate_is_kept_beside_the_table() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    school.write(0, Draft::Delete(key("candidate", "k")));
    school.sync(0);
    school.register(1, "r", "k");
    school.patch(1, "candidate", "k", fields([("phone", text("150"))]));
    school.sync_all();
    assert!(school.row(1, "candidate", "k").is_none() && school.row(1, "registration", "r").is_none());
    let open = school.open(0);
    assert_eq!(open.len(), 2);
    let of = |table: &str| open.iter().find(|conflict| conflict.row.table == table).unwrap().clone();
    assert_eq!(of("registration").reason, Reason::TargetGone);
    // Restored with the late edit, the candidate takes the registration with it.
    let late = of("candidate");
    assert_eq!(late.reason, Reason::RowDeleted);
    school.write(0, Draft::Resolve(Box::new(late), fields([("phone", text("150"))]), Some(false)));
    school.sync_all();
    assert_eq!(school.row(0, "candidate", "k").unwrap().get("phone"), text("150"));
    assert_eq!(school.row(0, "candidate", "k").unwrap().get("name"), text("张三"));
    assert!(school.row(0, "registration", "r").is_some());
    assert!(school.open(0).is_empty() && school.open(1).is_empty());
}

#[test]
fn a_candidate_registered_elsewhere_is_not_deleted() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    school.register(1, "r", "k");
    school.sync(1);
    school.write(0, Draft::Delete(key("candidate", "k")));
    school.sync_all();
    assert!(school.row(0, "candidate", "k").is_some() && school.row(0, "registration", "r").is_some());
    assert_eq!(status(&mut school.laptops[1]).unwrap().refused, 1);
}

#[test]
fn a_plan_typed_at_school_is_recognised_when_the_centre_publishes_it() {
    let mut school = School::new();
    school.create(0, "exam_plan", "mine", fields([("number", text("Q")), ("name", text("本校"))]));
    school.room(0, "room", "mine", "");
    school.sync_all();
    assert!(school.row(0, "room", "room").is_some(), "what was typed stays on its own screen");
    assert!(school.row(1, "room", "room").is_none());
    assert_eq!(status(&mut school.laptops[0]).unwrap().held, 2);
    school.publish("exam_plan", "theirs", fields([("number", text("Q")), ("name", text("省厅"))]));
    school.sync_all();
    for at in 0..2 {
        assert_eq!(school.row(at, "room", "room").unwrap().get("plan"), text("theirs"));
        assert_eq!(school.row(at, "exam_plan", "theirs").unwrap().get("name"), text("省厅"));
        assert!(school.row(at, "exam_plan", "mine").is_none());
    }
    assert_eq!(status(&mut school.laptops[0]).unwrap().held, 0);
}

/// R-086 and the like: the moment of receipt decides, and what hangs on a refused registration is refused too.
#[test]
fn a_late_registration_is_refused_visibly() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.room(0, "room", "p", "");
    school.register(0, "r", "k");
    school.seat(0, "r", 1);
    school.now = 4 * 30_000;
    school.sync_all();
    assert!(school.row(0, "registration", "r").is_none());
    assert_eq!(status(&mut school.laptops[1]).unwrap().refused, 2);
    let codes: Vec<_> =
        school.laptops[1].notices().unwrap().into_iter().filter_map(|n| n.outcome.code).collect();
    assert_eq!(codes, ["window_closed", "depends_on_refused"]);
    school.now = 0;
    school.register(0, "again", "k");
    school.sync_all();
    assert!(school.row(1, "registration", "again").is_some());
}

#[test]
fn two_who_settle_one_conflict_do_not_overwrite_each_other() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    school.patch(0, "candidate", "k", fields([("name", text("张山"))]));
    school.patch(1, "candidate", "k", fields([("name", text("张珊"))]));
    school.sync_all();
    let conflict = Box::new(school.open(0).remove(0));
    school.write(0, Draft::Resolve(conflict.clone(), fields([("name", text("张珊"))]), None));
    school.write(1, Draft::Resolve(conflict, fields([("name", text("章三"))]), None));
    school.sync_all();
    assert_eq!(school.row(1, "candidate", "k").unwrap().get("name"), text("张珊"));
    let [conflict] = &school.open(1)[..] else { panic!("the second choice is asked about again") };
    assert_eq!(conflict.claims.last().unwrap().f["name"].1, text("章三"));
}

#[test]
fn parts_of_one_identity_are_not_mixed() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    school.patch(0, "candidate", "k", fields([("id_number", text("2"))]));
    school.patch(1, "candidate", "k", fields([("id_type", text("officer"))]));
    school.sync_all();
    let row = school.row(1, "candidate", "k").unwrap();
    assert_eq!((row.get("id_type"), row.get("id_number")), (text("passport"), text("2")));
    assert_eq!(school.open(0)[0].group, "identity");
}

#[test]
fn a_changed_row_is_deleted_only_after_a_second_look() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    school.patch(0, "candidate", "k", fields([("phone", text("150"))]));
    school.sync(0);
    school.write(1, Draft::Delete(key("candidate", "k")));
    school.sync_all();
    let conflict = school.open(1).remove(0);
    assert_eq!((conflict.reason, conflict.group.as_str()), (Reason::DeleteOfChanged, WHOLE));
    assert_eq!(school.row(1, "candidate", "k").unwrap().get("phone"), text("150"));
    school.write(1, Draft::Resolve(Box::new(conflict), Fields::new(), Some(true)));
    school.sync_all();
    assert!(school.row(0, "candidate", "k").is_none() && school.open(0).is_empty());
}

#[test]
fn an_old_program_keeps_what_it_does_not_know_and_a_new_one_waits() {
    let mut school = School::new();
    school.catalogues[1] = Catalogue::CURRENT;
    school.candidate(0, "k", "1", "张三");
    school.patch(0, "candidate", "k", fields([("nickname", text("小三"))]));
    school.sync_all();
    school.patch(1, "candidate", "k", fields([("phone", text("150"))]));
    school.sync_all();
    assert_eq!(school.row(0, "candidate", "k").unwrap().get("nickname"), text("小三"));
    school.write(1, Draft::Delete(key("candidate", "k")));
    school.sync_all();
    assert!(school.row(0, "candidate", "k").is_none(), "its digest is taken over the columns it knows");
    school.server.upgrade(Catalogue::CURRENT);
    school.candidate(0, "k2", "2", "李四");
    school.sync(0);
    assert_eq!(status(&mut school.laptops[0]).unwrap().waiting, 1);
    school.server.upgrade(newest());
    school.sync(0);
    assert_eq!(status(&mut school.laptops[0]).unwrap().waiting, 0);
}

#[test]
fn a_damaged_operation_does_not_stop_the_queue() {
    let mut school = School::new();
    for bytes in [&b"\xff\x00"[..], b"{}", b""] {
        let mut state = school.laptops[0].state().unwrap();
        append(&mut school.laptops[0], &mut state, bytes.to_vec()).unwrap();
    }
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    assert!(school.row(1, "candidate", "k").is_some());
    let status = status(&mut school.laptops[0]).unwrap();
    assert_eq!((status.waiting, status.refused), (0, 3));
}

#[test]
fn a_copied_workspace_becomes_another_device() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    let copy = school.laptops[0].clone();
    school.laptops.push(copy);
    school.catalogues.push(newest());
    school.patch(0, "candidate", "k", fields([("phone", text("1"))]));
    school.patch(2, "candidate", "k", fields([("remark", text("2"))]));
    school.sync_all();
    assert_ne!(school.laptops[0].state().unwrap().device, school.laptops[2].state().unwrap().device);
    let row = school.row(1, "candidate", "k").unwrap();
    assert_eq!((row.get("phone"), row.get("remark")), (text("1"), text("2")));
}

#[test]
fn after_a_restore_everything_acknowledged_is_sent_again() {
    let mut school = School::new();
    school.server.backup();
    school.candidate(0, "k", "1", "张三");
    school.sync_all();
    school.server.restore(0);
    assert_eq!(school.sync(0), Counters { resent: 1, refills: 1, restores: 1, ..Counters::default() });
    school.sync_all();
    assert!(school.row(1, "candidate", "k").is_some());
}

/// Found by seed 659: a patch of two groups of a parked row made two claims.
#[test]
fn one_operation_is_one_claim() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.register(0, "r", "k");
    school.sync_all();
    school.write(0, Draft::Delete(key("registration", "r")));
    school.sync(0);
    school.create(1, "attendance", "r/n", fields([("state", text("present")), ("marked_at", text("9:00"))]));
    let patch = fields([("state", text("late")), ("marked_at", text("9:10"))]);
    school.patch(1, "attendance", "r/n", patch);
    school.sync_all();
    let [conflict] = &school.open(1)[..] else { panic!("one conflict") };
    assert_eq!(conflict.claims.len(), 2);
    let inspection = school.server.inspect(0);
    assert_eq!(inspection.rows[&key("attendance", "r/n")].life, Life::Parked);
    assert!(inspection.log.values().all(|row| row.outcome.verdict == Verdict::Done));
}

#[test]
fn only_what_a_request_proved_is_acknowledged() {
    let mut school = School::new();
    school.candidate(0, "k", "1", "张三");
    school.candidate(0, "l", "2", "李四");
    school.sync(0);
    let state = school.laptops[0].state().unwrap();
    let push = Push {
        device: state.device,
        epoch: 1,
        from_seq: 1,
        prev_hash: crate::hash::Hash::START,
        ops: Vec::new(),
    };
    let answer = school.server.handle(0, &Request::Push(push), 0, false);
    let Some(Response::Pushed(pushed)) = answer else { panic!("an answer") };
    assert_eq!(pushed.acked_seq, 0);
    let all = school.laptops[0].operations(state.device, 0, 9, 99_999).unwrap();
    assert!(all.iter().all(|entry| matches!(entry.sending, Sending::Settled(_))));
}

/// An engine loads facts in rounds: their number depends on how deep references go, not on how long a batch is.
#[test]
fn a_batch_is_decided_in_few_rounds() {
    let mut school = School::new();
    for number in 0..100 {
        let id = format!("{number}");
        school.candidate(0, &id, &format!("E{number:08}"), "张三");
        school.register(0, &format!("r{id}"), &id);
    }
    let before = school.server.rounds;
    school.sync(0);
    let (rounds, decisions) = school.server.rounds;
    let per_decision = (rounds - before.0) as f64 / (decisions - before.1) as f64;
    assert_eq!(status(&mut school.laptops[0]).unwrap().waiting, 0);
    println!("{} rounds", rounds - before.0);
    assert!(rounds - before.0 <= 16, "{rounds} rounds, {per_decision} for a decision");
}
