//! Which key means which command, where: the one table that key presses, the footer and the help are
//! read from.

mod mode;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::Position;
use tui_input::InputRequest;

#[cfg(test)]
use mode::MODES;
pub use mode::Mode;

use super::command::{Command, LabCommand};
use crate::answers::Step;

/// A key, what it means, and where it does.
pub struct Binding {
    keys: &'static [(KeyCode, KeyModifiers)],
    /// The key's name for people.
    pub shown: &'static str,
    /// Key of its label in the text catalogue.
    pub label: &'static str,
    /// What it means.
    pub command: Command,
    here: fn(Mode) -> bool,
    /// Whether the footer has room for it; the help shows all.
    pub in_footer: bool,
}

const PLAIN: KeyModifiers = KeyModifiers::NONE;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
const ALT: KeyModifiers = KeyModifiers::ALT;

macro_rules! bindings {
    ($($shown:literal $label:literal $command:ident$(($edit:expr))? [$($code:ident$(($arg:expr))? $modifiers:ident),+] $footer:literal $here:expr;)*) => {
        &[$(Binding {
            keys: &[$((KeyCode::$code$(($arg))?, $modifiers)),+],
            shown: $shown,
            label: $label,
            command: Command::$command$(($edit))?,
            here: $here,
            in_footer: $footer,
        }),*]
    };
}

