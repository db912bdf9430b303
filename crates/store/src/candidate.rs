//! Candidates (考生): the roster, its search and its counts.

use crate::error::Result;
use crate::page::Page;
use crate::record::{Cell, Record, RowReader, select_sql};
use crate::registration::listed;
use crate::transaction::{ReadTx, WriteTx, not_found};
use kaozhan_domain::candidate::id_document::IdType;
use kaozhan_domain::candidate::{Candidate, CandidateDetails, CandidateStatus, StudentType};
use kaozhan_domain::ids::{CandidateId, CertificateId, PlanId};
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

impl Record for Candidate {
    const TABLE: &'static str = "candidate";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "roster_order",
        "platform_number",
        "student_type",
        "name",
        "name_typed",
        "pinyin",
        "pinyin_source",
        "pinyin_review",
        "sex",
        "id_type",
        "id_number",
        "identity_key",
        "phone",
        "major_name",
        "major_code",
        "major_version",
        "major_level",
        "enrolment_year",
        "school",
        "class_name",
        "student_number",
        "access",
        "remark",
        "photo",
        "status",
        "verification_queued",
    ];
    const PERSONAL: &'static [&'static str] = &[
        "platform_number",
        "name",
        "name_typed",
        "pinyin",
        "pinyin_review",
        "sex",
        "id_number",
        "phone",
        "student_number",
        "access",
        "remark",
    ];
    const DERIVED: &'static [&'static str] = &["identity_key"];

    fn cells(&self) -> Vec<Cell<'_>> {
        let details = &self.details;
        vec![
            Cell::Id(self.id.0),
            Cell::Integer(crate::journal::signed(self.roster_order)),
            Cell::text(&self.platform_number),
            Cell::code(&details.student_type),
            Cell::text(&details.name),
            Cell::text(&details.name_typed),
            Cell::text(&details.pinyin),
            Cell::code(&details.pinyin_source),
            Cell::json(&details.pinyin_review),
            Cell::text(details.sex.code()),
            Cell::text(details.id_type.code()),
            Cell::text(&details.id_number),
            Cell::Text(details.identity_key().into()),
            Cell::text(&details.phone),
            Cell::text(&details.major_name),
            Cell::text(&details.major_code),
            Cell::text(&details.major_version),
            Cell::text(&details.major_level),
            Cell::text(&details.enrolment_year),
            Cell::text(&details.school),
            Cell::text(&details.class_name),
            Cell::text(&details.student_number),
            Cell::json(&details.access),
            Cell::text(&details.remark),
            Cell::optional(self.photo.as_deref()),
            Cell::text(self.status.code()),
            Cell::Flag(self.verification_queued),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: CandidateId(row.id()?),
            roster_order: row.number()?,
            platform_number: row.text()?,
            details: read_details(row)?,
            photo: row.optional_text()?,
            status: row.code()?,
            verification_queued: row.flag()?,
        })
    }
}

fn read_details(row: &mut RowReader<'_, '_>) -> Result<CandidateDetails> {
    Ok(CandidateDetails {
        student_type: row.code()?,
        name: row.text()?,
        name_typed: row.text()?,
        pinyin: row.text()?,
        pinyin_source: row.code()?,
        pinyin_review: row.json()?,
        sex: row.code()?,
        id_type: row.code()?,
        id_number: row.text()?,
        phone: {
            row.skip();
            row.text()?
        },
        major_name: row.text()?,
        major_code: row.text()?,
        major_version: row.text()?,
        major_level: row.text()?,
        enrolment_year: row.text()?,
        school: row.text()?,
        class_name: row.text()?,
        student_number: row.text()?,
        access: row.json()?,
        remark: row.text()?,
    })
}

/// Which candidates are wanted; what is empty does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CandidateFilter {
    /// Part of name, pinyin, 学生编号, 学号, 证件号码, 班级 or 就读专业: the one search field.
    pub text: String,
    /// Part of the name, or of the pinyin with or without its spaces.
    pub name: String,
    /// Part of 学生编号 or 学号.
    pub number: String,
    /// Part of 证件号码, such as its last digits.
    pub id_number: String,
    /// 班级, exactly.
    pub class_name: String,
    /// 就读专业, exactly.
    pub major_name: String,
    /// 入学年份.
    pub enrolment_year: String,
    /// 本校考生 or 社会考生.
    pub student_type: Option<StudentType>,
    /// State of the information.
    pub status: Option<CandidateStatus>,
    /// With or without a photo.
    pub has_photo: Option<bool>,
    /// 姓名拼音 should be looked at, or not.
    pub pinyin_review: Option<bool>,
    /// Registered for a certificate, or for none.
    pub registered: Option<bool>,
    /// Registered in this plan.
    pub plan: Option<PlanId>,
    /// With a plan: registered there for any of these certificates.
    pub certificates: Vec<CertificateId>,
}

/// In which order a list of candidates is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CandidateOrder {
    /// As they were first imported.
    #[default]
    Roster,
    /// By pinyin, so that a screen agrees with a paper list by name.
    Name,
    /// 班级.
    Class,
    /// 就读专业.
    Major,
    /// 入学年份.
    Year,
    /// State of the information.
    Status,
}

