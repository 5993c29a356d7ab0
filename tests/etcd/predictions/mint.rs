//! Certificates of every kind, good and bad: most by rcgen, the odd ones by openssl.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevokedCertParams, SanType, SerialNumber,
};
use time::{Duration, OffsetDateTime};

use crate::support::process::run;

/// A certificate file and its key, as PEM.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

/// An authority that signs.
pub(crate) struct Authority {
    pub(crate) pair: Pair,
    issuer: Issuer<'static, KeyPair>,
}

pub(crate) fn days(count: i64) -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::days(count)
}

fn named(common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    if !common_name.is_empty() {
        params.distinguished_name.push(DnType::CommonName, common_name);
    }
    params.not_before = days(-1);
    params.not_after = days(365);
    params
}

fn authority_params(
    common_name: &str,
    change: impl FnOnce(&mut CertificateParams),
) -> CertificateParams {
    let mut params = named(common_name);
    params.not_after = days(1000);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    change(&mut params);
    params
}

impl Authority {
    /// A root that trusts itself.
    pub(crate) fn root(common_name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let (params, key) = (authority_params(common_name, change), KeyPair::generate().unwrap());
        let certificate = params.self_signed(&key).unwrap().pem();
        let pair = Pair { certificate, key: key.serialize_pem() };
        Self { pair, issuer: Issuer::new(params, key) }
    }

