//! The offline second factor (R-017 without a network): RFC 6238 with SHA-1, 30 seconds, 6 digits, as
//! the usual authenticator apps compute it.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;

const STEP: u64 = 30;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that the phone and the account share.
#[derive(Clone, PartialEq, Eq)]
pub struct Totp([u8; 20]);

/// Why a code is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotpFault {
    /// It is not the code of this time, nor of the 30 seconds before or after.
    Wrong,
    /// It was used before.
    Used,
}

impl Totp {
    /// The secret of these random bytes.
    pub fn new(random: [u8; 20]) -> Self {
        Self(random)
    }

    /// The secret of its Base32 text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = Vec::with_capacity(20);
        let (mut bits, mut held) = (0u32, 0u32);
        for c in text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'=') {
            let five = BASE32.iter().position(|known| *known == c.to_ascii_uppercase())?;
            bits = (bits << 5) | u32::try_from(five).ok()?;
            held += 5;
            if held >= 8 {
                held -= 8;
                bytes.push(u8::try_from((bits >> held) & 255).ok()?);
                bits &= (1 << held) - 1;
            }
        }
        <[u8; 20]>::try_from(bytes).ok().map(Self)
    }

    /// As Base32, 32 characters.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(32);
        for chunk in self.0.chunks(5) {
            let value = chunk.iter().fold(0u64, |value, byte| (value << 8) | u64::from(*byte));
            for place in (0..8).rev() {
                text.push(char::from(BASE32[((value >> (place * 5)) & 31) as usize]));
            }
        }
        text
    }

    /// The address that authenticator apps read from a QR code.
    pub fn address(&self, account: &str) -> String {
        format!("otpauth://totp/Kaozhan:{account}?secret={}&issuer=Kaozhan", self.text())
    }

    /// Takes `code` at `seconds` since 1970 (UTC), one step of tolerance to either side. `last` is the
    /// step of the code that was taken last: none is taken twice. Gives the step of this code.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn accept(&self, code: &str, seconds: u64, last: u64) -> Result<u64, TotpFault> {
        let typed: String = code.chars().filter(char::is_ascii_digit).collect();
        let now = seconds / STEP;
        let found = (now.saturating_sub(1)..=now + 1).find(|step| self.code(*step) == typed);
        match found {
            None => Err(TotpFault::Wrong),
            Some(step) if step <= last => Err(TotpFault::Used),
            Some(step) => Ok(step),
        }
    }

    /// The code at `seconds` since 1970 (UTC).
    pub fn at(&self, seconds: u64) -> String {
        self.code(seconds / STEP)
    }

    fn code(&self, step: u64) -> String {
        // A key of any length makes an HMAC; the error can't occur.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let digest: [u8; 20] = mac.finalize().into_bytes().into();
        let at = usize::from(digest[19] & 15);
        let four = [digest[at] & 127, digest[at + 1], digest[at + 2], digest[at + 3]];
        format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
    }
}

impl fmt::Debug for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Totp(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of RFC 6238, appendix B (its eight digits, cut to six).
    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let totp = Totp::new(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(totp.at(seconds), code);
        }
        assert_eq!(totp.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Totp::parse(&totp.text().to_lowercase()), Some(totp));
        assert_eq!(Totp::parse("GEZDG"), None);
        assert_eq!(Totp::parse("1!"), None);
    }

    #[test]
    fn r017_a_code_counts_once_and_one_step_either_side() {
        let totp = Totp::new(*b"12345678901234567890");
        let code = totp.at(3000);
        for seconds in [2970, 3000, 3059] {
            assert_eq!(totp.accept(&code, seconds, 0), Ok(100), "{seconds}");
        }
        for seconds in [2969, 3060] {
            assert_eq!(totp.accept(&code, seconds, 0), Err(TotpFault::Wrong), "{seconds}");
        }
        assert_eq!(totp.accept(&code, 3000, 100), Err(TotpFault::Used));
        assert_eq!(totp.accept("", 3000, 0), Err(TotpFault::Wrong));
    }
}
