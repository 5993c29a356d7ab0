//! The frame around every step: stepper, body, messages and keys.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect, Size};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use time::Duration;
use unicode_width::UnicodeWidthStr;

use super::app::{App, Generation, LEAST, Target};
use super::command::Command;
use super::focus::Focus;
use super::keymap::{Binding, Mode, bindings};
use super::overlay::Overlay;
use super::review::Review;
use super::theme::Theme;
use super::widgets::field::draw_text_input;
use super::widgets::text::{cut, wrap, wrapped};
use super::{explanation, inspector, overlay_view, panels, steps};
use crate::answers::{Field, FieldRef, MemberColumn, Problem, Step, problem_at};
use crate::cluster::CaSource;
use crate::pki::BACKDATE;
use crate::text::{escape_for_terminal, fill, say};

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let area = frame.area();
    if app.is_too_small() {
        draw_too_small(frame, area, LEAST);
        return;
    }
    app.unmark_all();
    let problems = app.problems();
    let message = message(app, &problems);
    let height = message.as_ref().map_or(0, |(text, _)| wrap(text, area.width).len());
    let height = u16::try_from(height).unwrap_or(u16::MAX).clamp(2, MESSAGE);
    let [stepper, rule, body, messages, keys] = divided(area, height);
    draw_stepper(frame, stepper, app, &problems);
    draw_rule(frame, rule, &app.theme);
    draw_state(frame, rule, app, &problems);
    let is_explained = draw_body(frame, body, app, &problems);
    let is_explained = is_explained && app.overlay.is_none();
    let shown =
        message.or_else(|| (!is_explained).then(|| (said(app, &help(app)), app.theme.muted)));
    if app.overlay.is_some() {
        app.unmark_all();
    }
    if app.searches() {
        draw_search(frame, messages, app);
    } else if let Some((text, style)) = shown {
        draw_message(frame, messages, app, &text, style);
    }
    let shown = draw_keys(frame, keys, app.mode(), &app.theme, |binding| label(binding, app));
    for (area, command) in shown {
        app.mark(area, Target::Key(command));
    }
    overlay_view::draw(frame, body, app);
}

pub(super) fn draw_too_small(frame: &mut Frame<'_>, area: Rect, least: Size) {
    let text = fill(
        "screen-too-small",
        &[
            ("width", &least.width),
            ("height", &least.height),
            ("found_width", &area.width),
            ("found_height", &area.height),
        ],
    );
    frame.render_widget(Paragraph::new(wrapped(&text, area.width, Style::new())), area);
}

/// The name of a step.
fn step_name(step: Step) -> &'static str {
    say(step.label())
}

/// Divides a screen into head, rule, body, so many lines of messages, and keys.
pub(super) fn divided(area: Rect, messages: u16) -> [Rect; 5] {
    let one = Constraint::Length(1);
    Layout::vertical([one, one, Constraint::Min(1), Constraint::Length(messages), one]).areas(area)
}

/// Draws a horizontal rule.
pub(super) fn draw_rule(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let line = theme.glyphs.rule.repeat(usize::from(area.width));
    frame.render_widget(Line::styled(line, theme.muted), area);
}

fn draw_stepper(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let theme = &app.theme;
    let named = named_steps(app.step, usize::from(area.width));
    let mut spans = Vec::new();
    let mut x = area.x;
    for step in Step::ALL {
        let missing = problems.iter().any(|problem| problem.place.step() == step);
        let generated = step == Step::Generate && matches!(app.generation, Generation::Finished(_));
        let (mark, style) = match step {
            _ if generated && step == app.step => (theme.glyphs.here, theme.success),
            _ if generated => (theme.glyphs.done, theme.success),
            _ if step == app.step => (theme.glyphs.here, theme.heading),
            _ if step > app.reached => (theme.glyphs.ahead, theme.muted),
            _ if missing => (theme.glyphs.missing, theme.error),
            Step::Review if !problems.is_empty() || app.is_output_refused() => {
                (theme.glyphs.missing, theme.error)
            }
            _ if step == Step::Generate => (theme.glyphs.ahead, theme.muted),
            _ => (theme.glyphs.done, theme.success),
        };
        let name = if named.contains(&step) {
            format!("{mark}{} {}", step.number(), step_name(step))
        } else {
            format!("{mark}{}", step.number())
        };
        let width = u16::try_from(name.width() + 1).unwrap_or(u16::MAX);
        app.mark(Rect { x, width, ..area }.intersection(area), Target::Step(step));
        x = x.saturating_add(width);
        spans.push(Span::styled(name, style));
        spans.push(Span::raw(" "));
    }
    frame.render_widget(Line::from(spans), area);
}

