//! Certificate profiles: pure data that follows from the plan, without keys, clock or disk.

mod context;
mod identity;

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use time::Duration;

use crate::cluster::{Authority, Days, KeyAlgorithm, KeyOrigin, Permitted, San, named};
use crate::text::say;

pub use context::{ProfileContext, clients, profiles};
pub use identity::Identity;

/// How far before the moment of issue a certificate's validity starts. A notBefore of now fails
/// between machines whose clocks differ (`certificate has expired or is not yet valid`); cfssl and
/// kubeadm backdate by the same 5 minutes.
pub const BACKDATE: Duration = Duration::minutes(5);

/// How many random digits follow the name of an authority: hexadecimal ones, so 32 bits, that two clusters of one
/// name, or a CA and its successor, are not mistaken for each other by people. Machines tell them by their keys.
pub(super) const AUTHORITY_DIGITS: usize = 8;

named! {
    /// What a certificate is for.
    CertificateRole, "The role as one word for files and lists." {
        /// A trust anchor, or an authority below one.
        Authority = "authority",
        /// A member's face to clients (`--cert-file`), and to itself through the gRPC gateway.
        Server = "server",
        /// A member's face to the other members (`--peer-cert-file`), dialed and dialing.
        Peer = "peer",
        /// A member's face to everyone: server and peer in one.
        Member = "member",
        /// What a member's gRPC gateway shows to the member (`--client-cert-file`).
        Gateway = "gateway",
        /// A client's.
        Client = "client",
    }
}

named! {
    /// A kind of attribute of a distinguished name (X.520).
    AttributeKind, "The short name of RFC 4514 §3." {
        /// C
        Country = "C",
        /// ST
        State = "ST",
        /// L
        Locality = "L",
        /// O
        Organization = "O",
        /// OU
        OrganizationalUnit = "OU",
        /// CN
        CommonName = "CN",
    }
}

/// One attribute of a distinguished name, in its order within the name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// Which attribute.
    pub kind: AttributeKind,
    /// Its text, 1 to 64 characters.
    pub value: String,
}

/// Writes a distinguished name the way `openssl` does, in the order of the certificate:
/// `C = DE, O = Example, CN = etcd-1`. A value with a comma or the like stands in quotes, or the
/// organization `a, CN = root` would look like a common name.
pub fn distinguished_name(attributes: &[Attribute]) -> String {
    let parts: Vec<String> = attributes
        .iter()
        .map(|one| format!("{} = {}", one.kind.as_str(), attribute_value(&one.value)))
        .collect();
    parts.join(", ")
}

/// Writes the value of an attribute as `openssl -nameopt oneline` does: in quotes where RFC 4514 §2.4
/// asks for an escape, with backslashes before quotes and backslashes, which alone need no quotes.
pub(crate) fn attribute_value(value: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'.';
    if value.bytes().all(is_plain) && !value.starts_with(' ') && !value.ends_with(' ') {
        return value.into();
    }
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
    let special = value.contains([',', '+', '<', '>', ';'])
        || value.starts_with(['#', ' '])
        || value.ends_with(' ');
    if special { format!("\"{escaped}\"") } else { escaped }.into()
}

