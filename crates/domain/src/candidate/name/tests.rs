use proptest::prelude::*;

use super::*;

fn codes(raw: &str) -> Vec<String> {
    normalise(raw).problems.into_iter().map(|problem| problem.code).collect()
}

fn kinds(raw: &str) -> Vec<NameChangeKind> {
    normalise(raw).changes.into_iter().map(|change| change.kind).collect()
}

#[test]
fn clean_names_stay_as_they_are() {
    for name in [
        "张三",
        "欧阳文",
        "库尔班·热合曼",
        "䶮龑",
        "𬀩𡋾",
        "John Smith",
        "J. Smith",
        "O'Neil",
        "Jean-Luc Picard",
        "O’Neil",
        "José",
        "Martin Luther King Jr.",
        "〇一",
        "阿卜杜拉·买买提·艾力",
        "\u{FA0E}文",
    ] {
        let found = normalise(name);
        assert_eq!((found.name.as_str(), found.changes, found.problems), (name, vec![], vec![]), "{name}");
        assert_eq!(found.typed, name);
    }
}

#[test]
fn spaces_and_invisible_characters() {
    use NameChangeKind::*;
    for (raw, name, changes) in [
        (" 张三 ", "张三", vec![SpacesRemoved]),
        ("\u{3000}张三", "张三", vec![SpaceUnified, SpacesRemoved]),
        ("张 三", "张三", vec![SpacesRemoved]),
        ("张\u{3000}三", "张三", vec![SpaceUnified, SpacesRemoved]),
        ("张\u{200B}三\u{FEFF}", "张三", vec![InvisibleRemoved]),
        ("张三\r\n", "张三", vec![SpaceUnified, SpaceUnified, SpacesRemoved]),
        ("John   Smith", "John Smith", vec![SpacesRemoved]),
        ("John\u{A0}Smith", "John Smith", vec![SpaceUnified]),
        ("葛\u{E0100}文", "葛文", vec![InvisibleRemoved]),
    ] {
        let found = normalise(raw);
        assert_eq!(found.name, name, "{raw:?}");
        assert_eq!(found.changes.iter().map(|change| change.kind).collect::<Vec<_>>(), changes, "{raw:?}");
        assert_eq!(found.problems, vec![], "{raw:?}");
        assert_eq!(found.typed, raw);
    }
}

#[test]
fn a_space_may_have_been_a_dot() {
    assert_eq!(codes("库尔班 热合曼"), ["name_space_maybe_dot"]);
    assert!(normalise("库尔班 热合曼").valid());
    assert_eq!(codes("欧阳 文"), Vec::<String>::new());
}

#[test]
fn full_width_letters_and_accents() {
    assert_eq!(normalise("Ｊｏｈｎ Ｓｍｉｔｈ").name, "John Smith");
    assert_eq!(kinds("Ａｂ"), [NameChangeKind::HalfWidth, NameChangeKind::HalfWidth]);
    assert_eq!(normalise("Jose\u{301}").name, "José");
    assert_eq!(kinds("Jose\u{301}"), [NameChangeKind::Composed]);
    assert_eq!(codes("张\u{301}三"), ["name_symbol"]);
}

#[test]
fn r_102_all_dots_become_the_middle_dot() {
    for dot in "·•‧・･∙⋅\u{0387}․᛫⸱●.．。".chars() {
        let raw = format!("库尔班{dot}热合曼");
        let found = normalise(&raw);
        assert_eq!(found.name, "库尔班·热合曼", "{dot}");
        assert_eq!(found.problems, vec![], "{dot}");
        let expected = if dot == '·' { vec![] } else { vec![NameChangeKind::DotUnified] };
        assert_eq!(kinds(&raw), expected, "{dot}");
    }
    assert_eq!(normalise("库尔班 · 热合曼").name, "库尔班·热合曼");
    assert_eq!(normalise("库尔班··热合曼").name, "库尔班·热合曼");
    assert_eq!(kinds("库尔班·.热合曼"), [NameChangeKind::DotUnified, NameChangeKind::DotsMerged]);
    assert_eq!(normalise("J.Smith").name, "J.Smith");
    assert_eq!(normalise("Ali•Khan").name, "Ali·Khan");
}

