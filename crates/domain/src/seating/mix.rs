//! Mix seating (混编): exchanges people until as few neighbours as possible share a group.
//!
//! Each room starts from a colouring of its desks ([`start`]). What colours, locks and front rows leave over
//! is repaired by the best seats where two or three groups fill a room ([`few`], after [`share`] has brought the
//! rooms to the best sizes), else by a tabu search, first within rooms, then between the rooms of a subject. Every step count is fixed, so the result depends on the
//! request only.

mod few;
mod share;
mod start;

use std::collections::HashMap;
use std::rc::Rc;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::geometry::{Neighbours, SeatPlace};
use super::problem::{Problem, Signature, State, share_group};
use super::quality::{Seated, Shape, Shapes, least_pairs, least_pairs_in_room};
use few::KnownSplits;

/// Steps without improvement after which a room is left.
const ROOM_PATIENCE: usize = 400;
/// Desks up to which all rooms of a subject are also searched as one.
const SMALL_POOL: usize = 240;
/// Steps without improvement for that.
const POOL_PATIENCE: usize = 1500;
/// Desks of other rooms looked at for one person.
const SAMPLE: usize = 256;
/// Rounds of exchanges between rooms.
const ROUNDS: usize = 6;
/// Neighbour comparisons allowed for one seating; half of them in the first pass over the rooms.
const MOST_WORK: usize = 12_000_000;

/// Improves the seats of all blocks.
pub(super) fn mix(p: &Problem<'_>, state: &mut State, neighbours: Neighbours) {
    let mut shapes = Shapes::new(neighbours);
    let everybody = p.entries.len().max(1);
    for subject in 0..p.subjects.len() {
        let mut blocks: Vec<usize> = (0..state.blocks.len())
            .filter(|b| {
                let block = &state.blocks[*b];
                p.sittings[block.sitting].subject == subject && !block.members.is_empty()
            })
            .collect();
        blocks.sort_by_key(|b| (state.blocks[*b].sitting, state.blocks[*b].room));
        if blocks.is_empty() {
            continue;
        }
        let mut pool = Pool::new(p, state, &blocks, &mut shapes, subject);
        // By size, so that many subjects take no longer than one.
        pool.work = (MOST_WORK / everybody).max(1) * pool.person.len();
        pool.improve(p, state);
        pool.write_back(state, &blocks);
    }
}

/// One room of a pool.
struct Range {
    first: usize,
    end: usize,
    sitting: usize,
    room: usize,
}

/// All that decides a search in a room: which rooms share a shape, which group (numbered by first
/// appearance) sits at each desk, which groups conflict, and who may not leave their desk or the
/// front row.
#[derive(PartialEq, Eq, Hash)]
struct Likeness {
    shape: *const Shape,
    groups: Vec<usize>,
    conflicts: Vec<bool>,
    tied: Vec<(bool, bool)>,
}

/// All desks in use of one subject, as one graph.
struct Pool {
    ranges: Vec<Range>,
    range_of: Vec<usize>,
    seats: Vec<SeatPlace>,
    /// Who sits at each desk.
    person: Vec<usize>,
    signature: Vec<Signature>,
    locked: Vec<bool>,
    front: Vec<bool>,
    /// Neighbours of desk `i`: `near[starts[i]..starts[i + 1]]`.
    starts: Vec<usize>,
    near: Vec<usize>,
    /// Neighbours of each desk that share a group with it.
    cost: Vec<u32>,
    random: ChaCha8Rng,
    work: usize,
    /// The shape of each range.
    shapes: Vec<Rc<Shape>>,
    /// Rooms already searched: what is alike but for the names of its groups ends alike.
    solved: HashMap<Likeness, Vec<usize>>,
    known_splits: KnownSplits,
}

