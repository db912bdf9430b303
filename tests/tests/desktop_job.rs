//! The main job in the real window: a coordinator's weeks from the first start to the restored backup.
//!
//! With `KAOZHAN_PICTURES` the pictures of the user manual are written into that folder.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::first_run::{self, ACCOUNT, Keeping, PASSPHRASE, PASSWORD};
use acceptance::window::Window;
use kaozhan_fixtures::{DemoFiles, School, SchoolShape, clock};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whom the first adds.
const NEW_ACCOUNT: &str = "luhao01";
/// F8: the next row that is wrong.
const F8: char = '\u{e038}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';

struct Office {
    folder: tempfile::TempDir,
    files: DemoFiles,
    pictures: PathBuf,
}

impl Office {
    fn new() -> Self {
        // The name is seen in the manual's pictures.
        let folder = tempfile::Builder::new().prefix("考务办-").rand_bytes(3).tempdir().unwrap();
        let files =
            School::generate(7, &SchoolShape::small()).write_all(&folder.path().join("文件")).unwrap();
        let pictures = std::env::var_os("KAOZHAN_PICTURES").map(PathBuf::from);
        let pictures = pictures.unwrap_or_else(|| folder.path().join("图"));
        Self { folder, files, pictures }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn window(&self, now: &str) -> Window {
        Window::open(&self.folder.path().join("设置"), now)
    }

    /// Another day: the workspace is opened and the person signs in.
    fn day(&self, now: &str) -> Window {
        let window = self.window(now);
        window.sees("打开工作区");
        self.picture(&window, "access-workspaces");
        window.fill("工作区口令", PASSPHRASE);
        window.click("button", "打开");
        sign_in(&window);
        window
    }

    /// Opens a screen, waits for what it must show, and takes its picture.
    fn screen(&self, window: &Window, path: &str, shows: &str, name: &str) {
        window.go(path);
        window.sees(shows);
        window.run_later("setTimeout(arguments[arguments.length - 1], 400)", serde_json::json!([]));
        assert!(!window.shows("没有读取") && !window.shows("重试"), "{path}: {}", window.text());
        self.picture(window, name);
    }

    fn picture(&self, window: &Window, name: &str) {
        window.picture(&self.pictures.join(format!("{name}.png")));
    }
}

fn sign_in(window: &Window) {
    window.sees("连续 5 次输错密码");
    window.fill("账号", ACCOUNT);
    window.fill("密码", PASSWORD);
    window.click("button", "登录");
    window.sees("工作台");
}

/// The first start, with its pictures; the person is at work after it.
fn found(office: &Office, window: &Window) {
    let folder = office.folder.path().join("工作区");
    first_run::found(window, &folder, Keeping::Passphrase, |name| office.picture(window, name));
    first_run::begin(window);
}

/// Looks a workbook over and imports what can be imported.
fn import(window: &Window, kind: &str, file: &Path) {
    window.go(&format!("/import?kind={kind}"));
    choose(window, file);
    commit(window);
}

fn choose(window: &Window, file: &Path) {
    window.sees("的表格拖到这里");
    window.fill("文件", &file.display().to_string());
    window.click("button", "下一步");
    window.sees("列已对应");
}

fn commit(window: &Window) {
    write(window);
    window.click("button", "再导入一个文件");
}

/// Imports, and stays where the result is told.
fn write(window: &Window) {
    window.click("footer .el-button--primary, .el-button--primary", "导入 ");
    window.sees("已导入");
}

/// What the phone scans; it is not switched on.
fn second_factor(office: &Office, window: &Window) {
    window.go("/account/profile");
    window.click("button", "开启动态码…");
    window.sees("填写手机上的 6 位动态码");
    office.picture(window, "access-second-factor");
    window.click("button", "取消");
}

/// Adds a user; gives the password that the first login needs.
fn new_user(window: &Window) -> String {
    window.go("/accounts");
    window.click("button", "新增用户");
    window.fill("数字和字母，不重复，建议用手机号", NEW_ACCOUNT);
    window.fill("使用人的真实姓名", "陆昊");
    window.click("button", "保存");
    window.sees("请当面告诉使用人");
    let given =
        window.run("return document.querySelector('.el-dialog .big').innerText", serde_json::json!([]));
    window.click("button", "完成");
    window.sees_no_more("请当面告诉使用人");
    given.as_str().unwrap().to_owned()
}

/// What the new user sees who signs in for the first time.
fn first_login(office: &Office, given: &str) {
    let window = office.window(clock::SET_UP);
    window.sees("打开工作区");
    window.fill("工作区口令", PASSPHRASE);
    window.click("button", "打开");
    window.sees("连续 5 次输错密码");
    window.fill("账号", NEW_ACCOUNT);
    window.fill("密码", given);
    window.click("button", "登录");
    window.sees("首次登录须填写");
    office.picture(&window, "access-bind");
}

fn photos(window: &Window, file: &Path) {
    window.go("/photos?tab=import");
    window.fill("zip 或文件夹", &file.display().to_string());
    window.click("button", "导入照片");
    window.sees("导入结果");
    window.sees(file.file_name().unwrap().to_str().unwrap());
}

fn texts(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&texts(&path));
        } else if path.extension().is_some_and(|end| end == "pdf") {
            let output = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
            assert!(output.status.success(), "{}", path.display());
            all.push_str(&String::from_utf8(output.stdout).unwrap());
        }
    }
    all
}

