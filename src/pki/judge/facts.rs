//! What a judgement needs to know of a certificate, of one that exists or of one that is planned.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature as aws;
use time::OffsetDateTime;

use super::constraints::{Constraints, Fault, GoName};
use super::parser;
use super::policies::Policies;
use crate::cluster::{Authority, EtcdVersion, San};
use crate::etcd::{Build, GoVersion};
use crate::pki::algorithm::{Hash, KeyKind, SignatureAlgorithm};
use crate::pki::inspect::{attributes, subject};
use crate::pki::notation::hexadecimal;
use crate::pki::profile::{
    CertificateProfile, CertificateRole, ExtendedKeyUsage, KeyUsage, distinguished_name,
};
use crate::text::escape_for_terminal;

/// How many authorities are looked for above one.
const DEPTH: usize = 10;

/// One certificate, as far as Go's `crypto/x509` looks at it. All text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Its subject, as openssl writes it.
    pub subject: String,
    /// Its subject's last common name, empty where it has none.
    pub common_name: String,
    /// The name that Go gives it as a candidate authority: its CN, else its O, else its serial number.
    pub candidate_name: String,
    /// Its DNS SANs, in order.
    pub dns_names: Vec<String>,
    /// Its IP SANs, in order.
    pub addresses: Vec<IpAddr>,
    /// Whether it has the SAN extension at all.
    pub has_sans: bool,
    /// All names of the kinds that Go reads, in order.
    pub(super) sans: Vec<GoName>,
    /// Its key.
    pub key: KeyKind,
    /// How it is signed; `None` while it is planned.
    pub signature: Option<SignatureAlgorithm>,
    /// Its version, 3 but for old roots. Go reads extensions of version 3 alone.
    pub(super) version: u8,
    /// Its extended key usages; `None` where it has none, which allows all.
    pub purposes: Option<Purposes>,
    /// What its basic constraints say of being an authority; `None` without the extension.
    pub ca: Option<bool>,
    /// How many more authorities may follow below it.
    pub path_length: Option<u64>,
    /// Whether its key usage allows signing certificates; `None` without the extension.
    pub may_sign: Option<bool>,
    /// Whether its key usage allows signing handshakes; `None` without the extension.
    pub may_shake_hands: Option<bool>,
    pub(super) constraints: Constraints,
    pub(super) policies: Policies,
    /// When it starts; `None` while nobody said when it is issued.
    pub start: Option<OffsetDateTime>,
    /// When it ends, the whole last second included.
    pub end: Option<OffsetDateTime>,
    /// The first critical extension that Go doesn't handle.
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
    /// DER, with parts as they stand in it.
    Der(Box<Parts>),
    /// Planned: which authority it is, if one, and which signs it.
    Planned { own: Option<Authority>, signer: Authority, owner: String, role: CertificateRole },
}

/// Parts of a certificate in DER.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) whole: Vec<u8>,
    /// What is signed.
    pub(super) signed: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) subject: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    /// The `SubjectPublicKeyInfo`, and the key in it.
    pub(super) spki: Vec<u8>,
    pub(super) key: Vec<u8>,
    /// The serial number as it is encoded.
    pub(super) serial: Vec<u8>,
}

/// A certificate that Go's parser refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its subject, where the certificate can be read at all.
    pub subject: Option<String>,
    /// What Go says.
    pub why: String,
}

/// Whether a signature is a candidate's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    Yes,
    /// No, in Go's words.
    No(String),
    /// Go doesn't verify with this algorithm, or with a key so short.
    Refused {
        /// The algorithm, or the key.
        algorithm: String,
        /// Go's words.
        text: String,
    },
    /// It can't be told here.
    Unknown(String),
}

impl Refused {
    fn of(der: &[u8], why: &str) -> Self {
        Self { subject: subject(der), why: escape_for_terminal(why) }
    }
}

/// What the Go of an etcd refuses a certificate for; `None` for one that it reads.
pub(in crate::pki) fn refused(der: &[u8], build: Build) -> Option<Refused> {
    parser::check(der, build).err().map(|why| Refused::of(der, &why))
}

