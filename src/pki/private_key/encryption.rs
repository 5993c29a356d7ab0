//! Encryption under a passphrase: PBES2 both ways, openssl's older form (`DEK-Info`) for reading.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use md5::{Digest, Md5};
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode, Encode};
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::{self, EncryptionScheme};
use pkcs8::{EncryptedPrivateKeyInfo, EncryptedPrivateKeyInfoRef};
use zeroize::Zeroizing;

use super::{KeyError, NewPassphrase, Passphrase};
use crate::pki::inspect::der::{self, OID, SEQUENCE};
use crate::pki::inspect::oid;
use crate::pki::{Randomness, pem};
use crate::text::{Words, escape_for_terminal, fill, say};

/// Rounds of PBKDF2 with HMAC-SHA-256 for new files, as OWASP's Password Storage Cheat Sheet asks for.
const ITERATIONS: u32 = 600_000;
/// The most rounds that are granted to a file: some seconds.
pub(super) const MOST_ITERATIONS: u32 = 5_000_000;
/// The most bytes that scrypt may fill, all its lanes together. openssl itself grants 32 MiB.
const MOST_MEMORY: u64 = 256 << 20;
/// Octets of a salt: 128 bits, as NIST SP 800-132 §5.1 asks for.
const SALT_LENGTH: usize = 16;

/// Encrypts PKCS#8 as one PEM block `ENCRYPTED PRIVATE KEY`.
pub(super) fn seal(
    pkcs8: &[u8],
    passphrase: &NewPassphrase,
    randomness: &dyn Randomness,
) -> Result<Zeroizing<String>, KeyError> {
    let (mut salt, mut vector) = ([0; SALT_LENGTH], [0; 16]);
    for bytes in [&mut salt, &mut vector] {
        randomness.fill(bytes).map_err(|error| failed(&error))?;
    }
    if salt == vector {
        return Err(failed(&say("fault-random-repeats")));
    }
    let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(ITERATIONS, &salt, vector)
        .map_err(|error| failed(&error))?;
    let encrypted = parameters
        .encrypt(passphrase.as_passphrase().as_bytes(), pkcs8)
        .map_err(|error| failed(&error))?;
    let encrypted_data = OctetStringRef::new(&encrypted).map_err(|error| failed(&error))?;
    let encryption_algorithm = EncryptionScheme::from(parameters);
    let der = EncryptedPrivateKeyInfo { encryption_algorithm, encrypted_data }
        .to_der()
        .map_err(|error| failed(&error))?;
    Ok(pem::encode("ENCRYPTED PRIVATE KEY", &der))
}

fn failed(why: &dyn std::fmt::Display) -> KeyError {
    KeyError::Encryption(escape_for_terminal(&why.to_string()))
}

/// Decrypts a block `ENCRYPTED PRIVATE KEY` to PKCS#8, which may be noise where the passphrase is wrong.
pub(super) fn open(der: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let Ok(info) = EncryptedPrivateKeyInfoRef::from_der(der) else {
        return Err(unread(der));
    };
    let Some(parameters) = info.encryption_algorithm.pbes2() else { return Err(unread(der)) };
    refuse_costly(&parameters.kdf)?;
    // A buffer of one's own, for it is wiped.
    let mut buffer = Zeroizing::new(info.encrypted_data.as_bytes().to_vec());
    let length = match parameters.decrypt_in_place(passphrase.as_bytes(), &mut buffer) {
        Ok(opened) => opened.len(),
        Err(pkcs5::Error::DecryptFailed) => return Err(KeyError::WrongPassphrase),
        Err(_) => return Err(unread(der)),
    };
    buffer.truncate(length);
    Ok(buffer)
}

/// Says what a block is encrypted with that isn't read.
fn unread(der: &[u8]) -> KeyError {
    let algorithm = || {
        let mut outer = der::split(der)?.0.inside();
        Some(oid(outer.tagged(SEQUENCE)?.inside().tagged(OID)?.value))
    };
    let Some(algorithm) = algorithm() else {
        return KeyError::Malformed {
            label: "ENCRYPTED PRIVATE KEY".into(),
            why: Words("fault-not-encrypted-key"),
        };
    };
    let found = match algorithm.as_str() {
        "1.2.840.113549.1.5.13" => "PBES2 with another cipher than AES or Triple DES",
        "1.2.840.113549.1.5.3" => "pbeWithMD5AndDES-CBC",
        "1.2.840.113549.1.5.6" => "pbeWithMD5AndRC2-CBC",
        "1.2.840.113549.1.5.10" => "pbeWithSHA1AndDES-CBC",
        "1.2.840.113549.1.5.11" => "pbeWithSHA1AndRC2-CBC",
        "1.2.840.113549.1.12.1.1" => "pbeWithSHA1And128BitRC4",
        "1.2.840.113549.1.12.1.3" => "pbeWithSHA1And3-KeyTripleDES-CBC",
        "1.2.840.113549.1.12.1.4" => "pbeWithSHA1And2-KeyTripleDES-CBC",
        "1.2.840.113549.1.12.1.5" => "pbeWithSHA1And128BitRC2-CBC",
        "1.2.840.113549.1.12.1.6" => "pbeWithSHA1And40BitRC2-CBC",
        other => other,
    };
    KeyError::Cipher(found.into())
}

