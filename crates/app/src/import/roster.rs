//! 批量导入考生信息 and 批量修改 (R-090, R-100… ).

use super::judge::{self, Changes, Judgement, RowState, STRIDE, Setting};
use super::{add_all, cell};
use crate::error::Result;
use crate::exporting::roster_row;
use crate::import::report::Findings;
use crate::settings::Settings;
use crate::task::Task;
use kaozhan_documents::sheet::{ROSTER, TableRead, TableRow};
use kaozhan_domain::candidate::id_document::IdType;
use kaozhan_domain::candidate::pinyin::UPolicy;
use kaozhan_domain::candidate::roster::{self, RosterContext, RosterInput};
use kaozhan_domain::candidate::{
    Candidate, CandidateDetails, CandidateEvent, CandidateFacts, CandidateStatus,
};
use kaozhan_domain::{FieldProblem, field::has_error, ids::CandidateId};
use kaozhan_store::{ReadTx, WriteTx};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// What makes a person the same one.
type PersonKey = (IdType, String);

/// Candidates of the workspace by it.
type People = HashMap<PersonKey, Candidate>;

/// What rows are checked against.
pub(super) struct Known {
    people: People,
    school: String,
    u_policy: UPolicy,
}

/// What a row comes to.
enum Verdict {
    Refused,
    Unchanged,
    Create(Box<CandidateDetails>),
    Update(Box<Candidate>),
}

/// A row and what was found in it.
struct Checked {
    verdict: Verdict,
    problems: Vec<FieldProblem>,
}

impl Known {
    pub(super) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let mut people = People::new();
        tx.for_each_candidate(|candidate| {
            people.insert((candidate.details.id_type, candidate.details.identity_key()), candidate);
            Ok(())
        })?;
        Ok(Self { people, school: tx.school()?.name, u_policy: Settings::load(tx)?.pinyin_u })
    }
}

impl judge::Known for Known {
    fn judge(&self, sheets: &[TableRead], setting: &Setting<'_>, task: &Task<'_>) -> Result<Judgement> {
        let mut findings = Findings::default();
        let mut states = Vec::with_capacity(sheets.len());
        let mut writes = Vec::new();
        for read in sheets {
            let verdicts = check_rows(self, read, setting, &mut findings, task)?;
            states.push(verdicts.iter().map(|verdict| self.state(verdict)).collect());
            writes.extend(verdicts);
        }
        Ok(Judgement { states, findings, changes: Box::new(Writes(writes)) })
    }
}

impl Known {
    fn state(&self, verdict: &Verdict) -> RowState {
        match verdict {
            Verdict::Refused => RowState::Refused,
            Verdict::Unchanged => RowState::Unchanged,
            Verdict::Create(_) => RowState::New,
            Verdict::Update(new) => {
                let key = (new.details.id_type, new.details.identity_key());
                let old = self.people.get(&key).map(|old| old.details.clone());
                RowState::Changed(old.map(|old| differences(old, new.details.clone())).unwrap_or_default())
            }
        }
    }
}

/// The fields that `new` changes, with what `old` holds.
fn differences(old: CandidateDetails, new: CandidateDetails) -> Vec<(&'static str, String)> {
    let columns = ROSTER.columns.iter().map(|column| column.field);
    let pairs = roster_row(old).into_iter().zip(roster_row(new));
    columns.zip(pairs).filter(|(_, (old, new))| old != new).map(|(field, (old, _))| (field, old)).collect()
}

/// Checks every row, on all cores, then what rows say of each other.
fn check_rows(
    known: &Known,
    read: &TableRead,
    setting: &Setting<'_>,
    findings: &mut Findings,
    task: &Task<'_>,
) -> Result<Vec<Verdict>> {
    findings.extend(read.problems.iter().cloned());
    let unreadable: HashSet<u32> =
        read.rows.iter().map(|row| row.row).filter(|row| findings.refuses(&read.sheet, *row)).collect();
    let context =
        RosterContext { today: setting.now.date(), school: &known.school, u_policy: known.u_policy };
    let mut checked: Vec<(Option<PersonKey>, Checked)> = Vec::with_capacity(read.rows.len());
    for rows in read.rows.chunks(STRIDE) {
        task.step("核对考生", checked.len(), read.rows.len())?;
        checked.par_extend(rows.par_iter().map(|row| {
            let input = input(read, row);
            let person = roster::identify(&input).map(|person| (person.id_type, person.key));
            let existing = person.as_ref().and_then(|person| known.people.get(person));
            let unreadable = unreadable.contains(&row.row);
            let checked = check_row(&input, &context, existing, unreadable);
            (person.filter(|_| !unreadable), checked)
        }));
    }
    let repeated = repeated_rows(read.rows.iter().zip(checked.iter().map(|(person, _)| person.as_ref())));
    let mut verdicts = Vec::with_capacity(checked.len());
    for (row, (_, Checked { mut verdict, mut problems })) in read.rows.iter().zip(checked) {
        if let Some(others) = repeated.get(&row.row) {
            problems.push(FieldProblem::error(
                "id_number",
                "duplicate_in_file",
                format!("证件号码与本表第 {others} 行重复，请只保留一行"),
            ));
            verdict = Verdict::Refused;
        }
        add_all(findings, read, row.row, problems);
        verdicts.push(verdict);
    }
    Ok(verdicts)
}

