//! Tables that are only exported.

use crate::sheet::table::{Column, ColumnKind, Table};

/// 考场编排记录 (R-189, R-279; 13 columns as printed, the second 监考人员 is the patrol).
pub static ARRANGEMENT_RECORD: Table = Table {
    entity: "arrangement_record",
    title: "考场编排记录",
    sheet_name: "考场编排记录",
    file_label: "考场编排记录",
    columns: &[
        Column::new("plan", "考试计划").width(24),
        Column::new("room", "考场名称"),
        Column::new("school", "所属院校").width(22),
        Column::new("region", "所在地区").width(18),
        Column::new("site", "考核站点").width(22),
        Column::new("unit", "考试单位").width(22),
        Column::new("certificate", "考试证书").width(24),
        Column::new("subject", "考试科目").width(20),
        Column::new("exam_time", "考试时间").width(24),
        Column::new("arranged", "排考人数").width(10),
        Column::new("invigilator", "监考人员姓名(编号)").width(22),
        Column::new("patrol", "监考人员姓名(编号)").width(22),
        Column::new("invigilator_region", "监考人员所在区域(院校)").width(26),
    ],
};

/// 排考明细: one row per candidate and sitting.
pub static SEATING: Table = Table {
    entity: "seating",
    title: "排考明细",
    sheet_name: "排考明细",
    file_label: "排考明细",
    columns: &[
        Column::new("plan", "考试计划").width(24),
        Column::new("name", "考生姓名").width(12),
        Column::new("candidate_number", "考生编号").kind(ColumnKind::Identifier).width(28),
        Column::new("id_number", "证件号码").kind(ColumnKind::Identifier).width(22).masked(),
        Column::new("ticket_number", "准考证号").kind(ColumnKind::Identifier).width(28),
        Column::new("school", "所属院校").width(22),
        Column::new("class_name", "班级").ours(),
        Column::new("certificate", "证书").width(24),
        Column::new("level", "等级").width(8),
        Column::new("subject", "科目").width(20),
        Column::new("exam_mode", "考试方式").width(10),
        Column::new("exam_time", "考试时间").width(24),
        Column::new("site", "考核站点").width(22),
        Column::new("room", "考场").width(14),
        Column::new("seat", "座位号").width(8),
        Column::new("access", "照顾安排").ours().width(16),
    ],
};

/// 缺考名单, 违纪名单, 到考登记表: one row per candidate and session.
pub static ATTENDANCE: Table = Table {
    entity: "attendance",
    title: "到考登记",
    sheet_name: "到考登记",
    file_label: "到考登记",
    columns: &[
        Column::new("plan", "考试计划").width(24).ours(),
        Column::new("exam_time", "考试时间").width(24).ours(),
        Column::new("certificate", "考试证书").width(24).ours(),
        Column::new("subject", "考试科目").width(20).ours(),
        Column::new("site", "考核站点").width(22).ours(),
        Column::new("room", "考场名称").ours(),
        Column::new("seat", "座位号").width(8).ours(),
        Column::new("name", "考生姓名").width(12).ours(),
        Column::new("id_number", "证件号码").kind(ColumnKind::Identifier).width(22).masked().ours(),
        Column::new("ticket_number", "准考证号").kind(ColumnKind::Identifier).width(28).ours(),
        Column::new("school", "所属院校").width(22).ours(),
        Column::new("class_name", "班级").ours(),
        Column::new("state", "到考情况").width(10).ours(),
        Column::new("late_minutes", "迟到分钟").width(10).ours(),
        Column::new("violation", "违纪情况").width(40).ours(),
        Column::new("seat_note", "换座说明").width(24).ours(),
        Column::new("marked_by", "登记人").width(12).ours(),
        Column::new("marked_at", "登记时间").width(18).ours(),
    ],
};
