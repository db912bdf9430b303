//! The exam workbook: 考试计划, 考试科目, 考核站点, 证书与专业.

use super::LEVELS;
use crate::sheet::table::{Column, ColumnKind, Table};

/// The four sheets of the exam workbook, in order.
pub const EXAM_TABLES: [&Table; 4] = [&PLANS, &SUBJECTS, &SITES, &PROGRAMMES];

const fn moment(field: &'static str, heading: &'static str, aliases: &'static [&'static str]) -> Column {
    Column::new(field, heading)
        .aliases(aliases)
        .kind(ColumnKind::DateTime)
        .width(18)
        .help("日期和时间", "2026-06-01 09:00")
}

/// 考试计划: one row per plan.
pub static PLANS: Table = Table {
    entity: "plans",
    title: "考试计划",
    sheet_name: "考试计划",
    file_label: "考试安排",
    columns: &[
        Column::new("plan_number", "计划编号")
            .must()
            .aliases(&["考试计划编号", "编号"])
            .kind(ColumnKind::Identifier)
            .width(16)
            .help("不重复的编号", "2026001"),
        Column::new("year", "考试年度")
            .must()
            .aliases(&["年度"])
            .kind(ColumnKind::Year)
            .width(10)
            .help("4 位年份", "2026"),
        Column::new("plan_name", "计划名称")
            .must()
            .aliases(&["考试计划名称", "考试计划", "名称"])
            .width(28)
            .help("考试计划的名称", "2026年上半年考试"),
        Column::new("registration_mode", "报考方式")
            .must()
            .fixed(&["按证书", "按科目"])
            .width(10)
            .help("按证书或按科目", "按证书"),
        moment("registration_start", "报考开始", &["报考开始时间", "报名开始", "报名开始时间"]),
        moment(
            "registration_end",
            "报考结束",
            &["报考结束时间", "报考截止", "报名结束", "报名截止", "报名结束时间"],
        ),
        moment("arrangement_start", "排考开始", &["排考开始时间"]),
        moment("arrangement_end", "排考结束", &["排考结束时间", "排考截止"]),
        moment("exam_start", "考试开始", &["考试开始时间"]),
        moment("exam_end", "考试结束", &["考试结束时间"]),
        moment("scoring_start", "成绩登记开始", &["成绩登记开始时间"]),
        moment("scoring_end", "成绩登记结束", &["成绩登记结束时间", "成绩登记截止"]),
        moment("publication_start", "公示开始", &["公示开始时间"]),
        moment("publication_end", "公示结束", &["公示结束时间"]),
        Column::new("pass_condition", "通过条件")
            .aliases(&["考试通过条件"])
            .width(18)
            .help("如 各科成绩合格", "各科成绩合格"),
        Column::new("schools", "参考院校")
            .aliases(&["参加院校"])
            .width(24)
            .help("多个院校用顿号隔开；不填为全部", ""),
        Column::new("instructions", "考试须知")
            .aliases(&["须知", "考生须知"])
            .width(40)
            .help("印在准考证上", ""),
    ],
};

