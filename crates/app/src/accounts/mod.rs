//! Accounts of the school: who may enter, and how the 负责人 manages them.
//!
//! Knows nothing of the window's session: it is told who asks and when, and answers whether it is so.

mod login;
mod manage;
mod own;

pub use login::{Attempt, Entry, bind, found, log_in, recover, verify};
pub(crate) use login::{recovery, wrong_recovery};
pub use manage::{
    AccountAction, AccountDraft, AccountFilter, AccountView, InitialPassword, add, delete, disable, edit,
    enable, list, reset_binding, reset_password, see_initial_password,
};
pub use own::{
    Profile, ProfileDraft, SecondFactor, begin_second_factor, change_password, change_profile,
    end_second_factor, finish_second_factor, profile,
};

use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::candidate::id_document::mask_phone;
use kaozhan_domain::ids::AccountId;
use kaozhan_store::{Account, ReadTx};

/// Whether the workspace has any account.
///
/// # Errors
/// Those of the store.
pub fn any(app: &App) -> Result<bool> {
    app.read(|tx| Ok(!tx.accounts()?.is_empty()))
}

/// The account.
///
/// # Errors
/// `account_unknown`, those of the store.
pub fn get(app: &App, id: AccountId) -> Result<Account> {
    app.read(|tx| known(tx, id))
}

/// The account as it may be shown: one that is a phone number is masked like one.
pub fn shown(account: &str) -> String {
    let is_number = account.len() >= 7 && account.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { mask_phone(account) } else { account.to_owned() }
}

/// The name that stands in the audit.
pub(crate) fn actor_of(account: &Account) -> String {
    if account.name.is_empty() { shown(&account.account) } else { account.name.clone() }
}

fn known(tx: &ReadTx<'_>, id: AccountId) -> Result<Account> {
    tx.account(id)?.ok_or_else(unknown)
}

fn unknown() -> AppError {
    AppError::new("account_unknown", "找不到账号，可能已被删除").hint("请重新查询后再试")
}

#[cfg(test)]
mod tests;
