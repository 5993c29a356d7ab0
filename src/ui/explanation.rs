//! What stands under the focus, explained: what it is, what can be chosen, its default and why, and who says so.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::app::App;
use super::draw::help;
use super::focus::Focus;
use super::widgets::field::blank;
use super::widgets::text::{draw_border, draw_more, heading, wrapped};
use crate::answers::FieldRef;
use crate::text::{fill, find, say};

/// The most columns of it: longer lines are hard to read.
pub(super) const WIDEST: u16 = 80;

/// The fewest lines of it that are worth a box, which they count with.
const LEAST: u16 = 8;

/// Draws it in a box, and returns the height of that, where there is something to explain and room for it.
pub(super) fn draw_pane(frame: &mut Frame<'_>, area: Rect, app: &App) -> Option<u16> {
    let label = label(app)?;
    let area = Rect { width: area.width.min(WIDEST), ..area };
    let height = |lines: &Vec<_>| u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    // Where not all choices have room, the chosen one has to do.
    let width = area.width.saturating_sub(2);
    let [all, taken] = [Choices::All, Choices::Taken].map(|which| lines(app, width, which));
    let lines = if height(&all) <= area.height { all } else { taken };
    let hidden = usize::from(height(&lines).saturating_sub(area.height));
    if hidden > 0 && area.height < LEAST {
        return None;
    }
    let area = Rect { height: height(&lines).min(area.height), ..area };
    let title = Line::styled(format!(" {label} "), app.theme.heading);
    let inner = draw_border(frame, area, &app.theme, app.theme.text, title);
    frame.render_widget(Paragraph::new(lines), inner);
    if hidden > 0 {
        draw_more(frame, inner, &app.theme, "panel-more-lesson", hidden + 1);
    }
    Some(area.height)
}

/// What the place under the focus is called, where there is an explanation of it.
pub(super) fn label(app: &App) -> Option<String> {
    Some(match app.focus {
        Focus::AddClient => fill("client-add", &[("name", &"")]).trim().to_owned(),
        _ => say(key(app)?).to_owned(),
    })
}

/// The key of the label of the place under the focus.
fn key(app: &App) -> Option<&'static str> {
    match app.focus {
        Focus::FieldRef(place) => Some(place.keys().0),
        Focus::AddClient => Some("client-add"),
        _ => None,
    }
}

/// Which choices of a field are explained.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Choices {
    /// All that there are.
    All,
    /// The one that is taken.
    Taken,
}

/// The explanation itself.
pub(super) fn lines(app: &App, width: u16, which: Choices) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let said = |text: &str, style| wrapped(&theme.glyphs.said(text), width, style);
    let Some(key) = key(app) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Focus::FieldRef(FieldRef::Field(field)) = app.focus {
        let mut choices = field.question().explained_choices();
        if which == Choices::Taken {
            choices.clear();
        }
        let about =
            if choices.is_empty() { help(app) } else { say(field.question().help).to_owned() };
        lines.extend(said(&about, theme.text));
        for (choice, text) in choices {
            lines.push(Line::default());
            lines.push(heading(choice, theme.key));
            lines.extend(said(text, theme.text));
        }
        let mut default = field.question().shown(&app.answers.default_text(field));
        if default.is_empty() {
            default = blank(app, field);
        }
        lines.push(Line::default());
        lines.extend(said(&fill("explanation-default", &[("text", &default)]), theme.key));
    } else {
        lines.extend(said(&help(app), theme.text));
        lines.push(Line::default());
    }
    let part = |part: &str| find(&format!("{key}.{part}")).unwrap_or_default();
    lines.extend(said(part("why"), theme.text));
    lines.push(Line::default());
    lines.extend(said(&fill("explanation-source", &[("source", &part("source"))]), theme.muted));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{ClientColumn, MemberColumn, Step, questions};
    use crate::cluster::Placement;

    #[test]
    fn every_place_to_answer_is_explained_with_its_source() {
        let fields = Step::ALL.into_iter().flat_map(questions).map(|one| one.label);
        let columns = MemberColumn::shown_in(Placement::SharedHost, true);
        let members = columns.into_iter().map(|column| column.keys().0);
        let clients = ClientColumn::ALL.map(|column| column.keys().0);
        let others = ["client-add", "ca-credentials-passphrase", "ca-credentials-again"];
        for key in fields.chain(members).chain(clients).chain(others) {
            for part in ["why", "source"] {
                assert!(find(&format!("{key}.{part}")).is_some(), "{key}.{part}");
            }
        }
    }
}