/// 考试科目: one row per subject and session.
pub static SUBJECTS: Table = Table {
    entity: "subjects",
    title: "考试科目",
    sheet_name: "考试科目",
    file_label: "考试安排",
    columns: &[
        Column::new("plan", "考试计划")
            .must()
            .aliases(&["计划编号", "计划名称", "考试计划编号", "考试计划名称"])
            .dictionary("plans")
            .width(24)
            .help("考试计划的编号或名称", "2026001"),
        Column::new("certificate_code", "证书编号")
            .must()
            .kind(ColumnKind::Identifier)
            .width(14)
            .help("", "20000002"),
        Column::new("certificate_name", "证书名称").aliases(&["考试证书", "证书"]).width(22),
        Column::new("level", "证书等级")
            .aliases(&["等级"])
            .fixed(LEVELS)
            .width(10)
            .help("初级、中级或高级", "中级"),
        Column::new("subject_code", "科目编号")
            .must()
            .aliases(&["科目代码"])
            .kind(ColumnKind::Identifier)
            .width(16)
            .help("", "40000001101"),
        Column::new("subject_name", "科目名称")
            .must()
            .aliases(&["考试科目", "科目"])
            .width(20)
            .help("", "理论考试"),
        Column::new("exam_mode", "考试方式")
            .must()
            .aliases(&["考试形式", "考核方式"])
            .fixed(&["笔试", "机考", "实操"])
            .width(10)
            .help("笔试、机考或实操", "机考"),
        Column::new("audience", "参考对象")
            .aliases(&["参考对象类型"])
            .width(16)
            .help("不填为所有考生；否则报考时须填参考对象类型", "所有考生"),
        Column::new("exam_date", "考试日期")
            .must()
            .aliases(&["日期"])
            .kind(ColumnKind::Date)
            .width(12)
            .help("如 2026-06-01；一个科目有几场就写几行", "2026-06-01"),
        Column::new("start_time", "开始时间")
            .must()
            .aliases(&["考试开始时间"])
            .kind(ColumnKind::Time)
            .width(10)
            .help("如 09:00", "09:00"),
        Column::new("end_time", "结束时间")
            .must()
            .aliases(&["考试结束时间"])
            .kind(ColumnKind::Time)
            .width(10)
            .help("如 10:30", "10:30"),
    ],
};

/// 考核站点: one row per site.
pub static SITES: Table = Table {
    entity: "sites",
    title: "考核站点",
    sheet_name: "考核站点",
    file_label: "考试安排",
    columns: &[
        Column::new("site_code", "站点编号")
            .must()
            .aliases(&["考核站点编号"])
            .kind(ColumnKind::Identifier)
            .width(14)
            .help("9 位数字", "320000000"),
        Column::new("site_name", "站点名称").must().aliases(&["考核站点", "考核站点名称", "名称"]).width(24),
        Column::new("school", "所属院校").aliases(&["院校", "院校名称"]).width(24),
        Column::new("province", "省").aliases(&["省份", "所在省"]).width(10),
        Column::new("city", "市").aliases(&["城市", "所在市"]).width(10),
        Column::new("county", "区县").aliases(&["区", "县", "区/县", "县区"]).width(10),
        Column::new("address", "详细地址")
            .must()
            .aliases(&["地址", "站点地址"])
            .width(30)
            .help("精确到门牌号", "学院路1号"),
        Column::new("review_status", "审核状态").width(12),
        Column::new("site_status", "站点状态").aliases(&["状态"]).width(12),
    ],
};

/// 证书与专业: one row per certificate level and major that may register for it.
pub static PROGRAMMES: Table = Table {
    entity: "programmes",
    title: "证书与专业",
    sheet_name: "证书与专业",
    file_label: "考试安排",
    columns: &[
        Column::new("certificate_code", "证书编号")
            .must()
            .kind(ColumnKind::Identifier)
            .width(14)
            .help("", "20000002"),
        Column::new("certificate_name", "证书名称").must().aliases(&["证书"]).width(24),
        Column::new("level", "证书等级")
            .must()
            .aliases(&["等级"])
            .fixed(LEVELS)
            .width(10)
            .help("初级、中级或高级", "中级"),
        Column::new("standard_code", "标准代码").kind(ColumnKind::Identifier).width(10),
        Column::new("organisation", "培训评价组织").aliases(&["评价组织", "颁证机构"]).width(24),
        Column::new("major_code", "专业代码").kind(ColumnKind::Identifier).width(12).help("", "310207"),
        Column::new("major_name", "专业名称").aliases(&["专业", "对应专业"]).width(22),
        Column::new("major_version", "专业版本")
            .aliases(&["专业目录版本", "目录版本"])
            .kind(ColumnKind::Year)
            .width(10)
            .help("专业目录的年份", "2021"),
    ],
};
