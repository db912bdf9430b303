//! The rules at the door against a real workspace.

use super::*;
use crate::clock::Clock;
use crate::workspace::{SchoolProfile, Unlock};
use chrono::{NaiveDateTime, TimeDelta};
use kaozhan_domain::account::{RecoveryCode, Role, Totp};
use kaozhan_domain::ids::CertificateId;
use kaozhan_domain::plan::Certificate;
use uuid::Uuid;

const PASSWORD: &str = "lanhua-82";
const PHONE: &str = "13800000000";

fn now() -> NaiveDateTime {
    "2026-06-01T09:00:00".parse().unwrap()
}

fn workspace() -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let school = SchoolProfile { name: "示例职业学院".into(), code: String::new() };
    let app =
        App::create(folder.path(), &Unlock::passphrase("演练用口令-2026"), &school, Clock::Fixed(now()))
            .unwrap();
    found(&app, "ZhouMin", "周敏", PHONE, PASSWORD).unwrap();
    (folder, app)
}

fn attempt<'a>(account: &'a str, password: &'a str, at: NaiveDateTime) -> Attempt<'a> {
    Attempt { account, password, code: "", trust: false, device: "d1", at }
}

fn draft(account: &str) -> AccountDraft {
    AccountDraft {
        account: account.into(),
        name: "李华".into(),
        role: Role::Administrator,
        certificate_ids: vec![],
    }
}

fn id_of(app: &App, account: &str) -> AccountId {
    app.read(|tx| Ok(tx.account_named(account)?.unwrap().id)).unwrap()
}

/// account and password; the account's case does not matter, the password's does.
#[test]
fn r016_account_and_password_open() {
    let (_folder, app) = workspace();
    assert!(matches!(log_in(&app, &attempt(" zhouMIN ", PASSWORD, now())).unwrap(), Entry::In(_)));
    assert_eq!(log_in(&app, &attempt("nobody", PASSWORD, now())).unwrap_err().code, "login_failed");
    assert_eq!(found(&app, "second", "李华", PHONE, PASSWORD).unwrap_err().code, "accounts_exist");
}

/// delays grow, the fifth wrong password disables, also after closing and opening; the
/// recovery code enables.
#[test]
fn r020_five_wrong_passwords_disable_and_it_outlasts_a_restart() {
    let (folder, app) = workspace();
    let code = RecoveryCode::new([3; 16]);
    app.store().put_unlock(&Unlock::Recovery(code.clone())).unwrap();
    let mut at = now();
    for (n, delay) in [0, 5, 30, 120].into_iter().enumerate() {
        assert_eq!(log_in(&app, &attempt("zhoumin", "wrong", at)).unwrap_err().code, "login_failed", "{n}");
        if delay > 0 {
            let early = log_in(&app, &attempt("zhoumin", PASSWORD, at)).unwrap_err();
            assert_eq!(early.code, "login_delayed");
            assert!(early.message.contains(&delay.to_string()), "{}", early.message);
        }
        at += TimeDelta::seconds(delay);
    }
    assert_eq!(log_in(&app, &attempt("zhoumin", "wrong", at)).unwrap_err().code, "account_disabled");
    let clock = Clock::Fixed(now());
    drop(app);
    let app = App::open(folder.path(), &Unlock::passphrase("演练用口令-2026"), clock).unwrap();
    let later = at + TimeDelta::days(1);
    assert_eq!(log_in(&app, &attempt("zhoumin", PASSWORD, later)).unwrap_err().code, "account_disabled");
    let other = RecoveryCode::new([4; 16]).text();
    assert_eq!(recover(&app, &other, "zhoumin", "songshu-47").unwrap_err().code, "recovery_code");
    assert_eq!(recover(&app, "abc", "zhoumin", "songshu-47").unwrap_err().code, "recovery_code");
    recover(&app, &code.text(), "zhoumin", "songshu-47").unwrap();
    assert!(matches!(log_in(&app, &attempt("zhoumin", "songshu-47", later)).unwrap(), Entry::In(_)));
}

/// the 负责人 enables a disabled account.
#[test]
fn r021_the_principal_enables() {
    let (_folder, app) = workspace();
    let given = add(&app, &draft("lihua")).unwrap();
    let mut at = now();
    for _ in 0..5 {
        let _ = log_in(&app, &attempt("lihua", "wrong", at));
        at += TimeDelta::minutes(5);
    }
    assert_eq!(log_in(&app, &attempt("lihua", &given.password, at)).unwrap_err().code, "account_disabled");
    enable(&app, id_of(&app, "lihua")).unwrap();
    assert!(matches!(log_in(&app, &attempt("lihua", &given.password, at)).unwrap(), Entry::MustBind(_)));
}

