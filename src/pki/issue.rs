//! The issue of certificates: profiles in, signed certificates and their keys out.
//!
//! Clock and serial numbers are arguments; keys come from aws-lc's own generator.

mod error;
mod imported;
mod parameters;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rcgen::{CertificateParams, Issuer, SerialNumber};
use rustix::io::Errno;
use rustix::rand::{GetRandomFlags, getrandom};
use time::OffsetDateTime;
use time::macros::datetime;
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use super::key::SigningPair;
use super::notation::hexadecimal;
use super::pem;
use super::profile::{AUTHORITY_DIGITS, CertificateProfile, distinguished_name};
use super::randomness::Randomness;
use crate::text::{Words, escape_for_terminal};

pub use error::IssueError;
pub use imported::{Certified, ChainFile, check_issue, issue_by, issue_for};
use parameters::parameters;

/// The earliest and the first too late clock that certificates are made by. A machine without a battery
/// starts in 1970, and a certificate of then has ended before anybody looks.
const CLOCK: std::ops::Range<OffsetDateTime> =
    datetime!(2024-01-01 0:00 UTC)..datetime!(2100-01-01 0:00 UTC);

/// Octets of a serial number, the most that RFC 5280 §4.1.2.2 allows.
const SERIAL_LENGTH: usize = 20;

/// A certificate with its key.
pub struct Issued {
    /// What it was made from.
    pub profile: CertificateProfile,
    /// The certificate as PEM; the intermediate that signed it follows, if one did.
    pub certificate_pem: String,
    /// The certificate as DER.
    pub certificate_der: Vec<u8>,
    /// The private key as one PEM block of PKCS#8; wiped from memory when dropped.
    pub key_pem: Zeroizing<String>,
}

/// Leaves the key out: a key that can be printed will be.
impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("profile", &self.profile)
            .field("certificate_pem", &self.certificate_pem)
            .finish_non_exhaustive()
    }
}

/// How an issue goes on. Events come from several threads, one at a time.
#[derive(Debug, Clone, Copy)]
pub enum IssueEvent<'a> {
    /// A key is being made for a profile.
    KeyStarted(&'a CertificateProfile),
    /// A key is there.
    KeyDone {
        /// How many are; it grows by one with each event.
        done: usize,
        /// How many there will be.
        total: usize,
        /// What for.
        profile: &'a CertificateProfile,
    },
    /// A certificate is signed. All keys are there by then.
    Signed {
        /// How many are; it grows by one with each event.
        done: usize,
        /// How many there will be.
        total: usize,
        /// Which.
        profile: &'a CertificateProfile,
    },
}

/// Fills bytes from the kernel's generator: serial numbers, salts and the like. It has them at once, where aws-lc's, which
/// makes the keys, first has to be [started](start_key_generator).
///
/// # Errors
/// [`IssueError::Random`].
pub fn system_random(bytes: &mut [u8]) -> Result<(), IssueError> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match getrandom(&mut *rest, GetRandomFlags::empty()) {
            Ok(count) => rest = rest.get_mut(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(error) => return Err(IssueError::Random(std::io::Error::from(error).to_string())),
        }
    }
    Ok(())
}

/// Starts the generator that makes the keys, on a thread of its own: unless it is built without (`.cargo/config.toml`),
/// it first measures the jitter of the processor for tens of milliseconds. Whoever needs a key before waits for it.
pub fn start_key_generator() {
    // Where the system grants no thread, the first key starts it.
    let _ = thread::Builder::new().spawn(|| aws_lc_rs::rand::fill(&mut [0; 1]));
}

