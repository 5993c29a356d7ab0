//! The wizard as line prompts on standard input and output: a terminal, a serial line, a script.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use zeroize::Zeroizing;

use super::drafts::Drafts;
use super::prompt::{self, PromptError};
use super::{ShellError, authority, background, beside, bundles, now, signals};
use crate::answers::{Answers, CaCredentials, Field, FieldRef, Problem, Progress};
use crate::bundle::{AuthoritySource, Target};
use crate::cluster::Plan;
use crate::pki;
use crate::prompt::{Answered, Disk, DraftChoice, DraftQuestion, Interview, Prompt, is_yes};
use crate::text::{fill, say, wrap_hanging};
use crate::ui::{Listing, Refusal, Saved, SavedFile};

/// How the questions ended.
pub(crate) enum Ended {
    /// With all that a bundle is made from.
    Answered(Box<Request>),
    /// Without a bundle; the answers are kept.
    Left(ExitCode),
}

/// What is to be generated.
pub(crate) struct Request {
    /// The plan.
    pub(crate) plan: Plan,
    /// The CA that it asks for.
    pub(crate) authority: AuthoritySource,
    /// Where the bundle goes.
    pub(crate) target: Target,
    drafts: Option<Drafts>,
}

impl Request {
    /// Drops the draft: the bundle's plan holds its answers now.
    pub(crate) fn forget_draft(&mut self) {
        if let Some(drafts) = &mut self.drafts {
            drafts.forget();
        }
    }
}

/// Asks everything that a bundle is made from, line by line.
///
/// # Errors
/// Where standard output can't be written to.
pub(crate) fn interview(plan: Option<&Plan>) -> Result<Ended, ShellError> {
    let mut lines = Lines { drafts: Drafts::locate(), is_kept: false };
    let mut interview = match plan {
        Some(plan) => Interview::of_plan(plan),
        None => match lines.begin()? {
            Ok(interview) => *interview,
            Err(code) => return Ok(Ended::Left(code)),
        },
    };
    let mut random = [0; 4];
    if pki::system_random(&mut random).is_ok() {
        interview.set_token_suffix(random);
    }
    loop {
        let before = (interview.answers().clone(), interview.progress());
        let prompt = interview.ask();
        let line = match lines.read(&prompt)? {
            Ok(line) => line,
            Err(code) => return Ok(Ended::Left(code)),
        };
        if let Some(answered) = interview.answer(&line, &LocalDisk) {
            return lines.request(answered);
        }
        let is_changed = *interview.answers() != before.0;
        if is_changed || lines.has_draft() && interview.progress() != before.1 {
            lines.store(interview.answers(), interview.progress());
        }
    }
}

/// Standard input and output, and the draft that is kept meanwhile.
struct Lines {
    drafts: Option<Drafts>,
    /// Whether the answers are on the disk as they stand.
    is_kept: bool,
}

impl Lines {
    /// The questions, from the start or where a draft was left.
    fn begin(&mut self) -> Result<Result<Box<Interview>, ExitCode>, ShellError> {
        // A script's answers must not depend on what was left over.
        if !io::stdin().is_terminal() {
            return Ok(Ok(Box::new(Interview::new(Answers::at_a_terminal()))));
        }
        let mut question = DraftQuestion::new(list());
        loop {
            let Some(drafts) =
                self.drafts.as_mut().filter(|drafts| !question.is_empty() || drafts.has_deleted())
            else {
                return Ok(Ok(Box::new(Interview::new(Answers::at_a_terminal()))));
            };
            let refused = match Self::choice(&mut question)? {
                Err(Some(code)) => return Ok(Err(code)),
                Err(None) => return self.leave(),
                Ok(DraftChoice::New) => {
                    return Ok(Ok(Box::new(Interview::new(Answers::at_a_terminal()))));
                }
                Ok(DraftChoice::Open(path)) => match drafts.open(&path) {
                    Ok(draft) => {
                        self.is_kept = true;
                        return Ok(Ok(Box::new(Interview::of_draft(draft))));
                    }
                    Err(refusal) => Some(refusal),
                },
                Ok(DraftChoice::Delete(path)) => match drafts.delete(&path) {
                    Ok(name) => {
                        let name = crate::text::escape_for_terminal(&name);
                        question.say(fill("prompt-draft-deleted", &[("name", &name)]));
                        None
                    }
                    Err(refusal) => Some(refusal),
                },
                Ok(DraftChoice::Look(path)) => match look(&path)? {
                    Ok(interview) => match interview {
                        Some(interview) => return Ok(Ok(interview)),
                        None => None,
                    },
                    Err(Some(code)) => return Ok(Err(code)),
                    Err(None) => return self.leave(),
                },
                Ok(DraftChoice::Restore) => {
                    let is_restored = drafts.undelete().unwrap_or(false);
                    let key =
                        if is_restored { "notice-draft-restored" } else { "notice-nothing-undone" };
                    question.say(say(key).to_owned());
                    None
                }
            };
            if let Some(Refusal { message, hint }) = refused {
                let why = format!("{message}: {hint}");
                question.say(fill("prompt-refused", &[("why", &why)]));
            }
            question.renew(list());
        }
    }

    fn choice(
        question: &mut DraftQuestion,
    ) -> Result<Result<DraftChoice, Option<ExitCode>>, ShellError> {
        loop {
            let line = match read(&question.ask())? {
                Ok(line) => line,
                Err(code) => return Ok(Err(code)),
            };
            if let Some(choice) = question.answer(&line) {
                return Ok(Ok(choice));
            }
        }
    }

