//! `requirements`: the checklist names every requirement once, and the tests it names exist.

use crate::{Failure, root, tidy};
use std::collections::{BTreeMap, HashSet};
use std::fs;

const COUNT: usize = 282;

/// A row of the checklist.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    number: usize,
    state: String,
    place: String,
    tests: Vec<String>,
}

/// Enters the tests that name an open requirement, with the state `part`: whether it is done is for a
/// person to judge.
pub(crate) fn fill() -> Result<(), Failure> {
    let mut tests: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
    for path in tidy::sources(&["rs"])? {
        let Some(module) = module(&path) else { continue };
        let text = fs::read_to_string(root().join(&path))?;
        for test in test_functions(&text) {
            for number in &test.requirements {
                tests.entry(*number).or_default().push((module.clone(), test.name.clone()));
            }
        }
    }
    let page = root().join("docs/requirements.md");
    let text = fs::read_to_string(&page)?;
    let filled: Vec<String> = text.lines().map(|line| filled_row(line, &tests)).collect();
    fs::write(&page, filled.join("\n") + "\n")?;
    println!("entered tests of {} requirements", tests.len());
    Ok(())
}

/// `crates/domain/src/room/status.rs` is `domain::room::status`; the fixtures and this tool keep no
/// requirement of the product.
fn module(path: &str) -> Option<String> {
    let path = path.strip_suffix(".rs")?;
    let path = match path.strip_prefix("crates/") {
        Some(rest) => rest.to_owned(),
        None => format!("acceptance/{}", path.strip_prefix("tests/")?),
    };
    let parts: Vec<&str> =
        path.split('/').filter(|part| !["src", "mod", "lib", "main"].contains(part)).collect();
    (parts[0] != "fixtures").then(|| parts.join("::"))
}

fn filled_row(line: &str, tests: &BTreeMap<usize, Vec<(String, String)>>) -> String {
    let number =
        line.strip_prefix("| R-").and_then(|rest| rest.get(..3)).and_then(|digits| digits.parse().ok());
    let found = number.and_then(|number: usize| tests.get(&number));
    match (number, found) {
        (Some(number), Some(found)) if line.contains("| open |") => {
            let mut places: Vec<&str> = found.iter().map(|(module, _)| module.as_str()).collect();
            places.dedup();
            let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
            format!("| R-{number:03} | part | {} | {} |", places.join(", "), names.join(", "))
        }
        _ => line.to_owned(),
    }
}

/// Checks `docs/requirements.md` and prints how far the product is.
pub(crate) fn run() -> Result<(), Failure> {
    let text = fs::read_to_string(root().join("docs/requirements.md"))?;
    let functions = functions()?;
    let (rows, mut problems) = read(&text);
    problems.extend(check(&rows, &functions));
    for problem in &problems {
        eprintln!("requirements: {problem}");
    }
    if !problems.is_empty() {
        return Err(format!("docs/requirements.md: {} findings", problems.len()).into());
    }
    let of = |state: &str| rows.iter().filter(|row| row.state == state).count();
    println!("requirements: {} done, {} part, {} open", of("done"), of("part"), of("open"));
    Ok(())
}

fn read(text: &str) -> (Vec<Row>, Vec<String>) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| R-")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let number =
            cells[0].strip_prefix("R-").filter(|digits| digits.len() == 3).and_then(|d| d.parse().ok());
        match (number, cells.as_slice()) {
            (Some(number), [_, state, place, tests]) => rows.push(Row {
                number,
                state: (*state).to_owned(),
                place: (*place).to_owned(),
                tests: names(tests),
            }),
            _ => problems.push(format!("not four columns: {line}")),
        }
    }
    (rows, problems)
}

/// Test names of a cell: separated by commas or semicolons, with or without backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split([',', ';', '，', '；'])
        .map(|name| name.trim().trim_matches('`'))
        .filter(|name| !name.is_empty() && *name != "–" && *name != "-")
        .map(str::to_owned)
        .collect()
}

fn check(rows: &[Row], functions: &HashSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *seen.entry(row.number).or_default() += 1;
        let id = format!("R-{:03}", row.number);
        if !["done", "part", "open"].contains(&row.state.as_str()) {
            problems.push(format!("{id}: state “{}” is none of done, part, open", row.state));
        }
        if row.state != "open" && (row.tests.is_empty() || row.place.trim_matches(['–', '-']).is_empty()) {
            problems.push(format!("{id}: {} without a place or a test", row.state));
        }
        for test in &row.tests {
            let function = test.rsplit("::").next().unwrap_or(test);
            if !functions.contains(function) {
                problems.push(format!("{id}: there is no test {test}"));
            }
        }
    }
    for number in 1..=COUNT {
        if seen.get(&number).copied() != Some(1) {
            let times = seen.get(&number).copied().unwrap_or(0);
            problems.push(format!("R-{number:03} stands there {times} times"));
        }
    }
    problems.extend(
        seen.keys()
            .filter(|number| **number == 0 || **number > COUNT)
            .map(|n| format!("R-{n:03} is unknown")),
    );
    problems
}

