//! Signing requests of keys that were born on members. Nothing but the key is taken from a request:
//! subject, names, usages and validity come from the plan.

use std::path::Path;

use thiserror::Error;
use time::OffsetDateTime;

use super::existing::{ExistingBundle, ExistingBundleError, GivenFile, other_holder};
use super::generate::chain_file;
use crate::cluster::Authority;
use crate::pki::judge::{CertificateFacts, above};
use crate::pki::{
    self, CertificateProfile, Certified, ImportedAuthority, IssueError, Randomness, RequestError,
    SigningRequest,
};
use crate::text::{in_words, say};

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
    ExistingBundle(#[from] ExistingBundleError),
    /// A request can't be taken.
    Request {
        /// The file, safe to show.
        file: String,
        /// Why not.
        fault: RequestFault,
    },
    /// An authority that isn't the bundle's.
    Authority {
        /// The file, safe to show.
        file: String,
        /// The CA that was given.
        found: String,
    },
}

/// Why a request is not signed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RequestFault {
    /// It can't be read.
    Unreadable(RequestError),
    /// The file's name is none of those of the plan's certificates, which are these.
    Name(String),
    /// Two requests for one certificate.
    Twice(String),
    /// A request of another key than the one that is in the bundle for this certificate.
    OtherKey(String),
    /// One key for two holders, of whom this is the other.
    SharedKey(String),
    /// The certificate could not be issued.
    Issue(IssueError),
}

in_words! { SignError with hints:
    Self::ExistingBundle(error) => (error),
    Self::Request { file, fault } => { format!("{file}: {fault}"), fault.hint() },
    Self::Authority { file, found } => ["error-sign-authority", found, file],
}

in_words! { RequestFault with hints:
    Self::Unreadable(error) => (error),
    Self::Name(known) => ["error-request-fault-name", known],
    Self::Twice(certificate) => ["error-request-fault-twice", certificate],
    Self::OtherKey(certificate) => ["error-request-fault-other-key", certificate],
    Self::SharedKey(other) => ["error-import-fault-shared-key", other],
    Self::Issue(error) => (error),
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
        authorities: &[(Authority, ImportedAuthority)],
        requests: &[GivenFile],
        may_replace: bool,
        now: OffsetDateTime,
        randomness: &dyn Randomness,
    ) -> Result<Signed, SignError> {
        let mut in_place = Vec::new();
        let mut signed: Vec<Certified> = Vec::with_capacity(requests.len());
        let mut keys = self.keys_in_use(authorities);
        for GivenFile { name, bytes } in requests {
            let file = crate::text::escape_for_terminal(name);
            let refused = |fault| SignError::Request { file: file.clone(), fault };
            let profile =
                self.named(name).ok_or_else(|| refused(RequestFault::Name(self.names())))?;
            let request = SigningRequest::read(bytes)
                .map_err(|error| refused(RequestFault::Unreadable(error)))?;
            let own = profile.request_name();
            if signed.iter().any(|one| one.profile.request_name() == own) {
                return Err(refused(RequestFault::Twice(own)));
            }
            self.refuse_other_key(&profile, &request, &keys).map_err(refused)?;
            let its = authorities.iter().find(|(which, _)| *which == profile.signer);
            let its = its.map(|(_, authority)| authority);
            let Some(authority) = its.filter(|one| self.trusts(&profile, one)) else {
                let found = its.map(|one| one.certificate().subject().to_owned());
                return Err(SignError::Authority { file, found: found.unwrap_or_default() });
            };
            if !may_replace && self.is_in_place(&profile, request.public_key()) {
                in_place.push(profile);
                continue;
            }
            let chain = chain_file(self.plan());
            let issued = pki::issue_for(authority, chain, &profile, &request, now, randomness)
                .map_err(|error| refused(RequestFault::Issue(error)))?;
            keys.push((request.public_key().to_vec(), own));
            signed.push(issued);
        }
        if !signed.is_empty() {
            self.add(&signed, Vec::new(), may_replace, randomness)?;
        }
        Ok(Signed { signed: signed.into_iter().map(|one| one.profile).collect(), in_place })
    }

    /// Refuses a key that another one holds, and one that isn't the bundle's own.
    fn refuse_other_key(
        &self,
        profile: &CertificateProfile,
        request: &SigningRequest,
        keys: &[(Vec<u8>, String)],
    ) -> Result<(), RequestFault> {
        let certificate = profile.request_name();
        if let Some(other) = other_holder(keys, request.public_key(), &certificate) {
            return Err(RequestFault::SharedKey(other));
        }
        match self.key(profile) {
            Some(key) if key.public_key_der() != request.public_key() => {
                Err(RequestFault::OtherKey(certificate))
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
        authorities: &[(Authority, ImportedAuthority)],
    ) -> Vec<(Vec<u8>, String)> {
        let mut keys: Vec<(Vec<u8>, String)> = authorities
            .iter()
            .map(|(_, one)| (one.key().public_key_der().to_vec(), say("holder-ca").to_owned()))
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
