//! The wizard's loop: keys and news in, frames out, and drafts kept meanwhile.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::background::{self, Background};
use super::drafts::Drafts;
use super::events::take;
use super::job::stop_job;
use super::terminal::{self, Screen};
use super::viewer::{self, Inspect};
use super::{End, Event, ShellError, now, send, theme};
use crate::answers::{Answers, Progress};
use crate::bundle::shown;
use crate::cluster::Plan;
use crate::text::{fill, say};
use crate::ui::keymap::{self, Mode};
use crate::ui::viewer::{Viewer, draw as draw_viewer};
use crate::ui::{Action, App, Command, Message, Refusal, draw, is_pasted_table};

/// How long a change waits before answers are saved, so that typing doesn't write at each key.
const SAVE_AFTER: Duration = Duration::from_millis(400);
/// How long the first frame waits for the list of drafts, which takes a millisecond unless the disk hangs.
const LIST_WAIT: Duration = Duration::from_millis(50);

/// Runs the wizard on the process's terminal, on a plan or from the start, with the mouse or without. Returns when the operator
/// leaves, a signal comes or the terminal goes away; the terminal is restored in every case. `inspect` reads what a
/// bundle holds for the inspector.
///
/// # Errors
/// [`ShellError`] where there is no usable terminal.
pub(crate) fn wizard(
    plan: Option<&Plan>,
    mouse: bool,
    inspect: Inspect,
) -> Result<ExitCode, ShellError> {
    terminal::unless_gone(session(plan, mouse, inspect))
}

fn session(plan: Option<&Plan>, mouse: bool, inspect: Inspect) -> Result<ExitCode, ShellError> {
    let (sender, events) = channel();
    terminal::watch_signals(&sender)?;
    let listing = plan.is_none().then(|| background::list(None));
    let screen = Screen::open()?;
    let size = screen.size()?;
    let answers = plan.map_or_else(Answers::at_a_terminal, Answers::from_plan);
    let mut app = App::new(answers, now(), theme(), size);
    if mouse {
        app.use_mouse();
        terminal::use_mouse(true)?;
    }
    let late = listing.and_then(|listing| match listing.recv_timeout(LIST_WAIT) {
        Ok(listing) => {
            app.receive(Message::Listed { listing, asked: false });
            None
        }
        Err(_) => Some(listing),
    });
    let drafts = Drafts::locate();
    if drafts.is_none() {
        app.receive(Message::NotSaved(Some(say("quit-nowhere").to_owned())));
    }
    let mut wizard = Wizard {
        stored: (app.answers().clone(), app.progress()),
        app,
        screen,
        background: Background::new(sender.clone()),
        drafts,
        inspect,
        sender: sender.clone(),
        events,
    };
    wizard.draw()?;
    // Nothing above touches keys or entropy, and nothing waits for the disk: the first frame is there at once.
    terminal::watch_keys(&sender);
    if let Some(listing) = late {
        background::tell(&sender, listing, false);
    }
    background::prepare(&sender);
    if plan.is_some()
        && let Some(action) = wizard.app.review_plan()
    {
        wizard.perform(action)?;
        wizard.draw()?;
    }
    let end = wizard.run();
    // Also where the terminal failed before the loop came to save what was typed last.
    wizard.save();
    let Wizard { app, screen, mut background, drafts, .. } = wizard;
    // The terminal first: keys that were begun are finished, which takes seconds with RSA.
    drop(screen);
    background.stop();
    drop(drafts);
    let end = end?;
    if let (End::Quit, Some(outcome)) = (&end, app.outcome()) {
        let line = fill("goodbye-written", &[("path", &shown(&outcome.root))]);
        writeln!(io::stdout(), "{line}")?;
    }
    Ok(end.code(0))
}

/// Whether lines that name members are taken for a paste of them, though nothing says that they are one.
fn takes_members(mode: Mode) -> bool {
    matches!(mode, Mode::MemberCell | Mode::Table | Mode::Tiers)
}

/// The wizard while it runs, with all that it uses.
struct Wizard {
    app: App,
    screen: Screen,
    background: Background,
    /// `None` without a home directory.
    drafts: Option<Drafts>,
    /// What was stored last, or was there at the start.
    stored: (Answers, Progress),
    inspect: Inspect,
    sender: Sender<Event>,
    events: Receiver<Event>,
}

impl Wizard {
    fn draw(&mut self) -> io::Result<()> {
        let app = &self.app;
        self.screen.draw(|frame| draw(frame, app))
    }

