//! Code 128: sets C (digit pairs) and B. Returns module widths, draws nothing.

/// Bar and space widths of the symbols 0–105 and, last, the stop symbol.
const PATTERNS: &str = "\
212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122\
123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323\
131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131\
213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122\
141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112\
124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141\
411131211412211214211232";
const STOP: &[u8] = b"2331112";

/// Alternating bar and space widths in modules, beginning with a bar; the quiet zone is the caller's.
/// None when the text is empty or holds anything but printable ASCII.
pub(crate) fn modules(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.iter().all(|b| (0x20..0x7F).contains(b)) {
        return None;
    }
    let mut symbols: Vec<u8> = Vec::with_capacity(bytes.len() + 3);
    let pairs = if bytes.iter().all(u8::is_ascii_digit) { bytes.len() / 2 } else { 0 };
    let (head, rest) = bytes.split_at(pairs * 2);
    if pairs > 0 {
        symbols.push(105);
        symbols.extend(head.chunks_exact(2).map(|pair| (pair[0] - b'0') * 10 + pair[1] - b'0'));
    }
    if !rest.is_empty() {
        symbols.push(if pairs > 0 { 100 } else { 104 });
        symbols.extend(rest.iter().map(|b| b - 0x20));
    }
    let sum: u32 = symbols.iter().enumerate().map(|(n, &s)| (n.max(1) as u32) * u32::from(s)).sum();
    symbols.push((sum % 103) as u8);
    let patterns = PATTERNS.as_bytes();
    let mut widths: Vec<u8> = symbols
        .iter()
        .flat_map(|&s| &patterns[usize::from(s) * 6..usize::from(s) * 6 + 6])
        .map(|b| b - b'0')
        .collect();
    widths.extend(STOP.iter().map(|b| b - b'0'));
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_six_digits_take_178_modules() {
        let widths = modules("20261128000337000000400064").unwrap();
        assert_eq!(widths.iter().map(|w| u32::from(*w)).sum::<u32>(), 178);
        assert_eq!(PATTERNS.len(), 106 * 6);
        // The first runs of the reference drawing: start C, 20, 26.
        assert_eq!(&widths[..12], [2, 1, 1, 2, 3, 2, 2, 2, 1, 2, 3, 1]);
    }

    #[test]
    fn odd_lengths_and_letters_are_coded_and_the_rest_refused() {
        assert!(modules("123").is_some() && modules("A-1").is_some());
        assert!(modules("").is_none() && modules("考").is_none());
    }
}
