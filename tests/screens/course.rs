//! The guided path: what it shows, what keys do to it, and the real binary on a real pseudo-terminal.

use std::collections::BTreeSet;

use crossterm::event::Event;
use quorate::course::Lesson;
use quorate::text::Language;
use quorate::ui::course::{Course, draw};
use quorate::ui::keymap::Mode;
use quorate::ui::{Action, Theme, keymap};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use crate::lab::keys::each_does_something;
use crate::seen::{Seen, key_event};
use crate::support::skip_without;
use crate::wizard::session::Start;

struct Screen {
    course: Course,
    terminal: Terminal<TestBackend>,
    kept: Vec<Lesson>,
    /// The last that the shell was asked for.
    asked: Option<Action>,
}

impl Screen {
    fn at(width: u16, height: u16) -> Self {
        Self::with_theme(width, height, &Theme::COLOURED)
    }

    fn with_theme(width: u16, height: u16, theme: &Theme) -> Self {
        Self::of(BTreeSet::new(), width, height, theme)
    }

    /// A course of which lessons were done before.
    fn of(done: BTreeSet<Lesson>, width: u16, height: u16, theme: &Theme) -> Self {
        let course = Course::new(done, *theme, Size { width, height });
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { course, terminal, kept: Vec::new(), asked: None }.press("")
    }

    /// Presses keys by their names, with blanks between.
    #[track_caller]
    fn press(mut self, keys: &str) -> Self {
        for key in keys.split_whitespace() {
            let command = keymap::command(&Event::Key(key_event(key)), self.course.mode());
            let asked = command.and_then(|command| self.course.update(command));
            self.asked.clone_from(&asked);
            self.keep(asked);
        }
        let course = &self.course;
        self.terminal.draw(|frame| draw(frame, course)).unwrap();
        self
    }

    fn keep(&mut self, asked: Option<Action>) {
        if let Some(Action::KeepLessons(done)) = asked {
            self.kept = done;
        }
    }

    /// Lets time pass until the screen shows something.
    #[track_caller]
    fn until(mut self, text: &str) -> Self {
        for _ in 0..300 {
            if self.screen().contains(text) {
                return self;
            }
            let asked = self.course.tick();
            self.keep(asked);
            self = self.press("");
        }
        panic!("`{text}` never comes:\n{}", self.screen());
    }

    /// All that is seen, cursor and colours included.
    fn look(&self) -> String {
        let backend = self.terminal.backend();
        format!("{:?} {:?}", backend.buffer(), backend.cursor_position())
    }
}

impl Seen for Screen {
    fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }
}

/// The list of lessons, of which some were done before.
fn done_before(lessons: &[Lesson]) -> Screen {
    Screen::of(lessons.iter().copied().collect(), 80, 24, &Theme::COLOURED)
}

#[test]
fn each_key_that_is_named_does_something() {
    type Place = fn() -> Screen;
    let places: [(Mode, &[Place]); 5] = [
        (Mode::Lessons, &[|| Screen::at(80, 24).press("Down")]),
        (Mode::Lesson, &[|| Screen::at(80, 24).press("Enter PgDn")]),
        (
            Mode::Bench,
            &[
                || Screen::at(80, 24).press("Down Down Down Enter Enter Down Right"),
                || Screen::at(80, 24).press("Down Down Down Enter Enter Down Space PgDn"),
            ],
        ),
        (
            Mode::LessonLab,
            &[
                || Screen::at(80, 24).press("Enter Enter").until("leads").press("Down"),
                || Screen::at(80, 24).press("Enter Enter").until("leads").press("Enter"),
                || Screen::at(80, 24).press("Enter Enter").until("leads").press("p PgUp"),
            ],
        ),
        (
            Mode::LabHelp,
            &[
                || Screen::at(80, 24).press("?"),
                || Screen::at(80, 24).press("Enter Enter ?").press("PgDn"),
            ],
        ),
    ];
    for (mode, places) in places {
        let does = |place: &Place, key: &str| {
            let before = place();
            assert_eq!(before.course.mode(), mode, "{}", before.screen());
            let (look, pace) = (before.look(), before.course.pace());
            let after = before.press(key);
            after.asked.is_some() || after.look() != look || after.course.pace() != pace
        };
        each_does_something(mode, |key| places.iter().any(|place| does(place, key)));
    }
}

#[test]
fn help_names_the_keys_of_where_it_is_opened() {
    let mut tasks = Screen::at(80, 24).press("Enter Enter ?");
    for key in ["Esc             text", "Ctrl-N          next lesson"] {
        while !tasks.screen().contains(key) {
            let before = tasks.screen();
            tasks = tasks.press("Down");
            assert_ne!(tasks.screen(), before, "`{key}` isn't told");
        }
    }
    let text = tasks.press("Esc Esc").shows("Lesson 1 of 8").press("?");
    let text = text.shows("Ctrl-N          next lesson").shows("Enter           do it");
    let text =
        text.press("q").shows("Enter starts the tasks").press("Ctrl-N").shows("Do the tasks first");
    let list = text.press("Esc ?").shows("Learn etcd").shows("Enter           open");
    list.press("Esc").shows("Done: 0 of 8");
    let bench = Screen::at(80, 24).press("Down Down Down Enter Enter ?");
    bench.shows("Space           turn").press("Esc").shows("Make the gateway of m1");
}

#[test]
fn a_lesson_that_was_done_before_leads_to_the_next() {
    let text = done_before(&[Lesson::Etcd]).press("Up Enter").shows("Lesson 1 of 8");
    text.press("Ctrl-N").shows("Lesson 2 of 8").press("Ctrl-N").shows("Do the tasks first");
}

