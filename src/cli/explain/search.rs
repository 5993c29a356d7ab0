//! The way from what etcd's log says to the rules that may be behind it.

use std::sync::LazyLock;

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

/// A text as it is compared: small letters, single blanks, and no backslashes before quotes, as they are in a log in
/// JSON.
pub(super) struct Plain(String);

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let text = text.to_lowercase().replace("\\\"", "\"");
        Self(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn is_shorter_than(&self, least: usize) -> bool {
        self.0.chars().nth(least - 1).is_none()
    }
}

/// What a log says, ready to be looked for.
pub(super) struct Quote {
    whole: Plain,
    /// What stands between the values.
    parts: Vec<String>,
    /// How much it says: its length without the values.
    pub(super) weight: usize,
}

impl Quote {
    pub(super) fn of(quote: &str) -> Self {
        let whole = Plain::of(quote);
        let parts = whole.0.split(VALUE).map(str::trim).filter(|part| !part.is_empty());
        let parts = parts.map(str::to_owned).collect();
        let weight = quote.chars().filter(|one| *one != VALUE).count();
        Self { whole, parts, weight }
    }

    /// Whether its parts follow one another in a text.
    pub(super) fn is_in(&self, text: &Plain) -> bool {
        let mut rest = text.0.as_str();
        self.parts.iter().all(|part| {
            let found = rest.split_once(part.as_str());
            if let Some((_, behind)) = found {
                rest = behind;
            }
            found.is_some()
        })
    }

    /// Whether a text that says enough is a part of it.
    pub(super) fn has_part(&self, text: &Plain) -> bool {
        text.0.contains(' ') && !text.is_shorter_than(13) && self.whole.0.contains(&text.0)
    }
}

/// What is looked for on the way to a rule.
struct Known {
    rule: Rule,
    quotes: Vec<Quote>,
    lesson: Plain,
}

/// All rules; a log may have a hundred thousand lines that are each looked at.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |rule: Rule| {
        let alert = rule.ends_handshake.then_some(ALERT);
        let quotes = quotes(rule.lesson.english()).chain(alert).map(Quote::of).collect();
        Known { rule, quotes, lesson: Plain::of(rule.lesson.english()) }
    };
    Rule::all().map(known).collect()
});

/// The rules whose quotes are in `text`; without any, those whose lessons hold `text`. A line of a log
/// may be longer than the quote, and the quote longer than what somebody remembers.
pub(super) fn rules(text: &str) -> Vec<Rule> {
    let mut rules = quoted(text);
    let text = Plain::of(text);
    if rules.is_empty() && !text.is_shorter_than(LEAST) {
        let told = KNOWN.iter().filter(|known| known.lesson.0.contains(&text.0));
        rules = told.map(|known| known.rule).collect();
    }
    let rank =
        |rule: &Rule| COMMON.iter().position(|common| common == rule).unwrap_or(COMMON.len());
    rules.sort_unstable_by_key(|rule| (rank(rule), rule.code));
    rules
}

/// The rules whose quotes are in `text`, or hold what it says.
pub(super) fn quoted(text: &str) -> Vec<Rule> {
    let mut remembered = messages(text);
    let text = Plain::of(text);
    if text.is_shorter_than(LEAST) {
        return Vec::new();
    }
    remembered.push(text.0.clone());
    let fits = |quote: &Quote| {
        quote.is_in(&text) || remembered.iter().any(|one| quote.whole.0.contains(one))
    };
    let quoted = KNOWN.iter().filter(|known| known.quotes.iter().any(fits));
    quoted.map(|known| known.rule).collect()
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
        (is_end && message.chars().count() >= LEAST)
            .then(|| Plain::of(&format!("{start}{message}")).0)
    };
    STARTS.into_iter().filter_map(found).collect()
}

/// The lines before the first sentence.
pub(super) fn quotes(lesson: &str) -> impl Iterator<Item = &str> {
    lesson.lines().take_while(|line| line.starts_with("    ")).map(str::trim)
}
