//! Encryption as PKCS #12 does it: the derivation of RFC 7292 appendix B with 3DES or RC2, and PBES2.

use aws_lc_rs::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY};
use zeroize::Zeroizing;

use super::encryption::{self, MOST_ITERATIONS, decrypt as decrypt_cbc};
use super::{KeyError, Passphrase};
use crate::pki::inspect::der::{self, INTEGER, OCTET_STRING, OID, SEQUENCE};
use crate::pki::inspect::oid;
use crate::text::fill;

/// What bytes are derived for (appendix B.3).
#[derive(Clone, Copy)]
pub(in crate::pki) enum Purpose {
    /// A cipher's key.
    Key = 1,
    /// A cipher's initialisation vector.
    Vector = 2,
    /// The key of the MAC.
    Mac = 3,
}

/// A passphrase as PKCS #12 writes it: UTF-16 with a zero at its end. The empty one is also written as nothing.
pub(in crate::pki) fn written(passphrase: &Passphrase) -> Vec<Zeroizing<Vec<u8>>> {
    let text = passphrase.as_bytes();
    let text = std::str::from_utf8(text).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() * 2 + 2));
    bytes.extend(text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes));
    if text.is_empty() { vec![bytes, Zeroizing::new(Vec::new())] } else { vec![bytes] }
}

/// Derives bytes from a password (appendix B.2); `None` where that would take too many rounds.
pub(in crate::pki) fn derive(
    digest: &'static Algorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Option<Zeroizing<Vec<u8>>> {
    if rounds == 0 || rounds > MOST_ITERATIONS || salt.len() > 1024 {
        return None;
    }
    let block = digest.block_len();
    let filled = |bytes: &[u8]| -> Vec<u8> {
        bytes.iter().copied().cycle().take(bytes.len().div_ceil(block) * block).collect()
    };
    let mut input = Zeroizing::new(filled(salt));
    input.extend(filled(password));
    let mut derived = Zeroizing::new(Vec::with_capacity(length + digest.output_len()));
    while derived.len() < length {
        let mut context = Context::new(digest);
        context.update(&vec![purpose as u8; block]);
        context.update(&input);
        let mut hash = context.finish();
        for _ in 1..rounds {
            let mut context = Context::new(digest);
            context.update(hash.as_ref());
            hash = context.finish();
        }
        derived.extend_from_slice(hash.as_ref());
        let addend: Zeroizing<Vec<u8>> =
            Zeroizing::new(hash.as_ref().iter().copied().cycle().take(block).collect());
        for part in input.chunks_mut(block) {
            let mut carry = 1_u16;
            for (to, from) in part.iter_mut().zip(addend.iter()).rev() {
                let sum = u16::from(*to) + u16::from(*from) + carry;
                let [high, low] = sum.to_be_bytes();
                *to = low;
                carry = u16::from(high);
            }
        }
    }
    derived.truncate(length);
    Some(derived)
}

/// Decrypts bytes by an `AlgorithmIdentifier`: PBES2, which takes the passphrase, or one of PKCS #12, which takes
/// it as it [writes](written) it.
pub(in crate::pki) fn decrypt(
    algorithm: &[u8],
    bytes: &[u8],
    passphrase: &Passphrase,
    password: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let as_key = || {
        let octets = der::encode(OCTET_STRING, &[bytes]);
        encryption::open(&der::encode(SEQUENCE, &[algorithm, &octets]), passphrase)
    };
    let Some((name, salt, rounds)) = parameters(algorithm) else { return as_key() };
    let (cipher, key_length): (encryption::Decrypt, usize) = match name.as_str() {
        "1.2.840.113549.1.12.1.3" => (decrypt_cbc::<des::TdesEde3>, 24),
        "1.2.840.113549.1.12.1.4" => (decrypt_cbc::<des::TdesEde2>, 16),
        "1.2.840.113549.1.12.1.5" => (decrypt_cbc::<rc2::Rc2>, 16),
        "1.2.840.113549.1.12.1.6" => (decrypt_cbc::<rc2::Rc2>, 5),
        _ => return as_key(),
    };
    let derived = |purpose, length| {
        derive(&SHA1_FOR_LEGACY_USE_ONLY, purpose, password, salt, rounds, length).ok_or_else(
            || {
                KeyError::Cost(fill(
                    "cost-rounds",
                    &[("count", &rounds), ("derivation", &"PKCS #12")],
                ))
            },
        )
    };
    let (key, vector) = (derived(Purpose::Key, key_length)?, derived(Purpose::Vector, 8)?);
    let mut buffer = Zeroizing::new(bytes.to_vec());
    let length = cipher(&mut buffer, &key, &vector).ok_or(KeyError::WrongPassphrase)?;
    buffer.truncate(length);
    Ok(buffer)
}

/// The name of an algorithm, its salt and its rounds, where it has the parameters of PKCS #12.
fn parameters(algorithm: &[u8]) -> Option<(String, &[u8], u32)> {
    let mut parts = der::only(algorithm, SEQUENCE)?.inside();
    let name = oid(parts.tagged(OID)?.value);
    let mut parameters = parts.tagged(SEQUENCE)?.inside();
    let salt = parameters.tagged(OCTET_STRING)?.value;
    let rounds = der::small(parameters.tagged(INTEGER)?.value)?;
    Some((name, salt, rounds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::digest::SHA256;

    /// openssl kdf -keylen 24 -kdfopt digest:SHA1 -kdfopt pass:smeg -kdfopt hexsalt:0a58cf64530d823f -kdfopt iter:1
    /// -kdfopt id:1 PKCS12KDF, after test vectors that OpenSSL and Bouncy Castle share.
    #[test]
    fn bytes_are_derived_as_openssl_derives_them() {
        let password = written(&Passphrase::new("smeg".to_owned())).remove(0);
        let salt = [0x0A, 0x58, 0xCF, 0x64, 0x53, 0x0D, 0x82, 0x3F];
        let key = derive(&SHA1_FOR_LEGACY_USE_ONLY, Purpose::Key, &password, &salt, 1, 24).unwrap();
        assert_eq!(
            key.as_slice(),
            [
                0x8A, 0xAA, 0xE6, 0x29, 0x7B, 0x6C, 0xB0, 0x46, 0x42, 0xAB, 0x5B, 0x07, 0x78, 0x51,
                0x28, 0x4E, 0xB7, 0x12, 0x8F, 0x1A, 0x2A, 0x7F, 0xBC, 0xA3
            ]
        );
        for rounds in [0, MOST_ITERATIONS + 1] {
            assert!(derive(&SHA256, Purpose::Mac, &password, &salt, rounds, 32).is_none());
        }
    }
}
