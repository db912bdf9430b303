//! Exchanges between rooms of two to four groups that are everybody, by what the rooms are worth.
//!
//! How few pairs a room can have depends on the sizes of its groups and on who must sit in front only: with
//! diagonals, 16 and 14 of 30 are better than 15 and 15, and better still if it is the 16 who have the front
//! row. So people are not exchanged for the pairs of the moment, but towards rooms that can have fewer;
//! `few.rs` then seats them, or with four groups, whose worth is only a bound, the search. Rooms whose worth
//! is not known keep their people.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::super::problem::{Problem, Signature, State};
use super::super::quality::{Shape, Size};
use super::Pool;

/// People exchanged between two rooms at once, at most; beside one who needs the front row.
const MOST_EXCHANGED: usize = 3;
/// Exchanges are by pairs of groups, which become too many.
const MOST_GROUPS: usize = 4;
/// Rounds over all rooms.
const ROUNDS: usize = 8;
/// Exchanges tried for one room, and rooms tried for each, where people may not change rooms.
const TRIES: usize = 12;
/// Profiles for which a detour is looked for in vain, in one round.
const DETOURS: usize = 48;

/// Rooms of one profile are worth the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Profile {
    shape: usize,
    sizes: Vec<Size>,
}

/// Of two who change rooms, who needs the front row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InFront {
    Both,
    Leaves,
    Comes,
}

impl InFront {
    fn seen_from_the_other(self) -> Self {
        match self {
            Self::Both => Self::Both,
            Self::Leaves => Self::Comes,
            Self::Comes => Self::Leaves,
        }
    }
}

/// What one room gives for the same number of people of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Exchange {
    /// One of this group for one of that, of whom somebody needs the front row.
    front: Option<(usize, usize, InFront)>,
    /// Others: of this group, for those of that, how many.
    others: Option<(usize, usize, usize)>,
}

impl Exchange {
    /// All, or with `apart` also those after which somebody who needs the front row is in another room.
    fn all(groups: usize, apart: bool) -> Vec<Self> {
        let pairs = (0..groups).flat_map(|x| (0..groups).map(move |y| (x, y)));
        let kinds: Vec<(usize, usize)> = pairs.clone().filter(|(x, y)| x != y).collect();
        let mut others = vec![None];
        others.extend((1..=MOST_EXCHANGED).flat_map(|n| kinds.iter().map(move |(x, y)| Some((*x, *y, n)))));
        let both = kinds.iter().map(|(x, y)| Some((*x, *y, InFront::Both)));
        let fronts = std::iter::once(None).chain(both);
        let all = fronts.flat_map(|front| others.iter().map(move |others| Self { front, others: *others }));
        let mut all: Vec<Self> =
            all.filter(|exchange| exchange.front.is_some() || exchange.others.is_some()).collect();
        if apart {
            let moves = pairs.flat_map(|(x, y)| [(x, y, InFront::Leaves), (x, y, InFront::Comes)]);
            all.extend(moves.map(|front| Self { front: Some(front), others: None }));
        }
        all
    }

    fn seen_from_the_other(self) -> Self {
        Self {
            front: self.front.map(|(x, y, who)| (y, x, who.seen_from_the_other())),
            others: self.others.map(|(x, y, people)| (y, x, people)),
        }
    }

