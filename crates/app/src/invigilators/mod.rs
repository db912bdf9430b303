//! 监考人员 (R-201…R-208): lists, the form, what the organisation said. Numbers are masked here.

mod change;

pub use change::{delete, save, verify};

use crate::error::{AppError, Result};
use crate::forms::{Permit, chosen, identity, moment, page_of};
use crate::settings::Settings;
use crate::workspace::{App, all_subjects};
use kaozhan_domain::candidate::id_document::{IdType, MaskStyle, Sex, mask_number, mask_phone};
use kaozhan_domain::clock::Window;
use kaozhan_domain::ids::{CertificateId, InvigilatorId};
use kaozhan_domain::invigilator::{InvigilationDuty, Invigilator, InvigilatorCertificate, VerificationState};
use kaozhan_domain::plan::Certificate;
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// What the list is asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct InvigilatorQuery {
    /// Part of name, 教师编号, 证件号码, phone, school or region.
    pub text: String,
    /// 监考证书.
    pub certificate_id: String,
    /// 参加编排: `yes` or `no`.
    pub active: String,
    /// 认证状态: label of the tab.
    pub status: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// How many invigilators are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorCount {
    /// Label of the state.
    pub status: String,
    /// People.
    pub count: u64,
}

/// A page of invigilators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorPage {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs, for the same filter.
    pub counts: Vec<InvigilatorCount>,
    /// The rows, masked.
    pub rows: Vec<InvigilatorRow>,
}

/// A certificate of an invigilator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorCertificateRow {
    /// The certificate.
    pub certificate_id: String,
    /// 证书 with level.
    pub label: String,
    /// 颁证机构.
    pub organisation: String,
    /// 未认证, 已认证.
    pub state: String,
    /// Stable code of the state.
    pub state_code: String,
    /// When 已认证 was recorded.
    pub verified_at: Option<String>,
    /// 认证依据.
    pub basis: String,
    /// Whether it may be taken off.
    pub remove: Permit,
}

/// An invigilator in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorRow {
    /// Identity.
    pub id: String,
    /// 教师编号.
    pub number: String,
    /// 教师姓名.
    pub name: String,
    /// 性别.
    pub sex: String,
    /// 证件类型.
    pub id_type: String,
    /// 证件号码, masked.
    pub id_number: String,
    /// 手机号码, masked.
    pub phone: String,
    /// 所属院校.
    pub school: String,
    /// 所在区域.
    pub region: String,
    /// 职务职称.
    pub title: String,
    /// 参加编排.
    pub active: bool,
    /// 监考证书.
    pub certificates: Vec<InvigilatorCertificateRow>,
    /// 已认证 when any certificate is, else 未认证.
    pub status: String,
    /// Duties in all plans.
    pub duties: u64,
    /// Whether the person may be deleted.
    pub delete: Permit,
}

/// A period in which somebody can't come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvigilatorAbsence {
    /// `2026-06-20 08:00:00`.
    pub start: String,
    /// `2026-06-20 18:00:00`.
    pub end: String,
}

/// A duty of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorDutyLine {
    /// 考试计划.
    pub plan: String,
    /// 考试时间.
    pub session: String,
    /// 考试科目.
    pub subject: String,
    /// 考场; empty for 巡考.
    pub room: String,
    /// 监考, 巡考.
    pub role: String,
}

/// What is known of one invigilator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorDetail {
    /// As in the list.
    pub row: InvigilatorRow,
    /// 备注.
    pub remark: String,
    /// When the person can't come.
    pub unavailable: Vec<InvigilatorAbsence>,
    /// Duties, the latest first.
    pub duties: Vec<InvigilatorDutyLine>,
}

