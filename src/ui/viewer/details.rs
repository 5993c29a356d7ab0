//! What is said of the selected thing: its rows, its PEM, or the outline of its DER.

use ratatui::text::{Line, Span};

use super::chain::{self, End, Link};
use super::tree::{Above, Node};
use super::{Stage, View, Viewer};
use crate::finding::{Finding, Severity};
use crate::pki::{
    CertificateReport, Inspection, Issuer, Item, ItemId, ItemKind, Row, SignatureCheck, Tone,
    Values, item_rows, kind_name,
};
use crate::text::{escape_for_terminal, fill, say};
use crate::ui::inspector::{of_report, of_rows};
use crate::ui::widgets::text::{wrap, wrapped};

/// The most items that the details of a file list; the tree has them all.
const LISTED: usize = 200;

/// The lines of the details pane, `width` columns wide.
pub(super) fn lines(viewer: &Viewer, width: u16) -> Vec<Line<'static>> {
    let Some(node) = viewer.selected() else { return Vec::new() };
    if node.is_directory() {
        return of_directory(viewer, node, width);
    }
    let place = viewer.subject();
    match viewer.view {
        View::Details => {
            let mut lines = Vec::new();
            match viewer.above() {
                Some(Above::End(end, last)) => return of_end(viewer, end, last, width),
                Some(Above::Issuer(link)) => {
                    let file = file_name(&viewer.inspection, link.place.file);
                    lines.extend(of_rows(&[row("viewer-file", file)], &viewer.theme, width));
                }
                None => {}
            }
            if (node.item, node.up) == (None, 0) {
                lines.extend(of_file(viewer, node, width));
            }
            if let Some(place) = place {
                if !lines.is_empty() {
                    lines.push(Line::default());
                }
                lines.extend(of_item(viewer, place, width));
            }
            lines
        }
        View::Pem | View::Der => {
            let item = place.and_then(|place| viewer.inspection.item(place));
            let raw = match viewer.view {
                View::Pem => item.and_then(Item::public_pem).map(|pem| pem.trim_end().to_owned()),
                _ => item.and_then(Item::outline).map(|lines| lines.join("\n")),
            };
            let text = raw.unwrap_or_else(|| why_not_shown(viewer, item));
            wrapped(&text, width, viewer.theme.text)
        }
    }
}

/// Why there is neither PEM nor DER.
fn why_not_shown(viewer: &Viewer, item: Option<&Item>) -> String {
    match item.map(|item| &item.kind) {
        None if matches!(viewer.above(), Some(Above::End(..))) => say("viewer-raw-end").to_owned(),
        None => say("viewer-raw-file").to_owned(),
        Some(ItemKind::PrivateKey { .. }) => say("viewer-raw-key").to_owned(),
        Some(kind) => fill("viewer-raw-other", &[("kind", &kind_name(kind))]),
    }
}

