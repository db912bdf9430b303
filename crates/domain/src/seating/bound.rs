//! The least number of neighbouring pairs that a group must have: the proof behind 已达最优.
//!
//! Knows desks and numbers only. Let *G* be the graph of the occupied desks (an edge for each
//! neighbouring pair) and *f(k)* the least number of edges among any *k* of its desks. A group of
//! *k* people has at least *f(k)* pairs, wherever they sit.
//!
//! **One room.** *f* is found exactly, by dynamic programming over the desks in reading order with
//! the last line as state. Rooms too wide for that are cut into strips: leaving out the edges
//! between strips can only lessen the number, so the minimum over the strips stays a bound; so does
//! *E* − (the sum of the *n − k* largest degrees), since leaving a desk empty removes at most as
//! many edges as it has; the greater of the two is taken.
//!
//! **Several rooms.** With *k₁ + k₂ + … = K* the rooms have at least Σ *fᵣ(kᵣ)* pairs; the least
//! value over all ways to split *K* holds for any distribution. For few desks it is computed as it
//! stands. For many, each *fᵣ* is replaced by its lower convex hull *hᵣ ≤ fᵣ*; the least Σ *hᵣ* takes
//! the flattest pieces first, and is rounded up because a number of pairs is whole.
//!
//! **Who needs the front row.** If *φ* of a group of *k* must be in front, the group has at least
//! *f(k, φ)* pairs: the least number of edges among any *k* desks with *φ* or more of them in front.
//! One room is again swept exactly, now counting front desks too. Over several rooms people may
//! change rooms, and two weaker bounds hold, so their greater does: that of *k* as before, and the
//! least number of edges among any *φ* of the *front* desks, for those alone are on that many of them.
//!
//! **Two or three groups that share all desks** leave each other no more than the rest: see `split.rs`.
//!
//! **Several groups and keys.** For one key, a pair belongs to one group only, so the groups' bounds
//! add up. For several keys a pair that shares any of them counts once, and thus the count is at
//! least that of each key alone: the greatest of the keys' bounds holds.

mod split;

use super::geometry::{Neighbours, Position, RoomLayout, SeatPlace};
pub(super) use split::{Effort, SplitTable, best_split, least_over_rooms, split_table};

/// Work (states × desks × sizes) up to which one room is computed exactly.
const EXACT_WORK: usize = 3_000_000;
/// Width of strips where it is not.
const STRIP: usize = 4;
/// Desks up to which several rooms are combined without the convex hull.
const EXACT_TOTAL: usize = 400;
const NEVER: u32 = u32::MAX / 4;

/// The sweep of a whole room.
fn whole<'a>(layout: &'a RoomLayout, neighbours: Neighbours, occupied: &[SeatPlace]) -> Sweep<'a> {
    let columns = occupied.iter().map(|s| s.position.column).max().unwrap_or(0);
    let rows = occupied.iter().map(|s| s.position.row).max().unwrap_or(0);
    // Lines run across the shorter side.
    let by_row = columns <= rows;
    let (lines, width) = if by_row { (rows, columns) } else { (columns, rows) };
    Sweep { layout, neighbours, by_row, lines: usize::from(lines), first: 0, width: usize::from(width) }
}

/// The sweep of a whole room, or the strips if it is too wide.
fn sweeps<'a>(
    layout: &'a RoomLayout,
    neighbours: Neighbours,
    occupied: &[SeatPlace],
    depth: usize,
) -> (Vec<Sweep<'a>>, bool) {
    let whole = whole(layout, neighbours, occupied);
    let desks = whole.lines * whole.width;
    let exact = whole.width <= 12 && (desks * occupied.len() * depth) << (whole.width + 1) <= EXACT_WORK;
    if exact { (vec![whole], true) } else { (whole.strips(STRIP), false) }
}

/// *f(0..=n)* for the `occupied` desks of `layout`; `edges` are their neighbouring pairs.
pub(super) fn room_minima(
    layout: &RoomLayout,
    neighbours: Neighbours,
    occupied: &[SeatPlace],
    edges: &[(usize, usize)],
) -> Vec<u32> {
    let cells: Vec<Position> = occupied.iter().map(|s| s.position).collect();
    let (sweeps, exact) = sweeps(layout, neighbours, occupied, 1);
    let mut minima = vec![0];
    for sweep in sweeps {
        minima = combine_exactly(&minima, &sweep.table(&cells, false).values);
    }
    if !exact {
        raise_by_degrees(&mut minima, occupied.len(), edges);
    }
    minima
}

