//! URIs among the SANs, as Go's `net/url` takes them.

use std::net::IpAddr;

use super::address::{self, Fault};
use crate::etcd::{Build, GoVersion};
use crate::pki::judge::go::quoted;

/// What may stand in a part of a URI.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Zone,
    Other,
}

/// Reads a URI; its host, without escapes.
///
/// # Errors
/// Go's words.
pub(super) fn host(uri: &str, build: Build) -> Result<String, String> {
    let go = build.go;
    // Up to 1.13 without quotes.
    let fault = |uri: &str, why: &str| match uri {
        uri if go < GoVersion::first_of(14) => format!("parse {uri}: {why}"),
        uri => format!("parse {}: {why}", quoted(uri.as_bytes(), go)),
    };
    let (rest, fragment) = uri.split_once('#').unwrap_or((uri, ""));
    let host = without_fragment(rest, build).map_err(|why| fault(rest, &why))?;
    unescape(fragment, Part::Other, go).map_err(|why| fault(uri, &why))?;
    Ok(host)
}

fn without_fragment(uri: &str, build: Build) -> Result<String, String> {
    if uri.bytes().any(|byte| byte < b' ' || byte == 0x7F) {
        return Err("net/url: invalid control character in URL".into());
    }
    if uri == "*" {
        return Ok(String::new());
    }
    let (scheme, rest) = scheme(uri)?;
    let rest = rest.split_once('?').map_or(rest, |(before, _)| before);
    if !rest.starts_with('/') {
        if !scheme.is_empty() {
            return Ok(String::new());
        }
        if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
            return Err("first path segment in URL cannot contain colon".into());
        }
    }
    let mut host = String::new();
    let mut path = rest;
    if let Some(after) = rest.strip_prefix("//")
        && (!scheme.is_empty() || !rest.starts_with("///"))
    {
        let end = after.find('/').unwrap_or(after.len());
        let (authority, rest) = after.split_at(end);
        host = of_authority(&scheme, authority, build)?;
        path = rest;
    }
    unescape(path, Part::Other, build.go)?;
    Ok(host)
}

fn scheme(uri: &str) -> Result<(String, &str), String> {
    for (index, byte) in uri.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if index > 0 => {}
            b':' if index == 0 => return Err("missing protocol scheme".into()),
            b':' => {
                let (scheme, rest) = uri.split_at(index);
                return Ok((scheme.to_ascii_lowercase(), rest.get(1..).unwrap_or_default()));
            }
            _ => break,
        }
    }
    Ok((String::new(), uri))
}

fn of_authority(scheme: &str, authority: &str, build: Build) -> Result<String, String> {
    let Some((user, host)) = authority.rsplit_once('@') else {
        return of_host(scheme, authority, build);
    };
    let host = of_host(scheme, host, build)?;
    let is_user = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(is_user) {
        return Err("net/url: invalid userinfo".into());
    }
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    unescape(name, Part::Other, build.go)?;
    unescape(password, Part::Other, build.go)?;
    Ok(host)
}

/// Go 1.24.8 and 1.25.2 started to read what stands in brackets (CVE-2025-47912), 1.25.8 to refuse what
/// stands before them, 1.26 to count the colons outside of them.
fn of_host(scheme: &str, host: &str, build: Build) -> Result<String, String> {
    let go = build.go;
    let port_of = |text: &str| match text.strip_prefix(':') {
        _ if text.is_empty() => Ok(()),
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        _ => Err(format!("invalid port {} after host", quoted(text.as_bytes(), go))),
    };
    let reads_brackets = go >= GoVersion::patch_of(25, 2)
        || (GoVersion::patch_of(24, 8)..GoVersion::first_of(25)).contains(&go);
    let host = match host.rfind('[') {
        Some(at) if at > 0 && go >= GoVersion::patch_of(25, 8) => {
            return Err("invalid IP-literal".into());
        }
        Some(at) if reads_brackets => host.get(at..).unwrap_or(host),
        _ => host,
    };
    if host.starts_with('[') {
        let end = host.rfind(']').ok_or("missing ']' in host")?;
        let (literal, port) = host.split_at(end);
        port_of(port.get(1..).unwrap_or_default())?;
        unescape(port, Part::Host, go)?;
        let literal = literal.get(1..).unwrap_or_default();
        let (address, zone) = literal.split_at(literal.find("%25").unwrap_or(literal.len()));
        let literal = unescape(address, Part::Host, go)? + &unescape(zone, Part::Zone, go)?;
        if reads_brackets {
            is_address(&literal, go)?;
        }
        return Ok(format!("[{literal}{port}"));
    }
    if let Some(first) = host.find(':') {
        let last = host.rfind(':').unwrap_or(first);
        let is_strict = build.has_default_of(26) && matches!(scheme, "http" | "https");
        let (_, port) = host.split_at(if is_strict { first } else { last });
        port_of(port)?;
    }
    unescape(host, Part::Host, go)
}

/// What stands in brackets must be an IPv6 address, with or without a zone.
fn is_address(text: &str, go: GoVersion) -> Result<(), String> {
    let fault = |why: Fault<'_>| {
        let at =
            why.at.map_or_else(String::new, |at| format!(" (at {})", quoted(at.as_bytes(), go)));
        format!("invalid host: ParseAddr({}): {}{at}", quoted(text.as_bytes(), go), why.why)
    };
    match address::parse(text).map_err(fault)? {
        IpAddr::V4(_) => Err("invalid IP-literal".into()),
        IpAddr::V6(_) => Ok(()),
    }
}

fn unescape(text: &str, part: Part, go: GoVersion) -> Result<String, String> {
    let bytes = text.as_bytes();
    let mut read = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        if byte != b'%' {
            if part != Part::Other && byte < 0x80 && !is_host(byte) {
                let character = char::from(byte).to_string();
                let shown = quoted(character.as_bytes(), go);
                return Err(format!("invalid character {shown} in host name"));
            }
            read.push(byte);
            at += 1;
            continue;
        }
        let escape = text.get(at..(at + 3).min(text.len())).unwrap_or_default();
        let digits = escape.get(1..).filter(|digits| {
            digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let value = value.filter(|value| match part {
            Part::Host => *value >= 0x80 || escape == "%25",
            Part::Zone => escape == "%25" || *value == b' ' || is_host(*value),
            Part::Other => true,
        });
        let shown = || quoted(escape.as_bytes(), go);
        read.push(value.ok_or_else(|| format!("invalid URL escape {}", shown()))?);
        at += 3;
    }
    Ok(String::from_utf8_lossy(&read).into_owned())
}

/// What may stand in a host as it is.
fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!$&'()*+,;=:[]<>\"-_.~".contains(&byte)
}
