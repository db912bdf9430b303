//! 考场信息: rooms of a plan and site.

use super::LEVELS;
use crate::sheet::table::{Column, ColumnKind, Table};

/// 导入考场信息模板, import and 批量导出考场信息.
pub static ROOMS: Table = Table {
    entity: "rooms",
    title: "考场信息",
    sheet_name: "考场信息",
    file_label: "考场信息",
    columns: &[
        Column::new("plan", "考试计划")
            .must()
            .aliases(&["计划", "计划名称", "考试计划名称", "考试计划编号", "计划编号"])
            .dictionary("plans")
            .width(24)
            .help("考试计划的名称或编号", ""),
        Column::new("site", "考核站点")
            .must()
            .aliases(&["站点", "站点名称", "考核站点名称", "站点编号", "考核站点编号", "考点"])
            .dictionary("sites")
            .width(22)
            .help("考核站点的名称或 9 位编号", ""),
        Column::new("certificate", "考试证书")
            .must()
            .aliases(&["证书", "证书名称", "考核证书", "考试的证书", "证书编号"])
            .dictionary("certificates")
            .width(22)
            .help("证书名称或证书编号", ""),
        Column::new("level", "证书等级")
            .aliases(&["等级"])
            .fixed(LEVELS)
            .width(10)
            .help("初级、中级或高级", "中级"),
        Column::new("subjects", "考试科目")
            .must()
            .aliases(&["科目", "科目名称", "考核科目"])
            .dictionary("subjects")
            .width(24)
            .help("多个科目用顿号隔开", "理论考试、实操考试"),
        Column::new("name", "考场名称")
            .must()
            .aliases(&["考场", "考场名", "教室", "机房"])
            .width(14)
            .help("机房、教室或实训室的名称；同一计划、站点、证书内不重复", "13号机房"),
        Column::new("room_type", "考场类型")
            .aliases(&["类型"])
            .fixed(&["机考考场", "实操考场", "笔试考场"])
            .width(10)
            .help("由所选科目自动确定，不必填写", ""),
        Column::new("capacity", "考位数")
            .must()
            .aliases(&["考场座位数", "座位数", "容量", "考位", "考场考位数"])
            .kind(ColumnKind::Integer)
            .width(8)
            .help("大于 0 的整数", "30"),
        Column::new("province", "省").aliases(&["省份", "所在省", "省市"]).width(10),
        Column::new("city", "市").aliases(&["城市", "所在市", "地市"]).width(10),
        Column::new("county", "区县").aliases(&["区", "县", "所在区县", "区/县", "县区"]).width(10),
        Column::new("address", "详细地址")
            .must()
            .aliases(&["地址", "考场地址", "考场详细地址"])
            .width(30)
            .help("精确到门牌号，印在准考证上", "学院路1号实训楼3层"),
        Column::new("floor", "楼层").ours().width(8).help("用于有照顾安排的考生优先低楼层", "1"),
        Column::new("columns", "座位列")
            .ours()
            .aliases(&["座位布局", "列座位数", "座位排列"])
            .kind(ColumnKind::Digits)
            .width(12)
            .help("每列的座位数，如 7-8-8-7；或 行×列，如 5×6", "7-8-8-7"),
        Column::new("start_corner", "起始角")
            .ours()
            .aliases(&["起始位置"])
            .fixed(&["左前", "右前", "左后", "右后"])
            .width(8)
            .help("面向讲台时 1 号座位所在的角", "左前"),
        Column::new("seat_order", "编排顺序")
            .ours()
            .aliases(&["座位顺序", "座位编排顺序"])
            .fixed(&["按列S形", "按列Z形", "按行S形", "按行Z形"])
            .width(10)
            .help("从下拉列表中选择", "按列S形"),
        Column::new("aisles", "过道")
            .ours()
            .kind(ColumnKind::Digits)
            .width(10)
            .help("在第几列之后有过道，多个用顿号隔开", "2"),
        Column::new("blocked", "停用座位")
            .ours()
            .aliases(&["禁用座位", "不可用座位"])
            .kind(ColumnKind::Digits)
            .width(14)
            .help("座位号，多个用顿号隔开", "7、15"),
        Column::new("reserve", "备用座位")
            .ours()
            .aliases(&["预留座位"])
            .kind(ColumnKind::Digits)
            .width(14)
            .help("座位号，多个用顿号隔开", "29、30"),
        Column::new("remark", "备注").ours().width(20),
    ],
};
