//! Logging in: passwords, the growing delay, the fifth wrong one (R-016…R-023).

use super::{actor_of, known, shown, unknown};
use crate::error::{AppError, Result};
use crate::workspace::App;
use chrono::{NaiveDateTime, TimeDelta};
use kaozhan_domain::account::{
    Attempts, DISABLED_AFTER, RecoveryCode, Role, Scope, Totp, TotpFault, check_account, check_password,
    check_phone, check_user_name,
};
use kaozhan_domain::ids::AccountId;
use kaozhan_store::{Account, PasswordHash, Store, TrustedDevice, Unlock};
use uuid::Uuid;

/// Days that a computer needs no second factor.
const TRUSTED_DAYS: i64 = 7;
/// China Standard Time is what the clock shows.
const ZONE_SECONDS: i64 = 8 * 3600;

/// Somebody at the door.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// 账号, as typed.
    pub account: &'a str,
    /// 密码.
    pub password: &'a str,
    /// Code of the second factor; empty when none was asked for yet.
    pub code: &'a str,
    /// This computer needs no second factor for seven days.
    pub trust: bool,
    /// Which computer this is.
    pub device: &'a str,
    /// The machine's clock: a rehearsal's fixed clock must not stop the delays.
    pub at: NaiveDateTime,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The person is in.
    In(Box<Account>),
    /// The password is right; the code of the second factor is asked for.
    NeedsCode,
    /// The password is right; name, phone and a password of one's own come first.
    MustBind(Box<Account>),
}

/// Tries to log in.
///
/// # Errors
/// `login_failed`, `account_disabled`, `login_delayed`, `second_factor_wrong`, `second_factor_used`.
pub fn log_in(app: &App, attempt: &Attempt<'_>) -> Result<Entry> {
    let account = named(app, attempt.account)?;
    check_door(app, &account, attempt)?;
    if account.must_bind() {
        return Ok(Entry::MustBind(Box::new(account)));
    }
    let trusted =
        account.trusted.iter().any(|known| known.device == attempt.device && known.until > attempt.at);
    let mut step = account.totp_last;
    if let Some(totp) = Totp::parse(&account.totp_secret)
        && !trusted
    {
        if attempt.code.trim().is_empty() {
            return Ok(Entry::NeedsCode);
        }
        step = accept_code(app, &account, &totp, attempt)?;
    }
    let inside =
        app.acting_as(&actor_of(&account)).write("login", "登录", &shown(&account.account), |tx| {
            let mut account = known(tx, account.id)?;
            account.attempts = Attempts::default();
            account.last_login = Some(attempt.at);
            account.totp_last = step;
            account
                .trusted
                .retain(|known| known.until > attempt.at && (trusted || known.device != attempt.device));
            if attempt.trust && !trusted && !account.totp_secret.is_empty() {
                let until = attempt.at + TimeDelta::days(TRUSTED_DAYS);
                account.trusted.push(TrustedDevice { device: attempt.device.to_owned(), until });
            }
            tx.put_account(&account)?;
            Ok(account)
        })?;
    Ok(Entry::In(Box::new(inside)))
}

/// Proves the password of somebody who is signed in already; a wrong one counts as at the door.
///
/// # Errors
/// As [`log_in`].
pub fn verify(app: &App, id: AccountId, password: &str, at: NaiveDateTime) -> Result<Account> {
    let account = super::get(app, id)?;
    // Whoever is signed in proves it is them: the trail names them.
    let app = &app.acting_as(&account.name);
    let attempt = Attempt { account: "", password, code: "", trust: false, device: "", at };
    check_door(app, &account, &attempt)?;
    if account.attempts.failed > 0 {
        app.write("login", "确认身份", &shown(&account.account), |tx| {
            let mut account = known(tx, id)?;
            account.attempts = Attempts::default();
            Ok(tx.put_account(&account)?)
        })?;
    }
    Ok(account)
}

