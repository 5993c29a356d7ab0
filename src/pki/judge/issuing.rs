//! What an authority may sign, whoever trusts it: the rules of the way up for certificates among files, where nobody
//! said which of them are trusted.

use super::facts::CertificateFacts;
use super::path::{self, Purpose, Refusal, quoted};
use crate::cluster::EtcdVersion;
use crate::etcd::Build;
use crate::finding::Finding;
use crate::finding::rules::chain::{AuthorityPurpose, NameNotPermitted, PathLength};

/// Why the newest etcd takes no certificate on a way: the leaf first, then each issuer above the one before it. The
/// last is what is looked at. Purposes are asked for that the leaf itself names.
pub(in crate::pki) fn issuing_fault(way: &[&CertificateFacts]) -> Option<Finding> {
    let (authority, below) = way.split_last()?;
    let leaf = below.first()?;
    if let Err(refusal) = path::may_sign(authority) {
        return Some(unquoted(refusal));
    }
    let between = u64::try_from(below.len()).unwrap_or(u64::MAX).saturating_sub(1);
    if authority.path_length.is_some_and(|allowed| between > allowed) {
        return Some(PathLength { subject: authority.subject.clone() }.into());
    }
    let go = Build::from(EtcdVersion::V3_7).go;
    let forbidden = below.iter().find_map(|one| Some((one, authority.refuses_names_of(one, go)?)));
    if let Some((one, why)) = forbidden {
        let (subject, issuer) = (one.subject.clone(), authority.subject.clone());
        return Some(NameNotPermitted { subject, issuer, why }.into());
    }
    let named = |purpose: Purpose| {
        leaf.purposes.is_some_and(|purposes| match purpose {
            Purpose::Server => purposes.server,
            Purpose::Client => purposes.client,
        })
    };
    let refused = [Purpose::Server, Purpose::Client].into_iter();
    let refused = refused.filter(|one| named(*one)).find(|one| !path::allows(authority, *one))?;
    let subject = authority.subject.clone();
    Some(AuthorityPurpose { subject, purpose: refused.usage() }.into())
}

/// Nothing is quoted: what is logged depends on where the leaf is shown.
fn unquoted(refusal: Refusal) -> Finding {
    quoted(refusal, |_| Vec::new())
}
