//! The way in and out, through the commands as the window calls them.

use crate::clock::Clock;
use crate::desk::{Desk, Keychain, known};
use crate::error::AppError;
use crate::import::{ImportKind, ImportOptions, import};
use crate::task::Task;
use kaozhan_domain::candidate::id_document::IdType;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;
use zeroize::Zeroizing;

const PASSWORD: &str = "lanhua-82";
const PASSPHRASE: &str = "操场西边第三棵树开花了";
const PHONE: &str = "13800000000";
/// A generated number with a right check digit; nobody's.
const ID_NUMBER: &str = "11010519491231002X";

struct Window {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Window {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed("2026-06-01T09:00:00".parse().unwrap());
        Self { desk: Desk::new(clock, folder.path().join("config")), folder }
    }

    /// With a workspace and its 负责人 at work; gives the recovery code.
    fn ready() -> (Self, String) {
        let window = Self::new();
        let made = window.call("workspace.create", window.draft()).unwrap();
        let code = made["recovery_code"].as_str().unwrap().to_owned();
        (window, code)
    }

    fn draft(&self) -> Value {
        json!({
            "folder": self.path("school"), "school": "示例职业学院", "school_code": "4111010028",
            "account": "zhoumin", "name": "周敏", "phone": PHONE, "password": PASSWORD,
            "passphrase": PASSPHRASE, "use_keychain": false,
        })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn call(&self, name: &str, payload: Value) -> Result<Value, AppError> {
        self.desk.call(name, payload, None, &|_| {})
    }

    fn code(&self, name: &str, payload: Value) -> String {
        self.call(name, payload).unwrap_err().code
    }

    fn stage(&self) -> String {
        self.call("session.status", json!({})).unwrap()["stage"].as_str().unwrap().to_owned()
    }

    fn open(&self, by: Value) -> Result<Value, AppError> {
        self.call("workspace.open", json!({ "folder": self.path("school"), "unlock": by }))
    }

    fn log_in(&self, account: &str, password: &str) -> Result<Value, AppError> {
        self.call("session.login", json!({ "account": account, "password": password }))
    }

    /// Adds an account and binds it, without leaving the 负责人's session open.
    fn add(&self, account: &str, role: &str) {
        let draft = json!({ "account": account, "name": "李华", "role": role, "certificate_ids": [] });
        let given = self.call("account.add", draft).unwrap();
        self.call("session.logout", json!({})).unwrap();
        let initial = given["password"].as_str().unwrap();
        assert_eq!(self.log_in(account, initial).unwrap()["step"], "must_bind");
        let bind = json!({
            "account": account, "password": initial, "name": "李华", "phone": "13900000001",
            "new_password": "qingsong-31",
        });
        self.call("session.bind", bind).unwrap();
    }

    /// One candidate with a number and a phone; gives its identity.
    fn candidate(&self) -> String {
        let app = self.desk.session().unwrap().app;
        let sheet = self.folder.path().join("roster.csv");
        std::fs::write(&sheet, roster()).unwrap();
        let (kind, options) = (ImportKind::Roster, ImportOptions::default());
        let made = import(&app, kind, &sheet, &options, &Task::silent()).unwrap();
        assert_eq!(made.accepted, 1, "{made:?}");
        let filter = kaozhan_store::CandidateFilter::default();
        let found = app.read(|tx| Ok(tx.candidates(&filter, kaozhan_store::Page::number(1, 1))?)).unwrap();
        let candidate = &found.0[0];
        assert_eq!(
            (candidate.details.id_type, candidate.details.id_number.as_str()),
            (IdType::ResidentId, ID_NUMBER)
        );
        candidate.id.to_string()
    }
}

fn roster() -> String {
    format!(
        "学生姓名,性别,证件类型,证件号码,手机号码,就读专业,专业代码,专业层次,入学年份,班级,所属院校\n\
         张三,女,身份证,{ID_NUMBER},{PHONE},信息安全与管理,310207,专科,2024,信安1班,示例职业学院\n"
    )
}

/// First run makes the workspace, and each stage follows the other.
#[test]
fn the_stages_follow_each_other() {
    let window = Window::new();
    assert_eq!(window.stage(), "first_run");
    let mut weak = window.draft();
    weak["passphrase"] = json!("1234567890");
    assert_eq!(window.code("workspace.create", weak), "passphrase_weak");
    assert!(!Path::new(&window.path("school")).exists(), "a refused draft leaves nothing");
    window.call("workspace.create", window.draft()).unwrap();
    assert_eq!(window.stage(), "ready");
    window.call("session.lock", json!({})).unwrap();
    assert_eq!(
        (window.stage().as_str(), window.code("audit.list", json!({})).as_str()),
        ("locked", "locked")
    );
    assert_eq!(window.code("session.unlock", json!({ "password": "wrong" })), "login_failed");
    window.call("session.unlock", json!({ "password": PASSWORD })).unwrap();
    assert_eq!(window.stage(), "ready");
    window.call("session.logout", json!({})).unwrap();
    assert_eq!(window.stage(), "signed_out");
    window.log_in("zhoumin", PASSWORD).unwrap();
    window.call("workspace.switch", json!({ "folder": "" })).unwrap();
    assert_eq!(window.stage(), "locked");
    assert_eq!(
        window.open(json!({ "by": "passphrase", "secret": "x" })).unwrap_err().code,
        "wrong_passphrase"
    );
    assert_eq!(window.open(json!({ "by": "keychain" })).unwrap_err().code, "keychain_missing");
    window.open(json!({ "by": "passphrase", "secret": PASSPHRASE })).unwrap();
    assert_eq!(window.stage(), "signed_out");
    window.call("workspace.switch", json!({ "folder": "" })).unwrap();
    window.call("workspace.forget", json!({ "folder": window.path("school") })).unwrap();
    assert_eq!(window.stage(), "first_run");
}

/// A keychain that counts how often it is asked for a key.
#[derive(Clone, Default)]
struct Drawer {
    kept: Arc<Mutex<HashMap<Uuid, [u8; 32]>>>,
    asked: Arc<Mutex<usize>>,
}

impl Drawer {
    fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }
}

