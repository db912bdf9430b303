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
//! **Several groups and keys.** For one key, a pair belongs to one group only, so the groups' bounds
//! add up. For several keys a pair that shares any of them counts once, and thus the count is at
//! least that of each key alone: the greatest of the keys' bounds holds.

use super::geometry::{Neighbours, Position, RoomLayout, SeatPlace};

/// Work (states × desks × sizes) up to which one room is computed exactly.
const EXACT_WORK: usize = 3_000_000;
/// Width of strips where it is not.
const STRIP: usize = 4;
/// Desks up to which several rooms are combined without the convex hull.
const EXACT_TOTAL: usize = 400;
const NEVER: u32 = u32::MAX / 4;

/// *f(0..=n)* for the `occupied` desks of `layout`; `edges` are their neighbouring pairs.
pub(super) fn room_minima(
    layout: &RoomLayout,
    neighbours: Neighbours,
    occupied: &[SeatPlace],
    edges: &[(usize, usize)],
) -> Vec<u32> {
    let n = occupied.len();
    let cells: Vec<Position> = occupied.iter().map(|s| s.position).collect();
    let columns = cells.iter().map(|p| p.column).max().unwrap_or(0);
    let rows = cells.iter().map(|p| p.row).max().unwrap_or(0);
    // Lines run across the shorter side.
    let by_row = columns <= rows;
    let (lines, width) = if by_row { (rows, columns) } else { (columns, rows) };
    let (lines, width) = (usize::from(lines), usize::from(width));
    let exact = width <= 12 && (lines * width * n) << (width + 1) <= EXACT_WORK;
    let strip = if exact { width.max(1) } else { STRIP };
    let mut minima = vec![0];
    for first in (0..width).step_by(strip) {
        let sweep = Sweep { layout, neighbours, by_row, lines, first, width: strip.min(width - first) };
        minima = combine_exactly(&minima, &sweep.minima(&cells));
    }
    if !exact {
        raise_by_degrees(&mut minima, n, edges);
    }
    minima
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

/// One strip of a room, swept line by line.
struct Sweep<'a> {
    layout: &'a RoomLayout,
    neighbours: Neighbours,
    by_row: bool,
    lines: usize,
    first: usize,
    width: usize,
}

impl Sweep<'_> {
    fn cell(&self, line: usize, index: usize) -> Position {
        let (line, index) = (u16::try_from(line + 1), u16::try_from(self.first + index + 1));
        let (line, index) = (line.unwrap_or(u16::MAX), index.unwrap_or(u16::MAX));
        if self.by_row { Position::new(index, line) } else { Position::new(line, index) }
    }

    fn minima(&self, cells: &[Position]) -> Vec<u32> {
        let mut sorted = cells.to_vec();
        sorted.sort_unstable();
        let taken = |p: Position| sorted.binary_search(&p).is_ok();
        let w = self.width;
        // Bit i: whether the desk met i + 1 steps ago is in the group. Diagonals look one further.
        let bits = w + usize::from(self.neighbours == Neighbours::Eight);
        let states = 1usize << bits;
        let mut size = 0;
        let mut best: Vec<Vec<u32>> = vec![vec![NEVER]; states];
        best[0][0] = 0;
        for line in 0..self.lines {
            for index in 0..w {
                let here = self.cell(line, index);
                let usable = taken(here);
                let before = if usable { self.earlier_neighbours(line, index) } else { 0 };
                let mut next = vec![vec![NEVER; size + 1 + usize::from(usable)]; states];
                for (state, row) in best.iter().enumerate() {
                    let shifted = (state << 1) & (states - 1);
                    let added = (state & before).count_ones();
                    for (k, value) in row.iter().enumerate().filter(|(_, v)| **v < NEVER) {
                        next[shifted][k] = next[shifted][k].min(*value);
                        if usable {
                            let slot = &mut next[shifted | 1][k + 1];
                            *slot = (*slot).min(value + added);
                        }
                    }
                }
                size += usize::from(usable);
                best = next;
            }
        }
        (0..=size).map(|k| best.iter().map(|row| row[k]).min().unwrap_or(NEVER)).collect()
    }

    /// The bits of the neighbours already met. Desks that are not occupied never have their bit set,
    /// so only the layout's own rules matter here.
    fn earlier_neighbours(&self, line: usize, index: usize) -> usize {
        let here = self.cell(line, index);
        let mut mask = 0;
        let mut look = |l: Option<usize>, i: Option<usize>, steps: usize| {
            if let (Some(l), Some(i)) = (l, i)
                && i < self.width
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
    /// Pieces (length, rise) of the convex hull, flattest first.
    Hull(Vec<(u64, u64)>),
}

impl Together {
    /// From the minima of each room.
    pub fn new(rooms: &[&[u32]]) -> Self {
        let desks: usize = rooms.iter().map(|f| f.len().saturating_sub(1)).sum();
        if rooms.len() == 1 || desks <= EXACT_TOTAL {
            return Self::Exact(rooms.iter().fold(vec![0], |all, f| combine_exactly(&all, f)));
        }
        let mut pieces: Vec<(u64, u64)> = rooms.iter().flat_map(|f| hull(f)).collect();
        pieces.sort_by(|a, b| (a.1 * b.0).cmp(&(b.1 * a.0)));
        Self::Hull(pieces)
    }

    /// The least number of pairs of a group of `k`, however it is spread.
    pub fn least(&self, k: usize) -> u32 {
        match self {
            Self::Exact(f) => f.get(k).copied().unwrap_or(0),
            Self::Hull(pieces) => {
                let (mut left, mut pairs) = (k as u64, 0);
                for (length, rise) in pieces {
                    if left < *length {
                        pairs += (rise * left).div_ceil(*length);
                        break;
                    }
                    left -= length;
                    pairs += rise;
                }
                u32::try_from(pairs).unwrap_or(u32::MAX)
            }
        }
    }
}

/// The lower convex hull of a non-decreasing `f`, as pieces.
fn hull(f: &[u32]) -> Vec<(u64, u64)> {
    let mut corners: Vec<(u64, u64)> = Vec::new();
    for (k, value) in f.iter().enumerate() {
        let point = (k as u64, u64::from(*value));
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
        let pieces = Together::Hull({
            let mut p: Vec<_> = [hull(&room), hull(&room)].concat();
            p.sort_by(|a, b| (a.1 * b.0).cmp(&(b.1 * a.0)));
            p
        });
        for k in 0..=60 {
            assert!(pieces.least(k) <= two.least(k), "{k}");
        }
        assert_eq!((pieces.least(60), two.least(60)), (176, 176));
    }
}