/// Writes into the rule below the steps which cluster this is, and what still needs the person.
fn draw_state(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) {
    let theme = &app.theme;
    let glyphs = &theme.glyphs;
    let mut steps: Vec<Step> = problems.iter().map(|problem| problem.place.step()).collect();
    steps.extend(app.is_output_refused().then_some(Step::Review));
    steps.dedup();
    let (state, style) = match steps.first() {
        None if app.outcome().is_some() => (String::new(), theme.text),
        None => (format!("{} {}", glyphs.done, say("header-complete")), theme.success),
        Some(first) => {
            let names: Vec<&str> = steps.iter().copied().map(step_name).collect();
            let text = fill("header-missing", &[("steps", &names.join(", "))]);
            let is_late = *first <= app.reached && *first != app.step;
            let (mark, style) =
                if is_late { (glyphs.missing, theme.error) } else { (glyphs.ahead, theme.text) };
            (format!("{mark} {text}"), style)
        }
    };
    let name = escape_for_terminal(&app.answers.text(Field::ClusterName));
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let room = usize::from(inside.width);
    let name = cut(&format!(" {name} "), room / 3, glyphs);
    frame.render_widget(Line::styled(name, theme.heading), inside);
    if state.is_empty() {
        return;
    }
    let state = cut(&format!(" {state} "), room - room / 3, glyphs);
    let width = u16::try_from(state.width()).unwrap_or(u16::MAX).min(inside.width);
    let place = Rect { x: inside.right() - width, width, ..inside };
    if let Some(first) = steps.first() {
        app.mark(place, Target::Step(*first));
    }
    frame.render_widget(Line::styled(state, style), place);
}

/// The steps whose names fit a line beside all marks and numbers: those next to where one is.
fn named_steps(here: Step, width: usize) -> Vec<Step> {
    let mut nearest = Step::ALL;
    nearest.sort_by_key(|step| step.number().abs_diff(here.number()));
    let mut used = 3 * Step::ALL.len() - 1;
    let mut named = Vec::new();
    for step in nearest {
        used += 1 + step_name(step).width();
        if used > width {
            break;
        }
        named.push(step);
    }
    named
}

/// The width at which a form shows all choices of its widest question, the algorithms, in columns.
const WHOLE_FORM: u16 = 78;
/// The least that the inspector beside such a form needs, with the column between them.
const PANE: u16 = 42;

/// Draws the body; returns whether what has the focus is explained there.
fn draw_body(frame: &mut Frame<'_>, area: Rect, app: &App, problems: &[Problem]) -> bool {
    if app.inspector_covers() {
        inspector::draw_pane(frame, area, app);
        return false;
    }
    let places = places(area, app);
    steps::draw(frame, places.form, app, problems);
    let explained = places.explained.and_then(|pane| explanation::draw_pane(frame, pane, app));
    if let Some(pane) = places.inspected {
        // What has the focus comes first where both share a column.
        let used = explained.filter(|_| places.explained.is_some_and(|above| above.x == pane.x));
        inspector::draw_pane(frame, steps::below(pane, used.unwrap_or(0)), app);
    }
    if app.step < Step::Review {
        // Among the members the explanation stands within the form's column.
        let taken = [Some(places.form), places.inspected];
        let is_apart = |pane: &Rect| taken.iter().flatten().all(|other| other.x != pane.x);
        let beside = places.explained.filter(is_apart);
        let columns = [Some(places.form), beside, places.free].into_iter().flatten();
        let columns: Vec<Rect> = columns.collect();
        panels::draw(frame, app, problems, panels::of_step(app.step), &columns);
    }
    explained.is_some()
}

/// Where the form stands, where what the focus is on is explained, where a certificate is inspected, and a column
/// that nothing else takes.
struct Places {
    form: Rect,
    explained: Option<Rect>,
    inspected: Option<Rect>,
    free: Option<Rect>,
}

