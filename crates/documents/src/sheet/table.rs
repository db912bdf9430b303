//! What a column and a table are. The tables themselves are in `tables/`.
//!
//! **Architecture invariant:** constants only; reads and writes no bytes.

use std::collections::BTreeMap;

/// How the cells of a column are read and formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words. Dates are refused, because Excel turns `3-1` into one.
    Text,
    /// Number-like text (document numbers, codes): written with the format `@`; a cell stored as a
    /// number is refused, because digits or leading zeros may be gone.
    Identifier,
    /// Digits of which a number keeps all (mobile numbers, student numbers): a whole number up to
    /// 15 digits is accepted. Written with the format `@`.
    Digits,
    /// Whole number, given as plain digits.
    Integer,
    /// Calendar year as text: `2024`, also `2024级`; of a date only the year is kept.
    Year,
    /// Date, given as `2026-06-01`.
    Date,
    /// Time of day, given as `09:00`, with seconds only when they aren't zero.
    Time,
    /// `2026-06-01 09:00`; only `2026-06-01` when the cell holds no time, so that the caller can
    /// choose the start or the end of that day.
    DateTime,
    /// One of [`Column::choices`]; membership is checked by the caller, who knows the synonyms.
    Choice,
}

impl ColumnKind {
    /// Whether Excel must keep the cells as text.
    pub fn is_text_format(self) -> bool {
        matches!(self, Self::Identifier | Self::Digits)
    }
}

/// How much a column is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The column must exist; starred.
    Must,
    /// Starred, but a legacy file may lack it: the row is then incomplete, not refused.
    Expected,
    /// Not starred.
    Optional,
}

/// Where the drop-down of a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// Free text.
    None,
    /// A closed list.
    Fixed(&'static [&'static str]),
    /// A list of [`Dictionaries`] under this name.
    Dictionary(&'static str),
}

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable code, such as `id_number`.
    pub field: &'static str,
    /// Heading without star.
    pub heading: &'static str,
    /// Other headings that mean the same.
    pub aliases: &'static [&'static str],
    /// Whether the column and its value are needed.
    pub need: Need,
    /// How cells are read and formatted.
    pub kind: ColumnKind,
    /// Width in characters of Excel's default font.
    pub width: u16,
    /// Instruction, shown as note of the heading and in 填写说明.
    pub note: &'static str,
    /// Example for 填写说明; never written into the data sheet.
    pub sample: &'static str,
    /// Source of the drop-down.
    pub choices: Choices,
    /// Whether the template has it, and imports read it.
    pub in_template: bool,
    /// Whether exports have it.
    pub in_export: bool,
    /// Whether the manuals show it; the others are ours.
    pub in_manual: bool,
    /// Whether an export masks it on demand.
    pub masked: bool,
}

impl Column {
    /// An optional text column of the manuals; the other setters refine it.
    pub(crate) const fn new(field: &'static str, heading: &'static str) -> Self {
        Self {
            field,
            heading,
            aliases: &[],
            need: Need::Optional,
            kind: ColumnKind::Text,
            width: 14,
            note: "",
            sample: "",
            choices: Choices::None,
            in_template: true,
            in_export: true,
            in_manual: true,
            masked: false,
        }
    }

    pub(crate) const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    pub(crate) const fn must(mut self) -> Self {
        self.need = Need::Must;
        self
    }

    pub(crate) const fn expected(mut self) -> Self {
        self.need = Need::Expected;
        self
    }

    pub(crate) const fn kind(mut self, kind: ColumnKind) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) const fn width(mut self, width: u16) -> Self {
        self.width = width;
        self
    }

    pub(crate) const fn help(mut self, note: &'static str, sample: &'static str) -> Self {
        self.note = note;
        self.sample = sample;
        self
    }

    pub(crate) const fn fixed(mut self, list: &'static [&'static str]) -> Self {
        self.kind = ColumnKind::Choice;
        self.choices = Choices::Fixed(list);
        self
    }

    pub(crate) const fn dictionary(mut self, name: &'static str) -> Self {
        self.choices = Choices::Dictionary(name);
        self
    }

    pub(crate) const fn ours(mut self) -> Self {
        self.in_manual = false;
        self
    }

    /// Of an export only: neither in the template nor read from a file.
    pub(crate) const fn export_only(mut self) -> Self {
        self.in_template = false;
        self
    }

    pub(crate) const fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// Whether the heading carries a star.
    pub fn is_starred(&self) -> bool {
        self.need != Need::Optional
    }

    /// Heading as the template writes it: `*学生姓名`.
    pub fn starred_heading(&self) -> String {
        if self.is_starred() { format!("*{}", self.heading) } else { self.heading.to_owned() }
    }
}

/// One table: a sheet of a template, an import or an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Stable code, such as `roster`.
    pub entity: &'static str,
    /// Title for people, such as `考生信息`.
    pub title: &'static str,
    /// Name of the data sheet.
    pub sheet_name: &'static str,
    /// Columns in the order of templates and exports.
    pub columns: &'static [Column],
    /// Beginning of file names: `导入考生信息模板`.
    pub file_label: &'static str,
}

impl Table {
    /// Index of `field` in [`Table::columns`] (and in [`super::TableRow::cells`]).
    pub fn index_of(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// The column of `field`.
    pub fn column(&self, field: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

/// Lists for the drop-downs of a template, by the names [`Choices::Dictionary`] uses: `majors`,
/// `levels`, `plans`, `subjects`, `sites`, `certificates`.
#[derive(Debug, Clone, Default)]
pub struct Dictionaries {
    lists: BTreeMap<String, Vec<String>>,
}

impl Dictionaries {
    /// Without any list: the columns accept free text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a list; an empty one leaves the column free.
    #[must_use]
    pub fn with(mut self, name: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.lists.insert(name.to_owned(), values.into_iter().map(Into::into).collect());
        self
    }

    /// The list under `name`, if it has any value.
    pub fn get(&self, name: &str) -> Option<&[String]> {
        self.lists.get(name).map(Vec::as_slice).filter(|list| !list.is_empty())
    }
}