/// The first account of a workspace: its 负责人.
///
/// # Errors
/// `accounts_exist`, and the rules of account, name, phone and password.
pub fn found(app: &App, account: &str, name: &str, phone: &str, password: &str) -> Result<Account> {
    let account = check_account(account)?;
    let (name, phone) = (check_user_name(name)?, check_phone(phone)?);
    let school = app.school()?.name;
    check_password(password, "", &[&account, &name, &school])?;
    let record = Account {
        id: AccountId(Uuid::now_v7()),
        account,
        name,
        phone,
        email: String::new(),
        role: Role::Principal,
        enabled: true,
        disabled_why: String::new(),
        password: PasswordHash::make(password, PasswordHash::COST)?,
        initial_password: String::new(),
        attempts: Attempts::default(),
        scope: Scope::everything(),
        totp_secret: String::new(),
        totp_last: 0,
        trusted: Vec::new(),
        created_at: app.now(),
        last_login: None,
    };
    app.acting_as(&record.name).write("account_found", "建立负责人账号", "", |tx| {
        if !tx.accounts()?.is_empty() {
            return Err(
                AppError::new("accounts_exist", "这个工作区已经有账号").hint("请登录，或请负责人新增用户")
            );
        }
        Ok(tx.put_account(&record)?)
    })?;
    Ok(record)
}

/// The first login of an account: its user says who he is and sets a password of his own.
///
/// # Errors
/// As [`log_in`]; the rules of name, phone and password; `password_unchanged` for the initial one.
pub fn bind(app: &App, attempt: &Attempt<'_>, name: &str, phone: &str, password: &str) -> Result<Account> {
    let account = named(app, attempt.account)?;
    check_door(app, &account, attempt)?;
    let (name, phone) = (check_user_name(name)?, check_phone(phone)?);
    check_password(password, attempt.password, &[&account.account, &name])?;
    let hash = PasswordHash::make(password, PasswordHash::COST)?;
    app.acting_as(&name).write("account_bind", "首次登录绑定", &shown(&account.account), |tx| {
        let mut account = known(tx, account.id)?;
        account.name = name.clone();
        account.phone = phone;
        account.password = hash;
        account.initial_password = String::new();
        account.attempts = Attempts::default();
        account.last_login = Some(attempt.at);
        tx.put_account(&account)?;
        Ok(account)
    })
}

/// Enables an account and gives it a new password by the recovery code of the workspace; its second
/// factor goes, for the phone may be what was lost (R-021…R-023).
///
/// # Errors
/// `recovery_code` for one that is mistyped or of another workspace, `account_unknown`, the rules of
/// passwords.
pub fn recover(app: &App, code: &str, account: &str, password: &str) -> Result<()> {
    let unlock = recovery(code)?;
    Store::try_unlock(&app.folder(), &unlock).map_err(wrong_recovery)?;
    let found =
        app.read(|tx| Ok(tx.account_named(&account.trim().to_ascii_lowercase())?))?.ok_or_else(unknown)?;
    check_password(password, "", &[&found.account, &found.name])?;
    let hash = PasswordHash::make(password, PasswordHash::COST)?;
    app.acting_as(&actor_of(&found)).write(
        "account_recover",
        "用恢复码启用账号",
        &shown(&found.account),
        |tx| {
            let mut account = known(tx, found.id)?;
            account.enabled = true;
            account.disabled_why = String::new();
            account.attempts = Attempts::default();
            account.password = hash;
            account.initial_password = String::new();
            account.totp_secret = String::new();
            account.trusted = Vec::new();
            tx.put_account(&account)?;
            Ok(())
        },
    )
}

/// A typed recovery code.
///
/// # Errors
/// `recovery_code`.
pub(crate) fn recovery(code: &str) -> Result<Unlock> {
    let code = RecoveryCode::parse(code).map_err(|fault| AppError::new("recovery_code", fault.message()))?;
    Ok(Unlock::Recovery(code))
}

