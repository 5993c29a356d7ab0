//! A reading as text: item after item, then what is worth knowing of all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use time::{Duration, OffsetDateTime};

use super::acceptance::{Acceptance, Source};
use super::probe::Connection;
use crate::bundle::shown;
use crate::cli::failure::Failure;
use crate::cli::judgement::handshakes_text;
use crate::cli::output;
use crate::finding::{self, Finding, Rule, Severity};
use crate::pki::inspect::Tally;
use crate::pki::parallel::in_turn;
use crate::pki::{
    self, FileInspection, Inspection, Item, ItemId, ItemKind, LookedAt, Row, Values, item_facts,
    kind_name, place_name, told,
};
use crate::text::{fill, say};
use crate::ui::viewer::chains;

/// A reading at a moment.
pub(super) struct Page<'a> {
    pub(super) inspection: &'a Inspection,
    pub(super) now: OffsetDateTime,
    pub(super) soon: Option<Duration>,
    pub(super) seen: &'a BTreeMap<PathBuf, Connection>,
}

/// The name of a file, safe to show.
pub(super) fn path(inspection: &Inspection, file: usize) -> String {
    match inspection.files.get(file) {
        Some(file) if file.path.as_os_str() == "-" => say("inspect-stdin").to_owned(),
        Some(file) => shown(&file.path),
        None => String::new(),
    }
}

/// A part of a page.
#[derive(Clone, Copy)]
enum Part {
    /// What a file says, by its index.
    File(usize),
    Item(ItemId),
    /// What there is to say against a server.
    Against(usize),
}

