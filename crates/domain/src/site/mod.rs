//! Exam sites (考核站点) and whether they may be used.

use crate::RuleViolation;
use crate::ids::SiteId;
use serde::{Deserialize, Serialize};

/// 审核状态 of a site application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteReview {
    /// 未提交.
    Draft,
    /// 待审核.
    Submitted,
    /// 审核通过.
    Approved,
    /// 审核退回.
    Returned,
}

impl SiteReview {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Approved, Self::Returned];

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "未提交",
            Self::Submitted => "待审核",
            Self::Approved => "审核通过",
            Self::Returned => "审核退回",
        }
    }

    /// The state with this label.
    pub fn from_label(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.label() == text)
    }
}

/// A site that a plan may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Identity.
    pub id: SiteId,
    /// 考核站点编号, 9 digits when the platform assigned it.
    pub number: String,
    /// 考核站点名称.
    pub name: String,
    /// 所属院校.
    pub school: String,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区县.
    pub county: String,
    /// 详细地址.
    pub address: String,
    /// 审核状态.
    pub review: SiteReview,
    /// 考核站点状态 is 已启用.
    pub enabled: bool,
}

impl Site {
    /// 考点地址 as printed: province to house number, without saying a municipality twice.
    pub fn full_address(&self) -> String {
        full_address(&self.province, &self.city, &self.county, &self.address)
    }

    /// Whether rooms and registrations may use the site.
    ///
    /// # Errors
    /// `site_not_approved`, `site_disabled`.
    pub fn check_usable(&self) -> Result<(), RuleViolation> {
        if self.review != SiteReview::Approved {
            return Err(RuleViolation::error(
                "site_not_approved",
                format!("考核站点“{}”当前为“{}”，审核通过后才能使用", self.name, self.review.label()),
            ));
        }
        if !self.enabled {
            return Err(RuleViolation::error(
                "site_disabled",
                format!("考核站点“{}”已停用，启用后才能使用", self.name),
            ));
        }
        Ok(())
    }
}

/// Joins the parts of an address, leaving out a part that the next one repeats (北京市 北京市 …, 市辖区).
pub fn full_address(province: &str, city: &str, county: &str, address: &str) -> String {
    let mut full = String::new();
    for part in [province, city, county, address] {
        let part = part.trim();
        if part.is_empty() || part == "市辖区" || part == "县" || full.ends_with(part) {
            continue;
        }
        if part.starts_with(&full) {
            full.clear();
        }
        full.push_str(part);
    }
    full
}

#[cfg(test)]
mod tests {
    use super::*;

    /// the address on the ticket reads like one address.
    #[test]
    fn r150_address_says_nothing_twice() {
        assert_eq!(full_address("北京市", "市辖区", "海淀区", "学院路 30 号"), "北京市海淀区学院路 30 号");
        assert_eq!(full_address("北京市", "北京市", "海淀区", "学院路 30 号"), "北京市海淀区学院路 30 号");
        assert_eq!(
            full_address("山东省", "烟台市", "莱山区", "山东省烟台市莱山区滨海路 1 号"),
            "山东省烟台市莱山区滨海路 1 号"
        );
        assert_eq!(full_address("", "", "", "滨海路 1 号"), "滨海路 1 号");
    }
}
