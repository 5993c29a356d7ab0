//! Anything that was read as rows, with what belongs to it.

use std::borrow::Cow;

use smallvec::smallvec;
use time::OffsetDateTime;

use super::{Row, Tone, Values, extensions, finding, findings, rows};
use crate::finding::Severity;
use crate::pki::inspect::{
    Inspection, Issuer, ItemId, ItemKind, LookedAt, OcspReport, RevocationListReport,
    SignatureCheck,
};
use crate::pki::report::CertificateReport;
use crate::text::{fill, say};

/// The kind of an item in words.
pub fn kind_name(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Certificate(_) => say("item-certificate"),
        ItemKind::Request(_) => say("item-request"),
        ItemKind::RevocationList(_) => say("item-list"),
        ItemKind::PublicKey(_) => say("item-public"),
        ItemKind::PrivateKey { .. } => say("item-private"),
        ItemKind::Parameters(_) => say("item-parameters"),
        ItemKind::Pkcs7(_) => say("item-pkcs7"),
        ItemKind::Pkcs12(_) => say("item-pkcs12"),
        ItemKind::JavaKeyStore(_) => say("item-java"),
        ItemKind::OcspResponse(_) => say("item-ocsp"),
        ItemKind::Other => say("item-other"),
        ItemKind::Broken(_) => say("item-broken"),
    }
}

/// Returns the rows of an item as of `now`: what it says, what belongs to it, what is odd about it.
/// `path` names a file of the reading.
pub fn item_rows<'a>(
    inspection: &Inspection,
    looked: &'a LookedAt<'_>,
    now: OffsetDateTime,
    path: &dyn Fn(usize) -> String,
) -> Vec<Row<'a>> {
    let (item, report) = (looked.item, looked.report());
    let mut rows = own(looked, now);
    rows.extend(links(inspection, looked.place, path));
    if !item.etcd_loads && item.wrapping.is_none() && report.is_none_or(says_nothing_wrong) {
        let has_use = matches!(item.kind, ItemKind::Certificate(_) | ItemKind::PrivateKey { .. });
        rows.extend(
            has_use.then(|| Row::one("item-loads", say("item-loads-not")).toned(Tone::Error)),
        );
    }
    rows.extend(findings(&item.findings));
    // A certificate's dates have rows of their own, which say as much.
    let list = matches!(item.kind, ItemKind::RevocationList(_));
    rows.extend(looked.of_time(now, None).filter(|_| list).as_ref().map(finding));
    rows.extend(inspection.of_links(looked).iter().map(finding));
    rows
}

/// Whether a report holds nothing but notes.
fn says_nothing_wrong(report: &CertificateReport) -> bool {
    report.findings.iter().all(|one| one.severity() == Severity::Note)
}

fn own<'a>(looked: &'a LookedAt<'_>, now: OffsetDateTime) -> Vec<Row<'a>> {
    let or_unknown = |key: &'a Option<String>| key.as_deref().unwrap_or(say("item-unknown-key"));
    if let Some(report) = looked.report() {
        return rows(report, now);
    }
    let item = looked.item;
    match &item.kind {
        ItemKind::RevocationList(list) => list_rows(list),
        ItemKind::PublicKey(key) => vec![Row::one("report-key", or_unknown(key))],
        ItemKind::PrivateKey { kind, key, encryption } => {
            let encryption = encryption.as_deref().unwrap_or(say("item-plain-key"));
            vec![
                Row::one("report-key", or_unknown(key)),
                Row::one("item-form", kind.as_str()),
                Row::one("item-encryption", encryption),
            ]
        }
        ItemKind::Parameters(what) => vec![Row::one("item-says", or_unknown(what))],
        ItemKind::Pkcs7(Some(count)) => {
            vec![Row::one("item-holds", fill("item-holds-count", &[("count", count)]))]
        }
        ItemKind::Pkcs12(Some(count)) | ItemKind::JavaKeyStore(count) => {
            vec![
                Row::one("item-kind", kind_name(&item.kind)),
                Row::one("item-holds", fill("item-holds-keys", &[("count", count)])),
            ]
        }
        ItemKind::OcspResponse(report) => ocsp_rows(report),
        _ => vec![Row::one("item-kind", kind_name(&item.kind))],
    }
}

