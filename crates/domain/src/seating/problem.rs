//! The request in canonical order with indices instead of texts, and the state of a seating in
//! progress.
//!
//! Lists are sorted by id here, once, so that nothing behind this module can depend on the order in
//! which they were given. Knows the rules of time and place; chooses nothing.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::geometry::{SeatKind, SeatPlace};
use super::request::{GroupKey, Order, RoomRequest, SeatEntry, SeatingRequest, Session, SubjectRequest};
use super::result::{Unseated, UnseatedReason};
use crate::RuleViolation;

/// Group numbers of one person by key; 0 is unknown, and all beyond the chosen keys are 0.
pub(super) type Signature = [u32; 3];

/// Whether two people share at least one known group.
pub(super) fn share_group(a: &Signature, b: &Signature) -> bool {
    a.iter().zip(b).any(|(x, y)| x == y && *x != 0)
}

/// Group numbers of all `entries` for `keys`. Classes are told apart by school and name, because
/// many schools have a 1 班; majors and schools by name.
pub(super) fn signatures<'a>(
    entries: impl Iterator<Item = &'a SeatEntry> + Clone,
    keys: &[GroupKey],
) -> Vec<Signature> {
    let mut found = vec![Signature::default(); entries.clone().count()];
    for (slot, key) in keys.iter().take(3).enumerate() {
        let value = |e: &'a SeatEntry| match key {
            GroupKey::Class => (e.groups.school.as_str(), e.groups.class.as_str()),
            GroupKey::Major => ("", e.groups.major.as_str()),
            GroupKey::School => ("", e.groups.school.as_str()),
        };
        let mut numbers: BTreeMap<(&str, &str), u32> =
            entries.clone().map(value).filter(|v| !v.1.is_empty()).map(|v| (v, 0)).collect();
        for (number, slot) in (1u32..).zip(numbers.values_mut()) {
            *slot = number;
        }
        for (signature, entry) in found.iter_mut().zip(entries.clone()) {
            signature[slot] = numbers.get(&value(entry)).copied().unwrap_or(0);
        }
    }
    found
}

pub(super) struct Subject<'a> {
    pub src: &'a SubjectRequest,
    /// Indices into [`Problem::sittings`], in the order to fill.
    pub sittings: Range<usize>,
}

/// A session of one subject.
pub(super) struct Sitting<'a> {
    pub src: &'a Session,
    pub subject: usize,
    pub start: i64,
    pub end: i64,
}

pub(super) struct Room<'a> {
    pub src: &'a RoomRequest,
    pub physical: usize,
    pub site: usize,
    pub ground: bool,
    /// Usable seats by number: the layout's, cut at the room's capacity.
    pub seats: Vec<SeatPlace>,
    /// How many of them are regular; these come first.
    pub regular: usize,
    /// How many to seat here usually.
    pub usual: usize,
    /// Front seats among the regular ones.
    pub front: usize,
}

impl Room<'_> {
    pub fn place(&self, seat: u16) -> Option<&SeatPlace> {
        self.seats.get(usize::from(seat).checked_sub(1)?)
    }

    pub fn is_front(&self, seat: u16) -> bool {
        self.place(seat).is_some_and(|p| self.src.layout.is_front(p.position))
    }
}

pub(super) struct Entry<'a> {
    pub src: &'a SeatEntry,
    pub candidate: usize,
    pub subject: usize,
    pub site: Option<usize>,
    /// Place in the chosen order; unique.
    pub rank: usize,
    pub signature: Signature,
}

impl Entry<'_> {
    /// Whether any seat of any room that the subject may use will do.
    pub fn is_plain(&self) -> bool {
        let needs = &self.src.access;
        !needs.front_row && !needs.ground_floor && !needs.separate_room && needs.extra_time.is_none()
    }
}

pub(super) struct Problem<'a> {
    pub request: &'a SeatingRequest,
    pub subjects: Vec<Subject<'a>>,
    pub sittings: Vec<Sitting<'a>>,
    pub rooms: Vec<Room<'a>>,
    pub entries: Vec<Entry<'a>>,
    pub site_names: Vec<&'a str>,
    /// By subject, then site: whether the site has a room for it.
    pub site_serves: Vec<Vec<bool>>,
    pub candidates: usize,
    pub gap: i64,
    pub refused: Vec<Unseated>,
    pub notices: Vec<RuleViolation>,
}

impl<'a> Problem<'a> {
    pub fn new(request: &'a SeatingRequest) -> Self {
        let mut problem = Self {
            request,
            subjects: Vec::new(),
            sittings: Vec::new(),
            rooms: Vec::new(),
            entries: Vec::new(),
            site_names: Vec::new(),
            site_serves: Vec::new(),
            candidates: 0,
            gap: i64::from(request.policy.gap_minutes) * 60,
            refused: Vec::new(),
            notices: Vec::new(),
        };
        let sites = problem.take_sites();
        problem.take_subjects();
        problem.take_rooms(&sites);
        problem.find_sites_of_subjects();
        problem.take_entries(&sites);
        problem.rank_entries();
        problem
    }

