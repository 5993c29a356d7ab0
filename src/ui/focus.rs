//! Where the focus is, and where it goes.

use super::app::Unfolded;
use crate::answers::ca_credentials::passphrase_places;
use crate::answers::{Answers, ClientColumn, Field, FieldRef, Kind, Step, questions};

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// A place to answer.
    FieldRef(FieldRef),
    /// The line that adds a client.
    AddClient,
    /// The line that shows the questions that most leave alone.
    More,
    /// The list of problems and advice.
    Advice,
    /// The line on the handshakes, with their table below.
    Handshakes,
    /// The tree of files.
    Files,
    /// The button that starts the generation.
    Start,
    /// The next commands to type.
    NextCommands,
}

impl Focus {
    /// What has the focus when a step is entered.
    pub fn first(step: Step, answers: &Answers) -> Self {
        let order = order(step, answers, &Unfolded::default());
        // Who the members are is asked first, though how they are placed stands above.
        let cell = |focus: &&Self| {
            step != Step::Members || matches!(focus, Self::FieldRef(FieldRef::Member { .. }))
        };
        order.iter().find(cell).copied().unwrap_or(Self::Files)
    }

    /// Whether a text is edited here.
    pub fn is_text(self) -> bool {
        match self {
            Self::FieldRef(FieldRef::Field(field)) => matches!(field.question().kind, Kind::Text),
            Self::FieldRef(_) => true,
            _ => false,
        }
    }
}

/// Everything of a step that can have the focus, in the order of the Tab key.
///
/// Questions that most leave alone are among them where they are unfolded.
pub fn order(step: Step, answers: &Answers, unfolded: &Unfolded) -> Vec<Focus> {
    match step {
        Step::Members => members(answers),
        Step::Review => {
            vec![
                Focus::FieldRef(FieldRef::Field(Field::Output)),
                Focus::Advice,
                Focus::Handshakes,
                Focus::Files,
                Focus::Start,
            ]
        }
        Step::Generate => vec![Focus::Files, Focus::NextCommands],
        Step::Certificates => certificate_places(answers, unfolded)
            .into_iter()
            .map(Focus::FieldRef)
            .chain([Focus::More])
            .chain(clients(answers))
            .chain([Focus::AddClient])
            .collect(),
        Step::Network => shown_fields(step, answers, unfolded)
            .map(|field| Focus::FieldRef(FieldRef::Field(field)))
            .chain([Focus::More])
            .collect(),
        Step::Size | Step::Hardware => shown_fields(step, answers, unfolded)
            .map(|field| Focus::FieldRef(FieldRef::Field(field)))
            .collect(),
    }
}

/// The places of the form of the certificate step, in order: the passphrase follows what it is for, and a new
/// one itself once more.
pub fn certificate_places(answers: &Answers, unfolded: &Unfolded) -> Vec<FieldRef> {
    let after =
        if answers.asks(Field::AuthorityKey) { Field::AuthorityKey } else { Field::CaSource };
    let mut places = Vec::new();
    for field in shown_fields(Step::Certificates, answers, unfolded) {
        places.push(FieldRef::Field(field));
        if field == after {
            places.extend_from_slice(passphrase_places(answers));
        }
    }
    places
}

/// The fields of a step.
pub fn fields(step: Step) -> impl Iterator<Item = Field> {
    questions(step).map(|question| question.field)
}

/// Those that are asked, and on the screen.
pub fn shown_fields(
    step: Step,
    answers: &Answers,
    unfolded: &Unfolded,
) -> impl Iterator<Item = Field> {
    fields(step).filter(|field| answers.asks(*field) && unfolded.shows(answers, *field))
}

fn members(answers: &Answers) -> Vec<Focus> {
    let columns = answers.member_columns();
    let cells = (0..answers.size().members()).flat_map(|row| {
        columns.iter().map(move |column| Focus::FieldRef(FieldRef::Member { row, column: *column }))
    });
    let above = fields(Step::Members).map(|field| Focus::FieldRef(FieldRef::Field(field)));
    above.chain(cells).collect()
}

fn clients(answers: &Answers) -> impl Iterator<Item = Focus> {
    (0..answers.clients().len()).flat_map(|row| {
        ClientColumn::ALL.map(|column| Focus::FieldRef(FieldRef::Client { row, column }))
    })
}

/// The focus one line below or above: the same column of the next row in a table, else the next
/// line of the form.
pub fn vertical(order: &[Focus], focus: Focus, down: bool) -> Focus {
    let here = order.iter().position(|one| *one == focus).unwrap_or(0);
    let aligned = |candidate: &Focus| match (focus, *candidate) {
        (
            Focus::FieldRef(FieldRef::Member { row, column }),
            Focus::FieldRef(FieldRef::Member { row: r, column: c }),
        ) => c == column && r != row,
        (
            Focus::FieldRef(FieldRef::Client { row, column }),
            Focus::FieldRef(FieldRef::Client { row: r, column: c }),
        ) => c == column && r != row,
        (_, Focus::FieldRef(FieldRef::Client { column, .. })) => column == ClientColumn::Name,
        _ => true,
    };
    let found = if down {
        order.iter().skip(here + 1).find(|candidate| aligned(candidate))
    } else {
        order.iter().take(here).rev().find(|candidate| aligned(candidate))
    };
    found.copied().unwrap_or(focus)
}

/// The next or previous focus of the Tab key, around the ends.
pub fn next(order: &[Focus], focus: Focus, forward: bool) -> Focus {
    let here = order.iter().position(|one| *one == focus).unwrap_or(0);
    let count = order.len().max(1);
    let index = if forward { here + 1 } else { here + count - 1 } % count;
    order.get(index).copied().unwrap_or(focus)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::MemberColumn;

    fn cell(row: usize, column: MemberColumn) -> Focus {
        Focus::FieldRef(FieldRef::Member { row, column })
    }

    #[test]
    fn down_stays_in_its_column_and_ends_at_the_last_row() {
        let answers = Answers::new();
        let start = cell(0, MemberColumn::Address);
        let order = order(Step::Members, &answers, &Unfolded::default());
        let below = vertical(&order, start, true);
        assert_eq!(below, cell(1, MemberColumn::Address));
        let last = cell(2, MemberColumn::Address);
        assert_eq!(vertical(&order, last, true), last);
        assert_eq!(vertical(&order, below, false), start);
    }

    #[test]
    fn tab_goes_through_all_and_around() {
        let answers = Answers::new();
        for step in Step::ALL {
            let order = order(step, &answers, &Unfolded::all());
            let first = Focus::first(step, &answers);
            let mut focus = first;
            for _ in 0..order.len() {
                focus = next(&order, focus, true);
            }
            assert_eq!(focus, first, "{step:?}");
            assert_eq!(next(&order, next(&order, first, false), true), first);
        }
    }

    #[test]
    fn figures_are_asked_for_a_custom_tier_only() {
        let mut answers = Answers::new();
        let quota = Focus::FieldRef(FieldRef::Field(Field::Quota));
        assert!(!order(Step::Hardware, &answers, &Unfolded::default()).contains(&quota));
        answers.set_text(Field::Tier, "custom".into());
        assert!(order(Step::Hardware, &answers, &Unfolded::default()).contains(&quota));
    }
}
