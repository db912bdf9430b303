//! The printed sheets seen from outside: through qpdf, poppler and zbar, as a printer or a scanner sees them.

use std::path::{Path, PathBuf};
use std::process::Command;

use kaozhan_documents::print as sheets;
use sheets::*;

#[path = "../examples/samples/mod.rs"]
mod samples;

/// Runs a program the tests need; a missing one is a failure, never a silent pass.
fn run(program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| {
        panic!("{program} is needed for this test (install qpdf, poppler-utils, zbar-tools): {error}")
    });
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

struct Printed {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Printed {
    fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sheet.pdf");
        std::fs::write(&path, bytes).unwrap();
        Self { folder, path }
    }
    fn at(&self) -> &str {
        self.path.to_str().unwrap()
    }
    fn text(&self) -> String {
        let (ok, text) = run("pdftotext", &["-layout", "-enc", "UTF-8", self.at(), "-"]);
        assert!(ok, "{text}");
        text
    }
    /// Codes read from the first pages at 150 dpi.
    fn codes(&self, pages: &str) -> Vec<String> {
        let prefix = self.folder.path().join("page");
        let (ok, text) = run(
            "pdftoppm",
            &["-r", "150", "-l", pages, "-gray", "-png", self.at(), prefix.to_str().unwrap()],
        );
        assert!(ok, "{text}");
        let mut pages: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ext| ext == "png"))
            .collect();
        pages.sort();
        pages.iter().flat_map(|page| scan(page)).collect()
    }
    fn pages(&self) -> usize {
        let (ok, text) = run("qpdf", &["--show-npages", self.at()]);
        assert!(ok, "{text}");
        text.trim().parse().unwrap()
    }
}

fn scan(page: &Path) -> Vec<String> {
    let (_, text) = run("zbarimg", &["--quiet", "--raw", page.to_str().unwrap()]);
    text.lines().map(str::to_owned).collect()
}

fn photos(from: u32, upto: u32) -> Vec<TicketView> {
    (from..=upto).map(|n| samples::ticket(n, 3, Some(samples::photo(n, 80)))).collect()
}

fn every_sheet() -> Vec<(&'static str, Vec<u8>)> {
    let rooms = [samples::room(true)];
    let day = [samples::room_day(true, 3)];
    let desk = |layout| DeskOptions { layout, ..DeskOptions::default() };
    let tickets = photos(1, 4);
    let pack = RoomPackView {
        room: rooms[0].clone(),
        day: Some(day[0].clone()),
        tickets: tickets.clone(),
        items: samples::items(),
        desk: desk(DeskLayout::ThreeByThree),
        sign_in: SignInLayout::Plain,
        ticket_layout: TicketLayout::A4,
    };
    vec![
        ("a4", render_tickets(&tickets, TicketLayout::A4).unwrap()),
        ("2up", render_tickets(&tickets, TicketLayout::TwoUp).unwrap()),
        ("door", render_door_signs(&day).unwrap()),
        ("3x3", render_desk_labels(&day, &desk(DeskLayout::ThreeByThree)).unwrap()),
        ("2x5", render_desk_labels(&day, &desk(DeskLayout::TwoByFive)).unwrap()),
        ("l7165", render_desk_labels(&day, &desk(DeskLayout::L7165)).unwrap()),
        ("plain", render_sign_in(&rooms, SignInLayout::Plain).unwrap()),
        ("photo", render_sign_in(&rooms, SignInLayout::Photo).unwrap()),
        ("seating-plan", render_seating_plans(&rooms).unwrap()),
        ("room-record", render_room_records(&rooms).unwrap()),
        ("pack-cover", render_pack_covers(std::slice::from_ref(&pack)).unwrap()),
        ("room-pack", render_room_packs(std::slice::from_ref(&pack)).unwrap()),
    ]
}

#[test]
fn every_sheet_is_valid_and_equal_byte_for_byte_when_printed_again() {
    for ((name, once), (_, again)) in every_sheet().into_iter().zip(every_sheet()) {
        assert!(once == again, "{name} differs between two runs");
        let printed = Printed::new(&once);
        let (ok, text) = run("qpdf", &["--check", printed.at()]);
        assert!(ok && !text.contains("WARNING"), "{name}: {text}");
    }
}

