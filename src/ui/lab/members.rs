//! The table of members.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Lab;
use crate::lab::{MemberId, Node, Outlook, Role, State};
use crate::text::say;
use crate::ui::theme::Theme;
use crate::ui::widgets::text::{column, right};

/// The columns: name, role, term, log, commit, vote, value, ticks waited, links.
const NAME: usize = 4;
const ROLE: usize = 17;
const TERM: usize = 5;
const LOG: usize = 6;
const COMMIT: usize = 7;
const VOTE: usize = 6;
const VALUE: usize = 6;
const WAITED: usize = 7;
const LINKS: usize = 14;
/// All columns, with what stands before and between them.
pub(super) const WIDTH: u16 = 76;

/// The head, and a line for each member.
pub(super) fn lines(lab: &Lab, outlook: &Outlook) -> Vec<Line<'static>> {
    let theme = &lab.theme;
    let head = [("lab-column-member", NAME + 3), ("lab-column-role", ROLE)];
    let mut text: String =
        head.iter().map(|(key, width)| column(say(key), *width, &theme.glyphs)).collect();
    for (key, width) in [
        ("lab-column-term", TERM),
        ("lab-column-log", LOG),
        ("lab-column-commit", COMMIT),
        ("lab-column-vote", VOTE),
        ("lab-column-value", VALUE),
        ("lab-column-waited", WAITED),
    ] {
        text.push_str(&right(column(say(key), width, &theme.glyphs).trim_end(), width));
    }
    text.push_str("  ");
    text.push_str(say("lab-column-links"));
    let mut lines = vec![Line::styled(text, theme.heading)];
    let nodes = lab.timeline.now().nodes();
    lines.extend(nodes.map(|node| line(lab, node, outlook)));
    lines
}

/// The mark of a member in the picture of the quorum: whether it takes part, and its style.
pub(super) fn mark(theme: &Theme, node: &Node, outlook: &Outlook) -> (&'static str, Style) {
    let takes_part = outlook.quorum().is_some_and(|side| side.members.contains(&node.member.id()));
    match node.state {
        State::Running if takes_part => (theme.glyphs.alive, theme.success),
        State::Running => (theme.glyphs.unwise, theme.warning),
        State::New => (theme.glyphs.ahead, theme.muted),
        State::Stopped | State::Crashed(_) | State::Removed => (theme.glyphs.failed, theme.error),
    }
}

fn line(lab: &Lab, node: &Node, outlook: &Outlook) -> Line<'static> {
    let theme = &lab.theme;
    let member = &node.member;
    let is_selected = member.id() == lab.selected;
    let style = theme.choice(is_selected, true);
    let (mark, mark_style) = mark(theme, node, outlook);
    let here = if is_selected { theme.glyphs.here } else { " " };
    let (waited, most) = member.waited();
    let of_runner = |text: String| if node.runs() { text } else { String::new() };
    let name = column(&member.id().to_string(), NAME, &theme.glyphs);
    let role = column(&role(lab, node), ROLE, &theme.glyphs);
    let vote = member.vote().map(|id| id.to_string()).unwrap_or_default();
    let value = member.value().map(|value| value.to_string()).unwrap_or_default();
    let rest = [
        right(&member.term().to_string(), TERM),
        right(&member.log().last_index().to_string(), LOG),
        right(&member.commit().to_string(), COMMIT),
        right(&vote, VOTE),
        right(&value, VALUE),
        right(&of_runner(format!("{waited}/{most}")), WAITED),
    ];
    let links = format!("  {}", column(&links(lab, member.id()), LINKS, &theme.glyphs));
    let role_style =
        if member.is_leader() && node.runs() && !is_selected { theme.heading } else { style };
    Line::from(vec![
        Span::styled(here, style),
        Span::styled(mark, if is_selected { style } else { mark_style }),
        Span::styled(format!(" {name}"), style),
        Span::styled(role, role_style),
        Span::styled(rest.concat(), style),
        Span::styled(links, style),
    ])
}

/// What a member is, with the votes of one that asks for some.
fn role(lab: &Lab, node: &Node) -> String {
    let member = &node.member;
    let is_learner = member.is_member() && !member.is_voter();
    let word = match (&node.state, member.role()) {
        (State::Stopped, _) => say("lab-role-stopped"),
        (State::New, _) => say("lab-role-new"),
        (State::Crashed(_), _) => say("lab-role-crashed"),
        (State::Removed, _) => say("lab-role-removed"),
        (State::Running, Role::Leader(leadership)) => match leadership.transfer_to() {
            Some(to) => {
                return format!("{} {} {to}", say("lab-role-leader"), lab.theme.glyphs.trusts);
            }
            None => say("lab-role-leader"),
        },
        (State::Running, Role::PreCandidate(votes) | Role::Candidate(votes)) => {
            let key = match member.role() {
                Role::PreCandidate(_) => "lab-role-pre-candidate",
                _ => "lab-role-candidate",
            };
            let granted = votes.values().filter(|granted| **granted).count();
            return format!("{} {granted}/{}", say(key), member.configuration().majority());
        }
        (State::Running, Role::Follower(_)) if !member.is_member() => say("lab-role-joining"),
        (State::Running, Role::Follower(leader)) if is_learner => match leader {
            Some(_) => say("lab-role-learner"),
            None => say("lab-role-lonely-learner"),
        },
        (State::Running, Role::Follower(Some(leader))) => {
            return format!("{} {leader}", say("lab-role-follower"));
        }
        (State::Running, Role::Follower(None)) => say("lab-role-lonely"),
    };
    word.to_owned()
}

/// What is wrong with a member's links.
fn links(lab: &Lab, id: MemberId) -> String {
    let network = lab.timeline.now().network();
    let mut words = Vec::new();
    if network.is_isolated(id) {
        words.push(say("lab-links-isolated"));
    } else if !network.side().is_empty() {
        let is_first = network.side().contains(&id);
        words.push(say(if is_first { "lab-links-side-a" } else { "lab-links-side-b" }));
    }
    if network.is_slow(id) {
        words.push(say("lab-links-slow"));
    }
    words.join(" ")
}
