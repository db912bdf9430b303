//! Accounts of a school: roles, what they may do, and the rules of passwords and second factors.
//!
//! Knows neither how passwords are hashed nor where accounts are kept.

mod attempts;
mod identity;
mod password;
mod recovery;
mod role;
mod scope;
mod totp;

pub use attempts::{Attempts, DISABLED_AFTER};
pub use identity::{check_account, check_phone, check_user_name};
pub use password::{
    MIN_PASSWORD, SecretKind, Strength, StrengthVerdict, check_password, initial_password, strength,
};
pub use recovery::{RecoveryCode, RecoveryFault};
pub use role::{Permission, Role};
pub use scope::Scope;
pub use totp::{Totp, TotpFault};
