//! How one line is changed so that a finding is gone.

use crate::config::Way;
use crate::etcd::flags::{self, Flag};
use crate::etcd::nearest_alone;
use crate::finding::{Fact, Finding, Rule};

/// A change of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// Another name for a setting, with the same value.
    Rename { from: String, to: String },
    /// The value of a key without its quotes.
    UnquoteKey { key: String },
    /// The value of a variable without its quotes.
    UnquoteVariable { name: String },
    /// A URL with a scheme in front.
    Scheme { url: String },
}

impl Edit {
    /// The change that a finding asks for, where there is no other one.
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        let fact = |name: &str| {
            let found = finding.facts.iter().find(|(fact, _)| *fact == name)?;
            match &found.1 {
                Fact::Text(text) => Some(text.clone()),
                _ => None,
            }
        };
        match finding.rule {
            Rule::RemovedFlag | Rule::DeprecatedFlag => rename(fact("shown")?, fact("instead")?),
            Rule::UnknownFlag => rename(fact("flag")?, fact("meant")?),
            Rule::UnknownVariable | Rule::UnknownSecurityVariable => {
                rename(fact("name")?, fact("meant")?)
            }
            Rule::UnknownKey | Rule::UnknownSecurityKey => rename(fact("key")?, fact("meant")?),
            Rule::WrongType => Some(Self::UnquoteKey { key: fact("key")? }),
            Rule::QuotesKept => Some(Self::UnquoteVariable { name: fact("name")? }),
            Rule::BadUrl => Some(Self::Scheme { url: fact("url")? }),
            _ => None,
        }
    }

    /// The text with a line (from 1) changed; none where it isn't as expected.
    pub(super) fn apply(&self, text: &str, line: usize) -> Option<String> {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let place = lines.get_mut(line.checked_sub(1)?)?;
        *place = match self {
            Self::Rename { from, to } => {
                // Where both are set, somebody has to decide.
                if occurrences(text, to).next().is_some() {
                    return None;
                }
                replaced(place, from, to)?
            }
            Self::UnquoteKey { key } => without_quotes(place, &format!("{key}:"), is_scalar)?,
            Self::UnquoteVariable { name } => without_quotes(place, &format!("{name}="), is_plain)?,
            Self::Scheme { url } => {
                // The only certain one: this file names a certificate for the port, and serves no port without.
                let is_secured = is_secured(text, place)?;
                let is_plain = text.contains("http://");
                (is_secured && !is_plain).then_some(())?;
                replaced(place, url, &format!("https://{url}"))?
            }
        };
        Some(lines.concat())
    }
}

/// Another name, where it says the same: without `experimental-`, or the only name that is near.
fn rename(from: String, to: String) -> Option<Edit> {
    let way = match (from.starts_with("--"), from.starts_with("ETCD_")) {
        (true, _) => Way::Flag,
        (_, true) => Way::Variable,
        _ => Way::Key,
    };
    let find = |name: &str| flags::all().iter().find(|flag| way.shown(&flag.name) == name);
    let is_certain = match (find(&from), find(&to)) {
        (Some(old), Some(new)) => {
            old.name.strip_prefix("experimental-") == Some(&new.name) && old.kind == new.kind
        }
        (None, Some(_)) => {
            let names: Vec<String> =
                flags::all().iter().map(|flag: &Flag| way.shown(&flag.name)).collect();
            nearest_alone(&from, names.iter().map(String::as_str)) == Some(to.as_str())
        }
        _ => false,
    };
    // A key stands in its section, and stays there.
    is_certain.then_some(Edit::Rename { from, to })
}

/// Where a name stands by itself, neither a part of a longer one nor of a path.
fn occurrences<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// A line with its only occurrence of a name replaced.
fn replaced(line: &str, from: &str, to: &str) -> Option<String> {
    let mut found = occurrences(line, from);
    let at = found.next().filter(|_| !from.is_empty())?;
    if found.next().is_some() || line.trim_start().starts_with('#') {
        return None;
    }
    Some(format!("{}{to}{}", line.get(..at)?, line.get(at + from.len()..)?))
}

