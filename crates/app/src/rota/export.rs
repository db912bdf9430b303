//! 监考安排表: the rota as a workbook, one row per duty.

use super::scene::Scene;
use crate::error::{AppError, Result};
use crate::exporting::ExportReport;
use crate::files;
use crate::workspace::App;
use kaozhan_documents::sheet::{ExportOptions, ROTA, write_export};
use kaozhan_domain::invigilator::rota::findings;
use kaozhan_domain::plan::Certificate;
use std::collections::HashMap;
use std::path::Path;

/// Writes the rota of a plan, as much of it as the person at work manages; phones are masked unless `reveal`.
///
/// # Errors
/// `plan_unknown`, `nothing_to_export`, `file_exists`, and faults of the file system.
pub fn export(app: &App, plan: &str, target: &Path, reveal: bool, overwrite: bool) -> Result<ExportReport> {
    files::check_target(target, overwrite)?;
    let plan = super::change::plan_id(plan)?;
    let rows = app.read(|tx| {
        let sites: HashMap<_, _> = tx.sites()?.into_iter().map(|site| (site.id, site)).collect();
        let scene = Scene::load(app, tx, plan, None)?;
        Ok(rows(&scene, &sites))
    })?;
    if rows.is_empty() {
        return Err(AppError::new("nothing_to_export", "该计划还没有监考安排"));
    }
    let count = rows.len();
    let bytes = write_export(&ROTA, rows, &ExportOptions { masked: !reveal, ..ExportOptions::default() })?;
    let what = format!("{}，{count} 行{}", ROTA.title, if reveal { "，未脱敏" } else { "" });
    let (code, label) = if reveal {
        ("export_unmasked", "导出未脱敏数据")
    } else {
        ("rota_export", "导出监考安排表")
    };
    app.write(code, label, &what, |_| Ok(()))?;
    files::write_whole(target, &bytes, overwrite)?;
    Ok(ExportReport { title: ROTA.title, file: target.to_owned(), rows: count, masked: !reveal })
}

fn rows(
    scene: &Scene,
    sites: &HashMap<kaozhan_domain::ids::SiteId, kaozhan_domain::site::Site>,
) -> Vec<Vec<String>> {
    let placements = scene.placements(&scene.duties);
    let wrong = findings(&scene.request, &placements);
    let mut sorted = placements;
    // The slots are in the order of time and room.
    sorted.sort();
    sorted.retain(|at| scene.is_ours(scene.request.slots[at.slot].session));
    let line = |at: &kaozhan_domain::invigilator::rota::Placement| {
        let slot = &scene.request.slots[at.slot];
        let (session, subject) = scene.session_of(at.slot)?;
        let room = slot.room.and_then(|room| scene.rooms.get(&room));
        let site = room.and_then(|room| sites.get(&room.site));
        let person = &scene.people[at.person];
        let finding = wrong.iter().find(|finding| finding.placement == *at);
        let certificate = scene.certificates.get(&subject.certificate).map(Certificate::label);
        let mut cells: HashMap<&str, String> = HashMap::from([
            ("plan", scene.plan.name.clone()),
            ("exam_time", session.label()),
            ("certificate", certificate.unwrap_or_default()),
            ("subject", subject.name.clone()),
            ("site", site.map(|site| site.name.clone()).unwrap_or_default()),
            ("room", room.map_or_else(|| "各考场".to_owned(), |room| room.name.clone())),
            ("address", room.map(|room| room.address.clone()).unwrap_or_default()),
            ("candidates", scene.facts[at.slot].candidates.to_string()),
            ("role", slot.role.label().to_owned()),
            ("name", person.name.clone()),
            ("number", person.number.clone()),
            ("school", person.school.clone()),
            ("phone", person.phone.clone()),
            ("note", finding.map(|finding| scene.words(finding.hindrance)).unwrap_or_default()),
        ]);
        Some(ROTA.columns.iter().map(|column| cells.remove(column.field).unwrap_or_default()).collect())
    };
    sorted.iter().filter_map(line).collect()
}
