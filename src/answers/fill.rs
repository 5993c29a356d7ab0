//! Fills the member table from a pattern, or from pasted lines.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use thiserror::Error;

use super::rows::MemberRow;
use crate::cluster::{ClusterSize, DnsName, FieldError, MemberAddress};
use crate::text::in_words;

/// Why text can't fill the member table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FillError {
    /// Nothing that could be a member.
    Nothing,
    /// More members than a cluster may have: the most allowed.
    TooMany(usize),
    /// A line with no address in it.
    NoAddress {
        /// Its number, from 1.
        line: usize,
        /// Its text, safe to show.
        text: String,
    },
    /// A line with what should be its address.
    Address {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        error: FieldError,
    },
    /// A line with a port that isn't etcd's own.
    Port {
        /// Its number, from 1.
        line: usize,
        /// The address with its port, safe to show.
        text: String,
    },
    /// A line with an address alone.
    NoName {
        /// Its number, from 1.
        line: usize,
        /// Its text, safe to show.
        text: String,
    },
    /// A `{` without its range: the pattern, safe to show.
    Range(String),
    /// A start address that isn't one: the text, safe to show.
    Start(String),
    /// Addresses that run past the end.
    Overflow {
        /// The start, safe to show.
        text: String,
        /// How many were asked for.
        count: usize,
    },
}

in_words! { FillError with hints:
    Self::Nothing => ["error-fill-nothing"],
    Self::TooMany(count) => ["error-fill-too-many", count],
    Self::NoAddress { line, text } => ["error-fill-no-address", line, text; "error-fill-nothing.hint"],
    Self::Address { line, error } => ["error-fill-address", line, error => error.hint()],
    Self::Port { line, text } => ["error-fill-port", line, text],
    Self::NoName { line, text } => ["error-fill-no-name", line, text; "error-fill-nothing.hint"],
    Self::Range(text) => ["error-fill-range", text],
    Self::Start(text) => ["error-fill-start", text],
    Self::Overflow { text, count } => ["error-fill-overflow", text, count; "error-fill-start.hint"],
}

/// Makes rows from a name pattern such as `etcd-{1..3}` (also `{01..05}`, `etcd-{1..3}.example.com`)
/// and a start address such as `10.0.0.1+`. A dotted name becomes the DNS name; the member's name is
/// its first label.
///
/// # Errors
/// [`FillError`] where either isn't one.
pub fn members_from_pattern(names: &str, start: &str) -> Result<Vec<MemberRow>, FillError> {
    let names = expand(names.trim())?;
    let addresses = addresses_from(start.trim(), names.len())?;
    Ok(names.iter().zip(addresses).map(|(name, address)| row(&[name.as_str()], address)).collect())
}

/// Makes rows from pasted lines: an excerpt of /etc/hosts, `name address`, `name=address`, CSV, a
/// pattern with its start address on one line, or what `ETCD_INITIAL_CLUSTER` is set to. All addresses of a line are the
/// member's own, with etcd's ports or without. Comments, a CSV heading and the loopback and multicast
/// lines of /etc/hosts are passed over. Where all lines are addresses, the members are called `etcd-1`, `etcd-2`, ….
///
/// # Errors
/// [`FillError`] naming the line.
pub fn members_from_text(text: &str) -> Result<Vec<MemberRow>, FillError> {
    members_from_text_at(text, 0)
}

/// The same for rows of a table from `first` on, counted from 0: `etcd-1` is the member of the first row of all.
///
/// # Errors
/// [`FillError`] naming the line.
pub fn members_from_text_at(text: &str, first: usize) -> Result<Vec<MemberRow>, FillError> {
    let mut rows: Vec<MemberRow> = Vec::new();
    let mut nameless = None;
    // Terminals paste line ends as CR, LF or both.
    let text = text.replace("\r\n", "\n");
    let text = of_initial_cluster(&text).map_or_else(|| a_line_each(&text), Cow::Owned);
    let text = of_named_columns(&text).map_or(text, Cow::Owned);
    let lines = text.split(['\n', '\r']).zip(1..).filter(|(line, _)| !line.trim().is_empty());
    for (index, (line, number)) in lines.enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let read = read_line(number, index == 0, line)?;
        if nameless.is_none() && read.iter().any(|row| row.name.is_empty()) {
            let text = crate::text::escape_for_terminal(line);
            nameless = Some(FillError::NoName { line: number, text });
        }
        rows.extend(read);
        if rows.len() > ClusterSize::LIMIT {
            return Err(FillError::TooMany(ClusterSize::LIMIT));
        }
    }
    if let Some(error) = nameless {
        if rows.iter().any(|row| !row.name.is_empty()) {
            return Err(error);
        }
        for (number, row) in (first + 1..).zip(&mut rows) {
            row.name = format!("etcd-{number}");
        }
    }
    if rows.is_empty() { Err(FillError::Nothing) } else { Ok(rows) }
}