impl CertificateFacts {
    /// Reads a certificate as the Go of an etcd does.
    ///
    /// # Errors
    /// What that Go refuses it for.
    pub fn from_der(der: &[u8], build: Build) -> Result<Self, Refused> {
        parser::parse(der, build).map_err(|why| Refused::of(der, &why))
    }

    /// Why the first release of Go, of those after this etcd's, that refuses a certificate does so.
    pub(super) fn refused_later(der: &[u8], build: Build) -> Option<String> {
        NOTED.iter().map(|minor| GoVersion::first_of(*minor)).find_map(|go| {
            let later = Build { release: EtcdVersion::V3_7.into(), go };
            let why = parser::parse(der, later).err().filter(|_| go > build.go)?;
            Some(escape_for_terminal(&why))
        })
    }

    /// What a certificate of this profile will be, issued at `at`.
    pub fn planned(profile: &CertificateProfile, at: Option<OffsetDateTime>) -> Self {
        let profile = &profile.as_previewed();
        let common_name = profile.common_name().unwrap_or_default().to_owned();
        let (start, end) = at.and_then(|at| profile.validity(at)).unzip();
        let usages = &profile.key_usages;
        let purposes = &profile.extended_key_usages;
        let is_authority = profile.role == CertificateRole::Authority;
        let sans: Vec<GoName> = profile.sans.iter().map(go_name).collect();
        let (dns_names, addresses) = names_and_addresses(&sans);
        Self {
            subject: distinguished_name(&profile.subject),
            candidate_name: common_name.clone(),
            common_name,
            dns_names,
            addresses,
            has_sans: !profile.sans.is_empty(),
            key: profile.algorithm.into(),
            signature: None,
            version: 3,
            sans,
            purposes: (!purposes.is_empty()).then(|| Purposes {
                server: purposes.contains(&ExtendedKeyUsage::ServerAuth),
                client: purposes.contains(&ExtendedKeyUsage::ClientAuth),
                any: false,
            }),
            ca: is_authority.then_some(true),
            path_length: profile.path_length.map(u64::from),
            may_sign: Some(usages.contains(&KeyUsage::CertificateSign)),
            may_shake_hands: Some(usages.contains(&KeyUsage::DigitalSignature)),
            constraints: Constraints::permitting(&profile.permitted),
            policies: Policies::default(),
            start,
            end,
            unknown_critical: None,
            identity: Identity::Planned {
                own: profile.authority,
                signer: profile.signer,
                owner: profile.owner.clone(),
                role: profile.role,
            },
        }
    }

    /// Why this, as an authority, may not sign for the names of another, in the words of Go.
    pub(crate) fn refuses_names_of(&self, below: &Self, go: GoVersion) -> Option<String> {
        match self.constraints.against(below, go)? {
            Fault::NotAllowed(why) | Fault::Unread(why) => Some(why),
        }
    }

    /// SHA-256 of one that exists, as pairs of hexadecimal digits.
    pub fn fingerprint(&self) -> Option<String> {
        Some(hexadecimal(digest(&SHA256, self.der()?).as_ref()))
    }

    /// Its bytes, of one that exists.
    pub(crate) fn der(&self) -> Option<&[u8]> {
        self.parts().map(|parts| parts.whole.as_slice())
    }

    fn parts(&self) -> Option<&Parts> {
        if let Identity::Der(parts) = &self.identity { Some(parts) } else { None }
    }

    /// Whether this names another as its issuer.
    pub(crate) fn names(&self, issuer: &Self) -> bool {
        match (&self.identity, &issuer.identity) {
            (Identity::Der(child), Identity::Der(parent)) => child.issuer == parent.subject,
            (Identity::Planned { signer, .. }, Identity::Planned { own, .. }) => {
                *own == Some(*signer)
            }
            _ => false,
        }
    }

