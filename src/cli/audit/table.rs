//! Members side by side: what all have in common in one paragraph, the rest as a table of 80 columns.

use unicode_width::UnicodeWidthStr;

use crate::audit::{ClusterOverview, MemberOverview, Property};
use crate::text::{fill, say, wrap, wrap_hanging};

/// The columns of a terminal, of the first column with the mark, and between columns.
const WIDTH: usize = 80;
const LABEL: usize = 18;
const GAP: usize = 2;
/// The most members beside each other, and the most lines of a cell.
const ABREAST: usize = 4;
const LINES: usize = 4;

/// What stands before a row whose members differ: a sign that needs no colour.
const DIFFERS: &str = "!";

/// The table of each cluster with as many members.
pub(super) fn tables(clusters: &[ClusterOverview], least: usize) -> String {
    let shown = clusters.iter().filter(|cluster| cluster.members.len() >= least);
    shown.map(table).collect::<Vec<_>>().concat()
}

fn table(cluster: &ClusterOverview) -> String {
    let members = &cluster.members;
    let count = members.len();
    let key = if cluster.differs.is_empty() { "audit-members" } else { "audit-members-differ" };
    let mut lines = vec![fill(key, &[("count", &count)])];
    let (same, rows): (Vec<Property>, Vec<Property>) = Property::ALL
        .into_iter()
        .filter(|property| members.iter().any(|member| member.value(*property).is_some()))
        .partition(|property| count > 1 && is_same(members, *property));
    // Two files of one name, and only then, have to be told apart.
    let mut names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    names.sort_unstable();
    let are_alike = names.windows(2).any(|pair| pair.first() == pair.last());
    let rows = rows.into_iter().filter(|row| *row != Property::File || are_alike || count == 1);
    let rows: Vec<Property> = rows.collect();
    if let Some(first) = members.first().filter(|_| !same.is_empty()) {
        let known: Vec<String> = same
            .into_iter()
            .map(|property| format!("{} {}", label(property), cell(property, first, members)))
            .collect();
        let start = format!("  {}", fill("audit-members-same", &[("count", &count)]));
        let width = u16::try_from(WIDTH).unwrap_or(u16::MAX);
        lines.extend(wrap_hanging(&format!("{start} "), "    ", &known.join("; "), width));
    }
    if rows.is_empty() {
        return joined(&lines);
    }
    let blocks = count.div_ceil(ABREAST).max(1);
    for block in members.chunks(count.div_ceil(blocks).max(1)) {
        let width = (WIDTH - LABEL) / block.len().max(1) - GAP;
        let heads: Vec<String> = block.iter().map(|member| member.name.clone()).collect();
        lines.extend(row("", "", &heads, width));
        for property in &rows {
            let mark = if cluster.differs.contains(property) { DIFFERS } else { "" };
            let cells: Vec<String> =
                block.iter().map(|member| cell(*property, member, members)).collect();
            lines.extend(row(mark, label(*property), &cells, width));
        }
    }
    joined(&lines)
}

fn joined(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn is_same(members: &[MemberOverview], property: Property) -> bool {
    let mut values = members.iter().map(|member| member.value(property));
    let first = values.next();
    values.all(|value| Some(value) == first)
}

/// The lines of one row: cells are wrapped, and cut where they would be long.
fn row(mark: &str, label: &str, cells: &[String], width: usize) -> Vec<String> {
    let columns = u16::try_from(width).unwrap_or(u16::MAX);
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .map(|cell| {
            let mut lines = wrap(cell, columns);
            if lines.len() > LINES {
                lines.truncate(LINES - 1);
                lines.push("...".into());
            }
            lines
        })
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or_default();
    let line = |index: usize| {
        let (mark, label) = if index == 0 { (mark, label) } else { ("", "") };
        let mut line = padded(&format!("{mark:<2}{label}"), LABEL);
        for cell in &wrapped {
            let text = cell.get(index).map(String::as_str).unwrap_or_default();
            line.push_str(&padded(text, width + GAP));
        }
        line
    };
    (0..height).map(line).collect()
}

fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

fn label(property: Property) -> &'static str {
    say(match property {
        Property::Version => "audit-property.version",
        Property::List => "audit-property.list",
        Property::State => "audit-property.state",
        Property::Token => "audit-property.token",
        Property::ClientCa => "audit-property.client-ca",
        Property::PeerCa => "audit-property.peer-ca",
        Property::Heartbeat => "audit-property.heartbeat",
        Property::Election => "audit-property.election",
        Property::Quota => "audit-property.quota",
        Property::DataDirectory => "audit-property.data-directory",
        Property::NextExpiry => "audit-property.next-expiry",
        Property::File => "audit-property.file",
    })
}

/// One property of a member in short, beside those of the others.
fn cell(property: Property, member: &MemberOverview, members: &[MemberOverview]) -> String {
    let shown = match property {
        Property::List => list(member, members),
        Property::ClientCa => member.client_ca.as_deref().map(authorities),
        Property::PeerCa => member.peer_ca.as_deref().map(authorities),
        Property::Heartbeat | Property::Election => {
            member.value(property).map(|number| format!("{number} ms"))
        }
        Property::Quota => member.quota_backend_bytes.map(bytes),
        Property::NextExpiry => member.next_expiry.map(|at| at.date().to_string()),
        property => member.value(property),
    };
    shown.unwrap_or_else(|| "-".to_owned())
}

/// The names of a list; where lists differ, what isn't in all of them.
fn list(member: &MemberOverview, members: &[MemberOverview]) -> Option<String> {
    let own = member.initial_cluster.as_ref()?;
    let in_all = |entry: &&String| {
        let mut lists = members.iter().filter_map(|other| other.initial_cluster.as_ref());
        lists.all(|list| list.contains(entry))
    };
    let (common, further): (Vec<&String>, Vec<&String>) = own.iter().partition(in_all);
    if common.len() == own.len()
        && members.iter().any(|one| one.initial_cluster != Some(own.clone()))
    {
        return Some(fill("audit-list-common", &[("count", &own.len())]));
    }
    if further.is_empty() {
        let name = |entry: &&String| entry.split('=').next().unwrap_or_default().to_owned();
        let mut names: Vec<String> = common.iter().map(name).collect();
        // One that is dialed at several addresses stands there with each of them.
        names.dedup();
        return Some(names.join(", "));
    }
    let further: Vec<&str> = further.into_iter().map(String::as_str).collect();
    Some(further.join(", "))
}

/// The start of the first fingerprint, and how many more there are.
fn authorities(all: &[String]) -> String {
    let first = all.first().map(|one| one.chars().take(11).collect::<String>());
    let more = all.len().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!(" +{more}") };
    first.unwrap_or_default() + &more
}

fn bytes(quota: i64) -> String {
    match quota {
        ..0 => say("audit-no-quota").to_owned(),
        _ if quota % (1 << 30) == 0 => format!("{} GiB", quota >> 30),
        _ if quota % (1 << 20) == 0 => format!("{} MiB", quota >> 20),
        _ => format!("{quota} B"),
    }
}
