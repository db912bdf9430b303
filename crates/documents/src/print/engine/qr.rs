//! QR codes as runs of dark modules. Draws nothing.

use qrcode::{Color, EcLevel, QrCode, Version};

/// A QR code: side in modules and dark runs (x, y, length).
#[derive(Debug)]
pub(crate) struct Qr {
    pub side: u16,
    pub runs: Vec<(u16, u16, u16)>,
}

/// Codes the text at level M: version 3 where it fits, so that all sheets keep the same module size.
pub(crate) fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::with_version(text, Version::Normal(3), EcLevel::M)
        .or_else(|_| QrCode::with_error_correction_level(text, EcLevel::M))
        .ok()?;
    let side = code.width();
    let colors = code.into_colors();
    let mut runs = Vec::with_capacity(side * 9);
    for (y, row) in colors.chunks_exact(side).enumerate() {
        let mut x = 0;
        while x < side {
            let length = row[x..].iter().take_while(|c| **c == Color::Dark).count();
            if length > 0 {
                runs.push((x as u16, y as u16, length as u16));
            }
            x += length + 1;
        }
    }
    Some(Qr { side: side as u16, runs })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_code_is_version_three() {
        let code = qr("KZ1:T:20261128000337000000400064:3:154B25BC").unwrap();
        assert_eq!(code.side, 29);
        assert!(code.runs.iter().all(|&(x, y, n)| x + n <= 29 && y < 29 && n > 0));
    }
}