impl Page<'_> {
    /// Writes everything, on all cores. What can't be read goes to standard error: [`print_error`]. Says how much was
    /// found.
    pub(super) fn print(self, skipped: usize) -> Result<Tally, Failure> {
        let (mut pieces, mut found) = (output::Pieces::new(), Tally::default());
        let mut between = "";
        let mut print = |text: &str| {
            let text =
                if between.is_empty() { text.strip_prefix('\n').unwrap_or(text) } else { text };
            if !text.is_empty() {
                between = "\n";
            }
            pieces.print(text)
        };
        in_turn(
            &self.parts(),
            |parts| self.share(parts),
            |(text, of_share)| {
                found = found.and(of_share);
                print(&text)
            },
        )?;
        if let Some(summary) = self.summary(found, skipped) {
            print(&format!("\n{summary}{}", self.duplicates()))?;
        }
        Ok(found)
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for (index, file) in self.inspection.files.iter().enumerate() {
            parts.push(Part::File(index));
            let places = (0..file.items.len()).map(|item| ItemId { file: index, item });
            parts.extend(places.map(Part::Item));
            parts.extend(self.seen.get(&file.path).map(|_| Part::Against(index)));
        }
        parts
    }

    /// Writes parts, a blank line before each, and counts what was found about them.
    fn share(&self, parts: &[Part]) -> (String, Tally) {
        // Most parts take less than 2 KB.
        let mut text = String::with_capacity(parts.len() << 11);
        let mut found = Tally::default();
        for part in parts {
            let start = text.len();
            text.push('\n');
            match part {
                Part::File(index) => {
                    let file = self.inspection.files.get(*index);
                    let own = file.map(|file| file.findings.as_slice()).unwrap_or_default();
                    found = found.and(own.iter().collect());
                    self.file(*index, &mut text);
                }
                Part::Item(place) => {
                    let Some(looked) = self.inspection.glance_at(*place) else { continue };
                    let own = self.inspection.of_item(&looked, self.now, self.soon);
                    let own: Vec<Cow<'_, Finding>> = own.collect();
                    found = found.and(own.iter().map(|one| &**one).collect());
                    self.item(&looked, &own, &mut text);
                }
                Part::Against(index) => self.against(*index, &mut text),
            }
            if text.len() == start + 1 {
                // There is nothing to say.
                text.truncate(start);
            }
        }
        (text, found)
    }

    /// What is said of a file, or of the connection to a server.
    fn file(&self, index: usize, text: &mut String) {
        let Some(file) = self.inspection.files.get(index) else { return };
        let name = path(self.inspection, index);
        // Writing to a string can't fail.
        if let Some(connection) = self.seen.get(&file.path) {
            let _ = writeln!(text, "{name}");
            aligned(&connection.rows(), text);
            return;
        }
        let own = file.findings.iter().filter(|one| one.rule != Rule::Unreadable);
        let rows: Vec<Row<'_>> = own.map(told).collect();
        if !rows.is_empty() {
            let _ = writeln!(text, "{name}:");
            aligned(&rows, text);
        }
    }

    /// Writes what a cluster's directory comes to: who signed whom, who accepts whom, and what was found.
    pub(super) fn print_cluster(
        self,
        acceptance: &Acceptance,
        skipped: usize,
    ) -> Result<Tally, Failure> {
        let findings = self.inspection.findings(self.now, self.soon);
        let chains = chains(self.inspection, &findings, self.now, &acceptance.directory);
        let heading = match acceptance.source {
            Source::Bundle => say("inspect-handshakes"),
            Source::Names => say("inspect-handshakes-named"),
        };
        let handshakes = handshakes_text(&acceptance.matrix, &[]);
        let mut parts = vec![
            format!("{}\n{chains}", say("inspect-chains")),
            format!("{heading}\n{handshakes}"),
        ];
        let found = findings.iter().map(|(_, one)| one).collect();
        let serious = findings.iter().map(|(_, one)| one);
        let serious = serious.filter(|one| one.severity() > Severity::Note);
        let serious: String = serious.map(|one| finding::plain(one, "  ")).collect();
        parts.extend((!serious.is_empty()).then(|| format!("{}\n{serious}", say("inspect-found"))));
        parts.extend(self.summary(found, skipped));
        output::print(&(parts.join("\n") + say("inspect-more") + "\n"))?;
        Ok(found)
    }

    /// All there is to say against a server, at the end of its connection and its certificates.
    fn against(&self, index: usize, text: &mut String) {
        let (mut list, mut last_named) = (String::new(), Some(""));
        for finding in self.inspection.of_file(index, self.now, self.soon) {
            let item = finding.location.item;
            let whose = item.and_then(|item| self.inspection.item(ItemId { file: index, item }));
            let whose = whose.and_then(Item::report).map(|report| report.subject.as_str());
            if whose != last_named {
                // Writing to a string can't fail.
                let _ = writeln!(list, "  {}:", whose.unwrap_or_else(|| say("inspect-connection")));
                last_named = whose;
            }
            list.push_str(&finding::plain(&finding, "    "));
        }
        let title = if list.is_empty() { "inspect-no-findings" } else { "inspect-findings" };
        let _ = write!(text, "{}\n{list}", say(title));
    }

    fn item(&self, looked: &LookedAt<'_>, found: &[Cow<'_, Finding>], text: &mut String) {
        let LookedAt { place, item, .. } = *looked;
        let name = path(self.inspection, place.file);
        let heading = heading(self.inspection.files.get(place.file), item);
        // Writing to a string can't fail.
        let _ = if self.connection(place).is_some() {
            let values: &[(&str, &dyn std::fmt::Display)] =
                &[("path", &name), ("line", &item.line), ("heading", &heading)];
            writeln!(text, "{}", fill("inspect-server-place", values))
        } else {
            let at = place_name(self.inspection, place, &name);
            writeln!(text, "{at}: {heading}")
        };
        let mut rows =
            item_facts(self.inspection, looked, self.now, &|file| path(self.inspection, file));
        if let Some(connection) = self.connection(place) {
            self.beyond(place, connection, &mut rows);
        }
        rows.extend(found.iter().map(|one| told(one)));
        aligned(&rows, text);
    }

    /// What was seen of the server that showed an item.
    fn connection(&self, place: ItemId) -> Option<&Connection> {
        self.seen.get(&self.inspection.files.get(place.file)?.path)
    }

    /// Says of a certificate of a server that nobody here signed who did: an authority that is trusted,
    /// or one that the server didn't send.
    fn beyond(&self, place: ItemId, connection: &Connection, rows: &mut [Row<'_>]) {
        let issuer = self.inspection.links.issuers.get(&place).map(|issuance| issuance.issuer);
        if issuer != Some(pki::Issuer::Missing) {
            return;
        }
        let named = self.inspection.item(place).and_then(Item::report).map(|report| &report.issuer);
        let text = match &connection.trusted_authority {
            Some(name) if named.is_some_and(|named| named == name) => {
                fill("inspect-signed-trusted", &[("name", &name)])
            }
            _ => say("inspect-signed-beyond").to_owned(),
        };
        for row in rows.iter_mut().filter(|row| row.label == say("item-signed-by")) {
            row.values = Values::from_elem(text.clone().into(), 1);
        }
    }

    /// What is to be said of all together; nothing where there is one item.
    fn summary(&self, found: Tally, skipped: usize) -> Option<String> {
        let items: usize = self.inspection.files.iter().map(|file| file.items.len()).sum();
        let files = self.inspection.files.len();
        if items + files + skipped <= 2 {
            return None;
        }
        let mut lines = vec![self.inspection.summary_of(found)];
        if skipped > 0 {
            lines.push(fill("inspect-skipped", &[("count", &skipped)]));
        }
        if self.inspection.links.leaves_signatures {
            lines.push(say("inspect-unchecked").to_owned());
        }
        if let Some(place) = self.inspection.links.first_to_end {
            let report = self.inspection.item(place).and_then(Item::report);
            let date = report.and_then(|report| report.not_after).map(OffsetDateTime::date);
            let date = date.map(|date| date.to_string()).unwrap_or_default();
            lines.push(fill("inspect-first", &[("date", &date), ("place", &self.at(place))]));
        }
        Some(lines.join("\n") + "\n")
    }

    /// The certificates that stand in several places.
    fn duplicates(&self) -> String {
        let at = |place: &ItemId| self.at(*place);
        let line = |places: &Vec<ItemId>| {
            let places: Vec<String> = places.iter().map(at).collect();
            fill("inspect-same", &[("places", &places.join("; "))]) + "\n"
        };
        self.inspection.links.duplicates.iter().map(line).collect()
    }

    /// The file of an item, and its line there.
    fn at(&self, place: ItemId) -> String {
        place_name(self.inspection, place, &path(self.inspection, place.file))
    }
}