/// The main job: first run, faulty roster, a mended cell, photos, rooms, registrations, seats, a seat
/// dragged, paper, attendance, backup, restore (R-087…R-196).
#[test]
fn a_coordinator_does_the_whole_job_in_the_window() {
    let office = Office::new();
    let files = &office.files;

    // The workbooks of the exam and the roster come.
    let window = office.window(clock::SET_UP);
    found(&office, &window);
    // Both ask for the password again once it is five minutes old.
    second_factor(&office, &window);
    let given = new_user(&window);
    import(&window, "exam", &files.exam);
    window.go("/import?kind=roster");
    office.picture(&window, "import-file");
    choose(&window, &files.roster);
    window.click(".chips button", "专业层次");
    window.press(F8);
    office.picture(&window, "import-check");
    window.fill("专业层次", "高职专科");
    window.click("button", "改正");
    window.sees("已改 1");
    write(&window);
    office.picture(&window, "import-done");
    window.click("button", "再导入一个文件");
    import(&window, "roster", &files.roster_corrections);
    photos(&window, &files.photos_zip);
    office.picture(&window, "photos-import");
    office.screen(&window, "/photos?tab=missing", "上传照片", "photos-missing");
    office.screen(&window, "/photos?tab=refused", "未通过", "photos-refused");
    office.screen(&window, "/photos?tab=alike", "相同照片", "photos-duplicates");
    photos(&window, &files.photo_corrections_zip);
    window.go("/candidates");
    window.sees("共 80 人");
    office.picture(&window, "candidates");
    assert_eq!(full_numbers(&window.text()), Vec::<String>::new(), "numbers on the screen are masked");
    window.click("button", "新增");
    window.sees("入学年份");
    office.picture(&window, "candidate-form");
    window.press(ESCAPE);
    window.click(".el-table__row b, .el-table__row .kz-name, .el-table__row td:nth-child(4) *", "孙");
    window.sees("报考与座位");
    office.picture(&window, "candidate-detail");
    window.click("button", "裁剪");
    window.sees("裁剪照片：");
    window.find(".el-dialog .result");
    office.picture(&window, "photo-crop");
    window.press(ESCAPE);
    office.screen(&window, "/import/records", "01-考生信息.xlsx", "import-records");
    office.screen(&window, "/plans", "2026年上半年", "plans");
    office.screen(&window, "/subjects", "理论知识", "subjects");
    office.screen(&window, "/sites", "校区", "sites");
    office.screen(&window, "/accounts", "陆昊", "accounts-list");
    office.screen(&window, "/audit", "导入", "audit-list");
    office.screen(&window, "/settings", "自动锁定", "system-settings");
    office.screen(&window, "/check", "检查", "system-check");
    office.screen(&window, "/storage", "照片", "system-storage");
    office.screen(&window, "/about", "版本", "system-about");
    office.screen(&window, "/home", "照片", "home");
    drop(window);
    first_login(&office, &given);

    // Rooms, then registrations.
    let window = office.day(clock::ROOMS);
    import(&window, "rooms", &files.rooms);
    window.go("/rooms");
    window.sees("共 44 间");
    office.picture(&window, "rooms");
    window.click(".el-table__row button", "编辑");
    window.sees("讲台");
    office.picture(&window, "room-editor");
    drop(window);
    let window = office.day(clock::REGISTRATION);
    import(&window, "registrations", &files.registrations);
    import(&window, "registrations", &files.registration_corrections);
    office.screen(&window, "/registrations", "共 ", "registrations");
    office.screen(&window, "/registrations/add", "考核证书", "registrations-add");
    drop(window);

    // Seats.
    let window = office.day(clock::ARRANGEMENT);
    window.go("/seating");
    window.click("button", "开始排座");
    window.sees("重新排座");
    office.picture(&window, "seating-auto");
    let desks = window.run(
        "return [...document.querySelectorAll('button.seat')]
            .filter((e) => e.offsetParent !== null && /[\\u4e00-\\u9fff]{2}/.test(e.innerText)).slice(0, 2)",
        serde_json::json!([]),
    );
    let ids: Vec<String> = desks
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|desk| Some(desk.as_object()?.values().next()?.as_str()?.to_owned()))
        .collect();
    assert_eq!(ids.len(), 2, "two desks with people are in the picture: {}", window.text());
    window.drag(&ids[0], &ids[1]);
    window.find("button[aria-label=撤销]:not(:disabled)");
    window.click(".el-segmented__item", "临时变更");
    office.picture(&window, "seating-late");
    office.screen(&window, "/seating/details", "座位", "seating-details");
    office.screen(&window, "/invigilators", "监考人员", "invigilators");
    office.screen(&window, "/rota", "监考", "rota");
    drop(window);

    // Paper.
    let window = office.day(clock::PRINTING);
    window.go("/print");
    let out = office.path("打印");
    std::fs::create_dir(&out).unwrap();
    window.fill("保存到", &out);
    office.picture(&window, "print");
    window.click(".right .el-button--primary", "生成");
    window.sees("生成结果");
    office.picture(&window, "print-result");
    let paper = texts(Path::new(&out));
    assert!(paper.contains("签到"), "{paper}");
    assert_eq!(full_numbers(&paper), Vec::<String>::new(), "numbers on paper are masked");
    window.press(ESCAPE);
    window.click("button", "扫码查验是否有效");
    office.picture(&window, "print-scan");
    window.press(ESCAPE);
    window.click("button", "校准");
    office.picture(&window, "print-calibration");
    drop(window);

    // The day of the exam, and the backup after it.
    let first = &kaozhan_fixtures::subjects()[0].sessions[0];
    let window = office.day(&format!("2026-06-{:02}T{}", first.day, first.start));
    window.go("/attendance");
    window.sees("到考登记");
    window.fill("扫描准考证，或输入座位号、准考证号、姓名", "1");
    window.press(ENTER);
    window.sees("撤销上一步");
    office.picture(&window, "attendance");
    window.click("button", "违纪、换座、迟到分钟…");
    window.sees("违纪");
    office.picture(&window, "attendance-notes");
    window.press(ESCAPE);
    window.click("button", "名单与记录表");
    window.find(".el-dialog");
    office.picture(&window, "attendance-lists");
    window.press(ESCAPE);
    window.go("/backup");
    let backup = office.path("备份.kzbak");
    window.fill("备份到", &backup);
    window.click("button", "立即备份");
    window.sees("备份.kzbak，");
    assert!(Path::new(&backup).is_file());
    office.picture(&window, "system-backup");
    window.click("button", "从备份恢复…");
    window.fill("备份文件", &backup);
    window.click(".wizard button", "下一步");
    window.fill("备份时的工作区口令", PASSPHRASE);
    window.click(".wizard button", "验证");
    window.sees("备份完整");
    office.picture(&window, "system-restore");
    window.fill("恢复到", &office.path("恢复"));
    window.click(".wizard .el-button--primary", "恢复");
    window.sees("已恢复");
    window.click("button", "打开恢复的工作区");
    window.sees("口令");
    drop(window);

    // What was restored is a workspace like the first.
    let window = office.window(clock::PRINTING);
    window.sees("打开工作区");
    window.click(".known button", &office.path("恢复"));
    window.fill("工作区口令", PASSPHRASE);
    window.click("button", "打开");
    sign_in(&window);
    window.go("/candidates");
    window.sees("共 80 人");
}