fn places(area: Rect, app: &App) -> Places {
    let beside = |form: u16| {
        Layout::horizontal([Constraint::Length(form), Constraint::Min(0)]).spacing(1).areas(area)
    };
    let is_wide = area.width >= WHOLE_FORM + PANE;
    let explains = is_wide && app.step < Step::Review;
    let inspects = app.inspector_shown();
    // A table that needs more than a form takes what the panes can spare.
    let form_beside = |panes: u16| {
        steps::table_width(app).min(area.width.saturating_sub(panes * PANE)).max(WHOLE_FORM)
    };
    if explains && area.width >= WHOLE_FORM + 2 * PANE {
        let form = form_beside(2);
        let widths = [Constraint::Length(form), Constraint::Fill(1), Constraint::Fill(1)];
        let [form, explained, third] = Layout::horizontal(widths).spacing(1).areas(area);
        let (inspected, free) = if inspects { (Some(third), None) } else { (None, Some(third)) };
        return Places { form, explained: Some(explained), inspected, free };
    }
    if !inspects {
        let [form, pane] = beside(form_beside(1));
        return if explains {
            Places { form, explained: Some(pane), inspected: None, free: None }
        } else {
            Places { form: area, explained: None, inspected: None, free: None }
        };
    }
    let share = area.width * 57 / 100;
    let [form, pane] = beside(if is_wide { share.max(form_beside(1)) } else { share });
    // The member table leaves room below it; elsewhere the certificate makes some.
    let explained = if app.step == Step::Members {
        steps::below(form, steps::members::height(app, form.width) + 1)
    } else {
        Rect { height: pane.height / 2, ..pane }
    };
    Places { form, explained: explains.then_some(explained), inspected: Some(pane), free: None }
}

/// The most lines that what was refused, and what to do about it, takes from the body.
const MESSAGE: u16 = 5;

/// What the last command led to, else what is wrong with what stands under the focus, with its style.
fn message(app: &App, problems: &[Problem]) -> Option<(String, Style)> {
    let theme = &app.theme;
    let (text, style) = match (&app.notice, focused_problem(app, problems)) {
        (Some(notice), _) => notice.shown(theme),
        (None, Some(text)) => (format!("{} {text}", theme.glyphs.missing), theme.error),
        // All that is folded away, so that nobody has to open it to see.
        (None, None) if app.focus == Focus::More && app.overlay.is_none() => {
            (app.more_help(), theme.muted)
        }
        (None, None) => return None,
    };
    Some((said(app, &text), style))
}

/// A sentence in characters that the terminal can show.
fn said(app: &App, text: &str) -> String {
    app.theme.glyphs.said(text).into_owned()
}

/// Draws the text that is searched for, and how often it is there.
fn draw_search(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let [line, below, ..] = Layout::vertical([Constraint::Length(1); 2]).areas::<2>(area);
    let label = say("search-label");
    let width = u16::try_from(label.width()).unwrap_or_default().min(line.width);
    frame.render_widget(Line::styled(label, app.theme.key), line);
    let input = Rect { x: line.x + width, width: line.width - width, ..line };
    draw_text_input(frame, input, &app.search.text, &app.theme);
    let count = fill("search-count", &[("count", &app.match_count())]);
    frame.render_widget(Line::styled(count, app.theme.muted), below);
}

fn draw_message(frame: &mut Frame<'_>, area: Rect, app: &App, text: &str, style: Style) {
    let theme = &app.theme;
    let mut lines = wrap(text, area.width);
    if lines.len() > usize::from(area.height) {
        lines.truncate(usize::from(area.height));
        if let Some(last) = lines.last_mut() {
            let mark = theme.glyphs.cut;
            *last = cut(&format!("{last} {mark}"), usize::from(area.width), &theme.glyphs);
        }
    }
    let lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::styled(line, style)).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