    fn take_sites(&mut self) -> HashMap<&'a str, usize> {
        let rooms = self.request.rooms.iter().map(|r| r.site.as_str());
        let fixed = self.request.entries.iter().filter_map(|e| e.site.as_deref());
        let mut names: Vec<&str> = rooms.chain(fixed).collect();
        names.sort_unstable();
        names.dedup();
        let index = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();
        self.site_names = names;
        index
    }

    fn take_subjects(&mut self) {
        let mut subjects: Vec<&SubjectRequest> = self.request.subjects.iter().collect();
        // The whole value decides between two of the same id, so that the choice does not depend on
        // the order in which they were given.
        subjects.sort_by_cached_key(|s| (s.id.clone(), format!("{s:?}")));
        for src in subjects {
            if self.subjects.last().is_some_and(|s| s.src.id == src.id) {
                self.notice("subject_duplicate", format!("科目“{}”重复出现，只采用一份。", src.name));
                continue;
            }
            let first = self.sittings.len();
            for session in &src.sessions {
                let known = self.sittings[first..].iter().any(|s| s.src.id == session.id);
                if known || session.end <= session.start {
                    let message = format!("科目“{}”有重复或结束时间不晚于开始时间的场次，已忽略。", src.name);
                    self.notice("session_invalid", message);
                    continue;
                }
                self.sittings.push(Sitting {
                    src: session,
                    subject: self.subjects.len(),
                    start: session.start.and_utc().timestamp(),
                    end: session.end.and_utc().timestamp(),
                });
            }
            self.subjects.push(Subject { src, sittings: first..self.sittings.len() });
        }
    }

    fn take_rooms(&mut self, sites: &HashMap<&'a str, usize>) {
        let mut rooms: Vec<&RoomRequest> = self.request.rooms.iter().collect();
        rooms.sort_by_cached_key(|r| (r.id.clone(), r.fill_order, format!("{r:?}")));
        let given = rooms.len();
        rooms.dedup_by(|a, b| a.id == b.id);
        if rooms.len() < given {
            self.notice("room_duplicate", "有考场重复出现，只采用一份。".to_owned());
        }
        rooms.sort_by_key(|r| r.fill_order);
        let mut physical: HashMap<(bool, &str), usize> = HashMap::new();
        for src in rooms {
            let key = match src.physical_key.as_str() {
                "" => (false, src.id.as_str()),
                key => (true, key),
            };
            let next = physical.len();
            let mut seats = src.layout.seats();
            if seats.len() != usize::from(src.capacity) {
                let used = seats.len().min(usize::from(src.capacity));
                let message = format!(
                    "考场“{}”考位数为 {}，座位布局有 {} 个可用座位，按较小的 {used} 个编排。",
                    src.name,
                    src.capacity,
                    seats.len()
                );
                self.notice("layout_capacity_differs", message);
            }
            seats.truncate(usize::from(src.capacity));
            let regular = seats.iter().filter(|s| s.kind == SeatKind::Regular).count();
            let front = seats[..regular].iter().filter(|s| src.layout.is_front(s.position)).count();
            let usual = src.usual_count.map_or(regular, |n| regular.min(usize::from(n).max(1)));
            self.rooms.push(Room {
                src,
                physical: *physical.entry(key).or_insert(next),
                site: sites.get(src.site.as_str()).copied().unwrap_or(0),
                ground: src.floor == Some(1),
                seats,
                regular,
                usual,
                front,
            });
        }
    }

    fn find_sites_of_subjects(&mut self) {
        let mut serves = vec![vec![false; self.site_names.len()]; self.subjects.len()];
        for (subject, sites) in serves.iter_mut().enumerate() {
            for (index, room) in self.rooms.iter().enumerate() {
                sites[room.site] |= self.room_serves(index, subject);
            }
        }
        self.site_serves = serves;
    }

    fn take_entries(&mut self, sites: &HashMap<&'a str, usize>) {
        let mut entries: Vec<&SeatEntry> = self.request.entries.iter().collect();
        entries.sort_by(|a, b| {
            (&a.registration, &a.candidate, &a.subject, a.roster_order, &a.number).cmp(&(
                &b.registration,
                &b.candidate,
                &b.subject,
                b.roster_order,
                &b.number,
            ))
        });
        let subjects: HashMap<&str, usize> =
            self.subjects.iter().enumerate().map(|(i, s)| (s.src.id.as_str(), i)).collect();
        let mut people: Vec<&str> = entries.iter().map(|e| e.candidate.as_str()).collect();
        people.sort_unstable();
        people.dedup();
        self.candidates = people.len();
        let (keys, _) = self.request.order.counted_by();
        let signatures = signatures(entries.iter().copied(), &keys);
        for (src, signature) in entries.into_iter().zip(signatures) {
            let refused = if self.entries.last().is_some_and(|e| e.src.registration == src.registration) {
                Some((UnseatedReason::DuplicateRegistration, "同一条报考记录重复出现，只编排一次。"))
            } else if !subjects.contains_key(src.subject.as_str()) {
                Some((UnseatedReason::UnknownSubject, "报考的科目不在本次排考范围内，请检查科目设置。"))
            } else {
                None
            };
            if let Some((reason, message)) = refused {
                let message = message.to_owned();
                self.refused.push(Unseated { registration: src.registration.clone(), reason, message });
                continue;
            }
            self.entries.push(Entry {
                src,
                candidate: people.binary_search(&src.candidate.as_str()).unwrap_or(0),
                subject: subjects.get(src.subject.as_str()).copied().unwrap_or(0),
                site: src.site.as_deref().and_then(|s| sites.get(s).copied()),
                rank: 0,
                signature,
            });
        }
    }

    /// Random ranks belong to the person, not to the registration: who sits two subjects in the same
    /// company then gets the same room, and often the same seat, in both.
    fn rank_entries(&mut self) {
        let mut random = ChaCha8Rng::seed_from_u64(self.request.seed);
        let drawn: Vec<u64> = (0..self.candidates).map(|_| random.next_u64()).collect();
        let mut by_rank: Vec<usize> = (0..self.entries.len()).collect();
        let entries = &self.entries;
        match &self.request.order {
            Order::Roster => by_rank.sort_by_key(|i| {
                let e = entries[*i].src;
                (e.roster_order, &e.number, &e.registration)
            }),
            Order::Number => by_rank.sort_by_key(|i| (&entries[*i].src.number, *i)),
            Order::Random => by_rank.sort_by_key(|i| (drawn[entries[*i].candidate], *i)),
            // Coarse groups first: a run of this order, dealt over rooms, spreads every level.
            Order::Mix { .. } => by_rank.sort_by_key(|i| {
                let [fine, middle, coarse] = entries[*i].signature;
                (coarse, middle, fine, drawn[entries[*i].candidate], *i)
            }),
        }
        for (rank, index) in by_rank.into_iter().enumerate() {
            self.entries[index].rank = rank;
        }
    }

    fn notice(&mut self, code: &str, message: String) {
        self.notices.push(RuleViolation::warning(code, message));
    }

    /// When `entry` stops in `sitting`, extra time included.
    pub fn end_of(&self, entry: usize, sitting: usize) -> i64 {
        let s = &self.sittings[sitting];
        self.entries[entry].src.access.end(s.src.start, s.src.end).and_utc().timestamp()
    }

    /// Whether `room` is of the subject's mode and may hold it.
    pub fn room_serves(&self, room: usize, subject: usize) -> bool {
        let (room, subject) = (&self.rooms[room], self.subjects[subject].src);
        room.src.mode == subject.mode
            && (room.src.subjects.is_empty() || room.src.subjects.contains(&subject.id))
    }
}