    /// The loop: waits for an event, lets the application take it, draws. It blocks while nothing
    /// happens; only an unsaved change makes it wake by itself, once.
    fn run(&mut self) -> Result<End, ShellError> {
        let mut due = None;
        loop {
            let event = if self.is_save_due() {
                // From the first change on: whatever goes on coming must not put it off.
                let due: Instant = *due.get_or_insert_with(|| Instant::now() + SAVE_AFTER);
                match due.saturating_duration_since(Instant::now()) {
                    Duration::ZERO => Err(RecvTimeoutError::Timeout),
                    left => self.events.recv_timeout(left),
                }
            } else {
                due = None;
                self.events.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            self.app.set_now(now());
            match event {
                Err(RecvTimeoutError::Timeout) => {
                    self.save();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(End::Closed),
                Ok(event) => {
                    // A resize or a paste comes as many events: take all that wait, then draw once.
                    let (mut next, mut left) = (Some(event), 500);
                    while let Some(event) = next {
                        if let Some(end) = self.take(event)? {
                            return Ok(end);
                        }
                        left -= 1;
                        next = if left > 0 { self.events.try_recv().ok() } else { None };
                    }
                }
            }
            if let Some((algorithm, count)) = self.app.keys_ahead() {
                self.background.make_ahead(algorithm, count);
            }
            if self.app.is_written()
                && let Some(drafts) = &mut self.drafts
            {
                // The bundle's plan.json holds them now.
                drafts.forget();
            }
            self.draw()?;
        }
    }

    /// Whether there is something to be stored: answers that were changed, and where somebody is with those of a
    /// draft.
    fn is_unsaved(&self) -> bool {
        let Some(drafts) = &self.drafts else { return false };
        if self.app.is_written() {
            return false;
        }
        let (answers, progress) = &self.stored;
        let changed = self.app.answers() != answers;
        if drafts.has_open() {
            changed || self.app.progress() != *progress
        } else {
            changed && !self.app.answers().is_untouched()
        }
    }

    /// Whether it has to be stored while the wizard runs: where the focus is alone is stored with the next change,
    /// or at the end.
    fn is_save_due(&self) -> bool {
        let (answers, progress) = &self.stored;
        let moved = self.app.progress().step != progress.step;
        (moved || self.app.answers() != answers) && self.is_unsaved()
    }

    fn save(&mut self) {
        if !self.is_unsaved() {
            return;
        }
        let Some(drafts) = &mut self.drafts else { return };
        let progress = self.app.progress();
        // Answers that can't be saved are no reason to stop: they are all on the screen.
        let stored = drafts.store(self.app.answers(), progress, now());
        self.app.receive(Message::NotSaved(stored.err().map(|error| error.to_string())));
        self.stored = (self.app.answers().clone(), progress);
    }

    fn take(&mut self, event: Event) -> Result<Option<End>, ShellError> {
        let app = &mut self.app;
        let action = match event {
            Event::Terminal(crossterm::event::Event::Resize(..)) => {
                app.resize(self.screen.resize()?);
                None
            }
            Event::Stop => {
                // Whoever stops it may not come back.
                self.save();
                let size = self.screen.stop()?;
                self.app.resize(size);
                None
            }
            Event::Continue => {
                app.resize(self.screen.go_on()?);
                None
            }
            Event::Terminal(event) => {
                keymap::command(&event, app.mode()).and_then(|command| app.update(command))
            }
            Event::Burst { text, .. } if takes_members(app.mode()) && is_pasted_table(&text) => {
                app.update(Command::Paste(text))
            }
            Event::Burst { keys, .. } => {
                for key in keys {
                    if let Some(end) = self.take(Event::Terminal(key))? {
                        return Ok(Some(end));
                    }
                }
                None
            }
            Event::Message(message @ Message::Entropy(_)) => {
                // That is nothing that somebody typed.
                let is_stored = *app.answers() == self.stored.0;
                let action = app.receive(message);
                if is_stored {
                    self.stored.0.clone_from(app.answers());
                }
                action
            }
            Event::Message(message) => app.receive(message),
            Event::Signal(signal) => return Ok(Some(End::Signal(signal))),
            Event::Closed => return Ok(Some(End::Closed)),
        };
        match action {
            None => Ok(None),
            Some(action) => self.perform(action),
        }
    }

    /// Does what the application asks for.
    fn perform(&mut self, action: Action) -> Result<Option<End>, ShellError> {
        match action {
            Action::Quit => return Ok(Some(End::Quit)),
            // The signal comes as an event, and gives the terminal back.
            Action::Suspend => stop_job(),
            Action::Redraw => self.screen.redraw()?,
            Action::Copy(text) => terminal::copy(&text)?,
            Action::CheckOutput(text) => self.background.check_output(text),
            Action::CheckOutputAndAuthority { output, authority } => {
                self.background.check_output(output);
                self.background.check_authority(*authority);
            }
            Action::ListDrafts => {
                self.save();
                self.list();
            }
            Action::OpenDraft(path) => return self.open_draft(&path),
            Action::NewDraft(plan) => {
                self.save();
                if let Some(drafts) = &mut self.drafts {
                    drafts.close();
                }
                let is_kept = plan.is_some();
                let begun = self.begin(Message::DraftBegun(plan));
                if is_kept {
                    // Whoever asked for a draft has one, though nothing was changed yet.
                    self.stored.0 = Answers::new();
                }
                return begun;
            }
            Action::LookAtBundle(path) => self.background.look_at_bundle(path),
            Action::Inspect(path) => return self.inspect(path),
            Action::DeleteDraft(path) => self.delete_draft(&path),
            Action::UndeleteDraft => {
                let Some(drafts) = &mut self.drafts else { return Ok(None) };
                let message = match drafts.undelete() {
                    Ok(was_there) => Message::DraftRestored(was_there),
                    Err(error) => Message::DraftRefused(Refusal {
                        message: say("draft-not-restored").to_owned(),
                        hint: error.to_string(),
                    }),
                };
                self.app.receive(message);
                self.list();
            }
            Action::SaveBeside { what, contents, base } => {
                self.background.save_beside(what, contents, base);
            }
            Action::Mouse(is_on) => terminal::use_mouse(is_on)?,
            Action::Complete(text) => self.background.complete(text),
            Action::Generate { plan, output, ca_credentials } => {
                self.background.generate(*plan, output, *ca_credentials);
            }
            Action::CancelGeneration => self.background.cancel(),
            // The lessons', and the lab's.
            Action::KeepLessons(_) | Action::Local(_) => {}
        }
        Ok(None)
    }

    /// Shows what is in a directory in the inspector, until somebody leaves that.
    fn inspect(&mut self, path: PathBuf) -> Result<Option<End>, ShellError> {
        let (keeper, news) = channel();
        let (code, _) = channel();
        let sender = self.sender.clone();
        // Both come on one channel: news are kept aside, and the loop is told of them.
        let tell = move |one| {
            let _ = keeper.send(one);
            send(&sender, Event::Message(Message::Inspected));
        };
        let read = self.inspect;
        viewer::work(tell, code, move |progress| read(&path, progress), None);
        let mut shown = Viewer::new(now(), theme(), self.screen.size()?);
        let end = loop {
            self.screen.draw(|frame| draw_viewer(frame, &shown))?;
            let Ok(event) = self.events.recv() else { break End::Closed };
            match event.without_news() {
                Ok(event) => {
                    if let Some(end) = take(&mut shown, event, &mut self.screen, &mut |_| ())? {
                        break end;
                    }
                }
                Err(message) => {
                    if let Some(action) = self.app.receive(message)
                        && let Some(end) = self.perform(action)?
                    {
                        break end;
                    }
                }
            }
            for one in news.try_iter() {
                shown.receive(one);
            }
        };
        self.app.resize(self.screen.size()?);
        Ok(match end {
            End::Quit => None,
            end => Some(end),
        })
    }

    fn list(&self) {
        self.background.list(self.drafts.as_ref().and_then(Drafts::open_here));
    }

    /// Opens a draft at once: the next key may be a change of it.
    fn open_draft(&mut self, path: &Path) -> Result<Option<End>, ShellError> {
        self.save();
        let Some(drafts) = &mut self.drafts else { return Ok(None) };
        match drafts.open(path) {
            Ok(draft) => self.begin(Message::DraftOpened(Box::new(draft))),
            Err(refusal) => {
                self.app.receive(Message::DraftRefused(refusal));
                self.list();
                Ok(None)
            }
        }
    }

    /// Has the application take other answers, and gives them what only the shell has.
    fn begin(&mut self, message: Message) -> Result<Option<End>, ShellError> {
        let action = self.app.receive(message);
        if let Some(entropy) = background::entropy() {
            self.app.receive(entropy);
        }
        self.stored = (self.app.answers().clone(), self.app.progress());
        match action {
            Some(action) => self.perform(action),
            None => Ok(None),
        }
    }

    fn delete_draft(&mut self, path: &Path) {
        let Some(drafts) = &mut self.drafts else { return };
        let message = match drafts.delete(path) {
            Ok(name) => Message::DraftDeleted(name),
            Err(refusal) => Message::DraftRefused(refusal),
        };
        self.app.receive(message);
        self.list();
    }
}
