//! 报考管理 (R-157…R-170): lists, adding with the checks, changing, paying. Numbers are masked here.

mod adding;
mod changing;
mod listing;

pub use adding::{
    AddReport, Applicant, ApplicantPage, ApplicantQuery, RefusedApplicant, RegistrationAdd,
    RegistrationTarget, add, applicants,
};
pub use changing::{change_audience, delete, mark_payment};
pub use listing::{
    RegistrationCount, RegistrationPage, RegistrationQuery, RegistrationRow, RegistrationTotal, ids, list,
    totals,
};