    /// Whether this names another as its issuer but for how the name is encoded: in another type of text, in
    /// other case or with other blanks, which RFC 5280 §7.1 passes over, and Go doesn't.
    pub(super) fn names_as_people_read(&self, issuer: &Self) -> bool {
        let (Some(child), Some(parent)) = (self.parts(), issuer.parts()) else { return false };
        let read = |name: &[u8]| -> Vec<(String, String)> {
            let words = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
            let all = attributes(name).into_iter();
            all.map(|(kind, value)| (kind, words(&value).to_lowercase())).collect()
        };
        child.issuer != parent.subject && read(&child.issuer) == read(&parent.subject)
    }

    /// Its public key, SubjectPublicKeyInfo as DER, of one that exists.
    pub(crate) fn public_key_der(&self) -> Option<Vec<u8>> {
        self.parts().map(|parts| parts.spki.clone())
    }

    /// The first authority among others, on the way up by names, that ends before this does.
    pub(super) fn outlived<'a>(
        &self,
        others: &(impl Iterator<Item = &'a Self> + Clone),
    ) -> Option<&'a Self> {
        let mut below: Vec<&Self> = vec![self];
        while below.len() <= DEPTH {
            let last = below.last()?;
            let issuer = others.clone().find(|one| last.names(one) && !below.contains(one))?;
            if issuer.end.zip(self.end).is_some_and(|(limit, end)| limit < end) {
                return Some(issuer);
            }
            below.push(issuer);
        }
        None
    }

    /// Its serial number without leading zeros, of one that exists.
    pub(super) fn serial(&self) -> Option<Vec<u8>> {
        self.parts().map(|parts| parser::magnitude(&parts.serial))
    }

    /// Its subject's own bytes, of one that exists.
    pub(crate) fn subject_der(&self) -> Option<&[u8]> {
        self.parts().map(|parts| parts.subject.as_slice())
    }

    /// The attributes of its subject in order, of one that exists: short name and value.
    pub(crate) fn attributes(&self) -> Vec<(String, String)> {
        self.subject_der().map(attributes).unwrap_or_default()
    }

    /// Whether it limits the names of what is below it.
    pub(crate) fn has_name_constraints(&self) -> bool {
        !self.constraints.is_empty()
    }

    /// Whether it carries its own signature; `None` where that can't be told.
    pub(crate) fn signed_itself(&self, build: Build) -> Option<bool> {
        match self.is_signed_by(self, build) {
            Signed::Yes => Some(true),
            Signed::No(_) => Some(false),
            Signed::Refused { .. } | Signed::Unknown(_) => None,
        }
    }

    /// Whether this names itself as its issuer.
    pub(super) fn names_itself(&self) -> bool {
        self.names(self)
    }

    /// Whether this carries a candidate's signature. Its right to sign is another question.
    pub(super) fn is_signed_by(&self, issuer: &Self, build: Build) -> Signed {
        let (Identity::Der(child), Identity::Der(parent)) = (&self.identity, &issuer.identity)
        else {
            return Signed::Yes;
        };
        let Some(algorithm) = &self.signature else { return Signed::Yes };
        if let Some(refused) = refused_algorithm(algorithm, &issuer.key, build) {
            return refused;
        }
        let Some(verifier) = algorithm.verifier(&issuer.key) else {
            return Signed::Unknown(format!(
                "its signature, {algorithm} with a key {}",
                issuer.key
            ));
        };
        let public = aws::UnparsedPublicKey::new(verifier, &parent.key);
        if public.verify(&child.signed, &child.signature).is_ok() {
            return Signed::Yes;
        }
        Signed::No(
            match algorithm {
                SignatureAlgorithm::Rsa(_) | SignatureAlgorithm::RsaPss(_) => {
                    "crypto/rsa: verification error"
                }
                SignatureAlgorithm::Ecdsa(_) => "x509: ECDSA verification failure",
                _ => "x509: Ed25519 verification failure",
            }
            .into(),
        )
    }
}

/// The releases of Go that refuse what those before them take.
const NOTED: [u32; 6] = [18, 19, 23, 24, 25, 26];

