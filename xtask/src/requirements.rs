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
        let number = cells[0].strip_prefix("R-").filter(|digits| digits.len() == 3).and_then(|d| d.parse().ok());
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
    problems.extend(seen.keys().filter(|number| **number == 0 || **number > COUNT).map(|n| format!("R-{n:03} is unknown")));
    problems
}

/// Names of all test functions in the sources.
fn functions() -> Result<HashSet<String>, Failure> {
    let mut names = HashSet::new();
    for path in tidy::sources(&["rs"])? {
        let text = fs::read_to_string(root().join(path))?;
        names.extend(test_functions(&text));
    }
    Ok(names)
}

/// Functions that follow a `#[test]`, or stand in a `proptest!` block, where that attribute is too.
fn test_functions(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[test]") {
            is_test = true;
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_test) {
            found.push(rest.split(['(', '<']).next().unwrap_or_default().to_owned());
            is_test = false;
        }
    }
    found
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
            "| R-001 | nearly | – | – |",
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
        let text = "fn helper() {}\n#[test]\nfn one() {}\n#[test]\n#[should_panic]\nasync fn two<T>() {}";
        assert_eq!(test_functions(text), ["one", "two"]);
    }
}
