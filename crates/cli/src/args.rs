//! The command line: arguments only, no behaviour.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 考站：离线准备和组织考试的命令行工具。
#[derive(Debug, Parser)]
#[command(name = "kaozhan", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// 工作区文件夹
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "KAOZHAN_WORKSPACE",
        default_value = "kaozhan-workspace"
    )]
    pub workspace: PathBuf,
    /// 在标准输出打印一个 JSON 对象，进度写到标准错误
    #[arg(long, global = true)]
    pub json: bool,
    /// 从文件读取口令（第一行）；也可用环境变量 KAOZHAN_PASSPHRASE
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// 用密钥文件代替口令打开工作区
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "passphrase_file")]
    pub key_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建工作区
    Init(InitArgs),
    /// 生成导入模板
    Template(TemplateArgs),
    /// 导入考生、照片、考场、考试计划或报考
    Import(ImportArgs),
    /// 查看导入记录
    Imports,
    /// 查询考生
    Candidates(CandidatesArgs),
    /// 处理单个考生
    Candidate(CandidateArgs),
    /// 姓名工具
    Name(NameArgs),
    /// 证件号码工具
    Id(IdArgs),
    /// 排考，或在排考之后个别调整
    Seat(SeatArgs),
    /// 打印准考证、门贴、桌贴、签到表、座位图等（生成 PDF）
    Print(PrintArgs),
    /// 检查
    Check(CheckArgs),
    /// 导出为 Excel
    Export(ExportArgs),
    /// 处理单个考场
    Room(RoomArgs),
    /// 查询或删除报考
    Registrations(RegistrationsArgs),
    /// 查看考试计划的排考进度
    Plans,
    /// 备份工作区为一个加密文件
    Backup(BackupArgs),
    /// 从备份文件恢复工作区（先验证，再替换）
    Restore(RestoreArgs),
    /// 检查工作区是否完好
    Doctor,
    /// 查看或修改设置
    Settings(SettingsArgs),
    /// 输出本命令行的说明文档（Markdown）
    #[command(hide = true)]
    Manual,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// 学校名称
    #[arg(long, value_name = "NAME")]
    pub school_name: String,
    /// 学校标识码
    #[arg(long, value_name = "CODE")]
    pub school_code: Option<String>,
}

/// What a workbook is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Entity {
    /// 考生信息
    Roster,
    /// 考场信息
    Rooms,
    /// 考试计划、科目、站点、证书
    Exam,
    /// 报考信息
    Registrations,
    /// 监考人员
    Invigilators,
}

#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// 哪一种模板
    pub entity: Entity,
    /// 要写的文件（已存在时不覆盖，除非 --overwrite）
    #[arg(value_name = "FILE.xlsx")]
    pub file: PathBuf,
    /// 覆盖已有文件
    #[arg(long)]
    pub overwrite: bool,
}

/// What to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    /// 考生信息
    Roster,
    /// 考场信息
    Rooms,
    /// 考试计划、科目、站点、证书
    Exam,
    /// 报考信息
    Registrations,
    /// 学生照片（zip 或文件夹）
    Photos,
    /// 监考人员
    Invigilators,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 导入哪一种
    pub kind: ImportKind,
    /// 要导入的文件；照片可以是 zip 或文件夹
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 只检查，不写入
    #[arg(long)]
    pub dry_run: bool,
    /// 把失败的行写成工作簿，改好后可再次导入
    #[arg(long, value_name = "FILE.xlsx")]
    pub failed: Option<PathBuf>,
    /// 读取哪个工作表
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// 指定列的含义，例如 "学生=姓名,号码=证件号码"
    #[arg(long, value_name = "列名=字段,…")]
    pub map: Option<String>,
    /// 报考所属的考试计划（编号或名称），表中没有“考试计划”列时使用
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
}

#[derive(Debug, Args)]
pub struct CandidatesArgs {
    /// 只列出该状态：无照片、信息不全、信息待认证、需人工确认、信息准确
    #[arg(long, value_name = "S")]
    pub status: Option<String>,
    /// 按姓名、证件号码、学生编号、班级、专业查找
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// 最多列出多少条
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// 显示完整的证件号码和手机号码（会记入操作日志）
    #[arg(long)]
    pub reveal: bool,
}

#[derive(Debug, Args)]
pub struct CandidateArgs {
    #[command(subcommand)]
    pub action: CandidateAction,
}