/// A line whose value stands in quotes, without them; what is behind it stays.
fn without_quotes(line: &str, start: &str, may_be_bare: fn(&str) -> bool) -> Option<String> {
    let at = occurrences(line, start.get(..start.len() - 1)?).next()?;
    if !line.get(..at)?.trim().is_empty() {
        return None;
    }
    let rest = line.get(at..)?.strip_prefix(start)?;
    let value = rest.trim_start_matches(' ');
    let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let (inner, behind) = value.get(1..)?.split_once(quote)?;
    let is_end = behind.trim_start().is_empty() || behind.starts_with([' ', '\t']);
    (is_end && may_be_bare(inner)).then_some(())?;
    let blanks = rest.get(..rest.len() - value.len())?;
    Some(format!("{}{start}{blanks}{inner}{behind}", line.get(..at)?))
}

/// A value that YAML takes for a switch or a number once its quotes are gone.
fn is_scalar(value: &str) -> bool {
    let is_number = value.starts_with(|c: char| ('1'..='9').contains(&c));
    ["true", "false", "0"].contains(&value)
        || is_number && value.len() < 19 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// A value that every reader of variables takes as it is.
fn is_plain(value: &str) -> bool {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-_./:,=@[]".contains(c);
    !value.is_empty() && value.chars().all(is_safe)
}

/// Whether a file names certificate and key for the port whose URL stands in a line; none where it is no such line.
fn is_secured(text: &str, line: &str) -> Option<bool> {
    let lower = line.to_ascii_lowercase().replace('_', "-");
    let is_peer = ["listen-peer-urls", "initial-advertise-peer-urls"];
    let is_client = ["listen-client-urls", "advertise-client-urls"];
    let has = |names: &[&str]| names.iter().any(|name| lower.contains(name));
    let files: [&str; 2] = match (has(&is_peer), has(&is_client)) {
        (true, false) => ["peer-cert-file", "peer-key-file"],
        (false, true) => ["cert-file", "key-file"],
        _ => return None,
    };
    let names = |flag: &str| {
        [Way::Flag, Way::Variable]
            .iter()
            .any(|way| occurrences(text, &way.shown(flag)).next().is_some())
    };
    Some(files.iter().all(|flag| names(flag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_changed_only_where_it_is_as_expected() {
        let rename = |from: &str, to: &str| Edit::Rename { from: from.into(), to: to.into() };
        let edit = rename("--nmae", "--name");
        assert_eq!(edit.apply("x\netcd --nmae a\n", 2).as_deref(), Some("x\netcd --name a\n"));
        assert_eq!(edit.apply("etcd --nmae a --name b\n", 1), None);
        assert_eq!(edit.apply("etcd --nmae a --nmae b\n", 1), None);
        assert_eq!(edit.apply("etcd --nmaes a\n", 1), None);
        assert_eq!(edit.apply("etcd --nmae a\n", 2), None);
        let unquote = Edit::UnquoteKey { key: "client-cert-auth".into() };
        let text = "client-transport-security:\n  client-cert-auth: \"true\" # yes\r\n";
        let fixed = "client-transport-security:\n  client-cert-auth: true # yes\r\n";
        assert_eq!(unquote.apply(text, 2).as_deref(), Some(fixed));
        assert_eq!(unquote.apply("client-cert-auth: \"yes\"\n", 1), None);
        assert_eq!(unquote.apply("x: {client-cert-auth: \"true\"}\n", 1), None);
        let unquote = Edit::UnquoteVariable { name: "ETCD_NAME".into() };
        assert_eq!(unquote.apply("ETCD_NAME='a'", 1).as_deref(), Some("ETCD_NAME=a"));
        assert_eq!(unquote.apply("ETCD_NAME='a b'", 1), None);
        let scheme = Edit::Scheme { url: "10.0.0.1:2379".into() };
        let bare = "ETCD_CERT_FILE=c\nETCD_KEY_FILE=k\nETCD_LISTEN_CLIENT_URLS=10.0.0.1:2379\n";
        let whole = bare.replace("=10", "=https://10");
        assert_eq!(scheme.apply(bare, 3), Some(whole));
        assert_eq!(scheme.apply(&bare.replace("_KEY", "_PEER_KEY"), 3), None);
        assert_eq!(scheme.apply(&format!("{bare}X=http://a\n"), 3), None);
    }
}
