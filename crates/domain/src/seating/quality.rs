//! What a seating is worth: same-group neighbours, and how few there could be at best.
//!
//! **What is counted.** A pair of neighbours counts once if it shares at least one of the chosen
//! keys. An unknown (empty) group is shared with nobody.
//!
//! **What the bound says.** The seats in use are given (rooms are filled from seat 1, without holes).
//! The bound of a *room* holds for every arrangement of its people on its seats in use. The bound of
//! the *seating* holds for every distribution of the people of a subject over all seats in use of
//! that subject, whatever room or session; only where every registration of the subject has a fixed
//! site are the sites apart, since then nobody could change. It is thus never greater than the sum
//! of the rooms' bounds. Both know that who needs the front row and has it must stay in some front
//! row; they know of no other need, and of no lock. Both are proven in `bound.rs`. When the count equals the bound no such
//! seating is better, and 已达最优 is a fact; when it does not, a better one may or may not exist.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chrono::NaiveDateTime;

use super::bound::{
    Effort, SplitTable, Table, Together, best_split, least_over_rooms, room_minima, room_table, split_table,
};
use super::fingerprint;
use super::geometry::{Neighbours, RoomLayout, SeatPlace, neighbour_indices};
use super::problem::{Signature, share_group, signatures};
use super::request::{RoomRequest, SeatEntry, SeatingRequest};
use super::result::{Assignment, RoomUse, Seating, Unseated};
use crate::RuleViolation;

/// The graph of some desks in use, and the least pairs of a group of each size.
pub(super) struct Shape {
    layout: RoomLayout,
    occupied: Vec<SeatPlace>,
    neighbours: Neighbours,
    edges: Vec<(usize, usize)>,
    minima: Vec<u32>,
    /// The same among the front desks only.
    in_front: OnceCell<Vec<u32>>,
    /// By size and front desks. None: too wide.
    one: OnceCell<Option<Table>>,
    /// Of two or three groups on all desks, by how many of each must be in front, the most first.
    splits: RefCell<HashMap<Vec<usize>, Rc<SplitTable>>>,
    effort: Rc<Effort>,
}

impl Shape {
    pub fn neighbours(&self) -> Neighbours {
        self.neighbours
    }

    /// The neighbours of each desk.
    pub fn adjacency(&self) -> Vec<Vec<usize>> {
        let mut near = vec![Vec::new(); self.occupied.len()];
        for (a, b) in &self.edges {
            near[*a].push(*b);
            near[*b].push(*a);
        }
        near
    }

    fn table(&self) -> Option<&Table> {
        self.one.get_or_init(|| room_table(&self.layout, self.neighbours, &self.occupied)).as_ref()
    }

    fn split(&self, needs: Vec<usize>) -> Rc<SplitTable> {
        let mut known = self.splits.borrow_mut();
        let table = known.entry(needs).or_insert_with_key(|needs| {
            Rc::new(split_table(&self.layout, self.neighbours, &self.occupied, needs, &self.effort))
        });
        Rc::clone(table)
    }

    /// What is known of the least pairs of some `groups` that are everybody: of two or three the least itself,
    /// of more the sum of their bounds. None if they cannot be seated, or the room is too large to know.
    pub fn worth_of(&self, groups: &[Size]) -> Option<u32> {
        if groups.len() < 4 {
            return self.least_of(groups).and_then(|(least, exact)| exact.then_some(least));
        }
        let front = self.minima_in_front();
        let in_front: usize = groups.iter().map(|size| size.front).sum();
        let one = |size: &Size| Some((*self.minima.get(size.all)?).max(*front.get(size.front)?));
        (in_front < front.len()).then(|| groups.iter().map(one).sum())?
    }

    /// The bound of two or three `groups` that are everybody, and whether it can be reached.
    fn least_of(&self, groups: &[Size]) -> Option<(u32, bool)> {
        // Which group is which does not matter.
        let mut groups = groups.to_vec();
        groups.sort_by_key(|size| Reverse((size.front, size.all)));
        let table = self.split(groups.iter().map(|size| size.front).collect());
        let sizes: Vec<usize> = groups.iter().map(|size| size.all).collect();
        table.least(&sizes).map(|least| (least, table.is_exact()))
    }

    /// The least pairs of that many groups, whatever their sizes.
    pub fn least_of_any(&self, groups: usize) -> u32 {
        // A room has four colours.
        if groups < 4 { self.split(vec![0; groups]).least_of_any() } else { 0 }
    }

    /// The group of each desk, so that two or three groups that are everybody have the least pairs. None if
    /// the room is too large to know.
    pub fn best_split(&self, groups: &[Size]) -> Option<Vec<usize>> {
        best_split(&self.layout, self.neighbours, &self.occupied, groups, &self.effort)
    }