/// A well-formed code that does not open.
pub(crate) fn wrong_recovery(error: kaozhan_store::StoreError) -> AppError {
    match error.code() {
        "wrong_passphrase" => AppError::new("recovery_code", "这不是本工作区的恢复码，或恢复码已经更换")
            .hint("请使用最近一次打印的恢复码"),
        "unlock_method_unknown" => AppError::new("recovery_code", "这个工作区没有恢复码")
            .hint("请用口令打开，再在“设置”里生成恢复码"),
        _ => error.into(),
    }
}

fn named(app: &App, typed: &str) -> Result<Account> {
    let name = typed.trim().to_ascii_lowercase();
    app.read(|tx| Ok(tx.account_named(&name)?)).and_then(|found| {
        found.ok_or_else(|| AppError::new("login_failed", "账号或密码不对").hint("请核对大小写和输入法"))
    })
}

/// Whether the password is right and may be tried now; a wrong one is recorded.
fn check_door(app: &App, account: &Account, attempt: &Attempt<'_>) -> Result<()> {
    if !account.enabled {
        return Err(disabled(account));
    }
    let wait = account.attempts.wait(attempt.at);
    if wait > 0 {
        return Err(AppError::new("login_delayed", format!("密码输错过，请等 {wait} 秒后再试")));
    }
    if account.password.matches(attempt.password) {
        return Ok(());
    }
    if let Some(disabled) = count_wrong(app, account, attempt.at)? {
        return Err(disabled);
    }
    let after = account.attempts.after_wrong(attempt.at);
    let mut hint = format!("再输错 {} 次，账号将被停用", after.left());
    if after.wait(attempt.at) > 0 {
        hint = format!("请等 {} 秒后再试；{hint}", after.wait(attempt.at));
    }
    Err(AppError::new("login_failed", "账号或密码不对").hint(hint))
}

fn accept_code(app: &App, account: &Account, totp: &Totp, attempt: &Attempt<'_>) -> Result<u64> {
    let seconds = u64::try_from(attempt.at.and_utc().timestamp() - ZONE_SECONDS).unwrap_or(0);
    match totp.accept(attempt.code, seconds, account.totp_last) {
        Ok(step) => Ok(step),
        Err(TotpFault::Used) => {
            Err(AppError::new("second_factor_used", "这个动态码已经用过").hint("请等下一个动态码"))
        }
        Err(TotpFault::Wrong) => Err(count_wrong(app, account, attempt.at)?.unwrap_or_else(|| {
            AppError::new("second_factor_wrong", "动态码不对")
                .hint("请核对手机和本机的时间，再输入新的动态码")
        })),
    }
}

/// Records a wrong password or code; the error of an account that is disabled by it.
fn count_wrong(app: &App, account: &Account, at: NaiveDateTime) -> Result<Option<AppError>> {
    let who = app.acting_as(&actor_of(account));
    let after = account.attempts.after_wrong(at);
    let (code, label) = if after.disables() {
        ("account_auto_disable", "连续输错密码，账号停用")
    } else {
        ("login_failed", "登录失败")
    };
    let summary = format!("{}，第 {} 次", shown(&account.account), after.failed);
    let changed = who.write(code, label, &summary, |tx| {
        let mut account = known(tx, account.id)?;
        account.attempts = account.attempts.after_wrong(at);
        if account.attempts.disables() && account.enabled {
            account.enabled = false;
            account.disabled_why = "wrong_passwords".to_owned();
        }
        tx.put_account(&account)?;
        Ok(account)
    })?;
    Ok((!changed.enabled).then(|| disabled(&changed)))
}

fn disabled(account: &Account) -> AppError {
    let why = match account.disabled_why.as_str() {
        "wrong_passwords" => format!("账号已停用：连续 {DISABLED_AFTER} 次输错"),
        _ => "账号已停用".to_owned(),
    };
    let hint = match account.role {
        Role::Principal => "请用恢复码启用",
        Role::Administrator | Role::Invigilator => "请试点院校负责人在“用户管理”里启用，或用恢复码启用",
    };
    AppError::new("account_disabled", why).hint(hint)
}