#[test]
fn dots_at_the_ends_are_refused() {
    for raw in ["·库尔班", "库尔班·", "库尔班.", "。库尔班", "库尔班 ·", "··"] {
        assert_eq!(codes(raw).last().map(String::as_str), Some("name_dot_at_end"), "{raw}");
    }
    assert_eq!(codes(".John"), ["name_symbol"]);
}

#[test]
fn private_use_code_points_are_replaced_or_refused() {
    let found = normalise("张\u{E863}");
    assert_eq!(found.name, "张䶮");
    assert_eq!(found.changes[0].kind, NameChangeKind::PrivateUseMapped);
    assert!(found.changes[0].message.contains("U+E863") && found.changes[0].message.contains('䶮'));
    assert!(found.valid());
    assert_eq!(codes("张\u{E001}"), ["name_private_use"]);
    assert!(normalise("张\u{E001}").problems[0].message.contains("第2个字符U+E001"));
    assert_eq!(codes("张\u{F0000}"), ["name_private_use"]);
}

#[test]
fn radicals_and_compatibility_characters_are_named() {
    let found = normalise("张\u{2F5F}");
    assert_eq!(found.name, "张玉");
    assert_eq!(found.changes[0].kind, NameChangeKind::RadicalMapped);
    assert_eq!(found.problems[0].code, "name_radical");
    assert!(found.valid());
    let kept = normalise("\u{F9E1}三");
    assert_eq!(kept.name, "\u{F9E1}三", "NFKC would have made it 李");
    assert_eq!(kept.changes, vec![]);
    assert_eq!(codes("\u{F9E1}三"), ["name_compatibility_character"]);
    assert!(kept.valid());
}

#[test]
fn lost_characters_are_errors() {
    for lost in "?？□■*＊〓\u{FFFD}".chars() {
        let found = normalise(&format!("张{lost}三"));
        assert_eq!(found.problems.len(), 1, "{lost}");
        assert_eq!(found.problems[0].code, "name_lost_character", "{lost}");
        assert!(found.problems[0].message.contains("第2个字符"));
        assert!(!found.valid());
    }
}

#[test]
fn strangers_are_named_with_their_place() {
    for (raw, code) in [
        ("张3", "name_digit"),
        ("张３", "name_digit"),
        ("张三①", "name_digit"),
        ("张三!", "name_symbol"),
        ("张三（男）", "name_symbol"),
        ("张三😀", "name_symbol"),
        ("张-三", "name_symbol"),
        ("张\u{0}三", "name_control"),
        ("さくら", "name_script"),
        ("김철수", "name_script"),
        ("Иван", "name_script"),
    ] {
        assert_eq!(codes(raw)[0], code, "{raw}");
        assert!(!normalise(raw).valid(), "{raw}");
    }
    assert!(
        normalise(" 张三3").problems[0].message.contains("第4个字符“3”"),
        "the place is that of the typed form"
    );
}

#[test]
fn lengths_count_characters() {
    assert_eq!(codes(""), ["name_empty"]);
    assert_eq!(codes(" \u{3000}\u{200B}"), ["name_empty"]);
    assert_eq!(codes("张"), ["name_length"]);
    assert_eq!(codes("𬀩"), ["name_length"]);
    assert_eq!(codes(&"张".repeat(40)), Vec::<String>::new());
    assert_eq!(codes(&"𬀩".repeat(41)), ["name_length"]);
}

#[test]
fn mixed_scripts_are_asked_about() {
    assert_eq!(codes("张Amy"), ["name_mixed_scripts"]);
    assert!(normalise("张Amy").valid());
    assert_eq!(normalise("张 Amy Lee").name, "张Amy Lee");
}

proptest! {
    #[test]
    fn never_panics_and_nothing_is_altered_silently(raw in any::<String>()) {
        let found = normalise(&raw);
        prop_assert_eq!(&found.typed, &raw);
        prop_assert_eq!(found.changes.is_empty(), found.name == raw, "{:?}", found);
    }

    #[test]
    fn a_normalised_name_is_settled(raw in "[张三欧阳䶮\u{E863}\u{2F5F}\u{F9E1}aé ·•.。\u{3000}\u{200B}\u{301}Ａ'-]{0,12}") {
        let found = normalise(&raw);
        prop_assert_eq!(found.changes.is_empty(), found.name == raw, "{:?}", found);
        if found.valid() {
            let again = normalise(&found.name);
            prop_assert_eq!(&again.name, &found.name);
            prop_assert!(again.valid());
            prop_assert_eq!(again.changes, vec![]);
        }
    }
}
