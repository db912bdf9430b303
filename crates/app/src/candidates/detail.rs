//! The detail of one candidate: what the pane beside the list shows.

use super::CandidateRow;
use crate::error::Result;
use crate::lookup;
use crate::photos;
use crate::workspace::App;
use kaozhan_domain::candidate::id_document::{self, IdType};
use kaozhan_domain::candidate::pinyin::{self, PinyinSource};
use kaozhan_domain::candidate::{Candidate, CandidateStatus};
use kaozhan_domain::registration::RegistrationStatus;
use kaozhan_store::{Page, ReadTx, RegistrationFilter};
use serde::Serialize;
use ts_rs::TS;

/// Everything about a candidate, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateDetail {
    /// As in the list.
    pub row: CandidateRow,
    /// 证件类型, in words.
    pub id_type_label: &'static str,
    /// 出生日期, hidden like the number that holds it; empty when the number holds none.
    pub birth_date: String,
    /// Region of the first registration, read from the number.
    pub region: String,
    /// 性别 follows from the number.
    pub sex_from_number: bool,
    /// 专业版本.
    pub major_version: String,
    /// 备注.
    pub remark: String,
    /// The name as it was typed, when something in it was unified.
    pub name_typed: String,
    /// The pinyin was typed or confirmed by a person.
    pub pinyin_confirmed: bool,
    /// Others of the same name: class and masked number, to tell them apart.
    pub namesakes: Vec<String>,
    /// What is known of the photo, a line each.
    pub photo: Vec<PhotoFact>,
    /// Registrations with seats.
    pub registrations: Vec<CandidateRegistration>,
}

/// A line about a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PhotoFact {
    /// As it should be; else somebody should look.
    pub good: bool,
    /// Simplified Chinese.
    pub text: String,
}

/// A registration of the candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateRegistration {
    /// Identity.
    pub id: String,
    /// 考试计划.
    pub plan: String,
    /// 证书 with its level.
    pub certificate: String,
    /// 考试科目.
    pub subject: String,
    /// 考试方式.
    pub mode: &'static str,
    /// 未排考, 待考试 …
    pub status: &'static str,
    /// 缴费状态.
    pub payment: &'static str,
    /// 考试时间; empty without a seat.
    pub time: String,
    /// 考核站点.
    pub site: String,
    /// 考场.
    pub room: String,
    /// 座位号.
    pub seat: Option<u16>,
    /// 准考证号.
    pub exam_number: String,
    /// When it was made, ISO 8601.
    pub registered_at: String,
    /// The plan still has another name, pinyin or phone: the snapshot of then.
    pub differs: Vec<&'static str>,
}

/// A reading of the name to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PinyinOption {
    /// As it would be printed.
    pub pinyin: String,
    /// Why it is among them.
    pub reason: String,
    /// It is the one on file.
    pub current: bool,
}

/// The detail of a candidate.
///
/// # Errors
/// `candidate_unknown`, those of the store.
pub fn detail(app: &App, who: &str) -> Result<CandidateDetail> {
    let today = app.now().date();
    app.read(|tx| {
        let candidate = lookup::candidate(tx, who)?;
        let details = candidate.details.clone();
        let number = id_document::check(details.id_type, &details.id_number, today);
        Ok(CandidateDetail {
            id_type_label: details.id_type.label(),
            birth_date: number.birth_date.map(|_| "****-**-**".to_owned()).unwrap_or_default(),
            region: number.region.map(|region| region.name).unwrap_or_default(),
            sex_from_number: number.sex.is_some(),
            name_typed: if details.name_typed == details.name { String::new() } else { details.name_typed },
            pinyin_confirmed: details.pinyin_source == PinyinSource::Manual,
            major_version: details.major_version,
            remark: details.remark,
            namesakes: namesakes(tx, &candidate)?,
            photo: photo_facts(tx, &candidate)?,
            registrations: registrations(app, tx, &candidate)?,
            row: CandidateRow::of(tx, candidate)?,
        })
    })
}

fn namesakes(tx: &ReadTx<'_>, candidate: &Candidate) -> Result<Vec<String>> {
    let named = tx.candidates_named(&candidate.details.name)?;
    Ok(named.iter().filter(|other| other.id != candidate.id).take(10).map(lookup::masked_line).collect())
}

