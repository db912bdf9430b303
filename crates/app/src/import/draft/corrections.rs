//! Corrections of a draft: cells typed over, rows left out, both taken back and made again. Each is followed
//! by a check of the whole.

use super::{Draft, Place};
use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::sheet::GridEdit;

/// Something that can be taken back.
pub(super) enum Step {
    Cell { part: usize, edit: GridEdit },
    Skip { part: usize, row: u32, skipped: bool },
}

impl Draft {
    /// Types `text` over a cell and checks again.
    ///
    /// # Errors
    /// `cell_unknown`, `draft_not_checked`.
    pub(crate) fn edit(&mut self, app: &App, part: usize, row: u32, column: usize, text: &str) -> Result<()> {
        let width = self.parts.get(part).map_or(0, |part| part.header.headings.len());
        if column >= width || self.row(part, row).is_none() {
            return Err(AppError::new("cell_unknown", "找不到这个单元格，请重新核对"));
        }
        self.require_check()?;
        self.keep_in_sight((part, row));
        let edit = self.parts[part].grid.set(row, column, text);
        self.done.push(Step::Cell { part, edit });
        self.undone.clear();
        self.again(app)
    }

    /// Leaves a row out, or takes it in again, and checks again.
    ///
    /// # Errors
    /// `cell_unknown`, `draft_not_checked`.
    pub(crate) fn skip(&mut self, app: &App, part: usize, row: u32, skipped: bool) -> Result<()> {
        if self.row(part, row).is_none() {
            return Err(AppError::new("cell_unknown", "找不到这一行，请重新核对"));
        }
        self.require_check()?;
        if self.skipped.contains(&(part, row)) == skipped {
            return Ok(());
        }
        self.keep_in_sight((part, row));
        self.set_skipped(part, row, skipped);
        self.done.push(Step::Skip { part, row, skipped });
        self.undone.clear();
        self.again(app)
    }

    fn set_skipped(&mut self, part: usize, row: u32, skipped: bool) {
        if skipped {
            self.skipped.insert((part, row));
        } else {
            self.skipped.remove(&(part, row));
        }
    }

    /// Takes the last correction back, or makes the one again that was taken back. Gives its row.
    ///
    /// # Errors
    /// `draft_not_checked`.
    pub(crate) fn step(&mut self, app: &App, back: bool) -> Result<Option<Place>> {
        self.require_check()?;
        let Some(step) = (if back { self.done.pop() } else { self.undone.pop() }) else { return Ok(None) };
        let (place, reverse) = match step {
            Step::Cell { part, edit } => {
                let place = (part, edit.row);
                let reverse = self.parts[part].grid.undo(edit);
                (place, Step::Cell { part, edit: reverse })
            }
            Step::Skip { part, row, skipped } => {
                self.set_skipped(part, row, skipped != back);
                ((part, row), Step::Skip { part, row, skipped })
            }
        };
        if back {
            self.undone.push(reverse)
        } else {
            self.done.push(reverse)
        }
        self.again(app)?;
        Ok(Some(place))
    }

    /// Whether there is something to take back, or to make again.
    pub(in crate::import) fn can_step(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }

    /// Checks again with what the workspace held at the last check.
    fn again(&mut self, app: &App) -> Result<()> {
        self.edited.clear();
        for step in &self.done {
            if let Step::Cell { part, edit } = step {
                self.edited.entry((*part, edit.row)).or_default().insert(edit.column);
            }
        }
        self.read_again()?;
        let Some(checked) = self.checked.take() else { return self.require_check() };
        self.judge(app, checked.known, &Task::silent())
    }

    fn keep_in_sight(&mut self, place: Place) {
        let Some(checked) = &self.checked else { return };
        let groups = checked.problems.get(&place).into_iter().flatten();
        let groups: Vec<&'static str> =
            groups.filter(|problem| problem.is_error).map(|problem| problem.group).collect();
        self.was_in.entry(place).or_default().extend(groups);
    }
}