#[test]
fn r187_tickets_copy_as_exact_text() {
    let tickets = photos(1, 30);
    let printed = Printed::new(&render_tickets(&tickets, TicketLayout::A4).unwrap());
    assert_eq!(printed.pages(), 30);
    let text = printed.text();
    assert!(!text.contains('\0'));
    for name in samples::NAMES {
        assert!(text.contains(name), "{name} is not in the text");
    }
    for label in [
        "学生姓名",
        "性别",
        "身份证号",
        "学生编号",
        "准考证号",
        "所属院校",
        "考核站点",
        "考点地址",
        "考试证书",
        "考试科目",
        "考试方式",
        "考试时间",
        "考场名称",
        "座位号",
        "考试须知",
        "准考证",
    ] {
        assert!(text.contains(label), "{label} is not in the text");
    }
    for ticket in &tickets {
        assert!(text.contains(&ticket.exam_number), "准考证号 does not copy as one number");
    }
    let (_, info) = run("pdfinfo", &[printed.at()]);
    assert!(info.contains("准考证 2026年下半年职业技能等级考核（第三批）"), "{info}");
}

#[test]
fn r184_sign_in_sheets_hold_every_name_and_no_full_number() {
    for layout in [SignInLayout::Plain, SignInLayout::Photo] {
        let printed = Printed::new(&render_sign_in(&[samples::room(true)], layout).unwrap());
        assert_eq!(printed.pages(), if layout == SignInLayout::Plain { 1 } else { 3 });
        let text = printed.text();
        for seat in &samples::room(false).seats {
            let last = seat.name.rsplit('·').next().unwrap();
            assert!(text.contains(last), "{last}");
            assert!(text.contains(&seat.masked_id) && text.contains(&seat.exam_number));
        }
        for word in ["应考", "实考", "缺考", "监考签名", "巡考签名", "延时 30 分", "信息未认证", "备注"]
        {
            assert!(text.contains(word), "{word}");
        }
    }
}

#[test]
fn a_door_sign_names_nobody_and_tells_no_extra_time() {
    let text = Printed::new(&render_door_signs(&[samples::room_day(true, 3)]).unwrap()).text();
    assert!(text.contains("13号机房") && text.contains("应考人数") && text.contains("00061–00090"), "{text}");
    for seat in &samples::room(false).seats {
        assert!(!text.contains(&seat.name) && !text.contains(&seat.masked_id));
    }
    assert!(!text.contains("延时"));
}

#[test]
fn codes_are_read_back_from_150_dpi() {
    let exam = samples::exam_number;
    let room = "20261128-0003:370000004:R013:3:";
    for (name, bytes) in every_sheet() {
        // (QR, Code 128 of these seats) on the first page.
        let (qr, seats): (Option<String>, u32) = match name {
            "a4" => (Some(format!("KZ1:T:{}:3:", exam(1))), 1),
            "2up" => (Some(format!("KZ1:T:{}:3:", exam(2))), 2),
            "3x3" => (None, 9),
            "2x5" => (None, 10),
            "l7165" => (None, 8),
            "door" => (Some(format!("KZ1:D:{room}")), 0),
            "plain" | "photo" => (Some(format!("KZ1:S:{room}")), 0),
            "seating-plan" => (Some(format!("KZ1:M:{room}")), 0),
            "room-record" => (Some(format!("KZ1:R:{room}")), 0),
            "pack-cover" | "room-pack" => (Some(format!("KZ1:P:{room}")), 0),
            other => panic!("{other} is not covered"),
        };
        let codes = Printed::new(&bytes).codes("1");
        if let Some(wanted) = qr {
            assert!(
                codes.iter().any(|code| code.starts_with(&wanted)),
                "{name}: {wanted} not read, got {codes:?}"
            );
        }
        for n in 1..=seats {
            assert!(codes.contains(&exam(n)), "{name}: Code 128 of {n} not read, got {codes:?}");
        }
    }
}

