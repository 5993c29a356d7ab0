//! What certificates say, and the clients that get one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{draw_more, line, window};
use crate::answers::{ClientColumn, Field, FieldRef, Problem, problem_at};
use crate::pki::CertificateRole;
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::app::App;
use crate::ui::focus::{Focus, certificate_places};
use crate::ui::picture::{Scheme, picture};
use crate::ui::widgets::field::{self, draw_input};
use crate::ui::widgets::text::{column, cut, heading};

/// One line of this step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Field(Field),
    Passphrase(FieldRef),
    Count,
    Blank,
    Heading,
    Client(usize),
    Add,
}

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let items = items(app);
    let focused = items.iter().position(|item| has_focus(*item, app.focus)).unwrap_or(0);
    let (first, shown, below) = window(focused, items.len(), usize::from(area.height));
    draw_picture(frame, area, app, items.len());
    draw_more(frame, area, app, below);
    for (offset, item) in (0..).zip(items.iter().skip(first).take(shown)) {
        let Some(area) = line(area, offset) else { return };
        draw_item(frame, area, app, problems, *item);
    }
}

fn items(app: &App) -> Vec<Item> {
    let fields = certificate_places(&app.answers).into_iter().map(|place| match place {
        FieldRef::Field(field) => Item::Field(field),
        place => Item::Passphrase(place),
    });
    let clients = (0..app.answers.clients().len()).map(Item::Client);
    [Item::Count]
        .into_iter()
        .chain(fields)
        .chain([Item::Blank, Item::Heading])
        .chain(clients)
        .chain([Item::Add])
        .collect()
}

/// Draws below the form who trusts whom, where there is room for all of it.
fn draw_picture(frame: &mut Frame<'_>, area: Rect, app: &App, used: usize) {
    let drawn = picture(&Scheme::from(&app.answers), &app.theme.glyphs);
    let offset = u16::try_from(used + 1).unwrap_or(u16::MAX);
    let height = u16::try_from(drawn.len() + 1).unwrap_or(u16::MAX);
    let width = drawn.iter().map(|line| Line::raw(line.as_str()).width()).max().unwrap_or(0);
    let fits = offset.saturating_add(height) <= area.height && width <= usize::from(area.width);
    let Some(at) = line(area, offset).filter(|_| fits) else { return };
    let mut lines = vec![heading(say("layout-picture"), app.theme.heading)];
    lines.extend(drawn.into_iter().map(|line| Line::styled(line, app.theme.text)));
    frame.render_widget(Paragraph::new(lines), Rect { height, ..at });
}

fn has_focus(item: Item, focus: Focus) -> bool {
    match (item, focus) {
        (Item::Field(field), Focus::FieldRef(FieldRef::Field(focused))) => field == focused,
        (Item::Client(row), Focus::FieldRef(FieldRef::Client { row: focused, .. })) => {
            row == focused
        }
        (Item::Passphrase(place), Focus::FieldRef(focused)) => place == focused,
        (Item::Add, Focus::AddClient) => true,
        _ => false,
    }
}

fn draw_item(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], item: Item) {
    let theme = &app.theme;
    match item {
        Item::Field(field) => field::draw(frame, area, app, problems, field),
        Item::Passphrase(place) => field::draw_passphrase(frame, area, app, problems, place),
        Item::Count => {
            let text = cut(&count(app), usize::from(area.width), &theme.glyphs);
            frame.render_widget(Line::styled(text, theme.muted), area);
        }
        Item::Blank => {}
        Item::Heading => {
            let [_, name, common_name] = cells(area);
            frame.render_widget(heading(say("client-name"), theme.heading), name);
            frame.render_widget(heading(say("client-common-name"), theme.heading), common_name);
        }
        Item::Client(row) => draw_client(frame, area, app, problems, row),
        Item::Add => {
            let focused = app.focus == Focus::AddClient;
            let style = if focused { theme.selected } else { theme.key };
            let text = fill("client-add", &[("name", &app.offered_client())]);
            frame.render_widget(Line::styled(text, style), area);
        }
    }
}

/// How many certificates there will be, by what they are for.
fn count(app: &App) -> String {
    const ROLES: [CertificateRole; 6] = [
        CertificateRole::Authority,
        CertificateRole::Server,
        CertificateRole::Peer,
        CertificateRole::Member,
        CertificateRole::Gateway,
        CertificateRole::Client,
    ];
    let profiles = app.answers.profiles();
    let of = |role| profiles.iter().filter(|profile| profile.role == role).count();
    let word = |role| match role {
        CertificateRole::Authority => say("picture-ca"),
        CertificateRole::Server => say("picture-server"),
        CertificateRole::Peer => say("picture-peer"),
        CertificateRole::Member => say("picture-member"),
        CertificateRole::Gateway => say("picture-gateway"),
        CertificateRole::Client => say("picture-client"),
    };
    let shown = ROLES.into_iter().filter(|role| of(*role) > 0 || *role == CertificateRole::Client);
    let parts: Vec<String> = shown.map(|role| format!("{} {}", of(role), word(role))).collect();
    fill("certificates-count", &[("count", &profiles.len()), ("parts", &parts.join(", "))])
}

fn cells(area: Rect) -> [Rect; 3] {
    Layout::horizontal([Constraint::Length(2), Constraint::Fill(1), Constraint::Fill(1)])
        .spacing(1)
        .areas(area)
}

fn draw_client(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem], row: usize) {
    let theme = &app.theme;
    let [mark_area, cells @ ..] = cells(area);
    let wrong = |column| problem_at(problems, FieldRef::Client { row, column }).is_some();
    if ClientColumn::ALL.into_iter().any(wrong) {
        frame.render_widget(Line::styled(theme.glyphs.missing, theme.error), mark_area);
    }
    for (area, column_of) in cells.into_iter().zip(ClientColumn::ALL) {
        let place = FieldRef::Client { row, column: column_of };
        if app.focus == Focus::FieldRef(place) && app.overlay.is_none() {
            draw_input(frame, area, &app.input, theme);
            continue;
        }
        let text = app.answers.clients().get(row).map_or("", |client| client.cell(column_of));
        let (shown, style) = match (text.is_empty(), wrong(column_of)) {
            (true, _) => (say("form-missing").to_owned(), theme.error),
            (false, true) => {
                (format!("{}{}", theme.glyphs.missing, escape_for_terminal(text)), theme.error)
            }
            (false, false) => (escape_for_terminal(text), theme.text),
        };
        frame.render_widget(
            Line::styled(column(&shown, usize::from(area.width), &theme.glyphs), style),
            area,
        );
    }
}
