//! Where the facts behind findings come from.

/// The source of a finding's fact, by its code; empty where the finding only says that the bundle isn't
/// what it was.
///
/// "Measured" is what etcd 3.4 and 3.5 did when they were run with the fault in place.
pub(super) fn of_code(code: &str) -> &'static str {
    match code {
        "wrong-usage" => {
            "measured: without clientAuth the gRPC gateway fails with `certificate specifies an \
             incompatible key usage`; RFC 5280 section 4.2.1.12"
        }
        "host-not-covered" => {
            "measured: `certificate is valid for A, not B`; the common name doesn't count (RFC 6125 \
             section 6.4.4)"
        }
        "empty-name" => {
            "RFC 5280 section 4.2.1.6: no name may be empty; measured: etcd takes it all the same"
        }
        "outlives-authority" => {
            "RFC 5280 section 6.1.3: every certificate of the chain must be valid; cfssl's CA lasts 5 years \
             unless its request says `ca.expiry`"
        }
        "broken-chain" => {
            "RFC 5280 section 6.1; measured: `certificate signed by unknown authority`"
        }
        "expired" | "not-yet-valid" => "measured: `certificate has expired or is not yet valid`",
        "expires-soon" => "measured: certificate files are read at each handshake",
        "wrong-key" => "measured: `tls: private key does not match public key`, and etcd ends",
        "key-readable" => {
            "RFC 5280 section 9: who has a key can pose as its owner; measured: etcd says nothing of it"
        }
        "authority-key-handed-out" => {
            "RFC 5280 section 9: all certificates are worth as much as the CA's key is kept"
        }
        "member-key-handed-out" => "RFC 5280 section 9: who has a key can pose as its owner",
        "wrong-url" => {
            "measured: an http peer URL drops TLS without a word, an http client URL asks for no \
             certificate, and `URL address does not have the form \"host:port\"` without a port"
        }
        "listen-name" => "measured: `expected IP in URL for binding`",
        "auth-by-ca-alone" => "measured: trusted-ca-file alone makes etcd demand certificates",
        "open-door" => "etcd's configuration options: client-cert-auth, peer-client-cert-auth",
        "unknown-key" => "measured: etcd passes over keys that it doesn't know",
        "wrong-members" => {
            "measured: `request cluster ID mismatch` between members with different lists"
        }
        "wrong-token" => {
            "etcd's clustering guide: a token of its own keeps a cluster from others; measured: members \
             with different ones part with `request cluster ID mismatch`"
        }
        "wrong-name" => {
            "measured: `couldn't find local name in the initial cluster configuration`, and etcd ends"
        }
        "wrong-command" => {
            "measured: `conflicting environment variable is shadowed by corresponding command-line flag`"
        }
        _ => "",
    }
}
