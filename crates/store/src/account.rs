//! Accounts (账号). They stay on this computer; of their values only what names nobody enters the audit.

use crate::error::Result;
use crate::password::PasswordHash;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use chrono::NaiveDateTime;
use kaozhan_domain::account::{Attempts, Role, Scope};
use kaozhan_domain::ids::AccountId;
use serde::{Deserialize, Serialize};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// 账号, in lower case; one in a workspace.
    pub account: String,
    /// 姓名; empty until it is bound.
    pub name: String,
    /// 手机号; empty until it is bound.
    pub phone: String,
    /// 邮箱; may be empty.
    pub email: String,
    /// 角色.
    pub role: Role,
    /// May log in.
    pub enabled: bool,
    /// Stable code of why it was disabled: `by_hand`, `wrong_passwords`; empty while enabled.
    pub disabled_why: String,
    /// Hash of the password.
    pub password: PasswordHash,
    /// The password that was given to it, until its user has set one of his own; else empty.
    pub initial_password: String,
    /// Wrong passwords since the last right one.
    pub attempts: Attempts,
    /// What it manages.
    pub scope: Scope,
    /// Base32 secret of the second factor; empty when there is none.
    pub totp_secret: String,
    /// Step of the second factor's code that was taken last.
    pub totp_last: u64,
    /// Computers that need no second factor for a while.
    pub trusted: Vec<TrustedDevice>,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When its user logged in last.
    pub last_login: Option<NaiveDateTime>,
}

/// A computer that needs no second factor for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedDevice {
    /// Which.
    pub device: String,
    /// Until when.
    pub until: NaiveDateTime,
}

impl Account {
    /// Its user has yet to bind it and to set a password of his own.
    pub fn must_bind(&self) -> bool {
        !self.initial_password.is_empty() || self.name.is_empty() || self.phone.is_empty()
    }
}

impl Record for Account {
    const TABLE: &'static str = "account";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "account",
        "name",
        "phone",
        "email",
        "role",
        "enabled",
        "disabled_why",
        "password",
        "initial_password",
        "failed",
        "delayed_until",
        "certificates",
        "totp_secret",
        "totp_last",
        "trusted",
        "created_at",
        "last_login",
    ];
    const PERSONAL: &'static [&'static str] = &[
        "account",
        "name",
        "phone",
        "email",
        "password",
        "initial_password",
        "totp_secret",
        "totp_last",
        "trusted",
    ];
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        let time = |moment: Option<NaiveDateTime>| moment.map_or(Cell::Null, Cell::time);
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.account),
            Cell::text(&self.name),
            Cell::text(&self.phone),
            Cell::text(&self.email),
            Cell::code(&self.role),
            Cell::Flag(self.enabled),
            Cell::text(&self.disabled_why),
            Cell::text(self.password.stored()),
            Cell::text(&self.initial_password),
            Cell::Integer(i64::from(self.attempts.failed)),
            time(self.attempts.delayed_until),
            Cell::json(&self.scope),
            Cell::text(&self.totp_secret),
            Cell::Integer(crate::journal::signed(self.totp_last)),
            Cell::json(&self.trusted),
            Cell::time(self.created_at),
            time(self.last_login),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: AccountId(row.id()?),
            account: row.text()?,
            name: row.text()?,
            phone: row.text()?,
            email: row.text()?,
            role: row.code()?,
            enabled: row.flag()?,
            disabled_why: row.text()?,
            password: PasswordHash::from_stored(row.text()?),
            initial_password: row.text()?,
            attempts: Attempts { failed: row.number()?, delayed_until: row.optional_time()? },
            scope: row.json()?,
            totp_secret: row.text()?,
            totp_last: row.number()?,
            trusted: row.json()?,
            created_at: row.time()?,
            last_login: row.optional_time()?,
        })
    }
}

impl ReadTx<'_> {
    /// Every account, the 负责人 first, then by account.
    ///
    /// # Errors
    /// Those of the database.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.select("ORDER BY role <> 'principal', account", [])
    }

    /// The account.
    ///
    /// # Errors
    /// Those of the database.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The account of this name, in lower case.
    ///
    /// # Errors
    /// Those of the database.
    pub fn account_named(&self, account: &str) -> Result<Option<Account>> {
        Ok(self.select("WHERE account = ?", [account])?.pop())
    }
}

impl WriteTx<'_> {
    /// Adds the account or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] for a second account of this name or a second 负责人, those of
    /// the database.
    pub fn put_account(&mut self, account: &Account) -> Result<bool> {
        self.put(account)
    }

    /// Deletes an account; what its user did stays in the audit.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`], those of the database.
    pub fn delete_account(&mut self, id: AccountId) -> Result<()> {
        self.delete_by_key::<Account>(&[Cell::Id(id.0)])
    }
}
