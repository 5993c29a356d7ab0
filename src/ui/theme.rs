//! Styles by role, and the glyphs: one theme for every screen.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// Styles named by what they mean. Only the terminal's own colours 1 to 7 and its own background are
/// used, no meaning is carried by colour alone (marks and words say the same), and what must be read is in the
/// terminal's own foreground: ANSI 8 ("bright black") is the background of Solarized Dark.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Text as it is.
    pub text: Style,
    /// What matters less.
    pub muted: Style,
    /// Headings.
    pub heading: Style,
    /// The thing with the focus, and a text that the next character replaces.
    pub selected: Style,
    /// The line that a text under edit stands on.
    pub edited: Style,
    /// What is done or right.
    pub success: Style,
    /// What wants attention.
    pub warning: Style,
    /// What is wrong.
    pub error: Style,
    /// Keys in the footer and the help.
    pub key: Style,
    /// The marks that go with the styles.
    pub glyphs: Glyphs,
}

/// The marks a terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Glyphs {
    /// Done.
    pub done: &'static str,
    /// Here.
    pub here: &'static str,
    /// Wrong or missing: it keeps the bundle from being made.
    pub missing: &'static str,
    /// Unwise: it wants attention, and is no obstacle.
    pub unwise: &'static str,
    /// Still to come.
    pub ahead: &'static str,
    /// A member that runs.
    pub alive: &'static str,
    /// A member that failed.
    pub failed: &'static str,
    /// Between two, where the first trusts the second.
    pub trusts: &'static str,
    /// Between two that trust each other.
    pub trust_each_other: &'static str,
    /// Which part of a list is shown; one column.
    pub bar: &'static str,
    /// What is done of a work, or left of a validity; one column.
    pub full: &'static str,
    /// Where text is cut; one column.
    pub cut: &'static str,
    /// Before who signed what stands above.
    pub signed_by: &'static str,
    /// What is written for characters that only sentences of ours hold.
    plain: &'static [(char, &'static str)],
    /// A horizontal rule.
    pub rule: &'static str,
    /// Borders of boxes.
    pub border: border::Set<'static>,
}

const UNICODE: Glyphs = Glyphs {
    done: "✓",
    here: "▸",
    missing: "✗",
    unwise: "!",
    ahead: "·",
    alive: "●",
    failed: "✗",
    trusts: "─▶",
    trust_each_other: "◀─▶",
    bar: "┃",
    full: "━",
    cut: "…",
    signed_by: "↑",
    plain: &[],
    rule: "─",
    border: border::PLAIN,
};

const ASCII: Glyphs = Glyphs {
    done: "+",
    here: ">",
    missing: "x",
    unwise: "!",
    ahead: ".",
    alive: "O",
    failed: "x",
    trusts: "->",
    trust_each_other: "<->",
    bar: "#",
    full: "=",
    cut: "~",
    signed_by: "^",
    plain: &[('…', "..."), ('’', "'"), ('×', "x"), ('§', "section ")],
    rule: "-",
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
};

impl Glyphs {
    /// A sentence of ours in characters that the terminal can show. What files hold is left as it is.
    pub(in crate::ui) fn said<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains(|c| self.plain.iter().any(|(held, _)| *held == c)) {
            return Cow::Borrowed(text);
        }
        let write = |text: String, (held, plain): &(char, &str)| text.replace(*held, plain);
        Cow::Owned(self.plain.iter().fold(text.to_owned(), write))
    }
}

impl Theme {
    /// The theme with colours.
    pub const COLOURED: Self = Self {
        text: Style::new(),
        muted: Style::new(),
        heading: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
        selected: Style::new().add_modifier(Modifier::REVERSED),
        edited: Style::new().add_modifier(Modifier::UNDERLINED),
        success: Style::new().fg(Color::Green),
        warning: Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD),
        error: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        key: Style::new().fg(Color::Cyan),
        glyphs: UNICODE,
    };

    /// The theme without: under `NO_COLOR` crossterm's colour changes would cancel reverse and bold,
    /// so none is set.
    pub const MONOCHROME: Self = Self {
        text: Style::new(),
        muted: Style::new(),
        heading: Style::new().add_modifier(Modifier::BOLD),
        selected: Style::new().add_modifier(Modifier::REVERSED),
        edited: Style::new().add_modifier(Modifier::UNDERLINED),
        success: Style::new(),
        warning: Style::new().add_modifier(Modifier::BOLD),
        error: Style::new().add_modifier(Modifier::BOLD),
        key: Style::new().add_modifier(Modifier::BOLD),
        glyphs: UNICODE,
    };

    /// The style of one of a list: whether it is chosen, and whether the list has the focus.
    pub(in crate::ui) fn choice(&self, is_chosen: bool, focused: bool) -> Style {
        match (is_chosen, focused) {
            (true, true) => self.selected,
            (true, false) => self.heading,
            (false, _) => self.text,
        }
    }

    /// The theme for a terminal: whether it wants colours, and whether it shows Unicode.
    pub fn new(colours: bool, unicode: bool) -> Self {
        let theme = if colours { Self::COLOURED } else { Self::MONOCHROME };
        Self { glyphs: if unicode { UNICODE } else { ASCII }, ..theme }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_the_catalogue_can_be_shown_without_unicode() {
        let glyphs = Theme::new(false, false).glyphs;
        for sentence in include_str!("../../assets/text/en.ftl").lines() {
            assert!(glyphs.said(sentence).is_ascii(), "{sentence}");
        }
        assert_eq!(glyphs.said("10 × `é` … RFC 5280 §4.2"), "10 x `é` ... RFC 5280 section 4.2");
        assert_eq!(Theme::COLOURED.glyphs.said("10 × …"), "10 × …");
    }
}