/// The least pairs for each number of desks and of front desks among them, exactly. None if the room is too
/// wide for that.
pub(super) fn room_table(
    layout: &RoomLayout,
    neighbours: Neighbours,
    occupied: &[SeatPlace],
) -> Option<Table> {
    let cells: Vec<Position> = occupied.iter().map(|s| s.position).collect();
    let front = cells.iter().filter(|cell| layout.is_front(**cell)).count();
    let (sweeps, exact) = sweeps(layout, neighbours, occupied, front + 1);
    match sweeps.as_slice() {
        [sweep] if exact => Some(sweep.table(&cells, true)),
        _ => None,
    }
}

/// Least pairs of sets of desks, by their size and how many of them are front desks.
#[derive(Debug)]
pub(super) struct Table {
    /// All front desks, and one.
    depth: usize,
    /// By size and front desks.
    values: Vec<u32>,
}

impl Table {
    /// The least for sets of `k` desks with `front` or more of the front desks; none if there are no such
    /// sets.
    pub fn least(&self, k: usize, front: usize) -> Option<u32> {
        let of_size = self.values.get(k * self.depth..(k + 1) * self.depth)?;
        of_size.get(front..)?.iter().copied().min().filter(|v| *v < NEVER)
    }
}

fn raise_by_degrees(minima: &mut [u32], n: usize, edges: &[(usize, usize)]) {
    let mut degrees = vec![0u32; n];
    for (a, b) in edges {
        degrees[*a] += 1;
        degrees[*b] += 1;
    }
    degrees.sort_unstable();
    let mut left = u32::try_from(edges.len()).unwrap_or(NEVER);
    for k in (0..=n).rev() {
        minima[k] = minima[k].max(left);
        left = left.saturating_sub(degrees.pop().unwrap_or(0));
    }
}

/// The least pairs by state of the sweep, then by size and front desks.
type Layer = Vec<Vec<u32>>;

/// A place of the sweep.
struct Met {
    /// Whether a desk in use stands here.
    usable: bool,
    front: bool,
    /// The bits of its neighbours already met.
    before: usize,
}

/// One strip of a room, swept line by line.
struct Sweep<'a> {
    layout: &'a RoomLayout,
    neighbours: Neighbours,
    by_row: bool,
    lines: usize,
    first: usize,
    width: usize,
}

impl<'a> Sweep<'a> {
    fn strips(&self, most: usize) -> Vec<Sweep<'a>> {
        let strip = |first| Sweep { first, width: most.min(self.width - first), ..*self };
        (0..self.width).step_by(most).map(strip).collect()
    }

    /// How many desks met before matter. Diagonals look one further.
    fn bits(&self) -> usize {
        self.width + usize::from(self.neighbours == Neighbours::Eight)
    }

    fn cell(&self, line: usize, index: usize) -> Position {
        let (line, index) = (u16::try_from(line + 1), u16::try_from(self.first + index + 1));
        let (line, index) = (line.unwrap_or(u16::MAX), index.unwrap_or(u16::MAX));
        if self.by_row { Position::new(index, line) } else { Position::new(line, index) }
    }

    /// The least pairs by size, `by_front` also by front desks.
    fn table(&self, cells: &[Position], by_front: bool) -> Table {
        let (last, depth) = self.sweep(cells, by_front);
        let all = last.first().map_or(0, Vec::len);
        let values = (0..all).map(|at| last.iter().map(|row| row[at]).min().unwrap_or(NEVER));
        Table { depth, values: values.collect() }
    }

    fn met(&self, line: usize, index: usize, sorted: &[Position], by_front: bool) -> Met {
        let here = self.cell(line, index);
        let taken = |p: Position| sorted.binary_search(&p).is_ok();
        let usable = taken(here);
        Met {
            usable,
            front: usable && by_front && self.layout.is_front(here),
            before: if usable { self.earlier_neighbours(line, index, &taken) } else { 0 },
        }
    }

    /// The least pairs by state, then by size and front desks; and how many front desks there may be, and
    /// one.
    fn sweep(&self, cells: &[Position], by_front: bool) -> (Layer, usize) {
        let mut sorted = cells.to_vec();
        sorted.sort_unstable();
        let is_front = |p: Position| by_front && self.layout.is_front(p);
        let depth = 1 + cells.iter().filter(|cell| is_front(**cell)).count();
        // Bit i: whether the desk met i + 1 steps ago is in the group.
        let states = 1usize << self.bits();
        let mut size = 0;
        let mut best: Layer = vec![vec![NEVER; depth]; states];
        best[0][0] = 0;
        for line in 0..self.lines {
            for index in 0..self.width {
                let here = self.met(line, index, &sorted, by_front);
                // One more in the set, and perhaps one more in front.
                let further = depth + usize::from(here.front);
                let mut next = vec![vec![NEVER; (size + 1 + usize::from(here.usable)) * depth]; states];
                for (state, row) in best.iter().enumerate() {
                    let shifted = (state << 1) & (states - 1);
                    let within = (state & here.before).count_ones();
                    for (at, value) in row.iter().enumerate().filter(|(_, v)| **v < NEVER) {
                        next[shifted][at] = next[shifted][at].min(*value);
                        if here.usable {
                            let slot = &mut next[shifted | 1][at + further];
                            *slot = (*slot).min(value + within);
                        }
                    }
                }
                size += usize::from(here.usable);
                best = next;
            }
        }
        (best, depth)
    }

    /// The bits of the neighbours already met, of the desks that are `taken`.
    fn earlier_neighbours(&self, line: usize, index: usize, taken: &dyn Fn(Position) -> bool) -> usize {
        let here = self.cell(line, index);
        let mut mask = 0;
        let mut look = |l: Option<usize>, i: Option<usize>, steps: usize| {
            if let (Some(l), Some(i)) = (l, i)
                && i < self.width
                && taken(self.cell(l, i))
                && self.layout.are_neighbours(here, self.cell(l, i), self.neighbours)
            {
                mask |= 1 << (steps - 1);
            }
        };
        let above = line.checked_sub(1);
        look(Some(line), index.checked_sub(1), 1);
        look(above, Some(index), self.width);
        if self.neighbours == Neighbours::Eight {
            look(above, index.checked_sub(1), self.width + 1);
            // In a strip of one, the desk beyond the edge does not exist.
            if self.width > 1 {
                look(above, Some(index + 1), self.width - 1);
            }
        }
        mask
    }
}

