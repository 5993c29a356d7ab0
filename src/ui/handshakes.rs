//! Who will reach whom once a plan is carried out, as the review shows it.

use std::fmt::Display;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::theme::Theme;
use super::widgets::text::{column, wrapped};
use crate::cluster::{Gateway, Plan};
use crate::finding::{Finding, Side};
use crate::pki::judge::Verdict;
use crate::pki::matrix::{self, Connection, Handshake, Matrix, TableRow};
use crate::text::{escape_for_terminal, fill, say};

/// The widest a member's column gets; names beyond are cut.
const WIDEST: usize = 20;

/// The handshakes of a plan or of certificates, judged.
#[derive(Debug, Clone)]
pub struct Handshakes {
    matrix: Matrix,
    /// Whether members have no gateway, which then meets nobody.
    gateway_is_off: bool,
    /// Whether names and addresses were held against where members are dialed.
    knows_hosts: bool,
}

impl Handshakes {
    /// Judges the handshakes of a plan.
    pub fn planned(plan: &Plan) -> Self {
        let matrix = matrix::planned(plan);
        // As `render::settings` writes it: no certificate would let this gateway in.
        let gateway_is_off = plan.certificates.trust.gateway(plan.etcd_version) == Gateway::Off;
        Self { matrix, gateway_is_off, knows_hosts: true }
    }

    /// Judges those of a plan where the certificates are still those of another.
    pub fn with_certificates_of(plan: &Plan, issued: &Plan) -> Self {
        let matrix = matrix::planned_with_certificates_of(plan, issued);
        let gateway_is_off = issued.certificates.trust.gateway(plan.etcd_version) == Gateway::Off;
        Self { matrix, gateway_is_off, knows_hosts: true }
    }

    /// Takes handshakes that were judged. `gateway_is_off` says of members that have no gateway.
    pub fn judged(matrix: Matrix, gateway_is_off: bool) -> Self {
        Self { matrix, gateway_is_off, knows_hosts: true }
    }

    /// The same for certificates of which nobody said at which hosts they are dialed.
    pub fn without_hosts(matrix: Matrix) -> Self {
        Self { matrix, gateway_is_off: false, knows_hosts: false }
    }

    /// The worst verdict, and all of it in one sentence.
    pub fn summary(&self) -> (Verdict, String) {
        let all = &self.matrix.handshakes;
        let total = all.len();
        let count = |verdict| all.iter().filter(|one| one.judgement.verdict == verdict).count();
        let (refused, open) = (count(Verdict::Refused), count(Verdict::NotJudged));
        let first = self.matrix.refused().next();
        let (verdict, text) = match (first, open) {
            (Some(first), _) => {
                let why = first.judgement.refusal().map(Finding::message).unwrap_or_default();
                let first = format!("{}: {}", pair(first), why);
                let values: &[(&str, &dyn Display)] =
                    &[("refused", &refused), ("total", &total), ("first", &first)];
                (Verdict::Refused, fill("handshakes-some-refused", values))
            }
            (None, 0) => (Verdict::Accepted, fill("handshakes-all-accepted", &[("total", &total)])),
            (None, _) => {
                let text = fill("handshakes-some-open", &[("open", &open), ("total", &total)]);
                (Verdict::NotJudged, text)
            }
        };
        let off = if self.gateway_is_off { say("handshakes-gateway-off") } else { "" };
        let hosts = if self.knows_hosts { "" } else { say("handshakes-no-hosts") };
        (verdict, format!("{text}{off}{hosts}"))
    }

    /// A sentence for each kind of refusal: what, how often, and what to do.
    pub fn refusals(&self) -> Vec<String> {
        let mut kinds: Vec<(&Finding, Vec<&Handshake>)> = Vec::new();
        for one in self.matrix.refused() {
            let Some(finding) = one.judgement.refusal() else { continue };
            match kinds.iter_mut().find(|(kind, _)| kind.rule == finding.rule) {
                Some((_, handshakes)) => handshakes.push(one),
                None => kinds.push((finding, vec![one])),
            }
        }
        let sentence = |(finding, handshakes): (&Finding, Vec<&Handshake>)| {
            let (count, why, fix) = (handshakes.len(), finding.message(), finding.fix());
            let first = handshakes.first().map(|one| pair(one)).unwrap_or_default();
            let values: &[(&str, &dyn Display)] =
                &[("count", &count), ("first", &first), ("why", &why), ("fix", &fix)];
            fill("handshakes-refusal", values)
        };
        kinds.into_iter().map(sentence).collect()
    }