#[derive(Debug, Subcommand)]
pub enum CandidateAction {
    /// 人工确认（仅“需人工确认”的考生，一次一人）
    Confirm {
        /// 考生 id、证件号码或准考证号
        candidate: String,
    },
    /// 申请认证（离线时排队，联网后由平台比对）
    Verify {
        /// 考生 id、证件号码或准考证号
        candidate: String,
    },
    /// 修改信息
    Edit {
        /// 考生 id、证件号码或准考证号
        candidate: String,
        /// 要改的字段，例如 --set 手机号码=13800000000（可重复）
        #[arg(long = "set", value_name = "字段=值", required = true)]
        set: Vec<String>,
    },
    /// 删除（仅已报考证书为 0 的考生）
    Delete {
        /// 考生 id、证件号码或准考证号
        candidate: String,
        /// 确认删除
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct NameArgs {
    #[command(subcommand)]
    pub action: NameAction,
}

#[derive(Debug, Subcommand)]
pub enum NameAction {
    /// 给出姓名拼音
    Pinyin {
        /// 一个或多个姓名
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub struct IdArgs {
    #[command(subcommand)]
    pub action: IdAction,
}

#[derive(Debug, Subcommand)]
pub enum IdAction {
    /// 检查证件号码
    Check {
        /// 证件号码
        #[arg(allow_hyphen_values = true)]
        number: String,
        /// 证件类型，默认按号码判断
        #[arg(long = "type", value_name = "T")]
        id_type: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct SeatArgs {
    #[command(subcommand)]
    pub action: Option<SeatAction>,
    #[command(flatten)]
    pub run: SeatRunArgs,
}

/// Who sits next to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeatOrder {
    /// 按名册顺序
    Roster,
    /// 按准考证号
    Number,
    /// 随机
    Random,
    /// 打散：相邻座位不同组
    Mix,
}

#[derive(Debug, Args)]
pub struct SeatRunArgs {
    /// 考试计划（编号或名称）
    #[arg(long, value_name = "P", required = true)]
    pub plan: Option<String>,
    /// 只排这个科目（编号或名称）
    #[arg(long, value_name = "S")]
    pub subject: Option<String>,
    /// 顺序
    #[arg(long, value_enum, default_value_t = SeatOrder::Roster)]
    pub order: SeatOrder,
    /// 打散时哪些组不相邻：class、major、school，用逗号分开
    #[arg(long, value_name = "class,major", value_delimiter = ',', default_value = "class")]
    pub mix: Vec<String>,
    /// 打散时算作相邻的方向：4 或 8
    #[arg(long, value_name = "4|8", default_value = "4", value_parser = ["4", "8"])]
    pub neighbours: String,
    /// 随机种子；相同的输入和种子总得到相同的座位
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// Which registration a late change is about.
#[derive(Debug, Args)]
pub struct SeatTarget {
    /// 考生 id、证件号码或准考证号
    pub candidate: String,
    /// 考试计划（编号或名称），只有一个计划时可省略
    #[arg(long, value_name = "P")]
    pub plan: Option<String>,
    /// 科目（编号或名称），考生只有一个科目时可省略
    #[arg(long, value_name = "S")]
    pub subject: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum SeatAction {
    /// 把考生换到另一个座位，其他人不动；座位有人时两人互换
    Move {
        #[command(flatten)]
        target: SeatTarget,
        /// 考场/座位号，例如 101/12
        #[arg(long, value_name = "ROOM/SEAT")]
        to: String,
    },
    /// 给新报考的考生补排座位，其他人不动
    Add {
        #[command(flatten)]
        target: SeatTarget,
    },
    /// 取消考生的座位，其他人不动
    Remove {
        #[command(flatten)]
        target: SeatTarget,
    },
    /// 锁定座位，重新排考时不变
    Lock {
        #[command(flatten)]
        target: SeatTarget,
        /// 解除锁定
        #[arg(long)]
        off: bool,
    },
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PrintKind {
    /// 准考证
    Tickets,
    /// 门贴
    Door,
    /// 桌贴
    Desk,
    /// 签到表
    Signin,
    /// 座位图
    SeatingPlan,
    /// 考场情况记录表
    Record,
    /// 考场资料袋封面
    Cover,
    /// 整套考场资料
    RoomPack,
}

#[derive(Debug, Args)]
pub struct PrintArgs {
    /// 打印哪一种
    pub kind: PrintKind,
    /// 考试计划（编号或名称）
    #[arg(long, value_name = "P")]
    pub plan: String,
    /// 输出文件夹
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// 只打印这些考场（编号或名称，可重复）
    #[arg(long = "room", value_name = "R")]
    pub rooms: Vec<String>,
    /// 只打印这些考生（id、证件号码或准考证号，可重复）
    #[arg(long = "candidate", value_name = "C")]
    pub candidates: Vec<String>,
    /// 版式：准考证 a4、2up；桌贴 3x3、2x5、l7165；签到表 plain、photo
    #[arg(long, value_name = "NAME")]
    pub layout: Option<String>,
    /// 从第几张标签开始（桌贴）
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10))]
    pub start_label: u16,
    /// 标签向右偏移（毫米，可为负）
    #[arg(long, value_name = "MM", default_value_t = 0.0, allow_hyphen_values = true)]
    pub offset_x: f64,
    /// 标签向下偏移（毫米，可为负）
    #[arg(long, value_name = "MM", default_value_t = 0.0, allow_hyphen_values = true)]
    pub offset_y: f64,
    /// 桌贴按叠裁顺序排列
    #[arg(long)]
    pub cut_stack: bool,
    /// 打印检查有错误时仍然打印
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(subcommand)]
    pub action: CheckAction,
}

#[derive(Debug, Subcommand)]
pub enum CheckAction {
    /// 打印前检查：缺照片、未认证、字体缺字、号码重复、考位、页数
    Print {
        /// 考试计划（编号或名称）
        #[arg(long, value_name = "P")]
        plan: String,
    },
}

/// What to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportKind {
    /// 考生信息
    Candidates,
    /// 考场信息
    Rooms,
    /// 报考数据
    Registrations,
    /// 排考明细
    Seating,
    /// 考场编排记录
    Arrangement,
    /// 监考人员
    Invigilators,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 导出哪一种
    pub kind: ExportKind,
    /// 要写的文件（已存在时不覆盖，除非 --overwrite）
    #[arg(value_name = "FILE.xlsx")]
    pub file: PathBuf,
    /// 只导出查找到的
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// 考试计划（编号或名称），省略为全部
    #[arg(long, value_name = "P")]
    pub plan: Option<String>,
    /// 只导出该状态的考生
    #[arg(long, value_name = "S")]
    pub status: Option<String>,
    /// 写出完整的证件号码和手机号码（会记入操作日志）；脱敏的文件不能再导入
    #[arg(long)]
    pub reveal: bool,
    /// 覆盖已有文件
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
pub struct RoomArgs {
    #[command(subcommand)]
    pub action: RoomAction,
}

#[derive(Debug, Subcommand)]
pub enum RoomAction {
    /// 列出考场
    List {
        /// 考试计划（编号或名称），省略为全部
        #[arg(long, value_name = "P")]
        plan: Option<String>,
    },
    /// 沿用另一个考试计划的考场
    Copy {
        /// 从哪个考试计划
        #[arg(long, value_name = "P")]
        from: String,
        /// 到哪个考试计划
        #[arg(long, value_name = "P")]
        to: String,
    },
    /// 删除考场（仅未排考）
    Delete {
        /// 考场编号或名称
        room: String,
        /// 考试计划（编号或名称）
        #[arg(long, value_name = "P")]
        plan: String,
        /// 确认删除
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct RegistrationsArgs {
    #[command(subcommand)]
    pub action: Option<RegistrationsAction>,
    /// 考试计划（编号或名称），省略为全部
    #[arg(long, value_name = "P")]
    pub plan: Option<String>,
    /// 最多列出多少条
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Subcommand)]
pub enum RegistrationsAction {
    /// 删除报考（仅未排考且未缴费，且在报考时间内）
    Delete {
        /// 考试计划（编号或名称）
        #[arg(long, value_name = "P")]
        plan: String,
        /// 考生 id、证件号码或准考证号（可重复）
        #[arg(long = "candidate", value_name = "C", required = true)]
        candidates: Vec<String>,
        /// 只删除这个科目
        #[arg(long, value_name = "S")]
        subject: Option<String>,
        /// 确认删除
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct BackupArgs {
    /// 备份文件（已存在时不覆盖，除非 --overwrite）
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 覆盖已有文件
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// 备份文件
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct SettingsArgs {
    /// 姓名拼音中 ü 的写法：lyu（默认）、lv、lü
    #[arg(long, value_name = "lyu|lv|lü")]
    pub pinyin_u: Option<String>,
    /// 准考证号规则，例如 {date}{plan:4}{site:9}{serial:5}
    #[arg(long, value_name = "RULE")]
    pub number_rule: Option<String>,
}