    fn minima_in_front(&self) -> &[u32] {
        self.in_front.get_or_init(|| {
            let is_front = |s: &&SeatPlace| self.layout.is_front(s.position);
            let front: Vec<SeatPlace> = self.occupied.iter().filter(is_front).copied().collect();
            let edges = neighbour_indices(&self.layout, &front, self.neighbours);
            room_minima(&self.layout, self.neighbours, &front, &edges)
        })
    }

    /// Neighbouring pairs that share a group; `people` in the order of the desks.
    pub fn pairs(&self, people: &[Signature]) -> u32 {
        let shared = self.edges.iter().filter(|(a, b)| share_group(&people[*a], &people[*b]));
        u32::try_from(shared.count()).unwrap_or(u32::MAX)
    }
}

/// Shapes already computed: most rooms of a plan are alike.
pub(super) struct Shapes {
    neighbours: Neighbours,
    known: HashMap<(RoomLayout, Vec<u16>), Rc<Shape>>,
    effort: Rc<Effort>,
}

impl Shapes {
    pub fn new(neighbours: Neighbours) -> Self {
        Self { neighbours, known: HashMap::new(), effort: Rc::default() }
    }

    /// The shape of the `occupied` desks of `layout`.
    pub fn get(&mut self, layout: &RoomLayout, occupied: &[SeatPlace]) -> Rc<Shape> {
        let key = (layout.clone(), occupied.iter().map(|s| s.seat).collect());
        let (neighbours, effort) = (self.neighbours, Rc::clone(&self.effort));
        let shape = self.known.entry(key).or_insert_with(|| {
            let edges = neighbour_indices(layout, occupied, neighbours);
            let minima = room_minima(layout, neighbours, occupied, &edges);
            Rc::new(Shape {
                layout: layout.clone(),
                occupied: occupied.to_vec(),
                neighbours,
                edges,
                minima,
                in_front: OnceCell::new(),
                one: OnceCell::new(),
                splits: RefCell::default(),
                effort,
            })
        });
        Rc::clone(shape)
    }
}

/// Steps up to which those who need the front row are shared out over the rooms in every way.
const SHARING_WORK: usize = 20_000_000;

/// Somebody at a desk: their groups, and whether they must stay in front.
pub(super) type Seated = (Signature, bool);

/// The people of one group: how many, and how many of them must be in front.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Size {
    pub all: usize,
    pub front: usize,
}

/// The bound for `people` who may sit anywhere in `rooms`.
pub(super) fn least_pairs(rooms: &[&Shape], people: &[Seated]) -> u32 {
    if let [room] = rooms {
        return least_pairs_in_room(room, people);
    }
    let minima: Vec<&[u32]> = rooms.iter().map(|s| s.minima.as_slice()).collect();
    let together = Together::new(&minima);
    let in_front = people.iter().any(|(_, front)| *front).then(|| {
        let minima: Vec<&[u32]> = rooms.iter().map(|s| s.minima_in_front()).collect();
        Together::new(&minima)
    });
    greatest_of_keys(
        people,
        |group| together.least(group.all).max(in_front.as_ref().map_or(0, |f| f.least(group.front))),
        |groups| least_shared(rooms, groups),
    )
}

/// The bound of `groups` that are everybody in `rooms`.
fn least_shared(rooms: &[&Shape], groups: &[Size]) -> u32 {
    let needs = if let [a, b] = groups { least_with_needs(rooms, *a, *b) } else { 0 };
    least_without_needs(rooms, groups).max(needs)
}

/// The bound of two groups who share all desks of `rooms`, if those who need the front row may be shared out in
/// any way: the least sum of the rooms' own values, by dynamic programming over the rooms with the people placed
/// so far as state. 0 if nobody needs it or that is too much work; the needs of one group alone are tried then.
fn least_with_needs(rooms: &[&Shape], a: Size, b: Size) -> u32 {
    if a.front + b.front == 0 {
        return 0;
    }
    let Some(joint) = least_sharing_out(rooms, a, b) else {
        let alone = |a: Size, b: Size| least_sharing_out(rooms, a, Size { front: 0, ..b }).unwrap_or(0);
        return alone(a, b).max(alone(b, a));
    };
    joint
}

