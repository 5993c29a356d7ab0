//! The drafts as a numbered question.

use std::path::PathBuf;

use super::{Prompt, place};
use crate::answers::DraftHead;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::{Holder, ListedBundle, ListedDraft, Listing, day, draft_members};

/// What is to be done about the drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftChoice {
    /// Go on with this one.
    Open(PathBuf),
    /// Start a new cluster.
    New,
    /// Delete this one.
    Delete(PathBuf),
    /// Bring back the one that was deleted last.
    Restore,
    /// Verify the bundle at this path, and say what can be done with it.
    Look(String),
}

/// The question which draft to go on with.
pub struct DraftQuestion {
    listing: Listing,
    /// Whether the list was said.
    is_said: bool,
    /// What of it is left, by a part of its name.
    part: String,
    /// The draft that is deleted if the answer is yes.
    deleting: Option<PathBuf>,
    said: Vec<String>,
}

impl DraftQuestion {
    /// Asks about what was found.
    pub fn new(listing: Listing) -> Self {
        let (part, said) = (String::new(), Vec::new());
        Self { listing, is_said: false, part, deleting: None, said }
    }

    /// Says what came of the last choice, with the next question.
    pub fn say(&mut self, text: String) {
        self.said.push(text);
    }

    /// Whether there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.listing.drafts.is_empty()
    }

    /// Takes a newer list.
    pub fn renew(&mut self, listing: Listing) {
        (self.listing, self.is_said) = (listing, false);
    }

    fn drafts(&self) -> Vec<&ListedDraft> {
        let holds = |draft: &&ListedDraft| draft.name().to_lowercase().contains(&self.part);
        self.listing.drafts.iter().filter(holds).collect()
    }

    fn bundles(&self) -> Vec<&ListedBundle> {
        let holds = |one: &&ListedBundle| one.record.cluster.to_lowercase().contains(&self.part);
        self.listing.bundles.iter().filter(holds).collect()
    }

    /// The draft that an empty answer takes: the newest that can be taken.
    fn offered(&self) -> Option<usize> {
        let is_free = |draft: &&ListedDraft| draft.head.is_some() && draft.holder == Holder::Nobody;
        self.drafts().iter().position(is_free)
    }

    /// What is asked now.
    pub fn ask(&mut self) -> Prompt {
        let mut lines = std::mem::take(&mut self.said);
        if let Some(path) = &self.deleting {
            let draft = self.listing.drafts.iter().find(|one| one.path == *path);
            let name = draft.map(ListedDraft::name).unwrap_or_default();
            let question = fill("prompt-draft-delete", &[("name", &escape_for_terminal(&name))]);
            return Prompt { lines, question, is_secret: false };
        }
        if !self.is_said {
            self.is_said = true;
            lines.push(say("prompt-drafts").to_owned());
            let drafts = self.drafts();
            lines.extend(drafts.iter().enumerate().map(|(index, one)| row(index + 1, one)));
            let (count, bundles) = (drafts.len(), self.bundles());
            if !bundles.is_empty() {
                lines.push(say("prompt-bundles").to_owned());
            }
            let numbered = bundles.iter().enumerate();
            lines.extend(numbered.map(|(index, one)| bundle_row(count + index + 1, one)));
        }
        let offered = self.offered().map_or_else(|| "n".to_owned(), |at| (at + 1).to_string());
        let question = fill("prompt-draft", &[("offered", &offered)]);
        Prompt { lines, question, is_secret: false }
    }

    /// Takes an answer: what is to be done, where that is clear.
    pub fn answer(&mut self, line: &str) -> Option<DraftChoice> {
        let line = line.trim();
        if let Some(path) = self.deleting.take() {
            return match place::is_yes(line, false) {
                Ok(true) => Some(DraftChoice::Delete(path)),
                Ok(false) => None,
                Err(why) => self.refuse(&why),
            };
        }
        match line.to_ascii_lowercase().as_str() {
            "" | "y" | "yes" => match self.offered() {
                Some(at) => self.numbered(at + 1).map(DraftChoice::Open),
                None => Some(DraftChoice::New),
            },
            "n" | "no" => Some(DraftChoice::New),
            "u" => Some(DraftChoice::Restore),
            "?" => {
                self.said.push(say("prompt-drafts.help").to_owned());
                None
            }
            text => match (text.parse(), text.strip_prefix("x ").map(|rest| rest.trim().parse())) {
                (Ok(number), _) => self.taken(number),
                (_, Some(Ok(number))) => {
                    self.deleting = self.numbered(number);
                    None
                }
                _ => self.narrow(text),
            },
        }
    }

    fn refuse(&mut self, why: &str) -> Option<DraftChoice> {
        self.said.push(fill("prompt-refused", &[("why", &why)]));
        None
    }

    /// What to do with the draft or bundle of a number.
    fn taken(&mut self, number: usize) -> Option<DraftChoice> {
        let (drafts, bundles) = (self.drafts(), self.bundles());
        if let Some(bundle) = number.checked_sub(drafts.len() + 1).and_then(|at| bundles.get(at)) {
            if bundle.is_gone {
                return self.refuse(say("bundle-gone-help"));
            }
            return Some(DraftChoice::Look(bundle.record.path.clone()));
        }
        self.numbered(number).map(DraftChoice::Open)
    }

    fn numbered(&mut self, number: usize) -> Option<PathBuf> {
        let drafts = self.drafts();
        let found = number.checked_sub(1).and_then(|at| drafts.get(at)).map(|one| one.path.clone());
        if found.is_none() {
            let count = drafts.len();
            self.refuse(&fill("prompt-no-draft", &[("number", &number), ("count", &count)]));
        }
        found
    }

    /// Leaves only the drafts whose names have a text in them.
    fn narrow(&mut self, text: &str) -> Option<DraftChoice> {
        let before = std::mem::replace(&mut self.part, text.to_owned());
        if self.drafts().is_empty() && self.bundles().is_empty() {
            self.part = before;
            let why = fill("prompt-no-draft-named", &[("text", &escape_for_terminal(text))]);
            return self.refuse(&why);
        }
        self.is_said = false;
        None
    }
}

fn row(number: usize, draft: &ListedDraft) -> String {
    let step = |head: &DraftHead| {
        let step = head.progress.step;
        fill("prompt-draft-step", &[("step", &step.number()), ("name", &say(step.label()))])
    };
    let about = match (&draft.head, draft.holder) {
        (_, Holder::AnotherWizard) => say("draft-elsewhere").to_owned(),
        (None, _) => say("draft-not-read").to_owned(),
        (Some(head), _) => format!("{}, {}", step(head), draft_members(head)),
    };
    let name = escape_for_terminal(&draft.name());
    format!("  {number} {name}, {} UTC, {about}", day(draft.changed))
}

fn bundle_row(number: usize, bundle: &ListedBundle) -> String {
    let record = &bundle.record;
    let gone = if bundle.is_gone { format!(" {}", say("bundles-gone")) } else { String::new() };
    let [name, path] = [&record.cluster, &record.path].map(|text| escape_for_terminal(text));
    format!("  {number} {name}, {} UTC, {path}{gone}", day(record.made))
}
