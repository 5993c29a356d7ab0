//! The way from a leaf to the top of its chain.

use super::{CheckError, parse, signed_by};

/// Finds what stands above a leaf among certificates in any order: its issuer, the issuer of that, and so
/// on, as far as they are there. A signature that can't be judged counts.
///
/// # Errors
/// [`CheckError::Signature`] where an issuer of the right name didn't sign; [`CheckError`] where one of them
/// can't be read.
pub fn path_above(leaf: &[u8], pool: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, CheckError> {
    let mut above: Vec<Vec<u8>> = Vec::new();
    let mut below = leaf.to_vec();
    while above.len() <= pool.len() {
        let issuer = match issuer_of(&below, pool) {
            // An authority that bears its issuer's name, whose key isn't there: the way ends here.
            Err(CheckError::Signature { .. }) if !above.is_empty() => break,
            issuer => issuer?,
        };
        match issuer {
            Some(issuer) if *issuer != below && !above.contains(issuer) => {
                above.push(issuer.clone());
                below.clone_from(issuer);
            }
            _ => break,
        }
    }
    Ok(above)
}

fn issuer_of<'a>(child: &[u8], pool: &'a [Vec<u8>]) -> Result<Option<&'a Vec<u8>>, CheckError> {
    let child_certificate = parse(child)?;
    let mut unjudged = None;
    let mut refused = None;
    for candidate in pool {
        let certificate = parse(candidate)?;
        if certificate.subject().as_raw() != child_certificate.issuer().as_raw() {
            continue;
        }
        match signed_by(&child_certificate, &certificate) {
            Ok(()) => return Ok(Some(candidate)),
            Err(CheckError::NotChecked { .. }) => unjudged = Some(candidate),
            Err(error) => refused = Some(error),
        }
    }
    match (unjudged, refused) {
        (Some(candidate), _) => Ok(Some(candidate)),
        (None, Some(error)) => Err(error),
        (None, None) => Ok(None),
    }
}