fn least_sharing_out(rooms: &[&Shape], a: Size, b: Size) -> Option<u32> {
    const NEVER: u32 = u32::MAX / 4;
    let fronts: Vec<usize> = rooms.iter().map(|room| room.minima_in_front().len()).collect();
    let (all, in_front, others) = (a.all + 1, a.front + 1, b.front + 1);
    let ways = |room: usize| {
        (rooms[room].occupied.len() + 1) * fronts[room].min(in_front) * fronts[room].min(others)
    };
    let work = (0..rooms.len()).map(ways).sum::<usize>().checked_mul(all * in_front * others)?;
    if work > SHARING_WORK {
        return None;
    }
    let mut known: HashMap<*const Shape, Vec<([usize; 3], u32)>> = HashMap::new();
    let mut best = vec![NEVER; all * in_front * others];
    best[0] = 0;
    for (room, front) in rooms.iter().zip(fronts) {
        let values = known.entry(std::ptr::from_ref(*room)).or_insert_with(|| {
            let desks = room.occupied.len();
            let mut values = Vec::new();
            for (f, g) in (0..front.min(in_front)).flat_map(|f| (0..front.min(others)).map(move |g| (f, g))) {
                let table = room.split(vec![f, g]);
                let value = |k: usize| table.least(&[k, desks - k]).map(|least| ([k, f, g], least));
                values.extend((0..=desks).filter_map(value));
            }
            values
        });
        let mut next = vec![NEVER; best.len()];
        for (at, before) in best.iter().enumerate().filter(|(_, before)| **before < NEVER) {
            let (k, f, g) = (at / (in_front * others), at / others % in_front, at % others);
            for ([more, more_f, more_g], least) in values.iter() {
                if k + more < all && f + more_f < in_front && g + more_g < others {
                    let to = ((k + more) * in_front + f + more_f) * others + g + more_g;
                    next[to] = next[to].min(before + least);
                }
            }
        }
        best = next;
    }
    best.last().copied().filter(|least| *least < NEVER)
}

fn least_without_needs(rooms: &[&Shape], groups: &[Size]) -> u32 {
    // By shape, in order of appearance.
    let mut shapes: Vec<(Rc<SplitTable>, usize)> = Vec::new();
    let mut known: HashMap<*const Shape, usize> = HashMap::new();
    for room in rooms {
        let at = *known.entry(std::ptr::from_ref(*room)).or_insert_with(|| {
            shapes.push((room.split(vec![0; groups.len()]), 0));
            shapes.len() - 1
        });
        shapes[at].1 += 1;
    }
    let sizes: Vec<usize> = groups.iter().map(|size| size.all).collect();
    if let [_, _] = sizes.as_slice()
        && let Some(of_sizes) = shapes.iter().map(|(table, _)| table.of_two()).collect::<Option<Vec<_>>>()
    {
        let all = of_sizes.iter().zip(&shapes).flat_map(|(f, (_, n))| std::iter::repeat_n(f.as_slice(), *n));
        return Together::new(&all.collect::<Vec<_>>()).least(sizes[0]);
    }
    let tables: Vec<(&SplitTable, usize)> = shapes.iter().map(|(table, n)| (table.as_ref(), *n)).collect();
    least_over_rooms(&tables, &sizes)
}

/// The bound for `people` within one room.
pub(super) fn least_pairs_in_room(room: &Shape, people: &[Seated]) -> u32 {
    greatest_of_keys(
        people,
        |group| {
            let known = room.minima.get(group.all).copied().unwrap_or(0);
            if group.front == 0 {
                return known;
            }
            let in_front = room.minima_in_front().get(group.front).copied().unwrap_or(0);
            let both = room.table().and_then(|t| t.least(group.all, group.front)).unwrap_or(0);
            known.max(in_front).max(both)
        },
        |groups| room.least_of(groups).map_or(0, |(least, _)| least),
    )
}

/// `one` is the bound of one group, `all` that of two or three who are everybody.
fn greatest_of_keys(people: &[Seated], one: impl Fn(Size) -> u32, all: impl Fn(&[Size]) -> u32) -> u32 {
    (0..3)
        .map(|key| {
            let mut members: Vec<(u32, bool)> =
                people.iter().map(|(s, front)| (s[key], *front)).filter(|(g, _)| *g != 0).collect();
            members.sort_unstable();
            let groups: Vec<Size> = members
                .chunk_by(|a, b| a.0 == b.0)
                .map(|group| Size { all: group.len(), front: group.iter().filter(|(_, f)| *f).count() })
                .collect();
            let apart = groups.iter().map(|group| one(*group)).sum();
            match groups.len() {
                2 | 3 if members.len() == people.len() => all(&groups).max(apart),
                _ => apart,
            }
        })
        .max()
        .unwrap_or(0)
}

/// Counts, bounds and fingerprints for given seats. `assignments` need not come from [`super::seat`]:
/// seats read back from a store give the same figures and fingerprints.
pub fn evaluate(
    request: &SeatingRequest,
    mut assignments: Vec<Assignment>,
    mut unseated: Vec<Unseated>,
    notices: Vec<RuleViolation>,
) -> Seating {
    assignments.sort_by(|a, b| {
        let key = |x: &Assignment| (x.subject.clone(), x.session.clone(), x.room.clone(), x.seat);
        key(a).cmp(&key(b)).then_with(|| a.registration.cmp(&b.registration))
    });
    unseated.sort_by(|a, b| (&a.registration, a.reason).cmp(&(&b.registration, b.reason)));
    let mut survey = Survey::new(request);
    let mut rooms = Vec::new();
    for block in
        assignments.chunk_by(|a, b| (&a.subject, &a.session, &a.room) == (&b.subject, &b.session, &b.room))
    {
        rooms.push(survey.room(block));
    }
    let same_group_neighbours = rooms.iter().map(|r| r.same_group_pairs).sum();
    let lower_bound = survey.bound();
    let fingerprint = fingerprint::of_seating(request, &assignments, &unseated);
    Seating { assignments, unseated, rooms, same_group_neighbours, lower_bound, notices, fingerprint }
}