/// An invigilator as a form holds it. An empty 证件号码 or 手机号码 leaves what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct InvigilatorForm {
    /// Identity; nothing for a new one.
    pub id: Option<String>,
    /// 教师编号.
    pub number: String,
    /// 教师姓名.
    pub name: String,
    /// 性别.
    pub sex: String,
    /// 证件类型.
    pub id_type: String,
    /// 证件号码.
    pub id_number: String,
    /// 手机号码.
    pub phone: String,
    /// 所属院校; the own school when empty.
    pub school: String,
    /// 所在区域.
    pub region: String,
    /// 职务职称.
    pub title: String,
    /// 备注.
    pub remark: String,
    /// 不参加编排.
    pub inactive: bool,
    /// When the person can't come.
    pub unavailable: Vec<InvigilatorAbsence>,
    /// 监考证书.
    pub certificate_ids: Vec<String>,
}

/// A certificate to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorCertificateChoice {
    /// Identity.
    pub id: String,
    /// 证书 with level.
    pub label: String,
}

/// What the form and the filter choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct InvigilatorChoices {
    /// 证书.
    pub certificates: Vec<InvigilatorCertificateChoice>,
    /// 证件类型.
    pub id_types: Vec<String>,
}

/// What the organisation said of certificates, or that the record of it was wrong.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct InvigilatorVerification {
    /// Whose.
    pub ids: Vec<String>,
    /// Which certificate; all of theirs when empty.
    pub certificate_id: String,
    /// 已认证; else the record is taken back.
    pub verified: bool,
    /// 认证依据, or why the record is taken back.
    pub basis: String,
}

/// What invigilators refer to.
pub(crate) struct InvigilatorBook {
    pub(crate) certificates: HashMap<CertificateId, Certificate>,
    held: HashMap<InvigilatorId, Vec<InvigilatorCertificate>>,
    duties: HashMap<InvigilatorId, u64>,
    mask: MaskStyle,
}

impl InvigilatorBook {
    pub(crate) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let mut held: HashMap<_, Vec<_>> = HashMap::new();
        for certificate in tx.all_invigilator_certificates()? {
            held.entry(certificate.invigilator).or_default().push(certificate);
        }
        let mut duties = HashMap::new();
        for duty in tx.all_duties()? {
            *duties.entry(duty.invigilator).or_default() += 1;
        }
        let certificates = tx.certificates()?.into_iter().map(|known| (known.id, known));
        Ok(Self { certificates: certificates.collect(), held, duties, mask: Settings::load(tx)?.mask })
    }

    fn held(&self, id: InvigilatorId) -> &[InvigilatorCertificate] {
        self.held.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    fn label(&self, id: CertificateId) -> String {
        self.certificates.get(&id).map(Certificate::label).unwrap_or_default()
    }

    /// The certificates of a person that are 已认证.
    pub(crate) fn verified(&self, id: InvigilatorId) -> Vec<CertificateId> {
        let held = self.held(id).iter();
        held.filter(|one| one.state == VerificationState::Verified).map(|one| one.certificate).collect()
    }

    fn status(&self, id: InvigilatorId) -> VerificationState {
        if self.verified(id).is_empty() { VerificationState::Unverified } else { VerificationState::Verified }
    }

    fn row(&self, person: &Invigilator) -> InvigilatorRow {
        let duties = self.duties.get(&person.id).copied().unwrap_or_default();
        let count = usize::try_from(duties).unwrap_or(usize::MAX);
        InvigilatorRow {
            id: person.id.to_string(),
            number: person.number.clone(),
            name: person.name.clone(),
            sex: if person.sex == Sex::Unknown { String::new() } else { person.sex.label().to_owned() },
            id_type: person.id_type.label().to_owned(),
            id_number: mask_number(person.id_type, &person.id_number, self.mask),
            phone: mask_phone(&person.phone),
            school: person.school.clone(),
            region: person.region.clone(),
            title: person.title.clone(),
            active: person.active,
            certificates: self.held(person.id).iter().map(|one| self.certificate_row(one)).collect(),
            status: self.status(person.id).label().to_owned(),
            duties,
            delete: Permit::of(person.check_deletion(self.held(person.id), count)),
        }
    }

    fn certificate_row(&self, held: &InvigilatorCertificate) -> InvigilatorCertificateRow {
        let known = self.certificates.get(&held.certificate);
        InvigilatorCertificateRow {
            certificate_id: held.certificate.to_string(),
            label: known.map(Certificate::label).unwrap_or_default(),
            organisation: known.map(|known| known.organisation.clone()).unwrap_or_default(),
            state: held.state.label().to_owned(),
            state_code: match held.state {
                VerificationState::Unverified => "unverified",
                VerificationState::Verified => "verified",
            }
            .to_owned(),
            verified_at: held.verified_at.map(moment),
            basis: crate::import::hide_numbers(&held.basis),
            remove: Permit::of(held.check_removal()),
        }
    }
}

