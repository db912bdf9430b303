//! Exchanges between rooms of two or three groups that are everybody, by what the rooms are worth.
//!
//! How few pairs a room can have depends on the sizes of its groups and on who must sit in front only: with
//! diagonals, 16 and 14 of 30 are better than 15 and 15, and better still if it is the 16 who have the front
//! row. So people are not exchanged for the pairs of the moment, but towards rooms that can have fewer;
//! `few.rs` then seats them. Rooms whose worth is not known keep their people.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::super::problem::{Problem, Signature, State};
use super::super::quality::Size;
use super::Pool;

/// People exchanged between two rooms at once, at most; beside one who needs the front row.
const MOST_EXCHANGED: usize = 3;
/// Rounds over all rooms.
const ROUNDS: usize = 8;
/// Exchanges tried for one room, and rooms tried for each, where people may not change rooms.
const TRIES: usize = 12;

/// Rooms of one profile are worth the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Profile {
    shape: usize,
    sizes: Vec<Size>,
}

/// What one room gives for the same number of people of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Exchange {
    /// Somebody who needs the front row: of this group, for one of that.
    front: Option<(usize, usize)>,
    /// Others: of this group, for those of that, how many.
    others: Option<(usize, usize, usize)>,
}

impl Exchange {
    fn all(groups: usize) -> Vec<Self> {
        let kinds = (0..groups).flat_map(|x| (0..groups).map(move |y| (x, y))).filter(|(x, y)| x != y);
        let kinds: Vec<(usize, usize)> = kinds.collect();
        let mut others = vec![None];
        others.extend((1..=MOST_EXCHANGED).flat_map(|n| kinds.iter().map(move |(x, y)| Some((*x, *y, n)))));
        let fronts = std::iter::once(None).chain(kinds.iter().copied().map(Some));
        let all = fronts.flat_map(|front| others.iter().map(move |others| Self { front, others: *others }));
        all.filter(|exchange| exchange.front.is_some() || exchange.others.is_some()).collect()
    }

    fn seen_from_the_other(self) -> Self {
        Self {
            front: self.front.map(|(x, y)| (y, x)),
            others: self.others.map(|(x, y, people)| (y, x, people)),
        }
    }

    fn apply(self, profile: &Profile) -> Option<Profile> {
        let mut sizes = profile.sizes.clone();
        if let Some((x, y)) = self.front {
            sizes[x].front = sizes[x].front.checked_sub(1)?;
            sizes[x].all -= 1;
            sizes[y].front += 1;
            sizes[y].all += 1;
        }
        if let Some((x, y, people)) = self.others {
            sizes[x].all = sizes[x].all.checked_sub(people).filter(|all| *all >= sizes[x].front)?;
            sizes[y].all += people;
        }
        Some(Profile { shape: profile.shape, sizes })
    }
}

/// Rooms by profile, and what exchanges are worth.
struct Market<'s> {
    shapes: Vec<&'s super::Shape>,
    exchanges: Vec<Exchange>,
    /// By exchange: the same as the other room sees it.
    reverse: Vec<usize>,
    worth: HashMap<Profile, Option<i64>>,
    /// By exchange: the change of the least pairs of a room of this profile.
    changes: HashMap<Profile, Rc<Vec<Option<i64>>>>,
    rooms: BTreeMap<Profile, Vec<usize>>,
}

impl Market<'_> {
    fn worth(&mut self, profile: &Profile) -> Option<i64> {
        if let Some(known) = self.worth.get(profile) {
            return *known;
        }
        let least = self.shapes[profile.shape].least_of(&profile.sizes);
        let worth = least.filter(|(_, exact)| *exact).map(|(least, _)| i64::from(least));
        self.worth.insert(profile.clone(), worth);
        worth
    }

    fn changes(&mut self, profile: &Profile) -> Rc<Vec<Option<i64>>> {
        if let Some(known) = self.changes.get(profile) {
            return Rc::clone(known);
        }
        let before = self.worth(profile);
        let exchanges = self.exchanges.clone();
        let change = |exchange: &Exchange| Some(self.worth(&exchange.apply(profile)?)? - before?);
        let changes = Rc::new(exchanges.iter().map(change).collect::<Vec<_>>());
        self.changes.insert(profile.clone(), Rc::clone(&changes));
        changes
    }

    /// Exchanges of a room of `profile` that lessen the pairs, the best first: which, and with whom.
    fn offers(&mut self, profile: &Profile) -> Vec<(i64, Profile, usize)> {
        let own = self.changes(profile);
        let mut offers = Vec::new();
        if own.iter().flatten().all(|change| *change >= 0) {
            return offers;
        }
        let others: Vec<Profile> = self.rooms.keys().cloned().collect();
        for other in others {
            let theirs = self.changes(&other);
            let gain = |at: usize| Some(own[at]? + theirs[self.reverse[at]]?);
            let best = (0..own.len()).filter_map(|at| Some((gain(at)?, at))).min();
            offers.extend(best.filter(|(gain, _)| *gain < 0).map(|(gain, at)| (gain, other, at)));
        }
        offers.sort();
        offers.truncate(TRIES);
        offers
    }

    fn move_room(&mut self, room: usize, from: &Profile, to: Profile) {
        if let Some(rooms) = self.rooms.get_mut(from) {
            rooms.retain(|other| *other != room);
            if rooms.is_empty() {
                self.rooms.remove(from);
            }
        }
        self.rooms.entry(to).or_default().push(room);
    }
}

