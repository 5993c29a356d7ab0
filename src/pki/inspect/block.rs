//! One block, PEM or bare DER, as items.

use super::error::InspectError;
use super::form::{self, Form};
use super::item::{Item, ItemKind, LinkKeys};
use super::key::{self, PrivateKeyKind};
use super::lazy::LazyReport;
use super::pkcs12::{self, Pkcs12Error};
use super::unlock::Sealed;
use super::{certificate, der, java, ocsp, revocation};
use crate::cluster::EtcdVersion;
use crate::finding::rules::files::KeyEncrypted;
use crate::finding::rules::keys::UnsupportedKey;
use crate::finding::rules::reading::{
    AuthorityLabel, BareDer, BrokenBlock, CertificateTooLarge, CrlPem, ForeignLabel, HeaderLines,
    JavaKeyStore, OpensshKey, OpensshPublicKey, Parameters, Pkcs7, Pkcs7Unread, Pkcs12,
    Pkcs12Locked, TrailingData, UnreadableKey, WrongMarker,
};
use crate::finding::{Finding, Quote, Rule, Side};
use crate::pki::algorithm::{Curve, KeyKind, PublicKey, modulus_bits};
use crate::pki::judge::CertificateFacts;
use crate::pki::parallel::in_shares;
use crate::pki::{Passphrase, pem};
use crate::text::escape_for_terminal;
use zeroize::Zeroizing;

/// The most blocks of one file, and certificates within PKCS #7, that are read.
pub const BLOCK_LIMIT: usize = 100_000;
/// Why Go takes a block for no key.
const LABEL_OF_KEYS: &str = "the label of a key is `PRIVATE KEY`, or ends in it after a blank";

/// Reads a block of PEM by its label.
pub(super) fn read(mut block: pem::Block, items: &mut Vec<Item>) {
    let contents = std::mem::replace(&mut block.contents, Err(pem::Fault::Empty));
    let (mut bytes, fault) = match (contents, block.salvaged.take()) {
        (Ok(bytes), _) => (bytes, None),
        (Err(fault), Some(bytes)) => (bytes, Some(fault)),
        (Err(fault), None) => {
            items.push(broken(&block, fault.to_string()));
            return;
        }
    };
    let mut item = item(&mut bytes, &block);
    if let Some(fault) = fault {
        item.unload();
        item.findings.push(WrongMarker { why: fault.to_string() }.into());
    }
    if block.headers && matches!(item.kind, ItemKind::Certificate(_)) {
        item.findings.push(HeaderLines {}.into());
    }
    add(item, &bytes, items);
}

fn broken(block: &pem::Block, why: String) -> Item {
    let finding = BrokenBlock { why: why.clone() };
    let key = key::kind(&block.label).is_some();
    let what = if key { " (a private key)" } else { "" };
    Item {
        kind: ItemKind::Broken(why),
        findings: vec![finding.into()],
        ..blank(block.line, format!("{}{what}", shortened(&block.label)))
    }
}

/// A label may be as long as the file.
fn shortened(label: &str) -> String {
    const SHOWN: usize = 64;
    match label.char_indices().nth(SHOWN).and_then(|(end, _)| label.get(..end)) {
        Some(start) => escape_for_terminal(start) + "…",
        None => escape_for_terminal(label),
    }
}

