//! Which certificates an account manages.

use crate::ids::CertificateId;
use serde::{Deserialize, Serialize};

/// Certificates with their levels that an account is restricted to; empty means all data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(Vec<CertificateId>);

impl Scope {
    /// All data.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Only these certificates; all when there are none.
    pub fn only(certificates: impl IntoIterator<Item = CertificateId>) -> Self {
        let mut all: Vec<_> = certificates.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// Whether nothing is restricted.
    pub fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether data of this certificate may be seen and changed.
    pub fn covers(&self, certificate: CertificateId) -> bool {
        self.0.is_empty() || self.0.binary_search(&certificate).is_ok()
    }

    /// The certificates; none means all.
    pub fn certificates(&self) -> &[CertificateId] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn r262_no_certificate_means_all_and_one_means_one() {
        let id = |n: u128| CertificateId(Uuid::from_u128(n));
        assert!(Scope::everything().covers(id(1)));
        let scope = Scope::only([id(3), id(1), id(3)]);
        assert!(scope.covers(id(1)) && scope.covers(id(3)) && !scope.covers(id(2)));
        assert_eq!(scope.certificates().len(), 2);
    }
}