/// People and shapes of one subject, or of one site of it.
type Company = (Vec<Rc<Shape>>, Vec<Seated>);

struct Survey<'a> {
    request: &'a SeatingRequest,
    rooms: HashMap<&'a str, (&'a RoomRequest, Vec<SeatPlace>)>,
    entries: HashMap<&'a str, (&'a SeatEntry, Signature)>,
    times: HashMap<(&'a str, &'a str), (NaiveDateTime, NaiveDateTime)>,
    /// Subjects in which somebody has no fixed site.
    roaming: Vec<&'a str>,
    shapes: Shapes,
    companies: BTreeMap<(String, String), Company>,
}

impl<'a> Survey<'a> {
    fn new(request: &'a SeatingRequest) -> Self {
        let (keys, neighbours) = request.order.counted_by();
        let groups = signatures(request.entries.iter(), &keys);
        let mut roaming: Vec<&str> =
            request.entries.iter().filter(|e| e.site.is_none()).map(|e| e.subject.as_str()).collect();
        roaming.sort_unstable();
        roaming.dedup();
        let times = request.subjects.iter().flat_map(|subject| {
            subject.sessions.iter().map(|s| ((subject.id.as_str(), s.id.as_str()), (s.start, s.end)))
        });
        Self {
            request,
            rooms: request.rooms.iter().map(|r| (r.id.as_str(), (r, r.layout.seats()))).collect(),
            entries: request
                .entries
                .iter()
                .zip(groups)
                .map(|(e, g)| (e.registration.as_str(), (e, g)))
                .collect(),
            times: times.collect(),
            roaming,
            shapes: Shapes::new(neighbours),
            companies: BTreeMap::new(),
        }
    }

    fn room(&mut self, block: &[Assignment]) -> RoomUse {
        let first = &block[0];
        let mut places = Vec::new();
        let mut people = Vec::new();
        let known = self.rooms.get(first.room.as_str());
        let mut seated = Vec::new();
        for assignment in block {
            let entry = self.entries.get(assignment.registration.as_str());
            seated.push((assignment, entry.map(|(e, _)| *e)));
            let index = usize::from(assignment.seat).checked_sub(1);
            if let Some(place) = known.and_then(|(_, seats)| seats.get(index?))
                && places.last() != Some(place)
            {
                places.push(*place);
                let in_front = known.is_some_and(|(room, _)| room.layout.is_front(place.position));
                // Who needs the front row but sits elsewhere binds nobody.
                let seated = entry.map(|(e, g)| (*g, e.access.front_row && in_front));
                people.push(seated.unwrap_or_default());
            }
        }
        let times = self.times.get(&(first.subject.as_str(), first.session.as_str())).copied();
        let fingerprint = fingerprint::of_room(known.map(|k| k.0), times, self.request.seed, &seated);
        let shape = known.map(|(room, _)| self.shapes.get(&room.layout, &places));
        let groups: Vec<Signature> = people.iter().map(|(groups, _)| *groups).collect();
        let (pairs, least) =
            shape.as_ref().map_or((0, 0), |s| (s.pairs(&groups), least_pairs_in_room(s, &people)));
        let separate = seated.iter().any(|(_, e)| e.is_some_and(|e| e.access.separate_room));
        if let (Some(shape), Some((room, _))) = (shape, known) {
            let apart = self.roaming.binary_search(&first.subject.as_str()).is_err();
            let site = if apart { room.site.clone() } else { String::new() };
            let company = self.companies.entry((first.subject.clone(), site)).or_default();
            company.0.push(shape);
            company.1.extend(people);
        }
        RoomUse {
            room: first.room.clone(),
            session: first.session.clone(),
            subject: first.subject.clone(),
            count: u16::try_from(block.len()).unwrap_or(u16::MAX),
            same_group_pairs: pairs,
            lower_bound: least,
            separate,
            fingerprint,
        }
    }

    fn bound(&self) -> u32 {
        let bounds = self.companies.values().map(|(shapes, people)| {
            let shapes: Vec<&Shape> = shapes.iter().map(AsRef::as_ref).collect();
            least_pairs(&shapes, people)
        });
        bounds.sum()
    }
}
