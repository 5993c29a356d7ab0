//! What a certificate may be used for: nothing said, anything said, and what can't be read, told apart.

use quorate::pki::rows;
use time::macros::datetime;

use crate::inspect::Room;
use crate::support::skip_without;

#[test]
fn a_usage_that_isnt_given_reads_differently_from_one_that_allows_any() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    for (extensions, key_usage, extended, is_there) in [
        ("subjectAltName=IP:10.0.0.1", "absent: any use", "absent: any use", [false, false]),
        (
            "keyUsage=digitalSignature\nextendedKeyUsage=anyExtendedKeyUsage",
            "Digital Signature",
            "Any Extended Key Usage",
            [true, true],
        ),
        (
            "2.5.29.15=DER:03020700\n2.5.29.37=DER:3000",
            "empty: Go accepts it for any use",
            "empty: Go accepts it for any use",
            [true, true],
        ),
        ("2.5.29.15=DER:0500\n2.5.29.37=DER:0500", "can't be read", "can't be read", [true, true]),
    ] {
        room.issued("one", "ed25519", extensions);
        let report = room.certificate("one.pem");
        let rows = rows(&report, datetime!(2026-03-01 12:00 UTC));
        let said = |label: &str| rows.iter().find(|row| row.label == label).unwrap().values.clone();
        assert_eq!(said("Key usage").as_slice(), [key_usage], "{extensions}");
        assert_eq!(said("Extended usage").as_slice(), [extended], "{extensions}");
        let json = serde_json::to_value(&report).unwrap();
        let found = ["has_key_usage", "has_extended_key_usage"].map(|key| json[key] == true);
        assert_eq!(found, is_there, "{extensions}");
        assert!(json["extended_key_usages"].is_array() && json["key_usages"].is_array());
    }
    let request = room.read("one.csr");
    let rows = rows(request.items[0].report().unwrap(), datetime!(2026-03-01 12:00 UTC));
    let row = rows.iter().find(|row| row.label == "Extended usage").unwrap();
    assert_eq!(row.values.as_slice(), ["not asked for"]);
}