/// Issues a certificate for each profile, in their order: an authority stands before what it signs.
/// Keys are made on all cores.
///
/// `randomness` gives the digits of the authorities' names, the same for all, the serial numbers (see
/// [`system_random`]), and keys if it has some; `now` is the moment of issue.
/// `cancelled` is looked at between keys and between signatures.
///
/// # Errors
/// [`IssueError`]; what was made until then is dropped, its keys wiped.
pub fn issue(
    profiles: &[CertificateProfile],
    now: OffsetDateTime,
    randomness: &dyn Randomness,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<Issued>, IssueError> {
    if !CLOCK.contains(&now) {
        return Err(IssueError::Clock(now));
    }
    let profiles = &with_digits(profiles, randomness)?;
    // All that can be refused is refused before the first key, which may take a minute.
    let signers = signers(profiles)?;
    let mut all = Vec::with_capacity(profiles.len());
    for (profile, signer) in profiles.iter().zip(&signers) {
        let signer = profiles.get(*signer).unwrap_or(profile);
        require_issuer(profile, signer)?;
        refuse_outliving(profile, now, validity(signer, now)?.1)?;
        all.push(parameters(profile, now)?);
    }
    number(&mut all, randomness)?;
    let keys = key_pairs(profiles, randomness, cancelled, progress)?;
    sign(profiles, &signers, &all, &keys, cancelled, progress)
}

/// Draws the digits that follow the names of the authorities.
fn with_digits(
    profiles: &[CertificateProfile],
    randomness: &dyn Randomness,
) -> Result<Vec<CertificateProfile>, IssueError> {
    if !profiles.iter().any(|one| one.awaits_digits) {
        return Ok(profiles.to_vec());
    }
    let mut random = [0; AUTHORITY_DIGITS / 2];
    randomness.fill(&mut random)?;
    let digits = format!("{:0AUTHORITY_DIGITS$x}", u32::from_be_bytes(random));
    Ok(profiles.iter().map(|one| one.clone().with_digits(&digits)).collect())
}

/// Returns, for each profile, the position of its signer: an authority at or before it.
fn signers(profiles: &[CertificateProfile]) -> Result<Vec<usize>, IssueError> {
    let is = |profile: &CertificateProfile, wanted| profile.authority == Some(wanted);
    let mut signers = Vec::with_capacity(profiles.len());
    for (index, profile) in profiles.iter().enumerate() {
        let until_here = profiles.iter().take(index + 1);
        let signer = until_here.clone().position(|other| is(other, profile.signer));
        let repeated = profile
            .authority
            .is_some_and(|own| until_here.filter(|other| is(other, own)).count() > 1);
        match signer {
            Some(signer) if !repeated => signers.push(signer),
            _ => {
                return Err(IssueError::Signer {
                    certificate: path(profile),
                    signer: profile.signer.as_str(),
                });
            }
        }
    }
    if signers.is_empty() { Err(IssueError::Nothing) } else { Ok(signers) }
}

/// rcgen writes the authority's subject as issuer whatever the leaf's profile says; people were shown
/// the profile.
fn require_issuer(
    leaf: &CertificateProfile,
    authority: &CertificateProfile,
) -> Result<(), IssueError> {
    if leaf.issuer == authority.subject {
        return Ok(());
    }
    Err(IssueError::Issuer {
        certificate: path(leaf),
        expected: distinguished_name(&authority.subject),
        found: distinguished_name(&leaf.issuer),
    })
}

/// Refuses what would end after its authority.
fn refuse_outliving(
    profile: &CertificateProfile,
    now: OffsetDateTime,
    authority_end: OffsetDateTime,
) -> Result<(), IssueError> {
    let (_, end) = validity(profile, now)?;
    if end <= authority_end {
        return Ok(());
    }
    Err(IssueError::OutlivesAuthority { certificate: path(profile), end, authority_end })
}

fn validity(
    profile: &CertificateProfile,
    now: OffsetDateTime,
) -> Result<(OffsetDateTime, OffsetDateTime), IssueError> {
    profile.validity(now).ok_or_else(|| IssueError::Validity(path(profile)))
}

fn path(profile: &CertificateProfile) -> String {
    escape_for_terminal(&profile.certificate_path.display().to_string())
}

/// Gives each certificate a serial number.
fn number(all: &mut [CertificateParams], randomness: &dyn Randomness) -> Result<(), IssueError> {
    let serials = serials(all.len(), randomness)?;
    for (parameters, serial) in all.iter_mut().zip(serials) {
        parameters.serial_number = Some(SerialNumber::from_slice(&serial));
    }
    Ok(())
}

/// Draws the serial numbers: positive, exactly 20 octets, 158 bits of them random, so that no two
/// certificates of an authority ever share one (RFC 5280 §4.1.2.2).
fn serials(
    count: usize,
    randomness: &dyn Randomness,
) -> Result<Vec<[u8; SERIAL_LENGTH]>, IssueError> {
    let mut serials = Vec::with_capacity(count);
    for _ in 0..count {
        let mut serial = [0; SERIAL_LENGTH];
        randomness.fill(&mut serial)?;
        let [first, ..] = &mut serial;
        // The top bit is the sign; the next one keeps the first octet from being zero, which DER cuts.
        *first = *first & 0x7f | 0x40;
        if serials.contains(&serial) {
            return Err(IssueError::RepeatedSerial(hexadecimal(&serial)));
        }
        serials.push(serial);
    }
    Ok(serials)
}

/// Makes a key pair for each profile, on this thread and those of [`further_workers`], which all take the
/// next profile from one counter, unless one is there already: RSA keys take between a half and three times their mean.
pub(super) fn key_pairs(
    profiles: &[CertificateProfile],
    randomness: &dyn Randomness,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<SigningPair>, IssueError> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Made::default());
    let stop = AtomicBool::new(false);
    let work = || {
        while !stop.load(Ordering::Relaxed) && !cancelled.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(profile) = profiles.get(index) else { return };
            with(&made, |_| progress(IssueEvent::KeyStarted(profile)));
            let ready = randomness.ready_key(profile.algorithm);
            let pair =
                ready.map_or_else(|| SigningPair::generate(profile.algorithm), |key| Ok(key.0));
            with(&made, |made| match pair {
                Ok(pair) => {
                    made.pairs.push((index, pair));
                    let (done, total) = (made.pairs.len(), profiles.len());
                    progress(IssueEvent::KeyDone { done, total, profile });
                }
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    made.fault = Some(cryptography(profile, Words("issuing-make-key"), &error));
                }
            });
        }
    };
    thread::scope(|scope| {
        for _ in 0..further_workers(profiles) {
            // Where the system grants no thread, the others do its share.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(fault) = made.fault {
        return Err(fault);
    }
    if made.pairs.len() < profiles.len() {
        return Err(IssueError::Cancelled);
    }
    made.pairs.sort_by_key(|(index, _)| *index);
    Ok(made.pairs.into_iter().map(|(_, pair)| pair).collect())
}

/// How many threads help: as many as there are further cores, where there is enough to do. An RSA key
/// takes a hundred milliseconds and more, any other 50 µs, less than a thread costs to start.
fn further_workers(profiles: &[CertificateProfile]) -> usize {
    const WORTH_A_THREAD: usize = 64;
    let slow = profiles.iter().filter(|profile| profile.algorithm.is_rsa()).count();
    let shares = slow + (profiles.len() - slow) / WORTH_A_THREAD;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.min(shares).saturating_sub(1)
}

/// What the workers made.
#[derive(Default)]
struct Made {
    pairs: Vec<(usize, SigningPair)>,
    fault: Option<IssueError>,
}

/// Works on what the workers share; it is whole even where one of them panicked.
fn with(made: &Mutex<Made>, change: impl FnOnce(&mut Made)) {
    change(&mut made.lock().unwrap_or_else(PoisonError::into_inner));
}

/// What a request for a certificate says: all of its profile but what only an authority decides.
pub(super) fn request_parameters(
    profile: &CertificateProfile,
    now: OffsetDateTime,
) -> Result<CertificateParams, IssueError> {
    let mut parameters = parameters(profile, now)?;
    parameters.use_authority_key_identifier_extension = false;
    Ok(parameters)
}

pub(super) fn cryptography(
    profile: &CertificateProfile,
    step: Words,
    why: &dyn fmt::Display,
) -> IssueError {
    IssueError::Cryptography {
        certificate: path(profile),
        step,
        why: escape_for_terminal(&why.to_string()),
    }
}

fn sign(
    profiles: &[CertificateProfile],
    signers: &[usize],
    parameters: &[CertificateParams],
    keys: &[SigningPair],
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<Issued>, IssueError> {
    let mut all: Vec<Issued> = Vec::with_capacity(profiles.len());
    for (index, ((profile, own), key)) in profiles.iter().zip(parameters).zip(keys).enumerate() {
        if cancelled.load(Ordering::Relaxed) {
            return Err(IssueError::Cancelled);
        }
        let signer = signers.get(index).copied().unwrap_or(index);
        let (Some(parameters), Some(signing)) = (parameters.get(signer), keys.get(signer)) else {
            return Err(IssueError::Nothing);
        };
        let issuer = Issuer::from_params(parameters, signing.pair());
        let certificate = own
            .signed_by(key.pair(), &issuer)
            .map_err(|error| cryptography(profile, Words("issuing-sign"), &error))?;
        let der = certificate.der().to_vec();
        compare_issuer(profile, &der, all.get(signer).map_or(&der, |one| &one.certificate_der))?;
        // An authority that others must be shown to be found follows its leaves (RFC 8446 §4.4.2).
        let chain = all.get(signer).filter(|one| one.profile.authority != Some(one.profile.signer));
        let mut certificate_pem = pem::encode("CERTIFICATE", &der).to_string();
        if let Some(intermediate) = chain {
            certificate_pem.push_str(&intermediate.certificate_pem);
        }
        all.push(Issued {
            profile: profile.clone(),
            certificate_pem,
            certificate_der: der,
            key_pem: key.to_pem(),
        });
        progress(IssueEvent::Signed { done: all.len(), total: profiles.len(), profile });
    }
    Ok(all)
}

/// Chains are found by comparing the bytes of these names; some libraries write them anew.
fn compare_issuer(
    profile: &CertificateProfile,
    der: &[u8],
    authority: &[u8],
) -> Result<(), IssueError> {
    let read = |der| {
        X509Certificate::from_der(der)
            .map(|(_, certificate)| certificate)
            .map_err(|error| cryptography(profile, Words("issuing-read-back"), &error))
    };
    let (certificate, authority) = (read(der)?, read(authority)?);
    let (found, expected) = (certificate.issuer().as_raw(), authority.subject().as_raw());
    if found == expected {
        return Ok(());
    }
    Err(IssueError::IssuerBytes {
        certificate: path(profile),
        expected: hexadecimal(expected),
        found: hexadecimal(found),
    })
}

#[cfg(test)]
mod tests;
