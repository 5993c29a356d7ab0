//! What a floor of the lab shows: plain texts and what they mean, which one drawing code draws for both.

use ratatui::style::Style;

use crate::text::say;
use crate::ui::app::Notice;
use crate::ui::command::Action;
use crate::ui::theme::Theme;

/// What came of a command.
#[derive(Default)]
pub(super) struct Done {
    pub(super) action: Option<Action>,
    pub(super) notice: Option<Notice>,
    /// Whether the newest notes are to be seen.
    pub(super) is_news: bool,
}

impl From<Notice> for Done {
    fn from(notice: Notice) -> Self {
        Self { notice: Some(notice), ..Self::default() }
    }
}

/// A refusal by its key.
pub(super) fn refused(key: &'static str) -> Done {
    Notice::refused(say(key)).into()
}

/// What a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Text,
    Muted,
    Good,
    Warning,
    Bad,
}

impl Tone {
    pub(super) fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Text => theme.text,
            Self::Muted => theme.muted,
            Self::Good => theme.success,
            Self::Warning => theme.warning,
            Self::Bad => theme.error,
        }
    }
}

/// A column of the table of members.
pub(super) struct Column {
    /// Key of its heading.
    pub(super) key: &'static str,
    pub(super) width: usize,
    pub(super) align: Align,
}

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    /// On the left, two blanks away from what stands before it.
    Apart,
}

/// The columns before the first one: whether it is selected, its mark, a blank.
pub(super) const MARKS: usize = 3;
/// All columns of either floor, with what stands before and between them.
pub(super) const WIDTH: u16 = 76;

/// A member in the table.
pub(super) struct Row {
    pub(super) mark: Mark,
    /// A text for each column.
    pub(super) cells: Vec<String>,
    pub(super) is_selected: bool,
    pub(super) is_leader: bool,
}

/// The mark of a member: whether it takes part.
pub(super) type Mark = (&'static str, Tone);

/// How things stand.
pub(super) struct Standing {
    /// The voters.
    pub(super) marks: Vec<Mark>,
    pub(super) has_quorum: bool,
    /// What is said of the quorum, of writes, of reads and of failures.
    pub(super) sentences: [String; 4],
}

/// A line of a list, which may be wrapped.
pub(super) struct Entry {
    /// What stands before its first line; below it are as many blanks.
    pub(super) lead: String,
    pub(super) text: String,
    pub(super) tone: Tone,
}

/// A list, the newest entry at its end.
pub(super) struct List<'a> {
    pub(super) heading: String,
    /// What is said where there is nothing.
    pub(super) none: Option<&'static str>,
    /// The entries, the newest first.
    pub(super) newest_first: Box<dyn Iterator<Item = Entry> + 'a>,
}

/// What a floor shows.
pub(super) trait Floor {
    /// What stands behind the title, each after a [`GAP`](super::draw::GAP), in so many columns.
    fn head(&self, room: usize, theme: &Theme) -> Vec<(String, Tone)>;
    fn columns(&self) -> &'static [Column];
    fn rows(&self, theme: &Theme) -> Vec<Row>;
    fn standing(&self, theme: &Theme) -> Standing;
    /// What clients asked for, without so many of the newest.
    fn requests(&self, theme: &Theme, without: usize) -> List<'_>;
    /// What happened, without so many of the newest.
    fn notes(&self, theme: &Theme, without: usize) -> List<'_>;
    /// Whether the requests stand where there is room for one list only, and are scrolled.
    fn prefers_requests(&self) -> bool;
    /// What is said on the line for messages while there is none.
    fn message(&self) -> String;
    /// Keys of the paragraphs of its help.
    fn help(&self) -> &'static [&'static str];
}
