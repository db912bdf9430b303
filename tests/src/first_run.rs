//! The first start in the window, as a coordinator goes through it: school, 负责人, key. It knows the window
//! only by what stands on the page.

use crate::window::Window;
use kaozhan_fixtures::SCHOOL_NAME;
use std::path::Path;

/// 工作区口令 of what a first start makes; it holds nobody's data.
pub const PASSPHRASE: &str = "海边的风在五月吹过教学楼";
/// 账号 of the 负责人.
pub const ACCOUNT: &str = "zhoumin01";
/// 登录密码 of the 负责人.
pub const PASSWORD: &str = "Binhai-Kaowu-26";

/// Where the workspace of a first start keeps its key, besides the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Nowhere.
    Passphrase,
    /// In the keychain of the system too.
    Keychain,
}

/// Makes a workspace in `folder`, up to the page with the recovery code. `picture` is called with the name of
/// each page that the manual shows, while it stands there.
pub fn found(window: &Window, folder: &Path, keeping: Keeping, picture: impl Fn(&str)) {
    window.sees("建立工作区");
    window.fill("学校名称", SCHOOL_NAME);
    window.fill("学校标识码", "4137012345");
    picture("access-first-run-school");
    window.click("button", "下一步");
    window.fill("姓名", "周敏");
    window.fill("手机号", "13800000000");
    window.fill("账号", ACCOUNT);
    window.fill("登录密码", PASSWORD);
    window.fill("确认密码", PASSWORD);
    window.click("button", "下一步");
    window.fill("工作区口令", PASSPHRASE);
    window.fill("确认口令", PASSPHRASE);
    if keeping == Keeping::Keychain {
        window.click(".el-checkbox", "同时保存到系统钥匙串");
    }
    window.click("button", "更改…");
    window.fill("保存到", &folder.display().to_string());
    window.click("button", "建立工作区");
    window.sees("我已抄下或打印恢复码");
    picture("access-recovery-code");
}

/// Leaves the recovery code behind; the person is at work.
pub fn begin(window: &Window) {
    window.click(".el-checkbox", "我已抄下或打印恢复码");
    window.click("button", "开始使用");
    window.sees("工作台");
}
