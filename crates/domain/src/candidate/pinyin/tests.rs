use proptest::prelude::*;

use super::*;

fn codes(name: &str) -> Vec<ReviewCode> {
    propose(name, UPolicy::Lyu).reasons.into_iter().map(|reason| reason.code).collect()
}

fn typed(pinyin: &str, name: &str) -> Vec<String> {
    check_typed(pinyin, name, UPolicy::Lyu).problems.into_iter().map(|problem| problem.code).collect()
}

#[test]
fn r_102_u_is_written_as_the_setting_says() {
    for (policy, lu, lue, nu) in [
        (UPolicy::Lyu, "Lyu Meng", "Wang Lue", "Li Nyu"),
        (UPolicy::Lv, "Lv Meng", "Wang Lve", "Li Nv"),
        (UPolicy::Diaeresis, "Lü Meng", "Wang Lüe", "Li Nü"),
    ] {
        assert_eq!(propose("吕蒙", policy).pinyin, lu);
        assert_eq!(propose("王略", policy).pinyin, lue);
        assert_eq!(propose("李女", policy).pinyin, nu);
        assert_eq!(propose("徐娟", policy).pinyin, "Xu Juan");
    }
    assert_eq!(propose("李虐", UPolicy::Lyu).pinyin, "Li Nue");
}

#[test]
fn every_doubt_has_its_reason() {
    use ReviewCode::*;
    for (name, expected) in [
        ("覃勇", vec![SurnameTwoReadings]),
        ("东方", vec![CompoundAmbiguous]),
        ("乐正阳", vec![CompoundAmbiguous]),
        ("张李素芳", vec![DoubleSurname]),
        ("库尔班热合曼", vec![LongName]),
        ("王乐", vec![Heteronym]),
        ("刘龑", vec![RareCharacter]),
        ("张\u{E863}", vec![PrivateUse]),
        ("张", vec![OneWord]),
        ("Madonna", vec![LatinName, OneWord]),
        ("John Smith", vec![LatinName]),
        ("张三丰", vec![]),
    ] {
        assert_eq!(codes(name), expected, "{name}");
    }
    assert!(codes("张\u{2E81}").contains(&NoReading));
    assert!(codes("张\u{E001}").contains(&PrivateUse));
}

#[test]
fn a_reason_names_the_character_and_its_readings() {
    let reason = propose("覃勇", UPolicy::Lyu).reasons.remove(0);
    assert_eq!(reason.characters, "覃");
    assert_eq!(reason.readings, ["qin", "tan"]);
    assert!(reason.message.contains('覃') && reason.message.contains("qin、tan"));
    let json = serde_json::to_value(&reason).expect("plain");
    assert_eq!(json["code"], "surname_two_readings");
}

#[test]
fn private_use_characters_are_read_as_what_they_stand_for() {
    assert_eq!(propose("张\u{E863}", UPolicy::Lyu).pinyin, "Zhang Yan");
}

#[test]
fn latin_names_keep_their_words() {
    for (name, pinyin) in [
        ("John Smith", "John Smith"),
        ("JOHN SMITH", "John Smith"),
        ("john smith", "John Smith"),
        ("Ronald McDonald", "Ronald McDonald"),
        ("José Müller", "Jose Muller"),
        ("Jean-Luc O'Neil", "Jean-Luc O'Neil"),
        ("Ali·Khan", "Ali Khan"),
    ] {
        let found = propose(name, UPolicy::Lyu);
        assert_eq!(found.pinyin, pinyin);
        assert!(found.review);
    }
    assert_eq!(propose("", UPolicy::Lyu).pinyin, "");
}

#[test]
fn r_102_typed_pinyin_that_agrees_passes() {
    for (pinyin, name) in [
        ("Zhang Sanfeng", "张三丰"),
        ("Kuerban Reheman", "库尔班·热合曼"),
        ("Ouyang Wen", "欧阳文"),
        ("Ou Yangwen", "欧阳文"),
        ("Lyu Meng", "吕蒙"),
        ("Tan Yong", "覃勇"),
        ("Wang Yue", "王乐"),
        ("Dan Zhiming", "单志明"),
        ("Chanyu Tian", "单于天"),
        ("Zheng-Li Sufang", "郑李素芳"),
        ("Zhengli Sufang", "郑李素芳"),
        ("Wang Lue", "王略"),
        ("Zhang E", "张娥"),
        ("E Tao", "鄂涛"),
        ("John Smith", "John Smith"),
        ("Jose Muller", "José Müller"),
        ("Jean-Luc Picard", "Jean-Luc Picard"),
        (" Zhang\u{3000}Sanfeng ", "张三丰"),
        ("Ｚｈａｎｇ Ｓａｎｆｅｎｇ", "张三丰"),
    ] {
        assert_eq!(typed(pinyin, name), Vec::<String>::new(), "{pinyin} {name}");
    }
    assert_eq!(check_typed(" Zhang\u{3000} Sanfeng", "张三丰", UPolicy::Lyu).pinyin, "Zhang Sanfeng");
}

