//! A profile in rcgen's terms.

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, DnValue,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyUsagePurpose, NameConstraints, SanType,
};
use time::OffsetDateTime;

use super::{IssueError, path, validity};
use crate::cluster::{Permitted, San};
use crate::pki::profile::{
    Attribute, AttributeKind, CertificateProfile, CertificateRole, ExtendedKeyUsage, KeyUsage,
};
use crate::text::Words;

/// Translates a profile. rcgen's defaults (valid from 1975 to 4096, a CN of its own, no key
/// identifiers, a serial number made of the key) are each replaced.
pub(super) fn parameters(
    profile: &CertificateProfile,
    now: OffsetDateTime,
) -> Result<CertificateParams, IssueError> {
    let mut parameters = CertificateParams::default();
    (parameters.not_before, parameters.not_after) = validity(profile, now)?;
    parameters.distinguished_name = name(profile)?;
    parameters.subject_alt_names = sans(profile)?;
    parameters.is_ca = match (profile.role, profile.path_length) {
        (CertificateRole::Authority, Some(length)) => {
            IsCa::Ca(BasicConstraints::Constrained(length))
        }
        (CertificateRole::Authority, None) => IsCa::Ca(BasicConstraints::Unconstrained),
        // `NoCa` would leave out the subject key identifier as well.
        _ => IsCa::ExplicitNoCa,
    };
    parameters.key_usages = profile.key_usages.iter().copied().map(key_usage).collect();
    parameters.extended_key_usages =
        profile.extended_key_usages.iter().copied().map(extended_key_usage).collect();
    if !profile.permitted.is_empty() {
        // rcgen writes them as critical, which RFC 5280 §4.2.1.10 demands.
        parameters.name_constraints = Some(NameConstraints {
            permitted_subtrees: profile.permitted.iter().map(subtree).collect(),
            excluded_subtrees: Vec::new(),
        });
    }
    parameters.use_authority_key_identifier_extension = true;
    Ok(parameters)
}

fn subtree(permitted: &Permitted) -> GeneralSubtree {
    match permitted {
        Permitted::Domain(domain) => GeneralSubtree::DnsName(domain.to_string()),
        Permitted::Network { base, length } => {
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(*base, *length))
        }
    }
}

fn key_usage(usage: KeyUsage) -> KeyUsagePurpose {
    match usage {
        KeyUsage::DigitalSignature => KeyUsagePurpose::DigitalSignature,
        KeyUsage::KeyEncipherment => KeyUsagePurpose::KeyEncipherment,
        KeyUsage::CertificateSign => KeyUsagePurpose::KeyCertSign,
        KeyUsage::RevocationListSign => KeyUsagePurpose::CrlSign,
    }
}

fn extended_key_usage(usage: ExtendedKeyUsage) -> ExtendedKeyUsagePurpose {
    match usage {
        ExtendedKeyUsage::ServerAuth => ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsage::ClientAuth => ExtendedKeyUsagePurpose::ClientAuth,
    }
}

fn name(profile: &CertificateProfile) -> Result<DistinguishedName, IssueError> {
    let mut name = DistinguishedName::new();
    for attribute in &profile.subject {
        let kind = match attribute.kind {
            AttributeKind::Country => DnType::CountryName,
            AttributeKind::State => DnType::StateOrProvinceName,
            AttributeKind::Locality => DnType::LocalityName,
            AttributeKind::Organization => DnType::OrganizationName,
            AttributeKind::OrganizationalUnit => DnType::OrganizationalUnitName,
            AttributeKind::CommonName => DnType::CommonName,
        };
        if name.get(&kind).is_some() {
            return Err(IssueError::RepeatedAttribute {
                certificate: path(profile),
                kind: attribute.kind.as_str(),
            });
        }
        name.push(kind, attribute_text(profile, attribute)?);
    }
    Ok(name)
}

/// Takes `PrintableString` where the text allows it and `UTF8String` elsewhere, the two that RFC 5280
/// §4.1.2.4 wants. A country can only be the former (X.520, appendix A.1).
fn attribute_text(
    profile: &CertificateProfile,
    attribute: &Attribute,
) -> Result<DnValue, IssueError> {
    match rcgen::string::PrintableString::try_from(attribute.value.as_str()) {
        Ok(printable) => Ok(DnValue::PrintableString(printable)),
        Err(_) if attribute.kind == AttributeKind::Country => Err(IssueError::Text {
            certificate: path(profile),
            text: attribute.value.clone(),
            why: Words("fault-country-letters"),
        }),
        Err(_) => Ok(DnValue::Utf8String(attribute.value.clone())),
    }
}

fn sans(profile: &CertificateProfile) -> Result<Vec<SanType>, IssueError> {
    let of = |san: &San| match san {
        San::Ip(address) => Ok(SanType::IpAddress(*address)),
        San::Dns(name) => {
            name.as_str().try_into().map(SanType::DnsName).map_err(|_| IssueError::Text {
                certificate: path(profile),
                text: name.clone(),
                why: Words("fault-dns-ascii"),
            })
        }
    };
    profile.sans.iter().map(of).collect()
}