/// Somebody in a room; `seat` is known for locks before it is for others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub entry: usize,
    pub seat: Option<u16>,
    pub locked: bool,
}

/// A room in a session.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub sitting: usize,
    pub room: usize,
    pub members: Vec<Member>,
}

/// Who is where so far.
pub(super) struct State {
    pub blocks: Vec<Block>,
    /// Block of each entry.
    pub block_of: Vec<Option<usize>>,
    by_key: HashMap<(usize, usize), usize>,
    of_physical: Vec<Vec<usize>>,
    of_candidate: Vec<Vec<usize>>,
}

impl State {
    pub fn new(p: &Problem<'_>) -> Self {
        let mut of_candidate = vec![Vec::new(); p.candidates];
        for (index, entry) in p.entries.iter().enumerate() {
            of_candidate[entry.candidate].push(index);
        }
        Self {
            blocks: Vec::new(),
            block_of: vec![None; p.entries.len()],
            by_key: HashMap::new(),
            of_physical: vec![Vec::new(); p.rooms.len()],
            of_candidate,
        }
    }

    pub fn block(&self, sitting: usize, room: usize) -> Option<&Block> {
        self.by_key.get(&(sitting, room)).map(|b| &self.blocks[*b])
    }

    pub fn entries_of(&self, candidate: usize) -> &[usize] {
        &self.of_candidate[candidate]
    }

