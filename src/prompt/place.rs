//! The questions in their order, and what is said of each.

use std::path::Path;

use super::summary;
use crate::answers::ca_credentials::passphrase_places;
use crate::answers::{
    Answers, Choice, Field, FieldRef, Kind, MemberColumn, Start, Step, questions,
};
use crate::bundle::{PlannedBundle, shown};
use crate::cluster::{CaSource, Tier};
use crate::text::{escape_for_terminal, fill, find, say};
use crate::ui::tier_figures;

/// What is typed for the default instead of an answer.
pub(super) const DEFAULT: &str = "-";

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// What to start from; asked on demand.
    Start,
    /// One answer.
    At(FieldRef),
    /// A member's name and address.
    Row(usize),
    /// The clients, all on a line.
    Clients,
    /// Whether the other questions of a step are asked.
    More(Step),
    /// Whether to write the bundle.
    Write,
}

/// All questions in order: those that most people answer, and the others of the steps that were opened.
pub(super) fn all(answers: &Answers, opened: &[Step]) -> Vec<Place> {
    let mut places = Vec::new();
    for step in Step::ALL.into_iter().filter(|step| *step < Step::Review) {
        let fields = |first: bool| {
            let asked = questions(step).map(|question| question.field);
            let asked = asked.filter(|field| answers.asks(*field) && !OF_MEMBERS.contains(field));
            asked.filter(move |field| is_first(*field) == first)
        };
        for field in fields(true) {
            places.push(Place::At(FieldRef::Field(field)));
        }
        let members = 0..answers.size().members();
        if step == Step::Members {
            places.extend(members.clone().map(Place::Row));
        }
        if step == Step::Certificates {
            places.extend(passphrase_places(answers).iter().copied().map(Place::At));
            places.push(Place::Clients);
        }
        if step == Step::Size {
            continue;
        }
        places.push(Place::More(step));
        if !opened.contains(&step) {
            continue;
        }
        places.extend(fields(false).map(|field| Place::At(FieldRef::Field(field))));
        if step == Step::Members {
            places.extend(OF_MEMBERS.map(|field| Place::At(FieldRef::Field(field))));
            let columns = answers.member_columns();
            for row in members {
                // Name and address are asked for together.
                let columns = columns.iter().skip(2);
                let cell = |column: &MemberColumn| FieldRef::Member { row, column: *column };
                places.extend(columns.map(cell).map(Place::At));
            }
        }
    }
    places.push(Place::At(FieldRef::Field(Field::Output)));
    places.push(Place::Write);
    places
}

/// What says which columns the table of members has; asked on demand.
const OF_MEMBERS: [Field; 2] = [Field::Placement, Field::PeerNetwork];

/// Whether most people answer it.
fn is_first(field: Field) -> bool {
    let first = matches!(
        field,
        Field::ClusterSize
            | Field::Tier
            | Field::ClusterName
            | Field::EtcdVersion
            | Field::CaSource
            | Field::AuthorityCertificate
            | Field::AuthorityKey
    );
    first || field.is_figure()
}

/// The heading of a step.
pub(super) fn heading(step: Step) -> String {
    // The last step asks nothing.
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("step", &step.number()), ("steps", &(Step::ALL.len() - 1)), ("name", &say(step.label()))];
    fill("prompt-step", &values)
}

impl Place {
    pub(super) fn step(self) -> Step {
        match self {
            Self::Start => Step::Size,
            Self::At(place) => place.step(),
            Self::Row(_) => Step::Members,
            Self::Clients => Step::Certificates,
            Self::More(step) => step,
            Self::Write => Step::Review,
        }
    }

    /// Whether nobody may see its answer.
    pub(super) fn is_secret(self) -> bool {
        matches!(self, Self::At(FieldRef::Passphrase | FieldRef::PassphraseAgain))
    }

    /// Whether its answer may begin with a slash.
    pub(super) fn takes_path(self) -> bool {
        let Self::At(FieldRef::Field(field)) = self else { return false };
        field.question().read("/a").is_ok()
    }