impl Keychain for Drawer {
    fn name(&self) -> Option<&'static str> {
        Some("系统钥匙串")
    }

    fn put(&self, workspace: Uuid, secret: &Zeroizing<[u8; 32]>) -> Result<(), AppError> {
        self.kept.lock().unwrap().insert(workspace, **secret);
        Ok(())
    }

    fn get(&self, workspace: Uuid) -> Result<Option<Zeroizing<[u8; 32]>>, AppError> {
        *self.asked.lock().unwrap() += 1;
        Ok(self.kept.lock().unwrap().get(&workspace).copied().map(Zeroizing::new))
    }
}

/// The keychain is asked when a workspace is opened by it, and never for the list: a locked one would ask the
/// person for its password at every start.
#[test]
fn the_keychain_is_asked_only_to_open() {
    let drawer = Drawer::default();
    let plain = Window::new();
    let window = Window { desk: plain.desk.with_keychain(Box::new(drawer.clone())), folder: plain.folder };
    let offered = || {
        window.call("workspace.switch", json!({ "folder": "" })).unwrap();
        window.call("workspace.list", json!({})).unwrap()["workspaces"][0]["by_keychain"].clone()
    };
    let by_passphrase = || window.open(json!({ "by": "passphrase", "secret": PASSPHRASE })).unwrap();
    let forget = || window.call("workspace.forget", json!({ "folder": window.path("school") })).unwrap();
    let mut draft = window.draft();
    draft["use_keychain"] = json!(true);
    window.call("workspace.create", draft).unwrap();
    assert_eq!(offered(), true);
    by_passphrase();
    assert_eq!(offered(), true, "opening by the passphrase forgets nothing");
    assert_eq!(drawer.asked(), 0);
    window.open(json!({ "by": "keychain" })).unwrap();
    assert_eq!((offered(), drawer.asked()), (json!(true), 1));

    // Taken off the list, nothing is known of it: it is offered, and found out on opening.
    forget();
    by_passphrase();
    assert_eq!(known::load(window.desk.config())[0].in_keychain, None);
    assert_eq!((offered(), drawer.asked()), (json!(true), 1));
    drawer.kept.lock().unwrap().clear();
    assert_eq!(window.open(json!({ "by": "keychain" })).unwrap_err().code, "keychain_empty");
    assert_eq!((offered(), drawer.asked()), (json!(false), 2));
    by_passphrase();
    assert_eq!((offered(), drawer.asked()), (json!(false), 2));
}

