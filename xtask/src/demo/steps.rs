//! The steps of the demo, in the order of a school's year, each at its moment of the rehearsal clock.

use crate::Failure;
use kaozhan_fixtures::{DemoFiles, PLAN_NUMBER, SCHOOL_NAME, School, clock};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Exit code: finished, but rows were refused.
const SOME_REFUSED: i32 = 3;

/// The workspace of the demo holds nobody's data, so that its passphrase may be known.
pub(super) const PASSPHRASE: &str = "考站-演示-口令-2026";

/// A step that was carried out.
pub(super) struct Done {
    /// What it did, in Chinese.
    pub(super) title: String,
    /// What came of it, in Chinese.
    pub(super) result: String,
    /// How long it took, with the start of the program.
    pub(super) seconds: f64,
}

/// The program, the output folder and what has happened so far.
pub(super) struct Work {
    program: PathBuf,
    out: PathBuf,
    now: &'static str,
    pub(super) done: Vec<Done>,
    pub(super) surprises: Vec<String>,
}

/// What a call answered.
struct Answer {
    code: i32,
    json: Value,
    seconds: f64,
}

impl Answer {
    fn count(&self, key: &str) -> usize {
        match &self.json[key] {
            Value::Array(list) => list.len(),
            other => other.as_u64().unwrap_or(0) as usize,
        }
    }
}

impl Work {
    pub(super) fn new(program: PathBuf, out: PathBuf) -> Self {
        Self { program, out, now: clock::SET_UP, done: Vec::new(), surprises: Vec::new() }
    }

    /// Calls the program. Exit codes 1 and 2 end the demo: nothing after them would make sense.
    fn call(&mut self, arguments: &[&str]) -> Result<Answer, Failure> {
        println!("$ kaozhan {}", arguments.join(" "));
        let start = Instant::now();
        let output = Command::new(&self.program)
            .args(["--workspace".as_ref(), self.out.join("工作区").as_os_str(), "--json".as_ref()])
            .args(arguments)
            .env("KAOZHAN_PASSPHRASE", PASSPHRASE)
            .env("KAOZHAN_NOW", self.now)
            .output()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        let seconds = start.elapsed().as_secs_f64();
        let code = output.status.code().unwrap_or(-1);
        let text = String::from_utf8_lossy(&output.stdout);
        if code != 0 && code != SOME_REFUSED {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!("kaozhan {} ended with {code}\n{text}{errors}", arguments.join(" ")).into());
        }
        let json = match text.trim() {
            "" => Value::Null,
            text => serde_json::from_str(text).map_err(|error| {
                format!("kaozhan {} answered no JSON: {error}\n{text}", arguments.join(" "))
            })?,
        };
        Ok(Answer { code, json, seconds })
    }

    fn note(&mut self, title: &str, result: String, seconds: f64) {
        println!("  {title}: {result} ({seconds:.2} s)");
        self.done.push(Done { title: title.to_owned(), result, seconds });
    }

    fn expect<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: T, wanted: T) {
        if found != wanted {
            self.surprises.push(format!("{what}: {found:?}, expected {wanted:?}"));
        }
    }

    /// An import of which `refused` entries must be refused.
    fn import(&mut self, title: &str, kind: &str, file: &Path, refused: usize) -> Result<Answer, Failure> {
        let file = file.to_string_lossy();
        let failed = self.out.join("未通过").join(format!("{title}.xlsx"));
        let failed = failed.to_string_lossy();
        let answer = self.call(&["import", kind, &file, "--failed", &failed])?;
        self.expect(&format!("{title}: refused"), answer.count("refused"), refused);
        self.expect(&format!("{title}: exit code"), answer.code, if refused > 0 { SOME_REFUSED } else { 0 });
        let sum = answer.count("accepted") + answer.count("refused") + answer.count("unchanged");
        self.expect(&format!("{title}: sum"), sum, answer.count("total"));
        let result = format!(
            "共 {} 条，通过 {}，未通过 {}，无变化 {}",
            answer.count("total"),
            answer.count("accepted"),
            answer.count("refused"),
            answer.count("unchanged")
        );
        self.note(title, result, answer.seconds);
        Ok(answer)
    }

    /// A call that must succeed and whose answer is only timed.
    fn step(&mut self, title: &str, result: &str, arguments: &[&str]) -> Result<(), Failure> {
        let answer = self.call(arguments)?;
        self.expect(&format!("{title}: exit code"), answer.code, 0);
        self.note(title, result.to_owned(), answer.seconds);
        Ok(())
    }
}

/// From an empty folder to a backup.
pub(super) fn whole(work: &mut Work, school: &School, files: &DemoFiles) -> Result<(), Failure> {
    work.step("新建工作区", "已加密", &["init", "--school-name", SCHOOL_NAME])?;
    gather(work, files)?;
    work.now = clock::ARRANGEMENT;
    seat(work, school)?;
    work.now = clock::PRINTING;
    print(work)?;
    export(work)?;
    let backup = work.out.join("备份.kzbak").to_string_lossy().into_owned();
    if Path::new(&backup).exists() {
        std::fs::remove_file(&backup)?;
    }
    work.step("备份", "备份.kzbak", &["backup", &backup])?;
    work.step("体检", "工作区完好", &["doctor"])
}

