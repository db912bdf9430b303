//! Filling the places: as many as possible, then loads as even as possible, then pairs that vary.
//!
//! A place is filled along a chain: somebody takes it and gives up another place, which the next one takes,
//! until somebody is free. A load moves from a busy to an idle person along the same kind of chain. Where the
//! times of the sessions fall into blocks (overlapping is then transitive) this is a flow, a chain is a path of
//! its residual network, and the result is the most places and the least sum of squared loads. Sessions that
//! overlap otherwise make chains that may not hold; such a chain is taken back.

use super::{Placement, Rota, RotaRequest, shortages};
use std::collections::{HashMap, HashSet, VecDeque};

/// How often the pairs are gone through.
const PAIR_PASSES: usize = 3;

/// Fills the places of `request`. Every place gets its first person before any gets the second; what is kept
/// stays and counts; loads (earlier duties included) come out as even as they can be. The same request gives
/// the same rota.
pub fn assign(request: &RotaRequest) -> Rota {
    let mut board = Board::new(request);
    let rounds = request.slots.iter().map(|slot| usize::from(slot.needed)).max().unwrap_or(0);
    for round in 1..=rounds {
        for slot in 0..request.slots.len() {
            let wanted = usize::from(request.slots[slot].needed).min(round);
            if board.holders[slot].len() < wanted
                && let Some(chain) = board.search(&[slot], None, true)
            {
                board.follow(&chain);
            }
        }
    }
    board.even_out();
    board.vary_pairs();
    // Nothing to do where overlapping is transitive; elsewhere the exchanges may have opened a way.
    board.even_out();
    let placements = board.placements();
    Rota { shortages: shortages(request, &placements), placements }
}

/// One link: a person takes a place and gives up another.
struct Link {
    person: usize,
    takes: Option<usize>,
    gives: Option<usize>,
}

struct Board<'r> {
    request: &'r RotaRequest,
    kept: HashSet<Placement>,
    /// By slot and person: whether nothing but other duties is in the way.
    may: Vec<Vec<bool>>,
    /// Who is at a slot.
    holders: Vec<Vec<usize>>,
    /// Where a person is.
    duties: Vec<Vec<usize>>,
    /// Duties, earlier ones included.
    load: Vec<u32>,
}

impl<'r> Board<'r> {
    fn new(request: &'r RotaRequest) -> Self {
        let people = 0..request.people.len();
        let may = (0..request.slots.len()).map(|slot| {
            people.clone().map(|person| request.hindrance(Placement { slot, person }).is_none()).collect()
        });
        let mut board = Self {
            request,
            kept: request.kept.iter().copied().collect(),
            may: may.collect(),
            holders: vec![Vec::new(); request.slots.len()],
            duties: vec![Vec::new(); request.people.len()],
            load: request.people.iter().map(|person| person.earlier).collect(),
        };
        for at in &request.kept {
            if !board.holders[at.slot].contains(&at.person) {
                board.put(at.slot, at.person);
            }
        }
        board
    }

    fn put(&mut self, slot: usize, person: usize) {
        self.holders[slot].push(person);
        self.duties[person].push(slot);
        self.load[person] += 1;
    }

    fn take(&mut self, slot: usize, person: usize) {
        self.holders[slot].retain(|known| *known != person);
        self.duties[person].retain(|known| *known != slot);
        self.load[person] -= 1;
    }

    fn is_kept(&self, slot: usize, person: usize) -> bool {
        self.kept.contains(&Placement { slot, person })
    }

    /// The duties of a person that clash with a slot.
    fn in_the_way(&self, slot: usize, person: usize) -> Vec<usize> {
        let duties = self.duties[person].iter().copied();
        duties.filter(|other| self.request.clash(*other, slot)).collect()
    }

    /// A chain that fills one of `starts`. With a `giver`, who gives up the start, it ends at the person with
    /// the smallest load, who has at least two fewer; without, at somebody near. Not `deep`, it is a single
    /// handover.
    fn search(&self, starts: &[usize], giver: Option<usize>, deep: bool) -> Option<Vec<Link>> {
        let mut from: Vec<Option<(usize, usize)>> = vec![None; self.request.slots.len()];
        let mut seen = vec![false; self.request.slots.len()];
        let mut queue: VecDeque<usize> = starts.iter().copied().collect();
        starts.iter().for_each(|slot| seen[*slot] = true);
        let limit = giver.map(|giver| self.load[giver].saturating_sub(1));
        let mut best: Option<(u32, usize, usize)> = None;
        while let Some(slot) = queue.pop_front() {
            for person in 0..self.request.people.len() {
                let there = self.holders[slot].contains(&person);
                if !self.may[slot][person] || there || giver == Some(person) {
                    continue;
                }
                let blocking = self.in_the_way(slot, person);
                if blocking.is_empty() {
                    let load = self.load[person];
                    let light = limit.is_none_or(|limit| load < limit);
                    if light && best.is_none_or(|(known, ..)| load < known) {
                        best = Some((load, slot, person));
                    }
                }
                let given_up = match blocking.as_slice() {
                    _ if !deep => Vec::new(),
                    [] => self.duties[person].clone(),
                    [only] => vec![*only],
                    _ => Vec::new(),
                };
                for next in given_up {
                    if !seen[next] && !self.is_kept(next, person) {
                        seen[next] = true;
                        from[next] = Some((slot, person));
                        queue.push_back(next);
                    }
                }
            }
            if giver.is_none() && best.is_some() {
                break;
            }
        }
        let (_, slot, person) = best?;
        Some(chain(&from, slot, person, giver))
    }

