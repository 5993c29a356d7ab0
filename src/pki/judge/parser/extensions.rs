//! Extensions, as Go's parser takes them.

use std::net::IpAddr;

use super::der::{Der, is_shortest};
use super::{refuse, url};
use crate::etcd::{Build, GoVersion};
use crate::pki::inspect::der::{INTEGER, OCTET_STRING, OID, SEQUENCE};
use crate::pki::inspect::{ip, oid};
use crate::pki::judge::constraints::{
    Constraints, GoName, Mailbox, Network, is_constraint, is_domain,
};
use crate::pki::judge::facts::Purposes;
use crate::pki::judge::go::quoted;
use crate::pki::judge::policies::Policies;

/// What Go takes from the extensions.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pub(super) may_sign: Option<bool>,
    pub(super) may_shake_hands: Option<bool>,
    pub(super) ca: Option<bool>,
    pub(super) path_length: Option<u64>,
    pub(super) has_sans: bool,
    pub(super) sans: Vec<GoName>,
    pub(super) constraints: Constraints,
    pub(super) purposes: Option<Purposes>,
    /// The first critical extension that Go doesn't handle.
    pub(super) unhandled: Option<String>,
    pub(super) policies: Policies,
}

/// One extension.
pub(super) struct Extension<'a> {
    pub(super) id: &'a [u8],
    pub(super) is_critical: bool,
    pub(super) value: &'a [u8],
}

/// The first Go that reads policyMappings, policyConstraints and inhibitAnyPolicy.
pub(super) const POLICIES: GoVersion = GoVersion::first_of(24);

const CONTEXT_0: u8 = 0x80;
const CONTEXT_1: u8 = 0x81;
const CONTEXT_2: u8 = 0x82;
const CONTEXT_6: u8 = 0x86;
const CONTEXT_7: u8 = 0x87;

/// Text of ASCII alone, as an `IA5String` is.
fn ascii(value: &[u8]) -> Option<&str> {
    std::str::from_utf8(value).ok().filter(|text| text.is_ascii())
}

impl Extensions {
    /// Reads one more.
    ///
    /// # Errors
    /// What Go says of one that it refuses.
    pub(super) fn take(&mut self, one: &Extension<'_>, build: Build) -> Result<(), String> {
        let go = build.go;
        let value = Der(one.value);
        let policies = go >= POLICIES;
        let mut is_handled = true;
        match one.id {
            // id-ce, 2.5.29
            [0x55, 0x1D, number] => match number {
                15 => {
                    let bits = { value }.bits().ok_or_else(|| refuse("invalid key usage"))?;
                    // Go takes a usage of no bits for none at all.
                    if (0..9).any(|index| bits.is_set(index)) {
                        self.may_sign = Some(bits.is_set(5));
                        self.may_shake_hands = Some(bits.is_set(0));
                    }
                }
                19 => {
                    let (ca, path_length) = basic(value, go)?;
                    (self.ca, self.path_length) = (Some(ca), path_length);
                }
                17 => {
                    self.has_sans = true;
                    self.sans = names(value, build)?;
                    is_handled = !self.sans.is_empty();
                }
                30 => is_handled = constraints(value, go, &mut self.constraints)?,
                31 => distribution_points(value).ok_or_else(|| {
                    let is_sequence = { value }.inside(SEQUENCE).is_some();
                    let one = if is_sequence { "point" } else { "points" };
                    refuse(&format!("invalid CRL distribution {one}"))
                })?,
                35 => {
                    if one.is_critical && go >= GoVersion::first_of(23) {
                        return Err(refuse("authority key identifier incorrectly marked critical"));
                    }
                    let read =
                        { value }.inside(SEQUENCE).and_then(|mut it| it.optional(CONTEXT_0).ok());
                    read.ok_or_else(|| refuse("invalid authority key identifier"))?;
                }
                36 if policies => {
                    self.policies.requires = policy_constraints(value)
                        .ok_or_else(|| refuse("invalid policy constraints extension"))?;
                }
                37 => {
                    let purposes = purposes(value, go);
                    self.purposes =
                        Some(purposes.ok_or_else(|| refuse("invalid extended key usages"))?);
                }
                14 => {
                    if one.is_critical && go >= GoVersion::first_of(23) {
                        return Err(refuse("subject key identifier incorrectly marked critical"));
                    }
                    let read = { value }.element(OCTET_STRING);
                    read.ok_or_else(|| refuse("invalid subject key identifier"))?;
                }
                32 => {
                    let policies = read_policies(value, go);
                    let policies =
                        policies.ok_or_else(|| refuse("invalid certificate policies"))?;
                    self.policies.own = policies.into_iter().map(<[u8]>::to_vec).collect();
                }
                33 if policies => {
                    self.policies.has_mappings = policy_mappings(value)
                        .ok_or_else(|| refuse("invalid policy mappings extension"))?;
                }

                54 if policies => {
                    let number = { value }.integer().filter(|number| number.len() <= 8);
                    let number =
                        number.ok_or_else(|| refuse("invalid inhibit any policy extension"))?;
                    self.policies.inhibits_any = positive(number);
                }
                _ => is_handled = false,
            },
            // id-pe-authorityInfoAccess, 1.3.6.1.5.5.7.1.1
            [0x2B, 6, 1, 5, 5, 7, 1, 1] => {
                if one.is_critical && go >= GoVersion::first_of(23) {
                    return Err(refuse("authority info access incorrectly marked critical"));
                }
                information_access(value, go)
                    .ok_or_else(|| refuse("invalid authority info access"))?;
            }
            _ => is_handled = false,
        }
        if one.is_critical && !is_handled && self.unhandled.is_none() {
            self.unhandled = Some(oid(one.id));
        }
        Ok(())
    }
}

