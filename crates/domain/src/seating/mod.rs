//! Seating.
