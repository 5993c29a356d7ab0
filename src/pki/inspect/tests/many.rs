//! Files with much in them.

use super::*;

type Compared = (usize, String, Option<usize>, ItemKind, bool, Vec<Finding>);

fn compared(items: Vec<Item>, lines_before: usize, items_before: usize) -> Vec<Compared> {
    let moved = |item: Item| {
        let within = item.within.map(|within| within + items_before);
        let line = item.line + lines_before;
        (line, item.label, within, item.kind, item.etcd_loads, item.findings)
    };
    items.into_iter().map(moved).collect()
}

/// PKCS #7 that holds certificates and nothing else (RFC 2315 §9.1).
fn pkcs7(certificates: &[u8]) -> String {
    const SIGNED_DATA: [u8; 11] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
    let certificates = der::encode(0xA0, &[certificates]);
    let (version, digests, data) = ([2, 1, 1], [0x31, 0], [0x30, 0]);
    let signed = der::encode(der::SEQUENCE, &[&version, &digests, &data, &certificates]);
    let whole = der::encode(der::SEQUENCE, &[&SIGNED_DATA, &der::encode(0xA0, &[&signed])]);
    pem::encode("PKCS7", &whole).to_string()
}

#[test]
fn blocks_read_on_all_cores_are_those_read_one_by_one() {
    let der = read_pem(certificate().as_bytes()).items[0].public_der().unwrap().to_vec();
    let kinds = [
        certificate().to_owned(),
        pkcs7(&der.repeat(3)),
        PAIR[0].certificate_pem.clone(),
        "-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----\n".to_owned(),
        PAIR[1].key_pem.to_string(),
        pkcs7(&der.repeat(70)),
        "-----BEGIN X-----\nAAAA\n-----END X-----\n".to_owned(),
    ];
    let (mut text, mut expected, mut lines) = (String::new(), Vec::new(), 0);
    for block in kinds.iter().cycle().take(20 * kinds.len()) {
        let items = read_pem(block.as_bytes()).items;
        expected.extend(compared(items, lines, expected.len()));
        lines += block.lines().count();
        text.push_str(block);
    }
    let found = compared(read_pem(text.as_bytes()).items, 0, 0);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.into_iter().zip(expected) {
        assert_eq!(found, expected);
    }
}

/// Work that grows with the square of these numbers would not end.
#[test]
fn nothing_is_read_again_for_each_of_many() {
    let begins = read_pem("-----BEGIN CERTIFICATE-----\n".repeat(BLOCK_LIMIT).as_bytes());
    assert_eq!(begins.items.len(), BLOCK_LIMIT);
    let empty = read_pem(pkcs7(&[0x30, 0].repeat(BLOCK_LIMIT - 1)).as_bytes());
    assert_eq!(empty.items.len(), BLOCK_LIMIT);
    assert!(empty.items.iter().skip(1).all(|item| item.within == Some(0)));
    let links = Inspection::new(vec![begins, empty]).links;
    assert!(links.issuers.is_empty() && links.partners.is_empty());
}

#[test]
fn a_report_that_is_made_for_once_is_that_which_is_kept() {
    let inspection = Inspection::new(vec![read_pem(certificate().as_bytes())]);
    let place = ItemId { file: 0, item: 0 };
    let once = inspection.glance_at(place).unwrap();
    let kept = inspection.look_at(place).unwrap();
    assert_eq!(once.report(), kept.report());
    assert!(once.report().is_some_and(|report| report.subject == "O = Example, CN = etcd-1"));
}
