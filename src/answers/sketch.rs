//! The plan as far as it is answered, to show what follows from it already.

use super::Answers;
use super::assemble::FieldRef;
use super::rows::{ClientColumn, MemberColumn};
use crate::cluster::Plan;

/// A plan with something in place of each answer that is missing or wrong.
#[derive(Debug, Clone)]
pub struct Sketch {
    /// The plan.
    pub plan: Plan,
    /// The places that something stands in for.
    pub missing: Vec<FieldRef>,
}

/// How often answers are mended: one that is right by itself may not go with others.
const ROUNDS: usize = 4;
/// Addresses that no machine has: the relays of 6to4, which are gone (RFC 7526).
const NOBODY: &str = "192.88.99.";

impl Answers {
    /// The plan as far as it is answered: names, addresses and clients have a word in capitals in place of what is
    /// missing or wrong once [`Sketch::shown`] has written a text of it, and other fields their default. `None` where
    /// that is no plan either.
    pub fn sketch(&self) -> Option<Sketch> {
        let mut answers = self.clone();
        let mut missing = Vec::new();
        for _ in 0..ROUNDS {
            let problems = match answers.plan() {
                Ok(plan) => return Some(Sketch { plan, missing }),
                Err(problems) => problems,
            };
            for place in problems.into_iter().map(|problem| problem.place) {
                answers.stand_in(place);
                if !missing.contains(&place) {
                    missing.push(place);
                }
            }
        }
        None
    }

    /// Puts something in place of an answer.
    fn stand_in(&mut self, place: FieldRef) {
        match place {
            FieldRef::Field(field) => self.set_text(field, self.default_text(field)),
            FieldRef::Member { row, column } => {
                let text = match column {
                    MemberColumn::Name => format!("unnamed-member-{:02}", row + 1),
                    MemberColumn::Address => format!("{NOBODY}{}", 101 + row),
                    MemberColumn::PeerAddress => format!("{NOBODY}{}", 201 + row),
                    MemberColumn::DnsNames | MemberColumn::ExtraSans | MemberColumn::Ports => {
                        String::new()
                    }
                };
                self.set_member(row, column, text);
            }
            FieldRef::Client { row, column: ClientColumn::Name } => {
                self.set_client(row, ClientColumn::Name, format!("unnamed-client-{:02}", row + 1));
            }
            FieldRef::Client { row, column: ClientColumn::CommonName } => {
                self.set_client(row, ClientColumn::CommonName, String::new());
            }
            FieldRef::Passphrase | FieldRef::PassphraseAgain => {}
        }
    }
}

impl Sketch {
    /// Writes words in capitals into a text of the plan, where something stands in for an answer.
    pub fn shown(&self, mut text: String) -> String {
        if self.missing.is_empty() {
            return text;
        }
        for number in 1..=99 {
            for (from, to) in [
                (format!("unnamed-member-{number:02}"), format!("NAME-{number}")),
                (format!("unnamed-client-{number:02}"), format!("CLIENT-{number}")),
                (format!("{NOBODY}{}", 100 + number), format!("ADDRESS-{number}")),
            ] {
                text = text.replace(&from, &to);
            }
        }
        for number in 1..=55 {
            let peer = format!("{NOBODY}{}", 200 + number);
            text = text.replace(&peer, &format!("PEER-ADDRESS-{number}"));
        }
        // What a CA is proposed to sign for.
        while let Some(start) = text.find(NOBODY) {
            let rest = text.get(start..).unwrap_or_default();
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '/');
            text.replace_range(start..start + length.unwrap_or(rest.len()), "NETWORK/MASK");
        }
        text
    }

    /// Whether an answer is missing that has a word of its own in capitals.
    pub fn has_word(place: FieldRef) -> bool {
        match place {
            FieldRef::Member { column, .. } => matches!(
                column,
                MemberColumn::Name | MemberColumn::Address | MemberColumn::PeerAddress
            ),
            FieldRef::Client { column, .. } => column == ClientColumn::Name,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{Field, MemberRow};

    #[test]
    fn what_is_missing_is_a_word_in_capitals_and_what_is_there_stays() {
        let mut answers = Answers::new();
        answers.set_token_suffix([1, 2, 3, 4]);
        answers.set_member(1, MemberColumn::Address, "10.0.0.2".into());
        answers.set_member(2, MemberColumn::Name, "third".into());
        answers.set_member(2, MemberColumn::Address, "10.0.0.256".into());
        let sketch = answers.sketch().unwrap();
        let shown = sketch.shown(sketch.plan.initial_cluster());
        assert_eq!(
            shown,
            "NAME-1=https://ADDRESS-1:2380,NAME-2=https://10.0.0.2:2380,third=https://ADDRESS-3:2380"
        );
        assert!(sketch.missing.iter().all(|place| Sketch::has_word(*place)));
        answers.fill_members(vec![MemberRow::BLANK; 9]);
        answers.set_text(Field::NameConstraints, "yes".into());
        let sketch = answers.sketch().unwrap();
        let shown = sketch.shown(sketch.plan.to_json());
        assert!(!shown.contains(NOBODY) && !shown.contains("unnamed"), "{shown}");
    }

    #[test]
    fn a_whole_plan_is_its_own_sketch_and_a_wrong_field_has_its_default() {
        let mut answers = Answers::new();
        answers.set_token_suffix([1, 2, 3, 4]);
        answers.fill_members(crate::answers::members_from_text("10.0.0.1 a\n10.0.0.2 b").unwrap());
        let sketch = answers.sketch().unwrap();
        assert_eq!((sketch.plan, sketch.missing), (answers.plan().unwrap(), Vec::new()));
        answers.set_text(Field::ClientPort, "x".into());
        let sketch = answers.sketch().unwrap();
        assert_eq!(sketch.missing, [FieldRef::Field(Field::ClientPort)]);
        assert_eq!(sketch.plan.ports.client().number(), 2379);
    }
}