/// Every image stream of a file.
fn images(bytes: &[u8]) -> Vec<Vec<u8>> {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let stream = |object: &lopdf::Object| object.as_stream().ok().cloned();
    document
        .objects
        .values()
        .filter_map(stream)
        .filter(|stream| {
            stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Image")
        })
        .map(|stream| stream.content)
        .collect()
}

#[test]
fn a_page_split_off_carries_its_own_photo_only() {
    let tickets = photos(1, 5);
    let whole = Printed::new(&render_tickets(&tickets, TicketLayout::A4).unwrap());
    let part = whole.folder.path().join("page3.pdf");
    let (ok, text) = run("qpdf", &[whole.at(), "--pages", ".", "3", "--", part.to_str().unwrap()]);
    assert!(ok, "{text}");
    let bytes = std::fs::read(&part).unwrap();
    let found = images(&bytes);
    assert_eq!(found.len(), 1, "the page must carry one photo");
    // Untouched: the very bytes that were given.
    assert!(found[0] == *tickets[2].photo.as_ref().unwrap().as_ref());
    let text = Printed::new(&bytes).text();
    assert!(text.contains(&tickets[2].name) && !text.contains(&tickets[0].name));
}

#[test]
fn a_photo_used_twice_is_stored_once() {
    let photo = samples::photo(1, 80);
    let tickets = [samples::ticket(1, 3, Some(photo.clone())), samples::ticket(2, 3, Some(photo))];
    assert_eq!(images(&render_tickets(&tickets, TicketLayout::A4).unwrap()).len(), 1);
}

#[test]
fn what_cannot_be_printed_is_named_and_nothing_is_printed() {
    let mut ticket = samples::ticket(1, 3, None);
    ticket.name = "王\u{E123}".into();
    ticket.photo = Some(std::sync::Arc::from(&b"not a photo"[..]));
    let Err(DocumentError::Layout(problems)) = render_tickets(&[ticket.clone()], TicketLayout::A4) else {
        panic!("must be refused")
    };
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["photo_unreadable", "glyph_missing"]);
    assert!(
        problems.iter().all(|problem| problem.message.contains("00061") && !problem.message.contains("2950"))
    );
    ticket.photo = None;
    ticket.name = "王梓涵".into();
    ticket.exam_number = "考号".into();
    let Err(DocumentError::Layout(problems)) = render_tickets(&[ticket], TicketLayout::A4) else {
        panic!("must be refused")
    };
    assert_eq!(problems[0].code, "exam_number_uncodable");
    assert!(matches!(render_tickets(&[], TicketLayout::A4), Err(DocumentError::Empty)));
}

#[test]
fn page_counts() {
    let count = |bytes: Result<Vec<u8>, DocumentError>| Printed::new(&bytes.unwrap()).pages();
    assert_eq!(count(render_tickets(&[samples::ticket(1, 12, None)], TicketLayout::A4)), 1);
    assert_eq!(count(render_tickets(&[samples::ticket(1, 13, None)], TicketLayout::A4)), 2);
    // Five subjects do not fit half a page: that ticket takes a page of its own.
    let mixed = [samples::ticket(1, 3, None), samples::ticket(2, 5, None), samples::ticket(3, 2, None)];
    assert_eq!(count(render_tickets(&mixed, TicketLayout::TwoUp)), 3);
    assert_eq!(count(render_door_signs(&[samples::room_day(false, 12)])), 1);
    assert_eq!(count(render_door_signs(&[samples::room_day(false, 13)])), 2);
    let day = [samples::room_day(false, 1)];
    let desk = |layout, first_label| DeskOptions { layout, first_label, ..DeskOptions::default() };
    assert_eq!(count(render_desk_labels(&day, &desk(DeskLayout::ThreeByThree, 0))), 4);
    assert_eq!(count(render_desk_labels(&day, &desk(DeskLayout::TwoByFive, 1))), 3);
    assert_eq!(count(render_desk_labels(&day, &desk(DeskLayout::L7165, 3))), 4);
    assert_eq!(count(render_desk_labels(&day, &desk(DeskLayout::L7165, 4))), 5);
}
