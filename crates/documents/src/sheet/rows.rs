//! Gathering the cells below the headings into rows, with what is wrong with them.
//!
//! **Architecture invariant:** knows one sheet's headings and cells, no formats. A row is dropped
//! only when it shows nothing; remarks and rows of empty formulas are said in a problem.

use kaozhan_domain::{RowProblem, RuleViolation};

use super::cell::{Value, convert};
use super::header::{FAILURE_HEADING, Header, normalise};
use super::read::{ReadLimits, TableRow};
use super::source::Position;
use super::table::{Need, Table};
use crate::DocumentError;

/// Gathers cells into rows.
pub(super) struct RowBuilder<'a> {
    sheet: &'a str,
    file: &'a str,
    table: &'static Table,
    header: &'a Header,
    limits: &'a ReadLimits,
    /// Field index by column of the file.
    fields: Vec<Option<usize>>,
    /// Columns of the file that are read, each with its plain heading.
    plain_headings: Vec<(usize, String)>,
    /// Zero-based number of the row being gathered.
    current: Option<u32>,
    row: TableRow,
    /// Whether the row shows anything, or has a fault.
    seen: bool,
    /// Columns whose formula gives an empty text.
    empty_formulas: Vec<u32>,
    /// Rows that hold only such formulas.
    formula_rows: Vec<u32>,
    rows: Vec<TableRow>,
    problems: Vec<RowProblem>,
}