fn row(label: &'static str, value: String) -> Row<'static> {
    Row { label: say(label), values: Values::from_elem(value.into(), 1), tone: Tone::Plain }
}

/// Keys of what is missing above the last certificate of a chain: a sentence, the same in two words, and what to
/// do.
type EndKeys = (&'static str, &'static str, Option<&'static str>);

fn end_keys(end: End) -> Option<EndKeys> {
    let (missing, other_key, circle) =
        ("viewer-end-missing.hint", "viewer-end-other-key.hint", "viewer-end-circle.hint");
    Some(match end {
        End::Anchor => return None,
        End::Missing => ("viewer-end-missing", "viewer-end-missing.short", Some(missing)),
        End::OtherKey => ("viewer-end-other-key", "viewer-end-other-key.short", Some(other_key)),
        End::NotByItself => {
            ("viewer-end-not-by-itself", "viewer-end-not-by-itself.short", Some(other_key))
        }
        End::Circle => ("viewer-end-circle", "viewer-end-circle.short", Some(circle)),
        End::Long => ("viewer-end-long", "viewer-end-long.short", None),
    })
}

/// The name of who issued what is at a place.
fn issuer_of(inspection: &Inspection, place: ItemId) -> &str {
    inspection.item(place).and_then(Item::report).map_or("", |report| &report.issuer)
}

/// What is missing above the last certificate of a chain, and what it would be found by.
fn of_end(viewer: &Viewer, end: End, last: ItemId, width: u16) -> Vec<Line<'static>> {
    let mut lines = wrapped(&end_text(&viewer.inspection, end, last), width, viewer.theme.heading);
    let Some(report) = viewer.inspection.item(last).and_then(Item::report) else { return lines };
    let mut rows = vec![row("viewer-end-of", what(&viewer.inspection, last))];
    rows.push(row("report-issuer", named(&report.issuer)));
    rows.extend(report.authority_key_id.clone().map(|id| row("report-authority-key", id)));
    lines.push(Line::default());
    lines.extend(of_rows(&rows, &viewer.theme, width));
    if let Some((_, _, Some(hint))) = end_keys(end) {
        lines.push(Line::default());
        lines.extend(wrapped(say(hint), width, viewer.theme.text));
    }
    lines
}

/// What is missing above the last certificate of a chain, as a sentence.
pub(super) fn end_text(inspection: &Inspection, end: End, last: ItemId) -> String {
    let name = named(issuer_of(inspection, last));
    end_keys(end).map(|(key, ..)| fill(key, &[("name", &name)])).unwrap_or_default()
}

/// The same in two words, and whom it is about.
pub(super) fn short_end_text(inspection: &Inspection, end: End, last: ItemId) -> String {
    let name = common_name(issuer_of(inspection, last));
    end_keys(end).map(|(_, key, _)| fill(key, &[("name", &name)])).unwrap_or_default()
}

/// A distinguished name, or that it is empty.
fn named(name: &str) -> String {
    if name.is_empty() { say("report-empty").to_owned() } else { name.to_owned() }
}

/// What a directory holds.
fn of_directory(viewer: &Viewer, node: Node, width: u16) -> Vec<Line<'static>> {
    let files = viewer.tree.files(node);
    let items: usize = viewer
        .inspection
        .files
        .get(files.clone())
        .unwrap_or_default()
        .iter()
        .map(|file| file.items.len())
        .sum();
    let found = viewer.findings.iter().filter(|(file, _)| files.contains(file));
    let serious = found.filter(|(_, one)| one.severity() >= Severity::Warning).count();
    let mut rows = vec![
        row("viewer-directory", viewer.tree.directory(node).to_owned()),
        row("viewer-holds-files", files.len().to_string()),
        row("item-holds", fill("viewer-items", &[("count", &items)])),
        row("viewer-serious", serious.to_string()),
    ];
    let end = viewer.tree.end(node).map(crate::text::moment);
    rows.extend(end.map(|end| row("viewer-first-end", end)));
    of_rows(&rows, &viewer.theme, width)
}

fn of_file(viewer: &Viewer, node: Node, width: u16) -> Vec<Line<'static>> {
    let Some(file) = viewer.inspection.files.get(node.file) else { return Vec::new() };
    let mut rows = vec![row("viewer-file", file_name(&viewer.inspection, node.file))];
    rows.push(row("viewer-size", fill("viewer-bytes", &[("count", &file.size)])));
    if file.items.len() != 1 {
        let mut values =
            Values::from_elem(fill("viewer-items", &[("count", &file.items.len())]).into(), 1);
        let places = (0..file.items.len()).map(|item| ItemId { file: node.file, item });
        values.extend(places.take(LISTED).map(|place| describe(&viewer.inspection, place).into()));
        if file.items.len() > LISTED {
            let more = file.items.len() - LISTED;
            values.push(fill("item-revoked-more", &[("count", &more)]).into());
        }
        rows.push(Row { label: say("item-holds"), values, tone: Tone::Plain });
    }
    rows.extend(file.about.iter().cloned());
    let mut lines = findings(viewer, findings_of(&viewer.findings, node), width);
    lines.extend(of_rows(&rows, &viewer.theme, width));
    lines
}

