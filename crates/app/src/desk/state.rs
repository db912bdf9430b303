//! What the desk remembers between commands.

use super::SignedIn;
use crate::accounts;
use crate::workspace::App;
use kaozhan_domain::account::Scope;
use kaozhan_domain::ids::AccountId;
use kaozhan_store::Account;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a proved password counts.
const PROVED_FOR: Duration = Duration::from_secs(5 * 60);

/// The state between commands.
#[derive(Default)]
pub(crate) struct State {
    /// The open workspace.
    pub(crate) app: Option<App>,
    /// Who is signed in; also while the window is locked.
    pub(crate) user: Option<SignedIn>,
    /// Their account.
    pub(crate) account: Option<AccountId>,
    /// What they manage.
    pub(crate) scope: Scope,
    /// Locked by hand, or found idle.
    pub(crate) locked: bool,
    /// Locks itself after so long without a sign of life; never when missing.
    pub(crate) idle_limit: Option<Duration>,
    /// The last sign of life.
    pub(crate) touched: Option<Instant>,
    /// When the password was proved last.
    pub(crate) proved: Option<Instant>,
    /// The workspace that was chosen to be opened next.
    pub(crate) chosen: Option<PathBuf>,
}

impl State {
    /// Lets the person of `account` in.
    pub(crate) fn admit(&mut self, account: &Account, idle_minutes: u32) {
        self.user = Some(SignedIn::new(&accounts::shown(&account.account), &account.name, account.role));
        self.account = Some(account.id);
        self.scope = account.scope.clone();
        self.set_idle(idle_minutes);
        self.unlock();
    }

    /// The password was given right now.
    pub(crate) fn unlock(&mut self) {
        self.locked = false;
        self.touched = Some(Instant::now());
        self.proved = Some(Instant::now());
    }

    /// Sets after how many idle minutes the window locks itself; 0 for never.
    pub(crate) fn set_idle(&mut self, minutes: u32) {
        self.idle_limit = (minutes > 0).then(|| Duration::from_secs(u64::from(minutes) * 60));
    }

    /// Nobody is signed in any more; the workspace stays open.
    pub(crate) fn sign_out(&mut self) {
        let app = self.app.take();
        *self = Self { app, ..Self::default() };
    }

    /// Locked by hand, or idle for too long.
    pub(crate) fn is_locked(&self) -> bool {
        self.locked || self.idle_left().is_some_and(|left| left.is_zero())
    }

    /// How long until the window locks itself.
    pub(crate) fn idle_left(&self) -> Option<Duration> {
        let (limit, touched) = (self.idle_limit?, self.touched?);
        Some(limit.saturating_sub(touched.elapsed()))
    }

    /// The password was proved a short while ago.
    pub(crate) fn is_proved(&self) -> bool {
        !self.is_locked() && self.proved.is_some_and(|at| at.elapsed() < PROVED_FOR)
    }
}