/// The only line, where it holds addresses alone, as a line for each: they are members, and not one of many addresses.
fn a_line_each(text: &str) -> Cow<'_, str> {
    let words: Vec<&str> =
        text.split([' ', '\t', ',', ';']).filter(|word| !word.is_empty()).collect();
    let is_one_line = !text.trim().contains(['\n', '\r']);
    if is_one_line
        && words.len() > 1
        && words.iter().all(|word| read_address(word.trim()).is_some())
    {
        return Cow::Owned(words.join("\n"));
    }
    Cow::Borrowed(text)
}

/// What `ETCD_INITIAL_CLUSTER` or `--initial-cluster` is set to, with or without that name, as a line for each member.
fn of_initial_cluster(text: &str) -> Option<String> {
    let text = text.trim();
    let names = ["ETCD_INITIAL_CLUSTER", "--initial-cluster"];
    let value = names.iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    let value =
        value.trim_start_matches(['=', ':', ' ', '"', '\'']).trim_end_matches(['"', '\'', '\\']);
    let mut members: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in value.split(',') {
        let (name, url) = pair.trim().split_once('=').filter(|(_, url)| url.contains("://"))?;
        if pair.trim().contains(char::is_whitespace) {
            return None;
        }
        match members.iter_mut().find(|(earlier, _)| *earlier == name) {
            Some((_, urls)) => urls.push(url),
            None => members.push((name, vec![url])),
        }
    }
    let line = |(name, urls): (&str, Vec<&str>)| format!("{name} {}", urls.join(" "));
    Some(members.into_iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Of a table with more columns than these, as `kubectl get nodes -o wide` prints one, the names and addresses.
fn of_named_columns(text: &str) -> Option<String> {
    let mut lines = text.split(['\n', '\r']);
    let titles: Vec<String> = lines.next()?.split_whitespace().map(str::to_lowercase).collect();
    let column = |names: &[&str]| titles.iter().position(|title| names.contains(&title.as_str()));
    column(&["status", "roles", "role"])?;
    let (name, address) = (column(&["name"])?, column(&["internal-ip", "ip", "address"])?);
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match (words.get(name), words.get(address)) {
            (Some(name), Some(address)) => format!("{name} {address}"),
            // It is named, where it holds anything.
            _ => line.to_owned(),
        }
    };
    // The heading's line stays one, for the numbers of those below.
    Some(std::iter::once(String::new()).chain(lines.map(row)).collect::<Vec<_>>().join("\n"))
}

fn read_line(number: usize, is_first: bool, line: &str) -> Result<Vec<MemberRow>, FillError> {
    let words: Vec<&str> = line
        .split([' ', '\t', ',', ';', '='])
        .map(|word| name_before_colon(word.trim_matches(['"', '\'', ' '])))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    if let [names, start] = words.as_slice()
        && (names.contains('{') || start.ends_with('+'))
    {
        return members_from_pattern(names, start);
    }
    let heading = is_first && words.iter().any(|word| is_heading(word));
    let (addresses, names): (Vec<&str>, Vec<&str>) =
        words.iter().copied().partition(|word| read_address(word).is_some());
    if let Some(word) = names.iter().find(|name| has_other_port(name)) {
        let text = crate::text::escape_for_terminal(word);
        return Err(FillError::Port { line: number, text });
    }
    let shown = || crate::text::escape_for_terminal(line);
    match (addresses.first().and_then(|word| read_address(word)), names.as_slice()) {
        (None, _) if heading => Ok(Vec::new()),
        (None, _) => Err(match words.iter().find_map(|word| almost_address(word)) {
            Some(error) => FillError::Address { line: number, error },
            None => FillError::NoAddress { line: number, text: shown() },
        }),
        (Some(address), _) if is_hosts_furniture(address, &names) => Ok(Vec::new()),
        (Some(address), names) => {
            let mut row = row(names, address);
            let all = addresses.iter().filter_map(|word| read_address(word));
            row.address = all.map(|one| one.to_string()).collect::<Vec<_>>().join(", ");
            Ok(vec![row])
        }
    }
}

/// A word without the colon that sets a name off from its address; that of an IPv6 address is its own.
fn name_before_colon(word: &str) -> &str {
    match word.strip_suffix(':') {
        Some(name) if !name.contains(':') => name,
        _ => word,
    }
}

/// The address that a word says: bare, or with one of etcd's own ports, or as a URL with it.
fn read_address(word: &str) -> Option<IpAddr> {
    let host = host_of(word);
    match host.parse::<SocketAddr>() {
        Ok(socket) if ETCD_PORTS.contains(&socket.port()) => Some(socket.ip()),
        Ok(_) => None,
        Err(_) => host.trim_matches(['[', ']']).parse().ok(),
    }
}

/// The ports of clients and of peers that etcd has where nobody chose others.
const ETCD_PORTS: [u16; 2] = [2379, 2380];

/// A URL without its scheme and what follows the host; any other word as it stands.
fn host_of(word: &str) -> &str {
    match word.split_once("://") {
        Some(("http" | "https", rest)) => rest.split('/').next().unwrap_or(rest),
        _ => word,
    }
}

/// Whether a word is an address with a port that somebody chose.
fn has_other_port(word: &str) -> bool {
    let socket = host_of(word).parse::<SocketAddr>();
    socket.is_ok_and(|socket| !ETCD_PORTS.contains(&socket.port()))
}

/// What is wrong with a word that was meant as an address.
fn almost_address(word: &str) -> Option<FieldError> {
    match word.parse::<MemberAddress>() {
        Err(error @ (FieldError::LooksLikeAddress { .. } | FieldError::PrefixInHost { .. })) => {
            Some(error)
        }
        _ => None,
    }
}

fn is_heading(word: &str) -> bool {
    ["name", "member", "host", "hostname", "address", "ip"]
        .iter()
        .any(|heading| word.eq_ignore_ascii_case(heading))
}

/// The lines that every /etc/hosts has: localhost, ip6-allnodes and the like.
fn is_hosts_furniture(address: IpAddr, names: &[&str]) -> bool {
    address.is_multicast()
        || address == IpAddr::from([0xfe00, 0, 0, 0, 0, 0, 0, 0u16])
        || names.iter().any(|name| name.contains("localhost") || name.contains("loopback"))
}

/// A row from the names of one host: the shortest is the member's, all are DNS names.
fn row(names: &[&str], address: IpAddr) -> MemberRow {
    let plain = names.iter().find(|name| !name.contains('.'));
    let name = plain.or(names.first()).map_or("", |name| name.split('.').next().unwrap_or(name));
    let dns_names: Vec<String> =
        names.iter().map(|name| dns_name(name)).filter(|name| !name.is_empty()).collect();
    MemberRow {
        name: name.to_owned(),
        address: address.to_string(),
        peer_address: String::new(),
        dns_names: dns_names.join(", "),
        extra_sans: String::new(),
        ports: String::new(),
    }
}

/// The DNS name that a member's name is; nothing where it can't be one, as `m_1`, which is for etcd's lists only.
pub(super) fn dns_name(name: &str) -> String {
    if name.parse::<DnsName>().is_ok() { name.to_owned() } else { String::new() }
}

/// Expands `etcd-{1..3}`; a first number with leading zeros keeps its width.
fn expand(pattern: &str) -> Result<Vec<String>, FillError> {
    let wrong = || FillError::Range(crate::text::escape_for_terminal(pattern));
    let (before, rest) = pattern.split_once('{').ok_or_else(wrong)?;
    let (range, after) = rest.split_once('}').ok_or_else(wrong)?;
    let (first, last) = range.split_once("..").ok_or_else(wrong)?;
    let width = if first.starts_with('0') { first.len() } else { 1 };
    let (first, last): (usize, usize) =
        first.parse().ok().zip(last.parse().ok()).filter(|(a, b)| a <= b).ok_or_else(wrong)?;
    let found = last - first + 1;
    if found > ClusterSize::LIMIT {
        return Err(FillError::TooMany(ClusterSize::LIMIT));
    }
    Ok((first..=last).map(|number| format!("{before}{number:0width$}{after}")).collect())
}

fn addresses_from(start: &str, count: usize) -> Result<Vec<IpAddr>, FillError> {
    let text = || crate::text::escape_for_terminal(start);
    let address = start.strip_suffix('+').unwrap_or(start);
    let first: MemberAddress = address.parse().map_err(|_| FillError::Start(text()))?;
    let overflow = || FillError::Overflow { text: text(), count };
    (0..count)
        .map(|offset| {
            let offset = u32::try_from(offset).ok()?;
            Some(match first.ip() {
                IpAddr::V4(v4) => u32::from(v4).checked_add(offset)?.to_be_bytes().into(),
                IpAddr::V6(v6) => u128::from(v6).checked_add(offset.into())?.to_be_bytes().into(),
            })
        })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Hint;

    fn rows(text: &str) -> Vec<(String, String, String)> {
        let rows = members_from_text(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        rows.into_iter().map(|row| (row.name, row.address, row.dns_names)).collect()
    }

    fn row_of(name: &str, address: &str, dns_names: &str) -> (String, String, String) {
        (name.into(), address.into(), dns_names.into())
    }

    #[test]
    fn a_pattern_counts_names_and_addresses() {
        let rows = members_from_pattern("etcd-{1..3}", "10.0.0.254+").unwrap();
        let addresses: Vec<&str> = rows.iter().map(|row| row.address.as_str()).collect();
        assert_eq!(addresses, ["10.0.0.254", "10.0.0.255", "10.0.1.0"]);
        let rows = members_from_pattern("e11k8setcd{01..02}.mercury.corp", "fd00::9").unwrap();
        assert_eq!(rows[1].name, "e11k8setcd02");
        assert_eq!(rows[1].dns_names, "e11k8setcd02.mercury.corp");
        assert_eq!(rows[1].address, "fd00::a");
        for (names, start) in [
            ("etcd", "10.0.0.1+"),
            ("etcd-{3..1}", "10.0.0.1"),
            ("e{1..x}", "10.0.0.1"),
            ("e{1..2}", "x"),
            ("e{1..2}", "255.255.255.254+"),
            ("e{1..99}", "10.0.0.1"),
        ] {
            let result = members_from_pattern(names, start);
            let _ = result.as_ref().map_err(|error| assert!(!error.hint().is_empty()));
            assert!(result.is_err() || start == "255.255.255.254+", "{names} {start}");
        }
        assert!(members_from_pattern("e{1..3}", "255.255.255.254+").is_err());
    }

    #[test]
    fn an_excerpt_of_etc_hosts_is_read() {
        let text = "127.0.0.1\tlocalhost\n::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n\n# the members\n10.0.0.1  etcd-1.example.com etcd-1 # rack 4\n10.0.0.2\tetcd-2.example.com\n";
        assert_eq!(
            rows(text),
            [
                row_of("etcd-1", "10.0.0.1", "etcd-1.example.com, etcd-1"),
                row_of("etcd-2", "10.0.0.2", "etcd-2.example.com"),
            ]
        );
    }

    #[test]
    fn other_forms_and_line_ends_are_read() {
        let expected = [row_of("m1", "10.0.0.1", "m1"), row_of("m2", "fd00::2", "m2")];
        for text in [
            "m1 10.0.0.1\nm2 fd00::2",
            "m1=10.0.0.1\rm2=[fd00::2]\r",
            "name,address\r\nm1,10.0.0.1\r\n\"m2\",\"fd00::2\"\r\n",
            "m1;10.0.0.1\n\n\nm2;fd00::2\n",
        ] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
        assert_eq!(rows("etcd-{1..2} 10.0.0.1+").len(), 2);
        assert_eq!(rows("m_1 10.0.0.1"), [row_of("m_1", "10.0.0.1", "")]);
        let with_second_address = members_from_text("m1,10.0.0.1,m1.example.com,10.1.0.1").unwrap();
        assert_eq!(with_second_address[0].address, "10.0.0.1, 10.1.0.1");
    }

    #[test]
    fn addresses_alone_are_members_by_number() {
        let expected = [row_of("etcd-1", "10.0.0.1", ""), row_of("etcd-2", "fd00::2", "")];
        assert_eq!(rows("10.0.0.1\r[fd00::2]\r"), expected);
        let third = members_from_text_at("10.0.0.3 10.1.0.3\n10.0.0.4 10.1.0.4\n", 2).unwrap();
        assert_eq!(
            (third[0].name.as_str(), third[0].address.as_str()),
            ("etcd-3", "10.0.0.3, 10.1.0.3")
        );
    }

    #[test]
    fn lines_that_are_no_member_are_named() {
        for (text, message) in [
            ("", "no line names a member"),
            ("# nothing\n", "no line names a member"),
            ("m1 10.0.0.1\nm2 10.0.0.256", "line 2: `10.0.0.256` is not a valid IP address"),
            ("m1 10.0.0.1\nm2 m3", "line 2 has no address: `m2 m3`"),
            ("m1 10.0.0.1\n10.0.0.2", "line 2 has no name: `10.0.0.2`"),
            ("10.0.0.1\nm2 10.0.0.2", "line 1 has no name: `10.0.0.1`"),
            ("\r\n\nm1 m2", "line 3 has no address: `m1 m2`"),
            ("m1 10.0.0.1\nm2 10.0.0.2:7000", "line 2 has a port: `10.0.0.2:7000`"),
            ("m1 \u{1b}[31m", "line 1 has no address: `m1 \\x1B[31m`"),
        ] {
            assert_eq!(members_from_text(text).unwrap_err().to_string(), message, "{text:?}");
        }
        let many: Vec<String> = (0..60).map(|n| format!("m{n} 10.0.0.{n}")).collect();
        assert!(matches!(members_from_text(&many.join("\n")), Err(FillError::TooMany(_))));
    }

    #[test]
    fn addresses_on_one_line_are_a_member_each_and_a_colon_may_follow_a_name() {
        let three = [("etcd-1", "10.0.0.1"), ("etcd-2", "10.0.0.2"), ("etcd-3", "fd00::3")];
        let expected: Vec<_> = three.iter().map(|(name, at)| row_of(name, at, "")).collect();
        for text in ["10.0.0.1 10.0.0.2 fd00::3", "10.0.0.1,10.0.0.2,fd00::3"] {
            assert_eq!(rows(text), expected, "{text}");
        }
        assert_eq!(
            rows("m1: 10.0.0.1\nm2: ::2"),
            [row_of("m1", "10.0.0.1", "m1"), row_of("m2", "::2", "m2")]
        );
        // Beside a name, all addresses are the member's, as they are where they are typed.
        let both = members_from_text("beta 10.0.0.2,fd00::2").unwrap();
        assert_eq!(
            (both[0].address.as_str(), both[0].extra_sans.as_str()),
            ("10.0.0.2, fd00::2", "")
        );
    }

    #[test]
    fn ports_of_etcd_and_what_initial_cluster_says_are_taken() {
        let expected = [row_of("m1", "10.0.0.1", "m1"), row_of("m2", "fd00::2", "m2")];
        for text in [
            "m1 10.0.0.1:2379\nm2 [fd00::2]:2380",
            "m1 https://10.0.0.1:2379/\nm2 https://[fd00::2]:2380",
            "m1=https://10.0.0.1:2380,m2=https://[fd00::2]:2380",
            "ETCD_INITIAL_CLUSTER=\"m1=https://10.0.0.1:2380,m2=https://[fd00::2]:2380\"\n",
            "--initial-cluster=m1=http://10.0.0.1:2380,m2=http://[fd00::2]:2380 \\",
        ] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
        let text = "m1=https://10.0.0.1:2380,m1=https://10.1.0.1:2380,m2=https://10.0.0.2:2380";
        let both = members_from_text(text).unwrap();
        assert_eq!((both.len(), both[0].address.as_str()), (2, "10.0.0.1, 10.1.0.1"));
    }

    #[test]
    fn of_a_table_of_nodes_names_and_addresses_are_taken() {
        let text = "NAME     STATUS   ROLES           AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE\n\
            cp-1     Ready    control-plane   10d   v1.31.0   10.20.0.11    <none>        Debian GNU/Linux 12\n\
            cp-2     Ready    control-plane   10d   v1.31.0   10.20.0.12    <none>        Debian GNU/Linux 12\n";
        let expected = [row_of("cp-1", "10.20.0.11", "cp-1"), row_of("cp-2", "10.20.0.12", "cp-2")];
        assert_eq!(rows(text), expected);
        let short = members_from_text("NAME IP ROLE\nm1 10.0.0.1 control-plane\nm2").unwrap_err();
        assert_eq!(short.to_string(), "line 3 has no address: `m2`");
    }
}