impl<'a> RowBuilder<'a> {
    pub(super) fn new(
        sheet: &'a str,
        file: &'a str,
        table: &'static Table,
        header: &'a Header,
        limits: &'a ReadLimits,
    ) -> Self {
        let mut fields = vec![None; header.headings.len()];
        for (col, index) in &header.mapped {
            fields[*col as usize] = Some(*index);
        }
        let plain_headings = header.mapped.iter().map(|(col, _)| *col as usize);
        let plain_headings = plain_headings.map(|col| (col, normalise(&header.headings[col]))).collect();
        let row = TableRow {
            row: 0,
            cells: vec![None; table.columns.len()],
            original: vec![String::new(); header.headings.len()],
        };
        Self {
            sheet,
            file,
            table,
            header,
            limits,
            fields,
            plain_headings,
            current: None,
            row,
            seen: false,
            empty_formulas: Vec::new(),
            formula_rows: Vec::new(),
            rows: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn cell(
        &mut self,
        at: Position,
        value: &Value<'_>,
        formula: bool,
    ) -> Result<(), DocumentError> {
        match self.current {
            Some(row) if row == at.row => (),
            Some(row) if row > at.row => {
                return Err(DocumentError::Damaged {
                    file: self.file.to_owned(),
                    detail: format!("row {} after row {}", at.row + 1, row + 1),
                });
            }
            _ => {
                self.flush()?;
                self.current = Some(at.row);
            }
        }
        let Some(field) = self.fields.get(at.col as usize).copied() else { return Ok(()) };
        if formula {
            if let Some(index) = field
                && self.uncomputed(at, value, index)
            {
                return Ok(());
            }
        } else if value.is_blank() {
            return Ok(());
        }
        let Some(index) = field else {
            // A failure reason alone doesn't make a row.
            let heading = &self.header.headings[at.col as usize];
            if !heading.is_empty() && heading != FAILURE_HEADING && !value.is_blank() && !formula {
                self.seen = true;
            }
            self.row.original[at.col as usize] = value.display();
            return Ok(());
        };
        self.row.original[at.col as usize] = value.display();
        self.seen = true;
        match convert(value, &self.table.columns[index]) {
            Ok(text) => self.row.cells[index] = text,
            Err(violation) => self.problem(at, violation),
        }
        Ok(())
    }

    /// Handles a formula whose result was never stored: programs leave it out, write an empty text,
    /// or write 0. True when the cell is done with.
    fn uncomputed(&mut self, at: Position, value: &Value<'_>, index: usize) -> bool {
        let missing = match value {
            Value::Empty => true,
            Value::Number(n) | Value::Serial(n) => *n == 0.0,
            Value::Text(text) if text.is_empty() => {
                self.empty_formulas.push(at.col);
                return true;
            }
            _ => return false,
        };
        if missing {
            self.seen = true;
            self.row.cells[index] = None;
            self.problem(at, no_result());
        }
        missing
    }

    fn problem(&mut self, at: Position, violation: RuleViolation) {
        let heading = &self.header.headings[at.col as usize];
        self.problems.push(RowProblem::new(self.sheet, at.row + 1, heading, violation));
    }

    /// Ends the row being gathered.
    fn flush(&mut self) -> Result<(), DocumentError> {
        let Some(row) = self.current.take() else { return Ok(()) };
        let empty_formulas = std::mem::take(&mut self.empty_formulas);
        if !self.seen {
            if !empty_formulas.is_empty() {
                self.formula_rows.push(row);
            }
            self.row.original.iter_mut().for_each(String::clear);
            return Ok(());
        }
        for col in empty_formulas {
            // `=IF(…,"")` in a column that may be blank is most likely meant so: say it.
            let needed =
                self.fields[col as usize].is_some_and(|i| self.table.columns[i].need != Need::Optional);
            let violation = if needed {
                no_result()
            } else {
                RuleViolation::warning(
                    "cell_formula_empty",
                    "公式结果为空，按空白处理；如应有内容，请用 Excel 打开并保存后重新导入",
                )
            };
            self.problem(Position { row, col }, violation);
        }
        self.seen = false;
        let fresh = TableRow {
            row: 0,
            cells: vec![None; self.table.columns.len()],
            original: vec![String::new(); self.header.headings.len()],
        };
        let mut done = std::mem::replace(&mut self.row, fresh);
        done.row = row + 1;
        if self.is_repeated_header(&done) || self.is_remark(&done) {
            return Ok(());
        }
        if self.rows.len() as u32 >= self.limits.rows {
            return Err(DocumentError::TooManyRows {
                file: self.file.to_owned(),
                sheet: self.sheet.to_owned(),
                limit: self.limits.rows,
            });
        }
        self.rows.push(done);
        Ok(())
    }

    /// Headings printed again on a later page.
    fn is_repeated_header(&self, row: &TableRow) -> bool {
        let mut same = 0;
        for (col, heading) in &self.plain_headings {
            let text = &row.original[*col];
            if text.is_empty() {
                continue;
            }
            if normalise(text) != *heading {
                return false;
            }
            same += 1;
        }
        same >= 2
    }

    /// A line of remarks or totals below the table: one cell, with a telling beginning. It is said.
    fn is_remark(&mut self, row: &TableRow) -> bool {
        let mut filled = row.original.iter().filter(|text| !text.is_empty());
        let (Some(text), None) = (filled.next(), filled.next()) else { return false };
        let remark = [
            "注：",
            "注:",
            "备注：",
            "备注:",
            "说明：",
            "说明:",
            "填写说明",
            "填表说明",
            "合计",
            "总计",
            "制表",
            "填表人",
            "审核人",
            "共计",
        ]
        .iter()
        .any(|start| text.starts_with(start));
        if remark {
            self.problems.push(RowProblem::new(
                self.sheet,
                row.row,
                "",
                RuleViolation::warning("row_remark_skipped", "这一行是说明文字，不是数据，已跳过"),
            ));
        }
        remark
    }

    pub(super) fn finish(mut self) -> Result<(Vec<TableRow>, Vec<RowProblem>), DocumentError> {
        self.flush()?;
        if let (Some(first), Some(last)) = (self.formula_rows.first(), self.formula_rows.last()) {
            let count = self.formula_rows.len();
            let place = format!("第 {}–{} 行中有 {count} 行", first + 1, last + 1);
            let violation = if self.rows.is_empty() {
                RuleViolation::error("row_formula_empty", format!("{place}只有公式，{}", no_result().message))
            } else {
                RuleViolation::warning(
                    "row_formula_empty",
                    format!(
                        "{place}只有公式且结果为空，已跳过；如果这些行应有内容，请用 Excel 打开并保存后重新导入"
                    ),
                )
            };
            self.problems.push(RowProblem::new(self.sheet, first + 1, "", violation));
        }
        self.problems.sort_by_key(|problem| problem.row);
        Ok((self.rows, self.problems))
    }
}

fn no_result() -> RuleViolation {
    RuleViolation::error(
        "cell_formula_without_result",
        "公式没有计算结果，请用 Excel 或 WPS 打开该文件，保存后重新导入，或把公式改成文字",
    )
}
