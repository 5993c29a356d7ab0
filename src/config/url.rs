//! URLs as etcd takes them, one parser for lists of URLs and lists of members.

use std::net::IpAddr;

/// A URL that etcd takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Url {
    /// Whether it is https.
    pub(crate) secure: bool,
    /// The host, IPv6 without brackets.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u16,
}

impl Url {
    /// The host, where it is an IP address.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    /// Whether it leads to the machine itself.
    pub(crate) fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.address().is_some_and(|address| address.is_loopback())
    }

    /// Whether its host is a name that has to be looked up: etcd listens at addresses and at `localhost` alone.
    pub(crate) fn is_named(&self) -> bool {
        self.address().is_none() && self.host != "localhost"
    }

    /// Whether its host is `0.0.0.0` or `::`: every address of a machine, and the address of none.
    pub(crate) fn is_unspecified(&self) -> bool {
        self.address().is_some_and(|address| address.is_unspecified())
    }
}

/// A text that etcd takes for no URL, and ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAUrl;

/// Reads a URL as etcd does; `Ok(None)` is a Unix socket.
pub(crate) fn parse(text: &str) -> Result<Option<Url>, NotAUrl> {
    let (scheme, rest) = text.split_once("://").ok_or(NotAUrl)?;
    // Go's schemes match without regard to case.
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "http" => false,
        "https" => true,
        "unix" | "unixs" => return Ok(None),
        _ => return Err(NotAUrl),
    };
    // Measured on 3.4.23 and 3.7: a path ends etcd, a query, a fragment or a user doesn't.
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    if rest.contains('/') || rest.contains(char::is_whitespace) {
        return Err(NotAUrl);
    }
    let rest = rest.rsplit('@').next().unwrap_or_default();
    let (host, port) = rest.rsplit_once(':').ok_or(NotAUrl)?;
    let host = match host.strip_prefix('[').map(|host| host.strip_suffix(']')) {
        Some(Some(host)) => host,
        None if !host.contains(':') => host,
        _ => return Err(NotAUrl),
    };
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.parse().ok().filter(|_| is_number && !host.is_empty());
    Ok(Some(Url { secure, host: host.to_owned(), port: port.ok_or(NotAUrl)? }))
}

/// The entries of a list of URLs. Blanks around them are trimmed; one that is empty ends etcd.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// The URLs of a list; what is none, and Unix sockets, are left out.
pub(crate) fn urls(text: &str) -> impl Iterator<Item = Url> {
    list(text).filter_map(|url| parse(url).ok().flatten())
}

/// The hosts that others dial, of the URLs that a member listens at and advertises: who knows the cluster dials what is
/// advertised. Where nothing is, or isn't known, that is where it listens (measured on 3.4 and 3.6: members with
/// certificates for their advertised names alone are healthy).
pub(crate) fn dialed(listened: &str, advertised: &str) -> Vec<String> {
    let hosts = |list: &str| -> Vec<String> {
        let known = urls(list).filter(|url| url.secure && !url.is_unspecified());
        let mut hosts: Vec<String> = known.map(|url| url.host).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    };
    let advertised = hosts(advertised);
    if advertised.is_empty() { hosts(listened) } else { advertised }
}

/// The entries of a list of members, names and URLs; what is none of them is left out.
pub(crate) fn members(list: &str) -> Vec<(&str, &str)> {
    list.split(',').filter_map(|entry| entry.trim().split_once('=')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_as_etcd_reads_them() {
        let read = |text: &str| parse(text).unwrap().unwrap();
        assert_eq!(read("https://[fd00::1]:2380").host, "fd00::1");
        assert_eq!(
            read("http://a.example:1"),
            Url { secure: false, host: "a.example".into(), port: 1 }
        );
        assert_eq!(parse("unix://x"), Ok(None));
        assert!(read("HTTPS://a:1").secure);
        assert_eq!(read("https://u:p@a:1?b#c").host, "a");
        for text in [
            "a:1",
            "https://a",
            "https://a:1/",
            "https://fd00::1:2380",
            "https://[::1]",
            "ftp://a:1",
            "https://:1",
            "https://a:99999",
            "https://a:",
            "https://a:+1",
            "https:a:1",
            "https://a :1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
