//! 学生信息: candidates.

use super::{ID_NUMBER_ALIASES, ID_TYPES};
use crate::sheet::table::{Column, ColumnKind, Table};

/// 导入考生信息模板, import and 批量导出考生信息.
pub static ROSTER: Table = Table {
    entity: "roster",
    title: "考生信息",
    sheet_name: "学生信息",
    file_label: "考生信息",
    columns: &[
        Column::new("name", "学生姓名")
            .must()
            .aliases(&["姓名", "考生姓名", "名字", "学员姓名", "中文姓名", "真实姓名"])
            .width(12)
            .help("与证件上的姓名完全一致；少数民族姓名的间隔点用“·”", "张三丰"),
        Column::new("pinyin", "姓名拼音")
            .aliases(&[
                "拼音",
                "姓名全拼",
                "拼音姓名",
                "英文姓名",
                "姓名(拼音)",
                "学生姓名拼音",
                "考生姓名拼音",
            ])
            .width(18)
            .help("全拼，姓与名用空格隔开，首字母大写；不填时按姓名生成，请核对", "Zhang Sanfeng"),
        Column::new("sex", "性别")
            .expected()
            .fixed(&["男", "女"])
            .width(6)
            .help("男或女，须与身份证一致", "男"),
        Column::new("id_type", "证件类型")
            .aliases(&["证件种类", "证件类别", "身份证件类型"])
            .fixed(ID_TYPES)
            .width(16)
            .help("不填时为身份证", "身份证"),
        Column::new("id_number", "证件号码")
            .must()
            .aliases(ID_NUMBER_ALIASES)
            .kind(ColumnKind::Identifier)
            .width(22)
            .masked()
            .help("身份证为 18 位，末位可以是 X；该列须为文本格式", "11010519491231002X"),
        Column::new("phone", "手机号码")
            .expected()
            .aliases(&[
                "手机",
                "手机号",
                "联系电话",
                "电话",
                "电话号码",
                "移动电话",
                "联系方式",
                "联系手机",
                "学生手机",
                "本人电话",
                "本人手机号",
            ])
            .kind(ColumnKind::Digits)
            .width(14)
            .masked()
            .help("11 位手机号码", "13800000000"),
        Column::new("major_name", "就读专业")
            .expected()
            .aliases(&["专业", "专业名称", "所学专业", "就读专业名称", "学习专业", "所读专业"])
            .dictionary("majors")
            .width(22)
            .help("专业名称，可带代码，如 信息安全与管理(310207)", "信息安全与管理"),
        Column::new("major_code", "专业代码")
            .aliases(&["就读专业代码", "所学专业代码", "专业编号"])
            .kind(ColumnKind::Identifier)
            .width(12)
            .help("国家专业目录的代码；同名专业必须填写", "310207"),
        Column::new("major_version", "专业版本")
            .aliases(&["专业目录版本", "专业目录年份", "目录版本"])
            .kind(ColumnKind::Year)
            .width(10)
            .help("专业目录的年份", "2021"),
        Column::new("major_level", "专业层次")
            .expected()
            .aliases(&["层次", "学历层次", "培养层次", "办学层次", "学历"])
            .fixed(&["本科", "专科", "中职", "高职专科", "职业本科", "研究生"])
            .width(10)
            .help("从下拉列表中选择", "专科"),
        Column::new("enrolment_year", "入学年份")
            .expected()
            .aliases(&["年级", "入学年度", "入学时间", "入学年", "入学日期", "所在年级"])
            .kind(ColumnKind::Year)
            .width(10)
            .help("4 位年份", "2024"),
        Column::new("student_type", "学生类型")
            .aliases(&["考生类型", "学员类型"])
            .fixed(&["院校考生", "社会考生"])
            .width(10)
            .help("不填时按导入页面确定", "院校考生"),
        Column::new("school", "所属院校")
            .ours()
            .aliases(&["院校", "学校", "院校名称", "学校名称", "所在院校", "所在学校"])
            .width(22)
            .help("不填时为本校", ""),
        Column::new("class_name", "班级")
            .ours()
            .aliases(&["所在班级", "班级名称", "行政班", "行政班级", "班"])
            .width(14)
            .help("用于打印和查找；像 3-1 这样的班级请把单元格设为文本", "信安2401"),
        Column::new("student_number", "学号")
            .ours()
            .aliases(&["学生学号", "校内学号"])
            .kind(ColumnKind::Digits)
            .width(14)
            .help("校内学号", "202401010101"),
        Column::new("access", "照顾安排")
            .ours()
            .aliases(&["特殊照顾", "合理便利", "便利安排", "照顾要求", "特殊需求"])
            .width(16)
            .help("如 轮椅、左手书写、视力；排考时优先安排", ""),
        Column::new("remark", "备注").ours().aliases(&["说明", "备注信息"]).width(20),
    ],
};
