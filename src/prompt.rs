//! The wizard as line prompts: the questions of the screens, one a line, for screen readers, serial lines and
//! scripts.
//!
//! Pure as [`crate::ui`] is: an [`Interview`] says what to ask, takes a line, and says what came of it. Reading
//! lines is the shell's; what stands on the disk it learns from a [`Disk`].

mod drafts;
mod place;
mod resume;
mod summary;

use std::path::PathBuf;

use crate::answers::ca_credentials;
use crate::answers::{
    Answers, CaCredentials, ClientRow, Field, FieldRef, Problem, Start, Step, TypedPassphrase,
    members_from_text_at, problem_at,
};
use crate::cluster::{CaSource, Hint, Plan};
use crate::pki::NewPassphrase;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::{Refusal, Saved, SavedFile, saved, saved_base};
pub use drafts::{DraftChoice, DraftQuestion};
use place::Place;
pub(crate) use place::is_yes;

/// What has to be looked at on the disk.
pub trait Disk {
    /// The absolute path of an output directory.
    ///
    /// # Errors
    /// Why it can't be used.
    fn output(&self, text: &str) -> Result<PathBuf, Problem>;

    /// Everything that keeps a CA that is brought from signing the certificates of a plan.
    fn authority(&self, ca_credentials: &CaCredentials, plan: &Plan) -> Vec<Problem>;

    /// Writes a file beside the bundle that is to be, at its path with something added to it, and over nothing.
    ///
    /// # Errors
    /// Why it can't be written.
    fn save(&self, what: Saved, contents: &str, base: &str) -> Result<SavedFile, Refusal>;
}

/// What is asked next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Lines to show before it.
    pub lines: Vec<String>,
    /// The question, at whose end the answer is typed.
    pub question: String,
    /// Whether nothing of the answer may be shown.
    pub is_secret: bool,
}

/// All that a bundle is made from.
#[derive(Debug)]
pub struct Answered {
    /// The plan.
    pub plan: Box<Plan>,
    /// The directory that the bundle becomes, as typed.
    pub output: String,
    /// The CA that is brought, or the passphrase of the one that is made.
    pub ca_credentials: CaCredentials,
}

/// The questions, one after the other.
pub struct Interview {
    answers: Answers,
    passphrase: TypedPassphrase,
    passphrase_again: TypedPassphrase,
    /// The steps of which all questions are asked.
    opened: Vec<Step>,
    here: Place,
    /// The step whose heading was shown last.
    headed: Option<Step>,
    /// The question whose choices were shown last.
    listed: Option<Place>,
    /// What is shown above the next question.
    said: Vec<String>,
    root: Option<PathBuf>,
    /// Whether the answers are those of a plan, of which there may be a bundle.
    of_plan: bool,
}

impl Interview {
    /// Starts with the first question.
    pub fn new(answers: Answers) -> Self {
        Self {
            answers,
            passphrase: TypedPassphrase::default(),
            passphrase_again: TypedPassphrase::default(),
            opened: Vec::new(),
            here: Place::At(FieldRef::Field(Field::ClusterSize)),
            headed: None,
            listed: None,
            said: vec![say("prompt-intro").to_owned()],
            root: None,
            of_plan: false,
        }
    }

    /// Starts with the last questions, as the answers are those of a plan.
    pub fn of_plan(plan: &Plan) -> Self {
        let here = Place::At(FieldRef::Field(Field::Output));
        Self { here, of_plan: true, ..Self::new(Answers::from_plan(plan)) }
    }

    /// The answers as they stand, to be saved.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Gives the default cluster token its random end.
    pub fn set_token_suffix(&mut self, random: [u8; 4]) {
        self.answers.set_token_suffix(random);
    }