/// A workspace whose key was never given to the keychain is not offered to be opened by it.
#[test]
fn a_workspace_without_a_key_in_the_keychain_is_not_offered_by_it() {
    let plain = Window::new();
    let desk = plain.desk.with_keychain(Box::new(Drawer::default()));
    let window = Window { desk, folder: plain.folder };
    window.call("workspace.create", window.draft()).unwrap();
    let list = window.call("workspace.list", json!({})).unwrap();
    assert_eq!(
        (&list["keychain"], &list["workspaces"][0]["by_keychain"]),
        (&json!("系统钥匙串"), &json!(false))
    );
    assert_eq!(known::load(window.desk.config())[0].in_keychain, Some(false));
}

/// five wrong passwords disable, which outlasts closing; the recovery code enables.
#[test]
fn r020_the_recovery_code_opens_and_enables() {
    let (window, code) = Window::ready();
    window.call("session.logout", json!({})).unwrap();
    // The delays are the machine's: only the first wrong password is without one.
    assert_eq!(window.log_in("zhoumin", "wrong").unwrap_err().code, "login_failed");
    assert_eq!(window.log_in("zhoumin", "wrong").unwrap_err().code, "login_failed");
    assert_eq!(window.log_in("zhoumin", PASSWORD).unwrap_err().code, "login_delayed");
    window.call("workspace.switch", json!({ "folder": "" })).unwrap();
    let other = json!({ "by": "recovery_code", "secret": "0000-0000-0000-0000-0000-0000-0000" });
    assert_eq!(window.open(other).unwrap_err().code, "recovery_code");
    window.open(json!({ "by": "recovery_code", "secret": code.to_lowercase() })).unwrap();
    let request = json!({ "recovery_code": code, "account": "zhoumin", "new_password": "songshu-47" });
    window.call("session.recover", request).unwrap();
    assert_eq!(window.log_in("zhoumin", "songshu-47").unwrap()["step"], "ready");
    // A new code replaces the old one.
    let fresh = window.call("workspace.new_recovery_code", json!({})).unwrap();
    window.call("workspace.switch", json!({ "folder": "" })).unwrap();
    assert_eq!(
        window.open(json!({ "by": "recovery_code", "secret": code })).unwrap_err().code,
        "recovery_code"
    );
    window.open(json!({ "by": "recovery_code", "secret": fresh["recovery_code"] })).unwrap();
}

/// a role can't do what it may not, whatever the page shows.
#[test]
fn r012_roles_are_held_to_what_they_may() {
    let (window, _) = Window::ready();
    let id = window.candidate();
    window.add("lihua", "invigilator");
    for (name, payload) in [
        ("account.list", json!({})),
        (
            "account.add",
            json!({ "account": "x99", "name": "x", "role": "administrator", "certificate_ids": [] }),
        ),
        ("audit.list", json!({})),
        ("backup.make", json!({ "file": window.path("b.kzbak"), "overwrite": false })),
        ("settings.change", json!({ "auto_lock_minutes": 0 })),
        ("candidate.reveal", json!({ "candidate_id": id, "reason": "核对报名表" })),
        ("invigilator.reveal", json!({ "invigilator_id": id, "reason": "联系本人" })),
        ("workspace.new_recovery_code", json!({})),
        ("system.check", json!({})),
    ] {
        assert_eq!(window.code(name, payload), "not_allowed", "{name}");
    }
    window.call("candidate.list", json!({})).unwrap();
    window.call("session.logout", json!({})).unwrap();
    assert_eq!(window.code("candidate.list", json!({})), "signed_out");
}

/// the form of an account offers every role but that of the 负责人, and says what each may do.
#[test]
fn r269_the_form_says_what_a_role_may_do() {
    let (window, _) = Window::ready();
    let choices = window.call("account.choices", json!({})).unwrap();
    let roles = choices["roles"].as_array().unwrap();
    let offered: Vec<&str> = roles.iter().map(|one| one["role"].as_str().unwrap()).collect();
    assert_eq!(offered, ["administrator", "invigilator"]);
    assert_eq!(roles[1]["may"], json!(["查看数据", "登记到考"]));
    let of_principal = ["管理用户", "修改系统设置"];
    assert!(roles.iter().all(|one| !of_principal.iter().any(|text| one["may"].to_string().contains(text))));
}