/// What an item is, and within what.
fn heading(file: Option<&FileInspection>, item: &Item) -> String {
    let parent = item.within.and_then(|within| file?.items.get(within));
    let own = own_heading(item, parent);
    match &item.wrapping {
        Some(wrapping) => {
            fill("inspect-wrapped", &[("heading", &own), ("place", &wrapping.said())])
        }
        None => own,
    }
}

/// The label of an item, or what it is where it has none.
fn own_heading(item: &Item, parent: Option<&Item>) -> String {
    let kind = kind_name(&item.kind);
    // OpenSSH's public keys aren't.
    let is_der = || item.findings.iter().any(|one| one.rule == Rule::BareDer);
    match parent {
        Some(parent) => {
            fill("inspect-within", &[("kind", &kind), ("parent", &kind_name(&parent.kind))])
        }
        None if !item.label.is_empty() => item.label.clone(),
        None if matches!(&item.kind, ItemKind::PublicKey(_)) && !is_der() => kind.into(),
        None => format!("DER, {kind}"),
    }
}

/// Sets rows in two columns.
fn aligned(rows: &[Row<'_>], text: &mut String) {
    let width = rows.iter().map(|row| row.label.chars().count()).max().unwrap_or_default() + 1;
    let room = " ".repeat(width + 1);
    for row in rows {
        let (mut label, mut colon, mut written) = (row.label, ":", row.label.chars().count() + 1);
        for value in &row.values {
            let room = room.get(written..).unwrap_or_default();
            for part in ["  ", label, colon, room, value, "\n"] {
                text.push_str(part);
            }
            (label, colon, written) = ("", "", 0);
        }
    }
}

/// Writes to standard error what could not be read.
pub(super) fn print_error(inspection: &Inspection) {
    let findings = inspection.files.iter().flat_map(|file| &file.findings);
    for finding in findings.filter(|one| one.rule == Rule::Unreadable) {
        output::print_error(&format!("error: {}\nhint: {}", finding.message(), finding.fix()));
    }
}
