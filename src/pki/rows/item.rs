//! Anything that was read as rows, with what belongs to it.

use std::borrow::Cow;

use smallvec::smallvec;
use time::OffsetDateTime;

use super::{Row, Tone, Values, critical, extensions, fields, finding, findings, or_word};
use crate::finding::{Finding, Severity};
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
    let item = looked.item;
    let mut rows = own(looked, now);
    rows.extend(findings(reported(looked)));
    rows.extend(links(inspection, looked.place, path));
    rows.extend(loads(looked));
    rows.extend(findings(&item.findings));
    // A certificate's dates have rows of their own, which say as much.
    let list = matches!(item.kind, ItemKind::RevocationList(_));
    rows.extend(looked.of_time(now, None).filter(|_| list).as_ref().map(finding));
    rows.extend(inspection.of_links(looked).iter().map(finding));
    rows
}

/// The same without what is odd about it, and with what is critical.
pub fn item_facts<'a>(
    inspection: &Inspection,
    looked: &'a LookedAt<'_>,
    now: OffsetDateTime,
    path: &dyn Fn(usize) -> String,
) -> Vec<Row<'a>> {
    let mut rows = own(looked, now);
    rows.extend(looked.report().and_then(critical));
    rows.extend(links(inspection, looked.place, path));
    rows.extend(loads(looked));
    rows
}

/// What was found while it was read for itself.
fn reported<'a>(looked: &'a LookedAt<'_>) -> &'a [Finding] {
    match (&looked.item.kind, looked.report()) {
        (_, Some(report)) => &report.findings,
        (ItemKind::RevocationList(list), None) => &list.findings,
        _ => &[],
    }
}

/// What etcd doesn't load it as, where nothing worse is said.
fn loads<'a>(looked: &LookedAt<'_>) -> Option<Row<'a>> {
    let item = looked.item;
    let has_use = matches!(item.kind, ItemKind::Certificate(_) | ItemKind::PrivateKey { .. });
    let is_told = item.etcd_loads
        || item.wrapping.is_some()
        || !looked.report().is_none_or(says_nothing_wrong);
    let (word, tone) = if item.etcd_trusts {
        ("item-trusts-only", Tone::Warning)
    } else {
        ("item-loads-not", Tone::Error)
    };
    (has_use && !is_told).then(|| Row::one("item-loads", say(word)).toned(tone))
}

/// Where an item is, in words: its file and line, or its number within what holds it.
pub fn place_name(inspection: &Inspection, place: ItemId, path: &str) -> String {
    let item = inspection.item(place);
    let line = item.map_or(1, |item| item.line);
    let parent = item.and_then(|item| item.within);
    let holder = parent.and_then(|item| inspection.item(ItemId { item, ..place }));
    let number = parent.map(|parent| place.item.saturating_sub(parent));
    match (holder, number) {
        (Some(holder), Some(number)) if holder.label.is_empty() && holder.wrapping.is_none() => {
            fill("item-place-number", &[("path", &path), ("number", &number)])
        }
        (Some(_), Some(number)) => {
            fill("item-place-line-number", &[("path", &path), ("line", &line), ("number", &number)])
        }
        _ => fill("item-place", &[("path", &path), ("line", &line)]),
    }
}

/// Whether a report holds nothing but notes.
fn says_nothing_wrong(report: &CertificateReport) -> bool {
    report.findings.iter().all(|one| one.severity() == Severity::Note)
}

fn own<'a>(looked: &'a LookedAt<'_>, now: OffsetDateTime) -> Vec<Row<'a>> {
    let or_unknown = |key: &'a Option<String>| key.as_deref().unwrap_or(say("item-unknown-key"));
    if let Some(report) = looked.report() {
        return fields(report, now);
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
        Row::one("report-issuer", or_word(&list.issuer, "report-empty")),
        Row::one("item-this-update", list.this_update.map_or_else(unreadable, crate::text::moment)),
        Row::one("item-next-update", list.next_update.map_or_else(not_said, crate::text::moment)),
        Row::new("item-revoked", revoked),
        Row::one("report-signature", &list.signature),
    ];
    let key_id = list.authority_key_id.as_deref();
    rows.extend(key_id.map(|key_id| Row::one("report-authority-key", key_id)));
    rows.push(Row::one("report-fingerprint", &list.fingerprint));
    rows.extend(extensions(&list.extensions));
    rows
}

fn links<'a>(
    inspection: &Inspection,
    place: ItemId,
    path: &dyn Fn(usize) -> String,
) -> Vec<Row<'a>> {
    let at = |place: &ItemId| place_name(inspection, *place, &path(place.file));
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
