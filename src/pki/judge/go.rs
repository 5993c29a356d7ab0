//! How Go holds hosts against names, and what it says where they don't fit (`crypto/x509`, verify.go).

use std::fmt::Write as _;
use std::net::IpAddr;

use super::facts::CertificateFacts;
use crate::etcd::GoVersion;

/// Writes a text as Go's `%q` does, the bytes of which needn't be UTF-8.
pub(super) fn quoted(text: &[u8], go: GoVersion) -> String {
    let mut out = String::from('"');
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            let escape = match character {
                '"' | '\\' => format!("\\{character}"),
                '\x07' => "\\a".into(),
                '\x08' => "\\b".into(),
                '\x0c' => "\\f".into(),
                '\n' => "\\n".into(),
                '\r' => "\\r".into(),
                '\t' => "\\t".into(),
                '\x0b' => "\\v".into(),
                '\x7f' if go < GoVersion::first_of(19) => "\\u007f".into(),
                '\0'..=' ' | '\x7f' if character != ' ' => {
                    format!("\\x{:02x}", u32::from(character))
                }
                '!'..='~' => character.into(),
                _ if is_printable(character) => character.into(),
                '\0'..='\u{ffff}' => format!("\\u{:04x}", u32::from(character)),
                _ => format!("\\U{:08x}", u32::from(character)),
            };
            out.push_str(&escape);
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('"');
    out
}

/// Whether a character is shown as it is: letters, marks, numbers, signs.
fn is_printable(character: char) -> bool {
    // Behind a letter, where marks that join it aren't escaped.
    format!("x{character}").escape_debug().count() == 2
}

/// Why a host is none of a certificate's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// No SANs at all, and the common name that is the host doesn't count.
    CommonNameOnly,
    /// An address, which stands there as a DNS name.
    AddressAsName,
    /// A name too deep below a wildcard's domain.
    BelowWildcard,
    /// A name that stands there with a dot at its end.
    TrailingDot,
    /// Not there.
    Missing,
}

/// Holds a host against a certificate's names, as `VerifyHostname` does.
///
/// # Errors
/// Why not, and Go's own words (1.17 and later).
pub(super) fn verify_hostname(
    facts: &CertificateFacts,
    host: &str,
    go: GoVersion,
) -> Result<(), (Mismatch, String)> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    let fits = match bare.parse::<IpAddr>() {
        Ok(address) => facts.addresses.contains(&address.to_canonical()),
        Err(_) => facts.dns_names.iter().any(|pattern| fits(pattern, host, go)),
    };
    if fits { Ok(()) } else { Err((mismatch(facts, bare, go), error_text(facts, bare, go))) }
}

fn mismatch(facts: &CertificateFacts, host: &str, go: GoVersion) -> Mismatch {
    let names = || facts.dns_names.iter();
    if !facts.has_sans && facts.common_name.eq_ignore_ascii_case(host) {
        return Mismatch::CommonNameOnly;
    }
    if host.parse::<IpAddr>().is_ok() {
        let is_name = names().any(|name| name.trim_matches(['[', ']']) == host);
        return if is_name { Mismatch::AddressAsName } else { Mismatch::Missing };
    }
    let within = |name: &String| {
        let domain = name.strip_prefix('*').unwrap_or_default();
        domain.starts_with('.') && host.trim_end_matches('.').ends_with(domain)
    };
    if names().any(within) {
        Mismatch::BelowWildcard
    } else if names().any(|name| name.strip_suffix('.').is_some_and(|name| fits(name, host, go))) {
        Mismatch::TrailingDot
    } else {
        Mismatch::Missing
    }
}

fn error_text(facts: &CertificateFacts, host: &str, go: GoVersion) -> String {
    let address = host.parse::<IpAddr>();
    if !facts.has_sans && matches(&facts.common_name, host) {
        let way_out = if go < GoVersion::first_of(17) {
            "use SANs or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0"
        } else {
            "use SANs instead"
        };
        return format!("x509: certificate relies on legacy Common Name field, {way_out}");
    }
    let valid: Vec<String> = match address {
        Ok(_) if facts.addresses.is_empty() => {
            return format!(
                "x509: cannot validate certificate for {host} because it doesn't contain any IP SANs"
            );
        }
        Ok(_) => facts.addresses.iter().map(ToString::to_string).collect(),
        Err(_) => facts.dns_names.clone(),
    };
    let valid = valid.join(", ");
    if valid.is_empty() {
        return format!("x509: certificate is not valid for any names, but wanted to match {host}");
    }
    format!("x509: certificate is valid for {valid}, not {host}")
}

/// Whether a DNS SAN stands for a host. What isn't a valid name on both sides must be the same text.
fn fits(pattern: &str, host: &str, go: GoVersion) -> bool {
    // Since 1.23 a lone `*` is no pattern.
    let is_bare = pattern == "*" && go >= GoVersion::first_of(23);
    if !is_bare
        && is_valid(pattern, true)
        && is_valid(host.strip_suffix('.').unwrap_or(host), false)
    {
        return matches(pattern, host);
    }
    let counts = |text: &str| !matches!(text, "" | ".");
    counts(pattern) && counts(host) && pattern.eq_ignore_ascii_case(host)
}

/// Label by label, with `*` for the first one.
fn matches(pattern: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    if pattern.is_empty() || host.is_empty() {
        return false;
    }
    let (wanted, found): (Vec<&str>, Vec<&str>) =
        (pattern.split('.').collect(), host.split('.').collect());
    wanted.len() == found.len()
        && wanted.iter().zip(&found).enumerate().all(|(index, (wanted, found))| {
            index == 0 && *wanted == "*" || wanted.eq_ignore_ascii_case(found)
        })
}

/// Whether Go takes this for a host name: letters, digits, `_`, and hyphens but at the start of a label.
pub(super) fn is_valid(name: &str, is_pattern: bool) -> bool {
    !name.is_empty()
        && name.split('.').enumerate().all(|(index, label)| {
            is_pattern && index == 0 && label == "*"
                || !label.is_empty()
                    && !label.starts_with('-')
                    && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_as_they_do_in_go() {
        for (pattern, host, expected) in [
            ("a.example.com", "A.Example.com.", true),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "a.b.example.com", false),
            ("*.com", "example.com", true),
            ("a.example.com.", "a.example.com", false),
            ("*", "localhost", true),
            ("a.*.com", "a.b.com", false),
            ("a_b", "a_b", true),
            ("https://a", "https://a", true),
            ("", "", false),
        ] {
            assert_eq!(fits(pattern, host, GoVersion::first_of(22)), expected, "{pattern} {host}");
        }
    }
}