    /// The table, and each refusal with its reason, as lines of `width` columns.
    pub fn lines(&self, theme: &Theme, width: u16) -> Vec<Line<'static>> {
        let mut lines = wrapped(say("handshakes-about"), width, theme.muted);
        lines.extend(self.table(theme, usize::from(width)));
        if self.gateway_is_off {
            lines.push(Line::default());
            lines.extend(wrapped(say("handshakes-why-off"), width, theme.muted));
        }
        lines.extend(self.reasons(theme, width));
        lines
    }

    /// The table and the refusals alone.
    pub fn outcome(&self, theme: &Theme, width: u16) -> Vec<Line<'static>> {
        let mut lines = self.table(theme, usize::from(width));
        lines.extend(self.reasons(theme, width));
        lines
    }

    /// Each refusal with its reason.
    fn reasons(&self, theme: &Theme, width: u16) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for alike in self.matrix.failed_alike() {
            if alike.iter().all(|one| one.judgement.verdict == Verdict::Refused) {
                lines.push(Line::default());
                lines.extend(refused(&alike, theme, width));
            }
        }
        lines
    }

    /// Who dials below each other, who listens side by side; as many tables as the width takes.
    fn table(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let mut table = self.matrix.table();
        if self.gateway_is_off {
            let verdicts = vec![None; table.listeners.len()];
            table.rows.push(TableRow { connection: Connection::Gateway, dialer: "", verdicts });
        }
        let labels: Vec<String> =
            table.rows.iter().map(|row| label(row.connection, row.dialer)).collect();
        let label_width = labels.iter().map(|label| label.width()).max().unwrap_or_default();
        let label_width = label_width.max(say("handshakes-head").width()).min(width / 3);
        let verdicts = self.matrix.handshakes.iter().map(|one| one.judgement.verdict);
        let words = verdicts.map(|verdict| word(verdict).width() + 2);
        let names = table.listeners.iter().map(|name| name.width().min(WIDEST));
        let cell_width = names.chain(words).max().unwrap_or_default();
        let fits = (width.saturating_sub(label_width) / (cell_width + 2)).max(1);
        let mut lines = Vec::new();
        for (number, some) in table.listeners.chunks(fits).enumerate() {
            if number > 0 {
                lines.push(Line::default());
            }
            let mut head = column(say("handshakes-head"), label_width, &theme.glyphs);
            for name in some {
                head.push_str("  ");
                head.push_str(&column(name, cell_width, &theme.glyphs));
            }
            lines.push(Line::styled(head.trim_end().to_owned(), theme.heading));
            for (label, row) in labels.iter().zip(&table.rows) {
                let mut spans =
                    vec![Span::styled(column(label, label_width, &theme.glyphs), theme.key)];
                for verdict in row.verdicts.iter().skip(number * fits).take(fits) {
                    let (text, style) = cell(row.connection, *verdict, theme);
                    spans.push(Span::raw("  "));
                    spans.push(Span::styled(column(&text, cell_width, &theme.glyphs), style));
                }
                lines.push(Line::from(spans));
            }
        }
        lines
    }
}

/// Handshakes that are refused for the same reasons.
fn refused(handshakes: &[&Handshake], theme: &Theme, width: u16) -> Vec<Line<'static>> {
    let pairs: Vec<String> = handshakes.iter().map(|one| pair(one)).collect();
    let title = fill("handshakes-refused-pairs", &[("pairs", &pairs.join(", "))]);
    let mut lines = wrapped(&format!("{} {title}", theme.glyphs.missing), width, theme.error);
    for finding in handshakes.first().into_iter().flat_map(|one| &one.judgement.findings) {
        let quotes = finding.quotes.iter().map(|quote| {
            let key = match quote.side {
                Side::Listener => "handshakes-listener-logs",
                Side::Dialer => "handshakes-dialer-says",
                Side::Exit => "handshakes-ends-with",
            };
            fill(key, &[("text", &escape_for_terminal(&quote.text))])
        });
        let fix = finding.fix();
        let rest = [("handshakes-why", finding.source()), ("handshakes-fix", &*fix)];
        let rest = rest.into_iter().map(|(key, text)| fill(key, &[("text", &text)]));
        let mut say_below = |indent: &str, text: &str| {
            let text = format!("{indent}{}", theme.glyphs.said(text));
            lines.extend(wrapped(&text, width, theme.text));
        };
        say_below("  ", &finding.message());
        for text in quotes.chain(rest) {
            say_below("    ", &text);
        }
    }
    lines
}

fn cell(connection: Connection, verdict: Option<Verdict>, theme: &Theme) -> (String, Style) {
    let (mark, style) = look(verdict.unwrap_or(Verdict::NotJudged), theme);
    let word = match verdict {
        Some(verdict) => word(verdict),
        None if connection == Connection::Gateway => say("handshakes-off"),
        None => say("handshakes-self"),
    };
    (format!("{mark} {word}"), style)
}

/// The mark and the style of a verdict.
pub fn look(verdict: Verdict, theme: &Theme) -> (&'static str, Style) {
    match verdict {
        Verdict::Accepted => (theme.glyphs.done, theme.success),
        Verdict::NotJudged => (theme.glyphs.ahead, theme.muted),
        Verdict::Refused => (theme.glyphs.missing, theme.error),
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => say("handshakes-accepted"),
        Verdict::NotJudged => say("handshakes-not-judged"),
        Verdict::Refused => say("handshakes-refused"),
    }
}

fn label(connection: Connection, dialer: &str) -> String {
    match connection {
        Connection::Peer => fill("handshakes-peer", &[("name", &dialer)]),
        Connection::Client => fill("handshakes-client", &[("name", &dialer)]),
        Connection::Gateway => say("handshakes-gateway").to_owned(),
    }
}

/// Who dials whom.
fn pair(one: &Handshake) -> String {
    let dialer = label(one.connection, &one.dialer);
    fill("handshakes-pair", &[("dialer", &dialer), ("listener", &one.listener)])
}

#[cfg(test)]
mod tests;
