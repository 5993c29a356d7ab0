//! The CA that the operator brings, read from its files: for the review, which shows what is wrong while it
//! can be fixed, and for the generation.

use std::path::Path;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::complete;
use crate::answers::{CaCredentials, Field, FieldRef, Problem};
use crate::bundle::read::{self, Links};
use crate::bundle::{AuthoritySource, shown};
use crate::cluster::{CaSource, Hint, KeyOrigin, Plan};
use crate::pki::{
    self, AuthorityCertificate, AuthorityError, CertificateProfile, ImportedAuthority, IssueError,
    KeyError, NewPassphrase, Passphrase, PrivateKey,
};
use crate::text::fill;
use crate::ui::Refusal;

/// Takes the CA that a plan asks for from what the operator gave.
pub(super) fn source(
    plan: &Plan,
    ca_credentials: &CaCredentials,
    now: OffsetDateTime,
) -> Result<AuthoritySource, Refusal> {
    let refusal = |message: String, hint: String| Refusal { message, hint };
    match plan.certificates.ca_source {
        CaSource::Made => Ok(AuthoritySource::Made),
        CaSource::Elsewhere => Ok(AuthoritySource::Elsewhere),
        CaSource::Encrypted => {
            NewPassphrase::parse(Zeroizing::new(ca_credentials.passphrase.as_str().to_owned()))
                .map(AuthoritySource::Sealed)
                .map_err(|error| refusal(error.to_string(), error.hint()))
        }
        CaSource::Imported => Files::read(ca_credentials)
            .and_then(|files| files.authority(ca_credentials, now).map_err(|one| vec![one]))
            .map(|authority| AuthoritySource::Imported(Box::new(authority)))
            .map_err(|problems| {
                let all = |text: fn(&Problem) -> &str| {
                    problems.iter().map(text).collect::<Vec<_>>().join("; ")
                };
                refusal(all(|one| &one.message), all(|one| &one.hint))
            }),
    }
}

/// Everything that keeps the CA of these files from signing the certificates of a plan; where there is no
/// plan yet, from signing at all.
pub(super) fn problems(
    ca_credentials: &CaCredentials,
    plan: Option<&Plan>,
    now: OffsetDateTime,
) -> Vec<Problem> {
    let files = match Files::read(ca_credentials) {
        Ok(files) => files,
        Err(problems) => return problems,
    };
    let certificate = match AuthorityCertificate::read(&files.certificate_pem, now) {
        Ok(certificate) => certificate,
        Err(error) => {
            // The key is read all the same, so that all is said at once.
            let key = PrivateKey::read(&files.key_pem, passphrase(ca_credentials).as_ref());
            let key =
                key.err().map(|error| of_authority(ca_credentials, &AuthorityError::Key(error)));
            return [of_authority(ca_credentials, &error)].into_iter().chain(key).collect();
        }
    };
    let unfit = files.authority(ca_credentials, now).err();
    let ends = plan.and_then(|plan| too_short(&certificate, plan, now));
    unfit.into_iter().chain(ends).collect()
}

/// The files of an imported CA.
struct Files {
    certificate_pem: Zeroizing<Vec<u8>>,
    key_pem: Zeroizing<Vec<u8>>,
}

impl Files {
    /// Reads both, or says what is wrong with either.
    fn read(ca_credentials: &CaCredentials) -> Result<Self, Vec<Problem>> {
        let read = |path: &str, field| {
            let path = complete::at_home(path, complete::home().as_deref());
            let read = read::file(Path::new(&path), read::LIMIT, Links::Follow);
            read.map(|(bytes, _)| bytes)
                .map_err(|error| Problem::new(FieldRef::Field(field), &error))
        };
        let certificate = read(&ca_credentials.certificate, Field::AuthorityCertificate);
        match (certificate, read(&ca_credentials.key, Field::AuthorityKey)) {
            (Ok(certificate_pem), Ok(key_pem)) => Ok(Self { certificate_pem, key_pem }),
            (certificate, key) => Err(certificate.err().into_iter().chain(key.err()).collect()),
        }
    }

    /// The CA, with its key opened and tried.
    fn authority(
        &self,
        ca_credentials: &CaCredentials,
        now: OffsetDateTime,
    ) -> Result<ImportedAuthority, Problem> {
        let passphrase = passphrase(ca_credentials);
        ImportedAuthority::read(&self.certificate_pem, &self.key_pem, passphrase.as_ref(), now)
            .and_then(|authority| authority.issues_cleanly().map(|()| authority))
            .map_err(|error| of_authority(ca_credentials, &error))
    }
}

fn passphrase(ca_credentials: &CaCredentials) -> Option<Passphrase> {
    let typed = &ca_credentials.passphrase;
    (!typed.is_empty()).then(|| Passphrase::new(Zeroizing::new(typed.as_str().to_owned())))
}

/// A certificate of the plan that the CA can't issue, above all for it would outlive the CA.
fn too_short(
    certificate: &AuthorityCertificate,
    plan: &Plan,
    now: OffsetDateTime,
) -> Option<Problem> {
    let mut profiles: Vec<CertificateProfile> = pki::profiles(plan);
    profiles.retain(|profile| profile.key_origin == KeyOrigin::Here);
    let error = pki::check_issue(certificate, &profiles, now).err()?;
    let hint = match &error {
        IssueError::OutlivesAuthority { authority_end, .. } => {
            fill("ca-credentials-outlives-hint", &[("days", &pki::days_left(*authority_end, now))])
        }
        other => other.hint(),
    };
    Some(Problem { hint, ..Problem::new(FieldRef::Field(Field::LeafDays), &error) })
}

/// What is wrong with the CA, at the place where it can be fixed.
fn of_authority(ca_credentials: &CaCredentials, error: &AuthorityError) -> Problem {
    let place = match error {
        AuthorityError::Key(KeyError::Encrypted | KeyError::WrongPassphrase) => {
            FieldRef::Passphrase
        }
        error if error.is_of_key() => FieldRef::Field(Field::AuthorityKey),
        _ => FieldRef::Field(Field::AuthorityCertificate),
    };
    let is_certificates = place == FieldRef::Field(Field::AuthorityCertificate);
    let path = if is_certificates { &ca_credentials.certificate } else { &ca_credentials.key };
    let message = format!("{}: {error}", shown(Path::new(path)));
    Problem { message, ..Problem::new(place, error) }
}
