//! The fingerprint of inputs, seed and result (校验码).
//!
//! Canonical data: every text is preceded by its length and every list by its count, so that no two
//! different inputs give the same bytes; lists whose order has no meaning are sorted first.

use std::fmt::Write as _;

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::access::{AccessNeeds, ExtraTime};
use super::geometry::{Corner, Direction, Neighbours, Pattern, Position, RoomLayout};
use super::request::{ExamMode, Filling, GroupKey, Order, RoomRequest, SeatEntry, SeatingRequest};
use super::result::{Assignment, Unseated};

/// The 校验码: the first 8 hex digits of a fingerprint.
pub fn check_code(fingerprint: &str) -> &str {
    fingerprint.get(..8).unwrap_or(fingerprint)
}

/// Fingerprint of a whole seating.
pub(super) fn of_seating(request: &SeatingRequest, seated: &[Assignment], unseated: &[Unseated]) -> String {
    let mut canon = Canon::new("kaozhan-seating-1");
    canon.request(request);
    canon.number(seated.len() as u64);
    let mut seated: Vec<&Assignment> = seated.iter().collect();
    seated.sort();
    for a in seated {
        canon.assignment(a);
    }
    let mut unseated: Vec<&Unseated> = unseated.iter().collect();
    unseated.sort_by(|a, b| (&a.registration, a.reason).cmp(&(&b.registration, b.reason)));
    canon.number(unseated.len() as u64);
    for u in unseated {
        canon.text(&u.registration);
        canon.text(u.reason.code());
    }
    canon.finish()
}

/// Fingerprint of one room in one session. `seated` are those who sit there, with their entries.
pub(super) fn of_room(
    room: Option<&RoomRequest>,
    times: Option<(NaiveDateTime, NaiveDateTime)>,
    seed: u64,
    seated: &[(&Assignment, Option<&SeatEntry>)],
) -> String {
    let mut canon = Canon::new("kaozhan-room-1");
    canon.number(seed);
    canon.number(u64::from(room.is_some()));
    if let Some(room) = room {
        canon.room(room);
    }
    canon.number(u64::from(times.is_some()));
    if let Some((start, end)) = times {
        canon.time(start);
        canon.time(end);
    }
    canon.number(seated.len() as u64);
    let mut seated: Vec<_> = seated.to_vec();
    seated.sort_by_key(|(a, _)| (a.seat, &a.registration));
    for (assignment, entry) in seated {
        // Not whether it is locked: that is not printed.
        canon.assignment(&Assignment { locked: false, ..assignment.clone() });
        canon.number(u64::from(entry.is_some()));
        if let Some(entry) = entry {
            canon.entry(entry);
        }
    }
    canon.finish()
}

struct Canon {
    hash: Sha256,
}

impl Canon {
    fn new(purpose: &str) -> Self {
        let mut canon = Self { hash: Sha256::new() };
        canon.text(purpose);
        canon
    }

