//! What is said of a line.

use ratatui::text::Line;

use super::read::{Form, Part};
use super::subject::{self, Decides, Subject};
use super::{Preview, Shape};
use crate::answers::{Field, FieldRef, MemberColumn, MemberRow};
use crate::cluster::Member;
use crate::etcd::flags::Section;
use crate::etcd::{FlagHelp, flag_help};
use crate::render::{Reasons, reasons};
use crate::text::{escape_for_terminal, fill, find, say};
use crate::ui::app::App;
use crate::ui::review::place_name;
use crate::ui::widgets::text::wrapped;

/// What a line is, why it is so, and what decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Explanation {
    /// What the line sets, as the file writes it.
    pub(super) title: String,
    /// What that is, and why this plan has it: a paragraph each.
    pub(super) about: Vec<String>,
    /// What decides it, in words.
    pub(super) origin: Option<String>,
    /// The question that does.
    pub(in crate::ui) place: Option<FieldRef>,
    /// Who says so; empty where quorate made it up.
    pub(super) source: String,
}

impl Preview<'_> {
    /// Explains a line.
    pub(in crate::ui) fn explanation(&self, line: u16) -> Explanation {
        let index = usize::from(line).checked_sub(1);
        match (&self.shape, index) {
            (Shape::Text(form, parts), Some(index)) => match parts.get(index) {
                Some(part) => self.of_part(*form, part, index),
                None => self.of_file(),
            },
            (Shape::Certificate(labels), Some(index)) => match labels.get(index) {
                Some(label) => self.of_row(label),
                None => self.of_file(),
            },
            (_, None) => self.of_file(),
        }
    }

    /// What the file as a whole is.
    fn of_file(&self) -> Explanation {
        let name = self.file.path.file_name().unwrap_or_default().to_string_lossy();
        Explanation {
            title: escape_for_terminal(&name),
            about: vec![say(self.about).to_owned()],
            origin: None,
            place: None,
            source: self.source(self.about),
        }
    }

    /// The source of a sentence; where it has none of its own, that of the file.
    fn source(&self, key: &str) -> String {
        let own = |key: &str| find(&format!("{}.source", key.trim_end_matches(".why")));
        own(key).or_else(|| own(self.about)).unwrap_or_default().to_owned()
    }

    fn of_part(&self, form: Form, part: &Part, index: usize) -> Explanation {
        if let Part::Function(name, text) = part {
            let mut explanation = self.of_file();
            explanation.about.push(fill("preview-function", &[("name", name), ("text", text)]));
            return explanation;
        }
        let known = match part {
            Part::Setting(_) if self.checks_for_corruption(index) => Some(Subject {
                about: "setting-corruption-check",
                decides: Decides::Field(Field::CorruptionCheck),
            }),
            part => subject::of_part(form, part),
        };
        let reason = self.reason(part);
        let title = title(form, part);
        match (known, part) {
            (Some(subject), _) => {
                let about = std::iter::once(say(subject.about).to_owned()).chain(reason);
                self.told(title, about.collect(), self.source(subject.about), subject.decides)
            }
            (None, Part::Setting(name)) => self.of_further(title, name),
            (None, _) => self.of_file(),
        }
    }

    /// Whether a line turns on the check for corruption by the gate that it is since 3.6.
    fn checks_for_corruption(&self, index: usize) -> bool {
        let crate::ui::Contents::Text(text) = &self.file.contents else { return false };
        text.lines().nth(index).is_some_and(|line| line.contains("InitialCorruptCheck=true"))
    }

    /// A setting that no question asks for: etcd's own words.
    fn of_further(&self, title: String, name: &str) -> Explanation {
        let version = self.plan.map(|plan| plan.etcd_version).unwrap_or_default();
        let told = |help: &FlagHelp| {
            let default = help.default_of(name, version);
            let default = default.map(|text| fill("preview-etcd-default", &[("text", &text)]));
            let text = fill("preview-help-text", &[("text", &help.about)]);
            std::iter::once(text).chain(default).collect()
        };
        let (about, source) = match flag_help(name) {
            Some(help) => (told(help), fill("preview-help-text.source", &[("version", &version)])),
            None => (vec![say("setting-unlisted").to_owned()], self.source("setting-unlisted")),
        };
        self.told(title, about, source, Decides::Field(Field::FurtherSettings))
    }

    fn of_row(&self, label: &str) -> Explanation {
        let Some(subject) = subject::of_row(label) else { return self.of_file() };
        let is_authority = self.file.path.starts_with("authority");
        let decides = match subject.decides {
            Decides::Field(Field::LeafDays) if is_authority => Decides::Field(Field::AuthorityDays),
            decides => decides,
        };
        let about = vec![say(subject.about).to_owned()];
        self.told(label.to_owned(), about, self.source(subject.about), decides)
    }

    fn told(
        &self,
        title: String,
        about: Vec<String>,
        source: String,
        decides: Decides,
    ) -> Explanation {
        let place = self.place(decides);
        let origin = match decides {
            Decides::Nothing => Some(say("preview-fixed").to_owned()),
            _ => place.map(|place| self.origin(place, decides)),
        };
        Explanation { title, about, origin, place, source }
    }

    /// Why the plan has it, as the comment in the file says it.
    fn reason(&self, part: &Part) -> Option<String> {
        let made = || Some(reasons(self.plan?, self.member()?));
        let Reasons { directives, settings } = self.reasons.get_or_init(made).as_ref()?;
        let (all, name) = match part {
            Part::Directive(name) => (directives, name),
            Part::Setting(name) => (settings, name),
            _ => return None,
        };
        all.iter().find(|(one, _)| one == name).map(|(_, why)| why.clone())
    }

    /// The name of the member whose directory the file is in.
    fn member_name(&self) -> Option<&str> {
        let below = self.file.path.strip_prefix("members").ok()?;
        below.components().next()?.as_os_str().to_str()
    }

    fn member(&self) -> Option<&Member> {
        let name = self.member_name()?;
        self.plan?.members.iter().find(|member| member.name.as_str() == name)
    }

    /// The place of the answer that decides it, where it is asked for.
    fn place(&self, decides: Decides) -> Option<FieldRef> {
        let cell = |column: MemberColumn| {
            let name = self.member_name()?;
            let is_it = |row: &MemberRow| row.name.trim() == name;
            let row = self.answers.members().position(is_it)?;
            let has = self.answers.member_columns().contains(&column);
            let column = if has { column } else { MemberColumn::Address };
            Some(FieldRef::Member { row, column })
        };
        match decides {
            Decides::Nothing | Decides::Untold => None,
            Decides::Figure(field) if self.answers.is_custom() => Some(FieldRef::Field(field)),
            Decides::Figure(_) => Some(FieldRef::Field(Field::Tier)),
            Decides::Field(field) => self.answers.asks(field).then_some(FieldRef::Field(field)),
            Decides::Member(column) => cell(column),
            Decides::Peers => cell(MemberColumn::PeerAddress),
            Decides::Members => Some(FieldRef::Member { row: 0, column: MemberColumn::Address }),
        }
    }

    /// What decides it, in words: the question, and whether its default was kept.
    fn origin(&self, place: FieldRef, decides: Decides) -> String {
        let step = say(place.step().label());
        let FieldRef::Field(field) = place else {
            if decides == Decides::Members {
                return fill("preview-cluster", &[("step", &step)]);
            }
            let place = place_name(place);
            return fill("preview-question.row", &[("place", &place), ("step", &step)]);
        };
        let default = escape_for_terminal(&self.answers.default_text(field));
        let key = match (self.answers.is_typed(field), default.is_empty()) {
            (false, _) => "preview-question",
            (true, false) => "preview-question.chosen",
            (true, true) => "preview-question.given",
        };
        let question = say(field.question().label);
        fill(key, &[("question", &question), ("step", &step), ("default", &default)])
    }
}