fn photo_facts(tx: &ReadTx<'_>, candidate: &Candidate) -> Result<Vec<PhotoFact>> {
    let Some(hash) = &candidate.photo else { return Ok(Vec::new()) };
    let mut facts = photos::facts(tx, hash)?;
    let alike = photos::alike(tx, candidate)?;
    facts.push(if alike.is_empty() {
        PhotoFact { good: true, text: "未见相同照片".to_owned() }
    } else {
        let names: Vec<&str> = alike.iter().take(3).map(|other| other.details.name.as_str()).collect();
        PhotoFact {
            good: false, text: format!("与“{}”的照片相同或几乎相同", names.join("”“"))
        }
    });
    match candidate.status {
        CandidateStatus::NeedsConfirmation => {
            facts.push(PhotoFact { good: false, text: "公安照片比对未通过".to_owned() });
        }
        CandidateStatus::Accurate => {
            facts.push(PhotoFact { good: true, text: "信息已确认准确".to_owned() })
        }
        _ => {}
    }
    Ok(facts)
}

fn registrations(app: &App, tx: &ReadTx<'_>, candidate: &Candidate) -> Result<Vec<CandidateRegistration>> {
    let filter = RegistrationFilter {
        candidate: Some(candidate.id),
        certificates: app.scope().certificates().to_vec(),
        ..RegistrationFilter::default()
    };
    let mut found = Vec::new();
    for registration in tx.registrations(&filter, Page::ALL)?.0 {
        let plan = tx.plan(registration.plan)?;
        let subject = tx.subject(registration.subject)?;
        let certificate = match &subject {
            Some(subject) => tx.certificate(subject.certificate)?,
            None => None,
        };
        let seat = tx.assignment(registration.id)?;
        let session = seat
            .as_ref()
            .and_then(|seat| subject.as_ref()?.sessions.iter().find(|session| session.id == seat.session));
        let room = match &seat {
            Some(seat) => tx.room(seat.room)?,
            None => None,
        };
        let site = match &room {
            Some(room) => tx.sites()?.into_iter().find(|site| site.id == room.site),
            None => None,
        };
        let number = tx.exam_number(registration.plan, candidate.id)?;
        let (then, now) = (&registration.snapshot.details, &candidate.details);
        let differs = [
            ("姓名", then.name != now.name),
            ("姓名拼音", then.pinyin != now.pinyin),
            ("手机号码", then.phone != now.phone),
        ];
        found.push(CandidateRegistration {
            id: registration.id.to_string(),
            plan: plan.map(|plan| plan.name).unwrap_or_default(),
            certificate: certificate.map(|certificate| certificate.label()).unwrap_or_default(),
            mode: subject.as_ref().map(|subject| subject.mode.label()).unwrap_or_default(),
            status: RegistrationStatus::at(app.now(), session).label(),
            payment: registration.payment.label(),
            time: session.map(|session| session.label()).unwrap_or_default(),
            subject: subject.as_ref().map(|subject| subject.name.clone()).unwrap_or_default(),
            site: site.map(|site| site.name).unwrap_or_default(),
            room: room.map(|room| room.name).unwrap_or_default(),
            seat: seat.map(|seat| seat.seat),
            exam_number: number.map(|number| number.number).unwrap_or_default(),
            registered_at: registration.registered_at.format("%Y-%m-%dT%H:%M:%S").to_string(),
            differs: differs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect(),
        });
    }
    Ok(found)
}

/// The readings of a candidate's name, the proposed one first; the one on file is marked.
///
/// # Errors
/// `candidate_unknown`, those of the store.
pub fn pinyin_choices(app: &App, who: &str) -> Result<Vec<PinyinOption>> {
    let policy = app.settings()?.pinyin_u;
    app.read(|tx| {
        let details = lookup::candidate(tx, who)?.details;
        let mut options: Vec<PinyinOption> = pinyin::choices(&details.name, policy)
            .into_iter()
            .map(|choice| PinyinOption {
                current: choice.pinyin == details.pinyin,
                pinyin: choice.pinyin,
                reason: choice.reason,
            })
            .collect();
        if !details.pinyin.is_empty() && options.iter().all(|option| !option.current) {
            let reason = "现在记录的拼音".to_owned();
            options.push(PinyinOption { pinyin: details.pinyin, reason, current: true });
        }
        Ok(options)
    })
}

/// Every 证件类型 in the order of menus, code and word.
pub(crate) fn id_types() -> Vec<(&'static str, &'static str)> {
    IdType::ALL.iter().map(|kind| (kind.code(), kind.label())).collect()
}
