//! Measures reading a roster of 20,000 rows × 12 columns against calamine merely walking its cells.
//!
//! `cargo run --release -p kaozhan-documents --example roster_read_speed [ours|calamine]`

use std::io::Cursor;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use kaozhan_documents::sheet::{ExportOptions, ROSTER, ReadOptions, read_table, write_export};

const ROWS: usize = 20_000;

fn row(number: usize) -> Vec<String> {
    let mut row = vec![
        format!("考生{number}"),
        "Kao Sheng".to_owned(),
        ["男", "女"][number % 2].to_owned(),
        "身份证".to_owned(),
        format!("1101012001{:02}{:02}{:04}", number % 12 + 1, number % 28 + 1, number % 10_000),
        format!("138{number:08}"),
        "信息安全与管理".to_owned(),
        "310207".to_owned(),
        "2021".to_owned(),
        "专科".to_owned(),
        "2024".to_owned(),
        "院校考生".to_owned(),
    ];
    row.resize(ROSTER.columns.len(), String::new());
    row
}

fn calamine_only(bytes: &[u8]) -> usize {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut cells = book.worksheet_cells_reader("学生信息").expect("the sheet");
    let mut count = 0;
    while cells.next_cell().expect("a cell").is_some() {
        count += 1;
    }
    count
}

/// Largest resident size so far in MB (Linux only).
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[allow(clippy::print_stdout, reason = "this program's purpose is to print figures")]
fn main() {
    let only = std::env::args().nth(1);
    let path = std::env::temp_dir().join("kaozhan_roster_read_speed.xlsx");
    if !path.exists() {
        let started = Instant::now();
        let bytes = write_export(&ROSTER, (0..ROWS).map(row), &ExportOptions::default()).expect("an export");
        println!("write: {:?}, {} KiB, peak {} MB", started.elapsed(), bytes.len() / 1024, peak());
        std::fs::write(&path, bytes).expect("a writable folder");
    }
    let bytes = std::fs::read(&path).expect("the workbook just written");
    for _ in 0..5 {
        if only.as_deref() != Some("ours") {
            let started = Instant::now();
            let cells = calamine_only(&bytes);
            println!("calamine: {cells} cells in {:?}, peak {} MB", started.elapsed(), peak());
        }
        if only.as_deref() != Some("calamine") {
            let started = Instant::now();
            let read = read_table(&bytes, "a.xlsx", &ROSTER, &ReadOptions::default()).expect("a roster");
            println!("ours: {} rows in {:?}, peak {} MB", read.rows.len(), started.elapsed(), peak());
        }
    }
}
