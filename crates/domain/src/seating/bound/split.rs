//! The least pairs when two or three groups share all desks: what one leaves, the others have.
//!
//! Knows desks and numbers only. With diagonals each 2×2 block of desks is a clique: of three groups one
//! has a pair in it, which no bound of one group alone knows of. (Of four none need have, so more groups
//! are left to those bounds.)
//!
//! **One room.** Each way to seat *g* groups is a colouring of the desks with *g* colours. *t(k₁, …, k_g)*,
//! the least pairs of all colourings with *kᵢ* desks of colour *i*, is found by dynamic programming over the
//! desks in reading order: the state is the colours of the last line, in base *g*, and *k₁ … k_{g−1}* so
//! far. Where *φᵢ* of group *i* must be in front, the state also has min(*φᵢ*, front desks of colour *i*).
//! Where sizes would make too much work they are left out of the state; where the last line would, the room
//! is cut into strips. Both only admit more colourings or drop pairs, so the value stays a bound.
//!
//! **Several rooms** *r*, people of all groups being free to change rooms: for any prices *λ* the rooms have
//! at least Σᵣ min *(tᵣ(k) − λ·k)* + *λ·K* pairs, where *K* are the sizes of all, for the sizes of the rooms
//! add up to *K*. That holds for each *λ*; the *λ* with the greatest value is looked for, which needs no
//! proof. (For the best real *λ* it is the convex hull of the rooms' *t*.) Needs are left out there; for two groups in
//! few rooms they are shared out in every way.

#[cfg(test)]
mod tests;

use std::cell::Cell;

use super::super::geometry::{Neighbours, Position, RoomLayout, SeatPlace};
use super::super::quality::Size;
use super::{STRIP, Sweep, whole};

/// Entries of all layers up to which a sweep counts the sizes.
const COUNTED_WORK: usize = 40_000_000;
/// The same without the sizes, up to which the room is not cut into strips.
const UNCOUNTED_WORK: usize = 200_000;
/// For all counted sweeps of a seating.
const WHOLE_WORK: usize = 240_000_000;
/// Leaves room for the pairs of one more line.
const NEVER: u16 = u16::MAX / 2;
/// Prices are multiples of one in this many: divisible by all up to twelve.
const PRICE: i64 = 27_720;
/// No desk more of a group costs more pairs than this.
const DEAREST: i64 = 17;

/// Work left for counted sweeps. It bounds the time of rooms that are all different.
#[derive(Debug)]
pub(in super::super) struct Effort(Cell<usize>);

impl Default for Effort {
    fn default() -> Self {
        Self(Cell::new(WHOLE_WORK))
    }
}

impl Effort {
    fn spend(&self, work: Option<usize>) -> bool {
        let Some(work) = work.filter(|work| *work <= self.0.get().min(COUNTED_WORK)) else { return false };
        self.0.set(self.0.get() - work);
        true
    }
}

/// The least pairs by the sizes of the groups.
#[derive(Debug)]
pub(in super::super) struct SplitTable {
    groups: usize,
    desks: usize,
    /// Whether `values` are by the sizes of all groups but the last; else there is one for all sizes.
    counted: bool,
    values: Vec<u16>,
}

impl SplitTable {
    /// Whether the values are those of the sizes, not only a bound.
    pub fn is_exact(&self) -> bool {
        self.counted
    }

    /// The least for groups of `sizes`, which add up to all desks; none if they cannot be seated.
    pub fn least(&self, sizes: &[usize]) -> Option<u32> {
        if sizes.len() != self.groups || sizes.iter().sum::<usize>() != self.desks {
            return None;
        }
        let counted = &sizes[..if self.counted { self.groups - 1 } else { 0 }];
        let at = counted.iter().fold(0, |at, size| at * (self.desks + 1) + size);
        self.values.get(at).filter(|value| **value < NEVER).map(|value| u32::from(*value))
    }

    /// The least of all sizes.
    pub fn least_of_any(&self) -> u32 {
        self.values.iter().min().map_or(0, |value| u32::from(*value))
    }

