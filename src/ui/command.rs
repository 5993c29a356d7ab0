//! What goes into the application and what comes out of it.

use std::path::PathBuf;

use ratatui::layout::Position;
use tui_input::InputRequest;

use super::lab::Task;
use super::listing::{BundleLook, Listing};
use crate::answers::CaCredentials;
use crate::answers::{Draft, Problem, Step};
use crate::cluster::Plan;
use crate::course::Lesson;
use crate::pki::CertificateReport;

/// What a person wants, whatever key said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Go on: accept this answer and take the next, or do what the focused button says.
    Accept,
    /// Close what is open, or go back one step.
    Back,
    /// Go to the next step.
    NextStep,
    /// Go to the previous step.
    PreviousStep,
    /// Go to a step directly.
    GoTo(Step),
    /// Move the focus on.
    NextFocus,
    /// Move the focus back.
    PreviousFocus,
    /// Move up in a list, a table or a form.
    Up,
    /// Move down in a list, a table or a form.
    Down,
    /// Take the previous choice.
    Left,
    /// Take the next choice.
    Right,
    /// Scroll what is shown up by a page.
    PageUp,
    /// Scroll what is shown down by a page.
    PageDown,
    /// Edit the text under the cursor.
    Edit(InputRequest),
    /// Text that was pasted.
    Paste(String),
    /// Add a row to the table.
    AddRow,
    /// Take the focused row out of the table.
    RemoveRow,
    /// Fill the member table from a pattern.
    Fill,
    /// Show what can be started from.
    StartFrom,
    /// List the drafts.
    ListDrafts,
    /// Begin a new draft.
    NewDraft,
    /// Take back the last change of the answers.
    Undo,
    /// Make the change again that was taken back last.
    Redo,
    /// Show or hide the inspector.
    ToggleInspector,
    /// Inspect the next of the certificates that belong to the focus.
    OtherCertificate,
    /// Complete the name of a file.
    Complete,
    /// Show the passphrase, or hide it again.
    Reveal,
    /// Open the focused file on the whole screen.
    Open,
    /// Copy what is shown to the clipboard.
    Copy,
    /// Copy the whole certificate.
    CopyWhole,
    /// Go to the first line.
    First,
    /// Go to the last line.
    Last,
    /// Search for a text.
    Search,
    /// Go to the next match of the search.
    NextMatch,
    /// Go to the previous match of the search.
    PreviousMatch,
    /// Go to the next thing that is wrong or odd.
    NextFinding,
    /// Go to the previous thing that is wrong or odd.
    PreviousFinding,
    /// Go to the certificate that ends first; again, to what ends next.
    NextToEnd,
    /// Go to who signed this.
    Issuer,
    /// Show what is selected in another form.
    OtherView,
    /// Show the certificates by who signed them in place of the files, or the other way round.
    OtherTree,
    /// Show every handshake between the members and clients whose certificates are inspected.
    Handshakes,
    /// Show what differs from the plan of before.
    ShowChanges,
    /// Show the commands that do the same as the step by hand.
    ShowByHand,
    /// Save the script that does the same by hand.
    SaveByHand,
    /// Save the plan, without a bundle.
    SavePlan,
    /// Do something in the lab.
    Lab(LabCommand),
    /// What stands at this place was clicked.
    Click(Position),
    /// The wheel was turned.
    Wheel {
        /// Whether towards the end.
        down: bool,
    },
    /// Turn the mouse on or off.
    ToggleMouse,
    /// Show the keys and what this step is about.
    Help,
    /// Stop the program, for a shell to continue it.
    Suspend,
    /// Draw the whole screen anew.
    Redraw,
    /// Leave, after a question.
    Quit,
    /// Leave at once.
    QuitNow,
}

/// What a person wants of the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabCommand {
    /// Pause, or go on.
    Pause,
    /// One tick forward.
    Step,
    /// One tick back, or undo what was done since.
    StepBack,
    /// More ticks a second.
    Faster,
    /// Fewer.
    Slower,
    /// Stop the selected member, or start it.
    StartOrStop,
    /// Wipe its disk.
    Wipe,
    /// Cut it off, or connect it again.
    Isolate,
    /// Slow its links down, or not any more.
    Slow,
    /// Cut the network in two below it, or make it whole.
    Cut,
    /// Put a value there.
    Put,
    /// Read there, linearizable.
    Read,
    /// Read there, serializable.
    ReadLocal,
    /// Add a member that votes.
    AddVoter,
    /// Add a learner.
    AddLearner,
    /// Make the selected learner a voter.
    Promote,
    /// Remove the selected member.
    Remove,
    /// Hand leadership over to it.
    Transfer,
    /// Save the scenario.
    Save,
    /// Kill the selected member at once.
    Kill,
    /// Freeze it, or let it go on.
    Freeze,
    /// Type what etcdctl is told.
    Prompt,
    /// Show the other list, where there is room for one.
    OtherList,
    /// Copy the last command.
    Copy,
}

