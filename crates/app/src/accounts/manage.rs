//! 用户管理 (R-258…R-268): the 负责人 makes accounts, disables, mends and enables them.

use super::{known, shown};
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::account::{Attempts, Role, Scope, check_account, check_user_name, initial_password};
use kaozhan_domain::candidate::id_document::mask_phone;
use kaozhan_domain::ids::{AccountId, CertificateId};
use kaozhan_domain::plan::Certificate;
use kaozhan_store::{Account, PasswordHash, random};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What the list is asked for.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct AccountFilter {
    /// Part of 账号.
    pub account: String,
    /// Part of 姓名.
    pub name: String,
}

/// An account as the list shows it, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountView {
    /// Identity.
    pub id: String,
    /// 账号.
    pub account: String,
    /// 姓名; empty until it is bound.
    pub name: String,
    /// 手机, masked; empty until it is bound.
    pub phone: String,
    /// 邮箱.
    pub email: String,
    /// 角色, stable code.
    pub role: Role,
    /// Its label.
    pub role_label: &'static str,
    /// May log in.
    pub enabled: bool,
    /// 已启用, 已停用.
    pub status: &'static str,
    /// Why it is disabled, or that it waits to be bound; may be empty.
    pub note: String,
    /// Certificates that it manages; none means all.
    pub certificate_ids: Vec<String>,
    /// Their names with levels.
    pub certificates: Vec<String>,
    /// A second factor is asked for.
    pub second_factor: bool,
    /// When it was made, ISO 8601.
    pub created_at: String,
    /// When its user logged in last; empty for never.
    pub last_login: String,
    /// What can be done with it.
    pub actions: Vec<AccountAction>,
}

/// Something that can be done with an account, or why it can't.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountAction {
    /// Stable code: `disable`, `enable`, `edit`, `delete`, `reset_password`, `reset_binding`,
    /// `see_password`.
    pub code: &'static str,
    /// On the button.
    pub label: &'static str,
    /// It can be done now.
    pub allowed: bool,
    /// Why not, and how to get there; empty when it can.
    pub why: &'static str,
}

/// What 新增用户 and 编辑 fill in.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AccountDraft {
    /// 账号.
    pub account: String,
    /// 姓名.
    pub name: String,
    /// 角色: not the 负责人, who is one in a school.
    pub role: Role,
    /// Certificates that it manages; none means all.
    pub certificate_ids: Vec<String>,
}

/// The password that an account was given; whoever uses it must change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InitialPassword {
    /// 账号, as it is typed at login.
    pub account: String,
    /// 初始密码.
    pub password: String,
}

/// Lists the accounts.
///
/// # Errors
/// Those of the store.
pub fn list(app: &App, filter: &AccountFilter) -> Result<Vec<AccountView>> {
    let (account, name) = (filter.account.trim().to_ascii_lowercase(), filter.name.trim());
    app.read(|tx| {
        let certificates = tx.certificates()?;
        let found = tx.accounts()?.into_iter();
        let found = found.filter(|each| each.account.contains(&account) && each.name.contains(name));
        Ok(found.map(|each| view(each, &certificates)).collect())
    })
}

/// 新增用户.
///
/// # Errors
/// `account_exists`, `role_principal`, the rules of account and name.
pub fn add(app: &App, draft: &AccountDraft) -> Result<InitialPassword> {
    let account = check_account(&draft.account)?;
    let name = check_user_name(&draft.name)?;
    check_role(draft.role)?;
    let password = initial_password(random()?);
    let record = Account {
        id: AccountId(Uuid::now_v7()),
        account: account.clone(),
        name,
        phone: String::new(),
        email: String::new(),
        role: draft.role,
        enabled: true,
        disabled_why: String::new(),
        password: PasswordHash::make(&password, PasswordHash::COST)?,
        initial_password: password.clone(),
        attempts: Attempts::default(),
        scope: scope(draft)?,
        totp_secret: String::new(),
        totp_last: 0,
        trusted: Vec::new(),
        created_at: app.now(),
        last_login: None,
    };
    let summary = format!("{}，{}", shown(&account), draft.role.label());
    app.write("account_add", "新增用户", &summary, |tx| {
        if tx.account_named(&account)?.is_some() {
            return Err(exists(&account));
        }
        Ok(tx.put_account(&record)?)
    })?;
    Ok(InitialPassword { account, password })
}

