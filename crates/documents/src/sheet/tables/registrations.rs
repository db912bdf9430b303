//! 报考信息: registrations by certificate and by subject.

use super::{ID_NUMBER_ALIASES, ID_TYPES, LEVELS};
use crate::sheet::table::{Column, ColumnKind, Table};

/// 按证书/按科目导入报考模板, import and 批量导出报考数据.
pub static REGISTRATIONS: Table = Table {
    entity: "registrations",
    title: "报考信息",
    sheet_name: "报考信息",
    file_label: "报考信息",
    columns: &[
        Column::new("plan", "考试计划")
            .aliases(&["计划", "计划名称", "考试计划名称", "考试计划编号", "计划编号"])
            .dictionary("plans")
            .width(24)
            .help("不填时为导入时所选的计划", ""),
        Column::new("name", "考生姓名")
            .must()
            .aliases(&["姓名", "学生姓名", "名字"])
            .width(12)
            .help("与考生信息一致", "张三丰"),
        Column::new("id_type", "证件类型")
            .aliases(&["证件种类", "证件类别"])
            .fixed(ID_TYPES)
            .width(16)
            .help("不填时为身份证", "身份证"),
        Column::new("id_number", "证件号码")
            .must()
            .aliases(ID_NUMBER_ALIASES)
            .kind(ColumnKind::Identifier)
            .width(22)
            .masked()
            .help("该列须为文本格式", "11010519491231002X"),
        Column::new("certificate_code", "证书编号")
            .expected()
            .kind(ColumnKind::Identifier)
            .width(14)
            .help("证书与等级的编号", "20000002"),
        Column::new("certificate_name", "证书名称")
            .aliases(&["报考证书", "证书"])
            .dictionary("certificates")
            .width(22),
        Column::new("level", "证书等级")
            .aliases(&["等级"])
            .fixed(LEVELS)
            .width(10)
            .help("初级、中级或高级", "中级"),
        Column::new("subject_code", "科目编号")
            .aliases(&["科目代码"])
            .kind(ColumnKind::Identifier)
            .width(16)
            .help("按科目报考时必填，一个科目一行", "40000001101"),
        Column::new("subject_name", "科目名称")
            .aliases(&["考试科目", "科目"])
            .dictionary("subjects")
            .width(20),
        Column::new("audience", "参考对象类型")
            .aliases(&["参考对象"])
            .width(14)
            .help("科目的参考对象不是“所有考生”时必填", ""),
    ],
};