fn ocsp_rows(report: &OcspReport) -> Vec<Row<'_>> {
    let unreadable = || say("report-unreadable").to_owned();
    let not_said = || say("item-not-said").to_owned();
    let mut rows =
        vec![Row::one("item-kind", say("item-ocsp")), Row::one("item-ocsp-status", &report.status)];
    let Some(responder) = &report.responder else { return rows };
    rows.push(Row::one("item-ocsp-responder", responder));
    let made = report.produced_at.map_or_else(unreadable, crate::text::moment);
    rows.push(Row::one("item-this-update", made));
    let answers = report.answers.iter().map(|one| {
        let since = one.revoked_at.map_or_else(unreadable, crate::text::moment);
        let revoked = || fill("item-ocsp-revoked", &[("since", &since)]);
        let status = if one.status == "revoked" { revoked() } else { one.status.to_owned() };
        let since = one.this_update.map_or_else(unreadable, crate::text::moment);
        let next = one.next_update.map_or_else(not_said, crate::text::moment);
        fill(
            "item-ocsp-answer",
            &[("serial", &one.serial), ("status", &status), ("since", &since), ("next", &next)],
        )
    });
    rows.extend(
        Some(answers.map(Cow::from).collect::<Values<'_>>())
            .filter(|all| !all.is_empty())
            .map(|all| Row::new("item-ocsp-says", all)),
    );
    rows.extend(report.signature.as_deref().map(|name| Row::one("report-signature", name)));
    rows
}

fn list_rows(list: &RevocationListReport) -> Vec<Row<'_>> {
    let unreadable = || say("report-unreadable").to_owned();
    let not_said = || say("item-not-said").to_owned();
    let mut revoked: Values<'_> =
        smallvec![fill("item-revoked-count", &[("count", &list.revoked)]).into()];
    revoked.extend(list.first_revoked.iter().map(|one| {
        let at = one.at.map_or_else(unreadable, crate::text::moment);
        let reason = one.reason.map(|reason| format!(", {reason}")).unwrap_or_default();
        format!("{} {at}{reason}", one.serial).into()
    }));
    let more = list.revoked - list.first_revoked.len();
    if more > 0 {
        revoked.push(fill("item-revoked-more", &[("count", &more)]).into());
    }
    let mut rows = vec![
        Row::one("report-issuer", &list.issuer),
        Row::one("item-this-update", list.this_update.map_or_else(unreadable, crate::text::moment)),
        Row::one("item-next-update", list.next_update.map_or_else(not_said, crate::text::moment)),
        Row::new("item-revoked", revoked),
        Row::one("report-signature", &list.signature),
    ];
    let key_id = list.authority_key_id.as_deref();
    rows.extend(key_id.map(|key_id| Row::one("report-authority-key", key_id)));
    rows.push(Row::one("report-fingerprint", &list.fingerprint));
    rows.extend(extensions(&list.extensions));
    rows.extend(findings(&list.findings));
    rows
}

fn links<'a>(
    inspection: &Inspection,
    place: ItemId,
    path: &dyn Fn(usize) -> String,
) -> Vec<Row<'a>> {
    let at = |place: &ItemId| {
        let line = inspection.item(*place).map_or(1, |item| item.line);
        fill("item-place", &[("path", &path(place.file)), ("line", &line)])
    };
    let mut rows = Vec::new();
    if let Some(issuance) = inspection.links.issuers.get(&place) {
        let text = match (issuance.issuer, issuance.signature) {
            (Issuer::Missing, _) => say("item-signed-missing").to_owned(),
            (Issuer::Itself, SignatureCheck::Valid) => say("item-signed-itself").to_owned(),
            (Issuer::Itself, SignatureCheck::NotChecked) => {
                say("item-signed-itself-unchecked").to_owned()
            }
            (Issuer::Itself, SignatureCheck::Invalid) => say("item-signed-not-itself").to_owned(),
            (Issuer::Found { place, same_key_id }, check) => {
                let place: &dyn std::fmt::Display = &at(&place);
                let how = match check {
                    SignatureCheck::Valid => fill("item-signed-checked", &[("place", place)]),
                    SignatureCheck::NotChecked => {
                        fill("item-signed-unchecked", &[("place", place)])
                    }
                    SignatureCheck::Invalid => fill("item-signed-not", &[("place", place)]),
                };
                match same_key_id {
                    Some(false) => fill("item-signed-key-id", &[("how", &how)]),
                    _ => how,
                }
            }
        };
        rows.push(Row::one("item-signed-by", text));
    }
    if let Some(partners) = inspection.links.partners.get(&place) {
        let is_key = inspection.item(place).is_some_and(|item| item.report().is_none());
        let label = if is_key { "item-belongs" } else { "item-its-key" };
        rows.push(Row::new(label, partners.iter().map(|one| at(one).into()).collect()));
    }
    rows
}
