//! The table of members.

use super::Memory;
use crate::lab::{MemberId, Node, Outlook, Role, State};
use crate::text::say;
use crate::ui::lab::shown::{Align, Column, MARKS, Mark, Row, Tone, WIDTH};
use crate::ui::theme::Theme;

const fn column(key: &'static str, width: usize, align: Align) -> Column {
    Column { key, width, align }
}

/// The columns.
pub(super) const COLUMNS: [Column; 9] = [
    column("lab-column-member", 4, Align::Left),
    column("lab-column-role", 17, Align::Left),
    column("lab-column-term", 5, Align::Right),
    column("lab-column-log", 6, Align::Right),
    column("lab-column-commit", 7, Align::Right),
    column("lab-column-vote", 6, Align::Right),
    column("lab-column-value", 6, Align::Right),
    column("lab-column-waited", 7, Align::Right),
    column("lab-column-links", WIDTH as usize - MARKS - 60, Align::Apart),
];

/// The mark of a member in the picture of the quorum.
pub(super) fn mark(theme: &Theme, node: &Node, outlook: &Outlook) -> Mark {
    let takes_part = outlook.quorum().is_some_and(|side| side.members.contains(&node.member.id()));
    match node.state {
        State::Running if takes_part => (theme.glyphs.alive, Tone::Good),
        State::Running => (theme.glyphs.unwise, Tone::Warning),
        State::New => (theme.glyphs.ahead, Tone::Muted),
        State::Stopped | State::Crashed(_) | State::Removed => (theme.glyphs.failed, Tone::Bad),
    }
}

/// A member as a row.
pub(super) fn row(lab: &Memory, theme: &Theme, node: &Node, outlook: &Outlook) -> Row {
    let member = &node.member;
    let (waited, most) = member.waited();
    let waited = if node.runs() { format!("{waited}/{most}") } else { String::new() };
    Row {
        mark: mark(theme, node, outlook),
        cells: vec![
            member.id().to_string(),
            role(theme, node),
            member.term().to_string(),
            member.log().last_index().to_string(),
            member.commit().to_string(),
            member.vote().map(|id| id.to_string()).unwrap_or_default(),
            member.value().map(|value| value.to_string()).unwrap_or_default(),
            waited,
            links(lab, member.id()),
        ],
        is_selected: member.id() == lab.selected,
        is_leader: member.is_leader() && node.runs(),
    }
}

/// What a member is, with the votes of one that asks for some.
fn role(theme: &Theme, node: &Node) -> String {
    let member = &node.member;
    let is_learner = member.is_member() && !member.is_voter();
    let word = match (&node.state, member.role()) {
        (State::Stopped, _) => say("lab-role-stopped"),
        (State::New, _) => say("lab-role-new"),
        (State::Crashed(_), _) => say("lab-role-crashed"),
        (State::Removed, _) => say("lab-role-removed"),
        (State::Running, Role::Leader(leadership)) => match leadership.transfer_to() {
            Some(to) => {
                return format!("{} {} {to}", say("lab-role-leader"), theme.glyphs.trusts);
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
fn links(lab: &Memory, id: MemberId) -> String {
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
