//! What an account is called and whose it is.

use crate::violation::RuleViolation;

/// The account as it is kept: digits and letters, in lower case.
///
/// # Errors
/// `account_empty`, `account_characters`, `account_length`.
pub fn check_account(typed: &str) -> Result<String, RuleViolation> {
    let account = typed.trim().to_ascii_lowercase();
    if account.is_empty() {
        return Err(RuleViolation::error("account_empty", "账号为空，请填写"));
    }
    if !account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(RuleViolation::error("account_characters", "账号只能用数字和字母，建议用手机号"));
    }
    if !(3..=20).contains(&account.len()) {
        return Err(RuleViolation::error("account_length", "账号应为 3 至 20 位"));
    }
    Ok(account)
}

/// The real name of the user.
///
/// # Errors
/// `user_name_empty`, `user_name_length`.
pub fn check_user_name(typed: &str) -> Result<String, RuleViolation> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(RuleViolation::error("user_name_empty", "姓名为空，请填写使用人的真实姓名"));
    }
    if name.chars().count() > 40 || name.chars().any(char::is_control) {
        return Err(RuleViolation::error("user_name_length", "姓名太长，最多 40 个字"));
    }
    Ok(name.to_owned())
}

/// The mobile number of the user.
///
/// # Errors
/// `user_phone`.
pub fn check_phone(typed: &str) -> Result<String, RuleViolation> {
    let phone: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let phone = phone.strip_prefix("+86").unwrap_or(&phone);
    if phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(phone.to_owned());
    }
    Err(RuleViolation::error("user_phone", "手机号不对，应为 11 位数字"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r261_accounts_are_digits_and_letters() {
        assert_eq!(check_account(" ZhouMin ").unwrap(), "zhoumin");
        for (typed, code) in [
            ("", "account_empty"),
            ("周敏", "account_characters"),
            ("a b", "account_characters"),
            ("ab", "account_length"),
        ] {
            assert_eq!(check_account(typed).unwrap_err().code, code, "{typed}");
        }
    }

    #[test]
    fn r019_name_and_phone_belong_to_a_person() {
        assert_eq!(check_phone("+86 138-0000-0000").unwrap(), "13800000000");
        assert!(check_phone("1380000000").is_err() && check_phone("23800000000").is_err());
        assert!(check_user_name("  ").is_err());
        assert_eq!(check_user_name(" 周敏 ").unwrap(), "周敏");
    }
}
