//! File names: decoding, sorting into photos and other things, the number in them (R-103).
//!
//! Knows nothing of ZIP records or disks; it gets raw names and gives back text.

use encoding_rs::GB18030;
use unicode_normalization::UnicodeNormalization;

/// How the names of an archive without the UTF-8 flag are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameEncoding {
    /// macOS and Linux tools, which often leave the flag out.
    Utf8,
    /// Windows Explorer, WinRAR, 360压缩 on a Chinese system.
    Gb18030,
}

/// Decides for all unflagged names of one archive. A single name cannot tell: 1.7 % of GBK names
/// are valid UTF-8 as well (郑沤荧), but then they read as Latin, Greek or Hebrew letters.
pub(super) fn encoding_of<'a>(unflagged: impl Iterator<Item = &'a [u8]>) -> NameEncoding {
    let (mut chinese, mut foreign) = (0_usize, 0_usize);
    for name in unflagged {
        let Ok(text) = std::str::from_utf8(name) else { return NameEncoding::Gb18030 };
        for c in text.chars().filter(|c| !c.is_ascii()) {
            if is_east_asian(c) { chinese += 1 } else { foreign += 1 }
        }
    }
    if foreign > chinese { NameEncoding::Gb18030 } else { NameEncoding::Utf8 }
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '\u{B7}' | '\u{D7}' | '\u{200B}'..='\u{200F}')
}

/// The readable name. Wrong bytes become U+FFFD, which no document number contains.
pub(super) fn decode_name(raw: &[u8], encoding: NameEncoding) -> String {
    let text = match encoding {
        NameEncoding::Utf8 => String::from_utf8_lossy(raw).into_owned(),
        NameEncoding::Gb18030 => match GB18030.decode_without_bom_handling(raw) {
            (text, false) => text.into_owned(),
            (text, true) => std::str::from_utf8(raw).map_or_else(|_| text.into_owned(), str::to_owned),
        },
    };
    displayable(&text)
}

/// One kind of separator, and nothing that could garble a terminal or reverse the text on screen.
pub(super) fn displayable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\\' => '/',
            c if c.is_control() => '\u{FFFD}',
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// What a file name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// `.jpg`, `.jpeg`, `.png`.
    Photo,
    /// Left by the system, not by the user: passed over without a word.
    SystemFile,
    /// Another archive.
    Archive,
    /// A picture of a kind that is not accepted.
    OtherPicture,
    /// Anything else.
    Other,
}

pub(super) fn kind_of(path: &str) -> FileKind {
    if path.split('/').any(|part| part.eq_ignore_ascii_case("__MACOSX")) {
        return FileKind::SystemFile;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with("._")
        || ["Thumbs.db", ".DS_Store", "desktop.ini", "ehthumbs.db"]
            .iter()
            .any(|s| name.eq_ignore_ascii_case(s))
    {
        return FileKind::SystemFile;
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e.trim().to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "jpg" | "jpeg" | "png" => FileKind::Photo,
        "zip" | "rar" | "7z" | "tar" | "gz" | "tgz" => FileKind::Archive,
        "jfif" | "jpe" | "bmp" | "gif" | "webp" | "heic" | "heif" | "tif" | "tiff" | "avif" => {
            FileKind::OtherPicture
        }
        _ => FileKind::Other,
    }
}

/// File name without folders and without the last extension.
pub(super) fn stem_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// The document number a file name stands for (R-103): NFKC (full-width digits), without blanks and
/// invisible marks at the ends, upper case. Nothing else is repaired: `…(1)` or `…_副本` stays and
/// matches nobody, so that the user hears of it.
pub fn number_from_stem(stem: &str) -> String {
    let wide: String = stem.nfkc().collect();
    wide.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFD}')
    })
    .to_uppercase()
}

/// The path with every long run of letters and digits shortened to its first 6 and last 4 (R-094),
/// fit for messages and logs. Shorter numbers keep two characters at each end.
pub fn masked_path(path: &str) -> String {
    let mut masked = String::with_capacity(path.len());
    let mut run: Vec<char> = Vec::new();
    for c in path.chars().chain(['\0']) {
        if c.is_ascii_alphanumeric() || ('０'..='９').contains(&c) {
            run.push(c);
            continue;
        }
        push_masked(&mut masked, &run);
        run.clear();
        if c != '\0' {
            masked.push(c);
        }
    }
    masked
}

