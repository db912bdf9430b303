//! One exchange: what to ask next, and what to do with the answer.
//!
//! Everything that must survive lies in [`State`]; a session may be dropped at any moment and begun anew. Each
//! answer is taken over in one transaction, the cursor together with the page.

use super::local::{Area, Fill, Local, Sending, State};
use super::pulled::{chain_at, compare, heard, settle, take};
use super::rebase::{reapply, revert};
use crate::catalogue::Catalogue;
use crate::hash::Hash;
use crate::message::{
    Change, ChangesPage, ChangesQuery, Feed, Hashes, HashesQuery, Heads, Hello, OperationBytes, PAGE_ITEMS,
    PROTOCOL, Push, Pushed, Refusal, Request, Response, SnapshotPage, SnapshotQuery, Welcome,
};
use crate::mutation::Mutation;
use crate::operation::{BATCH_BYTES, BATCH_OPERATIONS, Chained, renumber};
use uuid::Uuid;

/// Why an exchange ended early. The outbox waits; nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The server understands only older exchanges or operations: it has to be upgraded first.
    ServerTooOld,
    /// The server understands only newer exchanges: this program has to be upgraded.
    ProgramTooOld,
    /// The server does not know this device, or has revoked it.
    DeviceRefused,
    /// The server's answer has no sense.
    Nonsense,
}

/// What an exchange did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Times this workspace was found to be a copy, and took a new device identity.
    pub forks: u64,
    /// Operations that are sent again after a restore of the server.
    pub resent: u64,
    /// Refills from a snapshot that were taken over.
    pub refills: u64,
    /// Restores of the server that were noticed.
    pub restores: u64,
    /// Operations that were forgotten because they are safe.
    pub pruned: u64,
}

/// An exchange.
#[derive(Debug, Clone)]
pub struct Session {
    catalogue: Catalogue,
    heads: Option<Heads>,
    no_push: bool,
    /// Why it ended.
    pub stop: Option<Stop>,
    /// What it did.
    pub counters: Counters,
    /// How long settled operations are kept at least, milliseconds.
    pub keep: i64,
    /// Items of a page, at most.
    pub page: usize,
    /// Operations of a batch, at most.
    pub batch: usize,
    mutation: Mutation,
}

/// 90 days in milliseconds.
pub const KEEP: i64 = 90 * 24 * 3_600_000;

impl Session {
    /// Begins.
    pub fn new(catalogue: Catalogue, mutation: Mutation) -> Self {
        Self {
            catalogue,
            heads: None,
            no_push: false,
            stop: None,
            counters: Counters::default(),
            keep: KEEP,
            page: PAGE_ITEMS,
            batch: BATCH_OPERATIONS,
            mutation,
        }
    }