/// A page of invigilators with the counts of the states.
///
/// # Errors
/// `status_unknown`, those of the store.
pub fn list(app: &App, query: &InvigilatorQuery) -> Result<InvigilatorPage> {
    let wanted = state_of(&query.status)?;
    app.read(|tx| {
        let book = InvigilatorBook::load(tx)?;
        let (mut rows, mut counts) = (Vec::new(), [0u64; 2]);
        for person in tx.invigilators()?.iter().filter(|person| matches(&book, query, person)) {
            let status = book.status(person.id);
            if let Some(place) = TABS.iter().position(|known| *known == status) {
                counts[place] += 1;
            }
            if wanted.is_none_or(|wanted| wanted == status) {
                rows.push(book.row(person));
            }
        }
        let counts = TABS.iter().zip(counts);
        Ok(InvigilatorPage {
            total: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            counts: counts
                .map(|(status, count)| InvigilatorCount { status: status.label().to_owned(), count })
                .collect(),
            rows: page_of(rows, query.page, query.page_size),
        })
    })
}

/// The tabs, in their order.
const TABS: [VerificationState; 2] = [VerificationState::Verified, VerificationState::Unverified];

fn state_of(label: &str) -> Result<Option<VerificationState>> {
    let label = label.trim();
    let found = VerificationState::from_label(label);
    if found.is_none() && !label.is_empty() {
        return Err(AppError::new("status_unknown", format!("状态“{label}”不认识")));
    }
    Ok(found)
}

fn matches(book: &InvigilatorBook, query: &InvigilatorQuery, person: &Invigilator) -> bool {
    let text = query.text.trim().to_lowercase();
    let fields =
        [&person.name, &person.number, &person.id_number, &person.phone, &person.school, &person.region];
    let certificate = chosen::<CertificateId>(&query.certificate_id);
    (text.is_empty() || fields.iter().any(|field| field.to_lowercase().contains(&text)))
        && certificate.is_none_or(|id| book.held(person.id).iter().any(|one| one.certificate == id))
        && match query.active.as_str() {
            "yes" => person.active,
            "no" => !person.active,
            _ => true,
        }
}

/// The people that a query means, of any page.
///
/// # Errors
/// `status_unknown`, those of the store.
pub fn ids(app: &App, query: &InvigilatorQuery) -> Result<Vec<String>> {
    let wanted = state_of(&query.status)?;
    app.read(|tx| {
        let book = InvigilatorBook::load(tx)?;
        let people = tx.invigilators()?.into_iter().filter(|person| {
            matches(&book, query, person) && wanted.is_none_or(|wanted| wanted == book.status(person.id))
        });
        Ok(people.map(|person| person.id.to_string()).collect())
    })
}

/// What the form and the filter choose from.
///
/// # Errors
/// Those of the store.
pub fn choices(app: &App) -> Result<InvigilatorChoices> {
    let certificates = app.read(|tx| Ok(tx.certificates()?))?;
    Ok(InvigilatorChoices {
        certificates: certificates
            .into_iter()
            .map(|known| InvigilatorCertificateChoice { id: known.id.to_string(), label: known.label() })
            .collect(),
        id_types: IdType::ALL.iter().map(|kind| kind.label().to_owned()).collect(),
    })
}

/// The person that the window names.
pub(crate) fn person_id(text: &str) -> Result<InvigilatorId> {
    identity(text, "invigilator_unknown", "监考人员")
}