impl Pool {
    /// Exchanges people between rooms of two or three groups towards rooms that can have fewer pairs. Their
    /// seats are then to be settled.
    pub(super) fn share_out(&mut self, p: &Problem<'_>, state: &State) {
        let Some(groups) = self.few_groups(0..self.person.len()) else { return };
        let shapes: Vec<Rc<super::Shape>> = self.shapes.clone();
        let mut known: Vec<*const super::Shape> = Vec::new();
        let mut number: HashMap<*const super::Shape, usize> = HashMap::new();
        let mut profiles: Vec<Option<Profile>> = Vec::new();
        let mut first_of: Vec<&super::Shape> = Vec::new();
        for (range, shape) in shapes.iter().enumerate() {
            let shape_number = *number.entry(Rc::as_ptr(shape)).or_insert_with(|| {
                known.push(Rc::as_ptr(shape));
                first_of.push(shape.as_ref());
                known.len() - 1
            });
            let free = !self.locked[self.desks(range)].iter().any(|locked| *locked);
            let sizes = self.sizes(p, range, &groups);
            profiles.push(free.then_some(Profile { shape: shape_number, sizes }));
        }
        let exchanges = Exchange::all(groups.len());
        let place = |wanted: Exchange| exchanges.iter().position(|exchange| *exchange == wanted).unwrap_or(0);
        let reverse = exchanges.iter().map(|exchange| place(exchange.seen_from_the_other())).collect();
        let mut market = Market {
            shapes: first_of,
            exchanges,
            reverse,
            worth: HashMap::new(),
            changes: HashMap::new(),
            rooms: BTreeMap::new(),
        };
        for (room, profile) in profiles.iter().enumerate() {
            if let Some(profile) = profile {
                market.rooms.entry(profile.clone()).or_default().push(room);
            }
        }
        for _ in 0..ROUNDS {
            let mut changed = false;
            for room in 0..profiles.len() {
                changed |= self.take_offer(p, state, &groups, &mut market, &mut profiles, room);
            }
            if !changed {
                break;
            }
        }
    }

    /// Takes the best exchange with another room that can be had.
    fn take_offer(
        &mut self,
        p: &Problem<'_>,
        state: &State,
        groups: &[Signature],
        market: &mut Market<'_>,
        profiles: &mut [Option<Profile>],
        room: usize,
    ) -> bool {
        let Some(profile) = profiles[room].clone() else { return false };
        for (_, theirs, at) in market.offers(&profile) {
            let exchange = market.exchanges[at];
            let others = market.rooms.get(&theirs).cloned().unwrap_or_default();
            for other in others.into_iter().filter(|other| *other != room).take(TRIES) {
                if !self.trade(p, state, groups, (room, other), exchange) {
                    continue;
                }
                for (room, from, exchange) in
                    [(room, &profile, exchange), (other, &theirs, exchange.seen_from_the_other())]
                {
                    if let Some(to) = exchange.apply(from) {
                        profiles[room] = Some(to.clone());
                        market.move_room(room, from, to);
                    }
                }
                return true;
            }
        }
        false
    }

    /// Exchanges people of the two rooms, all or nobody.
    fn trade(
        &mut self,
        p: &Problem<'_>,
        state: &State,
        groups: &[Signature],
        (room, other): (usize, usize),
        exchange: Exchange,
    ) -> bool {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let front = exchange.front.map(|(x, y)| (x, y, 1, true));
        let others = exchange.others.map(|(x, y, people)| (x, y, people, false));
        for (x, y, people, in_front) in front.into_iter().chain(others) {
            let of = |desk: &usize, group: usize| {
                self.signature[*desk] == groups[group] && self.needs_front(p, *desk) == in_front
            };
            let mut left = people;
            for mine in self.desks(room).filter(|desk| of(desk, x)) {
                let fits = |desk: &usize| {
                    of(desk, y)
                        && pairs.iter().all(|(_, taken)| taken != desk)
                        && self.rooms_exchangeable(p, state, mine, *desk)
                };
                if left > 0
                    && let Some(theirs) = self.desks(other).find(fits)
                {
                    pairs.push((mine, theirs));
                    left -= 1;
                }
            }
            if left > 0 {
                return false;
            }
        }
        for (mine, theirs) in pairs {
            self.exchange(mine, theirs);
        }
        true
    }
}
