//! What the peer prints: the data of tickets, with QR and bar codes as SVG paths.

use crate::{Failure, root};
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Puts `tickets.typ` and `tickets.json` beside the photos that `ticket_speed` left in `folder`.
pub(super) fn write_input(folder: &Path, count: usize) -> Result<(), Failure> {
    fs::copy(root().join("xtask/bench/tickets.typ"), folder.join("tickets.typ"))?;
    let tickets: Vec<Value> = (1..=count).map(ticket).collect::<Result<_, _>>()?;
    fs::write(folder.join("tickets.json"), serde_json::to_vec(&tickets)?)?;
    Ok(())
}

fn ticket(index: usize) -> Result<Value, Failure> {
    let number = format!("202611280003370000004{index:05}");
    let (qr, qr_box) =
        qr_path(&format!("KZ1|20261128-0003|{number}|3|{:08X}", index * 2_654_435_761 % 0xffff_ffff))?;
    let (bar, bar_box) = bar_path(&number);
    let fields = [
        ("学生姓名", format!("王考生{index}")),
        ("性别", if index.is_multiple_of(2) { "男" } else { "女" }.to_owned()),
        ("身份证号", "370***********0019".to_owned()),
        ("学生编号", format!("370613202417300000{index:08}")),
        ("准考证号", number.clone()),
        ("所属院校", "云岭职业技术学院".to_owned()),
        ("考核站点", "云岭职业技术学院智能新能源汽车职业技能等级证书（中级）考核站点".to_owned()),
        ("考点地址", "山东省烟台市莱山区滨海中路191号实训中心三层".to_owned()),
    ];
    let row = |subject: &str, mode: &str, time: &str| {
        json!([
            "智能新能源汽车职业技能等级证书（中级）",
            subject,
            mode,
            time,
            format!("第{:03}考场", index / 30 + 1),
            format!("{:02}", index % 30 + 1)
        ])
    };
    Ok(json!({
        "plan": "2026年下半年职业技能等级考核（第三批）",
        "fields": fields,
        "photo": format!("photos/{index}.jpg"),
        "rows": [
            row("动力电池与电驱动（理论）", "笔试", "2026-12-05 09:00-10:30"),
            row("整车网络与智能座舱（理论）", "机考", "2026-12-05 14:00-15:30"),
            row("整车综合检修（实操）", "实操", "2026-12-06 09:00-11:00")
        ],
        "notices": [
            "考生凭准考证和有效身份证件原件参加考试，提前30分钟到达考场。",
            "开考15分钟后不得入场，开考30分钟后方可交卷离场。",
            "笔试自备黑色签字笔，不得携带手机等通讯工具和与考试无关的物品。",
            "实操考试须穿工作服和防护鞋，长发须盘起。",
            "妥善保管准考证，不得涂改。",
            "服从监考人员管理，违纪按有关规定处理。"
        ],
        "qr": qr, "qr_box": qr_box, "bar": bar, "bar_box": bar_box, "number": number,
    }))
}

/// One subpath for each run of dark modules of a row.
fn qr_path(content: &str) -> Result<(String, String), Failure> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M)?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                write!(path, "M{x} {y}h{run}v1h-{run}z")?;
            }
            x += run.max(1);
        }
    }
    Ok((path, format!("{width} {width}")))
}

/// Widths of the bars and spaces of Code 128's values 0 to 102, six digits each.
const WIDTHS: &str = "\
212222222122222221121223121322131222122213122312132212221213\
221312231212112232122132122231113222123122123221223211221132\
221231213212223112312131311222321122321221312212322112322211\
212123212321232121111323131123131321112313132113132311211313\
231113231311112133112331132131113123113321133121313121211331\
231131213113213311213131311123311321331121312113312311332111\
314111221411431111111224111422121124121421141122141221112214\
112412122114122411142112142211241211221114413111241112134111\
111242121142121241114212124112124211411212421112421211212141\
214121412121111143111341131141114113114311411113411311113141\
114131311141411131";

/// Code 128 of an even or odd count of digits; an odd one is led by a zero, which costs the same ink.
fn bar_path(digits: &str) -> (String, String) {
    let digits = if digits.len() % 2 == 1 { format!("0{digits}") } else { digits.to_owned() };
    let pair = |at: usize| digits[at..at + 2].parse::<usize>().unwrap_or(0);
    let values: Vec<usize> = (0..digits.len()).step_by(2).map(pair).collect();
    let check = values.iter().enumerate().map(|(at, value)| (at + 1) * value).sum::<usize>() + 105;
    let symbol = |value: usize| WIDTHS.get(value * 6..value * 6 + 6).unwrap_or("111111").to_owned();
    let mut widths = String::from("211232");
    widths.extend(values.iter().map(|value| symbol(*value)));
    widths.push_str(&symbol(check % 103));
    widths.push_str("2331112");
    let (mut path, mut x) = (String::new(), 0);
    for (at, width) in widths.chars().filter_map(|c| c.to_digit(10)).enumerate() {
        if at % 2 == 0 {
            let _ = write!(path, "M{x} 0h{width}v10h-{width}z");
        }
        x += width;
    }
    (path, format!("{x} 10"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_symbol_is_eleven_modules_wide() {
        assert_eq!(WIDTHS.len(), 103 * 6);
        for symbol in 0..103 {
            let sum: u32 = WIDTHS[symbol * 6..symbol * 6 + 6].chars().filter_map(|c| c.to_digit(10)).sum();
            assert_eq!(sum, 11, "{symbol}");
        }
        // Start, 13 pairs, check, stop.
        assert_eq!(bar_path("20261128000337000000400001").1, format!("{} 10", 11 * 15 + 13));
    }

    #[test]
    fn codes_have_ink() {
        let (path, area) = qr_path("KZ1|x").unwrap();
        assert!(path.starts_with("M0 0h7v1h-7z"), "{path}");
        assert_eq!(area, "21 21");
    }
}
