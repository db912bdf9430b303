//! 批量导入监考人员: one row per person and certificate; rows of one person are joined.

use super::judge::{self, Changes, Judgement, RowState, Setting};
use super::{add_all, cell};
use crate::error::Result;
use crate::import::report::Findings;
use crate::invigilators::person_texts;
use crate::lookup;
use crate::task::Task;
use chrono::NaiveDate;
use kaozhan_documents::sheet::{TableRead, TableRow};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::field::has_error;
use kaozhan_domain::ids::{CertificateId, InvigilatorId};
use kaozhan_domain::invigilator::input::{InvigilatorInput, check, identify};
use kaozhan_domain::invigilator::{Invigilator, InvigilatorCertificate};
use kaozhan_domain::plan::Certificate;
use kaozhan_store::{ReadTx, WriteTx};
use std::collections::{HashMap, HashSet};

/// The people there are, and what their rows refer to.
pub(super) struct Known {
    people: Vec<Invigilator>,
    held: HashSet<(InvigilatorId, CertificateId)>,
    certificates: Vec<Certificate>,
    school: String,
}

impl Known {
    pub(super) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let held = tx.all_invigilator_certificates()?;
        Ok(Self {
            people: tx.invigilators()?,
            held: held.into_iter().map(|one| (one.invigilator, one.certificate)).collect(),
            certificates: tx.certificates()?,
            school: tx.school()?.name,
        })
    }
}

impl judge::Known for Known {
    fn judge(&self, sheets: &[TableRead], setting: &Setting<'_>, task: &Task<'_>) -> Result<Judgement> {
        let mut findings = Findings::default();
        let mut states = Vec::with_capacity(sheets.len());
        let mut pile = Pile::new(self, setting.now.date());
        for read in sheets {
            task.step("核对监考人员", 0, read.rows.len())?;
            findings.extend(read.problems.iter().cloned());
            let mut of_sheet = Vec::with_capacity(read.rows.len());
            for row in &read.rows {
                let mut problems = Vec::new();
                let unreadable = findings.refuses(&read.sheet, row.row);
                let state = if unreadable { RowState::Refused } else { pile.add(read, row, &mut problems) };
                add_all(&mut findings, read, row.row, problems);
                of_sheet.push(state);
            }
            states.push(of_sheet);
        }
        Ok(Judgement { states, findings, changes: Box::new(pile.writes()) })
    }
}

/// The people as the rows leave them, one row after another.
struct Pile<'k> {
    known: &'k Known,
    today: NaiveDate,
    people: Vec<Invigilator>,
    /// By place among the people: the first row that was about them.
    touched: HashMap<usize, u32>,
    /// The row of each person and certificate.
    rows: HashMap<(InvigilatorId, CertificateId), u32>,
    certificates: Vec<InvigilatorCertificate>,
}

impl<'k> Pile<'k> {
    fn new(known: &'k Known, today: NaiveDate) -> Self {
        Self {
            known,
            today,
            people: known.people.clone(),
            touched: HashMap::new(),
            rows: HashMap::new(),
            certificates: Vec::new(),
        }
    }

