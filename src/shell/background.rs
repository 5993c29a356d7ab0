//! Work that takes time, on threads of its own; its news come back as messages.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::{Event, authority, beside, bundles, complete, drafts, now, outcome, send};
use crate::answers::CaCredentials;
use crate::bundle::{self, GenerateEvent, Target};
use crate::cluster::{Hint, KeyAlgorithm, Plan};
use crate::pki::{self, IssueEvent, KeyStock};
use crate::text::say;
use crate::ui::{AuthorityCheck, Listing, Message, Refusal, Saved, key_name};

/// Draws randomness after the first frame, and starts the generator of keys, so that the generation needn't wait for it.
pub(super) fn prepare(sender: &Sender<Event>) {
    let sender = sender.clone();
    thread::spawn(move || {
        if let Some(message) = entropy() {
            send(&sender, Event::Message(message));
        }
        pki::start_key_generator();
    });
}

/// Randomness for the token of a new cluster.
pub(super) fn entropy() -> Option<Message> {
    let mut random = [0; 4];
    pki::system_random(&mut random).ok().map(|()| Message::Entropy(random))
}

/// Looks what there is to go on with, on a thread of its own: a home directory may hang.
pub(super) fn list(here: Option<PathBuf>) -> Receiver<Listing> {
    let (sender, listing) = channel();
    thread::spawn(move || {
        let state = drafts::state_directory();
        let drafts = state.map(|state| drafts::list(&state, here.as_deref())).unwrap_or_default();
        // Nobody may be left to hear it.
        let _ = sender.send(Listing { drafts, bundles: bundles::list() });
    });
    listing
}

/// Tells the loop of a list once it comes.
pub(super) fn tell(sender: &Sender<Event>, listing: Receiver<Listing>, asked: bool) {
    let sender = sender.clone();
    thread::spawn(move || {
        if let Ok(listing) = listing.recv() {
            send(&sender, Event::Message(Message::Listed { listing, asked }));
        }
    });
}

/// The generation that may be under way.
pub(super) struct Background {
    sender: Sender<Event>,
    stock: Arc<KeyStock>,
    cancelled: Arc<AtomicBool>,
    running: Option<JoinHandle<()>>,
}

impl Background {
    pub(super) fn new(sender: Sender<Event>) -> Self {
        Self { sender, stock: Arc::default(), cancelled: Arc::default(), running: None }
    }

    /// Does what takes time beside the loop, and sends what came of it.
    fn spawn(&self, work: impl FnOnce() -> Message + Send + 'static) -> JoinHandle<()> {
        let sender = self.sender.clone();
        thread::spawn(move || send(&sender, Event::Message(work())))
    }

    /// Looks what there is to go on with, because somebody asked.
    pub(super) fn list(&self, here: Option<PathBuf>) {
        tell(&self.sender, list(here), true);
    }

    /// Verifies a bundle.
    pub(super) fn look_at_bundle(&self, path: String) {
        self.spawn(move || {
            let look = bundles::look(&path);
            Message::BundleLooked { path, look }
        });
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

    /// Saves a file. What stands there already is left as it is, and the file goes beside it.
    pub(super) fn save_beside(&self, what: Saved, contents: String, base: String) {
        self.spawn(move || Message::SavedBeside(what, beside::save(what, &contents, &base)));
    }

    /// Starts to write a bundle.
    pub(super) fn generate(&mut self, plan: Plan, output: String, ca_credentials: CaCredentials) {
        self.join();
        self.cancelled = Arc::default();
        let cancelled = Arc::clone(&self.cancelled);
        let (sender, stock) = (self.sender.clone(), Arc::clone(&self.stock));
        self.running = Some(self.spawn(move || {
            let work = || generate(&plan, &output, &ca_credentials, &stock, &cancelled, &sender);
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let done = done.unwrap_or_else(|_| {
                let (message, hint) = (say("generate-fault"), say("generate-fault.hint"));
                Err(Refusal { message: message.into(), hint: hint.into() })
            });
            done.unwrap_or_else(Message::Failed)
        }));
    }

    /// Makes keys while somebody still types.
    pub(super) fn make_ahead(&self, algorithm: KeyAlgorithm, count: usize) {
        self.stock.want(algorithm, count);
    }

    /// Asks the generation to stop; it tells when it has.
    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Stops the generation, waits until nothing of it is left on disk, and wipes the keys that it didn't take.
    pub(super) fn stop(&mut self) {
        self.join();
        self.stock.clear();
    }

    fn join(&mut self) {
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
    stock: &KeyStock,
    cancelled: &AtomicBool,
    sender: &Sender<Event>,
) -> Result<Message, Refusal> {
    // Opening an encrypted key takes a while: a place that can't be used shows first.
    let target = target(output)?;
    let authority = authority::source(plan, ca_credentials, now())?;
    let progress = |event: GenerateEvent<'_>| {
        if let GenerateEvent::Issue(IssueEvent::KeyDone { done, total, profile }) = event {
            let name = key_name(profile);
            send(sender, Event::Message(Message::Progress { done, total, name }));
        }
    };
    match bundle::generate(plan, &authority, &target, now(), stock, cancelled, &progress) {
        Ok(generated) => {
            bundles::record(plan, &generated);
            Ok(Message::Generated(Box::new(outcome::read_back(plan, &generated))))
        }
        Err(error) if error.is_cancelled() => Ok(Message::Cancelled),
        Err(error) => Err(Refusal { message: error.to_string(), hint: error.hint() }),
    }
}
