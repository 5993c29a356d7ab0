//! What certificates say, and the clients that get one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::{first_row, line};
use crate::answers::{ClientColumn, Field, Place, Problem, Step, problem_at, questions};
use crate::text::{fill, say, showable};
use crate::ui::app::App;
use crate::ui::focus::Focus;
use crate::ui::widgets::field::{self, draw_input};
use crate::ui::widgets::text::{column, cut, heading};

/// One line of this step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Field(Field),
    Layout,
    Blank,
    Heading,
    Client(usize),
    Add,
}

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let items = items(app);
    let focused = items.iter().position(|item| has_focus(*item, app.focus)).unwrap_or(0);
    let first = first_row(focused, items.len(), usize::from(area.height));
    for (offset, item) in (0..).zip(items.iter().skip(first)) {
        let Some(area) = line(area, offset) else { return };
        draw_item(frame, area, app, problems, *item);
    }
}

fn items(app: &App) -> Vec<Item> {
    let fields = questions(Step::Certificates).map(|question| Item::Field(question.field));
    let clients = (0..app.answers.clients().len()).map(Item::Client);
    [Item::Layout]
        .into_iter()
        .chain(fields)
        .chain([Item::Blank, Item::Heading])
        .chain(clients)
        .chain([Item::Add])
        .collect()
}

fn has_focus(item: Item, focus: Focus) -> bool {
    match (item, focus) {
        (Item::Field(field), Focus::Place(Place::Field(focused))) => field == focused,
        (Item::Client(row), Focus::Place(Place::Client { row: focused, .. })) => row == focused,
        (Item::Add, Focus::AddClient) => true,
        _ => false,
    }
}

fn draw_item(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], item: Item) {
    let theme = &app.theme;
    match item {
        Item::Field(field) => field::draw(frame, area, app, problems, field),
        Item::Layout => {
            let members = app.answers.size().members();
            let clients = app.answers.clients().len();
            let count = 1 + 2 * members + clients;
            let text = fill(
                "certificates.layout",
                &[("count", &count), ("members", &members), ("clients", &clients)],
            );
            frame.render_widget(
                Line::styled(cut(&text, usize::from(area.width)), theme.muted),
                area,
            );
        }
        Item::Blank => {}
        Item::Heading => {
            let [_, name, common_name] = cells(area);
            frame.render_widget(heading(say("client.name"), theme.heading), name);
            frame.render_widget(heading(say("client.common-name"), theme.heading), common_name);
        }
        Item::Client(row) => draw_client(frame, area, app, problems, row),
        Item::Add => {
            let focused = app.focus == Focus::AddClient;
            let style = if focused { theme.selected } else { theme.key };
            let text = fill("client.add", &[("name", &app.offered_client())]);
            frame.render_widget(Line::styled(text, style), area);
        }
    }
}

fn cells(area: Rect) -> [Rect; 3] {
    Layout::horizontal([Constraint::Length(2), Constraint::Fill(1), Constraint::Fill(1)])
        .spacing(1)
        .areas(area)
}

fn draw_client(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], row: usize) {
    let theme = &app.theme;
    let [mark_area, cells @ ..] = cells(area);
    let wrong = |column| problem_at(problems, Place::Client { row, column }).is_some();
    if ClientColumn::ALL.into_iter().any(wrong) {
        frame.render_widget(Line::styled(theme.glyphs.missing, theme.error), mark_area);
    }
    for (area, column_of) in cells.into_iter().zip(ClientColumn::ALL) {
        let place = Place::Client { row, column: column_of };
        if app.focus == Focus::Place(place) && app.overlay.is_none() {
            draw_input(frame, area, &app.input, theme);
            continue;
        }
        let text = app.answers.clients().get(row).map_or("", |client| client.cell(column_of));
        let (shown, style) = match (text.is_empty(), wrong(column_of)) {
            (true, _) => (say("form.missing").to_owned(), theme.error),
            (false, true) => (format!("{}{}", theme.glyphs.missing, showable(text)), theme.error),
            (false, false) => (showable(text), theme.text),
        };
        frame.render_widget(Line::styled(column(&shown, usize::from(area.width)), style), area);
    }
}
