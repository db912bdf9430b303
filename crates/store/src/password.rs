//! Hashes of login passwords: argon2id with its cost and salt beside it, in one text.

use crate::error::{Result, StoreError};
use crate::key::{KdfCost, from_hex, random_bytes, to_hex};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;

/// The hash of a login password.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Cost for new hashes: what is recommended for logins. The workspace's key, which can be tried
    /// without end on a stolen disk, costs more.
    pub const COST: KdfCost = KdfCost { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    /// Hashes `password`.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when the system gives no random numbers.
    pub fn make(password: &str, cost: KdfCost) -> Result<Self> {
        let salt = random_bytes::<16>()?;
        let hash = derive(password, &salt, cost)?;
        let KdfCost { memory_kib, passes, lanes } = cost;
        Ok(Self(format!("argon2id${memory_kib},{passes},{lanes}${}${}", to_hex(&salt), to_hex(&hash))))
    }

    /// Whether `password` is the one that was hashed; false for a text that is no hash.
    pub fn matches(&self, password: &str) -> bool {
        let mut parts = self.0.split('$').skip(1);
        let (Some(cost), Some(salt), Some(hash)) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        let mut numbers = cost.split(',').map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        let cost = KdfCost { memory_kib: next(), passes: next(), lanes: next() };
        let (Ok(salt), Ok(stored)) = (from_hex(salt), from_hex(hash)) else { return false };
        let Ok(tried) = derive(password, &salt, cost) else { return false };
        // Every byte is compared, so that the time tells nothing.
        stored.len() == tried.len() && stored.iter().zip(tried).fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
    }

    /// As stored.
    pub(crate) fn stored(&self) -> &str {
        &self.0
    }

    /// From what is stored.
    pub(crate) fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

fn derive(password: &str, salt: &[u8], cost: KdfCost) -> Result<[u8; 32]> {
    let wrong = |error: argon2::Error| StoreError::Internal(error.to_string());
    if !cost.is_sane() {
        return Err(StoreError::Internal("the hash asks for an absurd cost".into()));
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(wrong)?;
    let mut out = [0u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut out)
        .map_err(wrong)?;
    Ok(out)
}

/// Random bytes of the system, for initial passwords, recovery codes and second factors.
///
/// # Errors
/// [`StoreError::Internal`] when the system gives none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    random_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hash = PasswordHash::make("兰花-82", KdfCost::CHEAP).unwrap();
        assert!(hash.matches("兰花-82") && !hash.matches("兰花-83") && !hash.matches(""));
        assert!(!hash.stored().contains("兰花"));
        let again = PasswordHash::from_stored(hash.stored().to_owned());
        assert!(again.matches("兰花-82"));
        for text in ["", "x", "argon2id$1,1,1$zz$zz", "argon2id$4294967295,9,9$00$00", "argon2id$64,1,1$$"] {
            assert!(!PasswordHash::from_stored(text.to_owned()).matches(""), "{text}");
        }
    }
}
