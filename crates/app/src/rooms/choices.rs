//! What the forms and filters of rooms and registrations choose from.

use crate::error::Result;
use crate::forms::Permit;
use crate::workspace::App;
use kaozhan_domain::plan::{Certificate, ExamPlan};
use kaozhan_domain::room::{Room, RoomStatus};
use kaozhan_store::ReadTx;
use serde::Serialize;
use ts_rs::TS;

/// A certificate of a plan with its subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CertificateChoice {
    /// Identity.
    pub id: String,
    /// `证书名称（等级）`.
    pub label: String,
    /// Its subjects in the plan.
    pub subjects: Vec<SubjectChoice>,
}

/// A subject to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SubjectChoice {
    /// Identity.
    pub id: String,
    /// 科目名称.
    pub name: String,
    /// Stable code of 考试方式.
    pub mode: String,
    /// 笔试考场 …: the type of its rooms.
    pub room_type: String,
    /// 参考对象; empty means 所有考生.
    pub audience: Vec<String>,
}

/// A plan to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanChoice {
    /// Identity.
    pub id: String,
    /// 计划编号.
    pub number: String,
    /// 计划名称.
    pub name: String,
    /// 按证书, 按科目.
    pub mode: String,
    /// State of its rooms.
    pub room_status: String,
    /// Whether rooms may be set up.
    pub may_add_rooms: Permit,
    /// Whether somebody may be registered.
    pub may_register: Permit,
    /// How many rooms it has.
    pub rooms: u64,
    /// Its certificates.
    pub certificates: Vec<CertificateChoice>,
}

/// A site to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SiteChoice {
    /// Identity.
    pub id: String,
    /// 考核站点名称.
    pub name: String,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区县.
    pub county: String,
    /// 详细地址.
    pub address: String,
    /// Whether rooms may use it.
    pub usable: Permit,
}

/// What forms and filters of a plan choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanChoices {
    /// Plans, the newest first.
    pub plans: Vec<PlanChoice>,
    /// Sites.
    pub sites: Vec<SiteChoice>,
}

/// What forms and filters choose from.
///
/// # Errors
/// Those of the store.
pub fn choices(app: &App) -> Result<PlanChoices> {
    let school = app.school()?.name;
    app.read(|tx| {
        let certificates = tx.certificates()?;
        let mut plans = Vec::new();
        for plan in app.plans(tx)? {
            plans.push(plan_choice(app, tx, &plan, &certificates, &school)?);
        }
        let sites = tx.sites()?.into_iter().map(|site| SiteChoice {
            usable: Permit::of(site.check_usable()),
            id: site.id.to_string(),
            name: site.name,
            province: site.province,
            city: site.city,
            county: site.county,
            address: site.address,
        });
        Ok(PlanChoices { plans, sites: sites.collect() })
    })
}

fn plan_choice(
    app: &App,
    tx: &ReadTx<'_>,
    plan: &ExamPlan,
    certificates: &[Certificate],
    school: &str,
) -> Result<PlanChoice> {
    let subjects = app.subjects(tx, plan.id)?;
    let status = RoomStatus::at(app.now(), plan.windows.arrangement);
    let creation = Room::check_creation("", status).filter(|problem| problem.violation.is_error());
    let choice = |certificate: &Certificate| CertificateChoice {
        id: certificate.id.to_string(),
        label: certificate.label(),
        subjects: subjects
            .iter()
            .filter(|subject| subject.certificate == certificate.id)
            .map(|subject| SubjectChoice {
                id: subject.id.to_string(),
                name: subject.name.clone(),
                mode: subject.mode.code().to_owned(),
                room_type: subject.mode.room_label().to_owned(),
                audience: subject.audience.clone(),
            })
            .collect(),
    };
    let rooms = app.rooms(tx, plan.id)?.len();
    Ok(PlanChoice {
        id: plan.id.to_string(),
        number: plan.number.clone(),
        name: plan.name.clone(),
        mode: plan.mode.label().to_owned(),
        room_status: status.label().to_owned(),
        may_add_rooms: match creation {
            Some(_) => Permit::no(format!("考试计划“{}”的排考已经结束，不能再设置考场", plan.name)),
            None => Permit::yes(),
        },
        may_register: Permit::of(
            plan.check_registration_open(app.now()).and_then(|()| plan.check_school(school)),
        ),
        rooms: u64::try_from(rooms).unwrap_or(u64::MAX),
        certificates: certificates
            .iter()
            .map(choice)
            .filter(|certificate| !certificate.subjects.is_empty())
            .collect(),
    })
}