    fn apply(self, profile: &Profile) -> Option<Profile> {
        let mut sizes = profile.sizes.clone();
        if let Some((x, y, who)) = self.front {
            let (leaves, comes) = (usize::from(who != InFront::Comes), usize::from(who != InFront::Leaves));
            sizes[x].front = sizes[x].front.checked_sub(leaves)?;
            sizes[x].all = sizes[x].all.checked_sub(1).filter(|all| *all >= sizes[x].front)?;
            sizes[y].front += comes;
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
    shapes: Vec<&'s Shape>,
    groups: Vec<Signature>,
    exchanges: Vec<Exchange>,
    /// By exchange: the same as the other room sees it.
    reverse: Vec<usize>,
    worth: HashMap<Profile, Option<i64>>,
    /// By exchange: the change of the least pairs of a room of this profile.
    changes: HashMap<Profile, Rc<Vec<Option<i64>>>>,
    rooms: BTreeMap<Profile, Vec<usize>>,
    /// By room; none where somebody is locked.
    profiles: Vec<Option<Profile>>,
    changed: BTreeSet<usize>,
    /// The least pairs of all rooms with a known worth.
    total: i64,
}

impl Market<'_> {
    fn worth(&mut self, profile: &Profile) -> Option<i64> {
        if let Some(known) = self.worth.get(profile) {
            return *known;
        }
        let worth = self.shapes[profile.shape].worth_of(&profile.sizes).map(i64::from);
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
        if own.iter().flatten().all(|change| *change >= 0) {
            return Vec::new();
        }
        self.offers_for(&own)
    }

    /// The first exchanges of two that lessen the pairs together, where none does alone: a room with one too
    /// many of a group and one too few of both others needs two.
    fn detours(&mut self, profile: &Profile) -> Vec<(i64, Profile, usize)> {
        let others: Vec<Profile> = self.rooms.keys().cloned().collect();
        let mut cheapest: Vec<Option<i64>> = vec![None; self.exchanges.len()];
        for other in others {
            let theirs = self.changes(&other);
            for (cheapest, reverse) in cheapest.iter_mut().zip(&self.reverse) {
                *cheapest = cheapest.iter().copied().chain(theirs[*reverse]).min();
            }
        }
        let own = self.changes(profile);
        let exchanges = self.exchanges.clone();
        let both = exchanges.iter().enumerate().map(|(at, exchange)| {
            // Who needs the front row makes no detours: there are few of them.
            let next = exchange.apply(profile).filter(|_| exchange.front.is_none())?;
            let then = self.changes(&next);
            let second =
                then.iter().zip(&cheapest).filter_map(|(own, theirs)| Some((*own)? + (*theirs)?)).min();
            Some(own[at]? + second?)
        });
        let both: Vec<Option<i64>> = both.collect();
        self.offers_for(&both)
    }

    /// Of exchanges that change one's own pairs by `own`, those that lessen all pairs.
    fn offers_for(&mut self, own: &[Option<i64>]) -> Vec<(i64, Profile, usize)> {
        let mut offers = Vec::new();
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

    /// Whether a room of the shape of `profile` could have fewer pairs.
    fn is_behind(&mut self, profile: &Profile) -> bool {
        let fewest = self.shapes[profile.shape].least_of_any(profile.sizes.len());
        self.worth(profile).is_some_and(|worth| worth > i64::from(fewest))
    }

    /// Lists a room under its profile; gives its worth.
    fn enter(&mut self, room: usize) -> Option<i64> {
        let profile = self.profiles[room].clone()?;
        let worth = self.worth(&profile);
        self.rooms.entry(profile).or_default().push(room);
        worth
    }

    fn apply(&mut self, room: usize, exchange: Exchange) {
        let Some(from) = self.profiles[room].take() else { return };
        if let Some(rooms) = self.rooms.get_mut(&from) {
            rooms.retain(|other| *other != room);
            if rooms.is_empty() {
                self.rooms.remove(&from);
            }
        }
        self.profiles[room] = exchange.apply(&from);
        self.changed.insert(room);
        self.total += self.enter(room).unwrap_or(0) - self.worth(&from).unwrap_or(0);
    }
}

impl Pool {
    /// Exchanges people between rooms of two to four groups towards rooms that can have fewer pairs, until
    /// they can be at `least` or nothing helps. Gives the rooms that changed: their seats are then to be chosen.
    pub(super) fn share_out(&mut self, p: &Problem<'_>, state: &State, least: u32) -> Vec<usize> {
        let Some(groups) = self.few_groups(0..self.person.len(), MOST_GROUPS) else { return Vec::new() };
        let shapes: Vec<Rc<Shape>> = self.shapes.clone();
        let mut market = self.market(p, &shapes, groups);
        let rooms = 0..shapes.len();
        for _ in 0..ROUNDS {
            if market.total <= i64::from(least) {
                break;
            }
            let took =
                rooms.clone().filter(|room| self.take_offer(p, state, &mut market, *room, false)).count();
            if took == 0 && !self.take_detours(p, state, &mut market) {
                break;
            }
        }
        market.changed.into_iter().collect()
    }

    fn market<'s>(&self, p: &Problem<'_>, shapes: &'s [Rc<Shape>], groups: Vec<Signature>) -> Market<'s> {
        let apart = (0..self.person.len()).any(|desk| self.needs_front(p, desk));
        let exchanges = Exchange::all(groups.len(), apart);
        let place = |wanted: Exchange| exchanges.iter().position(|exchange| *exchange == wanted).unwrap_or(0);
        let reverse = exchanges.iter().map(|exchange| place(exchange.seen_from_the_other())).collect();
        let mut market = Market {
            shapes: Vec::new(),
            groups,
            exchanges,
            reverse,
            worth: HashMap::new(),
            changes: HashMap::new(),
            rooms: BTreeMap::new(),
            profiles: Vec::new(),
            changed: BTreeSet::new(),
            total: 0,
        };
        let mut number: HashMap<*const Shape, usize> = HashMap::new();
        for (range, shape) in shapes.iter().enumerate() {
            let shape_number = *number.entry(Rc::as_ptr(shape)).or_insert_with(|| {
                market.shapes.push(shape.as_ref());
                market.shapes.len() - 1
            });
            let free = !self.locked[self.desks(range)].iter().any(|locked| *locked);
            let profile = Profile { shape: shape_number, sizes: self.sizes(p, range, &market.groups) };
            market.profiles.push(free.then_some(profile));
            market.total += market.enter(range).unwrap_or(0);
        }
        market
    }

    /// Takes the best exchange of `room` with another that can be had. With `detour`, one that pays only
    /// together with the next.
    fn take_offer(
        &mut self,
        p: &Problem<'_>,
        state: &State,
        market: &mut Market<'_>,
        room: usize,
        detour: bool,
    ) -> bool {
        let Some(profile) = market.profiles[room].clone() else { return false };
        let offers = if detour { market.detours(&profile) } else { market.offers(&profile) };
        for (_, theirs, at) in offers {
            let exchange = market.exchanges[at];
            let others = market.rooms.get(&theirs).cloned().unwrap_or_default();
            for other in others.into_iter().filter(|other| *other != room).take(TRIES) {
                if self.trade(p, state, &market.groups, (room, other), exchange) {
                    market.apply(room, exchange);
                    market.apply(other, exchange.seen_from_the_other());
                    return true;
                }
            }
        }
        false
    }

    /// Takes detours for rooms that could have fewer pairs; whether there was one.
    fn take_detours(&mut self, p: &Problem<'_>, state: &State, market: &mut Market<'_>) -> bool {
        let mut found = false;
        let mut in_vain: HashSet<Profile> = HashSet::new();
        for room in 0..market.profiles.len() {
            let Some(profile) = market.profiles[room].clone() else { continue };
            if in_vain.len() >= DETOURS || in_vain.contains(&profile) || !market.is_behind(&profile) {
                continue;
            }
            if self.take_offer(p, state, market, room, true) {
                found = true;
                self.take_offer(p, state, market, room, false);
            } else {
                in_vain.insert(profile);
            }
        }
        found
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
        let front =
            exchange.front.map(|(x, y, who)| (x, y, 1, who != InFront::Comes, who != InFront::Leaves));
        let others = exchange.others.map(|(x, y, people)| (x, y, people, false, false));
        let comes_to =
            |range, who| exchange.front.is_none_or(|f| f.2 != who) || self.has_front_left(p, range);
        if !comes_to(room, InFront::Comes) || !comes_to(other, InFront::Leaves) {
            return false;
        }
        for (x, y, people, leaves_front, comes_to_front) in front.into_iter().chain(others) {
            let of = |desk: &usize, group: usize, in_front: bool| {
                self.signature[*desk] == groups[group] && self.needs_front(p, *desk) == in_front
            };
            let mut left = people;
            for mine in self.desks(room).filter(|desk| of(desk, x, leaves_front)) {
                let fits = |desk: &usize| {
                    of(desk, y, comes_to_front)
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

    /// Whether one more who needs the front row finds a desk there.
    fn has_front_left(&self, p: &Problem<'_>, range: usize) -> bool {
        let needed = self.desks(range).filter(|desk| self.needs_front(p, *desk)).count();
        self.desks(range).filter(|desk| self.front[*desk]).count() > needed
    }
}