fn basic(mut value: Der<'_>, go: GoVersion) -> Result<(bool, Option<u64>), String> {
    // Up to 1.20 a letter told the place.
    let fault = |letter: &str| {
        let letter = if go < GoVersion::first_of(21) { letter } else { "" };
        refuse(&format!("invalid basic constraints{letter}"))
    };
    let mut value = value.inside(SEQUENCE).ok_or_else(|| fault(" a"))?;
    let mut is_authority = false;
    if value.is_next(1) {
        is_authority = value.boolean().ok_or_else(|| fault(" b"))?;
    }
    let mut length = None;
    if value.is_next(INTEGER) {
        let number = value.integer().filter(|number| number.len() <= 8);
        let number = number.ok_or_else(|| fault(" c"))?;
        // Up to 1.24 a negative one meant: none.
        length = positive(number);
        if length.is_none() && go >= GoVersion::first_of(25) {
            return Err(fault(""));
        }
    }
    Ok((is_authority, length))
}

fn names(mut value: Der<'_>, build: Build) -> Result<Vec<GoName>, String> {
    let mut list =
        value.inside(SEQUENCE).ok_or_else(|| refuse("invalid subject alternative names"))?;
    let mut names = Vec::new();
    while !list.is_empty() {
        let one = list.any().ok_or_else(|| refuse("invalid subject alternative name"))?;
        if let CONTEXT_1 | CONTEXT_2 | CONTEXT_6 | CONTEXT_7 = one.tag {
            names.extend(name(u32::from(one.tag & 0x1F), one.value, build)?);
        }
    }
    Ok(names)
}