/// A file names what its opening costs, and a hostile one may name hours.
fn refuse_costly(kdf: &Kdf) -> Result<(), KeyError> {
    let found = match kdf {
        Kdf::Pbkdf2(parameters) if parameters.iteration_count <= MOST_ITERATIONS => return Ok(()),
        Kdf::Pbkdf2(parameters) => fill(
            "cost-rounds",
            &[("count", &parameters.iteration_count), ("derivation", &"PBKDF2")],
        ),
        Kdf::Scrypt(parameters) => {
            let cost = parameters.cost_parameter;
            let memory = [u64::from(parameters.block_size), u64::from(parameters.parallelization)]
                .into_iter()
                .try_fold(cost, u64::checked_mul)
                .and_then(|blocks| blocks.checked_mul(128));
            // pkcs5 panics where the cost is zero.
            if memory.is_some_and(|bytes| (1..=MOST_MEMORY).contains(&bytes))
                && cost.is_power_of_two()
            {
                return Ok(());
            }
            format!("scrypt N={cost} r={} p={}", parameters.block_size, parameters.parallelization)
        }
        _ => say("cost-unknown").into(),
    };
    Err(KeyError::Cost(found))
}

/// Decrypts in place with key and initialisation vector; says how many bytes are left.
pub(super) type Decrypt = fn(&mut [u8], &[u8], &[u8]) -> Option<usize>;

/// Decrypts a block with a header `DEK-Info: CIPHER,VECTOR` in place.
pub(super) fn open_legacy(
    mut buffer: Zeroizing<Vec<u8>>,
    header: Option<&str>,
    passphrase: &Passphrase,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let header = header.unwrap_or_default();
    let (cipher, vector) = header.split_once(',').unwrap_or((header, ""));
    let (open, key_length, vector_length): (Decrypt, usize, usize) = match cipher.trim() {
        "AES-128-CBC" => (decrypt::<aes::Aes128Dec>, 16, 16),
        "AES-192-CBC" => (decrypt::<aes::Aes192Dec>, 24, 16),
        "AES-256-CBC" => (decrypt::<aes::Aes256Dec>, 32, 16),
        "DES-EDE3-CBC" => (decrypt::<des::TdesEde3>, 24, 8),
        other => return Err(KeyError::Cipher(super::shown(other))),
    };
    let vector = hexadecimal(vector.trim()).filter(|bytes| bytes.len() == vector_length);
    let Some(vector) = vector else {
        return Err(KeyError::Malformed {
            label: format!("DEK-Info: {cipher}"),
            why: Words("fault-vector-length"),
        });
    };
    let salt = vector.first_chunk::<8>().map(<[u8; 8]>::as_slice).unwrap_or_default();
    let key = bytes_to_key(passphrase.as_bytes(), salt, key_length);
    let length = open(&mut buffer, &key, &vector).ok_or(KeyError::WrongPassphrase)?;
    buffer.truncate(length);
    Ok(buffer)
}

/// Decrypts in place; says how many bytes are left without padding.
pub(super) fn decrypt<C: BlockCipherDecrypt + KeyInit>(
    buffer: &mut [u8],
    key: &[u8],
    vector: &[u8],
) -> Option<usize> {
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, vector).ok()?;
    cipher.decrypt_padded::<Pkcs7>(buffer).ok().map(<[u8]>::len)
}

/// openssl's `EVP_BytesToKey` with MD5 and one round, of which its PEM encryption never learnt another.
fn bytes_to_key(passphrase: &[u8], salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::with_capacity(length + 16));
    let mut last = Zeroizing::new([0_u8; 16]);
    while key.len() < length {
        let mut hash = Md5::new();
        if !key.is_empty() {
            hash.update(last.as_slice());
        }
        hash.update(passphrase);
        hash.update(salt);
        last.copy_from_slice(&hash.finalize());
        key.extend_from_slice(last.as_slice());
    }
    key.truncate(length);
    key
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect(),
    )
}