impl Pool {
    fn new(p: &Problem<'_>, state: &State, blocks: &[usize], shapes: &mut Shapes, subject: usize) -> Self {
        // Every subject its own stream: adding one does not change the others.
        let mut random = ChaCha8Rng::seed_from_u64(p.request.seed);
        random.set_stream(subject as u64 + 1);
        let mut pool = Self {
            ranges: Vec::new(),
            range_of: Vec::new(),
            seats: Vec::new(),
            person: Vec::new(),
            signature: Vec::new(),
            locked: Vec::new(),
            front: Vec::new(),
            starts: vec![0],
            near: Vec::new(),
            cost: Vec::new(),
            random,
            work: 0,
            shapes: Vec::new(),
            solved: HashMap::new(),
            known_splits: KnownSplits::new(),
        };
        for index in blocks {
            let block = &state.blocks[*index];
            let room = &p.rooms[block.room];
            let mut members: Vec<_> =
                block.members.iter().filter_map(|m| Some((room.place(m.seat?)?, m))).collect();
            members.sort_by_key(|(place, _)| place.seat);
            let first = pool.person.len();
            let places: Vec<SeatPlace> = members.iter().map(|(place, _)| **place).collect();
            let shape = shapes.get(&room.src.layout, &places);
            for (place, member) in members {
                pool.range_of.push(pool.ranges.len());
                pool.seats.push(*place);
                pool.person.push(member.entry);
                pool.signature.push(p.entries[member.entry].signature);
                pool.locked.push(member.locked);
                pool.front.push(room.is_front(place.seat));
            }
            for around in shape.adjacency() {
                pool.near.extend(around.iter().map(|other| first + other));
                pool.starts.push(pool.near.len());
            }
            let end = pool.person.len();
            pool.ranges.push(Range { first, end, sitting: block.sitting, room: block.room });
            pool.shapes.push(shape);
        }
        pool.cost = vec![0; pool.person.len()];
        pool
    }

    fn improve(&mut self, p: &Problem<'_>, state: &State) {
        for range in 0..self.ranges.len() {
            self.construct(p, range);
        }
        self.recount(0, self.person.len());
        if self.pairs() == 0 {
            return;
        }
        let shapes: Vec<_> = self.shapes.iter().map(AsRef::as_ref).collect();
        let least = least_pairs(&shapes, &self.seated(p, 0, self.person.len()));
        if self.pairs() > least && self.ranges.len() > 1 {
            for range in self.share_out(p, state, least) {
                self.construct(p, range);
            }
            self.recount(0, self.person.len());
        }
        let reserve = self.work / 2;
        self.work -= reserve;
        for range in 0..self.ranges.len() {
            self.search_room(p, state, range);
        }
        self.work += reserve;
        for _ in 0..ROUNDS {
            if self.pairs() <= least || self.ranges.len() < 2 || self.work == 0 {
                break;
            }
            let touched = self.exchange_rooms(p, state, least);
            for range in &touched {
                self.search_room(p, state, *range);
            }
            if touched.is_empty() {
                break;
            }
        }
        if self.ranges.len() > 1 && self.person.len() <= SMALL_POOL {
            self.work = self.work.max(MOST_WORK / 4);
            self.search(p, state, (0, self.person.len()), least, POOL_PATIENCE);
        }
    }

    fn desks(&self, range: usize) -> std::ops::Range<usize> {
        self.ranges[range].first..self.ranges[range].end
    }

    fn seated(&self, p: &Problem<'_>, first: usize, end: usize) -> Vec<Seated> {
        (first..end)
            .map(|desk| (self.signature[desk], self.front[desk] && self.needs_front(p, desk)))
            .collect()
    }

    fn pairs(&self) -> u32 {
        self.cost.iter().sum::<u32>() / 2
    }

    /// Neighbours of `desk` that share a group with `signature`, were its owner to move here from
    /// `from`: then the one who sits here sits at `from`.
    fn count(&self, desk: usize, signature: &Signature, from: usize) -> u32 {
        let near = &self.near[self.starts[desk]..self.starts[desk + 1]];
        let shared = near.iter().filter(|other| {
            let there = if **other == from { desk } else { **other };
            share_group(signature, &self.signature[there])
        });
        u32::try_from(shared.count()).unwrap_or(u32::MAX)
    }

    fn movable(&self, p: &Problem<'_>, state: &State, from: usize, to: usize) -> bool {
        !self.locked[from]
            && !self.locked[to]
            && (self.front[to] || !self.needs_front(p, from))
            && (self.front[from] || !self.needs_front(p, to))
            && (self.range_of[from] == self.range_of[to] || self.rooms_exchangeable(p, state, from, to))
    }

    fn needs_front(&self, p: &Problem<'_>, desk: usize) -> bool {
        p.entries[self.person[desk]].src.access.front_row
    }

    /// Change of the number of pairs if the two desks exchange people.
    fn gain(&mut self, a: usize, b: usize) -> i64 {
        let near = |desk: usize| self.starts[desk + 1] - self.starts[desk];
        self.work = self.work.saturating_sub(near(a) + near(b));
        let after = self.count(b, &self.signature[a], a) + self.count(a, &self.signature[b], b);
        i64::from(after) - i64::from(self.cost[a] + self.cost[b])
    }