/// what concerns accounts and whole numbers needs the password of a short while ago.
#[test]
fn r027_a_whole_number_needs_reason_password_and_leaves_a_trace() {
    let (window, _) = Window::ready();
    let id = window.candidate();
    let request = json!({ "candidate_id": id, "reason": "核对 13800000000 的报名表" });
    window.desk.change(|state| state.proved = None);
    assert_eq!(window.code("candidate.reveal", request.clone()), "reauthentication_needed");
    assert_eq!(window.code("session.reauthenticate", json!({ "password": "wrong" })), "login_failed");
    window.call("session.reauthenticate", json!({ "password": PASSWORD })).unwrap();
    assert_eq!(
        window.code("candidate.reveal", json!({ "candidate_id": id, "reason": " " })),
        "reveal_reason"
    );
    let seen = window.call("candidate.reveal", request).unwrap();
    assert_eq!((&seen["id_number"], &seen["phone"]), (&json!(ID_NUMBER), &json!(PHONE)));
    assert_eq!(seen["birth_date"], "1949-12-31");
    let trail =
        window.call("audit.list", json!({ "kind": "candidate_reveal", "page": 1, "page_size": 10 })).unwrap();
    assert_eq!(trail["total"], 1);
    let summary = trail["rows"][0]["summary"].as_str().unwrap();
    assert!(summary.contains(seen["name"].as_str().unwrap()), "whose number it was: {trail}");
    assert!(summary.contains("****") && !summary.contains(ID_NUMBER) && !summary.contains(PHONE), "{trail}");
}

/// an invigilator's whole number and phone are shown as a candidate's are.
#[test]
fn r027_an_invigilators_whole_number_needs_the_same() {
    let (window, _) = Window::ready();
    let certificate = json!({ "id": null, "code": "60000002", "name": "产线装调", "level": "中级",
        "organisation": "", "majors": "" });
    let certificate = window.call("certificate.save", certificate).unwrap()["id"].clone();
    let person = json!({ "name": "陶然", "phone": PHONE, "id_type": "身份证", "id_number": ID_NUMBER,
        "number": "JK157822", "certificate_ids": [certificate] });
    let id = window.call("invigilator.save", person).unwrap()["id"].clone();
    assert!(id.is_string());
    let request = json!({ "invigilator_id": id, "reason": "联系 13800000000" });
    window.desk.change(|state| state.proved = None);
    assert_eq!(window.code("invigilator.reveal", request.clone()), "reauthentication_needed");
    window.call("session.reauthenticate", json!({ "password": PASSWORD })).unwrap();
    let silent = json!({ "invigilator_id": id, "reason": " " });
    assert_eq!(window.code("invigilator.reveal", silent), "reveal_reason");
    let nobody = json!({ "invigilator_id": Uuid::now_v7().to_string(), "reason": "联系本人" });
    assert_eq!(window.code("invigilator.reveal", nobody), "invigilator_unknown");
    let seen = window.call("invigilator.reveal", request).unwrap();
    assert_eq!((&seen["id_number"], &seen["phone"]), (&json!(ID_NUMBER), &json!(PHONE)));
    let trail = window
        .call("audit.list", json!({ "kind": "invigilator_reveal", "page": 1, "page_size": 10 }))
        .unwrap();
    assert_eq!(trail["total"], 1, "what was refused is no look");
    let summary = trail["rows"][0]["summary"].as_str().unwrap();
    assert!(summary.contains("陶然 · JK157822") && summary.contains("****"), "{trail}");
    assert!(!summary.contains(ID_NUMBER) && !summary.contains(PHONE), "{trail}");
    let shown = window.call("invigilator.get", json!({ "id": id })).unwrap().to_string();
    assert!(!shown.contains(ID_NUMBER) && !shown.contains(PHONE), "{shown}");
}

