//! What a judgement needs to know of a certificate, of one that exists or of one that is planned.

use std::net::IpAddr;

use aws_lc_rs::signature as aws;
use time::OffsetDateTime;
use x509_parser::extensions::{GeneralName, GeneralSubtree, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate, X509Version};

use super::constraints::{Constraints, Network};
use crate::cluster::{Authority, San};
use crate::etcd::GoVersion;
use crate::pki::inspect::{distinguished, insecure_signature, public_key, signature};
use crate::pki::profile::{
    AttributeKind, CertificateProfile, CertificateRole, ExtendedKeyUsage, KeyUsage,
    distinguished_name,
};
use crate::text::escape_for_terminal;

/// What Go says of bytes behind a certificate.
pub(super) const TRAILING: &str = "x509: trailing data";

/// One certificate, as far as Go's `crypto/x509` looks at it. All text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Its subject, as openssl writes it.
    pub subject: String,
    /// Its subject's last common name, empty where it has none.
    pub common_name: String,
    /// The name that Go gives it as a candidate authority: its CN, else its O, else its serial number.
    pub(super) candidate_name: String,
    /// Its DNS SANs, in order.
    pub dns_names: Vec<String>,
    /// Its IP SANs, in order.
    pub addresses: Vec<IpAddr>,
    /// Whether it has the SAN extension at all.
    pub has_sans: bool,
    /// Its key by name, such as `ECDSA P-256` or `RSA 2048`.
    pub key: String,
    /// Its signature by name; `None` while it is planned.
    pub signature: Option<String>,
    /// Its extended key usages; `None` where it has none, which allows all.
    pub purposes: Option<Purposes>,
    /// What its basic constraints say of being an authority; `None` without the extension.
    pub ca: Option<bool>,
    /// How many more authorities may follow below it.
    pub path_length: Option<u32>,
    /// Whether its key usage allows signing certificates; `None` without the extension.
    pub may_sign: Option<bool>,
    /// Whether its key usage allows signing handshakes; `None` without the extension.
    pub may_shake_hands: Option<bool>,
    pub(super) constraints: Constraints,
    /// When it starts; `None` while nobody said when it is issued.
    pub start: Option<OffsetDateTime>,
    /// When it ends, the whole last second included.
    pub end: Option<OffsetDateTime>,
    /// What Go's parser refuses it for, and from which Go on (1.x as x).
    pub(super) refusals: Vec<(GoVersion, String)>,
    /// A critical extension that Go doesn't know.
    pub(super) unknown_critical: Option<String>,
    pub(super) identity: Identity,
}

/// What an extended key usage allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purposes {
    /// serverAuth.
    pub server: bool,
    /// clientAuth.
    pub client: bool,
    /// anyExtendedKeyUsage.
    pub any: bool,
}

/// What tells one certificate from another, and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    /// DER, with subject and issuer as they stand in it.
    Der { whole: Vec<u8>, subject: Vec<u8>, issuer: Vec<u8> },
    /// Planned: which authority it is, if one, and which signs it.
    Planned { own: Option<Authority>, signer: Authority, owner: String, role: CertificateRole },
}

/// Whether a signature is a candidate's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    Yes,
    /// No, in Go's words.
    No(String),
    /// The algorithm is one that Go no longer takes, in Go's words.
    Insecure {
        /// The algorithm as Go calls it.
        algorithm: &'static str,
        /// Go's words.
        text: String,
    },
    /// It can't be told here.
    Unknown(String),
}

impl CertificateFacts {
    /// Reads a certificate. What Go's parser refuses it for is part of the facts.
    ///
    /// # Errors
    /// The parser's complaint where the bytes are no certificate at all.
    pub fn from_der(der: &[u8]) -> Result<Self, String> {
        let (rest, certificate) = X509Certificate::from_der(der)
            .map_err(|error| escape_for_terminal(&error.to_string()))?;
        let mut facts = plain(&certificate, der.get(..der.len() - rest.len()).unwrap_or(der));
        if !rest.is_empty() {
            facts.refusals.push((GoVersion::first_of(0), TRAILING.into()));
        }
        refusals(&certificate, &mut facts);
        for extension in certificate.extensions() {
            facts.take(extension.parsed_extension(), extension.critical, extension.value);
            if extension.critical
                && matches!(
                    extension.parsed_extension(),
                    ParsedExtension::UnsupportedExtension { .. }
                )
            {
                facts.unknown_critical = Some(crate::pki::inspect::dotted(&extension.oid));
            }
        }
        Ok(facts)
    }

