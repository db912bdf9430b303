//! How fast tickets print: 1,000 A4 tickets with distinct photos of about 24 KB, QR and Code 128.
//!
//! `cargo run --release -p kaozhan-documents --example ticket_speed -- [tickets] [folder]`. Above 500 tickets
//! the files are split. Prints the wall time, the time of copying the same bytes, and the peak memory, at the end
//! as a line of JSON.

// A measurement speaks through its output.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use kaozhan_documents::print as sheets;

mod samples;
use sheets::*;

fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u32 = arguments.next().map_or(Ok(1000), |text| text.parse())?;
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/ticket_speed".into()));
    let photos = folder.join("photos");
    fs::create_dir_all(&photos)?;
    for n in 1..=count {
        let path = photos.join(format!("{n}.jpg"));
        if !path.exists() {
            fs::write(path, samples::photo(n, 85))?;
        }
    }
    let before = peak_mb();
    let started = Instant::now();
    let (mut written, mut read) = (0, 0);
    let mut from = 1;
    while from <= count {
        // As a caller would: photos are read for one file at a time.
        let upto = (from + TICKETS_PER_FILE as u32 - 1).min(count);
        let mut tickets = Vec::with_capacity((upto - from + 1) as usize);
        for n in from..=upto {
            let bytes = fs::read(photos.join(format!("{n}.jpg")))?;
            read += bytes.len();
            tickets.push(samples::ticket(n, 3, Some(bytes.into())));
        }
        let file = render_tickets(&tickets, TicketLayout::A4)?;
        fs::write(folder.join(format!("tickets-{from}.pdf")), &file)?;
        written += file.len();
        from = upto + 1;
    }
    let printing = started.elapsed();
    let peak = peak_mb();
    let started = Instant::now();
    for n in 1..=count {
        std::hint::black_box(fs::read(photos.join(format!("{n}.jpg")))?);
    }
    fs::write(folder.join("copy.bin"), vec![7_u8; written])?;
    let copying = started.elapsed();
    println!("tickets {count}, photos {} KB each, files {} MB", read / count as usize / 1024, written >> 20);
    println!("printing {printing:.3?}; reading the photos and writing as many bytes {copying:.3?}");
    println!(
        "ratio {:.1}; peak memory {} MB, {before} MB before",
        printing.as_secs_f64() / copying.as_secs_f64(),
        peak
    );
    println!(
        "{{\"tickets\":{count},\"seconds\":{},\"copy_seconds\":{},\"peak_mb\":{peak}}}",
        printing.as_secs_f64(),
        copying.as_secs_f64()
    );
    Ok(())
}