/// Reads what a block holds. The bytes of a certificate are taken: they aren't secret, and there may be many.
fn item(bytes: &mut Zeroizing<Vec<u8>>, block: &pem::Block) -> Item {
    let mut item = blank(block.line, shortened(&block.label));
    if let Some(kind) = key::kind(&block.label) {
        // The initialisation vector behind the comma tells people nothing.
        let cipher = block.cipher.as_deref().and_then(|value| value.split(',').next());
        let cipher = cipher
            .map(|name| escape_for_terminal(&name.trim().chars().take(40).collect::<String>()));
        let cipher = block.encrypted.then(|| cipher.unwrap_or_else(|| "unknown".into()));
        private_key(kind, bytes, cipher, &mut item);
        if !key::is_taken(&block.label) {
            item.unload();
            item.findings.push(WrongMarker { why: LABEL_OF_KEYS.into() }.into());
        }
        return item;
    }
    match block.label.as_str() {
        "CERTIFICATE" => of_certificate(std::mem::take(bytes), &mut item),
        "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => foreign(bytes, &block.label, &mut item),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            of_form(Form::Request, bytes, &mut item);
        }
        "X509 CRL" => {
            of_form(Form::RevocationList, bytes, &mut item);
            if matches!(item.kind, ItemKind::RevocationList(_)) {
                item.findings.push(CrlPem {}.into());
            }
        }
        "PUBLIC KEY" => of_form(Form::PublicKey, bytes, &mut item),
        "RSA PUBLIC KEY" => of_form(Form::RsaPublicKey, bytes, &mut item),
        "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => of_form(Form::Pkcs7, bytes, &mut item),
        "PKCS12" => of_form(Form::Pkcs12, bytes, &mut item),
        label if label.ends_with(" PARAMETERS") => {
            let curve = der::only(bytes, der::OID).map(|curve| Curve::of(Some(curve)));
            let what = curve.map(|curve| KeyKind::Ecdsa(curve).to_string());
            item.kind = ItemKind::Parameters(what);
            item.findings.push(Parameters {}.into());
        }
        label if form::detect(bytes) == Some(Form::Certificate) => foreign(bytes, label, &mut item),
        _ => {}
    }
    item
}

/// A certificate under another label: none for the file of a member's own certificate (`crypto/tls` `X509KeyPair`),
/// and one like others among the authorities that are trusted (etcd's `pkg/tlsutil` `NewCertPool`).
fn foreign(bytes: &[u8], label: &str, item: &mut Item) {
    // A trusted certificate may be followed by openssl's notes on its trust.
    let (own, behind) =
        der::split(bytes).map_or((bytes, &[][..]), |(own, behind)| (own.whole, behind));
    of_certificate(own.to_vec(), item);
    let is_whole = item.etcd_loads && behind.is_empty();
    item.unload();
    item.etcd_trusts = is_whole;
    let label = escape_for_terminal(label);
    let authority = item.report().and_then(|report| report.authority);
    item.findings.push(if is_whole && authority.is_some_and(|authority| authority.ca) {
        AuthorityLabel { label }.into()
    } else {
        ForeignLabel { label }.into()
    });
    if !behind.is_empty() {
        let quote = Quote { side: Side::Exit, text: "x509: trailing data".into() };
        let finding = Finding::from(TrailingData { bytes: behind.len() });
        item.findings.push(finding.quoting(vec![quote]));
    }
}

fn blank(line: usize, label: String) -> Item {
    Item {
        line,
        label,
        within: None,
        kind: ItemKind::Other,
        etcd_loads: false,
        etcd_trusts: false,
        findings: Vec::new(),
        wrapping: None,
        sealed: None,
        link_keys: LinkKeys::default(),
    }
}

/// Reads a file that is DER without armour; `false` where it isn't.
pub(super) fn der(bytes: &[u8], items: &mut Vec<Item>) -> bool {
    let Some(form) = form::detect(bytes) else {
        return java(bytes, items) || ssh(bytes, items);
    };
    let mut item = blank(1, String::new());
    of_form(form, bytes, &mut item);
    let command = match form {
        Form::Certificate => "openssl x509 -inform der -in FILE -out NEW",
        Form::Request => "openssl req -inform der -in FILE -out NEW",
        Form::PublicKey => "openssl pkey -pubin -inform der -in FILE -out NEW",
        Form::RsaPublicKey => "openssl rsa -RSAPublicKey_in -inform der -in FILE -pubout -out NEW",
        Form::Pkcs8 | Form::EncryptedPkcs8 | Form::Pkcs1 | Form::Sec1 => {
            "openssl pkey -inform der -in FILE -out NEW"
        }
        // Lists are read as DER by all releases; the others have findings of their own.
        Form::RevocationList | Form::Pkcs7 | Form::Pkcs12 | Form::OcspResponse => "",
    };
    item.etcd_loads = form == Form::RevocationList && item.findings.is_empty();
    if !command.is_empty() {
        item.findings.push(BareDer { command: command.into() }.into());
    }
    add(item, bytes, items);
    true
}