/// No answer but the reveal holds a whole number or phone.
#[test]
fn whole_numbers_never_cross_without_the_reveal() {
    let (window, _) = Window::ready();
    window.candidate();
    let entry =
        json!({ "account": "13912345678", "name": "李华", "role": "administrator", "certificate_ids": [] });
    window.call("account.add", entry).unwrap();
    let page = json!({ "page": 1, "page_size": 100 });
    let mut answers = vec![
        window.call("account.list", json!({})).unwrap(),
        window.call("session.status", json!({})).unwrap(),
        window.call("session.profile", json!({})).unwrap(),
        window.call("candidate.list", page.clone()).unwrap(),
        window.call("audit.choices", json!({})).unwrap(),
        window.call("system.check", json!({})).unwrap(),
    ];
    let trail = window.call("audit.list", page).unwrap();
    for row in trail["rows"].as_array().unwrap() {
        answers.push(window.call("audit.detail", json!({ "seq": row["seq"] })).unwrap());
    }
    answers.push(trail);
    for answer in answers {
        let text = answer.to_string();
        for secret in [ID_NUMBER, PHONE, "13912345678", "argon2id"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

/// A backup is proved before it is restored, into a new folder only; the present workspace stays.
#[test]
fn a_backup_is_proved_and_restored_into_a_new_folder() {
    let (window, code) = Window::ready();
    window.candidate();
    let file = window.path("school.kzbak");
    let made = window.call("backup.make", json!({ "file": file, "overwrite": false })).unwrap();
    assert!(made["bytes"].as_u64().unwrap() > 0);
    assert_eq!(window.call("backup.last", json!({})).unwrap()["file"], json!(file));
    assert_eq!(window.code("backup.make", json!({ "file": file, "overwrite": false })), "file_exists");
    let info = window.call("backup.inspect", json!({ "file": file })).unwrap();
    assert_eq!(info["contents"][0], json!({ "label": "考生", "count": 1 }));
    let wrong = json!({ "file": file, "passphrase": "x", "recovery_code": "" });
    assert_eq!(window.code("backup.prove", wrong), "wrong_passphrase");
    let key = json!({ "file": file, "passphrase": "", "recovery_code": code });
    assert_eq!(window.call("backup.prove", key.clone()).unwrap()["contents"][0]["count"], 1);
    let into = |folder: String| json!({ "backup": key, "folder": folder });
    assert_eq!(window.code("backup.restore", into(window.path("school"))), "folder_not_empty");
    window.call("backup.restore", into(window.path("restored"))).unwrap();
    let known = window.call("workspace.list", json!({})).unwrap();
    assert_eq!(known["workspaces"].as_array().unwrap().len(), 2);
    window.call("workspace.switch", json!({ "folder": window.path("restored") })).unwrap();
    let unlock = json!({ "by": "passphrase", "secret": PASSPHRASE });
    window.call("workspace.open", json!({ "folder": window.path("restored"), "unlock": unlock })).unwrap();
    window.log_in("zhoumin", PASSWORD).unwrap();
    assert_eq!(window.call("candidate.list", json!({})).unwrap()["total"], 1);
    // One wrong byte is found before anything is made.
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(window.code("backup.prove", key.clone()), "backup_damaged");
    assert_eq!(window.code("backup.restore", into(window.path("third"))), "backup_damaged");
    assert!(!crate::workspace::App::exists(Path::new(&window.path("third"))));
}

/// The idle window locks itself; work that goes on by hand keeps it open.
#[test]
fn the_idle_window_locks_itself() {
    let (window, _) = Window::ready();
    let touched = window.call("session.touch", json!({ "active": true })).unwrap();
    assert!(touched["locks_in"].as_u64().unwrap() > 14 * 60);
    window.desk.change(|state| state.idle_limit = Some(Duration::from_millis(20)));
    std::thread::sleep(Duration::from_millis(40));
    assert_eq!(window.call("session.touch", json!({ "active": true })).unwrap()["stage"], "locked");
    assert_eq!(window.code("candidate.list", json!({})), "locked");
    window.call("settings.get", json!({})).unwrap_err();
    window.desk.change(|state| state.set_idle(15));
    assert_eq!(window.stage(), "locked", "more time does not unlock");
    window.call("session.unlock", json!({ "password": PASSWORD })).unwrap();
    window.call("settings.change", json!({ "auto_lock_minutes": 0 })).unwrap();
    assert_eq!(window.call("session.touch", json!({ "active": false })).unwrap()["locks_in"], Value::Null);
    assert_eq!(window.code("settings.change", json!({ "auto_lock_minutes": 5000 })), "auto_lock");
    assert_eq!(window.code("settings.change", json!({ "mask_style": "none" })), "mask_style");
}

/// A workspace of the command line has no account: its 负责人 is made in the window.
#[test]
fn a_workspace_without_accounts_gets_its_principal() {
    let window = Window::new();
    let folder = window.folder.path().join("school");
    let school = crate::workspace::SchoolProfile { name: "示例职业学院".into(), code: String::new() };
    let unlock = crate::workspace::Unlock::passphrase(PASSPHRASE);
    drop(crate::workspace::App::create(&folder, &unlock, &school, Clock::System).unwrap());
    window.open(json!({ "by": "passphrase", "secret": PASSPHRASE })).unwrap();
    assert_eq!(window.call("session.status", json!({})).unwrap()["without_accounts"], true);
    let found = json!({ "account": "zhoumin", "name": "周敏", "phone": PHONE, "password": PASSWORD });
    window.call("session.found", found.clone()).unwrap();
    assert_eq!(window.stage(), "ready");
    assert_eq!(window.code("session.found", found), "accounts_exist");
}
