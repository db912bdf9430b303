//! What identity numbers, phones, names and pinyin share: which characters nobody sees.
//!
//! Knows characters only; nothing about documents or people.

/// Characters that take no room and that no user typed on purpose: zero-width spaces and joiners,
/// soft hyphens, direction marks, byte order marks, variation selectors.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// White space as a user understands it, including the ideographic space U+3000.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// Hyphens, dashes and minus signs of every kind.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{02D7}' | '\u{058A}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{FE31}'
                | '\u{FE32}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
    )
}

/// How a message names a character: itself where it can be seen, its code point where it cannot.
pub(crate) fn shown(c: char) -> String {
    let hidden = c.is_control() || is_space(c) || is_invisible(c) || is_private_use(c);
    if hidden { format!("U+{:04X}", u32::from(c)) } else { format!("“{c}”") }
}

/// Private-use code points, whose look depends on the font of one machine.
pub(crate) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