    /// What a certificate of this profile will be, issued at `at`.
    pub fn planned(profile: &CertificateProfile, at: Option<OffsetDateTime>) -> Self {
        let common_name =
            profile.subject.iter().rev().find(|one| one.kind == AttributeKind::CommonName);
        let common_name = common_name.map(|one| one.value.clone()).unwrap_or_default();
        let (start, end) = at.and_then(|at| profile.validity(at)).unzip();
        let usages = &profile.key_usages;
        let purposes = &profile.extended_key_usages;
        let is_authority = profile.role == CertificateRole::Authority;
        Self {
            subject: distinguished_name(&profile.subject),
            candidate_name: common_name.clone(),
            common_name,
            dns_names: profile.sans.iter().filter_map(dns_name).collect(),
            addresses: profile.sans.iter().filter_map(address).collect(),
            has_sans: !profile.sans.is_empty(),
            key: profile.algorithm.to_string(),
            signature: None,
            purposes: (!purposes.is_empty()).then(|| Purposes {
                server: purposes.contains(&ExtendedKeyUsage::ServerAuth),
                client: purposes.contains(&ExtendedKeyUsage::ClientAuth),
                any: false,
            }),
            ca: is_authority.then_some(true),
            path_length: profile.path_length.map(u32::from),
            may_sign: Some(usages.contains(&KeyUsage::CertificateSign)),
            may_shake_hands: Some(usages.contains(&KeyUsage::DigitalSignature)),
            constraints: Constraints::default(),
            start,
            end,
            refusals: Vec::new(),
            unknown_critical: None,
            identity: Identity::Planned {
                own: profile.authority,
                signer: profile.signer,
                owner: profile.owner.clone(),
                role: profile.role,
            },
        }
    }

    /// Its bytes, of one that exists.
    pub(crate) fn der(&self) -> Option<&[u8]> {
        match &self.identity {
            Identity::Der { whole, .. } => Some(whole),
            Identity::Planned { .. } => None,
        }
    }

    /// Whether this names another as its issuer.
    pub(super) fn names(&self, issuer: &Self) -> bool {
        match (&self.identity, &issuer.identity) {
            (Identity::Der { issuer, .. }, Identity::Der { subject, .. }) => issuer == subject,
            (Identity::Planned { signer, .. }, Identity::Planned { own, .. }) => {
                *own == Some(*signer)
            }
            _ => false,
        }
    }

    /// Whether this ends after another one that it names as its issuer.
    pub(super) fn outlives(&self, issuer: &Self) -> bool {
        self.names(issuer) && issuer.end.zip(self.end).is_some_and(|(limit, end)| limit < end)
    }

    /// Whether this names itself as its issuer.
    pub(super) fn names_itself(&self) -> bool {
        self.names(self)
    }

    /// Whether this carries a candidate's signature. Its right to sign is another question.
    pub(super) fn is_signed_by(&self, issuer: &Self, go: GoVersion) -> Signed {
        let (Identity::Der { whole, .. }, Identity::Der { whole: above, .. }) =
            (&self.identity, &issuer.identity)
        else {
            return Signed::Yes;
        };
        let (Ok((_, child)), Ok((_, parent))) =
            (X509Certificate::from_der(whole), X509Certificate::from_der(above))
        else {
            return Signed::Unknown("its signature".into());
        };
        let name = signature(&child.signature_algorithm);
        if let Some(go_name) = insecure_signature(&name, go) {
            let way_out = if (GoVersion::first_of(18)..GoVersion::first_of(24)).contains(&go)
                && go_name != "MD5-RSA"
            {
                " (temporarily override with GODEBUG=x509sha1=1)"
            } else {
                ""
            };
            let text =
                format!("x509: cannot verify signature: insecure algorithm {go_name}{way_out}");
            return Signed::Insecure { algorithm: go_name, text };
        }
        verified(&child, &parent, &name)
    }