    fn exchange(&mut self, a: usize, b: usize) {
        self.person.swap(a, b);
        self.signature.swap(a, b);
        for centre in [a, b] {
            self.cost[centre] = self.count(centre, &self.signature[centre], centre);
            for at in self.starts[centre]..self.starts[centre + 1] {
                let desk = self.near[at];
                self.cost[desk] = self.count(desk, &self.signature[desk], desk);
            }
        }
    }

    /// Searches one room, unless its like has been searched before.
    fn search_room(&mut self, p: &Problem<'_>, state: &State, range: usize) {
        let (first, end) = (self.ranges[range].first, self.ranges[range].end);
        let pairs = self.cost[first..end].iter().sum::<u32>() / 2;
        if pairs == 0 {
            return;
        }
        let least = least_pairs_in_room(&self.shapes[range], &self.seated(p, first, end));
        if pairs <= least {
            return;
        }
        if self.settle_few(p, range) {
            return;
        }
        let likeness = self.likeness(p, range);
        let before = (self.person[first..end].to_vec(), self.signature[first..end].to_vec());
        if let Some(order) = self.solved.get(&likeness) {
            for (desk, from) in (first..end).zip(order) {
                self.person[desk] = before.0[*from];
                self.signature[desk] = before.1[*from];
            }
            self.recount(first, end);
            return;
        }
        self.search(p, state, (first, end), least, ROOM_PATIENCE);
        let came_from: HashMap<usize, usize> = before.0.into_iter().zip(0..).collect();
        let order = self.person[first..end].iter().filter_map(|who| came_from.get(who).copied()).collect();
        self.solved.insert(likeness, order);
    }

    fn likeness(&self, p: &Problem<'_>, range: usize) -> Likeness {
        let desks = self.ranges[range].first..self.ranges[range].end;
        let mut kinds: Vec<Signature> = Vec::new();
        let mut numbers: HashMap<Signature, usize> = HashMap::new();
        let groups = desks.clone().map(|desk| {
            let signature = self.signature[desk];
            *numbers.entry(signature).or_insert_with(|| {
                kinds.push(signature);
                kinds.len() - 1
            })
        });
        let groups = groups.collect();
        let conflicts = kinds.iter().flat_map(|a| kinds.iter().map(|b| share_group(a, b))).collect();
        let tied = desks.map(|desk| (self.locked[desk], self.needs_front(p, desk))).collect();
        Likeness { shape: Rc::as_ptr(&self.shapes[range]), groups, conflicts, tied }
    }

    fn recount(&mut self, first: usize, end: usize) {
        for desk in first..end {
            self.cost[desk] = self.count(desk, &self.signature[desk], desk);
        }
    }

    /// Tabu search among the desks `first..end` (whole rooms): somebody drawn from those with a
    /// neighbour of their own group makes the best exchange, even a bad one, and stays a while. The
    /// best state is kept.
    fn search(
        &mut self,
        p: &Problem<'_>,
        state: &State,
        (first, end): (usize, usize),
        least: u32,
        most_patience: usize,
    ) {
        let mut pairs = i64::from(self.cost[first..end].iter().sum::<u32>() / 2);
        let mut best = pairs;
        let mut kept: Option<(Vec<usize>, Vec<Signature>)> = None;
        let mut tabu = vec![0usize; end - first];
        let (mut step, mut patience) = (1usize, most_patience);
        while best > i64::from(least) && patience > 0 && self.work > 0 {
            (step, patience) = (step + 1, patience - 1);
            let crowded: Vec<usize> =
                (first..end).filter(|d| self.cost[*d] > 0 && !self.locked[*d]).collect();
            if crowded.is_empty() {
                break;
            }
            let from = crowded[self.draw(crowded.len())];
            let limits = Limits { first, end, tabu: &tabu, step, aspiration: best - pairs };
            let Some((gain, to)) = self.best_exchange(p, state, from, &limits) else {
                continue;
            };
            if kept.is_none() {
                kept = Some((self.person[first..end].to_vec(), self.signature[first..end].to_vec()));
            }
            self.exchange(from, to);
            pairs += gain;
            tabu[from - first] = step + 4 + self.draw(8);
            tabu[to - first] = step + 4 + self.draw(8);
            if pairs < best {
                best = pairs;
                patience = most_patience;
                kept = None;
            }
        }
        if pairs > best
            && let Some((people, signatures)) = kept
        {
            self.person[first..end].copy_from_slice(&people);
            self.signature[first..end].copy_from_slice(&signatures);
            self.recount(first, end);
        }
    }

