//! The facts. A table stands after those to which it refers.

use super::{Column, Group, Owner, Refers, Scope, Table, Unique};

const fn plain(name: &'static str) -> Column {
    Column { name, refers: Refers::No, since: 1 }
}

const fn one(name: &'static str, table: &'static str) -> Column {
    Column { name, refers: Refers::One(table), since: 1 }
}

const fn list(name: &'static str, table: &'static str) -> Column {
    Column { name, refers: Refers::List(table), since: 1 }
}

const fn group(name: &'static str, columns: &'static [&'static str]) -> Group {
    Group { name, columns, quiet: false }
}

const fn quiet(name: &'static str, columns: &'static [&'static str]) -> Group {
    Group { name, columns, quiet: true }
}

/// Equal means the same thing.
const fn same(columns: &'static [&'static str], unless_blank: &'static str) -> Unique {
    Unique { columns, identity: true, document: false, unless_blank }
}

/// Only one at a time.
const fn exclusive(columns: &'static [&'static str], unless_blank: &'static str) -> Unique {
    Unique { columns, identity: false, document: false, unless_blank }
}

const DOCUMENT: Unique = Unique { document: true, ..same(&["id_type", "id_number"], "id_number") };

const ID: &[Column] = &[plain("id")];

const ADDRESS: Group = group("address", &["province", "city", "county", "address"]);

const SCHOOL: Table = Table {
    name: "",
    owner: Owner::School,
    scope: Scope::School,
    key: ID,
    columns: &[],
    groups: &[],
    unique: &[],
    guarded: false,
};

const CENTRE: Table = Table { owner: Owner::Centre, scope: Scope::Catalogue, ..SCHOOL };

/// Every table that is exchanged.
pub const TABLES: &[Table] = &[
    CERTIFICATE,
    EXAM_PLAN,
    SUBJECT,
    SESSION,
    PHOTO,
    CANDIDATE,
    CANDIDATE_VERIFICATION,
    SITE,
    ROOM,
    REGISTRATION,
    SEAT_ASSIGNMENT,
    ROOM_VERSION,
    EXAM_NUMBER,
    ATTENDANCE,
    INVIGILATOR,
    INVIGILATOR_CERTIFICATE,
    INVIGILATION_DUTY,
];

const CERTIFICATE: Table = Table {
    name: "certificate",
    columns: &[
        plain("code"),
        plain("name"),
        plain("level"),
        plain("standard_code"),
        plain("organisation"),
        plain("majors"),
    ],
    unique: &[same(&["code", "level"], "code")],
    ..CENTRE
};

const EXAM_PLAN: Table = Table {
    name: "exam_plan",
    columns: &[
        plain("number"),
        plain("year"),
        plain("name"),
        plain("mode"),
        plain("windows"),
        plain("pass_rule"),
        plain("schools"),
        plain("notices"),
        plain("serial"),
    ],
    unique: &[same(&["number"], "number")],
    ..CENTRE
};

const SUBJECT: Table = Table {
    name: "subject",
    columns: &[
        one("plan", "exam_plan"),
        one("certificate", "certificate"),
        plain("code"),
        plain("name"),
        plain("mode"),
        plain("audience"),
    ],
    unique: &[same(&["plan", "certificate", "code"], "code")],
    ..CENTRE
};

/// The workspace has no unique index on sessions; here one is needed, because a session that a school typed
/// in must be recognised in the one that the centre publishes.
const SESSION: Table = Table {
    name: "session",
    columns: &[one("subject", "subject"), plain("start_at"), plain("end_at")],
    unique: &[same(&["subject", "start_at"], "start_at")],
    ..CENTRE
};

const PHOTO: Table = Table {
    name: "photo",
    key: &[plain("hash")],
    columns: &[plain("original"), plain("dhash"), plain("file_name")],
    groups: &[quiet("photo_info", &["original", "dhash", "file_name"])],
    ..SCHOOL
};

const CANDIDATE: Table = Table {
    name: "candidate",
    columns: &[
        plain("roster_order"),
        plain("platform_number"),
        plain("student_type"),
        plain("name"),
        plain("name_typed"),
        plain("pinyin"),
        plain("pinyin_source"),
        plain("pinyin_review"),
        plain("sex"),
        plain("id_type"),
        plain("id_number"),
        plain("phone"),
        plain("major_name"),
        plain("major_code"),
        plain("major_version"),
        plain("major_level"),
        plain("enrolment_year"),
        plain("school"),
        plain("class_name"),
        plain("student_number"),
        plain("access"),
        plain("remark"),
        one("photo", "photo"),
        plain("status"),
        plain("verification_queued"),
    ],
    groups: &[
        group("identity", &["id_type", "id_number"]),
        group("name", &["name", "name_typed", "pinyin", "pinyin_source", "pinyin_review"]),
        group("major", &["major_name", "major_code", "major_version", "major_level"]),
        quiet("roster_order", &["roster_order"]),
        quiet("status", &["status", "verification_queued"]),
    ],
    unique: &[DOCUMENT],
    guarded: true,
    ..SCHOOL
};