/// the initial password must be changed, can be seen again until then and never after.
#[test]
fn r263_the_initial_password_is_hidden_once_it_is_changed() {
    let (_folder, app) = workspace();
    let given = add(&app, &draft("lihua")).unwrap();
    let id = id_of(&app, "lihua");
    assert_eq!(see_initial_password(&app, id).unwrap(), given);
    let door = attempt("lihua", &given.password, now());
    assert_eq!(bind(&app, &door, "李华", PHONE, &given.password).unwrap_err().code, "password_unchanged");
    assert_eq!(bind(&app, &door, "李华", "123", "qingsong-31").unwrap_err().code, "user_phone");
    bind(&app, &door, "李华", PHONE, "qingsong-31").unwrap();
    assert_eq!(see_initial_password(&app, id).unwrap_err().code, "initial_password_gone");
    assert_eq!(log_in(&app, &door).unwrap_err().code, "login_failed");
    assert!(matches!(log_in(&app, &attempt("lihua", "qingsong-31", now())).unwrap(), Entry::In(_)));
    // reset by the 负责人.
    let again = reset_password(&app, id).unwrap();
    assert_ne!(again.password, given.password);
    assert!(matches!(log_in(&app, &attempt("lihua", &again.password, now())).unwrap(), Entry::MustBind(_)));
    reset_binding(&app, id).unwrap();
    assert_eq!(get(&app, id).unwrap().phone, "");
}

/// edit, delete and enable need a disabled account; the 负责人 can't be shut out.
#[test]
fn r265_only_disabled_accounts_are_edited_and_deleted() {
    let (_folder, app) = workspace();
    add(&app, &draft("lihua")).unwrap();
    assert_eq!(add(&app, &draft("LiHua")).unwrap_err().code, "account_exists");
    let second = AccountDraft { role: Role::Principal, ..draft("wang") };
    assert_eq!(add(&app, &second).unwrap_err().code, "role_principal");
    let id = id_of(&app, "lihua");
    assert_eq!(edit(&app, id, &draft("lihua")).unwrap_err().code, "account_enabled");
    assert_eq!(delete(&app, id).unwrap_err().code, "account_enabled");
    disable(&app, id).unwrap();
    edit(&app, id, &draft("lihua2")).unwrap();
    let row = list(&app, &AccountFilter { account: "LIHUA2".into(), name: String::new() }).unwrap().remove(0);
    assert_eq!((row.status, row.enabled), ("已停用", false));
    assert!(row.actions.iter().any(|action| action.code == "delete" && action.allowed));
    delete(&app, id).unwrap();
    assert_eq!(list(&app, &AccountFilter::default()).unwrap().len(), 1);
    let own = id_of(&app, "zhoumin");
    assert_eq!(disable(&app, own).unwrap_err().code, "account_principal");
    assert_eq!(reset_password(&app, own).unwrap_err().code, "account_principal");
}

/// 查看 shows everything of an account but its secrets, and what can be done with it.
#[test]
fn r259_an_account_is_shown_with_everything_about_it() {
    let (_folder, app) = workspace();
    let certificate = Certificate {
        id: CertificateId(Uuid::from_u128(7)),
        code: "60000002".into(),
        name: "产线装调".into(),
        level: "中级".into(),
        standard_code: String::new(),
        organisation: String::new(),
        majors: vec![],
    };
    app.write("test", "准备", "", |tx| Ok(tx.put_certificate(&certificate)?)).unwrap();
    let wanted = AccountDraft { certificate_ids: vec![certificate.id.to_string()], ..draft("lihua") };
    let given = add(&app, &wanted).unwrap();
    let shown = |account: &str| {
        let filter = AccountFilter { account: account.into(), name: String::new() };
        list(&app, &filter).unwrap().remove(0)
    };
    let row = shown("lihua");
    assert_eq!((row.account.as_str(), row.name.as_str()), ("lihua", "李华"));
    assert_eq!((row.role_label, row.status, row.note.as_str()), ("业务管理员", "已启用", "尚未修改初始密码"));
    assert_eq!(row.certificates, ["产线装调（中级）"]);
    assert_eq!((row.phone.as_str(), row.last_login.as_str()), ("", ""), "nobody has used it yet");
    assert_eq!(row.created_at, "2026-06-01T09:00:00");
    let door = attempt("lihua", &given.password, now());
    bind(&app, &door, "李华", PHONE, "qingsong-31").unwrap();
    log_in(&app, &attempt("lihua", "qingsong-31", now())).unwrap();
    let row = shown("lihua");
    assert_eq!((row.phone.as_str(), row.last_login.as_str()), ("138****0000", "2026-06-01T09:00:00"));
    let allowed = |code: &str| row.actions.iter().find(|action| action.code == code).unwrap().allowed;
    assert!(allowed("disable") && allowed("reset_binding"));
    assert!(!allowed("enable") && !allowed("edit") && !allowed("see_password"));
}

