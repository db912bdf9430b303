//! Rows of the exam workbook.