    /// What is asked now. What was said for it is handed out once.
    pub fn ask(&mut self) -> Prompt {
        let mut lines = Vec::new();
        let step = self.here.step();
        if self.headed != Some(step) {
            self.headed = Some(step);
            lines.push(String::new());
            lines.push(place::heading(step));
        }
        // What was said belongs above the heading of a new step.
        lines.splice(0..0, self.said.drain(..));
        // An answer that wasn't taken is asked for once more, and no more than that.
        if self.listed != Some(self.here) {
            self.listed = Some(self.here);
            lines.extend(self.here.choices(&self.answers));
            if self.here == Place::Write {
                lines.extend(summary::lines(&self.answers));
                if self.of_plan && self.answers.ca_source().makes_authority() {
                    lines.push(say("generate-question.another").to_owned());
                }
                lines.push(say("prompt-save").to_owned());
            }
        }
        Prompt {
            lines,
            question: self.here.question(&self.answers, self.root.as_deref()),
            is_secret: self.here.is_secret(),
        }
    }

    /// Takes an answer: an empty one keeps what stands there. Returns all that a bundle is made from once that is
    /// wanted.
    pub fn answer(&mut self, line: &str, disk: &impl Disk) -> Option<Answered> {
        if let Place::At(place @ (FieldRef::Passphrase | FieldRef::PassphraseAgain)) = self.here
            && !self.is_command(line)
        {
            self.take_passphrase(place, line);
            return None;
        }
        let line = line.trim();
        match line {
            "?" => self.said.extend(self.here.explanation(&self.answers)),
            "<" => self.go_back(),
            _ if line.starts_with('/') && !self.here.takes_path() => self.go_to(&line[1..]),
            _ if self.here == Place::Write => return self.write(line, disk),
            _ => {
                let output = self.answers.text(Field::Output);
                match self.take(line, disk) {
                    Ok(()) => {
                        // A proposed directory follows the cluster's name, and was another one when it was looked at.
                        if self.here != Place::At(FieldRef::Field(Field::Output))
                            && self.answers.text(Field::Output) != output
                        {
                            self.root = None;
                        }
                        self.go_on();
                    }
                    Err(said) => self.refuse(&said),
                }
            }
        }
        None
    }

    /// Whether what was typed for a passphrase is a command: `<` or `?` alone, and a slash with a word that together
    /// are too short for a new passphrase. That of a key that exists may be as short.
    fn is_command(&self, line: &str) -> bool {
        let is_new = self.answers.ca_source() == CaSource::Encrypted;
        let is_short = line.chars().count() < NewPassphrase::LEAST;
        matches!(line, "?" | "<") || is_new && is_short && line.starts_with('/')
    }

    fn refuse(&mut self, why: &str) {
        self.said.push(fill("prompt-refused", &[("why", &why)]));
    }

    /// Takes the answer to the question, or says what is wrong with it.
    fn take(&mut self, line: &str, disk: &impl Disk) -> Result<(), String> {
        match self.here {
            Place::Start => {
                let start = if line.is_empty() {
                    self.answers.start()
                } else {
                    place::chosen(line, &Start::ALL.map(|one| (one, one.name().to_owned())))?
                };
                self.answers.apply_start(start);
            }
            Place::More(step) => {
                if place::is_yes(line, false)? {
                    self.opened.push(step);
                }
            }
            Place::Row(row) => self.take_members(row, line)?,
            Place::Clients if line.is_empty() => {}
            Place::Clients => {
                let row = |one: &str| match one.split_once('=') {
                    Some((name, common_name)) => ClientRow::new(name, common_name),
                    None => ClientRow::new(one, one),
                };
                let before = self.answers.clients().to_vec();
                self.answers.fill_clients(crate::answers::split_list(line).map(row).collect());
                let is_client = |one: &&Problem| matches!(one.place, FieldRef::Client { .. });
                if let Some(problem) = self.answers.problems().iter().find(is_client) {
                    let said = said_of(problem);
                    self.answers.fill_clients(before);
                    return Err(said);
                }
            }
            Place::At(FieldRef::Field(field)) => self.take_field(field, line, disk)?,
            Place::At(FieldRef::Member { row, column }) if !line.is_empty() => {
                let before = self.answers.member(row).cell(column).to_owned();
                self.answers.set_member(row, column, place::or_default(line, ""));
                if let Some(problem) =
                    problem_at(&self.answers.problems(), FieldRef::Member { row, column })
                {
                    let said = said_of(problem);
                    self.answers.set_member(row, column, before);
                    return Err(said);
                }
            }
            Place::At(_) | Place::Write => {}
        }
        Ok(())
    }