named! {
    /// A bit of the key usage extension (RFC 5280 §4.2.1.3).
    KeyUsage, "openssl's words, so that people can compare." {
        /// Signs handshakes.
        DigitalSignature = "Digital Signature",
        /// Enciphers the pre-master secret in RSA key exchange.
        KeyEncipherment = "Key Encipherment",
        /// Signs certificates.
        CertificateSign = "Certificate Sign",
        /// Signs revocation lists.
        RevocationListSign = "CRL Sign",
    }
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

named! {
    /// A purpose of the extended key usage extension (RFC 5280 §4.2.1.12).
    ExtendedKeyUsage, "openssl's words, likewise." {
        /// Accepts TLS connections.
        ServerAuth = "TLS Web Server Authentication",
        /// Opens TLS connections.
        ClientAuth = "TLS Web Client Authentication",
    }
}

impl fmt::Display for ExtendedKeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What one certificate is going to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateProfile {
    /// What it is for.
    pub role: CertificateRole,
    /// Which authority it is, if it is one.
    pub authority: Option<Authority>,
    /// The authority that signs it; itself, for a trust anchor.
    pub signer: Authority,
    /// Whose it is: a member's, a client's or the cluster's name; empty while none is typed.
    pub owner: String,
    /// Its subject, in order.
    pub subject: Vec<Attribute>,
    /// Its issuer: the subject of its signer. Empty where that isn't made here, and so not known.
    pub issuer: Vec<Attribute>,
    /// Whether random digits are still to follow the name of the authority, its own or its signer's: they are
    /// drawn when that is made ([`Self::with_digits`]).
    pub awaits_digits: bool,
    /// Its subject alternative names, DNS names first, none twice.
    pub sans: Vec<San>,
    /// For an authority: the only names and addresses that it can sign for (critical name constraints); empty for
    /// any.
    pub permitted: Vec<Permitted>,
    /// The algorithm of its key.
    pub algorithm: KeyAlgorithm,
    /// Key usage, critical.
    pub key_usages: Vec<KeyUsage>,
    /// Extended key usage; empty for the authority.
    pub extended_key_usages: Vec<ExtendedKeyUsage>,
    /// For an authority: how many more authorities may follow below it (basic constraints).
    pub path_length: Option<u8>,
    /// How long it is valid, from [`BACKDATE`] before its issue.
    pub lifetime: Days,
    /// Where its key is made.
    pub key_origin: KeyOrigin,
    /// Where its certificate goes in the bundle.
    pub certificate_path: PathBuf,
    /// Where its private key goes in the bundle.
    pub key_path: PathBuf,
    /// Where both go as well: the directories of the other members that share it.
    pub copies: Vec<CertificateCopy>,
}

impl CertificateProfile {
    /// All places of its certificate and key in the bundle.
    pub fn places(&self) -> Vec<CertificateCopy> {
        let first = CertificateCopy {
            certificate_path: self.certificate_path.clone(),
            key_path: self.key_path.clone(),
        };
        std::iter::once(first).chain(self.copies.iter().cloned()).collect()
    }

    /// The last common name of its subject, which etcd takes for a user's.
    pub fn common_name(&self) -> Option<&str> {
        let last = self.subject.iter().rev().find(|one| one.kind == AttributeKind::CommonName);
        last.map(|one| one.value.as_str())
    }

    /// The name of its signing request, without `.csr`: `etcd-1-server`.
    pub fn request_name(&self) -> String {
        format!("{}-{}", self.owner, self.role.as_str())
    }

    /// The same with the digits that follow the name of its authority, where some are still to follow.
    #[must_use]
    pub fn with_digits(mut self, digits: &str) -> Self {
        let own = (self.role == CertificateRole::Authority).then_some(&mut self.subject);
        for name in own.into_iter().chain([&mut self.issuer]).filter(|_| self.awaits_digits) {
            let last = name.iter_mut().rfind(|one| one.kind == AttributeKind::CommonName);
            if let Some(common_name) = last {
                common_name.value = format!("{} {digits}", common_name.value);
            }
        }
        self.awaits_digits = false;
        self
    }

    /// The same as it is shown before the digits are drawn.
    pub(crate) fn as_previewed(&self) -> Self {
        self.clone().with_digits(say("authority-digits"))
    }

    /// The same for a key of another algorithm: RSA keys of servers may encipher as well.
    #[must_use]
    pub fn with_key(self, is_rsa: bool) -> Self {
        Self { key_usages: leaf_key_usages(is_rsa, &self.extended_key_usages), ..self }
    }
}

/// A further place of a certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateCopy {
    /// Of the certificate.
    pub certificate_path: PathBuf,
    /// Of the key.
    pub key_path: PathBuf,
}

/// In TLS 1.2's RSA key exchange the client enciphers the pre-master secret with the server's key (RFC 5246
/// §7.4.7.1), so only the RSA key of a server ever deciphers; a client's only signs. RFC 8813 forbids the bit for
/// elliptic curves, and RFC 9295 for Ed25519.
fn leaf_key_usages(is_rsa: bool, purposes: &[ExtendedKeyUsage]) -> Vec<KeyUsage> {
    if is_rsa && purposes.contains(&ExtendedKeyUsage::ServerAuth) {
        vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment]
    } else {
        vec![KeyUsage::DigitalSignature]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_pass_for_another_attribute() {
        // As `openssl x509 -subject -nameopt oneline,-esc_msb,utf8` prints them.
        for (value, expected) in [
            ("Example, CN = root", "\"Example, CN = root\""),
            ("a + CN = root", "\"a + CN = root\""),
            ("#616263", "\"#616263\""),
            ("a, \"b\" \\c", r#""a, \"b\" \\c""#),
            ("a\"b", r#"a\"b"#),
            ("a=b", "a=b"),
            ("Zürich & Söhne", "Zürich & Söhne"),
        ] {
            let kind = AttributeKind::Organization;
            let attribute = Attribute { kind, value: value.into() };
            assert_eq!(distinguished_name(&[attribute]), format!("O = {expected}"));
        }
    }
}