/// a disabled account opens nothing until it is enabled, whether it was edited meanwhile or not.
#[test]
fn r266_a_disabled_account_opens_nothing_until_it_is_enabled() {
    let (_folder, app) = workspace();
    let given = add(&app, &draft("lihua")).unwrap();
    let id = id_of(&app, "lihua");
    let door = attempt("lihua", &given.password, now());
    let refused = || log_in(&app, &door).unwrap_err().code;
    disable(&app, id).unwrap();
    assert_eq!(refused(), "account_disabled");
    edit(&app, id, &draft("lihua")).unwrap();
    assert_eq!(refused(), "account_disabled", "to edit it is not to enable it");
    let filter = AccountFilter { account: "lihua".into(), name: String::new() };
    assert_eq!(list(&app, &filter).unwrap()[0].note, "停用后须启用才能登录");
    enable(&app, id).unwrap();
    assert!(matches!(log_in(&app, &door).unwrap(), Entry::MustBind(_)));
}

/// the second factor is asked for, counts once, and not on a trusted computer for seven days.
#[test]
fn r017_the_second_factor_and_a_trusted_computer() {
    let (_folder, app) = workspace();
    let id = id_of(&app, "zhoumin");
    let seconds = |at: NaiveDateTime| u64::try_from(at.and_utc().timestamp() - 8 * 3600).unwrap();
    let setup = begin_second_factor(&app, id).unwrap();
    assert!(setup.qr.len() > 20 && setup.qr.iter().all(|row| row.len() == setup.qr.len()));
    let totp = Totp::parse(&setup.secret).unwrap();
    let code = totp.at(seconds(now()));
    finish_second_factor(&app, id, &setup.secret, &code, seconds(now())).unwrap();
    assert_eq!(log_in(&app, &attempt("zhoumin", PASSWORD, now())).unwrap(), Entry::NeedsCode);
    let used = Attempt { code: &code, ..attempt("zhoumin", PASSWORD, now()) };
    assert_eq!(log_in(&app, &used).unwrap_err().code, "second_factor_used");
    let at = now() + TimeDelta::minutes(2);
    let next = totp.at(seconds(at));
    let entry =
        log_in(&app, &Attempt { code: &next, trust: true, ..attempt("zhoumin", PASSWORD, at) }).unwrap();
    assert!(matches!(entry, Entry::In(_)));
    let week = at + TimeDelta::days(6);
    assert!(matches!(log_in(&app, &attempt("zhoumin", PASSWORD, week)).unwrap(), Entry::In(_)));
    let elsewhere = Attempt { device: "d2", ..attempt("zhoumin", PASSWORD, week) };
    assert_eq!(log_in(&app, &elsewhere).unwrap(), Entry::NeedsCode);
    let over = at + TimeDelta::days(8);
    assert_eq!(log_in(&app, &attempt("zhoumin", PASSWORD, over)).unwrap(), Entry::NeedsCode);
}

/// own password and profile.
#[test]
fn r025_own_password_and_profile() {
    let (_folder, app) = workspace();
    let id = id_of(&app, "zhoumin");
    assert_eq!(verify(&app, id, "wrong", now()).unwrap_err().code, "login_failed");
    let account = verify(&app, id, PASSWORD, now()).unwrap();
    assert_eq!(get(&app, id).unwrap().attempts.failed, 0, "a right password forgets the wrong one");
    assert_eq!(change_password(&app, &account, PASSWORD, "1234").unwrap_err().code, "password_weak");
    change_password(&app, &account, PASSWORD, "songshu-47").unwrap();
    let draft = ProfileDraft { name: "周敏".into(), email: "x@y".into(), phone: String::new() };
    assert_eq!(change_profile(&app, id, &draft).unwrap_err().code, "user_email");
    let draft = ProfileDraft { email: "zm@example.edu.cn".into(), phone: "13900000001".into(), ..draft };
    change_profile(&app, id, &draft).unwrap();
    let shown = profile(&app, id).unwrap();
    assert_eq!((shown.phone.as_str(), shown.email.as_str()), ("139****0001", "zm@example.edu.cn"));
}

/// No password, phone or account that is a phone number enters the audit or the list.
#[test]
fn nothing_secret_enters_list_or_audit() {
    let (_folder, app) = workspace();
    let given = add(&app, &draft("13912345678")).unwrap();
    let listed = serde_json::to_string(&list(&app, &AccountFilter::default()).unwrap()).unwrap();
    let audit = app
        .read(|tx| {
            let (entries, _) = tx.audit(&Default::default(), kaozhan_store::Page::number(1, 100))?;
            let mut text = serde_json::to_string(&entries).unwrap();
            for entry in entries {
                text.push_str(&serde_json::to_string(&tx.audit_changes(entry.seq)?).unwrap());
            }
            Ok(text)
        })
        .unwrap();
    for secret in [PHONE, "13912345678", given.password.as_str(), "argon2id"] {
        assert!(!listed.contains(secret) && !audit.contains(secret), "{secret}");
    }
}
