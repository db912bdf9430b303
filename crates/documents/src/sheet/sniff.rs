//! What a file really is, whatever its name says, and whether it may be unpacked.
//!
//! **Architecture invariant:** looks at bytes only; the extension is never asked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::csv_text;
use super::read::ReadLimits;
use crate::DocumentError;

/// The formats that can be read.
#[derive(Debug)]
pub(super) enum Format {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
    Text(String),
}

/// Tells the format of `bytes` by their content and applies the size limits.
pub(super) fn sniff(bytes: &[u8], file: &str, limits: &ReadLimits) -> Result<Format, DocumentError> {
    if bytes.len() as u64 > limits.file_mib * 1024 * 1024 {
        return Err(DocumentError::TooLarge {
            file: file.into(),
            limit_mib: limits.file_mib,
            unpacked: false,
        });
    }
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(DocumentError::Empty { file: file.into() });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_format(bytes, file, limits);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return ole_format(bytes, file);
    }
    if let Some(what) = foreign(bytes) {
        return Err(DocumentError::NotAWorkbook { file: file.into(), what: what.into() });
    }
    if let [0x09, 0x00 | 0x02 | 0x04 | 0x08, length, 0x00, ..] = bytes
        && (4..=16).contains(length)
    {
        return Err(DocumentError::TooOld { file: file.into(), version: "Excel 4.0 或更早".into() });
    }
    text_format(bytes, file)
}

/// Other kinds of files by their first bytes.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [b'%', b'P', b'D', b'F', ..] => "PDF 文件",
        [0xff, 0xd8, 0xff, ..] => "JPEG 图片",
        [0x89, b'P', b'N', b'G', ..] => "PNG 图片",
        [b'G', b'I', b'F', b'8', ..] | [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => "图片",
        [b'R', b'I', b'F', b'F', ..] => "图片或音视频文件",
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] => "压缩包，请先解压",
        [0x1f, 0x8b, ..] => "压缩包，请先解压",
        [b'{', b'\\', b'r', b't', b'f', ..] => "RTF 文档",
        [b'M', b'Z', ..] => "程序文件",
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => "数据库文件",
        _ => return None,
    })
}

fn zip_format(bytes: &[u8], file: &str, limits: &ReadLimits) -> Result<Format, DocumentError> {
    let damaged = |detail: String| DocumentError::Damaged { file: file.into(), detail };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    // A name that can't be decoded is no part of a workbook; the size of its entry still counts.
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let format = zip_kind(&mut archive, &names, file)?;
    let cap = limits.unpacked_mib * 1024 * 1024;
    let mut total = 0u64;
    let mut buffer = vec![0u8; 64 * 1024];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        loop {
            let read = entry.read(&mut buffer).map_err(|error| damaged(error.to_string()))?;
            if read == 0 {
                break;
            }
            total += read as u64;
            if total > cap {
                return Err(DocumentError::TooLarge {
                    file: file.into(),
                    limit_mib: limits.unpacked_mib,
                    unpacked: true,
                });
            }
        }
    }
    Ok(format)
}

fn zip_kind(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    names: &[String],
    file: &str,
) -> Result<Format, DocumentError> {
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    let other = |what: &str| Err(DocumentError::NotAWorkbook { file: file.into(), what: what.into() });
    if has("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has("xl/workbook.xml") {
        return Ok(Format::Xlsx);
    }
    if has("mimetype") {
        let mut mime = String::new();
        if let Ok(entry) = archive.by_name("mimetype") {
            // A short head is enough to tell; what isn't text stays empty.
            let _ = entry.take(200).read_to_string(&mut mime);
        }
        return match mime.trim() {
            m if m.starts_with("application/vnd.oasis.opendocument.spreadsheet") => Ok(Format::Ods),
            m if m.starts_with("application/vnd.oasis.opendocument.text") => other("文字文档"),
            _ => other("其他类型的文档"),
        };
    }
    if under("word/") {
        return other("Word 文档");
    }
    if under("ppt/") {
        return other("PowerPoint 演示文稿");
    }
    if under("Index/") || has("Index.zip") {
        return other("苹果 Numbers 表格，请在 Numbers 中导出为 Excel 后再导入");
    }
    if has("[Content_Types].xml") && under("xl/") {
        return Ok(Format::Xlsx);
    }
    other("压缩包，请先解压")
}

/// An OLE file holds its streams' names in UTF-16; reading them needs no parser.
fn ole_format(bytes: &[u8], file: &str) -> Result<Format, DocumentError> {
    let has = |name: &str| {
        let mut wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        wide.extend([0, 0]);
        bytes.chunks_exact(128).any(|entry| entry.starts_with(&wide))
    };
    if has("EncryptedPackage") {
        return Err(DocumentError::Password { file: file.into() });
    }
    if has("Workbook") || has("WORKBOOK") {
        return Ok(Format::Xls);
    }
    if has("Book") || has("BOOK") {
        return Err(DocumentError::TooOld { file: file.into(), version: "Excel 5.0/95".into() });
    }
    let what = if has("WordDocument") {
        "Word 文档"
    } else if has("PowerPoint Document") {
        "PowerPoint 演示文稿"
    } else {
        return Err(DocumentError::Damaged { file: file.into(), detail: "OLE file without workbook".into() });
    };
    Err(DocumentError::NotAWorkbook { file: file.into(), what: what.into() })
}

fn text_format(bytes: &[u8], file: &str) -> Result<Format, DocumentError> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if !wide && bytes.iter().take(4096).any(|b| *b == 0) {
        return Err(DocumentError::NotAWorkbook { file: file.into(), what: "无法识别的文件".into() });
    }
    let text = csv_text::decode(bytes).ok_or_else(|| DocumentError::Encoding { file: file.into() })?;
    let head: String = text.trim_start().chars().take(2000).collect::<String>().to_lowercase();
    let what = if head.starts_with('<') && head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        "XML 格式的旧表格，请用 Excel 打开后另存为 .xlsx 再导入；现在不能直接读取"
    } else if head.starts_with('<')
        && (head.contains("<html") || head.contains("<table") || head.contains("<!doctype"))
    {
        "网页（HTML）格式的表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入；现在不能直接读取"
    } else if head.starts_with("mime-version:") {
        "网页归档（MHTML）格式的表格，请用 Excel 打开后另存为 .xlsx 再导入；现在不能直接读取"
    } else if head.starts_with("<?xml") || head.starts_with('{') || head.starts_with("[{") {
        "其他程序的数据文件"
    } else {
        return Ok(Format::Text(text));
    };
    Err(DocumentError::NotAWorkbook { file: file.into(), what: what.into() })
}