/// What the centre found about a candidate. The row of the candidate may go before it.
const CANDIDATE_VERIFICATION: Table = Table {
    name: "candidate_verification",
    owner: Owner::Centre,
    key: &[Column { name: "candidate", refers: Refers::Weak("candidate"), since: 1 }],
    columns: &[plain("result"), plain("reason"), plain("verified_at")],
    ..SCHOOL
};

const SITE: Table = Table {
    name: "site",
    columns: &[
        plain("number"),
        plain("name"),
        plain("school"),
        plain("province"),
        plain("city"),
        plain("county"),
        plain("address"),
        plain("review"),
        plain("enabled"),
    ],
    groups: &[ADDRESS],
    unique: &[same(&["number"], "number")],
    guarded: true,
    ..SCHOOL
};

const ROOM: Table = Table {
    name: "room",
    columns: &[
        plain("code"),
        one("plan", "exam_plan"),
        one("site", "site"),
        one("certificate", "certificate"),
        list("subjects", "subject"),
        plain("name"),
        plain("mode"),
        plain("capacity"),
        plain("province"),
        plain("city"),
        plain("county"),
        plain("address"),
        plain("floor"),
        plain("layout"),
        plain("remark"),
    ],
    groups: &[
        group("place", &["plan", "site", "certificate", "name"]),
        group("capacity", &["capacity", "layout"]),
        ADDRESS,
        quiet("code", &["code"]),
    ],
    unique: &[same(&["plan", "site", "certificate", "name"], "")],
    guarded: true,
    ..SCHOOL
};

const REGISTRATION: Table = Table {
    name: "registration",
    columns: &[
        one("plan", "exam_plan"),
        one("candidate", "candidate"),
        one("subject", "subject"),
        plain("audience"),
        plain("payment"),
        plain("registered_at"),
        plain("snapshot"),
    ],
    groups: &[
        group("what", &["plan", "candidate", "subject"]),
        quiet("registered_at", &["registered_at"]),
        quiet("snapshot", &["snapshot"]),
    ],
    unique: &[same(&["candidate", "subject", "plan"], "")],
    guarded: true,
    ..SCHOOL
};

const SEAT_ASSIGNMENT: Table = Table {
    name: "seat_assignment",
    key: &[one("registration", "registration")],
    columns: &[one("session", "session"), one("room", "room"), plain("seat"), plain("locked")],
    groups: &[group("seat", &["session", "room", "seat"])],
    unique: &[exclusive(&["room", "session", "seat"], "")],
    guarded: true,
    ..SCHOOL
};

const ROOM_VERSION: Table = Table {
    name: "room_version",
    key: &[one("room", "room"), one("session", "session")],
    columns: &[one("plan", "exam_plan"), plain("version"), plain("checksum"), plain("made_at")],
    groups: &[quiet("version", &["plan", "version", "checksum", "made_at"])],
    ..SCHOOL
};

const EXAM_NUMBER: Table = Table {
    name: "exam_number",
    key: &[one("plan", "exam_plan"), one("candidate", "candidate")],
    columns: &[plain("number")],
    unique: &[exclusive(&["number"], "")],
    ..SCHOOL
};

const ATTENDANCE: Table = Table {
    name: "attendance",
    key: &[one("registration", "registration"), one("session", "session")],
    columns: &[
        plain("state"),
        plain("late_minutes"),
        plain("violation"),
        plain("seat_note"),
        plain("marked_by"),
        plain("marked_at"),
    ],
    // Who marked it first stays; two who say the same have no quarrel.
    groups: &[group("state", &["state", "late_minutes"]), quiet("marked", &["marked_by", "marked_at"])],
    ..SCHOOL
};

const INVIGILATOR: Table = Table {
    name: "invigilator",
    columns: &[
        plain("number"),
        plain("name"),
        plain("sex"),
        plain("id_type"),
        plain("id_number"),
        plain("phone"),
        plain("school"),
        plain("region"),
        plain("title"),
        plain("unavailable"),
        plain("active"),
        plain("remark"),
    ],
    groups: &[group("identity", &["id_type", "id_number"])],
    unique: &[DOCUMENT, exclusive(&["number"], "number")],
    ..SCHOOL
};

const INVIGILATOR_CERTIFICATE: Table = Table {
    name: "invigilator_certificate",
    key: &[one("invigilator", "invigilator"), one("certificate", "certificate")],
    columns: &[plain("state"), plain("verified_at"), plain("basis")],
    groups: &[group("state", &["state", "verified_at", "basis"])],
    ..SCHOOL
};

const INVIGILATION_DUTY: Table = Table {
    name: "invigilation_duty",
    key: &[one("session", "session"), one("invigilator", "invigilator")],
    columns: &[one("plan", "exam_plan"), one("room", "room"), plain("role"), plain("locked")],
    groups: &[group("duty", &["plan", "room", "role"])],
    ..SCHOOL
};
