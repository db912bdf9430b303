//! Workbooks in and out: one column table per entity serves template, import and export.
//!
//! **Architecture invariant:** knows columns, cells and bytes. Whether a value is *right* (check
//! digits, dictionaries, duplicates, states) is the caller's question; here a cell is only refused
//! when its text cannot be known for certain. Never prints a cell's contents in a message.

mod book;
mod cell;
mod csv_text;
mod export;
mod failed;
mod grid;
mod header;
mod ods;
mod read;
mod rows;
mod sniff;
mod source;
pub mod table;
mod tables;
mod template;

pub use export::{ExportOptions, write_export, write_list};
pub use failed::{failure_reasons, write_failed_rows};
pub use grid::{Grid, GridBook, GridEdit, GridHeader, is_failure_heading, letters};
pub use read::{ExamRead, ReadLimits, ReadOptions, TableRead, TableRow, read_exam, read_table};
pub use table::{Choices, Column, ColumnKind, Dictionaries, Need, Table};
pub use tables::{
    ALL_TABLES, ARRANGEMENT_RECORD, ATTENDANCE, EXAM_TABLES, INVIGILATORS, PLANS, PROGRAMMES, REGISTRATIONS,
    ROOMS, ROSTER, ROTA, SEATING, SITES, SUBJECTS, table_of,
};
pub use template::{write_exam_template, write_template};
