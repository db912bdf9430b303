//! 监考人员 (R-201…R-208): lists, the form, what the organisation said. Numbers are masked here.

use crate::error::{AppError, Result};
use crate::forms::{FormAnswer, FormProblem, Permit, chosen, identity, moment, page_of, refuses, save_form};
use crate::settings::Settings;
use crate::workspace::{App, all_subjects};
use chrono::{NaiveDate, NaiveDateTime};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::candidate::id_document::{IdType, MaskStyle, Sex, mask_number, mask_phone};
use kaozhan_domain::clock::Window;
use kaozhan_domain::ids::{CertificateId, InvigilatorId};
use kaozhan_domain::invigilator::input::{InvigilatorInput, check, identify};
use kaozhan_domain::invigilator::{
    InvigilationDuty, Invigilator, InvigilatorCertificate, VerificationEvent, VerificationState,
};
use kaozhan_domain::plan::Certificate;
use kaozhan_store::{ReadTx, WriteTx};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use ts_rs::TS;

/// Most periods in which one person can't come.
const ABSENCES_MAX: usize = 40;
/// Longest 认证依据 and reason, in characters.
const BASIS_MAX: usize = 100;

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
            duties: duty_lines(tx, tx.duties_of(id)?)?,
        })
    })
}

fn duty_lines(tx: &ReadTx<'_>, duties: Vec<InvigilationDuty>) -> Result<Vec<InvigilatorDutyLine>> {
    let plans = tx.plans()?;
    let subjects = all_subjects(tx, &plans)?;
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

fn stamp(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    [STAMP, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

fn problem(field: &'static str, code: &str, message: impl Into<String>) -> FormProblem {
    FieldProblem::error(field, code, message).into()
}

/// Creates or changes an invigilator.
///
/// # Errors
/// `invigilator_unknown`, `certificate_unknown`, those of the store. What is wrong with the form is in the
/// answer.
pub fn save(app: &App, form: &InvigilatorForm) -> Result<FormAnswer> {
    let old = form.id.as_deref().map(person_id).transpose()?;
    let wanted: Vec<CertificateId> = form
        .certificate_ids
        .iter()
        .map(|id| identity(id, "certificate_unknown", "证书"))
        .collect::<Result<_>>()?;
    let (school, today) = (app.school()?.name, app.now().date());
    let (label, code) = if old.is_some() {
        ("修改监考人员", "invigilator_edit")
    } else {
        ("新增监考人员", "invigilator_create")
    };
    save_form(app, code, label, "1 人", |tx| {
        let before = old.map(|id| find(tx, id)).transpose()?;
        let (person, mut problems) = from_form(form, today, &school, before.as_ref());
        let others: Vec<Invigilator> =
            tx.invigilators()?.into_iter().filter(|other| Some(other.id) != old).collect();
        if let Some(person) = &person {
            problems.extend(clash(person, &others));
        }
        let held = match old {
            Some(id) => tx.invigilator_certificates(id)?,
            None => Vec::new(),
        };
        problems.extend(certificate_problems(&held, &wanted, old.is_none()));
        let Some(person) = person.filter(|_| !refuses(&problems)) else {
            return Ok(FormAnswer::refused(problems));
        };
        tx.put_invigilator(&person)?;
        put_certificates(tx, person.id, &held, &wanted)?;
        Ok(FormAnswer { id: Some(person.id.to_string()), problems })
    })
}

/// The person that a form makes, and what is wrong with it.
fn from_form(
    form: &InvigilatorForm,
    today: NaiveDate,
    school: &str,
    before: Option<&Invigilator>,
) -> (Option<Invigilator>, Vec<FormProblem>) {
    let input = input(form);
    let fresh = InvigilatorId(uuid::Uuid::now_v7());
    let (person, found) = check(&input, today, school, fresh, before);
    let mut problems: Vec<FormProblem> = found.into_iter().map(FormProblem::from).collect();
    if before.is_some() && form.name.trim().is_empty() {
        problems.push(problem("name", "name_empty", "姓名为空，请填写教师姓名"));
    }
    let mut unavailable = Vec::new();
    for absence in &form.unavailable {
        match (stamp(&absence.start), stamp(&absence.end)) {
            (Some(start), Some(end)) if start < end => unavailable.push(Window { start, end }),
            _ => {
                problems.push(problem("unavailable", "absence_window", "不能监考的时间不对，开始须早于结束"))
            }
        }
    }
    if unavailable.len() > ABSENCES_MAX {
        let message = format!("不能监考的时间最多 {ABSENCES_MAX} 段");
        problems.push(problem("unavailable", "absence_count", message));
    }
    unavailable.sort_by_key(|window| window.start);
    // In a form, unlike in a file, an emptied field is meant.
    let own = |text: &str| text.trim().to_owned();
    let person = person.map(|person| Invigilator {
        number: own(&form.number).to_uppercase(),
        region: own(&form.region),
        title: own(&form.title),
        remark: own(&form.remark),
        school: if form.school.trim().is_empty() { school.to_owned() } else { own(&form.school) },
        active: !form.inactive,
        unavailable,
        ..person
    });
    (person, problems)
}

fn input(form: &InvigilatorForm) -> InvigilatorInput<'_> {
    InvigilatorInput {
        number: &form.number,
        name: &form.name,
        sex: &form.sex,
        id_type: &form.id_type,
        id_number: &form.id_number,
        phone: &form.phone,
        school: &form.school,
        region: &form.region,
        title: &form.title,
        remark: &form.remark,
    }
}

/// Nobody is entered twice.
fn clash(person: &Invigilator, others: &[Invigilator]) -> Option<FormProblem> {
    let input = InvigilatorInput {
        number: &person.number,
        name: &person.name,
        id_type: person.id_type.label(),
        id_number: &person.id_number,
        phone: &person.phone,
        ..InvigilatorInput::default()
    };
    match identify(&input, others) {
        Ok(None) => None,
        Err(problem) => Some(problem.into()),
        Ok(Some(place)) => {
            let field = if others[place].phone == person.phone { "phone" } else { "id_number" };
            let field = if others[place].number == person.number && !person.number.is_empty() {
                "number"
            } else {
                field
            };
            let message = format!("与已有的监考人员“{}”是同一人，请直接修改该人员", others[place].name);
            Some(problem(field, "invigilator_known", message))
        }
    }
}

fn certificate_problems(
    held: &[InvigilatorCertificate],
    wanted: &[CertificateId],
    new: bool,
) -> Vec<FormProblem> {
    let gone = held.iter().filter(|one| !wanted.contains(&one.certificate));
    let mut problems: Vec<FormProblem> = gone
        .filter_map(|one| one.check_removal().err())
        .map(|violation| FieldProblem { field: "certificates", violation }.into())
        .collect();
    if wanted.is_empty() && new {
        problems.push(problem("certificates", "value_missing", "请选择监考证书"));
    }
    problems
}

fn put_certificates(
    tx: &mut WriteTx<'_>,
    id: InvigilatorId,
    held: &[InvigilatorCertificate],
    wanted: &[CertificateId],
) -> Result<()> {
    for one in held.iter().filter(|one| !wanted.contains(&one.certificate)) {
        tx.delete_invigilator_certificate(one)?;
    }
    for certificate in wanted.iter().filter(|id| held.iter().all(|one| one.certificate != **id)) {
        if tx.certificate(*certificate)?.is_none() {
            return Err(AppError::new("certificate_unknown", "找不到证书，可能已被删除"));
        }
        tx.put_invigilator_certificate(&InvigilatorCertificate::new(id, *certificate))?;
    }
    Ok(())
}

/// Deletes invigilators, all or none. Gives their names.
///
/// # Errors
/// `invigilator_unknown`, `invigilator_verified`, `invigilator_on_duty`.
pub fn delete(app: &App, ids: &[String]) -> Result<Vec<String>> {
    let ids: Vec<InvigilatorId> = ids.iter().map(|id| person_id(id)).collect::<Result<_>>()?;
    app.write("invigilator_delete", "删除监考人员", &format!("{} 人", ids.len()), |tx| {
        let mut names = Vec::new();
        let mut refusals = Vec::new();
        for id in &ids {
            let person = find(tx, *id)?;
            let (held, duties) = (tx.invigilator_certificates(*id)?, tx.duties_of(*id)?.len());
            match person.check_deletion(&held, duties) {
                Ok(()) => tx.delete_invigilator(*id)?,
                Err(violation) => refusals.push(violation),
            }
            names.push(person.name);
        }
        match refusals.split_first() {
            None => Ok(names),
            Some((first, rest)) => {
                let details = rest.iter().map(|violation| violation.message.clone()).collect();
                Err(AppError::from(first.clone()).details(details))
            }
        }
    })
}

/// Records what the organisation said of certificates, or takes such a record back. Gives how
/// many certificates changed.
///
/// # Errors
/// `invigilator_unknown`, `nothing_to_verify`, `reason_missing`, `text_too_long`.
pub fn verify(app: &App, request: &InvigilatorVerification) -> Result<u64> {
    let ids: HashSet<InvigilatorId> = request.ids.iter().map(|id| person_id(id)).collect::<Result<_>>()?;
    let only = chosen::<CertificateId>(&request.certificate_id);
    let basis = request.basis.trim();
    if basis.chars().count() > BASIS_MAX {
        return Err(AppError::new("text_too_long", format!("内容太长，最多 {BASIS_MAX} 字")));
    }
    if !request.verified && basis.chars().count() < 2 {
        return Err(AppError::new("reason_missing", "请填写撤回认证的原因，至少 2 个字"));
    }
    let (code, label, event) = if request.verified {
        ("invigilator_verify", "标记监考证书已认证", VerificationEvent::Verify)
    } else {
        ("invigilator_retract", "撤回监考证书认证", VerificationEvent::Retract)
    };
    let summary = format!("{} 人，{}", ids.len(), crate::import::hide_numbers(basis));
    app.write(code, label, summary.trim_end_matches('，'), |tx| {
        let mut changed = 0;
        for id in &ids {
            find(tx, *id)?;
            for one in tx.invigilator_certificates(*id)? {
                if only.is_some_and(|only| only != one.certificate) {
                    continue;
                }
                // What is so already is no fault where many are marked at once.
                if let Ok(after) = one.after(event, basis, app.now()) {
                    tx.put_invigilator_certificate(&after)?;
                    changed += 1;
                }
            }
        }
        if changed == 0 {
            let message = if request.verified {
                "所选监考人员没有未认证的证书"
            } else {
                "所选监考证书没有认证，不必撤回"
            };
            return Err(AppError::new("nothing_to_verify", message));
        }
        Ok(changed)
    })
}

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