    pub fn put(
        &mut self,
        p: &Problem<'_>,
        entry: usize,
        sitting: usize,
        room: usize,
        seat: Option<u16>,
        locked: bool,
    ) {
        let next = self.blocks.len();
        let block = *self.by_key.entry((sitting, room)).or_insert(next);
        if block == next {
            self.blocks.push(Block { sitting, room, members: Vec::new() });
            self.of_physical[p.rooms[room].physical].push(block);
        }
        self.blocks[block].members.push(Member { entry, seat, locked });
        self.block_of[entry] = Some(block);
    }

    /// Takes `entry` out of its room; gives where it was.
    pub fn take(&mut self, entry: usize) -> Option<(usize, usize, Member)> {
        let block = &mut self.blocks[self.block_of[entry].take()?];
        let index = block.members.iter().position(|m| m.entry == entry)?;
        let member = block.members.remove(index);
        Some((block.sitting, block.room, member))
    }

    pub fn site_of(&self, p: &Problem<'_>, entry: usize) -> Option<usize> {
        self.block_of[entry].map(|b| p.rooms[self.blocks[b].room].site)
    }

    /// Another sitting of the same candidate that overlaps `sitting`, extra time included.
    pub fn clash(&self, p: &Problem<'_>, entry: usize, sitting: usize) -> Option<usize> {
        let (start, end) = (p.sittings[sitting].start, p.end_of(entry, sitting));
        self.of_candidate[p.entries[entry].candidate].iter().copied().find(|other| {
            *other != entry
                && self.block_of[*other].is_some_and(|b| {
                    let other_sitting = self.blocks[b].sitting;
                    start < p.end_of(*other, other_sitting) + p.gap
                        && p.sittings[other_sitting].start < end + p.gap
                })
        })
    }

    /// When the last of a block stops.
    fn block_end(&self, p: &Problem<'_>, block: &Block) -> i64 {
        let longest = block.members.iter().map(|m| p.end_of(m.entry, block.sitting)).max();
        longest.unwrap_or(p.sittings[block.sitting].end)
    }

    /// Whether the physical room is free of other uses from the start of `sitting` until `end`.
    pub fn room_free(&self, p: &Problem<'_>, room: usize, sitting: usize, end: i64) -> bool {
        let start = p.sittings[sitting].start;
        self.of_physical[p.rooms[room].physical].iter().map(|b| &self.blocks[*b]).all(|block| {
            block.members.is_empty()
                || (block.room == room && block.sitting == sitting)
                || p.sittings[block.sitting].start >= end + p.gap
                || start >= self.block_end(p, block) + p.gap
        })
    }

    /// Whether the room is kept for one person in that session.
    pub fn is_separate(&self, p: &Problem<'_>, sitting: usize, room: usize) -> bool {
        self.block(sitting, room)
            .is_some_and(|b| b.members.iter().any(|m| p.entries[m.entry].src.access.separate_room))
    }

    /// Whether the rules of place and time (not of seats) let `entry` into `room` in `sitting`.
    pub fn room_suits(&self, p: &Problem<'_>, entry: usize, sitting: usize, room: usize) -> bool {
        let (e, r) = (&p.entries[entry], &p.rooms[room]);
        let occupied = self.block(sitting, room).is_some_and(|b| !b.members.is_empty());
        p.room_serves(room, e.subject)
            && e.site.is_none_or(|site| site == r.site)
            && (!e.src.access.ground_floor || r.ground)
            && (!occupied || !(e.src.access.separate_room || self.is_separate(p, sitting, room)))
            && self.room_free(p, room, sitting, p.end_of(entry, sitting))
    }

    /// Regular seats that nobody has been promised, and how many of them are front seats.
    pub fn free_seats(&self, p: &Problem<'_>, sitting: usize, room: usize) -> (usize, usize) {
        let r = &p.rooms[room];
        let (mut free, mut front) = (r.regular, r.front);
        for member in self.block(sitting, room).map_or(&[][..], |b| &b.members) {
            let (on_regular, on_front) = match member.seat {
                Some(seat) => (usize::from(seat) <= r.regular, r.is_front(seat)),
                None => (true, p.entries[member.entry].src.access.front_row),
            };
            free = free.saturating_sub(usize::from(on_regular));
            front = front.saturating_sub(usize::from(on_regular && on_front));
        }
        (free, front.min(free))
    }

    /// Whether `entry` may be promised a regular seat in `room` in `sitting`.
    pub fn room_takes(&self, p: &Problem<'_>, entry: usize, sitting: usize, room: usize) -> bool {
        let (free, front) = self.free_seats(p, sitting, room);
        let enough = if p.entries[entry].src.access.front_row { front > 0 } else { free > 0 };
        enough && self.room_suits(p, entry, sitting, room)
    }
}
