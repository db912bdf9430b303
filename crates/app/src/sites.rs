//! 考核站点 as a school keeps them for itself; applying for one is the platform's (R-121…R-140).

use crate::error::{AppError, Result};
use crate::forms::{FormAnswer, FormProblem, Permit, identity, refuses, save_form};
use crate::plans::own;
use crate::workspace::App;
use kaozhan_domain::ids::SiteId;
use kaozhan_domain::plan::input::{SiteInput, check_site};
use kaozhan_domain::site::Site;
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// A site in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SiteRow {
    /// Identity.
    pub id: String,
    /// 考核站点编号.
    pub number: String,
    /// 考核站点名称.
    pub name: String,
    /// 申报院校.
    pub school: String,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区县.
    pub county: String,
    /// 详细地址.
    pub address: String,
    /// The address as it is printed.
    pub full_address: String,
    /// 审核状态.
    pub review: String,
    /// 已启用, 已停用.
    pub state: String,
    /// 考核证书 that rooms at this site are for.
    pub certificates: Vec<String>,
    /// Rooms in all plans.
    pub rooms: u64,
    /// Whether rooms may use it.
    pub usable: Permit,
    /// Whether it may be deleted.
    pub delete: Permit,
}

/// A site as a form holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SiteForm {
    /// Identity; nothing for a new site.
    pub id: Option<String>,
    /// 考核站点编号.
    pub number: String,
    /// 考核站点名称.
    pub name: String,
    /// 申报院校; the own school when empty.
    pub school: String,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区县.
    pub county: String,
    /// 详细地址.
    pub address: String,
    /// 审核状态.
    pub review: String,
    /// 已启用, 已停用.
    pub state: String,
}

/// The sites, by number.
///
/// # Errors
/// Those of the store.
pub fn list(app: &App) -> Result<Vec<SiteRow>> {
    app.read(|tx| {
        let certificates: HashMap<_, _> =
            tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect();
        let rooms = crate::workspace::all_rooms(tx, &tx.plans()?)?;
        Ok(tx
            .sites()?
            .into_iter()
            .map(|site| {
                let here = || rooms.iter().filter(|room| room.site == site.id);
                let mut names: Vec<String> =
                    here().filter_map(|room| certificates.get(&room.certificate).cloned()).collect();
                names.sort();
                names.dedup();
                row(&site, names, here().count())
            })
            .collect())
    })
}

fn row(site: &Site, certificates: Vec<String>, rooms: usize) -> SiteRow {
    SiteRow {
        id: site.id.to_string(),
        number: site.number.clone(),
        name: site.name.clone(),
        school: site.school.clone(),
        province: site.province.clone(),
        city: site.city.clone(),
        county: site.county.clone(),
        address: site.address.clone(),
        full_address: site.full_address(),
        review: site.review.label().to_owned(),
        state: if site.enabled { "已启用" } else { "已停用" }.to_owned(),
        certificates,
        rooms: u64::try_from(rooms).unwrap_or(u64::MAX),
        usable: Permit::of(site.check_usable()),
        delete: deletion(&site.name, rooms),
    }
}

fn deletion(name: &str, rooms: usize) -> Permit {
    if rooms == 0 {
        Permit::yes()
    } else {
        Permit::no(format!("考核站点“{name}”有 {rooms} 间考场，不能删除"))
    }
}

fn find(tx: &ReadTx<'_>, id: SiteId) -> Result<Site> {
    tx.site(id)?.ok_or_else(|| AppError::new("site_unknown", "找不到考核站点，可能已被删除"))
}

/// Creates or changes a site. 编号 tells sites apart, so none is entered twice.
///
/// # Errors
/// `site_unknown`, those of the store. What is wrong with the form is in the answer.
pub fn save(app: &App, form: &SiteForm) -> Result<FormAnswer> {
    let old: Option<SiteId> =
        form.id.as_deref().map(|id| identity(id, "site_unknown", "考核站点")).transpose()?;
    let school = app.school()?.name;
    let (label, code) = if old.is_some() {
        ("修改考核站点", "site_edit")
    } else {
        ("新增考核站点", "site_create")
    };
    save_form(app, code, label, form.name.trim(), |tx| {
        if let Some(id) = old {
            find(tx, id)?;
        }
        let id = old.unwrap_or_else(|| SiteId(uuid::Uuid::now_v7()));
        let input = SiteInput {
            number: &form.number,
            name: &form.name,
            school: &form.school,
            province: &form.province,
            city: &form.city,
            county: &form.county,
            address: &form.address,
            review: &form.review,
            enabled: &form.state,
        };
        let (site, problems) = check_site(&input, id, &school);
        let mut problems: Vec<FormProblem> = problems.into_iter().map(FormProblem::from).collect();
        if tx.sites()?.iter().any(|known| known.id != id && known.number == form.number.trim()) {
            problems.push(own("site_code", "site_taken", "已有另一个考核站点使用这个编号"));
        }
        let Some(site) = site.filter(|_| !refuses(&problems)) else {
            return Ok(FormAnswer::refused(problems));
        };
        tx.put_site(&site)?;
        Ok(FormAnswer { id: Some(id.to_string()), problems })
    })
}

/// Deletes a site without rooms.
///
/// # Errors
/// `site_unknown`, `site_in_use`.
pub fn delete(app: &App, id: &str) -> Result<String> {
    let id: SiteId = identity(id, "site_unknown", "考核站点")?;
    let name = app.read(|tx| Ok(find(tx, id)?.name))?;
    app.write("site_delete", "删除考核站点", &name, |tx| {
        let site = find(tx, id)?;
        let rooms = crate::workspace::all_rooms(tx, &tx.plans()?)?;
        let permit = deletion(&site.name, rooms.iter().filter(|room| room.site == id).count());
        if !permit.allowed {
            return Err(AppError::new("site_in_use", permit.reason));
        }
        tx.delete_site(id)?;
        Ok(site.name)
    })
}