/// Recognises a key store of Java.
fn java(bytes: &[u8], items: &mut Vec<Item>) -> bool {
    let Some(store) = java::read(bytes) else { return false };
    let mut item = blank(1, String::new());
    item.kind = ItemKind::JavaKeyStore(store.held.len());
    let kind = if store.is_jceks { " -srcstoretype jceks" } else { "" };
    item.findings.push(JavaKeyStore { options: kind.into() }.into());
    let within = items.len();
    items.push(item);
    for (form, bytes) in store.held {
        push_within(within, form, bytes, items);
    }
    true
}

/// Recognises a public key in OpenSSH's one line.
fn ssh(bytes: &[u8], items: &mut Vec<Item>) -> bool {
    use base64::Engine as _;
    if !bytes.starts_with(b"ssh-") && !bytes.starts_with(b"ecdsa-sha2-") {
        return false;
    }
    let body = bytes.split(u8::is_ascii_whitespace).nth(1).unwrap_or_default();
    let Ok(blob) = base64::engine::general_purpose::STANDARD.decode(body) else { return false };
    let mut item = blank(1, String::new());
    item.kind = ItemKind::PublicKey(key::ssh_public(&blob));
    item.findings.push(OpensshPublicKey {}.into());
    items.push(item);
    true
}

/// Fills an item by what the bytes are said to be.
fn of_form(form: Form, bytes: &[u8], item: &mut Item) {
    match form {
        Form::Certificate => of_certificate(bytes.to_vec(), item),
        Form::Request => match LazyReport::request(bytes) {
            Some(report) => {
                item.link_keys.public = report.public_key();
                item.kind = ItemKind::Request(report);
            }
            None => unreadable(item, "a signing request"),
        },
        Form::RevocationList => match revocation::read(bytes) {
            Some(list) => {
                item.kind = ItemKind::RevocationList(Box::new(list));
                item.link_keys.der = bytes.to_vec();
            }
            None => unreadable(item, "a revocation list"),
        },
        // A label is no proof: what is no public key may be a private one.
        Form::PublicKey | Form::RsaPublicKey if form::detect(bytes) != Some(form) => {
            unreadable(item, "a public key");
        }
        Form::PublicKey => {
            let key = der::split(bytes)
                .map(|(spki, _)| certificate::public_key(spki, &mut item.findings));
            item.kind = ItemKind::PublicKey(key);
            item.link_keys.public = key::public_identity(bytes);
        }
        Form::RsaPublicKey => {
            let kind = modulus_bits(bytes).map(|bits| KeyKind::Rsa(Some(bits)));
            item.kind = ItemKind::PublicKey(kind.as_ref().map(ToString::to_string));
            item.link_keys.public = kind.map(|kind| key::identity(&PublicKey { kind, bytes }));
        }
        Form::Pkcs8 => private_key(PrivateKeyKind::Pkcs8, bytes, None, item),
        Form::EncryptedPkcs8 => private_key(PrivateKeyKind::EncryptedPkcs8, bytes, None, item),
        Form::Pkcs1 => private_key(PrivateKeyKind::Pkcs1, bytes, None, item),
        Form::Sec1 => private_key(PrivateKeyKind::Sec1, bytes, None, item),
        Form::Pkcs7 => of_pkcs7(bytes, item),
        Form::Pkcs12 => {
            item.kind = ItemKind::Pkcs12(None);
            let options = if pkcs12::is_legacy(bytes) { " -legacy" } else { "" };
            item.findings.push(Pkcs12 { options: options.into() }.into());
        }
        Form::OcspResponse => match ocsp::read(bytes) {
            Some((report, _)) => {
                item.kind = ItemKind::OcspResponse(Box::new(report));
                item.link_keys.der = bytes.to_vec();
            }
            None => unreadable(item, "an OCSP response"),
        },
    }
}

