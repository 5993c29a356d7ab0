//! What certificates say, and the clients that get one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::windowed;
use crate::answers::{ClientColumn, FieldRef, Problem, problem_at};
use crate::pki::CertificateRole;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::app::{App, Target};
use crate::ui::focus::{Focus, certificate_places};
use crate::ui::widgets::text::{draw_cut, heading};
use crate::ui::widgets::{field, table};

/// One line of this step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Place(FieldRef),
    More,
    Count,
    Blank,
    Heading,
    Client(usize),
    Add,
}

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let items = items(app);
    let focused = items.iter().position(|item| has_focus(*item, app.focus)).unwrap_or(0);
    let (area, first, shown) = windowed(frame, area, app, focused, items.len());
    for (item, area) in items.iter().skip(first).take(shown).zip(area.rows()) {
        draw_item(frame, area, app, problems, *item);
    }
}

fn items(app: &App) -> Vec<Item> {
    let clients = (0..app.answers.clients().len()).map(Item::Client);
    [Item::Count]
        .into_iter()
        .chain(certificate_places(&app.answers, &app.unfolded).into_iter().map(Item::Place))
        .chain([Item::More])
        .chain([Item::Blank, Item::Heading])
        .chain(clients)
        .chain([Item::Add])
        .collect()
}

fn has_focus(item: Item, focus: Focus) -> bool {
    match (item, focus) {
        (Item::Place(place), Focus::FieldRef(focused)) => place == focused,
        (Item::Client(row), Focus::FieldRef(FieldRef::Client { row: focused, .. })) => {
            row == focused
        }
        (Item::Add, Focus::AddClient) | (Item::More, Focus::More) => true,
        _ => false,
    }
}

fn draw_item(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], item: Item) {
    let theme = &app.theme;
    match item {
        Item::Place(place) => field::draw(frame, area, app, problems, place),
        Item::Count => {
            draw_cut(frame, area, &count(app), theme.muted, &theme.glyphs);
        }
        Item::More => field::draw_more_line(frame, area, app),
        Item::Blank => {}
        Item::Heading => {
            let cells = cells(area, app);
            for (cell, column) in cells.into_iter().skip(1).zip(ClientColumn::ALL) {
                frame.render_widget(heading(say(column.keys().0), theme.heading), cell);
            }
        }
        Item::Client(row) => draw_client(frame, area, app, problems, row),
        Item::Add => {
            let focused = app.focus == Focus::AddClient;
            let style = if focused { theme.selected } else { theme.key };
            app.mark(area, Target::Focus(Focus::AddClient));
            let text = fill("client-add", &[("name", &app.offered_client())]);
            frame.render_widget(Line::styled(text, style), area);
        }
    }
}

/// How many certificates there will be, by what they are for.
fn count(app: &App) -> String {
    const ROLES: [(CertificateRole, &str); 6] = [
        (CertificateRole::Authority, "picture-ca"),
        (CertificateRole::Server, "picture-server"),
        (CertificateRole::Peer, "picture-peer"),
        (CertificateRole::Member, "picture-member"),
        (CertificateRole::Gateway, "picture-gateway"),
        (CertificateRole::Client, "picture-client"),
    ];
    let profiles = app.answers.profiles();
    let part = |(role, word)| {
        let count = profiles.iter().filter(|profile| profile.role == role).count();
        let is_shown = count > 0 || role == CertificateRole::Client;
        is_shown.then(|| fill("certificates-part", &[("count", &count), ("what", &say(word))]))
    };
    let parts: Vec<String> = ROLES.into_iter().filter_map(part).collect();
    fill("certificates-count", &[("count", &profiles.len()), ("parts", &parts.join(", "))])
}

/// The cell of the mark, and one for each column.
fn cells(area: Rect, app: &App) -> Vec<Rect> {
    let usual = [Constraint::Length(2), Constraint::Fill(1), Constraint::Fill(1)];
    table::columns(area, &usual, &needed(app))
}

/// What the longest text of each column takes, with a mark before it or the cursor behind it.
fn needed(app: &App) -> Vec<u16> {
    let longest = |column: ClientColumn| {
        let texts = app.answers.clients().iter().map(|client| client.cell(column));
        let width = texts.map(|text| escape_for_terminal(text).width() + 1).max().unwrap_or(0);
        u16::try_from(width).unwrap_or(u16::MAX)
    };
    [2].into_iter().chain(ClientColumn::ALL.map(longest)).collect()
}

/// The columns of the screen that the clients take if nothing of them is cut.
pub(in crate::ui) fn width(app: &App) -> u16 {
    table::whole(&needed(app))
}

fn draw_client(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], row: usize) {
    let cells = cells(area, app);
    let Some((mark_area, cells)) = cells.split_first() else { return };
    let places = ClientColumn::ALL.map(|column| FieldRef::Client { row, column });
    if places.iter().any(|place| problem_at(problems, *place).is_some()) {
        let mark = Line::styled(app.theme.glyphs.missing, app.theme.error);
        frame.render_widget(mark, *mark_area);
    }
    for (area, place) in cells.iter().copied().zip(places) {
        field::draw_cell(frame, area, app, problems, place, None);
    }
}