    /// Asks; the exit code where no answer comes any more.
    fn read(&self, prompt: &Prompt) -> Result<Result<Zeroizing<String>, ExitCode>, ShellError> {
        match read(prompt)? {
            Ok(line) => Ok(Ok(line)),
            Err(Some(code)) => Ok(Err(code)),
            Err(None) => self.leave(),
        }
    }

    /// The end of the input.
    fn leave<T>(&self) -> Result<Result<T, ExitCode>, ShellError> {
        let kept = if self.is_kept { "prompt-left" } else { "prompt-left.nowhere" };
        print(&folded(&[String::new(), say(kept).to_owned()]))?;
        Ok(Err(ExitCode::from(1)))
    }

    fn store(&mut self, answers: &Answers, progress: Progress) {
        let Some(drafts) = &mut self.drafts else { return };
        if drafts.has_open() || !answers.is_untouched() {
            // Where that fails, it is said when somebody leaves.
            self.is_kept = drafts.store(answers, progress, now()).is_ok();
        }
    }

    fn has_draft(&self) -> bool {
        self.drafts.as_ref().is_some_and(Drafts::has_open)
    }

    /// What was answered, with its CA read and its directory claimed.
    fn request(self, answered: Answered) -> Result<Ended, ShellError> {
        let Answered { plan, output, ca_credentials } = answered;
        let made = background::target(&output).and_then(|target| {
            let authority = authority::source(&plan, &ca_credentials, now())?;
            Ok(Request { plan: *plan, authority, target, drafts: self.drafts })
        });
        match made {
            Ok(request) => Ok(Ended::Answered(Box::new(request))),
            // It was looked at just before.
            Err(refusal) => Err(ShellError::Changed(refusal)),
        }
    }
}

/// A longer passphrase moves in memory, and leaves a copy behind.
const LONGEST: usize = 4096;

/// What there is to go on with.
fn list() -> Listing {
    background::list(None).recv().unwrap_or_default()
}

/// Says what verifying a bundle came to and how its cluster is brought up, and asks whether its plan is to be a draft.
fn look(path: &str) -> Result<Result<Option<Box<Interview>>, Option<ExitCode>>, ShellError> {
    let look = bundles::look(path);
    print(&[look.findings.trim_end().to_owned(), look.verdict()])?;
    print(&look.commands)?;
    let Some(plan) = look.plan else { return Ok(Ok(None)) };
    let question = say("prompt-bundle-plan").to_owned();
    let answer = read(&Prompt { lines: Vec::new(), question, is_secret: false })?;
    let is_yes = |line: &str| is_yes(line.trim(), false).unwrap_or(false);
    Ok(answer.map(|line| is_yes(&line).then(|| Box::new(Interview::of_plan(&plan)))))
}

/// Asks; where no answer comes any more the exit code of a signal, or `None` at the end of the input.
fn read(prompt: &Prompt) -> Result<Result<Zeroizing<String>, Option<ExitCode>>, ShellError> {
    print(&folded(&prompt.lines))?;
    if prompt.is_secret && io::stdin().is_terminal() {
        return match prompt::passphrase(&prompt.question) {
            Ok(line) => Ok(Ok(line)),
            Err(PromptError::Signal(signal)) => Ok(Err(Some(signals::exit_code(signal)))),
            Err(PromptError::Empty | PromptError::NoTerminal) => Ok(Err(None)),
        };
    }
    let mut stdout = io::stdout().lock();
    write!(stdout, "{}", prompt.question)?;
    stdout.flush()?;
    drop(stdout);
    let mut line = Zeroizing::new(String::with_capacity(LONGEST));
    let read = io::stdin().lock().read_line(&mut line)?;
    if !io::stdin().is_terminal() {
        // Nobody's Enter ended the question's line.
        print(&[String::new()])?;
    }
    if read == 0 {
        return Ok(Err(None));
    }
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(Ok(line))
}

/// Lines that break between words where the terminal would break them anywhere; those of a script stay whole.
fn folded(lines: &[String]) -> Vec<String> {
    let width = crossterm::terminal::size().map_or(80, |(columns, _)| columns.max(20));
    if !io::stdout().is_terminal() {
        return lines.to_vec();
    }
    let fold = |line: &String| {
        let words = line.trim_start();
        let indent = " ".repeat(line.len() - words.len());
        wrap_hanging(&indent, &indent, words, width)
    };
    lines.iter().flat_map(fold).collect()
}

fn print(lines: &[String]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for line in lines {
        writeln!(stdout, "{line}")?;
    }
    stdout.flush()
}

/// The disk of this machine.
struct LocalDisk;

impl Disk for LocalDisk {
    fn output(&self, text: &str) -> Result<PathBuf, Problem> {
        let place = FieldRef::Field(Field::Output);
        let problem = |Refusal { message, hint }| Problem { place, message, hint };
        background::target(text).map(|target| target.path()).map_err(problem)
    }

    fn authority(&self, ca_credentials: &CaCredentials, plan: &Plan) -> Vec<Problem> {
        if ca_credentials.certificate.is_empty() {
            return Vec::new();
        }
        authority::problems(ca_credentials, Some(plan), now())
    }

    fn save(&self, what: Saved, contents: &str, base: &str) -> Result<SavedFile, Refusal> {
        beside::save(what, contents, base)
    }
}
