//! Who is on duty in a plan, for lists and paper.

use crate::error::Result;
use kaozhan_domain::ids::{InvigilatorId, PlanId, RoomId, SessionId};
use kaozhan_domain::invigilator::{DutyRole, InvigilationDuty, Invigilator};
use kaozhan_store::ReadTx;
use std::collections::HashMap;

/// Characters of names that fit into the head of every sheet; further people are counted.
const PRINTED: usize = 12;

/// Somebody on paper.
pub(crate) struct PrintedName {
    /// 教师姓名, or 等 n 人 for the rest.
    pub(crate) name: String,
    /// 教师编号; may be empty.
    pub(crate) number: String,
}

/// The staff of a plan.
pub(crate) struct Staff {
    duties: HashMap<SessionId, Vec<InvigilationDuty>>,
    people: HashMap<InvigilatorId, Invigilator>,
}

impl Staff {
    pub(crate) fn load(tx: &ReadTx<'_>, plan: PlanId) -> Result<Self> {
        let people = tx.invigilators()?.into_iter().map(|person| (person.id, person));
        let people = people.collect();
        let mut duties: HashMap<SessionId, Vec<InvigilationDuty>> = HashMap::new();
        for duty in tx.duties(plan)? {
            duties.entry(duty.session).or_default().push(duty);
        }
        Ok(Self { duties, people })
    }

    /// 监考 of a room in a session, or 巡考 of the session.
    pub(crate) fn at(&self, session: SessionId, room: RoomId, role: DutyRole) -> Vec<&Invigilator> {
        let of_session = self.duties.get(&session).into_iter().flatten();
        let there = of_session
            .filter(|duty| duty.role == role && (role == DutyRole::Patrol || duty.room == Some(room)));
        let mut people: Vec<_> = there.filter_map(|duty| self.people.get(&duty.invigilator)).collect();
        people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        people
    }

    /// The same, as much of it as fits on a sheet: a list that is too long must not stop the printing.
    pub(crate) fn printed(&self, session: SessionId, room: RoomId, role: DutyRole) -> Vec<PrintedName> {
        shortened(&self.at(session, room, role))
    }
}

fn shortened(people: &[&Invigilator]) -> Vec<PrintedName> {
    let mut used = 0;
    let fits = people.iter().take_while(|person| {
        used += person.name.chars().count();
        used <= PRINTED
    });
    let fits = fits.count();
    let mut names: Vec<PrintedName> = people[..fits]
        .iter()
        .map(|person| PrintedName { name: person.name.clone(), number: person.number.clone() })
        .collect();
    if fits < people.len() {
        let rest =
            if fits == 0 { format!("{} 人", people.len()) } else { format!("等 {} 人", people.len()) };
        // Numbers beside some of the names would be read as those of all.
        names.iter_mut().for_each(|name| name.number.clear());
        names.push(PrintedName { name: rest, number: String::new() });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaozhan_domain::candidate::id_document::{IdType, Sex};

    fn person(name: &str) -> Invigilator {
        Invigilator {
            id: InvigilatorId(uuid::Uuid::nil()),
            number: "JK157822".into(),
            name: name.into(),
            sex: Sex::Unknown,
            id_type: IdType::ResidentId,
            id_number: String::new(),
            phone: String::new(),
            school: String::new(),
            region: String::new(),
            title: String::new(),
            unavailable: Vec::new(),
            active: true,
            remark: String::new(),
        }
    }

    fn printed(names: &[&str]) -> Vec<(String, String)> {
        let people: Vec<Invigilator> = names.iter().map(|name| person(name)).collect();
        let found = shortened(&people.iter().collect::<Vec<_>>());
        found.into_iter().map(|one| (one.name, one.number)).collect()
    }

    /// the names of the staff, as many as the head of a sheet holds.
    #[test]
    fn r184_a_long_list_of_staff_is_counted() {
        let own = |name: &str, number: &str| (name.to_owned(), number.to_owned());
        assert_eq!(printed(&["陶然", "纪晓晴"]), [own("陶然", "JK157822"), own("纪晓晴", "JK157822")]);
        assert_eq!(printed(&["陶然"; 7]).len(), 7);
        assert_eq!(printed(&["陶然"; 7])[6], own("等 7 人", ""));
        assert_eq!(printed(&["阿卜杜热合曼·图尔荪尼亚孜江"]), [own("1 人", "")]);
        assert!(printed(&[]).is_empty());
    }
}