    /// Makes the moves of a chain; `false`, and nothing is changed, when they don't hold together.
    fn follow(&mut self, chain: &[Link]) -> bool {
        self.make(chain, false);
        let holds = chain.iter().all(|link| {
            link.takes
                .is_none_or(|slot| self.in_the_way(slot, link.person).into_iter().all(|other| other == slot))
        });
        if !holds {
            self.make(chain, true);
        }
        holds
    }

    fn make(&mut self, chain: &[Link], back: bool) {
        let ways = |link: &Link| if back { (link.gives, link.takes) } else { (link.takes, link.gives) };
        for link in chain {
            if let (_, Some(slot)) = ways(link) {
                self.take(slot, link.person);
            }
        }
        for link in chain {
            if let (Some(slot), _) = ways(link) {
                self.put(slot, link.person);
            }
        }
    }

    /// Moves duties from people with many to people with few for as long as that makes the loads more even.
    fn even_out(&mut self) {
        let mut heavy: Vec<usize> = (0..self.request.people.len()).collect();
        loop {
            heavy.sort_by_key(|person| (std::cmp::Reverse(self.load[*person]), *person));
            let moved = heavy.iter().any(|&giver| {
                let own: Vec<usize> =
                    self.duties[giver].iter().copied().filter(|slot| !self.is_kept(*slot, giver)).collect();
                [true, false].into_iter().any(|deep| {
                    let chain = self.search(&own, Some(giver), deep);
                    chain.is_some_and(|chain| self.follow(&chain))
                })
            });
            if !moved {
                return;
            }
        }
    }

    /// Exchanges people between rooms of the same time where that keeps the same two from being together
    /// again. Loads stay as they are.
    fn vary_pairs(&mut self) {
        let mut together = self.pairs();
        for _ in 0..PAIR_PASSES {
            let mut changed = false;
            for (a, b) in self.same_time() {
                for (x, y) in self.exchanges(a, b) {
                    // An earlier exchange of these two rooms may have moved them.
                    if !self.holders[a].contains(&x) || !self.holders[b].contains(&y) {
                        continue;
                    }
                    let before = self.cost(&together, a) + self.cost(&together, b);
                    let old = [self.holders[a].clone(), self.holders[b].clone()];
                    self.count(&mut together, a, b, false);
                    self.exchange(a, x, b, y);
                    self.count(&mut together, a, b, true);
                    if self.cost(&together, a) + self.cost(&together, b) < before {
                        changed = true;
                        continue;
                    }
                    self.count(&mut together, a, b, false);
                    self.exchange(a, y, b, x);
                    [self.holders[a], self.holders[b]] = old;
                    self.count(&mut together, a, b, true);
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn exchange(&mut self, a: usize, x: usize, b: usize, y: usize) {
        self.take(a, x);
        self.take(b, y);
        self.put(a, y);
        self.put(b, x);
    }

    fn same_time(&self) -> Vec<(usize, usize)> {
        let slots = &self.request.slots;
        let several = |slot: &usize| slots[*slot].needed > 1;
        let all: Vec<usize> = (0..slots.len()).filter(several).collect();
        let mut found = Vec::new();
        for (place, &a) in all.iter().enumerate() {
            let rest = all[place + 1..].iter();
            found.extend(rest.filter(|b| slots[a].window == slots[**b].window).map(|b| (a, *b)));
        }
        found
    }

    fn exchanges(&self, a: usize, b: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for &x in self.holders[a].iter().filter(|x| self.may[b][**x] && !self.is_kept(a, **x)) {
            let others = self.holders[b].iter().filter(|y| **y != x);
            let able = others.filter(|y| self.may[a][**y] && !self.is_kept(b, **y));
            found.extend(able.map(|y| (x, *y)));
        }
        found
    }

    fn pairs(&self) -> HashMap<(usize, usize), u32> {
        let mut together = HashMap::new();
        for slot in 0..self.holders.len() {
            for pair in pairs_of(&self.holders[slot]) {
                *together.entry(pair).or_default() += 1;
            }
        }
        together
    }

    fn count(&self, together: &mut HashMap<(usize, usize), u32>, a: usize, b: usize, more: bool) {
        for pair in [a, b].iter().flat_map(|slot| pairs_of(&self.holders[*slot])) {
            let count = together.entry(pair).or_default();
            *count = if more { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    /// How often the people of a slot are together elsewhere too.
    fn cost(&self, together: &HashMap<(usize, usize), u32>, slot: usize) -> u32 {
        pairs_of(&self.holders[slot]).map(|pair| together.get(&pair).copied().unwrap_or_default()).sum()
    }

    fn placements(&self) -> Vec<Placement> {
        let slots = self.holders.iter().enumerate();
        let mut all: Vec<Placement> = slots
            .flat_map(|(slot, people)| people.iter().map(move |person| Placement { slot, person: *person }))
            .collect();
        all.sort();
        all
    }
}

fn pairs_of(people: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    people.iter().enumerate().flat_map(|(place, a)| {
        people[place + 1..].iter().map(move |b| if a < b { (*a, *b) } else { (*b, *a) })
    })
}

/// The links from the free person back to the place that was to be filled.
fn chain(from: &[Option<(usize, usize)>], slot: usize, person: usize, giver: Option<usize>) -> Vec<Link> {
    let mut links = vec![Link { person, takes: Some(slot), gives: None }];
    let mut at = slot;
    while let Some((taken, person)) = from[at] {
        links.push(Link { person, takes: Some(taken), gives: Some(at) });
        at = taken;
    }
    links.extend(giver.map(|person| Link { person, takes: None, gives: Some(at) }));
    links
}
