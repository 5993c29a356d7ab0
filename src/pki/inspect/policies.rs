//! Certificate policies that are required on the way up from a leaf, and that it lacks.

use super::inspection::Inspection;
use super::item::Item;
use super::links::Issuer;
use super::looked::LookedAt;
use crate::cluster::EtcdVersion;
use crate::etcd::Build;
use crate::finding::Finding;
use crate::finding::rules::chain::NoValidPolicy;
use crate::pki::judge::{CertificateFacts, lacks_policy};
use crate::pki::report::CertificateReport;

/// The OID of policyConstraints.
const CONSTRAINTS: &str = "2.5.29.36";
/// The longest way that is followed.
const DEPTH: usize = 16;

impl Inspection {
    /// A leaf that lacks a policy that is required by itself, or by an authority between it and a root that is among
    /// the files. What a root requires doesn't count, and of an authority without its issuer it isn't known whether
    /// it is trusted itself.
    pub(super) fn without_policy(&self, looked: &LookedAt<'_>) -> Option<Finding> {
        let report = looked.report().filter(|report| is_leaf(report))?;
        let mut way = vec![looked.item];
        let mut above = looked.place;
        while let Some(issuer) = self.signed_by(above).filter(|_| way.len() < DEPTH) {
            way.extend(self.item(issuer));
            above = issuer;
        }
        let is_root = |place| {
            let issuance = self.links.issuers.get(place);
            issuance.is_some_and(|one| matches!(one.issuer, Issuer::Itself))
        };
        if !is_root(&above) {
            // Two of it: the last is the anchor, whatever that is.
            way = vec![looked.item, looked.item];
        }
        let (_, below) = way.split_last()?;
        let between = below.get(1..).unwrap_or_default();
        let requires = |item: &&Item| item.report().is_some_and(requires_policy);
        if !requires_policy(report) && !between.iter().any(requires) {
            return None;
        }
        let build = Build::from(EtcdVersion::V3_7);
        let facts =
            way.iter().map(|item| CertificateFacts::from_der(item.public_der()?, build).ok());
        let facts: Vec<CertificateFacts> = facts.collect::<Option<_>>()?;
        lacks_policy(&facts.iter().collect::<Vec<_>>()).then(|| {
            NoValidPolicy {
                subject: facts.first().map_or_else(String::new, |leaf| leaf.subject.clone()),
            }
            .into()
        })
    }
}

fn is_leaf(report: &CertificateReport) -> bool {
    report.authority.is_none_or(|authority| !authority.ca)
}

fn requires_policy(report: &CertificateReport) -> bool {
    report.extensions.iter().any(|one| one.oid == CONSTRAINTS)
}