/// What is wrong with what stands under the focus; an empty field is helped, not scolded.
fn focused_problem(app: &App, problems: &[Problem]) -> Option<String> {
    if app.overlay.is_some() {
        return None;
    }
    let Focus::FieldRef(place) = app.focus else { return None };
    if let (FieldRef::Field(Field::Output), Some(Err(refusal))) = (place, &app.output) {
        return Some(format!("{}: {}", refusal.message, refusal.hint));
    }
    let problem = problem_at(problems, place)?;
    let empty = match place {
        // That of a key that exists may be empty; whether it is right is read from the key.
        FieldRef::Passphrase if app.answers.ca_source() == CaSource::Imported => false,
        FieldRef::Passphrase | FieldRef::PassphraseAgain => app.typed_passphrase(place).is_empty(),
        // Those that aren't typed follow from the row.
        FieldRef::Member { column: MemberColumn::Ports | MemberColumn::PeerAddress, .. } => false,
        _ => app.focused_text().is_none_or(|text| text.trim().is_empty()),
    };
    match place {
        _ if empty => None,
        // The hint leads here from elsewhere.
        FieldRef::Passphrase if app.answers.ca_source() == CaSource::Encrypted => {
            Some(problem.message.clone())
        }
        _ => Some(format!("{}: {}", problem.message, problem.hint)),
    }
}

/// What the thing under the focus is about; and how a text that is right will be written, where that
/// differs from what was typed.
pub(super) fn help(app: &App) -> String {
    match &app.overlay {
        Some(Overlay::Start(_)) => return say(Field::Preset.question().help).to_owned(),
        Some(Overlay::Drafts(list)) => return super::drafts::help(list).to_owned(),
        Some(Overlay::Preview(_)) => return say("preview-help").to_owned(),
        _ => {}
    }
    let text = match app.focus {
        Focus::FieldRef(FieldRef::Field(field @ (Field::AuthorityDays | Field::LeafDays))) => {
            return lifetime_help(app, field);
        }
        Focus::FieldRef(FieldRef::Field(field)) => field_help(app, field),
        Focus::FieldRef(FieldRef::Passphrase) if app.answers.ca_source() == CaSource::Imported => {
            say("ca-credentials-passphrase.imported-help")
        }
        Focus::FieldRef(place) => say(place.keys().1),
        Focus::AddClient => say("client-add.help"),
        Focus::More => return app.more_help(),
        Focus::Advice if app.mode_below() == Mode::Remark => say("review-remark-help"),
        Focus::Advice => say("review-advice.help"),
        Focus::Handshakes => say("review-handshakes-help"),
        Focus::Files => match &app.generation {
            _ if app.step != Step::Generate && app.files().is_empty() => say("review-no-files"),
            _ if app.step != Step::Generate && app.is_written() => say("review-written-help"),
            _ if app.step != Step::Generate => say("review-files-help"),
            Generation::Finished(_) => say("generate-files-help"),
            // What happens stands in the body; no file has the focus.
            _ => "",
        },
        Focus::Start if app.review.as_ref().is_some_and(|review| !review.is_ready()) => {
            say("review-not-ready.help")
        }
        Focus::Start => {
            return format!("{} {}", say("review-start.help"), say("review-start.plan"));
        }
        Focus::NextCommands => say("generate-next.help"),
    };
    match written_as(app) {
        Some(written) => format!("{} {text}", fill("form-written-as", &[("text", &written)])),
        None => text.to_owned(),
    }
}

/// What follows from the lifetimes for certificates that are issued now, and what the field is about.
fn lifetime_help(app: &App, field: Field) -> String {
    let lifetimes = app.answers.certificate_settings().lifetimes;
    let start = app.now - BACKDATE;
    let after = |days: u32| (start + Duration::days(days.into())).date();
    let (authority, leaf) = (lifetimes.authority().count(), lifetimes.leaf().count());
    let what = if !app.answers.ca_source().makes_authority() {
        // The CA that is brought has an end of its own.
        if field == Field::AuthorityDays {
            return say(field.question().help).to_owned();
        }
        fill("field-leaf-days.foreign", &[("end", &after(leaf))])
    } else if field == Field::LeafDays {
        let values =
            [("end", &after(leaf) as &dyn std::fmt::Display), ("renewals", &lifetimes.renewals())];
        fill("field-leaf-days.follows", &values)
    } else {
        let (end, last) = (after(authority), after(lifetimes.last_full_issue()));
        fill("field-authority-days.follows", &[("end", &end), ("last", &last), ("days", &leaf)])
    };
    format!("{what} {}", say(field.question().help))
}