impl CandidateOrder {
    /// `ORDER BY …`; the place in the roster decides between equals.
    fn sql(self, descending: bool) -> String {
        let way = if descending { "DESC" } else { "ASC" };
        let first = match self {
            Self::Roster => return format!("ORDER BY roster_order {way}, rowid {way}"),
            Self::Name => "pinyin",
            Self::Class => "class_name",
            Self::Major => "major_name",
            Self::Year => "enrolment_year",
            Self::Status => "status",
        };
        format!("ORDER BY {first} {way}, roster_order, rowid")
    }
}

impl CandidateFilter {
    /// `WHERE …` and its values.
    fn sql(&self) -> (String, Vec<Cell<'_>>) {
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<Cell<'_>> = Vec::new();
        let mut contains = |columns: &[&str], text: &str| {
            if text.is_empty() {
                return;
            }
            // Identity numbers and pinyin are searched without regard to case, Chinese has none.
            values.push(Cell::Text(text.trim().to_ascii_uppercase().into()));
            let at = values.len();
            let any: Vec<String> = columns.iter().map(|c| format!("instr(upper({c}), ?{at}) > 0")).collect();
            parts.push(format!("({})", any.join(" OR ")));
        };
        contains(
            &["name", "pinyin", "platform_number", "student_number", "id_number", "class_name", "major_name"],
            &self.text,
        );
        contains(&["name", "pinyin", "replace(pinyin, ' ', '')"], &self.name);
        contains(&["platform_number", "student_number"], &self.number);
        contains(&["id_number"], &self.id_number);
        let exact = [
            ("class_name", &self.class_name),
            ("major_name", &self.major_name),
            ("enrolment_year", &self.enrolment_year),
        ];
        for (column, text) in exact {
            if !text.is_empty() {
                values.push(Cell::text(text));
                parts.push(format!("{column} = ?{}", values.len()));
            }
        }
        if let Some(kind) = self.student_type {
            values.push(Cell::code(&kind));
            parts.push(format!("student_type = ?{}", values.len()));
        }
        if let Some(status) = self.status {
            values.push(Cell::text(status.code()));
            parts.push(format!("status = ?{}", values.len()));
        }
        if let Some(photo) = self.has_photo {
            parts.push(format!("photo IS {}", if photo { "NOT NULL" } else { "NULL" }));
        }
        if let Some(review) = self.pinyin_review {
            parts.push(format!("pinyin_review {} '[]'", if review { "<>" } else { "=" }));
        }
        if let Some(registered) = self.registered {
            let not = if registered { "" } else { "NOT " };
            parts
                .push(format!("{not}EXISTS (SELECT 1 FROM registration r WHERE r.candidate = candidate.id)"));
        }
        if let Some(plan) = self.plan {
            values.push(Cell::Id(plan.0));
            let at = values.len();
            let own = match self.certificates.as_slice() {
                [] => String::new(),
                some => format!(" AND s.certificate IN ({})", listed(some, &mut values)),
            };
            parts.push(format!(
                "EXISTS (SELECT 1 FROM registration r JOIN subject s ON s.id = r.subject
                 WHERE r.candidate = candidate.id AND s.plan = ?{at}{own})"
            ));
        }
        let sql = if parts.is_empty() { String::new() } else { format!("WHERE {}", parts.join(" AND ")) };
        (sql, values)
    }
}