/// Reads one name by the number of its kind. Up to 1.15 it may hold more than ASCII.
pub(super) fn name(kind: u32, value: &[u8], build: Build) -> Result<Option<GoName>, String> {
    let go = build.go;
    let text = |kind: &str| match ascii(value) {
        Some(text) => Ok(text.to_owned()),
        None if go < GoVersion::first_of(16) => Ok(String::from_utf8_lossy(value).into_owned()),
        None => Err(refuse(&format!("SAN {kind} is malformed"))),
    };
    Ok(Some(match kind {
        1 => GoName::Email(text("rfc822Name")?),
        2 => GoName::Dns(text("dNSName")?),
        6 => {
            let uri = text("uniformResourceIdentifier")?;
            let shown = quoted(value, go);
            let fault = |why: &str| refuse(&format!("cannot parse URI {shown}: {why}"));
            let host = url::host(&uri, build).map_err(|why| fault(&why))?;
            if !is_domain(&host, go) {
                return Err(fault("invalid domain"));
            }
            GoName::Uri { uri, host }
        }
        7 => {
            let length = value.len();
            let address = ip(value)
                .ok_or_else(|| refuse(&format!("cannot parse IP address of length {length}")))?;
            if is_mapped(value, go) {
                return Err(refuse("SAN iPAddress contains IPv4-mapped IPv6 address"));
            }
            GoName::Ip(address)
        }
        _ => return Ok(None),
    }))
}

/// Whether Go refuses an address, or the base of a network, for being one of IPv4 in the form of IPv6: since 1.27.
fn is_mapped(address: &[u8], go: GoVersion) -> bool {
    const PREFIX: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    go >= GoVersion::first_of(27) && address.len() >= 16 && address.starts_with(&PREFIX)
}

/// Reads name constraints; whether Go handles all of their kinds.
pub(super) fn constraints(
    value: Der<'_>,
    go: GoVersion,
    into: &mut Constraints,
) -> Result<bool, String> {
    const FAULT: &str = "invalid NameConstraints extension";
    let read = || {
        let mut value = value;
        let mut both = value.inside(SEQUENCE).filter(|_| value.is_empty())?;
        let permitted = both.optional(0xA0).ok()?;
        let excluded = both.optional(0xA1).ok()?;
        both.is_empty().then_some((permitted, excluded))
    };
    let (permitted, excluded) = read().ok_or_else(|| refuse(FAULT))?;
    let [permitted, excluded] = [permitted, excluded].map(|one| one.unwrap_or(Der(&[])));
    if permitted.is_empty() && excluded.is_empty() {
        return Err(refuse("empty name constraints extension"));
    }
    let mut is_handled = true;
    for (list, is_permitted) in [(permitted, true), (excluded, false)] {
        let mut list = list;
        while !list.is_empty() {
            let one = list.inside(SEQUENCE).and_then(|mut one| one.any());
            let one = one.ok_or_else(|| refuse(FAULT))?;
            let shown = quoted(one.value, go);
            let text = || {
                ascii(one.value).ok_or_else(|| {
                    let why = "cannot be encoded as an IA5String";
                    refuse(&format!("invalid constraint value: x509: {shown} {why}"))
                })
            };
            let names = into.side(is_permitted);
            match one.tag {
                CONTEXT_2 => {
                    let domain = text()?;
                    if !is_constraint(domain, go) {
                        return Err(refuse(&format!("failed to parse dnsName constraint {shown}")));
                    }
                    names.names.push(domain.to_owned());
                }
                CONTEXT_7 => match one.value.len() {
                    8 | 32 => {
                        let mask = one.value.split_at(one.value.len() / 2).1;
                        let network = Network::new(one.value).ok_or_else(|| {
                            let mask = hex(mask);
                            refuse(&format!("IP constraint contained invalid mask {mask}"))
                        })?;
                        if is_mapped(one.value, go) {
                            let why = "IP constraint contained IPv4-mapped IPv6 address";
                            return Err(refuse(why));
                        }
                        names.networks.push(network);
                    }
                    length => {
                        let why = format!("IP constraint contained value of length {length}");
                        return Err(refuse(&why));
                    }
                },
                CONTEXT_1 => {
                    let mailbox = text()?;
                    let is_valid = if mailbox.contains('@') {
                        Mailbox::parse(mailbox, go).is_some()
                    } else {
                        is_constraint(mailbox, go)
                    };
                    if !is_valid {
                        let why = format!("failed to parse rfc822Name constraint {shown}");
                        return Err(refuse(&why));
                    }
                    names.emails.push(mailbox.to_owned());
                }
                CONTEXT_6 => {
                    let domain = text()?;
                    let why = format!("failed to parse URI constraint {shown}");
                    if domain.parse::<IpAddr>().is_ok() {
                        return Err(refuse(&format!("{why}: cannot be IP address")));
                    }
                    if !is_constraint(domain, go) {
                        return Err(refuse(&why));
                    }
                    names.hosts.push(domain.to_owned());
                }
                _ => is_handled = false,
            }
        }
    }
    Ok(is_handled)
}