/// 编辑: only a disabled account.
///
/// # Errors
/// `account_enabled`, `account_exists`, `role_principal`, the rules of account and name.
pub fn edit(app: &App, id: AccountId, draft: &AccountDraft) -> Result<()> {
    let account = check_account(&draft.account)?;
    let name = check_user_name(&draft.name)?;
    check_role(draft.role)?;
    let scope = scope(draft)?;
    app.write("account_edit", "编辑用户", &shown(&account), |tx| {
        let mut record = known(tx, id)?;
        require_disabled(&record, "编辑")?;
        if tx.account_named(&account)?.is_some_and(|other| other.id != id) {
            return Err(exists(&account));
        }
        record.account = account.clone();
        record.name = name;
        record.role = draft.role;
        record.scope = scope;
        tx.put_account(&record)?;
        Ok(())
    })
}

/// 停用.
///
/// # Errors
/// `account_principal`: the 负责人 can't shut herself out.
pub fn disable(app: &App, id: AccountId) -> Result<()> {
    change(app, id, ("account_disable", "停用用户"), |record| {
        require_other(record)?;
        record.enabled = false;
        record.disabled_why = "by_hand".to_owned();
        Ok(())
    })
}

/// 启用: wrong passwords are forgotten.
///
/// # Errors
/// Those of the store.
pub fn enable(app: &App, id: AccountId) -> Result<()> {
    change(app, id, ("account_enable", "启用用户"), |record| {
        record.enabled = true;
        record.disabled_why = String::new();
        record.attempts = Attempts::default();
        Ok(())
    })
}

/// 删除: only a disabled account; what its user did stays in the audit.
///
/// # Errors
/// `account_enabled`, `account_principal`.
pub fn delete(app: &App, id: AccountId) -> Result<()> {
    let gone = super::get(app, id)?;
    app.write("account_delete", "删除用户", &shown(&gone.account), |tx| {
        let record = known(tx, id)?;
        require_other(&record)?;
        require_disabled(&record, "删除")?;
        Ok(tx.delete_account(id)?)
    })
}

/// 重置密码: a new initial password.
///
/// # Errors
/// `account_principal`.
pub fn reset_password(app: &App, id: AccountId) -> Result<InitialPassword> {
    let password = initial_password(random()?);
    let hash = PasswordHash::make(&password, PasswordHash::COST)?;
    let given = password.clone();
    change(app, id, ("account_reset_password", "重置密码"), |record| {
        require_other(record)?;
        record.password = hash;
        record.initial_password = given;
        record.attempts = Attempts::default();
        record.trusted = Vec::new();
        Ok(())
    })?;
    Ok(InitialPassword { account: super::get(app, id)?.account, password })
}

/// 重置用户绑定信息: name, phone and second factor go; the user binds them again.
///
/// # Errors
/// `account_principal`.
pub fn reset_binding(app: &App, id: AccountId) -> Result<()> {
    change(app, id, ("account_reset_binding", "重置用户绑定信息"), |record| {
        require_other(record)?;
        record.phone = String::new();
        record.totp_secret = String::new();
        record.totp_last = 0;
        record.trusted = Vec::new();
        Ok(())
    })
}

/// 再看初始密码, until its user has changed it.
///
/// # Errors
/// `initial_password_gone`.
pub fn see_initial_password(app: &App, id: AccountId) -> Result<InitialPassword> {
    let account = super::get(app, id)?;
    if account.initial_password.is_empty() {
        return Err(AppError::new("initial_password_gone", "使用人已经修改密码，初始密码不再可见")
            .hint("如使用人忘记密码，请重置密码"));
    }
    app.write("account_see_password", "查看初始密码", &shown(&account.account), |_| Ok(()))?;
    Ok(InitialPassword { account: account.account, password: account.initial_password })
}