    fn best_exchange(
        &mut self,
        p: &Problem<'_>,
        state: &State,
        from: usize,
        limits: &Limits<'_>,
    ) -> Option<(i64, usize)> {
        let mut best: Option<(i64, usize)> = None;
        let (first, end) = (limits.first, limits.end);
        // Starting anywhere draws among equals.
        let middle = first + self.draw(end - first);
        for to in (middle..end).chain(first..middle) {
            if to == from || self.signature[to] == self.signature[from] || !self.movable(p, state, from, to) {
                continue;
            }
            let gain = self.gain(from, to);
            let forbidden = limits.tabu[from - first] > limits.step || limits.tabu[to - first] > limits.step;
            if (!forbidden || gain < limits.aspiration) && best.is_none_or(|(known, _)| gain < known) {
                best = Some((gain, to));
            }
        }
        best
    }

    /// Exchanges between rooms for all who have a neighbour of their own group; gives the rooms that
    /// changed.
    fn exchange_rooms(&mut self, p: &Problem<'_>, state: &State, least: u32) -> Vec<usize> {
        let desks = self.person.len();
        let mut touched: Vec<usize> = Vec::new();
        let mut pairs = i64::from(self.pairs());
        let mut crowded: Vec<usize> = (0..desks).filter(|d| self.cost[*d] > 0).collect();
        // Where many are, a sample meets them.
        if crowded.len() > SAMPLE {
            crowded.clear();
        }
        for from in 0..desks {
            if pairs <= i64::from(least) || self.work == 0 {
                break;
            }
            if self.cost[from] == 0 || self.locked[from] || !self.may_change_room(p, from) {
                continue;
            }
            let (looks, shift) = (desks.min(SAMPLE), self.draw(desks));
            let anywhere = (0..looks).map(|look| (shift + look * (desks / looks)) % desks);
            // Who else has a neighbour of their own group: a room with one too many of a group needs
            // the room with one too few of it, which a sample of many rooms seldom meets.
            let others: Vec<usize> = crowded.iter().copied().filter(|d| self.cost[*d] > 0).collect();
            let mut best: Option<(i64, usize)> = None;
            for to in others.into_iter().chain(anywhere) {
                if self.range_of[to] == self.range_of[from]
                    || self.signature[to] == self.signature[from]
                    || !self.movable(p, state, from, to)
                {
                    continue;
                }
                let gain = self.gain(from, to);
                // A level exchange of a crowded room is tried too: its room can then be improved.
                if gain <= 0 && best.is_none_or(|(known, _)| gain < known) {
                    best = Some((gain, to));
                }
            }
            if let Some((gain, to)) = best {
                self.exchange(from, to);
                pairs += gain;
                touched.extend([self.range_of[from], self.range_of[to]]);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// Who needs a room for themselves stays there.
    fn may_change_room(&self, p: &Problem<'_>, desk: usize) -> bool {
        !p.entries[self.person[desk]].src.access.separate_room
    }

    /// Extra time is exchanged for the same extra time only: then no room ends later than before.
    fn rooms_exchangeable(&self, p: &Problem<'_>, state: &State, a: usize, b: usize) -> bool {
        let (ra, rb) = (&self.ranges[self.range_of[a]], &self.ranges[self.range_of[b]]);
        let needs = |desk: usize| &p.entries[self.person[desk]].src.access;
        self.may_change_room(p, a)
            && self.may_change_room(p, b)
            && needs(a).extra_time == needs(b).extra_time
            && (!needs(a).ground_floor || p.rooms[rb.room].ground)
            && (!needs(b).ground_floor || p.rooms[ra.room].ground)
            && p.rooms[ra.room].site == p.rooms[rb.room].site
            && (ra.sitting == rb.sitting
                || (state.clash(p, self.person[a], rb.sitting).is_none()
                    && state.clash(p, self.person[b], ra.sitting).is_none()))
    }

    fn draw(&mut self, below: usize) -> usize {
        // The upper half of the product is even enough for a search, and the same everywhere.
        let wide = u64::from(self.random.next_u32()) * (below as u64);
        usize::try_from(wide >> 32).unwrap_or(0)
    }

    fn write_back(&self, state: &mut State, blocks: &[usize]) {
        for (range, index) in self.ranges.iter().zip(blocks) {
            for desk in range.first..range.end {
                let entry = self.person[desk];
                state.block_of[entry] = Some(*index);
                let member = &mut state.blocks[*index].members[desk - range.first];
                member.entry = entry;
                member.seat = Some(self.seats[desk].seat);
                member.locked = self.locked[desk];
            }
        }
    }
}

/// Where a search may move whom.
struct Limits<'t> {
    first: usize,
    end: usize,
    /// Until which step each desk keeps its owner.
    tabu: &'t [usize],
    step: usize,
    /// A gain below this is taken in spite of that.
    aspiration: i64,
}
