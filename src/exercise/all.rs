//! The exercises that quorate brings: a line for each.

/// Name, data, and texts in English and Ukrainian.
type Files = (&'static str, &'static str, &'static str, &'static str);

macro_rules! exercises {
    ($($name:literal)+) => {
        &[$((
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/", $name, ".json")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/en/", $name, ".txt")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/uk/", $name, ".txt")),
        )),+]
    };
}

pub(super) const FILES: &[Files] = exercises! {
    "ca-not-reloaded"
    "empty-san"
    "expired-ca"
    "expired-leaf"
    "flag-and-variable"
    "gateway-trap"
    "half-replaced-pair"
    "ip-as-dns-name"
    "missing-port"
    "name-in-listen-url"
    "name-only-san"
    "not-yet-valid"
    "other-members-key"
    "over-quota"
    "peer-url-mismatch"
    "pem-crl"
    "plain-http-peer"
    "quoted-boolean"
    "removed-flag"
    "removed-member"
    "same-name-ca"
    "short-election"
    "stale-data"
    "two-members"
    "two-tokens"
    "uncovered-caller"
    "unreadable-key"
    "wrong-ca"
    "wrong-yaml-type"
};
