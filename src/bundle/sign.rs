//! Signing requests of keys that were born on members. Nothing but the key is taken from a request:
//! subject, names, usages and validity come from the plan.

use std::path::Path;

use thiserror::Error;
use time::OffsetDateTime;

use super::existing::{ExistingBundle, ExistingBundleError, NewCertificate, other_holder};
use super::generate::chain_file;
use crate::cluster::{Authority, Hint};
use crate::pki::judge::{CertificateFacts, above};
use crate::pki::{
    self, CertificateProfile, ImportedAuthority, IssueError, RequestError, SigningRequest,
};

/// A request as it came: a file's name and its bytes.
#[derive(Debug, Clone)]
pub struct RequestFile {
    /// The name of the file without directories, such as `etcd-1-server.csr`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What became of requests.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The certificates that were issued.
    pub signed: Vec<CertificateProfile>,
    /// Those whose certificate for the same key was there already.
    pub in_place: Vec<CertificateProfile>,
}

/// Why requests are not signed. Nothing was changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SignError {
    /// The bundle can't take them.
    #[error(transparent)]
    ExistingBundle(#[from] ExistingBundleError),
    /// A request can't be taken.
    #[error("{file}: {error}")]
    Request {
        /// The file.
        file: String,
        /// Why not.
        error: RequestError,
    },
    /// A file whose name is no certificate's of the plan.
    #[error("{file}: the plan has no certificate of that name, expected one of {expected}")]
    Name {
        /// The file.
        file: String,
        /// The names of the plan's certificates.
        expected: String,
    },
    /// Two requests for one certificate.
    #[error("{file}: another request for {certificate} was given")]
    Twice {
        /// The file.
        file: String,
        /// The certificate.
        certificate: String,
    },
    /// A request of another key than the one that is in the bundle.
    #[error("{file}: its key isn't the one that the bundle holds for {certificate}")]
    OtherKey {
        /// The file.
        file: String,
        /// The certificate.
        certificate: String,
    },
    /// One key for two holders.
    #[error("{file}: its key is that of {other} as well")]
    SharedKey {
        /// The file.
        file: String,
        /// Whose key it is.
        other: String,
    },
    /// An authority that isn't the bundle's.
    #[error("the CA `{found}` is not the one that signs {file} in this bundle")]
    Authority {
        /// The file.
        file: String,
        /// The CA that was given.
        found: String,
    },
    /// The certificate could not be issued.
    #[error("{file}: {error}")]
    Issue {
        /// The file.
        file: String,
        /// Why not.
        error: IssueError,
    },
}

impl Hint for SignError {
    fn hint(&self) -> String {
        match self {
            Self::ExistingBundle(error) => error.hint(),
            Self::Request { error, .. } => error.hint(),
            Self::Name { .. } => {
                "request.sh names its files so; rename yours to say which certificate it is for"
                    .into()
            }
            Self::Twice { .. } => "leave one of them out".into(),
            Self::OtherKey { .. } => {
                "make the request with that key: openssl req -new -key KEY -subj /CN=NAME -out CSR"
                    .into()
            }
            Self::SharedKey { .. } => {
                "make each key where it is used, and never copy one: run request.sh there".into()
            }
            Self::Authority { .. } => {
                "name the CA whose certificate is in the bundle's authority/".into()
            }
            Self::Issue { error, .. } => error.hint(),
        }
    }
}

impl ExistingBundle {
    /// Tells which certificate a file is about by its name, `MEMBER-ROLE` before the extension.
    pub(super) fn named(&self, file: &str) -> Option<CertificateProfile> {
        let stem = Path::new(file).file_stem()?.to_str()?;
        let is_it = |one: &CertificateProfile| one.request_name().eq_ignore_ascii_case(stem);
        self.leaves().into_iter().find(is_it)
    }

    /// The authorities that are needed to sign files of these names; names that are no certificate's are
    /// passed over.
    pub fn signers_of(&self, names: &[String]) -> Vec<Authority> {
        let mut signers: Vec<Authority> =
            names.iter().filter_map(|name| self.named(name)).map(|one| one.signer).collect();
        signers.sort();
        signers.dedup();
        signers
    }