    fn take(&mut self, extension: &ParsedExtension<'_>, critical: bool, value: &[u8]) {
        match extension {
            ParsedExtension::SubjectAlternativeName(names) => {
                self.has_sans = true;
                for name in &names.general_names {
                    self.take_name(name);
                }
            }
            ParsedExtension::KeyUsage(usage) if usage.flags != 0 => {
                self.may_sign = Some(usage.key_cert_sign());
                self.may_shake_hands = Some(usage.digital_signature());
            }
            ParsedExtension::ExtendedKeyUsage(usage) => {
                self.purposes = Some(Purposes {
                    server: usage.server_auth,
                    client: usage.client_auth,
                    any: usage.any,
                });
            }
            ParsedExtension::BasicConstraints(basic) => {
                self.ca = Some(basic.ca);
                self.path_length = basic.path_len_constraint;
            }
            ParsedExtension::NameConstraints(constraints) => {
                let split = |trees: &Option<Vec<GeneralSubtree<'_>>>| {
                    let mut names = Vec::new();
                    let mut networks = Vec::new();
                    for tree in trees.iter().flatten() {
                        match &tree.base {
                            GeneralName::DNSName(name) => names.push(escape_for_terminal(name)),
                            GeneralName::IPAddress(bytes) => networks.extend(Network::new(bytes)),
                            _ => {}
                        }
                    }
                    (names, networks)
                };
                let (permitted_names, permitted_networks) = split(&constraints.permitted_subtrees);
                let (excluded_names, excluded_networks) = split(&constraints.excluded_subtrees);
                self.constraints = Constraints {
                    permitted_names,
                    excluded_names,
                    permitted_networks,
                    excluded_networks,
                };
            }
            // A key usage of no bits is read by Go, and means none.
            ParsedExtension::ParseError { .. } if value != [3, 1, 0] || critical => {
                self.refusals.push((GoVersion::first_of(0), "x509: ".into()));
            }
            _ => {}
        }
    }

    fn take_name(&mut self, name: &GeneralName<'_>) {
        match name {
            GeneralName::DNSName(name) => self.dns_names.push(escape_for_terminal(name)),
            GeneralName::IPAddress(bytes) => {
                if let Ok(four) = <[u8; 4]>::try_from(*bytes) {
                    self.addresses.push(IpAddr::from(four));
                } else if let Ok(sixteen) = <[u8; 16]>::try_from(*bytes) {
                    self.addresses.push(IpAddr::from(sixteen).to_canonical());
                } else {
                    let length = bytes.len();
                    self.refusals.push((
                        GoVersion::first_of(0),
                        format!("x509: cannot parse IP address of length {length}"),
                    ));
                }
            }
            GeneralName::Invalid(tag, _) if tag.0 == 2 => {
                self.refusals
                    .push((GoVersion::first_of(17), "x509: SAN dNSName is malformed".into()));
            }
            _ => {}
        }
    }
}

fn dns_name(san: &San) -> Option<String> {
    match san {
        San::Dns(name) => Some(name.clone()),
        San::Ip(_) => None,
    }
}

fn address(san: &San) -> Option<IpAddr> {
    match san {
        San::Ip(address) => Some(*address),
        San::Dns(_) => None,
    }
}

/// All that isn't an extension.
fn plain(certificate: &X509Certificate<'_>, whole: &[u8]) -> CertificateFacts {
    let last = |mut names: Vec<String>| names.pop().unwrap_or_default();
    let text = |one: &x509_parser::x509::AttributeTypeAndValue<'_>| {
        one.as_str().map(escape_for_terminal).unwrap_or_default()
    };
    let common_name = last(certificate.subject().iter_common_name().map(text).collect());
    let organization = last(certificate.subject().iter_organization().take(1).map(text).collect());
    let serial = format!("serial:{}", certificate.tbs_certificate.serial);
    let candidate_name = [&common_name, &organization, &serial];
    let candidate_name = candidate_name.into_iter().find(|name| !name.is_empty());
    CertificateFacts {
        subject: distinguished(certificate.subject()),
        candidate_name: candidate_name.cloned().unwrap_or_default(),
        common_name,
        dns_names: Vec::new(),
        addresses: Vec::new(),
        has_sans: false,
        key: public_key(certificate.public_key()),
        signature: Some(signature(&certificate.signature_algorithm)),
        purposes: None,
        ca: None,
        path_length: None,
        may_sign: None,
        may_shake_hands: None,
        constraints: Constraints::default(),
        start: Some(certificate.validity().not_before.to_datetime()),
        end: Some(certificate.validity().not_after.to_datetime()),
        refusals: Vec::new(),
        unknown_critical: None,
        identity: Identity::Der {
            whole: whole.into(),
            subject: certificate.subject().as_raw().into(),
            issuer: certificate.issuer().as_raw().into(),
        },
    }
}