/// the fifth wrong password disables the account, and the right one opens nothing after it.
#[test]
fn r020_the_fifth_wrong_password_disables_the_account() {
    let office = Office::new();
    let window = office.window(clock::SET_UP);
    found(&office, &window);
    drop(window);
    let window = office.window(clock::SET_UP);
    window.sees("打开工作区");
    window.fill("工作区口令", PASSPHRASE);
    window.click("button", "打开");
    window.sees("连续 5 次输错密码");
    for (wrong, said) in [
        ("a", "再输错 4 次"),
        ("b", "再输错 3 次"),
        ("c", "再输错 2 次"),
        ("d", "再输错 1 次"),
        ("e", "停用"),
    ] {
        window.fill("账号", ACCOUNT);
        // After some wrong ones there is a time to wait; a try within it counts for nothing.
        for _ in 0..200 {
            window.fill("密码", &format!("{PASSWORD}{wrong}"));
            window.click("button", "登录");
            std::thread::sleep(std::time::Duration::from_millis(300));
            if window.shows(said) {
                break;
            }
        }
        window.sees(said);
    }
    window.fill("密码", PASSWORD);
    window.click("button", "登录");
    window.sees("停用");
    assert!(!window.shows("工作台"));
}

/// A program that is killed in the midst of an import has stored all of it or nothing, and the same file can
/// be imported when it is opened again.
#[test]
fn a_killed_import_is_whole_or_not_there_when_the_window_opens_again() {
    const PEOPLE: usize = 5_000;
    let office = Office::new();
    let roster = office.folder.path().join("大名单.xlsx");
    kaozhan_fixtures::large_roster(&roster, 3, PEOPLE).unwrap();
    let window = office.window(clock::SET_UP);
    found(&office, &window);
    window.go("/import?kind=roster");
    choose(&window, &roster);
    window.sees("已核对 5,000 行");
    window.click(".el-button--primary", "导入 ");
    window.sees("写入考生");
    assert!(window.kill_app(), "the program was running");
    drop(window);
    let window = office.day(clock::SET_UP);
    window.go("/candidates");
    window.sees("共 ");
    let stored = window.shows("共 5,000 人");
    assert!(stored || window.shows("还没有考生") || window.shows("共 0 人"), "{}", window.text());
    import(&window, "roster", &roster);
    window.go("/candidates");
    window.sees("共 5,000 人");
}

/// Runs of 18 characters that look like a whole document number.
fn full_numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == 18 && word[..17].bytes().all(|byte| byte.is_ascii_digit()))
        .map(ToOwned::to_owned)
        .collect()
}