fn unreadable(item: &mut Item, what: &str) {
    let why = format!("its bytes are not {what}");
    item.findings.push(BrokenBlock { why: why.clone() }.into());
    item.kind = ItemKind::Broken(why);
}

fn of_certificate(bytes: Vec<u8>, item: &mut Item) {
    match LazyReport::certificate(bytes) {
        Ok(report) => {
            item.etcd_loads = report.is_loaded();
            item.etcd_trusts = item.etcd_loads;
            item.link_keys.public = report.public_key();
            item.kind = ItemKind::Certificate(report);
        }
        Err((error, bytes)) => {
            item.findings.push(match &error {
                InspectError::TooLarge { found, limit } => {
                    CertificateTooLarge { bytes: *found, limit: *limit }.into()
                }
                InspectError::NotACertificate { .. } => {
                    let quote = CertificateFacts::from_der(&bytes, EtcdVersion::V3_7.into()).err();
                    let quote = quote.map(|one| Quote { side: Side::Exit, text: one.why });
                    let finding = Finding::from(BrokenBlock { why: error.to_string() });
                    finding.quoting(quote.into_iter().collect())
                }
            });
            item.kind = ItemKind::Broken(error.to_string());
        }
    }
}

fn of_pkcs7(bytes: &[u8], item: &mut Item) {
    let holds = form::pkcs7(bytes).map(|[certificates, lists]| certificates.len() + lists.len());
    item.kind = ItemKind::Pkcs7(holds);
    let from = if item.label.is_empty() { " -inform der" } else { "" };
    let command = format!("openssl pkcs7{from} -in FILE -print_certs -out NEW");
    item.findings.push(Pkcs7 { command: command.clone() }.into());
    if holds.is_none() {
        item.findings.push(Pkcs7Unread { command }.into());
    }
}

/// Adds an item, and what is within it. PKCS #12 is opened where its passphrase is the empty one.
fn add(item: Item, bytes: &[u8], items: &mut Vec<Item>) {
    let within = items.len();
    items.push(item);
    match items.last().map(|item| &item.kind) {
        Some(ItemKind::Pkcs7(_)) => {
            let Some([certificates, lists]) = form::pkcs7(bytes) else { return };
            let certificates = certificates.into_iter().map(|one| (Form::Certificate, one));
            let lists = lists.into_iter().map(|one| (Form::RevocationList, one));
            let held: Vec<_> = certificates.chain(lists).take(BLOCK_LIMIT).collect();
            push_all_within(within, &held, items);
        }
        Some(ItemKind::Pkcs12(_)) => {
            opened(within, pkcs12::open_unasked(bytes), items);
            // Without a MAC the empty passphrase opens all but the keys.
            let (store, held) = items.split_at_mut(within + 1);
            let Some(store) = store.last_mut() else { return };
            let is_locked = store.findings.iter().any(|one| one.rule == Rule::Pkcs12Locked);
            if is_locked || held.iter().any(Item::is_sealed_key) {
                store.sealed = Some(Sealed::new(bytes));
            }
        }
        Some(ItemKind::OcspResponse(_)) => {
            let certificates = ocsp::read(bytes).map(|(_, certificates)| certificates);
            let held = certificates.unwrap_or_default().into_iter().take(BLOCK_LIMIT);
            let held: Vec<_> = held.map(|one| (Form::Certificate, one)).collect();
            push_all_within(within, &held, items);
        }
        _ => {}
    }
}