/// The kind of key, as Go names it, that signs with an algorithm that Go knows.
fn known_kind(algorithm: &SignatureAlgorithm) -> Option<&'static str> {
    use SignatureAlgorithm::{Dsa, Ecdsa, Ed25519, Rsa, RsaPss};
    let is_sha2 = |hash: Hash| matches!(hash, Hash::Sha256 | Hash::Sha384 | Hash::Sha512);
    let is_insecure = algorithm.insecure_name().is_some();
    Some(match algorithm {
        Rsa(hash) if is_sha2(*hash) || is_insecure => "RSA",
        RsaPss(pss) if pss.is_usual && pss.hash.is_some_and(is_sha2) => "RSA",
        Ecdsa(hash) if is_sha2(*hash) || is_insecure => "ECDSA",
        Dsa(_) => "DSA",
        Ed25519 => "Ed25519",
        _ => return None,
    })
}

/// Whether the newest Go verifies signatures of this algorithm, by whatever key.
pub(in crate::pki) fn is_verified(algorithm: &SignatureAlgorithm) -> bool {
    let is_known = known_kind(algorithm).is_some_and(|kind| kind != "DSA");
    is_known && algorithm.insecure_name().is_none()
}

/// What Go verifies no signature with, whoever's it is.
fn refused_algorithm(
    algorithm: &SignatureAlgorithm,
    key: &KeyKind,
    build: Build,
) -> Option<Signed> {
    const UNSUPPORTED: &str = "x509: cannot verify signature: algorithm unimplemented";
    let refused = |algorithm, text| Signed::Refused { algorithm, text };
    let go = build.go;
    let insecure = algorithm.insecure_name();
    let Some(kind) = known_kind(algorithm) else {
        return Some(refused(algorithm.to_string(), UNSUPPORTED.into()));
    };
    let is_sha1 = *algorithm != SignatureAlgorithm::Rsa(Hash::Md5);
    if let Some(name) = insecure.filter(|_| !is_sha1 || go >= GoVersion::first_of(18)) {
        let is_optional = (GoVersion::first_of(18)..GoVersion::first_of(24)).contains(&go);
        let way_out = if is_optional && is_sha1 {
            " (temporarily override with GODEBUG=x509sha1=1)"
        } else {
            ""
        };
        let text = format!("x509: cannot verify signature: insecure algorithm {name}{way_out}");
        return Some(refused(algorithm.to_string(), text));
    }
    let (expected, found) = match key {
        KeyKind::Rsa(_) => ("RSA", "*rsa.PublicKey"),
        KeyKind::Ecdsa(_) => ("ECDSA", "*ecdsa.PublicKey"),
        KeyKind::Ed25519 => ("Ed25519", "ed25519.PublicKey"),
        _ => return Some(refused(format!("a key {key}"), UNSUPPORTED.into())),
    };
    if expected != kind {
        return Some(Signed::No(format!(
            "x509: signature algorithm specifies an {kind} public key, but have public key of type {found}"
        )));
    }
    let text = too_short(key, build)?;
    Some(refused(format!("a key {key}"), text))
}

/// Whether Go neither signs nor verifies with an RSA key of this size.
pub(in crate::pki) fn is_too_short(key: &KeyKind, build: Build) -> bool {
    too_short(key, build).is_some()
}

/// What Go says of an RSA key that is too short to sign or to verify with, since 1.24.
pub(super) fn too_short(key: &KeyKind, build: Build) -> Option<String> {
    const SEE: &str = "(see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)";
    let bits = key.rsa_bits().filter(|bits| *bits < 1024 && build.has_default_of(24))?;
    Some(format!("crypto/rsa: {bits}-bit keys are insecure {SEE}"))
}

/// The DNS names among others, safe to show, and the addresses.
pub(super) fn names_and_addresses(sans: &[GoName]) -> (Vec<String>, Vec<IpAddr>) {
    let (mut names, mut addresses) = (Vec::new(), Vec::new());
    for san in sans {
        match san {
            GoName::Dns(name) => names.push(escape_for_terminal(name)),
            GoName::Ip(address) => addresses.push(address.to_canonical()),
            _ => {}
        }
    }
    (names, addresses)
}

fn go_name(san: &San) -> GoName {
    match san {
        San::Ip(address) => GoName::Ip(*address),
        San::Dns(name) => GoName::Dns(name.clone()),
    }
}
