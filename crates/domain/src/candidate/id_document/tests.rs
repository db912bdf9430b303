//! Numbers here are published samples or built by the tests; none belongs to a known person.

use chrono::NaiveDate;

use super::*;

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a real day")
}

/// 17 digits with their check character.
pub(super) fn complete(first_17: &str) -> String {
    format!("{first_17}{}", char::from(resident::check_character(first_17.as_bytes())))
}

fn codes(id_type: IdType, raw: &str) -> Vec<String> {
    check(id_type, raw, today()).problems.into_iter().map(|problem| problem.code).collect()
}

fn resident(raw: &str) -> Vec<String> {
    codes(IdType::ResidentId, raw)
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn the_standard_samples_are_valid() {
    let found = check(IdType::ResidentId, "11010519491231002X", today());
    assert!(found.valid());
    assert_eq!(found.birth_date, NaiveDate::from_ymd_opt(1949, 12, 31));
    assert_eq!(found.sex, Some(Sex::Female));
    assert_eq!(found.region.expect("known").name, "北京市朝阳区");
    assert_eq!(found.identity_key, "11010519491231002X");
    // Both are old enough to be asked about, and valid.
    assert_eq!(resident("11010519491231002X"), ["id_age_unusual"]);
    assert_eq!(resident("632323190605261845"), ["id_age_unusual"]);
    assert!(check(IdType::ResidentId, "632323190605261845", today()).valid());
}

#[test]
fn the_sample_of_1880_has_a_right_check_digit_but_is_born_too_early() {
    assert_eq!(resident("440524188001010014"), ["id_age_unusual"]);
    assert_eq!(resident("440524189912310012"), ["id_birth_date_too_early"]);
}

#[test]
fn a_plain_young_adult_has_no_problem() {
    let number = complete("33010220050101001");
    let found = check(IdType::ResidentId, &number, today());
    assert_eq!(found.problems, vec![]);
    assert_eq!(found.sex, Some(Sex::Male));
    assert_eq!(found.region.expect("known").name, "浙江省杭州市上城区");
}

#[test]
fn every_way_of_typing_the_same_number_is_normalised() {
    for raw in [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u{3000}19491231002X\u{200B}",
        "\u{FEFF}110105–19491231—002x",
        "'11010519491231002X",
        "\t11010519491231002X\r\n",
    ] {
        assert_eq!(normalise_number(raw), "11010519491231002X", "{raw:?}");
        assert!(check(IdType::ResidentId, raw, today()).valid(), "{raw:?}");
    }
    assert_eq!(normalise_number("h12345678"), "H12345678");
    assert_eq!(normalise_number("1234567890（b）"), "1234567890(B)");
}

#[test]
fn structure_is_refused_first() {
    assert_eq!(resident(""), ["id_empty"]);
    assert_eq!(resident(" \u{3000}\u{200b}- "), ["id_empty"]);
    assert_eq!(resident("1101051949123100"), ["id_length"]);
    assert_eq!(resident("11010519491231002XX"), ["id_length"]);
    assert_eq!(resident("110105491231002"), ["id_old_15_digits"]);
    assert_eq!(resident("1101051949123X0021"), ["id_characters"]);
    assert_eq!(resident("11010519491231002A"), ["id_characters"]);
    assert_eq!(resident("11010519491231002\u{0425}"), ["id_characters"]);
    assert_eq!(resident("身份证号码身份"), ["id_length"]);
    // Six Han characters are 18 bytes: counting bytes would cut them in the middle.
    assert_eq!(resident("身份证号码甲"), ["id_length"]);
    assert_eq!(resident("身份证号码甲身份证号码甲身份证号码甲"), ["id_characters"]);
    assert_eq!(resident("1.10105E+17"), ["id_scientific"]);
    assert_eq!(resident("1.10105194912310E17"), ["id_scientific"]);
}

#[test]
fn birth_dates() {
    for (date, code) in [
        ("20050230", "id_birth_date_invalid"),
        ("20051301", "id_birth_date_invalid"),
        ("20050100", "id_birth_date_invalid"),
        ("19000229", "id_birth_date_invalid"),
        ("00000101", "id_birth_date_too_early"),
        ("18991231", "id_birth_date_too_early"),
        ("20261123", "id_birth_date_future"),
        ("20300101", "id_birth_date_future"),
    ] {
        assert_eq!(resident(&complete(&format!("330102{date}001"))), [code], "{date}");
    }
    assert_eq!(resident(&complete("33010220040229001")), none());
}

#[test]
fn ages_12_to_70_are_usual() {
    for (date, unusual) in [
        ("20141122", false),
        ("20141123", true),
        ("20261122", true),
        ("19551123", false),
        ("19561122", false),
        ("19551122", true),
    ] {
        let found = resident(&complete(&format!("330102{date}001")));
        let expected = if unusual { vec!["id_age_unusual".to_owned()] } else { none() };
        assert_eq!(found, expected, "{date}");
    }
}

#[test]
fn regions() {
    assert_eq!(resident(&complete("99010220050101001")), ["id_province_unknown", "id_looks_like_other_type"]);
    assert_eq!(resident(&complete("01010220050101001")), ["id_province_unknown"]);
    let found = check(IdType::ResidentId, &complete("33999920050101001"), today());
    assert!(found.valid());
    assert_eq!(found.problems[0].code, "id_region_unknown");
    assert_eq!(found.region, None);
    let abolished = check(IdType::ResidentId, &complete("11010319900101001"), today());
    assert_eq!(abolished.region.expect("known").name, "北京市崇文区");
}

#[test]
fn a_wrong_check_digit_never_names_the_right_one() {
    let found = check(IdType::ResidentId, "110105194912310021", today());
    let problem = found.problems.iter().find(|problem| problem.code == "id_check_digit").expect("refused");
    assert!(problem.is_error());
    assert!(problem.message.contains("前17位"));
    assert!(!problem.message.contains('X'));
    let lost = check(IdType::ResidentId, "330102200501010000", today());
    let problem = lost.problems.iter().find(|problem| problem.code == "id_check_digit").expect("refused");
    assert!(problem.message.contains("文本"));
}

#[test]
fn residence_permits() {
    for (kind, number) in [
        (IdType::HkMoResidencePermit, "810000199408230021"),
        (IdType::TaiwanResidencePermit, "830000199201300022"),
    ] {
        let found = check(kind, number, today());
        assert_eq!(found.problems, vec![], "{kind:?}");
        assert!(found.region.is_some());
        assert_eq!(found.sex, Some(Sex::Female));
        assert_eq!(detect_type(number), Some(kind));
    }
    assert_eq!(codes(IdType::HkMoResidencePermit, &complete("82000020050101001")), none());
    assert_eq!(
        codes(IdType::HkMoResidencePermit, "830000199201300022"),
        ["id_permit_region", "id_looks_like_other_type"]
    );
    assert_eq!(
        codes(IdType::TaiwanResidencePermit, &complete("83000120050101001")),
        ["id_permit_region", "id_looks_like_other_type"]
    );
    // Filed as 身份证: accepted, but the kind is asked about.
    let found = check(IdType::ResidentId, "810000199408230021", today());
    assert!(found.valid());
    assert_eq!(found.problems[0].code, "id_looks_like_other_type");
    // 15 digits never were a residence permit.
    assert_eq!(codes(IdType::HkMoResidencePermit, "810000940823002")[0], "id_length");
}

#[test]
fn travel_permits_of_hong_kong_and_macao() {
    for (raw, key) in [
        ("H12345678", "H12345678"),
        ("m87654321", "M87654321"),
        ("H1234567801", "H12345678"),
        ("HA1234567", "HA1234567"),
        ("MA7654321", "MA7654321"),
    ] {
        let found = check(IdType::HkMoTravelPermit, raw, today());
        assert_eq!(found.problems, vec![], "{raw}");
        assert_eq!(found.identity_key, key);
        assert_eq!((found.birth_date, found.sex, found.region), (None, None, None));
    }
    for (raw, code) in [
        ("X12345678", "id_characters"),
        ("H1234567O", "id_characters"),
        ("HA12345678", "id_length"),
        ("H1234567", "id_length"),
        ("HA123456789", "id_characters"),
        ("H123456789", "id_length"),
        ("", "id_empty"),
    ] {
        assert_eq!(codes(IdType::HkMoTravelPermit, raw)[0], code, "{raw}");
    }
}

#[test]
fn travel_permits_of_taiwan() {
    for (raw, key) in [
        ("12345678", "12345678"),
        ("1234567801", "12345678"),
        ("1234567801（B）", "12345678"),
        ("12345678 01(A)", "12345678"),
    ] {
        let found = check(IdType::TaiwanTravelPermit, raw, today());
        assert_eq!(found.problems, vec![], "{raw}");
        assert_eq!(found.identity_key, key, "{raw}");
    }
    let one_trip = check(IdType::TaiwanTravelPermit, "T12345678901", today());
    assert!(one_trip.valid());
    assert_eq!(one_trip.problems[0].code, "id_one_trip_permit");
    assert_eq!(one_trip.identity_key, "T12345678901");
    for (raw, code) in [
        ("1234567O", "id_characters"),
        ("1234567", "id_form"),
        ("123456789", "id_form"),
        ("台胞证号", "id_form"),
    ] {
        assert_eq!(codes(IdType::TaiwanTravelPermit, raw)[0], code, "{raw}");
    }
}

#[test]
fn foreign_permanent_residents_of_2023() {
    let found = check(IdType::ForeignPermanentResident, "932682198501010017", today());
    assert_eq!(found.problems, vec![]);
    assert_eq!(found.sex, Some(Sex::Male));
    assert_eq!(found.region.expect("known").name, "江苏省");
    assert_eq!(found.country.expect("known").name, "沙特阿拉伯");
    assert_eq!(detect_type("932682198501010017"), Some(IdType::ForeignPermanentResident));
    let strange = |first_17: &str| codes(IdType::ForeignPermanentResident, &complete(first_17));
    assert_eq!(strange("93200019850101001"), ["id_country_unknown"]);
    assert_eq!(strange("99968219850101001"), ["id_province_unknown"]);
    assert_eq!(strange("83268219850101001")[0], "id_characters");
    assert_eq!(codes(IdType::ForeignPermanentResident, "932682198501010018"), ["id_check_digit"]);
    assert_eq!(codes(IdType::ForeignPermanentResident, "9326821985010100"), ["id_length"]);
}

#[test]
fn foreign_permanent_residents_of_2017() {
    let found = check(IdType::ForeignPermanentResident, "kaz110090123105", today());
    assert_eq!(found.problems, vec![]);
    assert_eq!(found.birth_date, NaiveDate::from_ymd_opt(1990, 12, 31));
    assert_eq!(found.region.expect("known").name, "北京市");
    assert_eq!(found.country.expect("known").name, "哈萨克斯坦");
    assert_eq!(found.sex, None);
    let strange = |raw: &str| codes(IdType::ForeignPermanentResident, raw);
    assert_eq!(strange("KAZ110090123106"), ["id_check_digit"]);
    assert_eq!(strange("KA1110090123105"), ["id_characters"]);
    assert_eq!(strange("KAZ11009O123105"), ["id_characters"]);
    let with_check = |first: &str| format!("{first}{}", resident::icao_check_digit(first));
    assert_eq!(strange(&with_check("ZZZ11009012310")), ["id_country_unknown"]);
    assert_eq!(strange(&with_check("KAZ99009012310")), ["id_province_unknown"]);
    assert_eq!(strange(&with_check("KAZ33999012310")), ["id_region_unknown"]);
    assert_eq!(strange(&with_check("KAZ33019013310")), ["id_birth_date_invalid"]);
    // 05 is 2005, 60 can only be 1960.
    let year = |yy: &str| {
        let raw = with_check(&format!("KAZ1100{yy}01010"));
        check(IdType::ForeignPermanentResident, &raw, today()).birth_date.map(|d| chrono::Datelike::year(&d))
    };
    assert_eq!((year("05"), year("60")), (Some(2005), Some(1960)));
}

#[test]
fn passports_and_free_text_hardly_refuse() {
    for raw in ["E12345678", "EA1234567", "G12345678", "141234567", "AB12345", "123456789", "P1234567"] {
        assert_eq!(codes(IdType::Passport, raw), none(), "{raw}");
    }
    assert_eq!(codes(IdType::Passport, "AB12"), ["id_passport_form"]);
    assert_eq!(codes(IdType::Passport, "护照12345"), ["id_passport_form"]);
    assert!(check(IdType::Passport, "护照12345", today()).valid());
    assert_eq!(codes(IdType::Passport, &complete("33010220050101001")), ["id_looks_like_other_type"]);
    assert_eq!(codes(IdType::Officer, "军字第0123456号"), none());
    assert_eq!(codes(IdType::Officer, &"9".repeat(31)), ["id_length"]);
    assert_eq!(codes(IdType::Other, "A\u{0}B"), ["id_characters"]);
    assert_eq!(codes(IdType::Other, "A\u{FFFD}B"), ["id_characters"]);
    assert_eq!(codes(IdType::Other, &"甲".repeat(30)), none());
    for kind in IdType::ALL {
        assert_eq!(codes(kind, ""), ["id_empty"], "{kind:?}");
    }
}

#[test]
fn types_are_detected() {
    for (raw, kind) in [
        ("11010519491231002X", Some(IdType::ResidentId)),
        ("110105194912310021", Some(IdType::ResidentId)),
        ("110105491231002", Some(IdType::ResidentId)),
        ("820000200501010010", Some(IdType::HkMoResidencePermit)),
        ("H12345678", Some(IdType::HkMoTravelPermit)),
        ("H1234567801", Some(IdType::HkMoTravelPermit)),
        ("12345678", Some(IdType::TaiwanTravelPermit)),
        ("1234567801(B)", Some(IdType::TaiwanTravelPermit)),
        ("KAZ110090123105", Some(IdType::ForeignPermanentResident)),
        ("E12345678", Some(IdType::Passport)),
        ("EJ1234567", Some(IdType::Passport)),
        ("141234567", Some(IdType::Passport)),
        ("军字第0123456号", None),
        ("", None),
        ("身份证号码甲", None),
    ] {
        assert_eq!(detect_type(raw), kind, "{raw}");
    }
}

#[test]
fn a_number_under_the_wrong_kind_is_named() {
    assert_eq!(resident("H12345678"), ["id_length", "id_looks_like_other_type"]);
    assert_eq!(
        codes(IdType::HkMoTravelPermit, &complete("33010220050101001")),
        ["id_length", "id_looks_like_other_type"]
    );
}

#[test]
fn kinds_and_sexes_have_one_label_and_one_code() {
    for kind in IdType::ALL {
        assert_eq!(IdType::from_label(kind.label()), Some(kind));
        assert_eq!(IdType::from_label(kind.code()), Some(kind));
        assert_eq!(serde_json::to_string(&kind).expect("plain"), format!("\"{}\"", kind.code()));
    }
    for (label, kind) in [
        ("居民身份证", IdType::ResidentId),
        (" 二代 身份证", IdType::ResidentId),
        ("港澳通行证", IdType::HkMoTravelPermit),
        ("回乡证", IdType::HkMoTravelPermit),
        ("台胞证", IdType::TaiwanTravelPermit),
        ("外国人永居证", IdType::ForeignPermanentResident),
        ("PASSPORT", IdType::Passport),
        ("其它", IdType::Other),
    ] {
        assert_eq!(IdType::from_label(label), Some(kind), "{label}");
    }
    assert_eq!(IdType::from_label(""), None);
    assert_eq!(IdType::from_label("驾驶证"), None);
    assert_eq!(IdType::default(), IdType::ResidentId);
    for sex in Sex::ALL {
        assert_eq!(Sex::from_label(sex.label()), Some(sex));
        assert_eq!(Sex::from_label(sex.code()), Some(sex));
        assert_eq!(serde_json::to_string(&sex).expect("plain"), format!("\"{}\"", sex.code()));
    }
    assert_eq!(Sex::from_label("男性"), Some(Sex::Male));
    assert_eq!(Sex::from_label("人"), None);
}

#[test]
fn a_logged_check_tells_nothing_of_the_number() {
    let found = check(IdType::ResidentId, "330102200501010010", today());
    let logged = format!("{found:?}");
    assert!(!logged.contains("3301") && !logged.contains("2005"), "{logged}");
}