/// Adds what is part of another item, which may be much: it is read on all cores.
fn push_all_within(within: usize, held: &[(Form, &[u8])], items: &mut Vec<Item>) {
    let line = items.get(within).map_or(1, |item| item.line);
    let read = |share: &[(Form, &[u8])]| {
        share.iter().map(|(form, bytes)| within_item(within, line, *form, bytes)).collect()
    };
    items.extend(in_shares(held, read));
}

/// Adds an item that is part of another.
fn push_within(within: usize, form: Form, bytes: &[u8], items: &mut Vec<Item>) {
    let line = items.get(within).map_or(1, |item| item.line);
    items.push(within_item(within, line, form, bytes));
}

fn within_item(within: usize, line: usize, form: Form, bytes: &[u8]) -> Item {
    let mut item = Item { within: Some(within), ..blank(line, String::new()) };
    of_form(form, bytes, &mut item);
    item.unload();
    item
}

/// Adds what a PKCS #12 holds, or says why that isn't known.
fn opened(within: usize, held: Result<Vec<pkcs12::Held>, Pkcs12Error>, items: &mut Vec<Item>) {
    let Some(store) = items.get_mut(within) else { return };
    let held = match held {
        Ok(held) => held,
        Err(why) => {
            store.findings.push(Pkcs12Locked { why: why.to_string() }.into());
            return;
        }
    };
    store.kind = ItemKind::Pkcs12(Some(held.len()));
    for one in held {
        push_within(within, one.form, &one.bytes, items);
    }
}

/// Reads a PKCS #12 with its passphrase.
pub(super) fn unlocked(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<Item>, Pkcs12Error> {
    let held = pkcs12::open(bytes, passphrase)?;
    let mut item = blank(1, String::new());
    of_form(Form::Pkcs12, bytes, &mut item);
    let mut items = vec![item];
    opened(0, Ok(held), &mut items);
    if !passphrase.is_empty() {
        for item in &mut items {
            if let ItemKind::PrivateKey { encryption, .. } = &mut item.kind {
                *encryption = Some(encryption.take().unwrap_or_else(|| "PKCS #12".into()));
            }
        }
    }
    Ok(items)
}

/// Names a private key, and wipes nothing: the bytes stay with the caller, who wipes them.
fn private_key(labelled: PrivateKeyKind, bytes: &[u8], cipher: Option<String>, item: &mut Item) {
    let kind = if cipher.is_some() { labelled } else { key::form(labelled, bytes) };
    let known = key::of_block(kind, &item.label, bytes);
    let unsupported = known.as_ref().filter(|key| !key.is_loaded_by_go()).map(ToString::to_string);
    let (key, encryption) = match kind {
        PrivateKeyKind::EncryptedPkcs8 => {
            let scheme = key::encryption_scheme(bytes);
            (None, Some(scheme.unwrap_or_else(|| "unknown".into())))
        }
        _ if cipher.is_some() => (None, cipher),
        PrivateKeyKind::OpenSsh => {
            key::openssh(bytes).unwrap_or_else(|| (None, Some("unknown".into())))
        }
        _ => (known.as_ref().map(ToString::to_string), None),
    };
    if encryption.is_some() {
        item.findings.push(KeyEncrypted {}.into());
    } else if kind == PrivateKeyKind::OpenSsh {
        item.findings.push(OpensshKey {}.into());
    } else if let Some(key) = unsupported {
        item.findings.push(UnsupportedKey { key }.into());
    } else if key.is_none() {
        item.findings.push(UnreadableKey {}.into());
    }
    item.link_keys.public =
        encryption.is_none().then(|| key::private_identity(kind, bytes)).flatten();
    item.etcd_loads = item.findings.is_empty();
    item.kind = ItemKind::PrivateKey { kind, key, encryption };
}
