//! What everybody does with the own account: 修改资料, 修改密码, the second factor (R-024…R-026).

use super::{known, shown};
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::account::{Totp, check_password, check_phone, check_user_name};
use kaozhan_domain::candidate::id_document::mask_phone;
use kaozhan_domain::ids::AccountId;
use kaozhan_store::{Account, PasswordHash, random};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The own account as 修改资料 shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Profile {
    /// 账号, masked when it is a phone number.
    pub account: String,
    /// 角色.
    pub role_label: &'static str,
    /// 姓名.
    pub name: String,
    /// 邮箱.
    pub email: String,
    /// 手机, masked.
    pub phone: String,
    /// A second factor is asked for at login.
    pub second_factor: bool,
}

/// What 修改资料 changes.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ProfileDraft {
    /// 姓名.
    pub name: String,
    /// 邮箱; may be empty.
    pub email: String,
    /// The new 手机; empty leaves it.
    pub phone: String,
}

/// A second factor that is being set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SecondFactor {
    /// To be typed into the app on the phone.
    pub secret: String,
    /// The same as a QR code: rows of `1` (dark) and `0`.
    pub qr: Vec<String>,
}

/// The own account.
///
/// # Errors
/// `account_unknown`, those of the store.
pub fn profile(app: &App, id: AccountId) -> Result<Profile> {
    let account = super::get(app, id)?;
    Ok(Profile {
        account: shown(&account.account),
        role_label: account.role.label(),
        name: account.name,
        email: account.email,
        phone: mask_phone(&account.phone),
        second_factor: !account.totp_secret.is_empty(),
    })
}

/// 修改资料.
///
/// # Errors
/// The rules of name and phone, `user_email`.
pub fn change_profile(app: &App, id: AccountId, draft: &ProfileDraft) -> Result<Account> {
    let name = check_user_name(&draft.name)?;
    let phone = if draft.phone.trim().is_empty() { None } else { Some(check_phone(&draft.phone)?) };
    let email = draft.email.trim();
    let parts: Vec<&str> = email.split('@').collect();
    let is_address = matches!(parts.as_slice(), [user, host] if !user.is_empty() && host.contains('.'));
    if !email.is_empty() && !is_address {
        return Err(AppError::new("user_email", "邮箱不对，例如 jiaowu@example.edu.cn"));
    }
    app.write("profile_change", "修改资料", "", |tx| {
        let mut account = known(tx, id)?;
        account.name = name;
        account.email = email.to_owned();
        if let Some(phone) = phone {
            account.phone = phone;
        }
        tx.put_account(&account)?;
        Ok(account)
    })
}

/// 修改密码; the old one was proved by [`super::verify`].
///
/// # Errors
/// `password_weak`, `password_unchanged`.
pub fn change_password(app: &App, account: &Account, old: &str, new: &str) -> Result<()> {
    check_password(new, old, &[&account.account, &account.name])?;
    let hash = PasswordHash::make(new, PasswordHash::COST)?;
    app.write("password_change", "修改密码", "", |tx| {
        let mut account = known(tx, account.id)?;
        account.password = hash;
        account.initial_password = String::new();
        // Whoever knew the old password may have made a computer trusted.
        account.trusted = Vec::new();
        tx.put_account(&account)?;
        Ok(())
    })
}

/// A fresh secret for the phone; nothing is stored yet.
///
/// # Errors
/// `internal_error` when the system gives no random numbers.
pub fn begin_second_factor(app: &App, id: AccountId) -> Result<SecondFactor> {
    let account = super::get(app, id)?;
    let totp = Totp::new(random()?);
    let code = qrcode::QrCode::new(totp.address(&account.account))
        .map_err(|_| AppError::new("qr_code", "二维码没有生成，请手工输入密钥"))?;
    let width = code.width();
    let qr = code
        .to_colors()
        .chunks(width)
        .map(|row| row.iter().map(|dot| if *dot == qrcode::Color::Dark { '1' } else { '0' }).collect())
        .collect();
    Ok(SecondFactor { secret: totp.text(), qr })
}

/// Turns the second factor on once the phone shows the right code. `seconds` since 1970 (UTC).
///
/// # Errors
/// `second_factor_wrong`.
pub fn finish_second_factor(app: &App, id: AccountId, secret: &str, code: &str, seconds: u64) -> Result<()> {
    let wrong = || AppError::new("second_factor_wrong", "动态码不对").hint("请核对手机和本机的时间");
    let totp = Totp::parse(secret).ok_or_else(wrong)?;
    let step = totp.accept(code, seconds, 0).map_err(|_| wrong())?;
    app.write("second_factor_on", "开启动态码", "", |tx| {
        let mut account = known(tx, id)?;
        account.totp_secret = totp.text();
        account.totp_last = step;
        account.trusted = Vec::new();
        tx.put_account(&account)?;
        Ok(())
    })
}

/// Turns the second factor off.
///
/// # Errors
/// Those of the store.
pub fn end_second_factor(app: &App, id: AccountId) -> Result<()> {
    app.write("second_factor_off", "关闭动态码", "", |tx| {
        let mut account = known(tx, id)?;
        account.totp_secret = String::new();
        account.totp_last = 0;
        account.trusted = Vec::new();
        tx.put_account(&account)?;
        Ok(())
    })
}