fn of_item(viewer: &Viewer, place: ItemId, width: u16) -> Vec<Line<'static>> {
    let inspection = &viewer.inspection;
    let node = Node::item(place);
    let mut lines = findings(viewer, findings_of(&viewer.findings, node), width);
    if let Some(item) = inspection.item(place) {
        let line = fill("viewer-line", &[("kind", &kind_name(&item.kind)), ("line", &item.line)]);
        let label = if item.label.is_empty() { String::new() } else { format!(", {}", item.label) };
        lines.extend(wrapped(&format!("{line}{label}"), width, viewer.theme.heading));
    }
    // What is wrong or odd stands above, with what to do about it.
    let said = ["report-error", "report-warning", "report-remark"].map(say);
    let looked = inspection.look_at(place);
    let name = |file| file_name(inspection, file);
    let rows = looked.as_ref().map(|looked| item_rows(inspection, looked, viewer.now, &name));
    let mut rows = rows.unwrap_or_default();
    rows.retain(|row| !said.contains(&row.label));
    rows.extend(also(inspection, place));
    lines.extend(match inspection.item(place).and_then(Item::report) {
        Some(report) => of_report(report, &rows, viewer.now, &viewer.theme, width),
        None => of_rows(&rows, &viewer.theme, width),
    });
    let waits =
        matches!(inspection.item(place).map(|item| &item.kind), Some(ItemKind::Certificate(_)));
    if waits && viewer.stage == Stage::Checking {
        let text = viewer.theme.glyphs.said(say("viewer-checking"));
        lines.extend(wrapped(&text, width, viewer.theme.muted));
    }
    lines
}

/// Where else the same certificate stands.
fn also<'a>(inspection: &Inspection, place: ItemId) -> Option<Row<'a>> {
    let places = inspection.links.duplicates.iter().find(|places| places.contains(&place))?;
    let others = places.iter().filter(|other| **other != place);
    let at = |other: &ItemId| {
        let line = inspection.item(*other).map_or(1, |item| item.line);
        fill("item-place", &[("path", &file_name(inspection, other.file)), ("line", &line)]).into()
    };
    Some(Row { label: say("viewer-also"), values: others.map(at).collect(), tone: Tone::Plain })
}

/// The findings of a node, out of all in their order.
fn findings_of(all: &[(usize, Finding)], node: Node) -> &[(usize, Finding)] {
    let at = |(file, finding): &(usize, Finding)| Node {
        item: finding.location.item,
        ..Node::file(*file)
    };
    let start = all.partition_point(|one| at(one) < node);
    let end = all.partition_point(|one| at(one) <= node);
    all.get(start..end).unwrap_or_default()
}

