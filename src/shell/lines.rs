//! The wizard as line prompts on standard input and output: a terminal, a serial line, a script.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use zeroize::Zeroizing;

use super::prompt::{self, PromptError};
use super::saved::Saved;
use super::{ShellError, authority, background, now, signals};
use crate::answers::{Answers, CaCredentials, Field, FieldRef, Problem};
use crate::bundle::{AuthoritySource, Target, shown};
use crate::cluster::Plan;
use crate::pki;
use crate::prompt::{Answered, Disk, Interview, Prompt};
use crate::text::{fill, say};
use crate::ui::{Message, Refusal};

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
    saved: Option<Saved>,
}

impl Request {
    /// Drops the answers that were kept: the bundle's plan holds them now.
    pub(crate) fn forget_answers(&self) {
        if let Some(saved) = &self.saved {
            saved.forget();
        }
    }
}

/// Asks everything that a bundle is made from, line by line.
///
/// # Errors
/// Where standard output can't be written to.
pub(crate) fn interview(plan: Option<&Plan>) -> Result<Ended, ShellError> {
    // A session on a plan file must not replace the answers that an interrupted one left.
    let saved = if plan.is_none() { Saved::locate() } else { None };
    let mut lines = Lines { saved, is_kept: false };
    let mut interview = match plan {
        Some(plan) => Interview::of_plan(plan),
        None => match lines.earlier()? {
            Ok(answers) => Interview::new(answers),
            Err(code) => return Ok(Ended::Left(code)),
        },
    };
    let mut random = [0; 4];
    if pki::system_random(&mut random).is_ok() {
        interview.set_token_suffix(random);
    }
    loop {
        let before = interview.answers().clone();
        let prompt = interview.ask();
        let line = match lines.read(&prompt)? {
            Ok(line) => line,
            Err(code) => return Ok(Ended::Left(code)),
        };
        if let Some(answered) = interview.answer(&line, &LocalDisk) {
            return lines.request(answered);
        }
        if *interview.answers() != before {
            lines.store(interview.answers());
        }
    }
}

/// Standard input and output, and the answers that are kept meanwhile.
struct Lines {
    saved: Option<Saved>,
    /// Whether the answers are on the disk as they stand.
    is_kept: bool,
}

impl Lines {
    /// The answers to start from: those of an earlier start where somebody wants them.
    fn earlier(&mut self) -> Result<Result<Answers, ExitCode>, ShellError> {
        let fresh = Answers::at_a_terminal();
        let Some(saved) = &self.saved else { return Ok(Ok(fresh)) };
        if let Some(place) = saved.beside_another() {
            print(&[fill("notice-another-wizard", &[("path", &shown(&place))])])?;
        }
        let answers = match saved.load() {
            Some(Message::Saved(answers)) => answers,
            Some(Message::SavedUnreadable(kept)) => {
                print(&[fill("notice-unreadable-answers", &[("path", &shown(&kept))])])?;
                return Ok(Ok(fresh));
            }
            _ => return Ok(Ok(fresh)),
        };
        let values: &[(&str, &dyn std::fmt::Display)] =
            &[("cluster", &answers.cluster_name()), ("size", &answers.size())];
        let question = fill("prompt-resume", values);
        loop {
            let prompt = Prompt { lines: Vec::new(), question: question.clone(), is_secret: false };
            let line = match self.read(&prompt)? {
                Ok(line) => line,
                Err(code) => return Ok(Err(code)),
            };
            let Some(saved) = &self.saved else { return Ok(Ok(fresh)) };
            match line.trim().to_ascii_lowercase().as_str() {
                "" | "y" | "yes" => {
                    saved.take_earlier();
                    self.is_kept = true;
                    return Ok(Ok(*answers));
                }
                "n" | "no" => {
                    if let Ok(path) = saved.keep_earlier() {
                        print(&[fill("notice-earlier-kept", &[("path", &shown(&path))])])?;
                    }
                    return Ok(Ok(fresh));
                }
                _ => {}
            }
        }
    }

    /// Asks; the exit code where no answer comes any more.
    fn read(&self, prompt: &Prompt) -> Result<Result<Zeroizing<String>, ExitCode>, ShellError> {
        print(&prompt.lines)?;
        if prompt.is_secret && io::stdin().is_terminal() {
            return match prompt::passphrase(&prompt.question) {
                Ok(line) => Ok(Ok(line)),
                Err(PromptError::Signal(signal)) => Ok(Err(signals::exit_code(signal))),
                Err(PromptError::Empty | PromptError::NoTerminal) => self.leave(),
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
            return self.leave();
        }
        while line.ends_with(['\n', '\r']) {
            line.pop();
        }
        Ok(Ok(line))
    }

    /// The end of the input.
    fn leave<T>(&self) -> Result<Result<T, ExitCode>, ShellError> {
        let kept = if self.is_kept { "prompt-left" } else { "prompt-left.nowhere" };
        print(&[String::new(), say(kept).to_owned()])?;
        Ok(Err(ExitCode::from(1)))
    }

    fn store(&mut self, answers: &Answers) {
        // Where that fails, it is said when somebody leaves.
        self.is_kept = self.saved.as_ref().is_some_and(|saved| saved.store(answers).is_ok());
    }

    /// What was answered, with its CA read and its directory claimed.
    fn request(self, answered: Answered) -> Result<Ended, ShellError> {
        let Answered { plan, output, ca_credentials } = answered;
        let made = background::target(&output).and_then(|target| {
            let authority = authority::source(&plan, &ca_credentials, now())?;
            Ok(Request { plan: *plan, authority, target, saved: self.saved })
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
}
