//! Which OCSP responses count: those that the authority of the certificates signed, or a responder that it
//! certified for that (RFC 6960 §4.2.2.2).

use std::collections::{BTreeMap, HashMap, HashSet};

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};

use super::body;
use crate::finding::Finding;
use crate::finding::rules::reading::OcspNotApplied;
use crate::pki::algorithm::PublicKey;
use crate::pki::inspect::der::{self, BIT_STRING, Element, INTEGER, OCTET_STRING, OID, SEQUENCE};
use crate::pki::inspect::frame::Frame;
use crate::pki::inspect::item::{FileInspection, Item, ItemKind};
use crate::pki::inspect::links::ItemId;
use crate::pki::inspect::{name, signature};
use crate::pki::judge;

/// The most signatures that are checked, so that files made to be slow aren't.
const CHECKS: usize = 2000;

/// What the responses of a reading come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::pki::inspect) struct Responses {
    /// What is revoked: the key of the authority, and serial numbers without leading zeros.
    pub(in crate::pki::inspect) revoked: HashSet<([u8; 32], Vec<u8>)>,
    /// Responses that revoke something and don't count.
    pub(in crate::pki::inspect) ignored: BTreeMap<ItemId, Finding>,
}

/// Reads the responses among files.
pub(in crate::pki::inspect) fn responses(files: &[FileInspection]) -> Responses {
    let mut found = Responses::default();
    let all = || {
        files.iter().enumerate().flat_map(|(file, inspection)| {
            let items = inspection.items.iter().enumerate();
            items.map(move |(item, one)| (ItemId { file, item }, one))
        })
    };
    let is_response = |item: &Item| matches!(item.kind, ItemKind::OcspResponse(_));
    if !all().any(|(_, item)| is_response(item)) {
        return found;
    }
    let mut certificates = Certificates::of(all().map(|(_, item)| item));
    for (place, item) in all().filter(|(_, item)| is_response(item)) {
        let Some(response) = Response::read(item.der()) else { continue };
        if response.revoked.is_empty() {
            continue;
        }
        let mut why = None;
        for (of, serial) in &response.revoked {
            match certificates.signer(&response, of) {
                Ok(authority) => {
                    found.revoked.insert((authority, serial.clone()));
                }
                Err(reason) => why = Some(reason),
            }
        }
        if let Some(why) = why {
            found.ignored.insert(place, OcspNotApplied { why: why.into() }.into());
        }
    }
    found
}

/// The authority that a certificate is named by: the algorithm of two digests, over its name and its key.
struct CertificateOf<'a> {
    hash: String,
    digests: [&'a [u8]; 2],
}

/// What of a response is signed, and whom it revokes.
struct Response<'a> {
    signed: Element<'a>,
    algorithm: Element<'a>,
    signature: Element<'a>,
    revoked: Vec<(CertificateOf<'a>, Vec<u8>)>,
}

impl<'a> Response<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut outer = der::split(bytes)?.0.inside();
        let _status = outer.tagged(0x0A)?;
        let mut parts = body(outer.tagged(0xA0)?)?.inside();
        let signed = parts.tagged(SEQUENCE)?;
        let (algorithm, signature) = (parts.tagged(SEQUENCE)?, parts.tagged(BIT_STRING)?);
        let list = signed.inside().filter(|part| part.tag == SEQUENCE).last()?;
        let revoked = list.inside().filter_map(revoked).collect();
        Some(Self { signed, algorithm, signature, revoked })
    }
}

/// Reads one answer, where it says that a certificate is revoked.
fn revoked(answer: Element<'_>) -> Option<(CertificateOf<'_>, Vec<u8>)> {
    let mut fields = answer.inside();
    let mut id = fields.tagged(SEQUENCE)?.inside();
    let hash = name::oid(id.tagged(SEQUENCE)?.inside().tagged(OID)?.value);
    let digests = [id.tagged(OCTET_STRING)?.value, id.tagged(OCTET_STRING)?.value];
    let serial = judge::magnitude(id.tagged(INTEGER)?.value);
    (fields.next()?.tag & 0x1F == 1).then_some((CertificateOf { hash, digests }, serial))
}