/// What Go's parser says no to, though openssl reads it. The texts are those of Go 1.17 and later, whose
/// parser is another than that of 1.16 and before.
fn refusals(certificate: &X509Certificate<'_>, facts: &mut CertificateFacts) {
    let mut seen = Vec::new();
    for extension in certificate.extensions() {
        if seen.contains(&&extension.oid) {
            // Go 1.19 release notes, crypto/x509; measured on 3.4.23. Later ones name the OID.
            facts.refusals.push((
                GoVersion::first_of(19),
                "x509: certificate contains duplicate extension".into(),
            ));
        }
        seen.push(&extension.oid);
    }
    if certificate.raw_serial().first().is_some_and(|first| *first >= 0x80) {
        // Go 1.23 release notes, crypto/x509.
        facts.refusals.push((GoVersion::first_of(23), "x509: negative serial number".into()));
    }
    if certificate.signature_algorithm != certificate.signature {
        let text = "x509: inner and outer signature algorithm identifiers don't match";
        facts.refusals.push((GoVersion::first_of(17), text.into()));
    }
    if certificate.version() != X509Version::V3 && !certificate.extensions().is_empty() {
        facts.refusals.push((GoVersion::first_of(17), "x509: ".into()));
    }
    if facts.key.contains("secp256k1") || facts.key.contains("curve ") {
        facts.refusals.push((GoVersion::first_of(0), "x509: unsupported elliptic curve".into()));
    }
}

/// Verifies a signature with aws-lc, RSA keys of 1024 bits and P-521 included.
fn verified(child: &X509Certificate<'_>, parent: &X509Certificate<'_>, name: &str) -> Signed {
    let key = public_key(parent.public_key());
    let curve = key.strip_prefix("ECDSA ").unwrap_or_default();
    let algorithm: &'static dyn aws::VerificationAlgorithm = match (name, curve) {
        ("RSA with SHA-1", _) => &aws::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        ("RSA with SHA-256", _) => &aws::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        ("RSA with SHA-384", _) => &aws::RSA_PKCS1_2048_8192_SHA384,
        ("RSA with SHA-512", _) => &aws::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        ("ECDSA with SHA-256", "P-256") => &aws::ECDSA_P256_SHA256_ASN1,
        ("ECDSA with SHA-384", "P-256") => &aws::ECDSA_P256_SHA384_ASN1,
        ("ECDSA with SHA-256", "P-384") => &aws::ECDSA_P384_SHA256_ASN1,
        ("ECDSA with SHA-384", "P-384") => &aws::ECDSA_P384_SHA384_ASN1,
        ("ECDSA with SHA-256", "P-521") => &aws::ECDSA_P521_SHA256_ASN1,
        ("ECDSA with SHA-384", "P-521") => &aws::ECDSA_P521_SHA384_ASN1,
        ("ECDSA with SHA-512", "P-521") => &aws::ECDSA_P521_SHA512_ASN1,
        ("Ed25519", _) => &aws::ED25519,
        _ => return Signed::Unknown(format!("its signature, {name} with a key {key}")),
    };
    let bits = key.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok());
    if bits.is_some_and(|bits| !(1024..=8192).contains(&bits)) {
        return Signed::Unknown(format!("its signature with a key {key}"));
    }
    let public =
        aws::UnparsedPublicKey::new(algorithm, &parent.public_key().subject_public_key.data);
    if public.verify(child.tbs_certificate.as_ref(), &child.signature_value.data).is_ok() {
        return Signed::Yes;
    }
    Signed::No(
        match name.split(' ').next() {
            Some("RSA") => "crypto/rsa: verification error",
            Some("ECDSA") => "x509: ECDSA verification failure",
            _ => "x509: Ed25519 verification failure",
        }
        .into(),
    )
}