fn change(
    app: &App,
    id: AccountId,
    (code, label): (&'static str, &'static str),
    work: impl FnOnce(&mut Account) -> Result<()>,
) -> Result<()> {
    let summary = shown(&super::get(app, id)?.account);
    app.write(code, label, &summary, |tx| {
        let mut record = known(tx, id)?;
        work(&mut record)?;
        tx.put_account(&record)?;
        Ok(())
    })
}

fn check_role(role: Role) -> Result<()> {
    if role == Role::Principal {
        return Err(AppError::new("role_principal", "试点院校负责人每校只有一个，请选择其他角色"));
    }
    Ok(())
}

fn require_other(account: &Account) -> Result<()> {
    if account.role == Role::Principal {
        return Err(AppError::new("account_principal", "试点院校负责人的账号不能在这里处理")
            .hint("请在右上角的账号菜单里修改资料或密码"));
    }
    Ok(())
}

fn require_disabled(account: &Account, action: &str) -> Result<()> {
    if account.enabled {
        return Err(AppError::new("account_enabled", format!("已启用的账号不能{action}")).hint("请先停用"));
    }
    Ok(())
}

fn exists(account: &str) -> AppError {
    AppError::new("account_exists", format!("账号“{}”已经存在，请换一个", shown(account)))
}

fn scope(draft: &AccountDraft) -> Result<Scope> {
    let unknown = |_| AppError::new("certificate_unknown", "找不到证书，可能已被删除");
    let ids: Result<Vec<CertificateId>> =
        draft.certificate_ids.iter().map(|id| id.parse().map_err(unknown)).collect();
    Ok(Scope::only(ids?))
}

fn view(account: Account, certificates: &[Certificate]) -> AccountView {
    let label = |id: &CertificateId| {
        let found = certificates.iter().find(|known| known.id == *id);
        found.map_or_else(|| "已删除的证书".to_owned(), |known| format!("{}（{}）", known.name, known.level))
    };
    AccountView {
        id: account.id.to_string(),
        name: account.name.clone(),
        phone: mask_phone(&account.phone),
        email: account.email.clone(),
        role: account.role,
        role_label: account.role.label(),
        enabled: account.enabled,
        status: if account.enabled { "已启用" } else { "已停用" },
        note: note(&account),
        certificate_ids: account.scope.certificates().iter().map(ToString::to_string).collect(),
        certificates: account.scope.certificates().iter().map(label).collect(),
        second_factor: !account.totp_secret.is_empty(),
        created_at: account.created_at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        last_login: account
            .last_login
            .map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string())
            .unwrap_or_default(),
        actions: actions(&account),
        account: shown(&account.account),
    }
}

fn note(account: &Account) -> String {
    let text = match (account.enabled, account.disabled_why.as_str()) {
        (false, "wrong_passwords") => "连续输错密码，自动停用",
        (false, _) => "停用后须启用才能登录",
        (true, _) if !account.initial_password.is_empty() => "尚未修改初始密码",
        (true, _) if account.must_bind() => "待首次登录绑定",
        _ => "",
    };
    text.to_owned()
}

fn actions(account: &Account) -> Vec<AccountAction> {
    let principal = account.role == Role::Principal;
    let own = "负责人的账号请在右上角的账号菜单里修改";
    let action = |code, label, allowed: bool, why: &'static str| AccountAction {
        code,
        label,
        allowed: allowed && !principal,
        why: if principal {
            own
        } else if allowed {
            ""
        } else {
            why
        },
    };
    let off = !account.enabled;
    vec![
        action("disable", "停用", account.enabled, "账号已经停用"),
        action("enable", "启用", off, "账号已经启用"),
        action("edit", "编辑", off, "已启用的账号不能编辑，请先停用"),
        action("delete", "删除", off, "已启用的账号不能删除，请先停用"),
        action("reset_password", "重置密码", true, ""),
        action("reset_binding", "重置绑定信息", !account.phone.is_empty(), "还没有绑定信息"),
        action(
            "see_password",
            "再看初始密码",
            !account.initial_password.is_empty(),
            "使用人已经修改密码，初始密码不再可见",
        ),
    ]
}
