//! `demo`: a school of 1,200 candidates from workbooks to printed sheets, through the command line,
//! with every answer compared with what the generated files must give.

mod steps;
mod summary;
mod window;

use crate::{Failure, process};
use kaozhan_fixtures::{School, SchoolShape};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Any seed gives such a school; this one is the demo's.
const SEED: u64 = 20_260_612;

/// Does the whole work and leaves its files in `out`.
pub(crate) fn run(out: &Path) -> Result<(), Failure> {
    crate::setup::run()?;
    let program = process::build_kaozhan()?;
    let out = std::path::absolute(out)?;
    let (inputs, papers) = (out.join("材料"), out.join("打印"));
    // Only what an earlier demo left is removed, never the folder itself.
    for folder in ["材料", "打印", "导出", "未通过", "工作区"] {
        let path = out.join(folder);
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
    }
    for folder in [&inputs, &papers, &out.join("导出"), &out.join("未通过")] {
        fs::create_dir_all(folder)?;
    }

    println!("\nMaking the school …");
    let start = Instant::now();
    let school = School::generate(SEED, &SchoolShape::default());
    let files = school.write_all(&inputs)?;
    println!("  {} candidates in {:.1} s", school.people.len(), start.elapsed().as_secs_f64());

    let mut work = steps::Work::new(program, out.clone());
    steps::whole(&mut work, &school, &files)?;
    let summary = summary::write(&out, &school, &work.done)?;
    println!("\n{}", fs::read_to_string(&summary)?);
    println!("Everything is in {}", out.display());
    if work.surprises.is_empty() {
        return window::open(&out);
    }
    for surprise in &work.surprises {
        eprintln!("demo: {surprise}");
    }
    Err(format!("{} answers were not as expected", work.surprises.len()).into())
}