impl ReadTx<'_> {
    /// A page of the roster in its order, and how many candidates the filter has in all.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidates(&self, filter: &CandidateFilter, page: Page) -> Result<(Vec<Candidate>, u64)> {
        self.candidates_in_order(filter, CandidateOrder::Roster, false, page)
    }

    /// A page of the candidates of the filter in another order, and how many there are in all.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidates_in_order(
        &self,
        filter: &CandidateFilter,
        order: CandidateOrder,
        descending: bool,
        page: Page,
    ) -> Result<(Vec<Candidate>, u64)> {
        let (condition, values) = filter.sql();
        let total = self.number(
            &format!("SELECT count(*) FROM candidate {condition}"),
            params_from_iter(values.iter()),
        )?;
        let tail = format!("{condition} {} {}", order.sql(descending), page.sql());
        Ok((self.select(&tail, params_from_iter(values))?, total))
    }

    /// The identities of all candidates of the filter, in roster order: what "select all" means.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidate_ids(&self, filter: &CandidateFilter) -> Result<Vec<CandidateId>> {
        let (condition, values) = filter.sql();
        let sql = format!("SELECT id FROM candidate {condition} ORDER BY roster_order, rowid");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(CandidateId(RowReader::new(row, "candidate").id()?));
        }
        Ok(ids)
    }

    /// Calls `visit` with every candidate in roster order, one at a time.
    ///
    /// # Errors
    /// Those of `visit` and of the database.
    pub fn for_each_candidate(&self, visit: impl FnMut(Candidate) -> Result<()>) -> Result<()> {
        let sql = format!("{} ORDER BY roster_order, rowid", select_sql::<Candidate>());
        self.visit(&sql, [], visit)
    }

    /// The candidate.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidate(&self, id: CandidateId) -> Result<Option<Candidate>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The candidates with these identities, in the order asked for; unknown ones are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidates_by_id(&self, ids: &[CandidateId]) -> Result<Vec<Candidate>> {
        let found: Result<Vec<Option<Candidate>>> = ids.iter().map(|id| self.candidate(*id)).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// The candidate with this document, by `identity_key`.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidate_by_identity(&self, id_type: IdType, identity_key: &str) -> Result<Option<Candidate>> {
        let tail = "WHERE identity_key = ?1 AND id_type = ?2 AND identity_key <> ''";
        Ok(self.select(tail, [Cell::text(identity_key), Cell::code(&id_type)])?.pop())
    }

    /// Every candidate's identity by document, for imports: one scan instead of 20,000 look-ups.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidate_identities(&self) -> Result<HashMap<(IdType, String), CandidateId>> {
        let mut statement = self
            .conn()
            .prepare_cached("SELECT id_type, identity_key, id FROM candidate WHERE identity_key <> ''")?;
        let mut rows = statement.query([])?;
        let mut known = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "candidate");
            known.insert((row.code()?, row.text()?), CandidateId(row.id()?));
        }
        Ok(known)
    }

    /// How many candidates of the filter are in each state, whatever state the filter names.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidate_counts(&self, filter: &CandidateFilter) -> Result<BTreeMap<CandidateStatus, u64>> {
        let filter = CandidateFilter { status: None, ..filter.clone() };
        let (condition, values) = filter.sql();
        let sql = format!("SELECT status, count(*) FROM candidate {condition} GROUP BY status");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut counts: BTreeMap<_, _> = CandidateStatus::ALL.into_iter().map(|status| (status, 0)).collect();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "candidate");
            counts.insert(row.code()?, row.number()?);
        }
        Ok(counts)
    }

    /// The different classes of the roster, for the filter's menu.
    ///
    /// # Errors
    /// Those of the database.
    pub fn classes(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT class_name FROM candidate WHERE class_name <> '' ORDER BY class_name";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The different majors of the roster: name, code, level.
    ///
    /// # Errors
    /// Those of the database.
    pub fn majors(&self) -> Result<Vec<(String, String, String)>> {
        let sql = "SELECT major_name, max(major_code), max(major_level) FROM candidate
            WHERE major_name <> '' GROUP BY major_name ORDER BY major_name";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The different 入学年份 of the roster, the latest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn enrolment_years(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT enrolment_year FROM candidate
            WHERE enrolment_year <> '' ORDER BY enrolment_year DESC";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The candidates with exactly this name; more than one are namesakes to be told apart.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidates_named(&self, name: &str) -> Result<Vec<Candidate>> {
        self.select("WHERE name = ? ORDER BY roster_order, rowid", [name])
    }

    /// The candidates with exactly this picture, by its hash.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidates_with_photo(&self, hash: &str) -> Result<Vec<Candidate>> {
        self.select("WHERE photo = ? ORDER BY roster_order, rowid", [hash])
    }

    /// For how many certificates each of these candidates is registered (已报考证书, R-093, R-115).
    /// Those with none are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registered_certificates(&self, ids: &[CandidateId]) -> Result<HashMap<CandidateId, u64>> {
        let sql = "SELECT count(DISTINCT s.certificate) FROM registration r
            JOIN subject s ON s.id = r.subject WHERE r.candidate = ?";
        let mut counts = HashMap::new();
        for id in ids {
            let count = self.number(sql, [Cell::Id(id.0)])?;
            if count > 0 {
                counts.insert(*id, count);
            }
        }
        Ok(counts)
    }

    /// The next free place in the roster.
    ///
    /// # Errors
    /// Those of the database.
    pub fn next_roster_order(&self) -> Result<u64> {
        self.number("SELECT coalesce(max(roster_order), 0) + 1 FROM candidate", [])
    }
}

impl WriteTx<'_> {
    /// Adds a candidate.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] when the document is known, [`crate::StoreError::Reference`] when the
    /// photo was not stored before, those of the database.
    pub fn insert_candidate(&mut self, candidate: &Candidate) -> Result<()> {
        self.insert(candidate)
    }

    /// Changes what differs from the stored candidate; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`], and as [`Self::insert_candidate`].
    pub fn update_candidate(&mut self, candidate: &Candidate) -> Result<bool> {
        let old = self.candidate(candidate.id)?.ok_or_else(|| not_found::<Candidate>(&candidate.cells()))?;
        self.update(&old, candidate)
    }

    /// Deletes a candidate that nothing refers to.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`], [`crate::StoreError::Reference`] when registered, those of the
    /// database.
    pub fn delete_candidate(&mut self, id: CandidateId) -> Result<()> {
        self.delete_by_key::<Candidate>(&[Cell::Id(id.0)])
    }
}