    /// Takes a row in, if nothing refuses it.
    fn add(&mut self, read: &TableRead, row: &TableRow, problems: &mut Vec<FieldProblem>) -> RowState {
        let input = input(read, row);
        let certificate = match certificate(&self.known.certificates, read, row) {
            Ok(certificate) => Some(certificate.id),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let place = match identify(&input, &self.people) {
            Ok(place) => place,
            Err(problem) => {
                problems.push(problem);
                return RowState::Refused;
            }
        };
        let old = place.map(|place| &self.people[place]);
        let fresh = InvigilatorId(uuid::Uuid::now_v7());
        let (person, found) = check(&input, self.today, &self.known.school, fresh, old);
        problems.extend(found);
        let (Some(person), Some(certificate)) = (person, certificate) else { return RowState::Refused };
        if let Some(place) = place {
            problems.extend(self.contradiction(place, &person));
        }
        if let Some(earlier) = self.rows.get(&(person.id, certificate)) {
            problems.push(FieldProblem::error(
                "certificate_name",
                "duplicate_in_file",
                format!("与本表第 {earlier} 行是同一监考人员的同一证书，请只保留一行"),
            ));
        }
        if has_error(problems) {
            return RowState::Refused;
        }
        self.take(place, person, certificate, row.row, problems)
    }

    fn take(
        &mut self,
        place: Option<usize>,
        person: Invigilator,
        certificate: CertificateId,
        row: u32,
        problems: &mut Vec<FieldProblem>,
    ) -> RowState {
        self.rows.insert((person.id, certificate), row);
        let before = self.known.people.iter().find(|known| known.id == person.id);
        let gains = !self.known.held.contains(&(person.id, certificate));
        let changes = before.map(|before| self.differences(before, &person, gains));
        if gains {
            self.certificates.push(InvigilatorCertificate::new(person.id, certificate));
        }
        if let Some(before) = before
            && before.name != person.name
        {
            let message = format!("原名“{}”，将改为“{}”，请核对是否同一人", before.name, person.name);
            problems.push(FieldProblem::warning("name", "name_replaced", message));
        }
        let place = place.unwrap_or(self.people.len());
        self.touched.entry(place).or_insert(row);
        match self.people.get_mut(place) {
            Some(known) => *known = person,
            None => self.people.push(person),
        }
        match changes {
            None => RowState::New,
            Some(changes) if changes.is_empty() => {
                problems.clear();
                RowState::Unchanged
            }
            Some(changes) => RowState::Changed(changes),
        }
    }

    /// The fields that change, with what they hold now.
    fn differences(
        &self,
        before: &Invigilator,
        after: &Invigilator,
        gains: bool,
    ) -> Vec<(&'static str, String)> {
        let pairs = person_texts(before).into_iter().zip(person_texts(after));
        let mut changed: Vec<_> = pairs.filter(|(old, new)| old.1 != new.1).map(|(old, _)| old).collect();
        if gains {
            let held = self.known.certificates.iter();
            let held = held.filter(|one| self.known.held.contains(&(before.id, one.id)));
            changed.push(("certificate_name", held.map(Certificate::label).collect::<Vec<_>>().join("、")));
        }
        changed
    }

    /// A row must not say something else of a person than an earlier row did.
    fn contradiction(&self, place: usize, new: &Invigilator) -> Option<FieldProblem> {
        let earlier = self.touched.get(&place)?;
        let pairs = person_texts(&self.people[place]).into_iter().zip(person_texts(new));
        let mut differing = pairs.filter(|(old, new)| !old.1.is_empty() && old.1 != new.1);
        let ((field, _), _) = differing.next()?;
        let message = format!("与第 {earlier} 行同一监考人员的内容不一样，请改成一样的");
        Some(FieldProblem::error(field, "invigilator_rows_differ", message))
    }

    fn writes(self) -> Writes {
        let touched = self.touched;
        let people = self.people.into_iter().enumerate().filter(|(place, _)| touched.contains_key(place));
        Writes { people: people.map(|(_, person)| person).collect(), certificates: self.certificates }
    }
}

fn input<'r>(read: &TableRead, row: &'r TableRow) -> InvigilatorInput<'r> {
    let get = |field| cell(read, row, field);
    InvigilatorInput {
        number: get("number"),
        name: get("name"),
        sex: get("sex"),
        id_type: get("id_type"),
        id_number: get("id_number"),
        phone: get("phone"),
        school: get("school"),
        region: get("region"),
        title: get("title"),
        remark: get("remark"),
    }
}

/// The certificate of a row: by 证书编号 where there is one, and the name must agree with it.
fn certificate<'k>(
    known: &'k [Certificate],
    read: &TableRead,
    row: &TableRow,
) -> std::result::Result<&'k Certificate, FieldProblem> {
    let get = |field| cell(read, row, field).trim();
    let (code, name, level) = (get("certificate_code"), get("certificate_name"), get("level"));
    if code.is_empty() && name.is_empty() {
        return Err(FieldProblem::error("certificate_name", "value_missing", "证书名称为空，请填写"));
    }
    let (field, text) = if code.is_empty() { ("certificate_name", name) } else { ("certificate_code", code) };
    let found =
        lookup::certificate(known, text, level).map_err(|violation| FieldProblem { field, violation })?;
    if !name.is_empty() && name != found.name && name != found.label() {
        let message = format!("证书编号“{code}”的证书是“{}”，与证书名称“{name}”不符", found.label());
        return Err(FieldProblem::error("certificate_name", "certificate_differs", message));
    }
    Ok(found)
}

/// The people and certificates to write.
struct Writes {
    people: Vec<Invigilator>,
    certificates: Vec<InvigilatorCertificate>,
}

impl Changes for Writes {
    fn store(self: Box<Self>, tx: &mut WriteTx<'_>, task: &Task<'_>) -> Result<()> {
        task.step("写入监考人员", 0, self.people.len())?;
        for person in &self.people {
            tx.put_invigilator(person)?;
        }
        for certificate in &self.certificates {
            tx.put_invigilator_certificate(certificate)?;
        }
        task.step("写入监考人员", self.people.len(), self.people.len())
    }
}