fn gather(work: &mut Work, files: &DemoFiles) -> Result<(), Failure> {
    let expected = &files.expected;
    work.import("导入考试安排", "exam", &files.exam, 0)?;
    let roster = work.import("导入考生信息", "roster", &files.roster, expected.refused_roster_rows())?;
    rows_are_named(work, &roster, expected);
    work.import("导入改正后的考生信息", "roster", &files.roster_corrections, 0)?;
    work.import("导入考生照片", "photos", &files.photos_zip, expected.refused_photos())?;
    work.import("导入补拍照片", "photos", &files.photo_corrections_zip, 0)?;
    work.now = clock::ROOMS;
    let rooms = work.import("导入考场信息", "rooms", &files.rooms, 0)?;
    work.expect("rooms", rooms.count("accepted"), expected.rooms);
    work.now = clock::REGISTRATION;
    work.import("导入报考信息", "registrations", &files.registrations, expected.registrations.len())?;
    work.import("导入改正后的报考信息", "registrations", &files.registration_corrections, 0)?;
    Ok(())
}

/// Each row that must be refused is named by the answer, and no other row by an error.
fn rows_are_named(work: &mut Work, answer: &Answer, expected: &kaozhan_fixtures::Expected) {
    let problems = answer.json["problems"].as_array().cloned().unwrap_or_default();
    let named: Vec<u64> = problems.iter().filter_map(|problem| problem["row"].as_u64()).collect();
    for fault in expected.roster.iter().filter(|fault| fault.fault.refused()) {
        let found = named.contains(&u64::from(fault.row));
        work.expect(&format!("row {} ({})", fault.row, fault.fault.label()), found, true);
    }
}

fn seat(work: &mut Work, school: &School) -> Result<(), Failure> {
    let seating = ["seat", "--plan", PLAN_NUMBER, "--order", "mix", "--mix", "class,major", "--seed", "1"];
    let answer = work.call(&seating)?;
    work.expect("seat: unseated", answer.count("unseated"), 0);
    let subjects = kaozhan_fixtures::subjects().len();
    let seated = answer.count("seated");
    work.expect("seat: seated", seated, school.people.len() * subjects);
    let (pairs, bound) = (answer.count("same_group_neighbours"), answer.count("lower_bound"));
    let fingerprint = answer.json["fingerprint"].as_str().unwrap_or("–").to_owned();
    let result = format!(
        "{seated} 人次，{} 个考场，同组相邻 {pairs} 对（理论下限 {bound}），校验码 {fingerprint}",
        answer.count("rooms")
    );
    work.note("排考", result, answer.seconds);
    let again = work.call(&seating)?;
    let repeated = again.json["fingerprint"].as_str().unwrap_or("–").to_owned();
    work.expect("seat: the same again", repeated, fingerprint);
    Ok(())
}

fn print(work: &mut Work) -> Result<(), Failure> {
    // Offline nobody is verified yet, which the check mentions; the ways to print wrongly it refuses.
    let check = work.call(&["check", "print", "--plan", PLAN_NUMBER])?;
    let verdict = if check.code == 0 { "可以打印" } else { "有需要核对的内容" };
    work.note("打印前检查", verdict.to_owned(), check.seconds);
    let sheets = [
        ("tickets", "准考证"),
        ("door", "门贴"),
        ("desk", "桌贴"),
        ("signin", "签到表"),
        ("seating-plan", "座位图"),
        ("room-pack", "考场资料袋"),
    ];
    for (kind, name) in sheets {
        let dir = work.out.join("打印").join(name);
        std::fs::create_dir_all(&dir)?;
        let path = dir.to_string_lossy().into_owned();
        let answer = work.call(&["print", kind, "--plan", PLAN_NUMBER, "--out", &path])?;
        work.expect(&format!("{name}: exit code"), answer.code, 0);
        let (count, bytes) = pdf_files(&dir)?;
        work.expect(&format!("{name}: there are files"), count > 0, true);
        let result = format!("{count} 个 PDF，{:.1} MB", bytes as f64 / 1e6);
        work.note(&format!("打印{name}"), result, answer.seconds);
    }
    Ok(())
}

/// How many PDF files lie below `dir`, and their size; each must begin like one.
fn pdf_files(dir: &Path) -> Result<(usize, u64), Failure> {
    let (mut count, mut bytes) = (0, 0);
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            let (below, size) = pdf_files(&path)?;
            (count, bytes) = (count + below, bytes + size);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            let content = std::fs::read(&path)?;
            if !content.starts_with(b"%PDF-") {
                return Err(format!("{} is no PDF", path.display()).into());
            }
            (count, bytes) = (count + 1, bytes + content.len() as u64);
        }
    }
    Ok((count, bytes))
}

fn export(work: &mut Work) -> Result<(), Failure> {
    let kinds = [
        ("candidates", "考生信息"),
        ("rooms", "考场信息"),
        ("registrations", "报考数据"),
        ("arrangement", "考场编排记录"),
        ("seating", "排考明细"),
    ];
    for (kind, name) in kinds {
        let file = work.out.join("导出").join(format!("{name}.xlsx"));
        let path = file.to_string_lossy().into_owned();
        work.step(&format!("导出{name}"), &format!("{name}.xlsx"), &["export", kind, &path])?;
        work.expect(&format!("{name}.xlsx is there"), file.is_file(), true);
    }
    Ok(())
}