    /// An authority below this one.
    pub(crate) fn below(
        &self,
        common_name: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Self {
        let (params, key) = (authority_params(common_name, change), KeyPair::generate().unwrap());
        let certificate = params.signed_by(&key, &self.issuer).unwrap().pem();
        let pair = Pair { certificate, key: key.serialize_pem() };
        Self { pair, issuer: Issuer::new(params, key) }
    }

    /// A leaf for 10.77.0.1 and the machine itself, changed.
    pub(crate) fn leaf(&self, change: impl FnOnce(&mut CertificateParams)) -> Pair {
        self.leaf_with_key(&KeyPair::generate().unwrap(), change)
    }

    pub(crate) fn leaf_with_key(
        &self,
        key: &KeyPair,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Pair {
        let mut params = named("leaf");
        params.subject_alt_names = vec![dns("localhost"), ip("10.77.0.1"), ip("127.0.0.1")];
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        change(&mut params);
        let certificate = params.signed_by(key, &self.issuer).unwrap().pem();
        Pair { certificate, key: key.serialize_pem() }
    }

    /// Its list of revoked certificates, in DER: their serial numbers, and when the next one is due.
    pub(crate) fn revokes(&self, serials: &[u8], next: OffsetDateTime) -> Vec<u8> {
        let revoked = serials.iter().map(|serial| RevokedCertParams {
            serial_number: SerialNumber::from_slice(&[*serial]),
            revocation_time: days(-3),
            reason_code: None,
            invalidity_date: None,
        });
        let list = CertificateRevocationListParams {
            this_update: days(-2),
            next_update: next,
            crl_number: SerialNumber::from_slice(&[1]),
            issuing_distribution_point: None,
            revoked_certs: revoked.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        list.signed_by(&self.issuer).unwrap().der().to_vec()
    }

    /// A leaf that openssl makes: a key by `genpkey` with these options, signed with these.
    pub(crate) fn leaf_by_openssl(&self, key: &[&str], sign: &[&str]) -> Pair {
        self.pair.signs(&key_by_openssl(key), LEAF, sign)
    }
}

/// The extensions of a leaf that openssl makes.
pub(crate) const LEAF: &str = "subjectAltName=IP:10.77.0.1,IP:127.0.0.1,DNS:localhost\n\
    extendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature\n";
/// Those of an authority.
pub(crate) const AUTHORITY: &str =
    "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";

impl Pair {
    /// A certificate of this authority by openssl, for a key; without extensions it is of version 1.
    pub(crate) fn signs(&self, key: &str, extensions: &str, sign: &[&str]) -> Self {
        Self::by_openssl("leaf", key, extensions, Some(self), sign)
    }

    /// A root by openssl.
    pub(crate) fn root(name: &str, key: &str, extensions: &str, sign: &[&str]) -> Self {
        Self::by_openssl(name, key, extensions, None, sign)
    }

    fn by_openssl(
        name: &str,
        key: &str,
        extensions: &str,
        authority: Option<&Self>,
        sign: &[&str],
    ) -> Self {
        let scratch = tempfile::TempDir::new().unwrap();
        let write = |name: &str, text: &str| std::fs::write(scratch.path().join(name), text);
        write("key.pem", key).unwrap();
        write("ext", extensions).unwrap();
        let subject = format!("/CN={name}");
        let request = ["req", "-new", "-key", "key.pem", "-subj", &subject, "-out", "csr.pem"];
        openssl(scratch.path(), &request);
        let mut arguments = vec!["x509", "-req", "-in", "csr.pem", "-days", "90", "-out", "made"];
        if !extensions.is_empty() {
            arguments.extend(["-extfile", "ext"]);
        }
        if let Some(authority) = authority {
            write("ca.pem", &authority.certificate).unwrap();
            write("ca-key.pem", &authority.key).unwrap();
            arguments.extend(["-CA", "ca.pem", "-CAkey", "ca-key.pem"]);
        } else {
            arguments.extend(["-signkey", "key.pem"]);
        }
        openssl(scratch.path(), &[&arguments, sign].concat());
        let certificate = std::fs::read_to_string(scratch.path().join("made")).unwrap();
        Self { certificate, key: key.to_owned() }
    }

    /// With another certificate behind its own.
    pub(crate) fn followed_by(mut self, other: &Self) -> Self {
        self.certificate += &other.certificate;
        self
    }

    /// With these bytes of its certificate in place of as many others: its signature no longer fits.
    pub(crate) fn altered(mut self, from: &[u8], to: &[u8]) -> Self {
        let mut bytes = der(&self.certificate);
        let at = bytes.windows(from.len()).position(|window| window == from);
        let at = at.expect("the certificate holds what is altered");
        bytes[at..at + to.len()].copy_from_slice(to);
        self.certificate = pem(&bytes);
        self
    }
}

/// A key by `openssl genpkey`.
pub(crate) fn key_by_openssl(arguments: &[&str]) -> String {
    let scratch = tempfile::TempDir::new().unwrap();
    openssl(scratch.path(), &[&["genpkey", "-out", "key.pem"], arguments].concat());
    std::fs::read_to_string(scratch.path().join("key.pem")).unwrap()
}

/// An RSA key of so many bits by openssl.
pub(crate) fn rsa_key(bits: usize) -> String {
    let size = format!("rsa_keygen_bits:{bits}");
    key_by_openssl(&["-algorithm", "RSA", "-pkeyopt", &size])
}

/// Runs openssl in a directory.
#[track_caller]
pub(crate) fn openssl(directory: &Path, arguments: &[&str]) {
    let _ = run(Command::new("openssl").current_dir(directory).args(arguments)).success();
}

/// A key in another form, by openssl or ssh-keygen.
pub(crate) fn key_through_openssl(key: &str, arguments: &[&str]) -> String {
    let scratch = tempfile::TempDir::new().unwrap();
    std::fs::write(scratch.path().join("in"), key).unwrap();
    openssl(scratch.path(), &[arguments, &["-in", "in", "-out", "out"]].concat());
    std::fs::read_to_string(scratch.path().join("out")).unwrap()
}

pub(crate) fn dns(name: &str) -> SanType {
    SanType::DnsName(name.try_into().unwrap())
}

pub(crate) fn ip(address: &str) -> SanType {
    SanType::IpAddress(address.parse().unwrap())
}

/// The DER of the first block.
pub(crate) fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().skip(1).take_while(|line| !line.starts_with("-----")).collect();
    base64::engine::general_purpose::STANDARD.decode(body).unwrap()
}

pub(crate) fn pem(der: &[u8]) -> String {
    block("CERTIFICATE", der)
}

/// A block of PEM.
pub(crate) fn block(label: &str, der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        let _ = writeln!(pem, "{}", String::from_utf8_lossy(line));
    }
    pem + &format!("-----END {label}-----\n")
}
