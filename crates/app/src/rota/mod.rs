//! 监考编排: who invigilates which room in which session; proposed, changed by hand, exported.

mod change;
mod export;
mod scene;
mod staff;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use change::{
    RotaChange, RotaProposal, apply, assign, clear, lock, propose, swap, unassign, undo,
};
pub use change::{RotaDutyRef, RotaPlaceRef, candidates, view};
pub use export::export;
pub use scene::RotaOptions;
pub(crate) use staff::{PrintedName, Staff};
pub use view::{RotaCandidate, RotaDuty, RotaLoad, RotaPlace, RotaRoom, RotaSession, RotaShortage, RotaView};