    fn take_field(&mut self, field: Field, line: &str, disk: &impl Disk) -> Result<(), String> {
        let question = field.question();
        let choices = question.choices();
        let text = if line.is_empty() {
            self.answers.text(field)
        } else if line == place::DEFAULT {
            self.answers.default_text(field)
        } else if choices.is_empty() || field == Field::ClusterSize {
            line.to_owned()
        } else {
            // As plans write it, or as it is shown.
            let written = choices.iter().find(|one| one.text.eq_ignore_ascii_case(line));
            if let Some(choice) = written {
                choice.text.clone()
            } else {
                let named = |one: crate::answers::Choice| (one.text, one.label);
                place::chosen(line, &choices.into_iter().map(named).collect::<Vec<_>>())?
            }
        };
        let text = question.read(&text).map_err(|error| format!("{error}: {}", error.hint()))?;
        if field == Field::Output {
            self.root = Some(disk.output(&text).map_err(|problem| said_of(&problem))?);
        }
        self.answers.set_text(field, text);
        Ok(())
    }

    /// One member, or as many as a pattern makes.
    fn take_members(&mut self, row: usize, line: &str) -> Result<(), String> {
        let named = || !self.answers.member(row).address.is_empty();
        if line.is_empty() {
            return if named() { Ok(()) } else { Err(say("prompt-member-missing").to_owned()) };
        }
        let rows = members_from_text_at(line, row)
            .map_err(|error| format!("{error}: {}", error.hint()))?;
        let before = self.answers.clone();
        let count = rows.len();
        self.answers.set_members(row, rows);
        let is_here = |one: &&Problem| match one.place {
            FieldRef::Member { row: at, .. } => (row..row + count).contains(&at),
            _ => false,
        };
        if let Some(problem) = self.answers.problems().iter().find(is_here) {
            let said = said_of(problem);
            self.answers = before;
            return Err(said);
        }
        self.here = Place::Row(row + count.saturating_sub(1));
        Ok(())
    }

    fn take_passphrase(&mut self, place: FieldRef, line: &str) {
        let typed = if place == FieldRef::Passphrase {
            self.passphrase_again.clear();
            &mut self.passphrase
        } else {
            &mut self.passphrase_again
        };
        typed.clear();
        let pushed = typed.push(line);
        let problems = self.missing();
        match (pushed, problem_at(&problems, place)) {
            (Err(why), _) => self.refuse(&why),
            (Ok(()), Some(problem)) => {
                // The hint is about keys of the screens.
                self.refuse(&problem.message);
                self.here = Place::At(FieldRef::Passphrase);
            }
            (Ok(()), None) => self.go_on(),
        }
    }

    fn missing(&self) -> Vec<Problem> {
        ca_credentials::problems(&self.answers, &self.passphrase, &self.passphrase_again)
    }

    /// Goes to the next question. A step is left only once nothing is wrong with its answers.
    fn go_on(&mut self) {
        let places = place::all(&self.answers, &self.opened);
        let here = places.iter().position(|one| *one == self.here);
        let after = here.map_or(0, |here| here + 1);
        let next = if self.here == Place::Start {
            places.first().copied()
        } else {
            places.get(after).copied()
        };
        let Some(next) = next else { return };
        let step = self.here.step();
        if next.step() != step || next == Place::Write {
            let mut problems = self.answers.problems();
            problems.extend(self.missing());
            if let Some(problem) = problems.iter().find(|one| one.place.step() <= step) {
                let said = said_of(problem);
                self.refuse(&said);
                self.go_to_place(problem.place);
                return;
            }
        }
        self.here = next;
    }

