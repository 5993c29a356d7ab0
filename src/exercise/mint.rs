//! Certificates as a mistake has them: whatever a step says, right or wrong. Sound ones come from `pki::issue`.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DistinguishedName,
    DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevokedCertParams, SanType, SerialNumber,
};
use serde::Deserialize;
use time::OffsetDateTime;
use x509_parser::pem::parse_x509_pem;

use crate::pki::Randomness;

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// To be dialed.
    Server,
    /// To dial.
    Client,
}

/// What a leaf is to say.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) common_name: &'a str,
    /// `dns:NAME` and `ip:ADDRESS`; a name may look like an address.
    pub(super) sans: Vec<String>,
    pub(super) usages: &'a [Usage],
    pub(super) from: OffsetDateTime,
    pub(super) until: OffsetDateTime,
}

/// A certificate or list can't be made: a test makes those of all exercises.
pub(super) type Unmade = Box<dyn std::error::Error + Send + Sync>;

/// Makes a key.
pub(super) fn key() -> Result<KeyPair, Unmade> {
    Ok(KeyPair::generate()?)
}

/// Signs a leaf with the authority of a certificate and a key.
pub(super) fn leaf(
    leaf: &Leaf<'_>,
    key: &KeyPair,
    (authority, authority_key): (&str, &str),
    randomness: &dyn Randomness,
) -> Result<String, Unmade> {
    let mut params = params(Some(leaf.common_name), leaf.from, leaf.until, randomness)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = leaf.usages.iter().copied().map(purpose).collect();
    params.subject_alt_names = leaf.sans.iter().map(|text| san(text)).collect::<Result<_, _>>()?;
    params.use_authority_key_identifier_extension = true;
    Ok(params.signed_by(key, &issuer(authority, authority_key)?)?.pem())
}

/// Makes an authority, of the name of another one where that is given. Certificate and key.
pub(super) fn authority(
    common_name: &str,
    from: OffsetDateTime,
    until: OffsetDateTime,
    randomness: &dyn Randomness,
) -> Result<(String, String), Unmade> {
    let key = key()?;
    let mut params = params(Some(common_name), from, until, randomness)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
}

/// Makes a list of one revoked certificate, as DER.
pub(super) fn revocation_list(
    certificate: &str,
    (authority, authority_key): (&str, &str),
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<u8>, Unmade> {
    let (_, pem) = parse_x509_pem(certificate.as_bytes())?;
    let serial = pem.parse_x509()?.raw_serial().to_vec();
    let list = CertificateRevocationListParams {
        this_update: from,
        next_update: until,
        crl_number: SerialNumber::from_slice(&[1]),
        issuing_distribution_point: None,
        revoked_certs: vec![RevokedCertParams {
            serial_number: SerialNumber::from_slice(&serial),
            revocation_time: from,
            reason_code: None,
            invalidity_date: None,
        }],
        key_identifier_method: KeyIdMethod::Sha256,
    };
    Ok(list.signed_by(&issuer(authority, authority_key)?)?.der().to_vec())
}

/// The common name of a certificate.
pub(super) fn common_name(certificate: &str) -> Result<String, Unmade> {
    let (_, pem) = parse_x509_pem(certificate.as_bytes())?;
    let certificate = pem.parse_x509()?;
    let name = certificate.subject().iter_common_name().last();
    Ok(name.and_then(|name| name.as_str().ok()).unwrap_or_default().to_owned())
}

fn issuer(certificate: &str, key: &str) -> Result<Issuer<'static, KeyPair>, Unmade> {
    Ok(Issuer::from_ca_cert_pem(certificate, KeyPair::from_pem(key)?)?)
}

fn params(
    common_name: Option<&str>,
    from: OffsetDateTime,
    until: OffsetDateTime,
    randomness: &dyn Randomness,
) -> Result<CertificateParams, Unmade> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    if let Some(name) = common_name.filter(|name| !name.is_empty()) {
        params.distinguished_name.push(DnType::CommonName, DnValue::Utf8String(name.to_owned()));
    }
    (params.not_before, params.not_after) = (from, until);
    let mut serial = [0; 20];
    randomness.fill(&mut serial)?;
    let [first, ..] = &mut serial;
    *first = *first & 0x7f | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    Ok(params)
}

fn purpose(usage: Usage) -> ExtendedKeyUsagePurpose {
    match usage {
        Usage::Server => ExtendedKeyUsagePurpose::ServerAuth,
        Usage::Client => ExtendedKeyUsagePurpose::ClientAuth,
    }
}

fn san(text: &str) -> Result<SanType, Unmade> {
    match text.split_once(':') {
        Some(("dns", name)) => Ok(SanType::DnsName(name.try_into()?)),
        Some(("ip", address)) => Ok(SanType::IpAddress(address.parse()?)),
        _ => Err(format!("`{text}` starts with neither dns: nor ip:").into()),
    }
}