/// What a part sets, as the file writes it.
fn title(form: Form, part: &Part) -> String {
    match part {
        Part::File => String::new(),
        Part::Section(name) if form == Form::Unit => format!("[{name}]"),
        Part::Directive(name) if form == Form::Unit => format!("{name}="),
        Part::Keys(section) => Section::as_str(*section).to_owned(),
        Part::Setting(name) => format!("--{name}"),
        Part::Section(name)
        | Part::Directive(name)
        | Part::Variable(name)
        | Part::Key(name)
        | Part::Step(name)
        | Part::Function(name, _) => escape_for_terminal(name),
    }
}

/// How much of an explanation is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All, and why the question has the default that it has.
    Question,
    /// All, with blank lines between.
    Spaced,
    /// All, without.
    Dense,
    /// Without what the comment above the line says: the file has that.
    Brief,
}

impl Explanation {
    /// The lines that it takes at the least.
    pub(super) fn height(&self, app: &App, width: u16) -> u16 {
        let lines = self.drawn(app, width, Extent::Dense);
        u16::try_from(lines.len()).unwrap_or(u16::MAX)
    }

    /// The same without what the file's own comment says.
    #[cfg(test)]
    pub(super) fn brief_height(&self, app: &App, width: u16) -> usize {
        self.drawn(app, width, Extent::Brief).len()
    }

    /// As lines of a pane, as many of them as it has room for.
    pub(super) fn lines(&self, app: &App, width: u16, height: u16) -> Vec<Line<'static>> {
        let mut drawn = [Extent::Question, Extent::Spaced, Extent::Dense]
            .into_iter()
            .map(|extent| self.drawn(app, width, extent));
        let fits = |lines: &Vec<Line<'_>>| lines.len() <= usize::from(height);
        drawn.find(fits).unwrap_or_else(|| self.drawn(app, width, Extent::Brief))
    }

    fn drawn(&self, app: &App, width: u16, extent: Extent) -> Vec<Line<'static>> {
        let theme = &app.theme;
        let question = match self.place {
            Some(place) if extent == Extent::Question => find(&format!("{}.why", place.keys().0)),
            _ => None,
        };
        let count = if extent == Extent::Brief { 1 } else { self.about.len() };
        let about = self.about.iter().take(count).map(|text| (text.as_str(), theme.text));
        let origin = self.origin.iter().map(|text| (text.as_str(), theme.key));
        let question = question.map(|text| (text, theme.text));
        let source = fill("explanation-source", &[("source", &self.source)]);
        let source = (!self.source.is_empty()).then_some((source.as_str(), theme.muted));
        let mut lines = Vec::new();
        for (text, style) in about.chain(origin).chain(question).chain(source) {
            if matches!(extent, Extent::Question | Extent::Spaced) && !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(wrapped(&theme.glyphs.said(text), width, style));
        }
        lines
    }
}
