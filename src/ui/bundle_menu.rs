//! What can be done with a bundle that was made before: it is verified first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::app::{App, Notice, Target, neighbour};
use super::command::{Action, Command};
use super::drafts::day;
use super::inspector::draw_scrolled;
use super::keymap::Mode;
use super::listing::{BundleLook, ListedBundle};
use super::steps::below;
use super::steps::generate::wrap_command;
use super::theme::Theme;
use super::widgets::page::Shown;
use super::widgets::text::{heading, wrapped};
use crate::text::{escape_for_terminal, fill, say};

/// A bundle that was opened from the list.
pub struct BundleMenu {
    pub(super) bundle: ListedBundle,
    /// What was found; `None` while it is verified.
    look: Option<BundleLook>,
    at: Choice,
    /// The page that is read, from the first line shown.
    page: Option<u16>,
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Read what was found.
    Findings,
    /// Go through its files in the inspector.
    Inspect,
    /// Read the commands that bring the cluster up.
    Commands,
    /// Start a draft from its plan.
    Plan,
}

impl Choice {
    const ALL: [Self; 4] = [Self::Findings, Self::Inspect, Self::Commands, Self::Plan];

    fn key(self) -> &'static str {
        match self {
            Self::Findings => "bundle-findings",
            Self::Inspect => "bundle-inspect",
            Self::Commands => "bundle-commands",
            Self::Plan => "bundle-plan",
        }
    }
}

/// What came of a command in the menu.
pub(super) enum Chosen {
    /// It goes on.
    Nothing,
    /// It is closed.
    Closed,
    /// It says something.
    Said(Notice),
    /// The shell is to do something.
    Asked(Action),
}

impl BundleMenu {
    pub(super) fn new(bundle: ListedBundle) -> Self {
        Self { bundle, look: None, at: Choice::Findings, page: None }
    }

    pub(super) fn mode(&self) -> Mode {
        if self.page.is_some() { Mode::Reader } else { Mode::Starts }
    }

    /// What keys do here.
    pub(super) fn help(&self) -> &'static str {
        say(if self.page.is_some() { "bundle-page-help" } else { "bundle-menu-help" })
    }

    /// Takes note of what was found.
    pub(super) fn looked(&mut self, look: BundleLook) {
        self.look = Some(look);
    }

    pub(super) fn update(&mut self, command: &Command, shown: &Shown) -> Chosen {
        if let Some(scroll) = self.page {
            match command {
                Command::Back => self.page = None,
                Command::Copy => return Chosen::Asked(Action::Copy(self.page_text())),
                command => self.page = Some(shown.scrolled(command, scroll)),
            }
            return Chosen::Nothing;
        }
        match command {
            Command::Back => return Chosen::Closed,
            Command::Up | Command::Down => {
                let here = Choice::ALL.iter().position(|one| *one == self.at).unwrap_or(0);
                let next = neighbour(here, Choice::ALL.len(), *command == Command::Down);
                self.at = Choice::ALL.get(next).copied().unwrap_or(self.at);
            }
            Command::Accept => return self.take(),
            _ => {}
        }
        Chosen::Nothing
    }

    fn take(&mut self) -> Chosen {
        let Some(look) = &self.look else {
            return Chosen::Said(Notice::told(say("bundle-verifying")));
        };
        match (self.at, &look.plan) {
            (Choice::Inspect, _) => {
                Chosen::Asked(Action::Inspect(self.bundle.record.path.clone().into()))
            }
            (Choice::Findings, _) | (Choice::Commands, Some(_)) => {
                self.page = Some(0);
                Chosen::Nothing
            }
            (Choice::Plan, Some(plan)) => Chosen::Asked(Action::NewDraft(Some(plan.clone()))),
            (_, None) => Chosen::Said(Notice::refused(say("bundle-no-plan"))),
        }
    }

    /// The choices, or the lines of the page that is read, to be searched.
    pub(super) fn lines(&self, width: u16, theme: &Theme) -> Vec<String> {
        if self.page.is_none() {
            return Choice::ALL.iter().map(|one| say(one.key()).to_owned()).collect();
        }
        let text = self.page_text();
        let lines = text.lines().flat_map(|line| page_lines(line, width, theme));
        lines.map(|line| line.to_string()).collect()
    }

    /// Which of them stands first, or is chosen.
    pub(super) fn place(&self) -> usize {
        let chosen = Choice::ALL.iter().position(|one| *one == self.at).unwrap_or_default();
        self.page.map_or(chosen, usize::from)
    }

    /// Goes to one of them.
    pub(super) fn go_to(&mut self, index: usize) {
        match &mut self.page {
            Some(scroll) => *scroll = u16::try_from(index).unwrap_or(u16::MAX),
            None => self.at = Choice::ALL.get(index).copied().unwrap_or(self.at),
        }
    }

    fn page_text(&self) -> String {
        let Some(look) = &self.look else { return String::new() };
        match self.at {
            Choice::Commands => look.commands.join("\n"),
            _ if look.findings.is_empty() => say("bundle-sound").to_owned(),
            _ => look.findings.clone(),
        }
    }

    /// What verifying it came to.
    fn verdict(&self, theme: &Theme) -> Line<'static> {
        match &self.look {
            None => Line::styled(say("bundle-verifying"), theme.muted),
            Some(look) => {
                let (mark, style) = if look.is_sound {
                    (theme.glyphs.done, theme.success)
                } else {
                    (theme.glyphs.missing, theme.error)
                };
                Line::styled(format!("{mark} {}", look.verdict()), style)
            }
        }
    }
}

/// Draws the menu, or the page of it that is read, over an area.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, menu: &BundleMenu) {
    frame.render_widget(Clear, area);
    let (theme, record) = (&app.theme, &menu.bundle.record);
    let title = fill("bundle-title", &[("cluster", &escape_for_terminal(&record.cluster))]);
    let mut lines = vec![heading(title, theme.heading)];
    if let Some(scroll) = menu.page {
        lines.push(heading(say(menu.at.key()), theme.heading));
        frame.render_widget(Paragraph::new(lines), area);
        let text = menu.page_text();
        let lines = text.lines().flat_map(|line| page_lines(line, area.width, theme)).collect();
        return draw_scrolled(frame, below(area, 2), lines, (scroll, &app.read), theme);
    }
    let made = fill("bundle-made", &[("made", &day(record.made))]);
    let authority = record.authority.as_deref().map(escape_for_terminal);
    let authority = authority.map(|print| fill("bundle-authority", &[("fingerprint", &print)]));
    for text in [escape_for_terminal(&record.path), made].into_iter().chain(authority) {
        lines.extend(wrapped(&text, area.width, theme.text));
    }
    lines.extend([Line::default(), menu.verdict(theme), Line::default()]);
    let first = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    for (index, row) in (0..Choice::ALL.len()).zip(below(area, first).rows()) {
        app.mark(row, Target::Listed(index));
    }
    for choice in Choice::ALL {
        let here = choice == menu.at;
        let mark = if here { theme.glyphs.here } else { " " };
        let style = if here { theme.selected } else { theme.text };
        lines.push(Line::styled(format!("{mark} {}", say(choice.key())), style));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// A line of a page, wrapped. What goes on below a comment is a comment too, and what is indented stays so.
fn page_lines(line: &str, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let style = if text.starts_with('#') { theme.muted } else { theme.text };
    let width = width.saturating_sub(u16::try_from(indent).unwrap_or(0));
    let wrapped = wrap_command(&theme.glyphs.said(text), width).into_iter();
    wrapped.map(|line| Line::styled(format!("{:indent$}{line}", ""), style)).collect()
}