pub(crate) fn find(tx: &ReadTx<'_>, id: InvigilatorId) -> Result<Invigilator> {
    tx.invigilator(id)?.ok_or_else(|| AppError::new("invigilator_unknown", "找不到监考人员，可能已被删除"))
}

/// One invigilator.
///
/// # Errors
/// `invigilator_unknown`, those of the store.
pub fn detail(app: &App, id: &str) -> Result<InvigilatorDetail> {
    let id = person_id(id)?;
    app.read(|tx| {
        let person = find(tx, id)?;
        let book = InvigilatorBook::load(tx)?;
        let absence = |window: &Window| InvigilatorAbsence {
            start: window.start.format(STAMP).to_string(),
            end: window.end.format(STAMP).to_string(),
        };
        Ok(InvigilatorDetail {
            row: book.row(&person),
            remark: person.remark.clone(),
            unavailable: person.unavailable.iter().map(absence).collect(),
            duties: duty_lines(app, tx, tx.duties_of(id)?)?,
        })
    })
}

/// The duties in sessions that the person at work manages, the latest first.
fn duty_lines(app: &App, tx: &ReadTx<'_>, duties: Vec<InvigilationDuty>) -> Result<Vec<InvigilatorDutyLine>> {
    let plans = tx.plans()?;
    let mut subjects = all_subjects(tx, &plans)?;
    subjects.retain(|subject| app.scope().covers(subject.certificate));
    let mut lines = Vec::new();
    for duty in duties {
        let found = subjects.iter().find_map(|subject| {
            Some((subject, subject.sessions.iter().find(|session| session.id == duty.session)?))
        });
        let Some((subject, session)) = found else { continue };
        let room = duty.room.map(|room| tx.room(room)).transpose()?.flatten();
        let line = InvigilatorDutyLine {
            plan: plans.iter().find(|p| p.id == duty.plan).map(|p| p.name.clone()).unwrap_or_default(),
            session: session.label(),
            subject: subject.name.clone(),
            room: room.map(|room| room.name).unwrap_or_default(),
            role: duty.role.label().to_owned(),
        };
        lines.push((session.start, line));
    }
    lines.sort_by_key(|(start, _)| std::cmp::Reverse(*start));
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

const STAMP: &str = "%Y-%m-%d %H:%M:%S";

/// What the table says of the person alone, by field.
pub(crate) fn person_texts(person: &Invigilator) -> Vec<(&'static str, String)> {
    let known_sex = person.sex != Sex::Unknown;
    let has_document = !person.id_number.is_empty();
    let when = |so: bool, text: &str| if so { text.to_owned() } else { String::new() };
    vec![
        ("number", person.number.clone()),
        ("name", person.name.clone()),
        ("phone", person.phone.clone()),
        ("school", person.school.clone()),
        ("region", person.region.clone()),
        ("sex", when(known_sex, person.sex.label())),
        ("id_type", when(has_document, person.id_type.label())),
        ("id_number", person.id_number.clone()),
        ("title", person.title.clone()),
        ("remark", person.remark.clone()),
    ]
}

/// The rows of the table of R-282: one per person and certificate, by (field, value).
pub(crate) fn sheet_rows(
    tx: &ReadTx<'_>,
    wanted: impl Fn(&Invigilator) -> bool,
) -> Result<Vec<HashMap<&'static str, String>>> {
    let book = InvigilatorBook::load(tx)?;
    let mut rows = Vec::new();
    for person in tx.invigilators()?.iter().filter(|person| wanted(person)) {
        let own: HashMap<&'static str, String> = person_texts(person).into_iter().collect();
        for held in book.held(person.id) {
            let mut row = own.clone();
            row.insert("state", held.state.label().to_owned());
            if let Some(known) = book.certificates.get(&held.certificate) {
                row.insert("certificate_code", known.code.clone());
                row.insert("certificate_name", known.name.clone());
                row.insert("level", known.level.clone());
                row.insert("organisation", known.organisation.clone());
            } else {
                row.insert("certificate_name", book.label(held.certificate));
            }
            rows.push(row);
        }
        if book.held(person.id).is_empty() {
            rows.push(own);
        }
    }
    Ok(rows)
}
