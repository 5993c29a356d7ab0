//! Work that takes time, on threads of its own; its news come back as messages.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use super::saved::Saved;
use super::{Event, authority, complete, now, outcome, script, send};
use crate::answers::CaCredentials;
use crate::bundle::{self, GenerateEvent, Target};
use crate::cluster::{Hint, Plan};
use crate::pki::{self, IssueEvent};
use crate::text::say;
use crate::ui::{AuthorityCheck, Message, Refusal};

/// Draws randomness and looks for saved answers, both after the first frame, and starts the generator of keys, so
/// that the generation needn't wait for it.
pub(super) fn prepare(sender: &Sender<Event>, saved: Option<Saved>) {
    let sender = sender.clone();
    thread::spawn(move || {
        let mut random = [0; 4];
        if pki::system_random(&mut random).is_ok() {
            send(&sender, Event::Message(Message::Entropy(random)));
        }
        if let Some(place) = saved.as_ref().and_then(Saved::beside_another) {
            send(&sender, Event::Message(Message::BesideAnother(place)));
        }
        if let Some(message) = saved.and_then(|saved| saved.load()) {
            send(&sender, Event::Message(message));
        }
        pki::start_key_generator();
    });
}

/// The generation that may be under way.
pub(super) struct Background {
    sender: Sender<Event>,
    cancelled: Arc<AtomicBool>,
    running: Option<JoinHandle<()>>,
}

impl Background {
    pub(super) fn new(sender: Sender<Event>) -> Self {
        Self { sender, cancelled: Arc::default(), running: None }
    }

    /// Does what takes time beside the loop, and sends what came of it.
    fn spawn(&self, work: impl FnOnce() -> Message + Send + 'static) -> JoinHandle<()> {
        let sender = self.sender.clone();
        thread::spawn(move || send(&sender, Event::Message(work())))
    }

    /// Looks whether an output directory can be used. A look at the disk is quick where the disk is
    /// local; on a hanging network file system it must not stop the screen.
    pub(super) fn check_output(&self, text: String) {
        self.spawn(move || {
            let result = target(&text).map(|target| target.path());
            let free = if result.is_err() { free_name(&text) } else { None };
            Message::OutputChecked { text, result, free }
        });
    }

    /// Looks whether the CA that is brought can sign. An encrypted key takes a while to open.
    pub(super) fn check_authority(&self, check: AuthorityCheck) {
        self.spawn(move || {
            let problems = authority::problems(&check.ca_credentials, check.plan.as_ref(), now());
            Message::AuthorityChecked { number: check.number, problems }
        });
    }

    /// Completes the name of a file, beside the loop as well.
    pub(super) fn complete(&self, text: String) {
        self.spawn(move || {
            let (completed, candidates) = complete::complete(&text, complete::home().as_deref());
            Message::Completed { text, completed, candidates }
        });
    }

    /// Writes a script. What stands there already is left as it is, and the script goes beside it.
    pub(super) fn save_by_hand(&self, script: String, path: String) {
        self.spawn(move || Message::ByHandSaved(script::save(&script, &path)));
    }

    /// Starts to write a bundle.
    pub(super) fn generate(&mut self, plan: Plan, output: String, ca_credentials: CaCredentials) {
        self.stop();
        self.cancelled = Arc::default();
        let cancelled = Arc::clone(&self.cancelled);
        let sender = self.sender.clone();
        self.running = Some(self.spawn(move || {
            let work = || generate(&plan, &output, &ca_credentials, &cancelled, &sender);
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let done = done.unwrap_or_else(|_| {
                let (message, hint) = (say("generate-fault"), say("generate-fault.hint"));
                Err(Refusal { message: message.into(), hint: hint.into() })
            });
            done.unwrap_or_else(Message::Failed)
        }));
    }

    /// Asks the generation to stop; it tells when it has.
    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Stops the generation and waits until nothing of it is left on disk.
    pub(super) fn stop(&mut self) {
        self.cancel();
        if let Some(running) = self.running.take() {
            let _ = running.join();
        }
    }
}

/// The output directory, if it can be used.
pub(super) fn target(text: &str) -> Result<Target, Refusal> {
    let refusal = |message: String, hint: String| Refusal { message, hint };
    let directory = std::env::current_dir()
        .map_err(|error| refusal(error.to_string(), say("output-no-directory").into()))?;
    Target::check(Path::new(text.trim_matches(' ')), &directory)
        .map_err(|error| refusal(error.to_string(), error.hint()))
}

/// A name like that of something that stands there already, with a number behind it, which is free.
fn free_name(text: &str) -> Option<String> {
    let taken = text.trim_matches(' ').trim_end_matches('/');
    Path::new(taken).symlink_metadata().ok()?;
    let number = taken.rsplit_once('-').filter(|(_, number)| number.parse::<u8>().is_ok());
    let base = number.map_or(taken, |(base, _)| base);
    (2..100).map(|number| format!("{base}-{number}")).find(|name| target(name).is_ok())
}

fn generate(
    plan: &Plan,
    output: &str,
    ca_credentials: &CaCredentials,
    cancelled: &AtomicBool,
    sender: &Sender<Event>,
) -> Result<Message, Refusal> {
    // Opening an encrypted key takes a while: a place that can't be used shows first.
    let target = target(output)?;
    let authority = authority::source(plan, ca_credentials, now())?;
    let progress = |event: GenerateEvent<'_>| {
        if let GenerateEvent::Issue(IssueEvent::KeyDone { done, total, profile }) = event {
            let name = format!("{}: {}", pki::role_name(profile.role), profile.owner);
            send(sender, Event::Message(Message::Progress { done, total, name }));
        }
    };
    let random = &pki::system_random;
    match bundle::generate(plan, &authority, &target, now(), random, cancelled, &progress) {
        Ok(generated) => Ok(Message::Generated(Box::new(outcome::read_back(plan, &generated)))),
        Err(error) if error.is_cancelled() => Ok(Message::Cancelled),
        Err(error) => Err(Refusal { message: error.to_string(), hint: error.hint() }),
    }
}