/// What is wrong or odd, and what to do about it; a blank line follows.
fn findings(viewer: &Viewer, findings: &[(usize, Finding)], width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let glyphs = &viewer.theme.glyphs;
    for (_, finding) in findings {
        let (mark, style) = mark(viewer, Some(finding.severity()));
        let word = match finding.severity() {
            Severity::Error => say("report-error"),
            Severity::Warning => say("report-warning"),
            Severity::Note => say("report-remark"),
        };
        let message = finding.message();
        let message = glyphs.said(&message);
        lines.extend(wrapped(&format!("{mark} {word}: {message}"), width, style));
        for line in wrap(&glyphs.said(&finding.fix()), width.saturating_sub(2)) {
            if !line.is_empty() {
                lines.push(Line::from(vec![Span::raw("  "), Span::raw(line)]));
            }
        }
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// The mark of a severity, one column, and its style.
pub(super) fn mark(
    viewer: &Viewer,
    severity: Option<Severity>,
) -> (&'static str, ratatui::style::Style) {
    let theme = &viewer.theme;
    match severity {
        Some(Severity::Error) => (theme.glyphs.failed, theme.error),
        Some(Severity::Warning) => (theme.glyphs.unwise, theme.warning),
        Some(Severity::Note) => (theme.glyphs.ahead, theme.muted),
        None => (" ", theme.text),
    }
}

/// The name of a file, safe to show.
pub(super) fn file_name(inspection: &Inspection, file: usize) -> String {
    let path = inspection.files.get(file).map(|file| file.path.display().to_string());
    escape_for_terminal(&path.unwrap_or_default())
}

/// An item in a few words: what it is, whose, and by whom.
pub(super) fn describe(inspection: &Inspection, place: ItemId) -> String {
    let what = what(inspection, place);
    let by = match inspection.item(place).map(|item| &item.kind) {
        Some(ItemKind::Certificate(report)) => issuer(inspection, place, &report.issuer),
        _ => None,
    };
    match by {
        Some(by) => format!("{what} {by}"),
        None => what,
    }
}

/// A trust anchor in a few words.
pub(super) fn anchor(inspection: &Inspection, place: ItemId) -> String {
    let name = inspection.item(place).and_then(Item::report).map(name).unwrap_or_default();
    fill("viewer-anchor", &[("name", &name)])
}

/// A certificate of a chain in a few words.
pub(super) fn link(inspection: &Inspection, link: Link) -> String {
    let what = if chain::is_anchor(inspection, link.place) {
        anchor(inspection, link.place)
    } else {
        what(inspection, link.place)
    };
    if link.checked { what } else { fill("viewer-unchecked", &[("what", &what)]) }
}

/// An item in a few words: what it is, and whose.
pub(super) fn what(inspection: &Inspection, place: ItemId) -> String {
    let Some(item) = inspection.item(place) else { return String::new() };
    match &item.kind {
        ItemKind::Certificate(report) => {
            let is_authority = report.authority.is_some_and(|authority| authority.ca);
            let kind = if is_authority { "viewer-authority" } else { "viewer-certificate" };
            fill(kind, &[("name", &name(report))])
        }
        ItemKind::Request(report) => fill("viewer-request", &[("name", &name(report))]),
        ItemKind::RevocationList(list) => {
            fill("viewer-list", &[("name", &common_name(&list.issuer))])
        }
        ItemKind::PrivateKey { key, .. } | ItemKind::PublicKey(key) => {
            let kind = kind_name(&item.kind);
            let owner = inspection.links.partners.get(&place).and_then(|places| places.first());
            match owner.and_then(|owner| inspection.item(*owner)).and_then(Item::report) {
                Some(owner) => fill("viewer-key-of", &[("kind", &kind), ("name", &name(owner))]),
                None => format!("{kind} {}", key.as_deref().unwrap_or_default()),
            }
        }
        ItemKind::Other if !item.label.is_empty() => item.label.clone(),
        kind => kind_name(kind).to_owned(),
    }
}

/// Who signed a certificate, beside its name.
fn issuer(inspection: &Inspection, place: ItemId, named: &str) -> Option<String> {
    let issuance = inspection.links.issuers.get(&place)?;
    let by = |key, name: &str| Some(fill(key, &[("name", &common_name(name))]));
    match (issuance.issuer, issuance.signature) {
        (Issuer::Itself, SignatureCheck::Invalid) => Some(say("viewer-not-by-itself").to_owned()),
        (Issuer::Itself, _) => None,
        (Issuer::Missing, _) => by("viewer-by-missing", named),
        (Issuer::Found { .. }, SignatureCheck::Valid) => by("viewer-by", named),
        (Issuer::Found { .. }, SignatureCheck::Invalid) => by("viewer-not-by", named),
        (Issuer::Found { .. }, SignatureCheck::NotChecked) => by("viewer-by-unchecked", named),
    }
}

/// The shortest name of a certificate.
fn name(report: &CertificateReport) -> String {
    let names = [&report.dns_names, &report.ip_addresses, &report.other_names];
    match names.into_iter().flatten().next() {
        Some(name) if report.subject.is_empty() => name.clone(),
        _ => common_name(&report.subject),
    }
}

/// The common name of a distinguished name, or all of it where it has none. Values with commas stand in
/// quotes, so that none can pass for another attribute.
fn common_name(name: &str) -> String {
    if name.is_empty() {
        return say("report-empty").to_owned();
    }
    let mut quoted = false;
    let mut escaped = false;
    let part = |c: char| {
        let ends = !quoted && matches!(c, ',' | '+');
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = c == '\\' && !escaped;
        ends
    };
    let found = name.split(part).filter_map(|part| part.trim().strip_prefix("CN = ")).last();
    found.unwrap_or(name).trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::common_name;

    #[test]
    fn a_common_name_is_found_and_never_within_another_value() {
        assert_eq!(common_name("C = DE, O = Example, CN = etcd-1"), "etcd-1");
        assert_eq!(common_name("CN = \"a, b\", O = c"), "a, b");
        assert_eq!(common_name("O = \"x, CN = root\", CN = leaf"), "leaf");
        assert_eq!(
            common_name("O = \"x\\\", CN = root\""),
            "O = \"x\\\", CN = root\"".trim_matches('"')
        );
        assert_eq!(common_name("O = only"), "O = only");
    }
}
