//! The way from what etcd's log says to the rules that may be behind it.

use crate::finding::Rule;
use crate::pki::judge::ALERT;

/// What is shorter stands everywhere.
const LEAST: usize = 4;
/// What stands in a quote for a value that is another one in each log.
const VALUE: char = '…';

/// What people meet most, by how often it came up in public reports about etcd and TLS; the rest follows by name.
const COMMON: [Rule; 10] = [
    Rule::HostNotCovered,
    Rule::UnknownAuthority,
    Rule::OtherAuthorityKey,
    Rule::Expired,
    Rule::NoClientAuth,
    Rule::GatewayTrap,
    Rule::CommonNameOnly,
    Rule::AddressAsDnsName,
    Rule::CallerNotCovered,
    Rule::KeyMismatch,
];

/// The rules whose quotes are in `text`; without any, those whose lessons hold `text`. A line of a log
/// may be longer than the quote, and the quote longer than what somebody remembers.
pub(super) fn rules(text: &str) -> Vec<Rule> {
    let mut rules = quoted(text);
    let text = plain(text);
    if rules.is_empty() && text.chars().count() >= LEAST {
        rules = Rule::all().filter(|rule| plain(rule.lesson).contains(&text)).collect();
    }
    let rank =
        |rule: &Rule| COMMON.iter().position(|common| common == rule).unwrap_or(COMMON.len());
    rules.sort_unstable_by_key(|rule| (rank(rule), rule.code));
    rules
}

/// The rules whose quotes are in `text`, or hold what it says.
pub(super) fn quoted(text: &str) -> Vec<Rule> {
    let messages = messages(text);
    let text = plain(text);
    if text.chars().count() < LEAST {
        return Vec::new();
    }
    let is_quoted = |rule: &Rule| {
        let remembered = |quote: &str| {
            let quote = plain(quote);
            quote.contains(&text) || messages.iter().any(|one| quote.contains(one))
        };
        let alert = rule.ends_handshake.then_some(ALERT);
        let mut all = quotes(rule.lesson).chain(alert);
        all.any(|quote| is_in(quote, &text) || remembered(quote))
    };
    Rule::all().filter(is_quoted).collect()
}

/// The error texts of a log's line without what stands around them: a lesson may quote more of one than
/// another log holds.
fn messages(text: &str) -> Vec<String> {
    const STARTS: [&str; 3] = ["remote error: ", "tls: ", "x509: "];
    let found = |start: &str| {
        let (_, rest) = text.split_once(start)?;
        // What etcd puts behind an error of its prober.
        let rest = rest.split_once(" (prober ").map_or(rest, |(message, _)| message);
        let end = rest.find(['"', '\\']).unwrap_or(rest.len());
        let (message, behind) = rest.split_at_checked(end)?;
        // A quotation mark inside of the text isn't its end.
        let is_end = matches!(behind, "" | "\"")
            || ["\",", "\"}", "\")"].iter().any(|end| behind.starts_with(end));
        (is_end && message.chars().count() >= LEAST).then(|| plain(&format!("{start}{message}")))
    };
    STARTS.into_iter().filter_map(found).collect()
}

/// Whether a text holds a quote, however the log writes it.
pub(super) fn holds(text: &str, quote: &str) -> bool {
    is_in(quote, &plain(text))
}

/// Whether a text is a part of a quote that says enough.
pub(super) fn is_part(text: &str, quote: &str) -> bool {
    let text = plain(text);
    text.contains(' ') && text.chars().count() > 12 && plain(quote).contains(&text)
}

/// The lines before the first sentence.
pub(super) fn quotes(lesson: &str) -> impl Iterator<Item = &str> {
    lesson.lines().take_while(|line| line.starts_with("    ")).map(str::trim)
}

/// How much a quote says: its length without the values.
pub(super) fn weight(quote: &str) -> usize {
    quote.chars().filter(|one| *one != VALUE).count()
}

/// Whether the parts of a quote around its values follow one another in a text.
fn is_in(quote: &str, text: &str) -> bool {
    let quote = plain(quote);
    let mut rest = text;
    quote.split(VALUE).map(str::trim).filter(|part| !part.is_empty()).all(|part| {
        let found = rest.split_once(part);
        if let Some((_, behind)) = found {
            rest = behind;
        }
        found.is_some()
    })
}

/// Small letters, single blanks, and no backslashes before quotes, as they are in a log in JSON.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace("\\\"", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