fn input<'r>(read: &TableRead, row: &'r TableRow) -> RosterInput<'r> {
    let get = |field| cell(read, row, field);
    RosterInput {
        name: get("name"),
        pinyin: get("pinyin"),
        sex: get("sex"),
        id_type: get("id_type"),
        id_number: get("id_number"),
        phone: get("phone"),
        major_name: get("major_name"),
        major_code: get("major_code"),
        major_version: get("major_version"),
        major_level: get("major_level"),
        enrolment_year: get("enrolment_year"),
        student_type: get("student_type"),
        school: get("school"),
        class_name: get("class_name"),
        student_number: get("student_number"),
        access: get("access"),
        remark: get("remark"),
    }
}

fn check_row(
    input: &RosterInput<'_>,
    context: &RosterContext<'_>,
    existing: Option<&Candidate>,
    unreadable: bool,
) -> Checked {
    // A cell that could not be read has said so already; the rest of the row is still checked, but a
    // cell that is empty because of it must not be called empty.
    let (details, mut problems) = roster::check(input, context, existing.map(|candidate| &candidate.details));
    if unreadable {
        problems.retain(|problem| !is_about_absence(problem));
        return Checked { verdict: Verdict::Refused, problems };
    }
    let Some(details) = details else { return Checked { verdict: Verdict::Refused, problems } };
    let Some(old) = existing else {
        return Checked { verdict: Verdict::Create(Box::new(details)), problems };
    };
    let new = merged(old, details);
    problems.extend(old.check_edit(&new));
    if has_error(&problems) {
        return Checked { verdict: Verdict::Refused, problems };
    }
    if old.details == new {
        problems.clear();
        return Checked { verdict: Verdict::Unchanged, problems };
    }
    if old.details.name != new.name {
        problems.push(FieldProblem::warning(
            "name",
            "name_replaced",
            format!("该证件号码的考生原名“{}”，已改为“{}”，请核对是否同一人", old.details.name, new.name),
        ));
    }
    let mut after = Candidate { details: new, ..old.clone() };
    match old.status.apply(CandidateEvent::DetailsEdited, after.facts()) {
        Ok(status) => after.status = status,
        Err(violation) => {
            problems.push(FieldProblem { field: "", violation });
            return Checked { verdict: Verdict::Refused, problems };
        }
    }
    Checked { verdict: Verdict::Update(Box::new(after)), problems }
}

/// The new details, with what the same typed name was called before: spaces around a name in one file
/// and not in the other are no change.
fn merged(old: &Candidate, mut new: CandidateDetails) -> CandidateDetails {
    if old.details.name == new.name {
        new.name_typed.clone_from(&old.details.name_typed);
    }
    new
}

fn is_about_absence(problem: &FieldProblem) -> bool {
    matches!(problem.violation.code.as_str(), "name_empty" | "id_empty" | "candidate_incomplete")
}

/// Of readable rows with the person that each is about: those that claim the same one as another row,
/// each with the numbers of the others.
fn repeated_rows<'r>(
    rows: impl Iterator<Item = (&'r TableRow, Option<&'r PersonKey>)>,
) -> HashMap<u32, String> {
    let mut rows_of: HashMap<&PersonKey, Vec<u32>> = HashMap::new();
    for (row, person) in rows {
        if let Some(person) = person {
            rows_of.entry(person).or_default().push(row.row);
        }
    }
    super::others_of(rows_of.into_values())
}

/// What the rows write.
struct Writes(Vec<Verdict>);

impl Changes for Writes {
    fn store(self: Box<Self>, tx: &mut WriteTx<'_>, task: &Task<'_>) -> Result<()> {
        let total = self.0.len();
        let mut next = tx.next_roster_order()?;
        for (done, verdict) in self.0.into_iter().enumerate() {
            if done % 500 == 0 {
                task.step("写入考生", done, total)?;
            }
            match verdict {
                Verdict::Refused | Verdict::Unchanged => {}
                Verdict::Create(details) => {
                    tx.insert_candidate(&new_candidate(*details, next))?;
                    next += 1;
                }
                Verdict::Update(new) => {
                    tx.update_candidate(&new)?;
                }
            }
        }
        task.step("写入考生", total, total)
    }
}

fn new_candidate(details: CandidateDetails, roster_order: u64) -> Candidate {
    let facts = CandidateFacts { complete: details.missing().is_empty(), has_photo: false };
    Candidate {
        id: CandidateId(uuid::Uuid::now_v7()),
        roster_order,
        platform_number: String::new(),
        details,
        photo: None,
        status: CandidateStatus::initial(facts),
        verification_queued: false,
    }
}