    /// Signs requests and puts the certificates in place: all of them, or none. `authorities` holds the
    /// CA of each signer that the requests need.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign(
        &mut self,
        authorities: &[(Authority, &ImportedAuthority)],
        requests: &[RequestFile],
        may_replace: bool,
        now: OffsetDateTime,
        fill_random: &(dyn Fn(&mut [u8]) -> Result<(), IssueError> + Sync),
    ) -> Result<Signed, SignError> {
        let mut in_place = Vec::new();
        let mut signed: Vec<NewCertificate> = Vec::with_capacity(requests.len());
        let mut keys = self.keys_in_use(authorities);
        for RequestFile { name, bytes } in requests {
            let file = crate::text::escape_for_terminal(name);
            let profile = self
                .named(name)
                .ok_or_else(|| SignError::Name { file: file.clone(), expected: self.names() })?;
            let request = SigningRequest::read(bytes)
                .map_err(|error| SignError::Request { file: file.clone(), error })?;
            let own = profile.request_name();
            if signed.iter().any(|one| one.profile.request_name() == own) {
                return Err(SignError::Twice { file, certificate: own });
            }
            self.refuse_other_key(&profile, &request, &keys, &file)?;
            let its = authorities.iter().find(|(which, _)| *which == profile.signer);
            let Some((_, authority)) = its else {
                return Err(SignError::Authority { file, found: String::new() });
            };
            if !self.trusts(&profile, authority) {
                let found = authority.certificate().subject().to_owned();
                return Err(SignError::Authority { file, found });
            }
            if !may_replace && self.is_in_place(&profile, request.public_key()) {
                in_place.push(profile);
                continue;
            }
            let chain = chain_file(self.plan());
            let issued = pki::issue_for(authority, chain, &profile, &request, now, fill_random)
                .map_err(|error| SignError::Issue { file, error })?;
            keys.push((request.public_key().to_vec(), own));
            signed.push(NewCertificate {
                profile: issued.profile,
                pem: issued.certificate_pem,
                der: issued.certificate_der,
            });
        }
        if !signed.is_empty() {
            self.add(&signed, Vec::new(), may_replace, fill_random)?;
        }
        Ok(Signed { signed: signed.into_iter().map(|one| one.profile).collect(), in_place })
    }

    /// Refuses a key that another one holds, and one that isn't the bundle's own.
    fn refuse_other_key(
        &self,
        profile: &CertificateProfile,
        request: &SigningRequest,
        keys: &[(Vec<u8>, String)],
        file: &str,
    ) -> Result<(), SignError> {
        let (file, certificate) = (file.to_owned(), profile.request_name());
        if let Some(other) = other_holder(keys, request.public_key(), &certificate) {
            return Err(SignError::SharedKey { file, other });
        }
        match self.key(profile) {
            Some(key) if key.public_key_der() != request.public_key() => {
                Err(SignError::OtherKey { file, certificate })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn names(&self) -> String {
        let names: Vec<String> =
            self.leaves().iter().map(CertificateProfile::request_name).collect();
        names.join(", ")
    }

    /// The public keys of the certificates that are there and of the authorities, with their holders.
    pub(super) fn keys_in_use(
        &self,
        authorities: &[(Authority, &ImportedAuthority)],
    ) -> Vec<(Vec<u8>, String)> {
        let mut keys: Vec<(Vec<u8>, String)> = authorities
            .iter()
            .map(|(_, one)| (one.key().public_key_der().to_vec(), "the CA".to_owned()))
            .collect();
        for profile in self.leaves() {
            let chain = self.certificates(&profile.certificate_path);
            let key = chain.first().and_then(CertificateFacts::public_key_der);
            keys.extend(key.map(|key| (key, profile.request_name())));
        }
        keys
    }

    /// Whether those who see a certificate trust what an authority signs: the bundle's own copy of the
    /// trust anchor is the authority's.
    fn trusts(&self, profile: &CertificateProfile, authority: &ImportedAuthority) -> bool {
        let chain = self.facts(authority.certificate());
        let (Some(trusted), Some((own, pool))) = (self.anchor(profile.signer), chain.split_first())
        else {
            return false;
        };
        let pool = [pool, std::slice::from_ref(&trusted)].concat();
        *own == trusted
            || above(own, &pool, self.etcd()).is_ok_and(|above| above.contains(&trusted))
    }
}
