//! Names with the pinyin that dictionaries and their bearers give, and whether it must be asked
//! about. Historical and public names; nothing here was produced by the code.

use super::*;

/// name, pinyin, review.
const NAMES: &[(&str, &str, bool)] = &[
    // The manual's own examples.
    ("张三丰", "Zhang Sanfeng", false),
    ("库尔班·热合曼", "Kuerban Reheman", false),
    // Surnames read otherwise than the character usually is.
    ("单雄信", "Shan Xiongxin", false),
    ("曾巩", "Zeng Gong", false),
    ("仇英", "Qiu Ying", false),
    ("解缙", "Xie Jin", false),
    ("查良镛", "Zha Liangyong", false),
    ("任正非", "Ren Zhengfei", false),
    ("华罗庚", "Hua Luogeng", false),
    ("翟天临", "Zhai Tianlin", false),
    ("朴树", "Piao Shu", false),
    ("乜小红", "Nie Xiaohong", false),
    ("阚泽", "Kan Ze", false),
    ("卜凡", "Bu Fan", false),
    ("葛优", "Ge You", false),
    ("贾玲", "Jia Ling", false),
    ("万里", "Wan Li", false),
    ("沈从文", "Shen Congwen", false),
    ("冯巩", "Feng Gong", false),
    ("石磊", "Shi Lei", false),
    ("余华", "Yu Hua", false),
    ("尹力", "Yin Li", false),
    ("褚时健", "Chu Shijian", false),
    ("都本基", "Du Benji", false),
    ("瞿秋白", "Qu Qiubai", false),
    ("臧克家", "Zang Kejia", false),
    ("冼星海", "Xian Xinghai", false),
    ("殷桃", "Yin Tao", false),
    ("晁盖", "Chao Gai", false),
    ("俞敏洪", "Yu Minhong", false),
    ("洪晃", "Hong Huang", false),
    ("谷建芬", "Gu Jianfen", false),
    ("郝海东", "Hao Haidong", false),
    ("那英", "Na Ying", false),
    // Two-reading surnames: proposed and asked about.
    ("覃勇", "Qin Yong", true),
    ("谌龙", "Chen Long", true),
    ("乐嘉", "Yue Jia", true),
    ("盖叫天", "Gai Jiaotian", true),
    ("区志明", "Ou Zhiming", true),
    ("缪昌期", "Miao Changqi", true),
    ("牟宗三", "Mou Zongsan", true),
    ("员外郎", "Yun Wailang", true),
    ("薄一波", "Bo Yibo", true),
    ("折可适", "She Keshi", true),
    ("种师道", "Chong Shidao", true),
    ("尉健行", "Wei Jianxing", true),
    ("隗嚣", "Wei Xiao", true),
    ("费孝通", "Fei Xiaotong", true),
    ("车晓", "Che Xiao", true),
    ("繁钦", "Po Qin", true),
    // Compound surnames.
    ("欧阳文", "Ouyang Wen", false),
    ("欧阳娜娜", "Ouyang Nana", false),
    ("司马光", "Sima Guang", false),
    ("诸葛亮", "Zhuge Liang", false),
    ("上官婉儿", "Shangguan Waner", false),
    ("令狐冲", "Linghu Chong", false),
    ("尉迟恭", "Yuchi Gong", false),
    ("长孙无忌", "Zhangsun Wuji", false),
    ("夏侯惇", "Xiahou Dun", false),
    ("皇甫嵩", "Huangfu Song", false),
    ("慕容复", "Murong Fu", false),
    ("澹台灭明", "Tantai Mieming", false),
    ("端木赐", "Duanmu Ci", false),
    ("公孙策", "Gongsun Ce", false),
    ("司徒华", "Situ Hua", false),
    ("东方朔", "Dongfang Shuo", false),
    ("独孤求败", "Dugu Qiubai", false),
    ("呼延赞", "Huyan Zan", false),
    ("拓跋宏", "Tuoba Hong", false),
    ("宇文化及", "Yuwen Huaji", false),
    ("闾丘露薇", "Lyuqiu Luwei", false),
    ("轩辕剑", "Xuanyuan Jian", false),
    ("爱新觉罗溥仪", "Aixinjueluo Puyi", false),
    ("万俟卨", "Moqi Xie", true),
    ("单于天", "Chanyu Tian", true),
    ("钟离昧", "Zhongli Mei", true),
    ("东方", "Dong Fang", true),
    ("欧阳", "Ou Yang", true),
    // Not compound surnames any more: a surname and a common given name.
    ("李佳琦", "Li Jiaqi", false),
    ("吴雅婷", "Wu Yating", false),
    ("马佳", "Ma Jia", false),
    ("高佳怡", "Gao Jiayi", false),
    // ü.
    ("吕布", "Lyu Bu", false),
    ("吕蒙", "Lyu Meng", false),
    ("张绿", "Zhang Lyu", false),
    ("李女", "Li Nyu", false),
    ("王略", "Wang Lue", false),
    ("徐娟", "Xu Juan", false),
    ("许巍", "Xu Wei", false),
    ("俞宇", "Yu Yu", false),
    ("屈原", "Qu Yuan", false),
    ("吕略", "Lyu Lue", false),
    // Given names with two readings.
    ("陈省身", "Chen Xingshen", true),
    ("周晟", "Zhou Sheng", true),
    ("林茜", "Lin Qian", true),
    ("王乐", "Wang Le", true),
    ("刘朝阳", "Liu Chaoyang", true),
    ("刘焘", "Liu Tao", true),
    ("赵长青", "Zhao Changqing", true),
    ("李蔚", "Li Wei", true),
    ("孙柏", "Sun Bai", true),
    ("杨筠", "Yang Yun", true),
    ("杨玟", "Yang Wen", true),
    ("马重阳", "Ma Chongyang", true),
    ("高行健", "Gao Xingjian", true),
    ("甄嬛", "Zhen Huan", true),
    ("张莘", "Zhang Xin", true),
    ("郑颉", "Zheng Jie", true),
    ("王隽", "Wang Jun", true),
    // Given names that a general table reads wrongly or that are never asked about.
    ("张琢", "Zhang Zhuo", false),
    ("李阿丽", "Li Ali", false),
    ("王丽娜", "Wang Lina", false),
    ("李和平", "Li Heping", false),
    ("周强", "Zhou Qiang", false),
    ("陈红", "Chen Hong", false),
    ("李行", "Li Xing", true),
    ("王子文", "Wang Ziwen", false),
    ("周杰伦", "Zhou Jielun", false),
    ("王思聪", "Wang Sicong", false),
    ("宋祖英", "Song Zuying", false),
    ("徐静蕾", "Xu Jinglei", false),
    ("刘俊祎", "Liu Junyi", false),
    ("张喆", "Zhang Zhe", false),
    ("韩赟", "Han Yun", false),
    ("林彧", "Lin Yu", false),
    ("孙垚", "Sun Yao", false),
    ("马骉", "Ma Biao", false),
    ("李昊天", "Li Haotian", false),
    ("付晨曦", "Fu Chenxi", false),
    ("闫妮", "Yan Ni", false),
    ("岳飞", "Yue Fei", false),
    ("兰陵", "Lan Ling", false),
    // Rare characters: 龑 and 𡋾 are outside the 8105, 䶮 and 𬀩 inside.
    ("刘龑", "Liu Yan", true),
    ("刘䶮", "Liu Yan", false),
    ("李𬀩", "Li Wei", false),
    // Minority names with dots: one word for each part, no surname.
    ("阿卜杜拉·买买提", "Abudula Maimaiti", false),
    ("迪丽热巴·迪力木拉提", "Dilireba Dilimulati", false),
    ("古力娜扎·拜合提亚尔", "Gulinazha Baihetiyaer", false),
    ("扎西·多吉", "Zhaxi Duoji", false),
    ("单增·曲珍", "Danzeng Quzhen", false),
    ("阿不都·热合曼·艾力", "Abudu Reheman Aili", false),
];

#[test]
fn r_102_names_are_proposed_as_their_bearers_write_them() {
    assert!(NAMES.len() >= 100);
    let mut wrong = Vec::new();
    for &(name, pinyin, review) in NAMES {
        let found = propose(name, UPolicy::Lyu);
        if (found.pinyin.as_str(), found.review) != (pinyin, review) {
            wrong.push(format!("{name}: {} {:?}, expected {pinyin} {review}", found.pinyin, found.reasons));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn r_102_a_proposal_agrees_with_its_own_check() {
    for policy in [UPolicy::Lyu, UPolicy::Lv, UPolicy::Diaeresis] {
        for &(name, _, _) in NAMES {
            let proposal = propose(name, policy);
            let check = check_typed(&proposal.pinyin, name, policy);
            assert_eq!(check.problems, vec![], "{name} {}", proposal.pinyin);
            assert_eq!(check.pinyin, proposal.pinyin);
            // In lower case it is compared letter by letter, not recognised as the proposal.
            let lower = check_typed(&proposal.pinyin.to_lowercase(), name, policy);
            let codes: Vec<&str> = lower.problems.iter().map(|problem| problem.code.as_str()).collect();
            assert_eq!(codes, ["pinyin_format"], "{name}");
        }
    }
}