    /// Whether it asks for what stands at a place.
    pub(super) fn is_for(self, place: FieldRef) -> bool {
        match (self, place) {
            (Self::At(own), place) => own == place,
            (
                Self::Row(row),
                FieldRef::Member { row: at, column: MemberColumn::Name | MemberColumn::Address },
            ) => row == at,
            (Self::Clients, FieldRef::Client { .. }) => true,
            _ => false,
        }
    }

    /// What it is called.
    pub(super) fn label(self) -> String {
        match self {
            Self::Start => say("prompt-start").to_owned(),
            Self::At(FieldRef::Member { row, column }) => {
                let label = say(column.keys().0);
                fill("prompt-cell", &[("row", &(row + 1)), ("label", &label)])
            }
            Self::At(place) => say(place.keys().0).to_owned(),
            Self::Row(row) => fill("prompt-member", &[("row", &(row + 1))]),
            Self::Clients => say("prompt-clients").to_owned(),
            Self::More(_) => say("prompt-more").to_owned(),
            Self::Write => say("prompt-write").to_owned(),
        }
    }

    /// The lines above the question: what there is to choose from, or what more there is.
    pub(super) fn choices(self, answers: &Answers) -> Vec<String> {
        let numbered = |texts: Vec<String>| -> Vec<String> {
            texts
                .iter()
                .enumerate()
                .map(|(index, text)| format!("  {} {text}", index + 1))
                .collect()
        };
        match self {
            Self::Start => {
                numbered(Start::ALL.map(|one| format!("{}: {}", one.name(), one.about())).to_vec())
            }
            // Sizes are numbers themselves.
            Self::At(FieldRef::Field(Field::ClusterSize)) => Vec::new(),
            Self::At(FieldRef::Field(Field::Tier)) => {
                let tiers = Field::Tier.question().choices();
                numbered(tiers.iter().map(|tier| figures_of(&tier.text)).collect())
            }
            Self::At(FieldRef::Field(field)) => {
                let question = field.question();
                let text = |one: Choice| match question.what_it_costs(&one.text) {
                    Some(costs) => format!("{}: {costs}", one.label),
                    None => one.label,
                };
                numbered(question.choices().into_iter().map(text).collect())
            }
            Self::At(FieldRef::Passphrase) => {
                let is_new = answers.ca_source() == CaSource::Encrypted;
                let key = if is_new { "prompt-secret.new" } else { "prompt-secret.existing" };
                vec![say("prompt-secret").to_owned(), say(key).to_owned()]
            }
            Self::Clients => vec![say("prompt-clients-lines").to_owned()],
            Self::More(step) => {
                let now = all(answers, &[]);
                let more = all(answers, &[step]).into_iter().filter(|one| !now.contains(one));
                let texts: Vec<String> = more.map(|one| summary::line(one, answers)).collect();
                std::iter::once(say("prompt-more-lines").to_owned())
                    .chain(texts.into_iter().map(|text| format!("  {text}")))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The question itself, with what an empty line keeps.
    pub(super) fn question(self, answers: &Answers, root: Option<&Path>) -> String {
        let label = match self {
            Self::Write => {
                let plan = answers.plan();
                let files = plan.map_or(0, |plan| PlannedBundle::of(&plan).listing().len());
                let path = root.map_or_else(|| answers.text(Field::Output), shown);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("files", &files), ("path", &path)];
                fill("prompt-write-to", &values)
            }
            _ => self.label(),
        };
        let kept = self.kept(answers);
        if kept.is_empty() { format!("{label}: ") } else { format!("{label} [{kept}]: ") }
    }

    /// What stands there.
    pub(super) fn kept(self, answers: &Answers) -> String {
        let text = match self {
            Self::Start => answers.start().name().to_owned(),
            Self::At(FieldRef::Field(field)) => {
                let text = answers.text(field);
                if text.is_empty() {
                    answers.follows(field).unwrap_or_default()
                } else {
                    field.question().shown(&text)
                }
            }
            Self::At(place @ FieldRef::Member { .. }) => answers.text_at(place),
            Self::At(_) => String::new(),
            Self::Row(row) => {
                let member = answers.member(row);
                format!("{} {}", member.name, member.address).trim().to_owned()
            }
            Self::Clients => {
                let name = |row: &crate::answers::ClientRow| match &row.common_name {
                    same if *same == row.name => row.name.clone(),
                    other => format!("{}={other}", row.name),
                };
                answers.clients().iter().map(name).collect::<Vec<_>>().join(" ")
            }
            Self::More(_) => say("prompt-no").to_owned(),
            Self::Write => say("prompt-yes").to_owned(),
        };
        escape_for_terminal(&text)
    }

    /// What it is, its default and why, and who says so.
    pub(super) fn explanation(self, answers: &Answers) -> Vec<String> {
        let place = match self {
            Self::At(place) => place,
            Self::Row(row) => FieldRef::Member { row, column: MemberColumn::Address },
            Self::Start => FieldRef::Field(Field::Preset),
            Self::Clients => {
                return [say("client-add.help"), say("prompt-clients.help"), say("client-add.why")]
                    .map(str::to_owned)
                    .into();
            }
            Self::More(_) => return vec![say("prompt-more.help").to_owned()],
            Self::Write => return vec![say("review-start.help").to_owned()],
        };
        let (label, help) = place.keys();
        let mut lines = vec![say(help).to_owned()];
        if let FieldRef::Field(field) = place {
            let costs = field.question().explained_choices();
            lines.extend(costs.into_iter().map(|(choice, text)| format!("{choice}: {text}")));
            let default = field.question().shown(&answers.default_text(field));
            if !default.is_empty() && matches!(field.question().kind, Kind::Text | Kind::Line(_)) {
                lines.push(fill("explanation-default", &[("text", &default)]));
            }
        }
        lines.extend(find(&format!("{label}.why")).map(str::to_owned));
        let source = find(&format!("{label}.source"));
        lines.extend(source.map(|source| fill("explanation-source", &[("source", &source)])));
        lines
    }
}

/// A tier with the load that it handles.
fn figures_of(tier: &str) -> String {
    let Ok(tier) = tier.parse::<Tier>() else {
        return format!("{tier}: {}", say("hardware-custom"));
    };
    let [clients, requests, data, nodes] = tier_figures(tier);
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("tier", &tier),
        ("clients", &clients),
        ("requests", &requests),
        ("data", &data),
        ("nodes", &nodes),
    ];
    fill("prompt-tier", &values)
}

/// One of several, by its number or its name.
pub(super) fn chosen<T: Clone>(line: &str, all: &[(T, String)]) -> Result<T, String> {
    let by_number = line.parse::<usize>().ok().and_then(|number| all.get(number.checked_sub(1)?));
    let by_name = || all.iter().find(|(_, name)| name.to_lowercase() == line.to_lowercase());
    let found = by_number.or_else(by_name).map(|(one, _)| one.clone());
    found.ok_or_else(|| {
        let text = escape_for_terminal(line);
        fill("prompt-no-choice", &[("text", &text), ("count", &all.len())])
    })
}

/// What is left of a text, which [`DEFAULT`] stands in for.
pub(super) fn or_default(line: &str, default: &str) -> String {
    if line == DEFAULT { default.to_owned() } else { line.to_owned() }
}

/// Whether the answer is yes; an empty one is what stands there.
pub(crate) fn is_yes(line: &str, kept: bool) -> Result<bool, String> {
    match line.to_lowercase().as_str() {
        "" => Ok(kept),
        word if word == say("prompt-yes") => Ok(true),
        word if word == say("prompt-no") => Ok(false),
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err(fill("prompt-yes-or-no", &[("text", &escape_for_terminal(line))])),
    }
}