fn hex(bytes: &[u8]) -> String {
    let digits = b"0123456789abcdef";
    let digit = |index: u8| digits.get(usize::from(index)).map(|digit| char::from(*digit));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

fn distribution_points(mut value: Der<'_>) -> Option<()> {
    let mut points = value.inside(SEQUENCE)?;
    while !points.is_empty() {
        let mut point = points.inside(SEQUENCE)?;
        let Some(mut name) = point.optional(0xA0).ok()? else { continue };
        let mut names = name.inside(0xA0)?;
        while names.is_next(CONTEXT_6) {
            names.any()?;
        }
    }
    Some(())
}

/// A number that isn't negative.
fn positive(number: &[u8]) -> Option<u64> {
    let is_negative = number.first() >= Some(&0x80);
    (!is_negative).then(|| number.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// Two optional numbers, of which Go holds each in 64 bits; yields the first, requireExplicitPolicy.
#[expect(clippy::option_option, reason = "broken, absent, or there")]
fn policy_constraints(mut value: Der<'_>) -> Option<Option<u64>> {
    let mut both = value.inside(SEQUENCE)?;
    let mut requires = None;
    for tag in [CONTEXT_0, CONTEXT_1] {
        if both.is_next(tag) {
            let number = both.number(tag).filter(|number| number.len() <= 8)?;
            if tag == CONTEXT_0 {
                requires = positive(number);
            }
        }
    }
    Some(requires)
}

fn purposes(mut value: Der<'_>, go: GoVersion) -> Option<Purposes> {
    let mut list = value.inside(SEQUENCE)?;
    let mut purposes = Purposes { server: false, client: false, any: false };
    let mut has_any = false;
    while !list.is_empty() {
        has_any = true;
        match list.oid(go)? {
            [0x2B, 6, 1, 5, 5, 7, 3, 1] => purposes.server = true,
            [0x2B, 6, 1, 5, 5, 7, 3, 2] => purposes.client = true,
            [0x55, 0x1D, 37, 0] => purposes.any = true,
            _ => {}
        }
    }
    // A list of none restricts nothing.
    purposes.any |= !has_any;
    Some(purposes)
}

/// Policies: since 1.22 with numbers of any size, since 1.24 none twice.
fn read_policies(mut value: Der<'_>, go: GoVersion) -> Option<Vec<&[u8]>> {
    let mut list = value.inside(SEQUENCE)?;
    let mut seen = Vec::new();
    while !list.is_empty() {
        let mut policy = list.inside(SEQUENCE)?;
        let policy = if go < GoVersion::first_of(22) {
            policy.oid(go)?
        } else {
            policy.element(OID).map(|one| one.value).filter(|one| is_shortest(one))?
        };
        if go >= GoVersion::first_of(24) && seen.contains(&policy) {
            return None;
        }
        seen.push(policy);
    }
    Some(seen)
}

/// Whether there are any.
fn policy_mappings(mut value: Der<'_>) -> Option<bool> {
    let mut list = value.inside(SEQUENCE)?;
    let has_any = !list.is_empty();
    while !list.is_empty() {
        let mut pair = list.inside(SEQUENCE)?;
        pair.element(OID)?;
        pair.element(OID)?;
    }
    Some(has_any)
}

fn information_access(mut value: Der<'_>, go: GoVersion) -> Option<()> {
    let mut list = value.inside(SEQUENCE)?;
    while !list.is_empty() {
        let mut one = list.inside(SEQUENCE)?;
        one.oid(go)?;
        if one.is_next(CONTEXT_6) {
            one.any()?;
        }
    }
    Some(())
}
