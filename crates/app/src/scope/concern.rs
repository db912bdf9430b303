//! What a request is about. Every request of a signed-in person says it by its type, and a request type that
//! says nothing does not compile; so what an account may not see can't slip through a field nobody thought of.

/// Something that a request names, by its identity as the window sends it. What is empty or no identity is
/// left to the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Concern<'r> {
    /// A plan: identity, 计划编号 or name.
    Plan(&'r str),
    /// A subject.
    Subject(&'r str),
    /// A session.
    Session(&'r str),
    /// A room.
    Room(&'r str),
    /// A registration.
    Registration(&'r str),
    /// A certificate.
    Certificate(&'r str),
    /// A record of whatever kind: a request that many commands share.
    Record(&'r str),
}

/// A request that says what it is about.
pub(crate) trait Concerns {
    /// What it names of plans and certificates; nothing when it is about people, sites, accounts or the system,
    /// which belong to no certificate.
    fn concerns(&self) -> Vec<Concern<'_>>;
}

impl<T: Concerns> Concerns for Option<T> {
    fn concerns(&self) -> Vec<Concern<'_>> {
        self.iter().flat_map(Concerns::concerns).collect()
    }
}

impl<T: Concerns> Concerns for Vec<T> {
    fn concerns(&self) -> Vec<Concern<'_>> {
        self.iter().flat_map(Concerns::concerns).collect()
    }
}

/// Identities as the fields of requests hold them.
pub(crate) trait Identities {
    /// Each of them.
    fn texts(&self) -> Vec<&str>;
}

impl Identities for String {
    fn texts(&self) -> Vec<&str> {
        vec![self.as_str()]
    }
}

impl Identities for Option<String> {
    fn texts(&self) -> Vec<&str> {
        self.as_deref().into_iter().collect()
    }
}

impl Identities for Vec<String> {
    fn texts(&self) -> Vec<&str> {
        self.iter().map(String::as_str).collect()
    }
}

/// Says what requests are about.
///
/// `concerns! { nothing: A, B }` for those that are about no certificate. Else every field is named with what
/// it holds, a field that is left out does not compile:
/// `concerns! { C { plan_id: Plan, choice: nested, path: _ } }`. `_` is a field that names nothing of a
/// certificate, `nested` one whose type says itself what it is about.
macro_rules! concerns {
    (@field $named:ident, $field:ident, _) => {
        let _ = $field;
    };
    (@field $named:ident, $field:ident, nested) => {
        $named.extend($crate::scope::Concerns::concerns($field));
    };
    (@field $named:ident, $field:ident, $kind:ident) => {
        let texts = $crate::scope::Identities::texts($field);
        $named.extend(texts.into_iter().map($crate::scope::Concern::$kind));
    };
    (nothing: $($request:ty),+ $(,)?) => {$(
        impl $crate::scope::Concerns for $request {
            fn concerns(&self) -> Vec<$crate::scope::Concern<'_>> {
                Vec::new()
            }
        }
    )+};
    ($($request:ident { $($field:ident: $kind:tt),+ $(,)? })+) => {$(
        impl $crate::scope::Concerns for $request {
            fn concerns(&self) -> Vec<$crate::scope::Concern<'_>> {
                let Self { $($field),+ } = self;
                #[allow(unused_mut, reason = "nothing may be named by any field")]
                let mut named = Vec::new();
                $($crate::scope::concerns!(@field named, $field, $kind);)+
                named
            }
        }
    )+};
}
pub(crate) use concerns;

#[cfg(test)]
mod tests {
    use super::{Concern, Concerns};

    struct Duty {
        session: String,
        person: String,
    }

    struct Order {
        plan: String,
        rooms: Vec<String>,
        subject: Option<String>,
        duties: Vec<Duty>,
        instead: Option<Duty>,
        path: String,
    }

    struct People;

    concerns! { nothing: People }
    concerns! {
        Duty { session: Session, person: _ }
        Order { plan: Plan, rooms: Room, subject: Subject, duties: nested, instead: nested, path: _ }
    }

    /// what a request is about is gathered from all of its fields and from those inside them.
    #[test]
    fn r262_a_request_says_what_it_is_about() {
        let duty = |session: &str| Duty { session: session.to_owned(), person: "p".to_owned() };
        let order = Order {
            plan: "2026-0612".to_owned(),
            rooms: vec!["a".to_owned(), "b".to_owned()],
            subject: Some("c".to_owned()),
            duties: vec![duty("d")],
            instead: Some(duty("e")),
            path: "/tmp".to_owned(),
        };
        let all = [
            Concern::Plan("2026-0612"),
            Concern::Room("a"),
            Concern::Room("b"),
            Concern::Subject("c"),
            Concern::Session("d"),
            Concern::Session("e"),
        ];
        assert_eq!(order.concerns(), all);
        let few = Order { rooms: Vec::new(), subject: None, duties: Vec::new(), instead: None, ..order };
        assert_eq!(few.concerns(), [Concern::Plan("2026-0612")]);
        assert!(People.concerns().is_empty());
    }
}