/// What the shell is asked to do; the application itself touches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Leave.
    Quit,
    /// Stop the program, where a shell is there that can continue it.
    Suspend,
    /// Draw the whole screen anew.
    Redraw,
    /// Look whether the output directory can be used.
    CheckOutput(String),
    /// Look at the same, and whether the CA that is brought can sign.
    CheckOutputAndAuthority {
        /// The output directory, as typed.
        output: String,
        /// The CA.
        authority: Box<AuthorityCheck>,
    },
    /// Write the bundle.
    Generate {
        /// What to write.
        plan: Box<Plan>,
        /// Where to.
        output: String,
        /// The way to the CA.
        ca_credentials: Box<CaCredentials>,
    },
    /// Look what drafts there are.
    ListDrafts,
    /// Go on with the draft in this file.
    OpenDraft(PathBuf),
    /// Begin a new draft, of a plan where one is given; the one that is open stays as it is.
    NewDraft(Option<Box<Plan>>),
    /// Verify the bundle at this path.
    LookAtBundle(String),
    /// Show what is in this directory in the inspector, and come back.
    Inspect(PathBuf),
    /// Delete the draft in this file.
    DeleteDraft(PathBuf),
    /// Bring back the draft that was deleted last.
    UndeleteDraft,
    /// Complete the name of a file, relative to where the wizard was started.
    Complete(String),
    /// Stop writing it.
    CancelGeneration,
    /// Put text into the terminal's clipboard.
    Copy(String),
    /// Write a file beside what stands there already.
    SaveBeside {
        /// What it is.
        what: Saved,
        /// What is in it.
        contents: String,
        /// What its name begins with: the bundle's.
        base: String,
    },
    /// Keep which lessons are done.
    KeepLessons(Vec<Lesson>),
    /// Listen to the mouse, or don't any more.
    Mouse(bool),
    /// Do something to the members on this machine.
    Local(Task),
}

/// What the review saves beside the bundle that is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// The script that makes the same certificates with openssl.
    ByHand,
    /// The plan.
    Plan,
    /// What was done in the lab.
    Scenario,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// The name that was asked for, where something stood there.
    pub taken: Option<String>,
}

/// A look at the CA that the operator brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityCheck {
    /// Which look this is: news of an earlier one come too late.
    pub number: usize,
    /// The way to the CA.
    pub ca_credentials: CaCredentials,
    /// What it is to sign, where that is known.
    pub plan: Option<Plan>,
}

/// What the shell has to tell.
#[derive(Debug, Clone)]
pub enum Message {
    /// Randomness for the default cluster token.
    Entropy([u8; 4]),
    /// What there is to go on with.
    Listed {
        /// What was found.
        listing: Listing,
        /// Whether somebody asked for it.
        asked: bool,
    },
    /// The draft that was asked for: it is this wizard's now.
    DraftOpened(Box<Draft>),
    /// A new draft begins, of a plan where one is given.
    DraftBegun(Option<Box<Plan>>),
    /// The bundle at a path was verified.
    BundleLooked {
        /// The path.
        path: String,
        /// What was found.
        look: BundleLook,
    },
    /// The inspector has news, which the shell keeps.
    Inspected,
    /// A draft was deleted, of a cluster of this name.
    DraftDeleted(String),
    /// Whether a draft was there to be brought back.
    DraftRestored(bool),
    /// Nothing was done with a draft, for this reason.
    DraftRefused(Refusal),
    /// Whether answers can be saved: why not, or `None` once they can.
    NotSaved(Option<String>),
    /// The output directory was looked at.
    OutputChecked {
        /// The text that was looked at.
        text: String,
        /// The absolute path, or why it can't be used.
        result: Result<PathBuf, Refusal>,
        /// Where something stands there already: a name like it that is free.
        free: Option<String>,
    },
    /// The CA that is brought was looked at.
    AuthorityChecked {
        /// Which look it was.
        number: usize,
        /// Everything that keeps it from signing.
        problems: Vec<Problem>,
    },
    /// A file was saved beside the bundle, or could not be.
    SavedBeside(Saved, Result<SavedFile, Refusal>),
    /// The name of a file was completed.
    Completed {
        /// The text that was looked at.
        text: String,
        /// As far as it could be completed.
        completed: String,
        /// The names that it could become.
        candidates: Vec<String>,
    },
    /// A key is done.
    Progress {
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
        /// Whose it was.
        name: String,
    },
    /// The bundle stands.
    Generated(Box<Outcome>),
    /// It could not be written.
    Failed(Refusal),
    /// It was cancelled, and nothing was left behind.
    Cancelled,
}

/// Why something was refused, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A bundle that was written.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its absolute path.
    pub root: PathBuf,
    /// Its files in the order of the tree.
    pub files: Vec<OutcomeFile>,
    /// The commands of the rollout in order, with `#` lines that say what they do.
    pub commands: Vec<String>,
}

/// A file that was written.
#[derive(Debug, Clone)]
pub struct OutcomeFile {
    /// Its path within the bundle.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
    /// What it holds, as far as it may be shown.
    pub contents: Contents,
}

/// What is shown of a file.
#[derive(Debug, Clone)]
pub enum Contents {
    /// Text.
    Text(String),
    /// A certificate, as read back.
    Certificate(Box<CertificateReport>),
    /// A private key, which is never shown.
    PrivateKey,
}