    /// What to ask next; nothing when everything is exchanged or the exchange stopped.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn next<L: Local>(&mut self, local: &mut L) -> Result<Option<Request>, L::Error> {
        let state = local.state()?;
        if self.stop.is_some() {
            return Ok(None);
        }
        let Some(heads) = self.heads else {
            return Ok(Some(Request::Hello(Hello {
                device: state.device,
                former: state.former,
                protocol: PROTOCOL,
                schema: self.catalogue.schema,
            })));
        };
        if let Some((device, from)) = state.compare.first().copied() {
            return Ok(Some(Request::Hashes(HashesQuery { device, from })));
        }
        if let Some(push) = self.next_push(local, &state)? {
            return Ok(Some(Request::Push(push)));
        }
        if let Some(fill) = &state.fill {
            return Ok(Some(self.next_of_fill(&state, fill)));
        }
        for feed in [Feed::Catalogue, Feed::School] {
            if state.cursor.of(feed) < heads.of(feed) {
                return Ok(Some(self.changes(&state, feed, state.cursor.of(feed))));
            }
        }
        Ok(None)
    }

    fn changes(&self, state: &State, feed: Feed, after: u64) -> Request {
        Request::Changes(ChangesQuery { epoch: state.epoch, feed, after, limit: self.page })
    }

    fn next_of_fill(&self, state: &State, fill: &Fill) -> Request {
        let Some(feed) = fill.feed else {
            let feed = match fill.cursor.catalogue < fill.target.catalogue {
                true => Feed::Catalogue,
                false => Feed::School,
            };
            return self.changes(state, feed, fill.cursor.of(feed));
        };
        let after = fill.after.clone();
        Request::Snapshot(SnapshotQuery { epoch: state.epoch, feed, after, limit: self.page })
    }

    fn next_push<L: Local>(&mut self, local: &mut L, state: &State) -> Result<Option<Push>, L::Error> {
        if self.no_push {
            return Ok(None);
        }
        for device in state.devices() {
            let (Some(from_seq), _) = local.ends(device)? else { continue };
            let entries = local.operations(device, from_seq - 1, self.batch, BATCH_BYTES)?;
            let prev_hash = chain_at(local, state, device, from_seq - 1)?.unwrap_or(Hash::START);
            let ops = entries.into_iter().map(|entry| OperationBytes(entry.chained.bytes)).collect();
            return Ok(Some(Push { device, epoch: state.epoch, from_seq, prev_hash, ops }));
        }
        Ok(None)
    }

    /// Takes an answer over. `now` is the laptop's clock, milliseconds since 1970; `fresh` gives random identities.
    ///
    /// # Errors
    /// Those of the storage; the transaction has to be rolled back then.
    pub fn answer<L: Local>(
        &mut self,
        local: &mut L,
        request: &Request,
        response: Response,
        now: i64,
        fresh: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), L::Error> {
        let mut state = local.state()?;
        match (request, response) {
            (Request::Hello(_), Response::Welcome(welcome)) => {
                self.welcome(local, &mut state, &welcome, now)?
            }
            (Request::Hashes(query), Response::Hashes(hashes)) => {
                self.compared(local, &mut state, query.device, &hashes, fresh)?;
            }
            (Request::Push(push), Response::Pushed(pushed)) => {
                self.pushed(local, &mut state, push, &pushed, now)?
            }
            (Request::Snapshot(_), Response::Snapshot(page)) => {
                self.snapshot(local, &mut state, page, now)?
            }
            (Request::Changes(query), Response::Changes(page)) => {
                self.page(local, &mut state, query, page, now)?;
            }
            (_, Response::Refused(refusal)) => self.refused(request, &mut state, refusal),
            _ => self.stop = Some(Stop::Nonsense),
        }
        local.set_state(&state)
    }

    fn welcome<L: Local>(
        &mut self,
        local: &mut L,
        state: &mut State,
        welcome: &Welcome,
        now: i64,
    ) -> Result<(), L::Error> {
        let (oldest, newest) = welcome.protocol;
        if !(oldest..=newest).contains(&PROTOCOL) {
            self.stop = Some(if newest < PROTOCOL { Stop::ServerTooOld } else { Stop::ProgramTooOld });
            return Ok(());
        }
        self.heads = Some(welcome.heads);
        self.no_push = false;
        state.clock_offset = welcome.now.saturating_sub(now);
        if welcome.epoch != state.epoch {
            if state.epoch != 0 {
                self.counters.restores += 1;
            }
            state.epoch = welcome.epoch;
            let first = |device| state.pruned.get(&device).map_or(1, |(seq, _)| *seq);
            state.compare = state.devices().into_iter().map(|device| (device, first(device))).collect();
            state.fill = Some(Fill::start());
            return local.clear_stage();
        }
        let (last, hash) = welcome.last;
        let believed = self.mutation.no_fork_check() || self.mutation.acknowledge_too_far();
        let known = last == 0 || believed || chain_at(local, state, state.device, last)? == Some(hash);
        if !known {
            compare(state, state.device);
            return Ok(());
        }
        let gone = local.prune(state.device, welcome.durable_through, now - self.keep)?;
        if let Some((seq, hash)) = gone {
            let before = state.pruned.insert(state.device, (seq, hash)).map_or(0, |(seq, _)| seq);
            self.counters.pruned += seq - before;
        }
        Ok(())
    }

    /// Finds the longest common prefix with the server by hash. What lies behind it is sent again; when the server
    /// has something else there, this workspace is a copy of another one.
    fn compared<L: Local>(
        &mut self,
        local: &mut L,
        state: &mut State,
        device: Uuid,
        hashes: &Hashes,
        fresh: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), L::Error> {
        if state.compare.first() != Some(&(device, hashes.from)) {
            self.stop = Some(Stop::Nonsense);
            return Ok(());
        }
        let pruned = state.pruned.get(&device).map_or(0, |(seq, _)| *seq);
        let (_, mine) = local.ends(device)?;
        let mut common = hashes.from.saturating_sub(1).max(pruned);
        let mut page_matches = true;
        for (seq, hash) in (hashes.from..).zip(&hashes.hashes) {
            if chain_at(local, state, device, seq)? != Some(*hash) {
                page_matches = false;
                break;
            }
            common = seq.max(pruned);
        }
        let read = hashes.from + hashes.hashes.len() as u64;
        if page_matches && !hashes.hashes.is_empty() && read <= hashes.last {
            state.compare[0] = (device, read);
            return Ok(());
        }
        // The server lost more than was promised: what was pruned is gone, and the rest needs a new number.
        let lost = hashes.last < pruned;
        let mut diverged = lost || hashes.last > common;
        if self.mutation.resend_by_number() {
            (common, diverged) = (hashes.last.min(mine), false);
        }
        state.compare.remove(0);
        let heads = self.heads.unwrap_or_default();
        for entry in local.operations(device, pruned, usize::MAX, usize::MAX)? {
            let seq = entry.chained.seq;
            let sending = match entry.sending {
                _ if seq > common => Sending::Waiting,
                Sending::Waiting | Sending::Sent(_) | Sending::Held => Sending::Sent(heads.school),
                Sending::Settled(_) => continue,
            };
            if sending == Sending::Waiting && entry.sending != Sending::Waiting {
                self.counters.resent += 1;
            }
            local.mark(device, seq, seq, sending)?;
        }
        if diverged {
            self.fork(local, state, device, common, fresh)?;
        }
        Ok(())
    }

    /// Operations after the common ones become those of another device: of a new one, or of the present one when
    /// they are a former one's.
    fn fork<L: Local>(
        &mut self,
        local: &mut L,
        state: &mut State,
        device: Uuid,
        common: u64,
        fresh: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), L::Error> {
        self.counters.forks += 1;
        let moved = local.take_after(device, common)?;
        if device == state.device {
            state.former.push(device);
            state.device = fresh();
            state.next_seq = 1;
            state.chain = Hash::START;
        }
        let mut renumbered = Vec::with_capacity(moved.len());
        for old in moved {
            let bytes = renumber(&old.bytes, old.seq, state.next_seq);
            state.chain = state.chain.after(&bytes);
            renumbered.push(Chained { seq: state.next_seq, hash: state.chain, bytes });
            state.next_seq += 1;
        }
        local.append(state.device, &renumbered)?;
        // The new device has to be known to the server before it sends anything.
        self.heads = None;
        local.set_state(state)
    }

    fn pushed<L: Local>(
        &mut self,
        local: &mut L,
        state: &mut State,
        push: &Push,
        pushed: &Pushed,
        now: i64,
    ) -> Result<(), L::Error> {
        let mine = chain_at(local, state, push.device, pushed.acked_seq)?;
        if mine != Some(pushed.acked_hash)
            && !self.mutation.acknowledge_too_far()
            && !self.mutation.no_fork_check()
        {
            compare(state, push.device);
            return Ok(());
        }
        let upto = pushed.acked_seq;
        if upto < push.from_seq {
            self.stop = Some(Stop::Nonsense);
            return Ok(());
        }
        local.mark(push.device, push.from_seq, upto, Sending::Sent(pushed.feed_seq))?;
        if self.mutation.archive_dropped() {
            local.mark(push.device, push.from_seq, upto, Sending::Settled(now))?;
            if let Some(gone) = local.prune(push.device, upto, i64::MAX)? {
                state.pruned.insert(push.device, gone);
            }
        }
        if let Some(heads) = &mut self.heads {
            heads.school = heads.school.max(pushed.feed_seq);
        }
        if state.fill.is_none() && state.cursor.school >= pushed.feed_seq {
            revert(local)?;
            settle(local, state.cursor.school, now)?;
            reapply(self.catalogue, local)?;
        }
        Ok(())
    }

    fn snapshot<L: Local>(
        &mut self,
        local: &mut L,
        state: &mut State,
        page: SnapshotPage,
        now: i64,
    ) -> Result<(), L::Error> {
        let Some(fill) = &mut state.fill else { return Ok(()) };
        let Some(feed) = fill.feed else { return Ok(()) };
        for change in &page.changes {
            take(local, Area::Stage, change)?;
        }
        if !fill.begun {
            fill.cursor.set(feed, page.heads.of(feed));
            fill.begun = true;
        }
        fill.after.clone_from(&page.next);
        if page.next.is_none() {
            fill.begun = false;
            fill.target = page.heads;
            fill.feed = (feed == Feed::Catalogue).then_some(Feed::School);
        }
        self.finish_fill(local, state, now)
    }

    fn finish_fill<L: Local>(&mut self, local: &mut L, state: &mut State, now: i64) -> Result<(), L::Error> {
        let Some(fill) = &state.fill else { return Ok(()) };
        let behind = |feed| fill.cursor.of(feed) < fill.target.of(feed);
        if fill.feed.is_some() || behind(Feed::Catalogue) || behind(Feed::School) {
            return Ok(());
        }
        let cursor = fill.cursor;
        revert(local)?;
        local.take_stage()?;
        state.cursor = cursor;
        state.fill = None;
        if let Some(heads) = &mut self.heads {
            heads.school = heads.school.max(cursor.school);
            heads.catalogue = heads.catalogue.max(cursor.catalogue);
        }
        for notice in local.notices()? {
            heard(local, state, &notice, now)?;
        }
        settle(local, cursor.school, now)?;
        reapply(self.catalogue, local)?;
        self.counters.refills += 1;
        Ok(())
    }

    fn page<L: Local>(
        &mut self,
        local: &mut L,
        state: &mut State,
        query: &ChangesQuery,
        page: ChangesPage,
        now: i64,
    ) -> Result<(), L::Error> {
        let feed = query.feed;
        let cursor = state.fill.as_ref().map_or(state.cursor, |fill| fill.cursor);
        let gapless = (cursor.of(feed) + 1..).zip(&page.items).all(|(seq, item)| item.seq == seq);
        if query.after != cursor.of(feed) || !gapless || page.items.last().is_some_and(|item| item.more) {
            self.stop = Some(Stop::Nonsense);
            return Ok(());
        }
        if let Some(heads) = &mut self.heads {
            *heads = page.heads;
        }
        let early = feed == Feed::School && cursor.catalogue < page.heads.catalogue;
        if early && !self.mutation.catalogue_ignored() {
            if let Some(fill) = &mut state.fill {
                fill.target.catalogue = page.heads.catalogue;
            }
            return Ok(());
        }
        let last = cursor.of(feed) + page.items.len() as u64;
        if let Some(fill) = &mut state.fill {
            for item in &page.items {
                take(local, Area::Stage, &item.change)?;
            }
            fill.cursor.set(feed, last);
            return self.finish_fill(local, state, now);
        }
        if page.items.is_empty() {
            // The server knows less than it said: the next hello shows why.
            if state.cursor.of(feed) > page.heads.of(feed) {
                self.stop = Some(Stop::Nonsense);
            }
            return Ok(());
        }
        revert(local)?;
        for item in &page.items {
            take(local, Area::Live, &item.change)?;
            if let Change::Notice(notice) = &item.change {
                heard(local, state, notice, now)?;
            }
        }
        state.cursor.set(feed, last);
        settle(local, state.cursor.school, now)?;
        if !self.mutation.pending_ignored() {
            reapply(self.catalogue, local)?;
        }
        Ok(())
    }

    fn refused(&mut self, request: &Request, state: &mut State, refusal: Refusal) {
        match (refusal, request) {
            (Refusal::Epoch { .. }, _) => self.heads = None,
            (Refusal::Gap { .. } | Refusal::Fork { .. }, Request::Push(push)) => compare(state, push.device),
            (Refusal::Schema { .. }, _) => self.no_push = true,
            (Refusal::Device, _) => self.stop = Some(Stop::DeviceRefused),
            _ => self.stop = Some(Stop::Nonsense),
        }
    }

    /// Operations wait because the server is older than this program.
    pub fn waits_for_server(&self) -> bool {
        self.no_push || self.stop == Some(Stop::ServerTooOld)
    }
}
