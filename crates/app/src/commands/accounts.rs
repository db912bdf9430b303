//! 用户管理 (R-258…R-268).

use super::{Command, Nothing, command};
use crate::accounts::{self, AccountDraft, AccountFilter, AccountView};
use crate::desk::{Permission, Role, Session};
use crate::error::{AppError, Result};
use crate::scope::concerns;
use kaozhan_domain::ids::AccountId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which account.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AccountRequest {
    /// Its identity.
    pub id: String,
}

/// 编辑.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AccountEdit {
    /// Its identity.
    pub id: String,
    /// What it becomes.
    pub draft: AccountDraft,
}

/// Every account that matches.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountList {
    /// How many.
    pub total: usize,
    /// The rows, masked.
    pub rows: Vec<AccountView>,
}

/// What the form offers.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountChoices {
    /// Roles that can be given, with what they may do.
    pub roles: Vec<RoleChoice>,
    /// Certificates with levels.
    pub certificates: Vec<ScopeCertificate>,
}

/// A role that can be given.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RoleChoice {
    /// The role.
    pub role: Role,
    /// Its label.
    pub label: &'static str,
    /// What it may do, as the ends of sentences.
    pub may: Vec<&'static str>,
}

/// A certificate at a level.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ScopeCertificate {
    /// Its identity.
    pub id: String,
    /// Name and level.
    pub label: String,
}

// The 负责人 manages all data and says what others manage.
concerns! { nothing: AccountFilter, AccountRequest, AccountDraft, AccountEdit }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("account.list", Permission::Accounts, |session, filter: AccountFilter, _| {
            let rows = accounts::list(&session.app, &filter)?;
            Ok(AccountList { total: rows.len(), rows })
        }),
        command("account.choices", Permission::Accounts, |session, _: Nothing, _| choices(session)),
        command("account.add", Permission::Accounts, |session, draft: AccountDraft, _| {
            session.require_recent()?;
            accounts::add(&session.app, &draft)
        }),
        command("account.edit", Permission::Accounts, |session, request: AccountEdit, _| {
            session.require_recent()?;
            accounts::edit(&session.app, parse(&request.id)?, &request.draft)
        }),
        on_one("account.disable", accounts::disable),
        on_one("account.enable", accounts::enable),
        on_one("account.delete", accounts::delete),
        on_one("account.reset_password", accounts::reset_password),
        on_one("account.reset_binding", accounts::reset_binding),
        on_one("account.initial_password", accounts::see_initial_password),
    ]
}

/// A command that does one thing to one account, after the 负责人 has proved who she is.
fn on_one<R: Serialize + TS + 'static>(
    name: &'static str,
    work: fn(&crate::workspace::App, AccountId) -> Result<R>,
) -> Command {
    command(name, Permission::Accounts, move |session, request: AccountRequest, _| {
        session.require_recent()?;
        work(&session.app, parse(&request.id)?)
    })
}

fn parse(id: &str) -> Result<AccountId> {
    id.parse().map_err(|_| AppError::new("account_unknown", "找不到账号，可能已被删除"))
}

fn choices(session: &Session<'_>) -> Result<AccountChoices> {
    let certificates = session.app.read(|tx| Ok(tx.certificates()?))?;
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Principal);
    Ok(AccountChoices {
        roles: roles
            .map(|role| RoleChoice {
                role,
                label: role.label(),
                may: role.permissions().iter().map(|permission| permission.label()).collect(),
            })
            .collect(),
        certificates: certificates
            .into_iter()
            .map(|known| ScopeCertificate {
                id: known.id.to_string(),
                label: format!("{}（{}）", known.name, known.level),
            })
            .collect(),
    })
}
