//! 监考人员: one row per teacher and certificate.

use super::{ID_NUMBER_ALIASES, ID_TYPES, LEVELS};
use crate::sheet::table::{Column, ColumnKind, Table};

/// 导入监考人员模板, import and 批量导出监考人员. The columns of R-282 first, ours after.
pub static INVIGILATORS: Table = Table {
    entity: "invigilators",
    title: "监考人员",
    sheet_name: "监考人员",
    file_label: "监考人员",
    columns: &[
        Column::new("number", "教师编号")
            .aliases(&["监考人员编号", "编号"])
            .kind(ColumnKind::Identifier)
            .width(12)
            .help("由平台分配，没有就不填", "JK157822"),
        Column::new("name", "教师姓名")
            .must()
            .aliases(&["姓名", "监考人员姓名", "监考老师", "老师姓名", "名字"])
            .width(12)
            .help("与证件上的姓名完全一致", "陶然"),
        Column::new("phone", "手机号码")
            .must()
            .aliases(&["手机", "手机号", "联系电话", "电话", "联系方式"])
            .kind(ColumnKind::Digits)
            .width(14)
            .masked()
            .help("11 位手机号码；没有证件号码时，按姓名和手机号码认出同一个人", "13800000000"),
        Column::new("school", "所属院校")
            .aliases(&["院校", "学校", "单位", "所在单位", "所在院校"])
            .width(22)
            .help("不填时为本校", ""),
        Column::new("region", "所在区域")
            .aliases(&["区域", "所在地区", "地区"])
            .width(20)
            .help("省、市、区县", "浙江省宁波市海曙区"),
        Column::new("certificate_code", "证书编号")
            .expected()
            .kind(ColumnKind::Identifier)
            .width(14)
            .help("监考证书的编号；一个证书一行", "20000002"),
        Column::new("certificate_name", "证书名称")
            .must()
            .aliases(&["申请证书的名称", "申请的证书名称", "申请证书名称", "监考证书", "证书"])
            .dictionary("certificates")
            .width(22)
            .help("监考哪个证书的考试", ""),
        Column::new("level", "证书等级")
            .expected()
            .aliases(&["等级"])
            .fixed(LEVELS)
            .width(10)
            .help("初级、中级或高级", "中级"),
        Column::new("organisation", "颁证机构").export_only().width(24),
        Column::new("state", "认证状态").export_only().width(10),
        Column::new("sex", "性别").ours().fixed(&["男", "女"]).width(6),
        Column::new("id_type", "证件类型")
            .ours()
            .aliases(&["证件种类", "证件类别"])
            .fixed(ID_TYPES)
            .width(16)
            .help("不填时为身份证", "身份证"),
        Column::new("id_number", "证件号码")
            .ours()
            .aliases(ID_NUMBER_ALIASES)
            .kind(ColumnKind::Identifier)
            .width(22)
            .masked()
            .help("可以不填；同名的人靠它分清", "11010519491231002X"),
        Column::new("title", "职务职称").ours().aliases(&["职称", "职务", "岗位"]).width(14),
        Column::new("remark", "备注").ours().width(20),
    ],
};

/// 监考安排表: one row per person and duty.
pub static ROTA: Table = Table {
    entity: "rota",
    title: "监考安排表",
    sheet_name: "监考安排表",
    file_label: "监考安排表",
    columns: &[
        Column::new("plan", "考试计划").width(24).ours(),
        Column::new("exam_time", "考试时间").width(24).ours(),
        Column::new("certificate", "考试证书").width(24).ours(),
        Column::new("subject", "考试科目").width(20).ours(),
        Column::new("site", "考核站点").width(22).ours(),
        Column::new("room", "考场名称").ours(),
        Column::new("address", "考场地址").width(30).ours(),
        Column::new("candidates", "应考人数").width(10).ours(),
        Column::new("role", "职责").width(8).ours(),
        Column::new("name", "教师姓名").width(12).ours(),
        Column::new("number", "教师编号").kind(ColumnKind::Identifier).width(12).ours(),
        Column::new("school", "所属院校").width(22).ours(),
        Column::new("phone", "手机号码").kind(ColumnKind::Digits).width(14).masked().ours(),
        Column::new("note", "备注").width(24).ours(),
    ],
};