/// Names of all test functions in the sources.
fn functions() -> Result<HashSet<String>, Failure> {
    let mut names = HashSet::new();
    for path in tidy::sources(&["rs"])? {
        let text = fs::read_to_string(root().join(path))?;
        names.extend(test_functions(&text).into_iter().map(|test| test.name));
    }
    Ok(names)
}

/// A test and the requirements that its name (`r142_…`) or its documentation (`R-142`) names.
struct Test {
    name: String,
    requirements: Vec<usize>,
}

/// Functions that follow a `#[test]`, those in a `proptest!` block too.
fn test_functions(text: &str) -> Vec<Test> {
    let mut found = Vec::new();
    let (mut is_test, mut documentation) = (false, String::new());
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[test]") {
            is_test = true;
        } else if let Some(words) = line.strip_prefix("///") {
            documentation.push_str(words);
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_test) {
            let name = rest.split(['(', '<']).next().unwrap_or_default().to_owned();
            let mut requirements = numbers(&documentation, "R-");
            requirements.extend(numbers(&format!("_{name}"), "_r"));
            requirements.sort_unstable();
            requirements.dedup();
            found.push(Test { name, requirements });
        }
        if !line.starts_with("#[") && !line.starts_with("///") {
            is_test = false;
            documentation.clear();
        }
    }
    found
}

/// Numbers of three digits behind `mark`.
fn numbers(text: &str, mark: &str) -> Vec<usize> {
    let three = |rest: &str| {
        let digits = rest.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let ends = rest[3..].chars().next().is_none_or(|c| !c.is_ascii_digit());
        digits.parse().ok().filter(|_| ends)
    };
    text.match_indices(mark).filter_map(|(at, _)| three(&text[at + mark.len()..])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Vec<String> {
        let (rows, mut problems) = read(text);
        let functions = HashSet::from(["r001_name".to_owned()]);
        problems.extend(check(&rows, &functions));
        problems.retain(|problem| !problem.contains("stands there 0 times"));
        problems
    }

    #[test]
    fn good_rows_pass() {
        assert_eq!(checked("| R-001 | done | cli | `cli::r001_name` |\n| R-002 | open | – | – |"), [""; 0]);
    }

    #[test]
    fn bad_rows_are_named() {
        let wrong = [
            "| R-001 | done | cli | – |",
            "| R-001 | done | – | r001_name |",
            "| R-001 | done | cli | r001_other |",
            "| R-001 | nearly | cli | r001_name |",
            "| R-001 | open | – | – |\n| R-001 | open | – | – |",
            "| R-283 | open | – | – |",
            "| R-001 | title | open | – | – |",
        ];
        for text in wrong {
            assert_eq!(checked(text).len(), 1, "{text}: {:?}", checked(text));
        }
    }

    #[test]
    fn only_tests_count() {
        let text = "fn helper() {}\n#[test]\nfn one() {}\n/// R-007: x.\n#[test]\n#[should_panic]\nfn r012_two<T>() {}";
        let found = test_functions(text);
        assert_eq!(found.iter().map(|test| test.name.as_str()).collect::<Vec<_>>(), ["one", "r012_two"]);
        assert_eq!(found[1].requirements, [7, 12]);
        assert!(found[0].requirements.is_empty());
    }

    #[test]
    fn filling_leaves_judged_rows_alone() {
        let tests = BTreeMap::from([(7, vec![("domain::room".to_owned(), "r007_x".to_owned())])]);
        assert_eq!(
            filled_row("| R-007 | open | – | – |", &tests),
            "| R-007 | part | domain::room | r007_x |"
        );
        assert_eq!(filled_row("| R-007 | done | a | b |", &tests), "| R-007 | done | a | b |");
        assert_eq!(filled_row("| R-008 | open | – | – |", &tests), "| R-008 | open | – | – |");
        assert_eq!(module("crates/domain/src/room/mod.rs").as_deref(), Some("domain::room"));
        assert_eq!(module("tests/src/lib.rs").as_deref(), Some("acceptance"));
        assert_eq!(module("crates/fixtures/src/exam.rs"), None);
    }
}
