//! `tidy`: house rules that no compiler knows: who may depend on whom, how long files may be, what
//! must not stand in a file.

use crate::process;
use crate::{Failure, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Above this a file is mentioned.
const LONG: usize = 500;
/// Above this it is refused.
const TOO_LONG: usize = 700;

/// What a crate may use of our own, and which libraries it must not know.
struct Boundary {
    name: &'static str,
    ours: &'static [&'static str],
    never: &'static [&'static str],
}

/// The dependency rule of ARCHITECTURE.md.
const BOUNDARIES: [Boundary; 10] = [
    Boundary {
        name: "kaozhan-domain",
        ours: &[],
        never: &[
            "rusqlite",
            "refinery",
            "calamine",
            "rust_xlsxwriter",
            "printpdf",
            "image",
            "zip",
            "tokio",
            "reqwest",
            "tauri",
            "axum",
            "rand",
            "getrandom",
            "rayon",
        ],
    },
    Boundary {
        name: "kaozhan-store",
        ours: &["kaozhan-domain"],
        never: &[
            "calamine",
            "rust_xlsxwriter",
            "printpdf",
            "image",
            "tokio",
            "reqwest",
            "tauri",
            "axum",
            "clap",
        ],
    },
    Boundary {
        name: "kaozhan-documents",
        ours: &["kaozhan-domain"],
        never: &["rusqlite", "refinery", "tokio", "reqwest", "tauri", "axum", "clap"],
    },
    Boundary {
        name: "kaozhan-sync",
        ours: &["kaozhan-domain"],
        never: &["rusqlite", "refinery", "tokio", "reqwest", "tauri", "axum", "clap", "calamine", "printpdf"],
    },
    Boundary {
        name: "kaozhan-app",
        ours: &["kaozhan-domain", "kaozhan-store", "kaozhan-documents", "kaozhan-sync"],
        never: &["tauri", "axum", "clap", "rusqlite", "calamine", "rust_xlsxwriter", "printpdf", "image"],
    },
    Boundary {
        name: "kaozhan-platform",
        ours: &["kaozhan-domain", "kaozhan-sync"],
        never: &["tauri", "clap"],
    },
    Boundary {
        name: "kaozhan-cli",
        ours: &["kaozhan-app"],
        never: &["rusqlite", "calamine", "rust_xlsxwriter", "printpdf", "image", "tauri", "axum"],
    },
    Boundary {
        name: "kaozhan-desktop",
        ours: &["kaozhan-app"],
        never: &["rusqlite", "calamine", "rust_xlsxwriter", "printpdf", "image", "axum", "clap"],
    },
    Boundary { name: "kaozhan-fixtures", ours: &[], never: &["calamine", "rusqlite", "printpdf"] },
    Boundary { name: "xtask", ours: &["kaozhan-fixtures"], never: &["tokio", "reqwest", "clap"] },
];

/// Checks everything and prints every finding.
pub(crate) fn run() -> Result<(), Failure> {
    let mut problems = dependency_problems(&process::metadata()?);
    problems.extend(lock_problems(&fs::read_to_string(root().join("Cargo.lock"))?));
    for path in sources(&["rs", "toml", "md", "sql", "py", "typ", "yml", "json", "ts", "vue", "run"])? {
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        problems.extend(text_problems(&path, &text));
        if path.ends_with(".rs") {
            problems.extend(rust_problems(&path, &text));
        }
    }
    for problem in &problems {
        eprintln!("tidy: {problem}");
    }
    if problems.is_empty() {
        println!("tidy: nothing to say");
        return Ok(());
    }
    Err(format!("tidy: {} findings", problems.len()).into())
}

/// Files under version control, and new ones that aren't ignored, with one of these extensions.
pub(crate) fn sources(extensions: &[&str]) -> Result<Vec<String>, Failure> {
    let list = process::output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    let wanted = |path: &str| {
        let last = path.rsplit(['.', '/']).next().unwrap_or_default();
        extensions.contains(&last)
    };
    let paths = list.split('\0').filter(|path| wanted(path) && root().join(path).is_file());
    Ok(paths.map(str::to_owned).collect())
}