    fn finish(self) -> String {
        self.hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    fn number(&mut self, n: u64) {
        self.hash.update(n.to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.hash.update(text.as_bytes());
    }

    fn time(&mut self, time: NaiveDateTime) {
        self.hash.update(time.and_utc().timestamp().to_be_bytes());
        self.number(u64::from(time.and_utc().timestamp_subsec_nanos()));
    }

    fn request(&mut self, request: &SeatingRequest) {
        let mut subjects: Vec<_> = request.subjects.iter().collect();
        subjects.sort_by_key(|s| &s.id);
        self.number(subjects.len() as u64);
        for subject in subjects {
            self.text(&subject.id);
            self.text(&subject.name);
            self.mode(subject.mode);
            self.number(subject.sessions.len() as u64);
            for session in &subject.sessions {
                self.text(&session.id);
                self.time(session.start);
                self.time(session.end);
            }
        }
        let mut rooms: Vec<_> = request.rooms.iter().collect();
        rooms.sort_by_key(|r| &r.id);
        self.number(rooms.len() as u64);
        for room in rooms {
            self.room(room);
        }
        let mut entries: Vec<_> = request.entries.iter().collect();
        entries.sort_by_key(|e| &e.registration);
        self.number(entries.len() as u64);
        for entry in entries {
            self.entry(entry);
        }
        let mut locks: Vec<_> = request.locks.iter().collect();
        locks.sort_by_key(|l| (&l.registration, &l.session, &l.room, l.seat));
        self.number(locks.len() as u64);
        for lock in locks {
            self.text(&lock.registration);
            self.text(&lock.session);
            self.text(&lock.room);
            self.number(u64::from(lock.seat));
        }
        self.order(&request.order);
        self.number(request.seed);
        self.number(match request.policy.filling {
            Filling::OneAfterAnother => 0,
            Filling::Balanced => 1,
        });
        self.number(u64::from(request.policy.join_remainder));
        self.number(u64::from(request.policy.gap_minutes));
    }

    fn order(&mut self, order: &Order) {
        match order {
            Order::Roster => self.text("roster"),
            Order::Number => self.text("number"),
            Order::Random => self.text("random"),
            Order::Mix { neighbours, .. } => {
                self.text("mix");
                self.number(match neighbours {
                    Neighbours::Four => 4,
                    Neighbours::Eight => 8,
                });
                let (keys, _) = order.counted_by();
                self.number(keys.len() as u64);
                for key in keys {
                    self.number(match key {
                        GroupKey::Class => 0,
                        GroupKey::Major => 1,
                        GroupKey::School => 2,
                    });
                }
            }
        }
    }

    fn mode(&mut self, mode: ExamMode) {
        self.text(mode.code());
    }

    fn room(&mut self, room: &RoomRequest) {
        self.text(&room.id);
        self.text(&room.name);
        self.text(&room.physical_key);
        self.text(&room.site);
        self.number(room.floor.map_or(0, |f| u64::from(f.cast_unsigned()) + 1));
        self.mode(room.mode);
        self.number(u64::from(room.capacity));
        self.number(room.usual_count.map_or(0, |n| u64::from(n) + 1));
        self.layout(&room.layout);
        let mut subjects: Vec<_> = room.subjects.iter().collect();
        subjects.sort();
        self.number(subjects.len() as u64);
        for subject in subjects {
            self.text(subject);
        }
        self.number(u64::from(room.fill_order));
    }

    fn layout(&mut self, layout: &RoomLayout) {
        self.numbers(layout.columns.iter().copied());
        self.corner(layout.start);
        self.number(u64::from(layout.direction == Direction::RowFirst));
        self.number(u64::from(layout.pattern == Pattern::Z));
        let mut aisles = layout.aisles.clone();
        aisles.sort_unstable();
        self.numbers(aisles.into_iter());
        self.number(u64::from(layout.aisle_separates));
        for list in [&layout.blocked, &layout.reserve] {
            let mut list: Vec<Position> = list.clone();
            list.sort_unstable();
            self.number(list.len() as u64);
            for p in list {
                self.number(u64::from(p.column));
                self.number(u64::from(p.row));
            }
        }
        self.number(u64::from(layout.front_rows));
        self.corner(layout.door);
    }

    fn numbers(&mut self, list: impl ExactSizeIterator<Item = u16>) {
        self.number(list.len() as u64);
        for n in list {
            self.number(u64::from(n));
        }
    }

    fn corner(&mut self, corner: Corner) {
        self.text(corner.label());
    }

    fn entry(&mut self, entry: &SeatEntry) {
        self.text(&entry.registration);
        self.text(&entry.candidate);
        self.text(&entry.subject);
        self.number(u64::from(entry.site.is_some()));
        self.text(entry.site.as_deref().unwrap_or(""));
        self.number(entry.roster_order);
        self.text(&entry.number);
        self.text(&entry.groups.class);
        self.text(&entry.groups.major);
        self.text(&entry.groups.school);
        self.access(entry.access);
    }

    fn access(&mut self, access: AccessNeeds) {
        self.number(u64::from(access.front_row));
        self.number(u64::from(access.ground_floor));
        self.number(u64::from(access.separate_room));
        let (kind, minutes) = match access.extra_time {
            None => (0, 0),
            Some(ExtraTime::Percent30) => (1, 0),
            Some(ExtraTime::Percent50) => (2, 0),
            Some(ExtraTime::Minutes(n)) => (3, n),
        };
        self.number(kind);
        self.number(u64::from(minutes));
    }

    fn assignment(&mut self, a: &Assignment) {
        self.text(&a.registration);
        self.text(&a.candidate);
        self.text(&a.subject);
        self.text(&a.session);
        self.text(&a.room);
        self.number(u64::from(a.seat));
        self.number(u64::from(a.locked));
    }
}