static BINDINGS: &[Binding] = bindings! {
    "Enter" "key-accept" Accept [Enter PLAIN] true |mode| mode.is_form() && !matches!(mode, Mode::AddClient | Mode::More);
    "Enter" "key-more" Accept [Enter PLAIN, Char(' ') PLAIN] true |mode| mode == Mode::More;
    "Enter" "key-fill-in" Accept [Enter PLAIN] true |mode| mode == Mode::FillDialog;
    "Enter" "key-take" Accept [Enter PLAIN] true |mode| mode == Mode::Starts;
    "Enter" "key-open" Accept [Enter PLAIN] true |mode| mode == Mode::Drafts;
    "n" "key-new-draft" NewDraft [Char('n') PLAIN] true |mode| mode == Mode::Drafts;
    "Ctrl-X" "key-delete-draft" RemoveRow [Char('x') CONTROL, F(6) PLAIN] true |mode| mode == Mode::Drafts;
    "/" "key-filter" Search [Char('/') PLAIN] true |mode| mode == Mode::Drafts;
    "Enter" "key-yes" Accept [Enter PLAIN, Char('y') PLAIN] true |mode| mode == Mode::Question;
    "Enter" "key-open" Open [Enter PLAIN] true |mode| matches!(mode, Mode::Files | Mode::Finished);
    "Enter" "key-go-there" Accept [Enter PLAIN] true |mode| mode == Mode::Advice;
    "Enter" "key-generate" Accept [Enter PLAIN] true |mode| mode == Mode::Button;
    "Up/Down" "key-other-line" Down [Down PLAIN] true |mode| mode == Mode::Preview;
    "Enter" "key-to-question" Accept [Enter PLAIN] true |mode| mode == Mode::Preview;
    "Home" "key-first" First [Home PLAIN, Char('g') PLAIN] false Mode::is_page;
    "End" "key-last" Last [End PLAIN, Char('G') PLAIN] false Mode::is_page;
    "Left/Right" "key-choose" Right [Right PLAIN, Char(' ') PLAIN] true |mode| mode == Mode::Line;
    "Left" "key-choose" Left [Left PLAIN] false |mode| mode == Mode::Line;
    "Up/Down" "key-choose" Down [Down PLAIN] true |mode| matches!(mode, Mode::Table | Mode::Tiers | Mode::Starts | Mode::Drafts);
    "s" "key-start-from" StartFrom [Char('s') PLAIN] true |mode| mode == Mode::Table;
    "d" "key-drafts" ListDrafts [Char('d') PLAIN] false |mode| mode == Mode::Table;
    "Tab" "key-complete" Complete [Tab PLAIN] true |mode| mode == Mode::Path;
    "Ctrl-R" "key-reveal" Reveal [Char('r') CONTROL, F(7) PLAIN] true |mode| mode == Mode::Secret;
    "Tab" "key-load" NextFocus [Tab PLAIN] true |mode| mode == Mode::Tiers;
    "Esc" "key-close" ToggleInspector [Esc PLAIN, Char('q') PLAIN, Char('t') CONTROL, F(2) PLAIN] true |mode| mode == Mode::Pane;
    "Ctrl-Y" "key-other-certificate" OtherCertificate [Char('y') CONTROL, F(3) PLAIN] true |mode| mode == Mode::Pane;
    "Up/Down" "key-other-row" Down [Down PLAIN] true |mode| mode == Mode::Pane;
    "Esc" "key-no" Back [Esc PLAIN, Char('n') PLAIN] true |mode| mode == Mode::Question;
    "Esc" "key-close" Back [Esc PLAIN, Char('q') PLAIN] true Mode::is_page;
    "Esc" "key-close" Back [Esc PLAIN] true |mode| matches!(mode, Mode::FillDialog | Mode::Starts | Mode::Drafts);
    "q" "key-quit" Quit [Char('q') PLAIN] true |mode| mode == Mode::Drafts;
    "Esc" "key-cancel" Back [Esc PLAIN] true |mode| mode == Mode::Running;
    "Esc" "key-back" Back [Esc PLAIN] true |mode| !mode.is_dialog() && !mode.is_viewer() && !mode.is_lab() && !mode.does_tasks() && !matches!(mode, Mode::Running | Mode::Pane | Mode::Lessons | Mode::TooSmall);
    "Enter" "key-open" Accept [Enter PLAIN, Right PLAIN, Char('l') PLAIN] true |mode| mode == Mode::Tree;
    "Left" "key-collapse" Left [Left PLAIN, Char('h') PLAIN] false |mode| mode == Mode::Tree;
    "Left" "key-to-tree" Left [Left PLAIN, Char('h') PLAIN] false |mode| matches!(mode, Mode::Details | Mode::Raw);
    "Enter" "key-search" Accept [Enter PLAIN] true |mode| mode == Mode::Search;
    "Esc" "key-cancel" Back [Esc PLAIN] true |mode| mode == Mode::Search;
    "Up/Down" "key-other-match" NextMatch [Down PLAIN] true |mode| mode == Mode::Search;
    "Up" "key-previous-match" PreviousMatch [Up PLAIN] false |mode| mode == Mode::Search;
    "Esc" "key-back" Back [Esc PLAIN] true |mode| mode == Mode::Raw;
    "Up/Down" "key-choose" Down [Down PLAIN, Char('j') PLAIN] true |mode| mode == Mode::Lessons;
    "Enter" "key-open" Accept [Enter PLAIN] true |mode| mode == Mode::Lessons;
    "Enter" "key-do-it" Accept [Enter PLAIN] true |mode| mode == Mode::Lesson;
    "Esc" "key-to-text" Back [Esc PLAIN] true Mode::does_tasks;
    "PgDn" "key-page-down" PageDown [PageDown PLAIN, Char(' ') PLAIN] true |mode| mode == Mode::Lesson;
    "Space" "key-turn" Accept [Char(' ') PLAIN, Enter PLAIN] true |mode| mode == Mode::Bench;
    "Left/Right" "key-other-holder" Right [Right PLAIN, Char('l') PLAIN] true |mode| mode == Mode::Bench;
    "Left" "key-other-holder" Left [Left PLAIN, Char('h') PLAIN] false |mode| mode == Mode::Bench;
    "Up/Down" "key-other-property" Down [Down PLAIN, Char('j') PLAIN] true |mode| mode == Mode::Bench;
    "PgDn" "key-page-down" PageDown [PageDown PLAIN] true |mode| mode == Mode::Bench;
    "Ctrl-N" "key-next-lesson" NextStep [Char('n') CONTROL] true |mode| matches!(mode, Mode::Lesson | Mode::Bench);
    "Ctrl-N" "key-next-lesson" NextStep [Char('n') CONTROL] false |mode| mode == Mode::LessonLab;
    "Space" "key-lab-pause" Lab(LabCommand::Pause) [Char(' ') PLAIN] true Mode::is_memory;
    "Right" "key-lab-step" Lab(LabCommand::Step) [Right PLAIN, Char('.') PLAIN] true Mode::is_memory;
    "Left" "key-lab-step-back" Lab(LabCommand::StepBack) [Left PLAIN, Char(',') PLAIN, Backspace PLAIN] true Mode::is_memory;
    "Enter" "key-lab-start-stop" Lab(LabCommand::StartOrStop) [Enter PLAIN] true Mode::is_lab;
    "p" "key-lab-put" Lab(LabCommand::Put) [Char('p') PLAIN] true Mode::is_lab;
    "r" "key-lab-read" Lab(LabCommand::Read) [Char('r') PLAIN] true Mode::is_lab;
    "R" "key-lab-read-local" Lab(LabCommand::ReadLocal) [Char('R') PLAIN] false Mode::is_lab;
    "i" "key-lab-isolate" Lab(LabCommand::Isolate) [Char('i') PLAIN] true Mode::is_memory;
    "c" "key-lab-cut" Lab(LabCommand::Cut) [Char('c') PLAIN] true Mode::is_memory;
    "s" "key-lab-slow" Lab(LabCommand::Slow) [Char('s') PLAIN] false Mode::is_memory;
    "t" "key-lab-transfer" Lab(LabCommand::Transfer) [Char('t') PLAIN] false Mode::is_lab;
    "a" "key-lab-add" Lab(LabCommand::AddVoter) [Char('a') PLAIN] false Mode::is_lab;
    "A" "key-lab-add-learner" Lab(LabCommand::AddLearner) [Char('A') PLAIN] false Mode::is_lab;
    "o" "key-lab-promote" Lab(LabCommand::Promote) [Char('o') PLAIN] false Mode::is_lab;
    "d" "key-lab-remove" Lab(LabCommand::Remove) [Char('d') PLAIN] false Mode::is_lab;
    "w" "key-lab-wipe" Lab(LabCommand::Wipe) [Char('w') PLAIN] false Mode::is_memory;
    "+" "key-lab-faster" Lab(LabCommand::Faster) [Char('+') PLAIN, Char('=') PLAIN] false Mode::is_memory;
    "-" "key-lab-slower" Lab(LabCommand::Slower) [Char('-') PLAIN] false Mode::is_memory;
    "S" "key-lab-save" Lab(LabCommand::Save) [Char('S') PLAIN] false Mode::is_memory;
    "K" "key-lab-kill" Lab(LabCommand::Kill) [Char('K') PLAIN] true |mode| mode == Mode::LabEtcd;
    "f" "key-lab-freeze" Lab(LabCommand::Freeze) [Char('f') PLAIN] true |mode| mode == Mode::LabEtcd;
    "l" "key-lab-list" Lab(LabCommand::OtherList) [Char('l') PLAIN, Tab PLAIN] true |mode| mode == Mode::LabEtcd;
    "e" "key-lab-prompt" Lab(LabCommand::Prompt) [Char('e') PLAIN, Char(':') PLAIN] true |mode| mode == Mode::LabEtcd;
    "w" "key-lab-replace" Lab(LabCommand::Wipe) [Char('w') PLAIN] false |mode| mode == Mode::LabEtcd;
    "y" "key-lab-copy" Lab(LabCommand::Copy) [Char('y') PLAIN] false |mode| mode == Mode::LabEtcd;
    "c i s" "key-lab-no-cut" Lab(LabCommand::Cut) [Char('c') PLAIN, Char('i') PLAIN, Char('s') PLAIN] false |mode| mode == Mode::LabEtcd;
    "Enter" "key-lab-run" Accept [Enter PLAIN] true |mode| mode == Mode::LabPrompt;
    "Esc" "key-cancel" Back [Esc PLAIN] true |mode| mode == Mode::LabPrompt;
    "Tab" "key-details" NextFocus [Tab PLAIN, BackTab PLAIN] false |mode| mode == Mode::Tree;
    "Tab" "key-to-tree" NextFocus [Tab PLAIN, BackTab PLAIN] true |mode| mode == Mode::Details;
    "Tab" "key-to-tree" NextFocus [Tab PLAIN, BackTab PLAIN] false |mode| mode == Mode::Raw;
    "/" "key-search" Search [Char('/') PLAIN] true Mode::is_viewer;
    "n" "key-next-match" NextMatch [Char('n') PLAIN] false Mode::is_viewer;
    "N" "key-previous-match" PreviousMatch [Char('N') PLAIN] false Mode::is_viewer;
    "f" "key-finding" NextFinding [Char('f') PLAIN] true Mode::is_viewer;
    "F" "key-previous-finding" PreviousFinding [Char('F') PLAIN] false Mode::is_viewer;
    "e" "key-ends" NextToEnd [Char('e') PLAIN] true Mode::is_viewer;
    "s" "key-issuer" Issuer [Char('s') PLAIN] false Mode::is_viewer;
    "v" "key-view" OtherView [Char('v') PLAIN] true Mode::is_viewer;
    "t" "key-other-tree" OtherTree [Char('t') PLAIN] true Mode::is_viewer;
    "w" "key-handshakes" Handshakes [Char('w') PLAIN] false Mode::is_viewer;
    "c" "key-copy" Copy [Char('c') PLAIN] false Mode::is_viewer;
    "C" "key-copy-whole" CopyWhole [Char('C') PLAIN] false Mode::is_viewer;
    "Home" "key-first" First [Home PLAIN, Char('g') PLAIN] false Mode::is_viewer;
    "End" "key-last" Last [End PLAIN, Char('G') PLAIN] false Mode::is_viewer;
    "Space" "key-page-down" PageDown [Char(' ') PLAIN] false Mode::is_viewer;
    "/" "key-search" Search [Char('/') PLAIN] true Mode::has_list;
    "n" "key-next-match" NextMatch [Char('n') PLAIN] false Mode::has_list;
    "N" "key-previous-match" PreviousMatch [Char('N') PLAIN] false Mode::has_list;
    "d" "key-changes" ShowChanges [Char('d') PLAIN] true Mode::is_review;
    "p" "key-save-plan" SavePlan [Char('p') PLAIN] true Mode::is_review;
    "b" "key-by-hand" SaveByHand [Char('b') PLAIN] true Mode::is_review;
    "F1" "key-help" Help [F(1) PLAIN] true |mode| mode.is_text() && !mode.is_dialog();
    "F1" "key-help" Help [F(1) PLAIN] true |mode| mode == Mode::FillDialog;
    "?" "key-help" Help [Char('?') PLAIN, F(1) PLAIN] true |mode| mode.has_keys() && mode != Mode::FillDialog;
    "?" "key-close" Help [Char('?') PLAIN, F(1) PLAIN] false |mode| matches!(mode, Mode::Help | Mode::LabHelp);
    "Ctrl-F" "key-fill" Fill [Char('f') CONTROL, F(4) PLAIN] true |mode| mode == Mode::MemberCell;
    "Ctrl-N" "key-next-step" NextStep [Char('n') CONTROL] true Mode::is_form;
    "Ctrl-N" "key-to-generate" NextStep [Char('n') CONTROL] true |mode| matches!(mode, Mode::Files | Mode::Advice | Mode::Remark);
    "Ctrl-N" "key-to-generate" NextStep [Char('n') CONTROL] false |mode| mode == Mode::Button;
    "Ctrl-T" "key-inspector" ToggleInspector [Char('t') CONTROL, F(2) PLAIN] true Mode::inspects;
    "Alt-B" "key-show-by-hand" ShowByHand [Char('b') ALT, F(11) PLAIN] true |mode| mode.keeps_changes() && mode != Mode::Button;
    "Alt-B" "key-show-by-hand" ShowByHand [Char('b') ALT, F(11) PLAIN] false |mode| mode == Mode::Button;
    "c" "key-copy" Copy [Char('c') PLAIN] true |mode| matches!(mode, Mode::Files | Mode::Finished | Mode::NextCommands) || mode.is_file();
    "?" "key-help" Help [Char('?') PLAIN, F(1) PLAIN] true |mode| !mode.is_text() && !mode.is_dialog() && mode != Mode::TooSmall;
    "Esc" "key-quit" Back [Esc PLAIN] false |mode| matches!(mode, Mode::Tree | Mode::Details | Mode::Lab | Mode::LabEtcd | Mode::Lessons);
    "q" "key-quit" Quit [Char('q') PLAIN] true |mode| !mode.is_text() && !mode.is_dialog() && !matches!(mode, Mode::Running | Mode::Pane | Mode::TooSmall);
    "Ctrl-C" "key-quit" Quit [Char('c') CONTROL] false |mode| !matches!(mode, Mode::Question | Mode::TooSmall);
    "Ctrl-C" "key-quit" QuitNow [Char('c') CONTROL] false |mode| matches!(mode, Mode::Question | Mode::TooSmall);
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Size) [Char('1') ALT] false Mode::is_step;
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Hardware) [Char('2') ALT] false Mode::is_step;
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Members) [Char('3') ALT] false Mode::is_step;
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Network) [Char('4') ALT] false Mode::is_step;
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Certificates) [Char('5') ALT] false Mode::is_step;
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Review) [Char('6') ALT] false Mode::is_step;
    "Alt-1 to Alt-7" "key-to-step" GoTo(Step::Generate) [Char('7') ALT] false Mode::is_step;
    "Ctrl-L" "key-redraw" Redraw [Char('l') CONTROL] false |_| true;
    "Ctrl-Z" "key-suspend" Suspend [Char('z') CONTROL] false |_| true;
    "F10" "key-mouse" ToggleMouse [F(10) PLAIN] false |mode| !mode.is_viewer() && !mode.is_of_course() && !mode.is_lab() && !matches!(mode, Mode::Question | Mode::Search | Mode::LabHelp | Mode::LabPrompt | Mode::TooSmall);
    "Alt-U" "key-undo" Undo [Char('u') ALT, F(8) PLAIN] false |mode| mode.keeps_changes() || mode == Mode::Drafts;
    "Alt-E" "key-redo" Redo [Char('e') ALT, F(9) PLAIN] false Mode::keeps_changes;
    "Enter" "key-add-row" AddRow [Enter PLAIN, Char('o') CONTROL, F(5) PLAIN] true |mode| mode == Mode::AddClient;
    "Ctrl-O" "key-add-row" AddRow [Char('o') CONTROL, F(5) PLAIN] true |mode| matches!(mode, Mode::MemberCell | Mode::ClientCell);
    "Ctrl-X" "key-remove-row" RemoveRow [Char('x') CONTROL, F(6) PLAIN] true |mode| matches!(mode, Mode::MemberCell | Mode::ClientCell);
    "Tab" "key-next-field" NextFocus [Tab PLAIN] true |mode| mode.has_fields() && !matches!(mode, Mode::Tiers | Mode::Path);
    "Ctrl-G" "key-to-review" GoTo(Step::Review) [Char('g') CONTROL, F(12) PLAIN] true |mode| mode.is_form() || mode == Mode::Pane;
    "Ctrl-G" "key-to-review" GoTo(Step::Review) [Char('g') CONTROL, F(12) PLAIN] false |mode| mode.is_step() && !mode.is_form() && mode != Mode::Pane;
    "Ctrl-Y" "key-other-certificate" OtherCertificate [Char('y') CONTROL, F(3) PLAIN] false Mode::inspects;
    "Ctrl-U" "key-clear" Edit(InputRequest::DeleteLine) [Char('u') CONTROL] false Mode::is_text;
    "Ctrl-W" "key-delete-word" Edit(InputRequest::DeletePrevWord) [Char('w') CONTROL] false Mode::is_text;
    "Ctrl-A" "key-start" Edit(InputRequest::GoToStart) [Char('a') CONTROL, Home PLAIN] false Mode::is_text;
    "Ctrl-E" "key-end" Edit(InputRequest::GoToEnd) [Char('e') CONTROL, End PLAIN] false Mode::is_text;
    "Shift-Tab" "key-previous-field" PreviousFocus [BackTab PLAIN] false Mode::has_fields;
    "Up" "key-up" Up [Up PLAIN, Char('k') PLAIN] false |mode| !mode.is_text() && !matches!(mode, Mode::Running | Mode::TooSmall);
    "Down" "key-down" Down [Down PLAIN, Char('j') PLAIN] false |mode| !mode.is_text() && !matches!(mode, Mode::Running | Mode::TooSmall);
    "Up" "key-up" Up [Up PLAIN] false |mode| mode.is_text() && !matches!(mode, Mode::Search | Mode::LabPrompt);
    "Down" "key-down" Down [Down PLAIN] false |mode| mode.is_text() && !matches!(mode, Mode::Search | Mode::LabPrompt);
    "Ctrl-P" "key-previous-step" PreviousStep [Char('p') CONTROL] false |mode| !mode.is_dialog() && !mode.is_viewer() && !mode.is_of_course() && !mode.is_lab() && !matches!(mode, Mode::Running | Mode::TooSmall);
    "PgUp" "key-page-up" PageUp [PageUp PLAIN] false Mode::has_pages;
    "PgDn" "key-page-down" PageDown [PageDown PLAIN, Char(' ') PLAIN] false |mode| mode.is_page() || matches!(mode, Mode::Files | Mode::Finished);
    "PgDn" "key-page-down" PageDown [PageDown PLAIN] false Mode::has_pages;
};