    /// The least of two groups by the size of one; none if sizes are not counted.
    pub fn of_two(&self) -> Option<Vec<u32>> {
        (self.counted && self.groups == 2).then(|| self.values.iter().map(|v| u32::from(*v)).collect())
    }

    /// The least of `value · PRICE − λ·k` over all sizes.
    fn least_at(&self, prices: [i64; 2]) -> i64 {
        let value = |v: u16| i64::from(v) * PRICE;
        if !self.counted {
            let all = i64::try_from(self.desks).unwrap_or(0);
            return value(self.values[0]) - all * prices[0].max(prices[1]).max(0);
        }
        let side = self.desks + 1;
        let rows = self.values.chunks(if self.groups == 3 { side } else { 1 });
        let mut least = i64::MAX;
        for (first, row) in (0i64..).zip(rows) {
            for (second, pairs) in (0i64..).zip(row).filter(|(_, pairs)| **pairs < NEVER) {
                least = least.min(value(*pairs) - first * prices[0] - second * prices[1]);
            }
        }
        least
    }
}

/// The least pairs by size of `needs.len()` groups (two or three) on the `occupied` desks of `layout`;
/// `needs` of each must be in front.
pub(in super::super) fn split_table(
    layout: &RoomLayout,
    neighbours: Neighbours,
    occupied: &[SeatPlace],
    needs: &[usize],
    effort: &Effort,
) -> SplitTable {
    let cells = sorted_cells(occupied);
    let whole = whole(layout, neighbours, occupied);
    let (groups, desks) = (needs.len(), cells.len());
    let counted = Counted { groups, most: vec![desks; groups - 1], needs: needs.to_vec() };
    if effort.spend(counted.work(&whole)) {
        let last = counted.run(&whole, &cells, &mut |_| ());
        return SplitTable { groups, desks, counted: true, values: counted.least_of_states(&last) };
    }
    let uncounted = Counted { groups, most: Vec::new(), needs: vec![0; groups] };
    let enough = uncounted.work(&whole).is_some_and(|work| work <= UNCOUNTED_WORK);
    let strips = if enough { vec![whole] } else { whole.strips(STRIP) };
    SplitTable { groups, desks, counted: false, values: vec![uncounted.least_of_strips(&strips, &cells)] }
}

/// The group of each of the `occupied` desks, so that groups of `sizes` have the least pairs there are. None
/// if there is no way to seat them, or the room is too large to know.
pub(in super::super) fn best_split(
    layout: &RoomLayout,
    neighbours: Neighbours,
    occupied: &[SeatPlace],
    sizes: &[Size],
    effort: &Effort,
) -> Option<Vec<usize>> {
    let cells = sorted_cells(occupied);
    let whole = whole(layout, neighbours, occupied);
    // The largest is what the others leave: then the fewest sizes are counted.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|group| sizes[*group].all);
    let most = order[..order.len() - 1].iter().map(|group| sizes[*group].all).collect();
    let needs = order.iter().map(|group| sizes[*group].front).collect();
    let counted = Counted { groups: sizes.len(), most, needs };
    if sizes.iter().map(|size| size.all).sum::<usize>() != cells.len() || !effort.spend(counted.work(&whole))
    {
        return None;
    }
    let mut layers = Vec::new();
    let last = counted.run(&whole, &cells, &mut |layer| layers.push(layer));
    let colours = counted.trace(&whole, &cells, layers, &last)?;
    let colour_at = |seat: &SeatPlace| {
        let at = colours.binary_search_by_key(&seat.position, |(position, _)| *position).ok()?;
        Some(order[colours[at].1])
    };
    occupied.iter().map(colour_at).collect()
}

/// The bound of groups of `sizes` in all `rooms` together; `tables` need nobody in front.
pub(in super::super) fn least_over_rooms(tables: &[(&SplitTable, usize)], sizes: &[usize]) -> u32 {
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let value = |prices: [i64; 2]| -> i64 {
        let of_rooms = tables.iter().map(|(table, rooms)| table.least_at(prices) * count(*rooms));
        of_rooms.sum::<i64>() + sizes.iter().zip(prices).map(|(k, price)| count(*k) * price).sum::<i64>()
    };
    let best = if sizes.len() == 3 {
        greatest(&|first| greatest(&|second| value([first, second])))
    } else {
        greatest(&|first| value([first, 0]))
    };
    // Rounded up, as a number of pairs is whole.
    u32::try_from(-(-best).div_euclid(PRICE)).unwrap_or(0)
}

