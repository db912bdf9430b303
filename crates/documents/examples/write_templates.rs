//! Writes every template, and a sample of the failed-rows workbook, into a folder to look at.
//!
//! `cargo run -p kaozhan-documents --example write_templates -- FOLDER`

use std::error::Error;
use std::path::PathBuf;

use kaozhan_documents::sheet::{
    Dictionaries, REGISTRATIONS, ROOMS, ROSTER, ReadOptions, read_table, write_exam_template,
    write_failed_rows, write_template,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let lists = Dictionaries::new()
        .with("majors", ["信息安全与管理", "老年照护"])
        .with("plans", ["2026 年上半年考试"])
        .with("subjects", ["理论考试", "实操考试"]);
    for table in [&ROSTER, &ROOMS, &REGISTRATIONS] {
        std::fs::write(folder.join(format!("{}.xlsx", table.entity)), write_template(table, &lists)?)?;
    }
    std::fs::write(folder.join("exam.xlsx"), write_exam_template(&lists)?)?;
    let wrong = "姓名,身份证号,班级\n张三丰,4.20101E+17,信安2401\n";
    let read = read_table(wrong.as_bytes(), "名单.csv", &ROSTER, &ReadOptions::default())?;
    std::fs::write(folder.join("failed.xlsx"), write_failed_rows(&[(&read, &read.problems)])?)?;
    Ok(())
}