/// A certificate with its parts.
struct Known<'a> {
    frame: Frame<'a>,
    public: [u8; 32],
}

/// The certificates that responses are held against.
struct Certificates<'a> {
    all: Vec<Known<'a>>,
    /// Those that may sign responses for the authority that signed them, by their index.
    responders: Vec<usize>,
    /// By the digests of name and key, for each algorithm that was asked for.
    by_digests: HashMap<String, HashMap<[Vec<u8>; 2], Vec<usize>>>,
    left: usize,
}

impl<'a> Certificates<'a> {
    fn of(items: impl Iterator<Item = &'a Item>) -> Self {
        let (mut all, mut responders) = (Vec::new(), Vec::new());
        for item in items {
            let ItemKind::Certificate(report) = &item.kind else { continue };
            let frame = Frame::parse(item.der()).ok();
            let Some((frame, public)) = frame.zip(item.link_keys.public) else { continue };
            if report.extended_key_usages.iter().any(|usage| usage == "OCSP Signing") {
                responders.push(all.len());
            }
            all.push(Known { frame, public });
        }
        Self { all, responders, by_digests: HashMap::new(), left: CHECKS }
    }

    /// The key of the authority whose word a response is, or why it is nobody's.
    fn signer(
        &mut self,
        response: &Response<'_>,
        of: &CertificateOf<'_>,
    ) -> Result<[u8; 32], &'static str> {
        let authorities = self.named(of);
        if authorities.is_empty() {
            return Err("missing");
        }
        let Self { all, responders, left, .. } = self;
        let mut fits = |key: &[u8]| {
            *left = left.checked_sub(1)?;
            let key = signature::Key::from_spki(key);
            key.fits(response.algorithm, response.signature, response.signed.whole)
        };
        let known: Vec<&Known<'_>> = authorities.iter().filter_map(|one| all.get(*one)).collect();
        for authority in &known {
            if fits(authority.frame.key.whole) == Some(true) {
                return Ok(authority.public);
            }
        }
        for responder in responders.iter().filter_map(|one| all.get(*one)) {
            for authority in &known {
                let key = signature::Key::from_spki(authority.frame.key.whole);
                if signature::by(&responder.frame, &key) == Some(true)
                    && fits(responder.frame.key.whole) == Some(true)
                {
                    return Ok(authority.public);
                }
            }
        }
        Err("foreign")
    }

    /// The certificates with a name and a key of these digests.
    fn named(&mut self, of: &CertificateOf<'_>) -> Vec<usize> {
        let Some(algorithm) = algorithm(&of.hash) else { return Vec::new() };
        let Self { all, by_digests, .. } = self;
        let known = by_digests.entry(of.hash.clone()).or_insert_with(|| {
            let mut known: HashMap<[Vec<u8>; 2], Vec<usize>> = HashMap::new();
            for (index, one) in all.iter().enumerate() {
                let key = PublicKey::read(one.frame.key.whole).map(|key| key.bytes);
                let parts = [one.frame.subject.whole, key.unwrap_or_default()];
                let digests = parts.map(|part| digest(algorithm, part).as_ref().to_vec());
                known.entry(digests).or_default().push(index);
            }
            known
        });
        known.get(&of.digests.map(<[u8]>::to_vec)).cloned().unwrap_or_default()
    }
}

fn algorithm(oid: &str) -> Option<&'static Algorithm> {
    Some(match oid {
        "1.3.14.3.2.26" => &SHA1_FOR_LEGACY_USE_ONLY,
        "2.16.840.1.101.3.4.2.1" => &SHA256,
        "2.16.840.1.101.3.4.2.2" => &SHA384,
        "2.16.840.1.101.3.4.2.3" => &SHA512,
        _ => return None,
    })
}