/// The bindings that work in a mode, in the order they are shown.
pub fn bindings(mode: Mode) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| (binding.here)(mode))
}

/// Translates an event of the terminal; `None` where it means nothing here.
pub fn command(event: &Event, mode: Mode) -> Option<Command> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => of_key(*key, mode),
        Event::Mouse(mouse) => of_mouse(*mouse),
        Event::Paste(text) if mode.takes_pastes() => Some(Command::Paste(text.clone())),
        _ => None,
    }
}

fn of_mouse(mouse: MouseEvent) -> Option<Command> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            Some(Command::Click(Position::new(mouse.column, mouse.row)))
        }
        MouseEventKind::ScrollUp => Some(Command::Wheel { down: false }),
        MouseEventKind::ScrollDown => Some(Command::Wheel { down: true }),
        _ => None,
    }
}

fn of_key(key: KeyEvent, mode: Mode) -> Option<Command> {
    // A terminal reports a capital letter with or without Shift; the character says it already.
    let modifiers = key.modifiers - KeyModifiers::SHIFT;
    let code = match key.code {
        KeyCode::Char(c) if modifiers == CONTROL => KeyCode::Char(c.to_ascii_lowercase()),
        code => code,
    };
    let bound = bindings(mode).find(|binding| binding.keys.contains(&(code, modifiers)));
    if let Some(binding) = bound {
        return Some(binding.command.clone());
    }
    if mode.is_text() { edit(code, modifiers).map(Command::Edit) } else { None }
}