#[test]
fn r_102_typed_pinyin_is_warned_about_and_kept() {
    for (pinyin, name, expected) in [
        ("", "张三丰", vec!["pinyin_empty"]),
        ("zhang sanfeng", "张三丰", vec!["pinyin_format"]),
        ("ZHANG SANFENG", "张三丰", vec!["pinyin_format"]),
        ("Zhang SanFeng", "张三丰", vec!["pinyin_format"]),
        ("Zhang S", "张三", vec!["pinyin_format", "pinyin_mismatch"]),
        ("Zhāng Sānfēng", "张三丰", vec!["pinyin_format"]),
        ("Ku'erban Reheman", "库尔班·热合曼", vec!["pinyin_format"]),
        ("Zhangsanfeng", "张三丰", vec!["pinyin_one_word"]),
        ("Zhang Sanfen", "张三丰", vec!["pinyin_mismatch"]),
        ("Li Si", "张三丰", vec!["pinyin_mismatch"]),
        ("Zhangsan Feng", "张三丰", vec!["pinyin_split"]),
        ("Zhang San Feng", "张三丰", vec!["pinyin_split"]),
        ("Zhang-Sanfeng", "张三丰", vec!["pinyin_one_word"]),
        ("Sanfeng Zhang", "张三丰", vec!["pinyin_mismatch"]),
        ("Kuer Banreheman", "库尔班·热合曼", vec!["pinyin_split"]),
        ("Lü Meng", "吕蒙", vec!["pinyin_u_spelling"]),
        ("Lv Meng", "吕蒙", vec!["pinyin_u_spelling"]),
        ("Lu Meng", "吕蒙", vec!["pinyin_mismatch"]),
    ] {
        let found = check_typed(pinyin, name, UPolicy::Lyu);
        assert_eq!(typed(pinyin, name), expected, "{pinyin} {name}");
        assert!(found.valid(), "{pinyin}");
        assert_eq!(found.pinyin, pinyin, "kept as typed");
    }
    let format = &check_typed("ZHANG sanfeng", "张三丰", UPolicy::Lyu).problems[0];
    assert!(format.message.contains("“Zhang Sanfeng”"));
    for pinyin in ["张三丰", "Zhang 3feng", "Zhang_Sanfeng", "Zhang, Sanfeng", "Чжан Sanfeng"] {
        assert_eq!(typed(pinyin, "张三丰"), ["pinyin_characters"], "{pinyin}");
        assert!(!check_typed(pinyin, "张三丰", UPolicy::Lyu).valid());
    }
}

#[test]
fn a_character_without_a_reading_agrees_with_any_syllable() {
    assert_eq!(typed("Zhang Ba", "张\u{2E81}"), Vec::<String>::new());
}

#[test]
fn sources_and_policies_have_stable_codes() {
    for source in PinyinSource::ALL {
        assert_eq!(PinyinSource::from_code(source.code()), Some(source));
        assert_eq!(serde_json::to_string(&source).expect("plain"), format!("\"{}\"", source.code()));
    }
    assert_eq!(PinyinSource::from_code("x"), None);
    assert_eq!(serde_json::to_string(&UPolicy::default()).expect("plain"), "\"lyu\"");
}

proptest! {
    #[test]
    fn nothing_panics_and_no_han_is_printed(name in any::<String>(), pinyin in any::<String>()) {
        let found = propose(&name, UPolicy::Lyu);
        prop_assert!(!found.pinyin.chars().any(is_han));
        prop_assert_eq!(found.review, !found.reasons.is_empty());
        let _ = check_typed(&pinyin, &name, UPolicy::Lyu);
    }

    /// Any name of Han characters: only letters and single spaces, and what is unsure is said.
    #[test]
    fn han_names_become_plain_words(name in "[\u{4E00}-\u{9FA5}]{2,4}") {
        let found = propose(&name, UPolicy::Lyu);
        prop_assert!(found.pinyin.chars().all(|c| c.is_ascii_alphabetic() || c == ' '), "{}", found.pinyin);
        prop_assert!(!found.pinyin.starts_with(' ') && !found.pinyin.ends_with(' '));
        let problems = check_typed(&found.pinyin, &name, UPolicy::Lyu).problems;
        let incomplete = found.reasons.iter().any(|reason| reason.code == ReviewCode::NoReading);
        prop_assert!(problems.is_empty() || incomplete, "{:?} {:?}", found, problems);
    }

    #[test]
    fn near_pinyin_does_not_panic(pinyin in "[A-Za-züǚāÜ' ·-]{0,20}", name in "[张吕欧阳单于\u{2E81}·a]{0,6}") {
        let found = check_typed(&pinyin, &name, UPolicy::Lv);
        prop_assert!(found.valid());
    }
}