fn push_masked(out: &mut String, run: &[char]) {
    let digits = run.iter().filter(|c| c.is_numeric()).count();
    let (head, tail) = match run.len() {
        _ if digits < 5 => (run.len(), 0),
        0..=11 => (2, 2),
        12..=14 => (3, 4),
        _ => (6, 4),
    };
    let hidden = run.len().saturating_sub(head + tail);
    out.extend(&run[..head.min(run.len())]);
    out.extend(std::iter::repeat_n('*', hidden));
    out.extend(&run[run.len() - tail.min(run.len() - head.min(run.len()))..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn a_gbk_name_that_is_valid_utf8_is_still_read_as_gbk() {
        let name = gbk("郑沤荧.jpg");
        assert!(std::str::from_utf8(&name).is_ok(), "the trap itself");
        let encoding = encoding_of([name.as_slice()].into_iter());
        assert_eq!(encoding, NameEncoding::Gb18030);
        assert_eq!(decode_name(&name, encoding), "郑沤荧.jpg");
    }

    #[test]
    fn one_clear_gbk_name_decides_for_the_archive() {
        let names = [gbk("郑沤荧.jpg"), gbk("张三.jpg"), b"a.jpg".to_vec()];
        assert_eq!(encoding_of(names.iter().map(Vec::as_slice)), NameEncoding::Gb18030);
    }

    #[test]
    fn utf8_without_the_flag_is_read_as_utf8() {
        for name in ["张三.jpg", "库尔班·热合曼.jpg", "照片（终）.jpg", "11010519491231002X.jpg"]
        {
            let encoding = encoding_of([name.as_bytes()].into_iter());
            assert_eq!(decode_name(name.as_bytes(), encoding), name);
        }
    }

    #[test]
    fn a_gbk_trail_byte_of_0x5c_is_no_separator() {
        let raw = gbk("誠.jpg");
        assert!(raw.contains(&0x5C), "the trap itself");
        assert_eq!(decode_name(&raw, NameEncoding::Gb18030), "誠.jpg");
        assert_eq!(decode_name(br"photos\a.jpg", NameEncoding::Gb18030), "photos/a.jpg");
    }

    #[test]
    fn reversing_and_control_characters_are_replaced() {
        assert_eq!(displayable("a\u{202E}gpj.exe\n"), "a\u{FFFD}gpj.exe\u{FFFD}");
    }

    #[test]
    fn kinds_of_files() {
        assert_eq!(kind_of("照片/11010519491231002X.JPG"), FileKind::Photo);
        assert_eq!(kind_of("__MACOSX/照片/._a.jpg"), FileKind::SystemFile);
        for name in ["a/Thumbs.db", ".DS_Store", "x/desktop.ini", "._1.jpg", "thumbs.DB"] {
            assert_eq!(kind_of(name), FileKind::SystemFile, "{name}");
        }
        assert_eq!(kind_of("里面.zip"), FileKind::Archive);
        assert_eq!(kind_of("a.heic"), FileKind::OtherPicture);
        assert_eq!(kind_of("名单.xlsx"), FileKind::Other);
        assert_eq!(kind_of("jpg"), FileKind::Other);
    }

    #[test]
    fn r_103_the_number_is_normalised_but_never_guessed() {
        assert_eq!(number_from_stem(" 11010519491231002x "), "11010519491231002X");
        assert_eq!(number_from_stem("１１０１０５19491231002Ｘ"), "11010519491231002X");
        assert_eq!(number_from_stem("\u{FEFF}11010519491231002X\u{200E}"), "11010519491231002X");
        assert_eq!(number_from_stem("11010519491231002X(1)"), "11010519491231002X(1)");
        assert_eq!(number_from_stem("11010519491231002X_副本"), "11010519491231002X_副本");
        assert_eq!(number_from_stem("11010519491231002X - 张三"), "11010519491231002X - 张三");
    }

    #[test]
    fn r_094_paths_are_masked() {
        assert_eq!(masked_path("照片/11010519491231002X.jpg"), "照片/110105********002X.jpg");
        assert_eq!(masked_path("H12345678.png"), "H1*****78.png");
        assert_eq!(masked_path("13800138000.png"), "13*******00.png");
        assert_eq!(masked_path("一班/张三.jpg"), "一班/张三.jpg");
        assert_eq!(masked_path("IMG_0001.jpg"), "IMG_0001.jpg");
    }
}