    fn go_back(&mut self) {
        let places = place::all(&self.answers, &self.opened);
        let here = places.iter().position(|one| *one == self.here).unwrap_or(0);
        self.here = places.get(here.saturating_sub(1)).copied().unwrap_or(self.here);
    }

    /// Goes to the question of a place, which is asked from then on.
    fn go_to_place(&mut self, place: FieldRef) {
        let asked = |one: &&Place| one.is_for(place);
        if !place::all(&self.answers, &self.opened).iter().any(|one| asked(&one)) {
            self.opened.push(place.step());
        }
        if let Some(here) = place::all(&self.answers, &self.opened).iter().find(asked) {
            self.here = *here;
        }
    }

    /// Goes to the question whose label holds a text.
    fn go_to(&mut self, text: &str) {
        let wanted = text.trim().to_lowercase();
        if wanted == "start" {
            self.here = Place::Start;
            return;
        }
        let holds = |one: &&Place| one.label().to_lowercase().contains(&wanted);
        match place::all(&self.answers, &Step::ALL).iter().find(holds) {
            Some(found) if !wanted.is_empty() => {
                let step = found.step();
                if !place::all(&self.answers, &self.opened).contains(found) {
                    self.opened.push(step);
                }
                self.here = *found;
            }
            // It may have been meant as a passphrase.
            _ if self.here.is_secret() => self.said.push(say("prompt-no-label.secret").to_owned()),
            _ => {
                let text = escape_for_terminal(text);
                self.said.push(fill("prompt-no-label", &[("text", &text)]));
            }
        }
    }

    /// The last question: whether to write it all.
    fn write(&mut self, line: &str, disk: &impl Disk) -> Option<Answered> {
        match line {
            "p" => return self.save(Saved::Plan, disk),
            "b" => return self.save(Saved::ByHand, disk),
            _ => {}
        }
        match place::is_yes(line, true) {
            Err(why) => self.refuse(&why),
            Ok(false) => self.said.push(say("prompt-not-written").to_owned()),
            Ok(true) => {
                let ca_credentials = CaCredentials::new(&self.answers, &self.passphrase);
                let output = self.answers.text(Field::Output);
                let problem = match self.answers.plan() {
                    Err(problems) => problems.into_iter().next(),
                    Ok(plan) => {
                        let problems = disk.authority(&ca_credentials, &plan);
                        let found = self.missing().into_iter().chain(problems).next();
                        let found = found.or_else(|| disk.output(&output).err());
                        match found {
                            None => {
                                let plan = Box::new(plan);
                                return Some(Answered { plan, output, ca_credentials });
                            }
                            found => found,
                        }
                    }
                };
                if let Some(problem) = problem {
                    self.refuse(&said_of(&problem));
                    self.go_to_place(problem.place);
                }
            }
        }
        None
    }

    /// Saves the plan, or the same certificates by hand, and asks once more.
    fn save(&mut self, what: Saved, disk: &impl Disk) -> Option<Answered> {
        let contents = match self.answers.plan() {
            Ok(plan) => what.of_plan(&plan),
            Err(problems) => Err(problems.first().map(said_of).unwrap_or_default()),
        };
        let base = saved_base(&self.answers);
        self.said.push(match contents {
            Ok(contents) => saved(what, disk.save(what, &contents, &base)).text,
            Err(why) => fill("prompt-refused", &[("why", &why)]),
        });
        None
    }
}

/// What is wrong, and what to do.
fn said_of(problem: &Problem) -> String {
    format!("{}: {}", problem.message, problem.hint)
}