/// The greatest value of a concave function of a price, found by halving.
fn greatest(value: &dyn Fn(i64) -> i64) -> i64 {
    let (mut low, mut high) = (-DEAREST * PRICE, DEAREST * PRICE);
    while low < high {
        let middle = (low + high).div_euclid(2);
        if value(middle) < value(middle + 1) { low = middle + 1 } else { high = middle }
    }
    value(low)
}

fn sorted_cells(occupied: &[SeatPlace]) -> Vec<Position> {
    let mut cells: Vec<Position> = occupied.iter().map(|s| s.position).collect();
    cells.sort_unstable();
    cells
}

/// By colours of the last line, by front desks so far, by sizes so far.
type Layer = Vec<u16>;

/// What a sweep keeps count of.
struct Counted {
    groups: usize,
    /// The most desks of each group but the last. Empty: sizes are not counted.
    most: Vec<usize>,
    /// Front desks of each group, counted up to here.
    needs: Vec<usize>,
}

/// How one more desk of a colour moves an entry.
#[derive(Clone, Copy)]
enum Shift {
    Stay,
    Row,
    InRow,
}

impl Counted {
    /// Entries of all layers.
    fn work(&self, sweep: &Sweep<'_>) -> Option<usize> {
        let states = self.groups.checked_pow(u32::try_from(sweep.bits()).ok()?)?;
        let steps = sweep.lines.checked_mul(sweep.width)?;
        states.checked_mul(steps)?.checked_mul(self.fronts())?.checked_mul(self.sizes())
    }

    /// Sizes of the second group.
    fn row(&self) -> usize {
        self.most.get(1).map_or(1, |most| most + 1)
    }

    fn sizes(&self) -> usize {
        self.most.iter().map(|most| most + 1).product()
    }

    fn fronts(&self) -> usize {
        self.needs.iter().map(|need| need + 1).product()
    }

    fn shift(&self, colour: usize) -> Shift {
        match colour {
            _ if colour >= self.most.len() => Shift::Stay,
            0 => Shift::Row,
            _ => Shift::InRow,
        }
    }

    /// The count of front desks after one more of `colour`.
    fn one_in_front(&self, front: usize, colour: usize) -> usize {
        let below: usize = self.needs[..colour].iter().map(|need| need + 1).product();
        let count = front / below % (self.needs[colour] + 1);
        if count < self.needs[colour] { front + below } else { front }
    }

    /// Neighbours already met that have `colour`.
    fn alike(&self, state: usize, before: usize, colour: usize) -> u16 {
        let (mut rest, mut bits, mut alike) = (state, before, 0);
        while bits > 0 {
            alike += u16::from(bits & 1 == 1 && rest % self.groups == colour);
            (rest, bits) = (rest / self.groups, bits >> 1);
        }
        alike
    }

    /// Gives each layer to `older` once the next is there; the last one is the result.
    fn run(&self, sweep: &Sweep<'_>, cells: &[Position], older: &mut dyn FnMut(Layer)) -> Layer {
        let (sizes, fronts) = (self.sizes(), self.fronts());
        let states = self.groups.pow(u32::try_from(sweep.bits()).unwrap_or(0));
        let mut reached = vec![false; states];
        let mut layer = vec![NEVER; states * fronts * sizes];
        (layer[0], reached[0]) = (0, true);
        for line in 0..sweep.lines {
            for index in 0..sweep.width {
                let here = sweep.met(line, index, cells, true);
                let mut next = vec![NEVER; layer.len()];
                let mut reaches = vec![false; states];
                for state in (0..states).filter(|state| reached[*state]) {
                    for colour in 0..if here.usable { self.groups } else { 1 } {
                        let to = (state * self.groups + colour) % states;
                        reaches[to] = true;
                        let added = self.alike(state, here.before, colour);
                        for front in 0..fronts {
                            let ahead = if here.front { self.one_in_front(front, colour) } else { front };
                            let shift = if here.usable { self.shift(colour) } else { Shift::Stay };
                            let from = (state * fronts + front) * sizes;
                            let to = (to * fronts + ahead) * sizes;
                            let to = &mut next[to..to + sizes];
                            take_less(to, &layer[from..from + sizes], (shift, self.row()), added);
                        }
                    }
                }
                reached = reaches;
                older(std::mem::replace(&mut layer, next));
            }
        }
        layer
    }

