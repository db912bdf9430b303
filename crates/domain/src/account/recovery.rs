//! The recovery code: 128 random bits that a person can write down and type again.
//!
//! Crockford's 32 characters (no I, L, O, U), two characters of check sum, groups of four. The check sum
//! tells a slip of the pen from a code of another workspace.

use sha2::{Digest, Sha256};
use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 128 bits in groups of five.
const BODY: usize = 26;
const CHECK: usize = 2;

/// A recovery code.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

/// Why a typed code is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryFault {
    /// Too few or too many characters: so many were found.
    Length(usize),
    /// A character that no code has.
    Character(char),
    /// The check sum does not fit: a character was mistyped.
    CheckSum,
}

impl RecoveryFault {
    /// Simplified Chinese.
    pub fn message(self) -> String {
        match self {
            Self::Length(found) => {
                format!("恢复码应有 {} 个字符，现在是 {found} 个，请核对是否抄漏", BODY + CHECK)
            }
            Self::Character(c) => format!("恢复码里没有“{c}”这个字符，请核对"),
            Self::CheckSum => "恢复码有抄错的字符，请逐组核对".to_owned(),
        }
    }
}

impl RecoveryCode {
    /// The code of these random bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Self(random)
    }

    /// The secret bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// As it is printed: seven groups of four.
    pub fn text(&self) -> String {
        let mut value = u128::from_be_bytes(self.0);
        let mut body = [0u8; BODY];
        for slot in body.iter_mut().rev() {
            *slot = ALPHABET[(value & 31) as usize];
            value >>= 5;
        }
        let check = check_sum(&self.0);
        let all = body.into_iter().chain(check.map(|five| ALPHABET[usize::from(five)]));
        let mut text = String::with_capacity(34);
        for (at, byte) in all.enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(byte));
        }
        text
    }

    /// A typed code; case, blanks and hyphens don't matter, and O, I and L are taken as 0 and 1.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, RecoveryFault> {
        let mut fives = Vec::with_capacity(BODY + CHECK);
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—' | '_')) {
            let plain = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                // Full-width letters and digits of Chinese input methods.
                wide @ '\u{ff10}'..='\u{ff5a}' => {
                    char::from_u32(wide as u32 - 0xfee0).map_or(wide, |c| c.to_ascii_uppercase())
                }
                other => other,
            };
            let at = ALPHABET.iter().position(|known| char::from(*known) == plain);
            fives.push(at.ok_or(RecoveryFault::Character(c))?);
        }
        if fives.len() != BODY + CHECK {
            return Err(RecoveryFault::Length(fives.len()));
        }
        // The first character carries three bits only: 26 × 5 − 128 = 2 are always zero.
        if fives[0] > 7 {
            return Err(RecoveryFault::CheckSum);
        }
        let value = fives[..BODY].iter().fold(0u128, |value, five| (value << 5) | *five as u128);
        let bytes = value.to_be_bytes();
        let check = check_sum(&bytes).map(usize::from);
        if fives[BODY..] != check { Err(RecoveryFault::CheckSum) } else { Ok(Self(bytes)) }
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

fn check_sum(bytes: &[u8; 16]) -> [u8; CHECK] {
    let digest = Sha256::new().chain_update(b"kaozhan recovery code 1").chain_update(bytes).finalize();
    [digest[0] >> 3, digest[1] >> 3]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_seven_groups_of_four() {
        let text = RecoveryCode::new([0xa5; 16]).text();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 7]);
        let wide: String = text
            .chars()
            .map(|c| char::from_u32(c as u32 + 0xfee0).filter(|_| c != '-').unwrap_or(c))
            .collect();
        assert_eq!(RecoveryCode::parse(&wide).unwrap().text(), text);
        assert_eq!(RecoveryCode::parse("0000"), Err(RecoveryFault::Length(4)));
        assert_eq!(RecoveryCode::parse("U"), Err(RecoveryFault::Character('U')));
    }

    proptest! {
        #[test]
        fn what_is_written_down_is_read_back(random: [u8; 16]) {
            let code = RecoveryCode::new(random);
            let typed = code.text().to_lowercase().replace('0', "o").replace('-', " ");
            let read = RecoveryCode::parse(&typed).unwrap();
            prop_assert_eq!(read.bytes(), &random);
        }

        /// A swapped character is told in all but about one case of a thousand; none panics.
        #[test]
        fn any_text_is_read_without_panic(text in ".{0,40}") {
            let _ = RecoveryCode::parse(&text);
        }
    }
}