fn is(name: &str, screen: &Screen) {
    insta::with_settings!({
        snapshot_path => "snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("course__{name}"), screen.screen());
    });
}

#[test]
fn whole_screens() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let size = format!("{width}x{height}");
        is(&format!("list_{size}"), &Screen::at(width, height));
        is(&format!("text_{size}"), &Screen::at(width, height).press("Enter"));
        let quorum = Screen::at(width, height).press("Down Enter Enter").until("leads");
        is(&format!("quorum_{size}"), &quorum);
        let certificates = Screen::at(width, height).press("Down Down Down Enter Enter");
        is(&format!("certificates_{size}"), &certificates);
        is(&format!("gateway_{size}"), &certificates.press("Down Space"));
        let verify = "Down Down Down Down Down Down Enter Enter";
        is(&format!("verify_{size}"), &Screen::at(width, height).press(verify));
    }
}

#[test]
fn without_colours_and_unicode_and_in_ukrainian() {
    let ascii = Theme::new(false, false);
    for keys in ["", "Enter", "Enter Enter", "Down Down Down Enter Enter Down Space"] {
        let screen = Screen::with_theme(80, 24, &ascii).press(keys);
        assert!(screen.screen().is_ascii(), "{}", screen.screen());
    }
    Language::Ukrainian.speaking(|| {
        is("uk_list_80x24", &Screen::at(80, 24));
        is("uk_text_80x24", &Screen::at(80, 24).press("Down Enter"));
        is("uk_certificates_80x24", &Screen::at(80, 24).press("Down Down Down Enter Enter"));
    });
}

#[test]
fn a_lesson_is_done_task_by_task_and_leads_to_the_next() {
    let lesson = Screen::at(80, 24).press("Enter").shows("Lesson 1 of 8").shows("PgDn");
    let doing = lesson.press("Enter").shows("Put a value").until("leads");
    let doing = doing.press("Ctrl-N").shows("Do the tasks first");
    let doing = doing.press("p").until("Read it at another member").press("Down r");
    let done = doing.until("All tasks of this lesson are done");
    assert_eq!(done.kept, [Lesson::Etcd]);
    let list = done.press("Esc Esc").shows("Done: 1 of 8").shows("✓ 1. What etcd is");
    let next =
        list.press("Enter Enter p").until("Read it at").press("Down r").until("Ctrl-N opens");
    next.press("Ctrl-N").shows("Lesson 2 of 8");
}

#[test]
fn properties_of_certificates_are_turned_and_judged() {
    let bench =
        Screen::at(80, 24).press("Down Down Down Enter Enter").shows("Make the gateway of m1");
    let gateway = bench.press("Down Space").shows("Repair m1").shows("lacks clientAuth");
    let root = gateway.press("Right Right Right Space").shows("root has no such certificate");
    root.press("Esc").shows("three kinds of certificate").press("Esc").shows("Done: 0 of 8");
}

#[test]
fn what_each_side_says_of_a_refusal_is_scrolled_to() {
    let bench = Screen::at(80, 24).press("Down Down Down Enter Enter Down Space");
    let bench = bench.shows("more lines: PgDn").shows("gateway      ✗ refused");
    assert!(!bench.screen().contains("etcd logs:"), "{}", bench.screen());
    let below = bench.press("PgDn").shows("etcd logs:").shows("fix:").shows("m1      m2");
    assert!(!below.screen().contains("more lines"), "{}", below.screen());
    let above = below.press("PgUp").shows("gateway      ✗ refused");
    // What has changed is seen from its start.
    above.press("PgDn Space").shows("peer m1      · itself").press("Space").shows("more lines");
    let help = Screen::at(80, 24).press("Down Down Down Enter Enter ?");
    help.shows("PgUp            scroll up").shows("PgDn            scroll down");
}

#[test]
fn a_ca_is_replaced_step_by_step() {
    let trusts = format!("{}Enter Enter {}Right Right Right", "Down ".repeat(4), "Down ".repeat(8));
    let bench = Screen::at(80, 24).press(&trusts).shows("Have root trust only the other CA");
    let bench = bench.press("Space").shows("CA      CA      CA      both").press("Space");
    let bench = bench.shows("Repair root").press("Space Up Left Left Space").shows("Repair m2");
    let everywhere = "Left Left Left Space Right Space Right Space Right Space";
    let bench = bench.press("Space Down").press(everywhere).shows("both    both    both    both");
    let bench = bench.shows("all certificates signed by the other CA").press("Up");
    let bench = bench.press(everywhere).shows("Last, drop the old CA").press("Down");
    let done = bench.press(everywhere).shows("other   other   other   other");
    assert_eq!(done.shows("All tasks of this lesson are done").kept, [Lesson::Trust]);
}

#[test]
fn a_person_does_a_lesson_on_a_terminal_and_finds_it_done_the_next_time() {
    skip_without!("setpriv", "stty");
    let mut session = Start::new()
        .arguments(&["learn", "etcd"])
        .open()
        .shows("Lesson 1 of 8")
        .press("Enter")
        .shows("leads")
        .press("p")
        .shows("Read it at another member")
        .press("Down r")
        .shows("All tasks of this lesson are done")
        .press("q");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    let home = std::sync::Arc::clone(&session.home);
    let mut again = Start::at(&home).arguments(&["learn"]).open().shows("Done: 1 of 8").press("q");
    assert_eq!(again.ends(), 0);
}