fn dependency_problems(metadata: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        if name == "acceptance" {
            continue;
        }
        let Some(boundary) = BOUNDARIES.iter().find(|boundary| boundary.name == name) else {
            problems.push(format!("{name} has no line in the dependency rule"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // Tests may use what they like.
            if dependency["kind"].as_str() == Some("dev") {
                continue;
            }
            let on = dependency["name"].as_str().unwrap_or_default();
            let foreign = dependency["path"].is_null();
            let allowed = if foreign { !boundary.never.contains(&on) } else { boundary.ours.contains(&on) };
            if !allowed {
                problems.push(format!("{name} must not depend on {on}"));
            }
        }
    }
    problems
}

/// Every library comes from an index on the network, or the build on another machine fails.
fn lock_problems(lock: &str) -> Vec<String> {
    lock.lines()
        .filter_map(|line| line.strip_prefix("source = "))
        .filter(|source| !(source.starts_with("\"registry+https://") && source.ends_with("-index\"")))
        .map(|source| format!("Cargo.lock: unusual source {source}"))
        .collect()
}

/// Words that must not stand in any file. They are put together here so that this file passes.
fn forbidden() -> Vec<String> {
    let mut words: Vec<String> =
        [["TO", "DO"], ["FIX", "ME"], ["HA", "CK:"]].map(|halves| halves.concat()).to_vec();
    words.extend(
        ["work", "root", "home", "tmp/bash"]
            .map(|folder| format!("/{folder}{}", if folder == "tmp/bash" { "_" } else { "/" })),
    );
    words.extend(
        [["arti", "factory"], ["sub", "agent"], ["work", "tree of"], ["co-authored", "-by"]]
            .map(|halves| halves.concat()),
    );
    words
}

fn text_problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let words = forbidden();
    for (number, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| holds(line, word)) {
            problems.push(format!("{path}:{}: “{word}”", number + 1));
        }
    }
    problems
}

/// Whether `word` stands in `line` by itself: a path only where it begins, a word in any case.
fn holds(line: &str, word: &str) -> bool {
    if !word.starts_with('/') {
        return if word.chars().all(|c| c.is_ascii_uppercase() || c == ':') {
            line.contains(word)
        } else {
            line.to_lowercase().contains(word)
        };
    }
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-/~}>)*".contains(c)))
    })
}

fn rust_problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > TOO_LONG {
        problems.push(format!("{path}: {lines} lines, more than {TOO_LONG}"));
    } else if lines > LONG {
        println!("tidy: {path} has {lines} lines, think of splitting it");
    }
    // `tests.rs` belongs to the module beside it, which has said what it is.
    if !text.starts_with("//!") && !path.ends_with("/tests.rs") {
        problems.push(format!("{path}: begins without a module comment"));
    }
    for (number, line) in text.lines().enumerate() {
        if let Some(name) = declared(line)
            && ["Manager", "Service", "Helper", "Util", "Utils"].iter().any(|vague| name.ends_with(vague))
        {
            problems.push(format!("{path}:{}: {name} says nothing", number + 1));
        }
    }
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if ["utils", "util", "helpers", "common", "misc"].contains(&stem) {
        problems.push(format!("{path}: name the file after what is in it"));
    }
    problems
}

/// The name that a line declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
    let rest = ["struct ", "enum ", "trait "].iter().find_map(|word| line.strip_prefix(word))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, dependencies: Value) -> Value {
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    #[test]
    fn the_dependency_rule_is_kept() {
        let ours = |name: &str| json!([{ "name": name, "kind": null, "path": "x" }]);
        let foreign = |name: &str, kind: Value| json!([{ "name": name, "kind": kind, "path": null }]);
        assert!(dependency_problems(&package("kaozhan-store", ours("kaozhan-domain"))).is_empty());
        assert!(dependency_problems(&package("kaozhan-domain", foreign("chrono", json!(null)))).is_empty());
        assert!(dependency_problems(&package("kaozhan-domain", foreign("rand", json!("dev")))).is_empty());
        assert_eq!(dependency_problems(&package("kaozhan-store", ours("kaozhan-app"))).len(), 1);
        assert_eq!(
            dependency_problems(&package("kaozhan-domain", foreign("rusqlite", json!(null)))).len(),
            1
        );
        assert_eq!(dependency_problems(&package("kaozhan-new", json!([]))).len(), 1);
    }

    #[test]
    fn words_are_found_where_they_matter() {
        let todo = forbidden()[0].clone();
        assert_eq!(text_problems("a.rs", &format!("// {todo}: later")).len(), 1);
        assert!(text_problems("a.rs", "domain/work/x, https://example.com/home/").is_empty());
        assert_eq!(text_problems("a.rs", &format!("see /{}/x", "work")).len(), 1);
        assert_eq!(text_problems("a.rs", &format!("\"/{}/x\"", "root")).len(), 1);
    }

    #[test]
    fn files_without_a_purpose_or_with_vague_names_are_refused() {
        assert!(rust_problems("src/a.rs", "//! Seats.\npub struct Seat;\n").is_empty());
        assert_eq!(rust_problems("src/a.rs", "pub struct Seat;\n").len(), 1);
        assert_eq!(rust_problems("src/a.rs", &format!("//! A.\npub struct Seat{};\n", "Manager")).len(), 1);
        assert_eq!(rust_problems("src/utils.rs", "//! A.\n").len(), 1);
        assert_eq!(rust_problems("src/a.rs", &format!("//! A.\n{}", "\n".repeat(800))).len(), 1);
    }

    #[test]
    fn libraries_come_from_the_public_index() {
        assert!(lock_problems("source = \"registry+https://example.com/public-index\"").is_empty());
        assert_eq!(lock_problems("source = \"registry+file:///home/mirror\"").len(), 1);
        assert_eq!(lock_problems("source = \"git+https://example.com/x\"").len(), 1);
    }
}