fn edit(code: KeyCode, modifiers: KeyModifiers) -> Option<InputRequest> {
    match (code, modifiers) {
        (KeyCode::Char(c), PLAIN) => Some(InputRequest::InsertChar(c)),
        // AltGr arrives as Ctrl-Alt on some terminals.
        (KeyCode::Char(c), both) if both == CONTROL | KeyModifiers::ALT => {
            Some(InputRequest::InsertChar(c))
        }
        (KeyCode::Backspace, PLAIN) | (KeyCode::Char('h'), CONTROL) => {
            Some(InputRequest::DeletePrevChar)
        }
        (KeyCode::Delete, PLAIN) | (KeyCode::Char('d'), CONTROL) => {
            Some(InputRequest::DeleteNextChar)
        }
        (KeyCode::Backspace, _) => Some(InputRequest::DeletePrevWord),
        (KeyCode::Left, _) => Some(InputRequest::GoToPrevChar),
        (KeyCode::Right, _) => Some(InputRequest::GoToNextChar),
        (KeyCode::Home, _) => Some(InputRequest::GoToStart),
        (KeyCode::End, _) => Some(InputRequest::GoToEnd),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers, mode: Mode) -> Option<Command> {
        command(&Event::Key(KeyEvent::new(code, modifiers)), mode)
    }

    #[test]
    fn a_q_in_a_text_is_a_q() {
        for mode in MODES.iter().copied().filter(|mode| mode.is_text()) {
            for c in ['q', '?', 'c', ' ', 'y', 'n', 'j', 'k'] {
                assert_eq!(
                    press(KeyCode::Char(c), PLAIN, mode),
                    Some(Command::Edit(InputRequest::InsertChar(c))),
                    "{mode:?}"
                );
            }
        }
        assert_eq!(press(KeyCode::Char('q'), PLAIN, Mode::Table), Some(Command::Quit));
    }

    #[test]
    fn there_is_a_way_out_of_every_mode() {
        for mode in MODES.iter().copied() {
            let left = press(KeyCode::Char('c'), CONTROL, mode);
            assert!(matches!(left, Some(Command::Quit | Command::QuitNow)), "{mode:?}");
            if mode == Mode::TooSmall {
                // Nothing is seen of what Esc would leave.
                continue;
            }
            let way_out = press(KeyCode::Esc, PLAIN, mode);
            let closes = matches!(way_out, Some(Command::Back | Command::ToggleInspector));
            assert!(closes, "{mode:?}");
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_mode() {
        for mode in MODES.iter().copied() {
            let mut seen: Vec<((KeyCode, KeyModifiers), &Command)> = Vec::new();
            for binding in bindings(mode) {
                for key in binding.keys {
                    let earlier = seen.iter().find(|(other, _)| other == key);
                    assert!(
                        earlier.is_none_or(|(_, command)| **command == binding.command),
                        "{key:?} in {mode:?}"
                    );
                    seen.push((*key, &binding.command));
                }
            }
        }
    }

    #[test]
    fn every_binding_has_its_label() {
        for binding in BINDINGS {
            assert!(crate::text::find(binding.label).is_some(), "{}", binding.label);
        }
    }
}