/// What a field is about; where it chooses between layouts, what the choice costs.
fn field_help(app: &App, field: Field) -> &'static str {
    let chosen = field.question().what_it_costs(&app.answers.text(field));
    chosen.unwrap_or_else(|| say(field.question().help))
}

/// The form a typed text will be written in, where it differs: a trailing dot dropped, brackets taken
/// off, letters made small.
fn written_as(app: &App) -> Option<String> {
    let text = app.focused_text()?;
    let typed = text.trim();
    let written = match app.focus {
        Focus::FieldRef(FieldRef::Field(field)) if app.focus.is_text() => {
            field.question().read(typed).ok()?
        }
        Focus::FieldRef(FieldRef::Member {
            column: MemberColumn::Address | MemberColumn::PeerAddress,
            ..
        }) => normal_list::<crate::cluster::MemberAddress>(typed)?,
        Focus::FieldRef(FieldRef::Member { column: MemberColumn::DnsNames, .. }) => {
            normal_list::<crate::cluster::DnsName>(typed)?
        }
        Focus::FieldRef(FieldRef::Member { column: MemberColumn::ExtraSans, .. }) => {
            normal_list::<crate::cluster::San>(typed)?
        }
        _ => return None,
    };
    let plain = |text: &str| crate::answers::split_list(text).collect::<Vec<_>>().join(", ");
    let differs = written != typed && plain(&written) != plain(typed);
    differs.then_some(written)
}

fn normal_list<T: std::str::FromStr + ToString>(text: &str) -> Option<String> {
    let items: Option<Vec<String>> = crate::answers::split_list(text)
        .map(|item| item.parse::<T>().ok().map(|item| item.to_string()))
        .collect();
    items.map(|items| items.join(", "))
}

/// What a key does as things stand.
pub(super) fn label(binding: &Binding, app: &App) -> &'static str {
    let is_ready = || app.review.as_ref().is_none_or(Review::is_ready);
    say(match binding.label {
        "key-inspector" if app.inspector_shown() => "key-inspector-hide",
        // A tier of one's own has figures to type first.
        "key-load" if app.answers.is_custom() => "key-next-field",
        "key-generate" if !is_ready() => "key-what-is-missing",
        "key-to-generate" if app.outcome().is_some() => "key-to-bundle",
        label => label,
    })
}

/// Draws the keys that work in a mode; returns what stands where. Where they don't all have room, the last is the
/// one that lists them all.
pub(super) fn draw_keys(
    frame: &mut Frame<'_>,
    area: Rect,
    mode: Mode,
    theme: &Theme,
    label: impl Fn(&Binding) -> &'static str,
) -> Vec<(Rect, Command)> {
    const GAP: usize = 2;
    let room = usize::from(area.width) + GAP;
    let keys: Vec<(&str, &str, &Command)> = bindings(mode)
        .filter(|binding| binding.in_footer)
        .map(|binding| (binding.shown, label(binding), &binding.command))
        .collect();
    let width = |(key, label, _): &(&str, &str, &Command)| key.width() + 1 + label.width() + GAP;
    let help = bindings(mode).find(|binding| binding.command == Command::Help);
    let help = help.map(|binding| (binding.shown, say("key-all-keys"), &binding.command));
    let mut shown = Vec::new();
    if keys.iter().map(width).sum::<usize>() <= room {
        shown = keys;
    } else {
        let mut left = room.saturating_sub(help.as_ref().map_or(0, width));
        for key in keys.into_iter().filter(|key| *key.2 != Command::Help) {
            if let Some(rest) = left.checked_sub(width(&key)) {
                left = rest;
                shown.push(key);
            }
        }
        shown.extend(help);
    }
    let mut places = Vec::new();
    let mut x = area.x;
    for key in &shown {
        let width = u16::try_from(width(key)).unwrap_or(u16::MAX);
        places.push((Rect { x, width, ..area }.intersection(area), key.2.clone()));
        x = x.saturating_add(width);
    }
    let spans = shown.into_iter().flat_map(|(key, label, _)| {
        [Span::styled(key, theme.key), Span::raw(format!(" {label}{:GAP$}", ""))]
    });
    frame.render_widget(spans.collect::<Line<'_>>(), area);
    places
}