    /// The least pairs within strips, were no size given.
    fn least_of_strips(&self, strips: &[Sweep<'_>], cells: &[Position]) -> u16 {
        let least = |strip: &Sweep<'_>| {
            let last = self.run(strip, cells, &mut |_| ());
            self.least_of_states(&last).first().copied().unwrap_or(0)
        };
        strips.iter().map(least).fold(0, |sum: u16, least| sum.saturating_add(least).min(NEVER - 1))
    }

    /// The least over all states, by size, with all needs met.
    fn least_of_states(&self, last: &Layer) -> Vec<u16> {
        let sizes = self.sizes();
        let mut least = vec![NEVER; sizes];
        for block in last.chunks_exact(sizes).skip(self.fronts() - 1).step_by(self.fronts()) {
            take_less(&mut least, block, (Shift::Stay, 1), 0);
        }
        least
    }

    /// The colours of the best way to the greatest sizes, by position. `layers` are all but the `last`.
    fn trace(
        &self,
        sweep: &Sweep<'_>,
        cells: &[Position],
        mut layers: Vec<Layer>,
        last: &Layer,
    ) -> Option<Vec<(Position, usize)>> {
        let (sizes, fronts) = (self.sizes(), self.fronts());
        let states = last.len() / (fronts * sizes);
        let (mut front, mut size) = (fronts - 1, sizes - 1);
        let at = |state: usize, front: usize, size: usize| (state * fronts + front) * sizes + size;
        let mut state = (0..states).min_by_key(|state| last[at(*state, front, size)])?;
        let mut value = last[at(state, front, size)];
        let mut colours = Vec::new();
        // Backwards over the desks: which state before leads here at this value?
        for step in (0..sweep.lines * sweep.width).rev() {
            let before = layers.pop().filter(|_| value < NEVER)?;
            let (line, index) = (step / sweep.width, step % sweep.width);
            let here = sweep.met(line, index, cells, true);
            let colour = state % self.groups;
            let shift = if here.usable { self.shift(colour) } else { Shift::Stay };
            let came_at = match shift {
                Shift::Stay => size,
                Shift::Row => size.checked_sub(self.row())?,
                Shift::InRow => size.checked_sub(1).filter(|_| size % self.row() > 0)?,
            };
            let came_front = (0..fronts)
                .filter(|from| front == if here.front { self.one_in_front(*from, colour) } else { *from });
            let older = |digit: usize| state / self.groups + digit * (states / self.groups);
            let (from, ahead, known) = came_front
                .flat_map(|ahead| (0..self.groups).map(move |digit| (older(digit), ahead)))
                .map(|(from, ahead)| (from, ahead, before[at(from, ahead, came_at)]))
                .find(|(from, _, known)| {
                    *known < NEVER && known + self.alike(*from, here.before, colour) == value
                })?;
            if here.usable {
                colours.push((sweep.cell(line, index), colour));
            }
            (state, front, size, value) = (from, ahead, came_at, known);
        }
        colours.sort_unstable();
        Some(colours)
    }
}

/// Lowers `to` to `from` with `added` pairs, where that is less; rows of `row` sizes.
fn take_less(to: &mut [u16], from: &[u16], (shift, row): (Shift, usize), added: u16) {
    let lower = |to: &mut [u16], from: &[u16]| {
        for (to, from) in to.iter_mut().zip(from) {
            *to = (*to).min(from + added);
        }
    };
    match shift {
        Shift::Stay => lower(to, from),
        Shift::Row => lower(&mut to[row..], from),
        Shift::InRow => {
            for (to, from) in to.chunks_exact_mut(row).zip(from.chunks_exact(row)) {
                lower(&mut to[1..], from);
            }
        }
    }
}
