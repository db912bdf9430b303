//! QR codes as runs of dark modules. Draws nothing.
//!
//! The code itself comes from the `qrcode` crate. Only the choice of the mask is done here, on rows of bits:
//! the crate's own search takes most of the time of a whole ticket.

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, QrCode, Version, ec};

/// A QR code: side in modules and dark runs (x, y, length).
#[derive(Debug)]
pub(crate) struct Qr {
    pub side: u16,
    pub runs: Vec<(u16, u16, u16)>,
}

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// Codes the text at level M: version 3 where it fits, so that all sheets keep the same module size.
pub(crate) fn qr(text: &str) -> Option<Qr> {
    if let Some(rows) = version_three(text.as_bytes()) {
        return Some(Qr { side: SIDE as u16, runs: runs(&rows, SIDE) });
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width();
    let rows: Vec<u128> = code.into_colors().chunks_exact(side).map(bits).collect();
    Some(Qr { side: side as u16, runs: runs(&rows, side) })
}

const SIDE: usize = 29;

/// Dark modules of a row, the leftmost in bit 0. No text of ours needs 128 modules (3,000 characters).
fn bits(row: &[Color]) -> u128 {
    row.iter().take(128).enumerate().filter(|(_, c)| **c == Color::Dark).fold(0, |bits, (n, _)| bits | 1 << n)
}

fn runs(rows: &[u128], side: usize) -> Vec<(u16, u16, u16)> {
    let mut runs = Vec::with_capacity(side * 8);
    for (y, &row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < side && row >> x != 0 {
            x += (row >> x).trailing_zeros() as usize;
            let length = (!(row >> x)).trailing_zeros() as usize;
            runs.push((x as u16, y as u16, length as u16));
            x += length;
        }
    }
    runs
}

fn version_three(data: &[u8]) -> Option<Vec<u128>> {
    let version = Version::Normal(3);
    let mut coded = Bits::new(version);
    coded.push_optimal_data(data).ok()?;
    coded.push_terminator(EcLevel::M).ok()?;
    let (data, correction) = ec::construct_codewords(&coded.into_bytes(), version, EcLevel::M).ok()?;
    let mut plain = Canvas::new(version, EcLevel::M);
    plain.draw_all_functional_patterns();
    plain.draw_data(&data, &correction);
    let masked = |pattern: &MaskPattern| {
        let mut canvas = plain.clone();
        canvas.apply_mask(*pattern);
        canvas.into_colors().chunks_exact(SIDE).map(bits).collect::<Vec<_>>()
    };
    MASKS.iter().map(masked).min_by_key(|rows| penalty(rows))
}

/// Penalty of ISO/IEC 18004, 7.8.3: runs, blocks, finder-like patterns, balance.
fn penalty(rows: &[u128]) -> u32 {
    let columns: Vec<u128> = (0..SIDE)
        .map(|x| rows.iter().enumerate().fold(0, |column, (y, row)| column | (row >> x & 1) << y))
        .collect();
    let lines = || rows.iter().chain(&columns);
    let blocks: u32 = rows
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0], pair[1]);
            let equal = !(a ^ b) & !(a ^ a >> 1) & !(b ^ b >> 1);
            (equal & ((1 << (SIDE - 1)) - 1)).count_ones() * 3
        })
        .sum();
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    let percent = dark * 100 / (SIDE * SIDE) as u32;
    lines().map(|&line| long_runs(line) + finders(line)).sum::<u32>() + blocks + percent.abs_diff(50) / 5 * 10
}

fn long_runs(line: u128) -> u32 {
    // A set bit where a module equals its neighbour; a run of n modules is n − 1 set bits.
    let mut same = !(line ^ line >> 1) & ((1 << (SIDE - 1)) - 1);
    let mut score = 0;
    while same != 0 {
        same >>= same.trailing_zeros();
        let length = (!same).trailing_zeros();
        if length >= 4 {
            score += length - 1;
        }
        same >>= length;
    }
    score
}

fn finders(line: u128) -> u32 {
    const BEFORE: u128 = 0b101_1101_0000;
    const AFTER: u128 = 0b000_0101_1101;
    let window = |at: usize| line >> at & 0x7FF;
    (0..=SIDE - 11).filter(|&at| matches!(window(at), BEFORE | AFTER)).count() as u32 * 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_code_is_version_three() {
        let code = qr("KZ1:T:20261128000337000000400064:3:154B25BC").unwrap();
        assert_eq!(code.side, 29);
        assert!(code.runs.iter().all(|&(x, y, n)| x + n <= 29 && y < 29 && n > 0));
        assert!(code.runs.contains(&(0, 0, 7)) && code.runs.contains(&(22, 0, 7)));
    }

    #[test]
    fn every_mask_gives_a_code_of_the_crate() {
        // Up to the mask our rows are the crate's: its own choice is among the eight.
        let text = "KZ1:D:20261128-0003:370000004:R013:3:34B1F432";
        let theirs = QrCode::with_version(text, Version::Normal(3), EcLevel::M).unwrap();
        let theirs: Vec<u128> = theirs.into_colors().chunks_exact(SIDE).map(bits).collect();
        let ours = version_three(text.as_bytes()).unwrap();
        assert!(penalty(&ours) <= penalty(&theirs));
    }

    #[test]
    fn penalties_are_those_of_the_standard() {
        assert_eq!(long_runs(0), 27, "29 equal modules: 3 + 24");
        assert_eq!(finders(0b101_1101_0000), 40);
        assert_eq!(long_runs(0x1555_5555), 0);
    }

    #[test]
    fn a_longer_text_takes_a_larger_version() {
        assert!(qr(&"KZ1:D:".repeat(20)).unwrap().side > 29);
    }
}