fn combine_exactly(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut sum = vec![NEVER; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            sum[i + j] = sum[i + j].min(x + y);
        }
    }
    sum
}

/// The bound for a group spread over several rooms.
pub(super) enum Together {
    /// *f* itself.
    Exact(Vec<u32>),
    /// The value for nobody, and pieces (length, rise) of the convex hull, flattest first.
    Hull(i64, Vec<(i64, i64)>),
}

impl Together {
    /// From the minima of each room.
    pub fn new(rooms: &[&[u32]]) -> Self {
        let desks: usize = rooms.iter().map(|f| f.len().saturating_sub(1)).sum();
        if rooms.len() == 1 || desks <= EXACT_TOTAL {
            return Self::Exact(rooms.iter().fold(vec![0], |all, f| combine_exactly(&all, f)));
        }
        Self::hull(rooms)
    }

    fn hull(rooms: &[&[u32]]) -> Self {
        let mut pieces: Vec<(i64, i64)> = rooms.iter().flat_map(|f| hull(f)).collect();
        pieces.sort_by(|a, b| (a.1 * b.0).cmp(&(b.1 * a.0)));
        let start = rooms.iter().filter_map(|f| f.first()).map(|value| i64::from(*value)).sum();
        Self::Hull(start, pieces)
    }

    /// The least number of pairs of a group of `k`, however it is spread.
    pub fn least(&self, k: usize) -> u32 {
        match self {
            Self::Exact(f) => f.get(k).copied().unwrap_or(0),
            Self::Hull(start, pieces) => {
                let (mut left, mut pairs) = (i64::try_from(k).unwrap_or(i64::MAX), *start);
                for (length, rise) in pieces {
                    if left < *length {
                        // Rounded up.
                        pairs -= (-rise * left).div_euclid(*length);
                        break;
                    }
                    left -= length;
                    pairs += rise;
                }
                u32::try_from(pairs).unwrap_or(0)
            }
        }
    }
}

/// The lower convex hull of `f`, as pieces.
fn hull(f: &[u32]) -> Vec<(i64, i64)> {
    let mut corners: Vec<(i64, i64)> = Vec::new();
    for (k, value) in (0i64..).zip(f) {
        let point = (k, i64::from(*value));
        while let [.., a, b] = corners.as_slice() {
            // b lies on or above the line from a to the new point.
            if (b.1 - a.1) * (point.0 - a.0) >= (point.1 - a.1) * (b.0 - a.0) {
                corners.pop();
            } else {
                break;
            }
        }
        corners.push(point);
    }
    corners.windows(2).map(|w| (w[1].0 - w[0].0, w[1].1 - w[0].1)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::geometry::neighbour_indices;
    use super::*;

    fn minima(layout: &RoomLayout, neighbours: Neighbours) -> Vec<u32> {
        let seats = layout.seats();
        room_minima(layout, neighbours, &seats, &neighbour_indices(layout, &seats, neighbours))
    }

    /// Tries every subset.
    fn by_brute_force(layout: &RoomLayout, neighbours: Neighbours) -> Vec<u32> {
        let seats = layout.seats();
        let edges = neighbour_indices(layout, &seats, neighbours);
        let mut f = vec![u32::MAX; seats.len() + 1];
        for subset in 0u32..1 << seats.len() {
            let pairs = edges.iter().filter(|(a, b)| subset >> a & subset >> b & 1 == 1).count();
            let size = subset.count_ones() as usize;
            f[size] = f[size].min(u32::try_from(pairs).unwrap());
        }
        f
    }

    #[test]
    fn room_minima_are_those_of_trying_everything() {
        for columns in [vec![3, 3], vec![2, 3, 2], vec![3, 4, 4, 3], vec![1, 1, 1, 1], vec![4], vec![5, 5, 5]]
        {
            for neighbours in [Neighbours::Four, Neighbours::Eight] {
                for aisle_separates in [false, true] {
                    let mut layout = RoomLayout::from_columns(columns.clone());
                    layout.aisles = vec![1];
                    layout.aisle_separates = aisle_separates;
                    if columns.len() > 2 {
                        layout.blocked = vec![Position::new(2, 2)];
                    }
                    assert_eq!(
                        minima(&layout, neighbours),
                        by_brute_force(&layout, neighbours),
                        "{columns:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn half_of_a_room_sits_apart_and_a_quarter_with_diagonals() {
        let layout = RoomLayout::from_capacity(30);
        let four = minima(&layout, Neighbours::Four);
        assert_eq!((four[15], four[16]), (0, 2));
        let eight = minima(&layout, Neighbours::Eight);
        assert_eq!((eight[8], eight[30]), (0, 88));
    }

    #[test]
    fn wide_halls_and_many_rooms_stay_below_the_truth() {
        let hall = RoomLayout::from_columns(vec![20; 20]);
        let f = minima(&hall, Neighbours::Four);
        assert_eq!((f[200], f[400]), (0, 760));
        assert!(f.windows(2).all(|w| w[0] <= w[1]));
        let room = minima(&RoomLayout::from_capacity(30), Neighbours::Eight);
        let two = Together::new(&[&room, &room]);
        let pieces = Together::hull(&[&room, &room]);
        for k in 0..=60 {
            assert!(pieces.least(k) <= two.least(k), "{k}");
        }
        assert_eq!((pieces.least(60), two.least(60)), (176, 176));
    }

    /// Every set of desks of small rooms, by size and front desks.
    #[test]
    fn room_tables_are_those_of_trying_everything() {
        for columns in [vec![3, 3], vec![2, 3, 2], vec![2, 3, 3, 2], vec![4], vec![4, 2, 4]] {
            for neighbours in [Neighbours::Four, Neighbours::Eight] {
                for front_rows in [1, 2] {
                    let mut layout = RoomLayout::from_columns(columns.clone());
                    layout.front_rows = front_rows;
                    let seats = layout.seats();
                    let edges = neighbour_indices(&layout, &seats, neighbours);
                    let front = |i: &usize| layout.is_front(seats[*i].position);
                    let depth = 1 + (0..seats.len()).filter(front).count();
                    let mut values = vec![NEVER; (seats.len() + 1) * depth];
                    for subset in 0u32..1 << seats.len() {
                        let within = |i: usize| subset >> i & 1 == 1;
                        let pairs = edges.iter().filter(|(a, b)| within(*a) && within(*b));
                        let pairs = u32::try_from(pairs.count()).unwrap();
                        let ahead = (0..seats.len()).filter(|i| within(*i)).filter(front).count();
                        let slot = &mut values[subset.count_ones() as usize * depth + ahead];
                        *slot = pairs.min(*slot);
                    }
                    let table = room_table(&layout, neighbours, &seats).unwrap();
                    assert_eq!(table.values, values, "{columns:?} {neighbours:?} {front_rows}");
                }
            }
        }
    }
}
