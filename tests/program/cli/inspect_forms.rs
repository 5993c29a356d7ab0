//! The other forms of `quorate inspect`: PEM, DER, structure, columns, inventory, comparison, passphrases.

use std::fs;

use serde_json::Value;

use crate::cli::Room;
use crate::support::needs::need;

/// A room with a bundle of three members in `out`.
fn bundle() -> Room {
    let room = Room::with_plan();
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    room
}

const PKI: &str = "out/members/etcd-1/pki";

#[test]
fn pem_and_der_are_printed_and_nothing_else() {
    let room = bundle();
    let chain = format!("{PKI}/peer.pem");
    let printed = room.quorate(&["inspect", "--pem", &chain, "out/authority"]).succeeds().out;
    let own = String::from_utf8(room.read(&chain)).unwrap();
    let ca = String::from_utf8(room.read("out/authority/ca.pem")).unwrap();
    assert_eq!(printed, format!("{own}{ca}"));
    room.shell("exec \"$Q\" inspect --der out/authority/ca.pem > ca.der").succeeds();
    let again = room.quorate(&["inspect", "--pem", "ca.der"]).succeeds().out;
    assert_eq!(again, ca);
    room.quorate(&["inspect", "--der", PKI])
        .refuses(2, "error: `--der` writes one certificate, request or list, and ");
    room.quorate(&["inspect", "--pem", "out/authority/ca-key.pem"])
        .refuses(2, "error: there is no certificate in what you named");
    for two in [["--pem", "--der"], ["--pem", "--json"], ["--asn1", "--check"]] {
        room.quorate(&["inspect", two[0], two[1], &chain]).refuses(2, "error: ");
    }
}

#[test]
fn the_structure_stands_in_openssls_columns_and_never_shows_a_key() {
    if !need("openssl") {
        return;
    }
    let room = bundle();
    let printed = room.quorate(&["inspect", "--asn1", "out/authority/ca.pem"]).succeeds().out;
    let theirs = room.shell("openssl asn1parse -in out/authority/ca.pem").succeeds().out;
    let columns = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.get(..45).unwrap_or(line).trim_end().to_owned()).collect()
    };
    assert_eq!(columns(&printed), columns(&theirs));
    let numbers = |text: &str| -> Vec<String> {
        let lines = text.lines();
        let lines = lines.filter(|line| line.contains("INTEGER") || line.contains("OBJECT"));
        lines.map(ToOwned::to_owned).collect()
    };
    assert_eq!(numbers(&printed), numbers(&theirs));
    room.quorate(&["inspect", "--asn1", "out/authority/ca-key.pem"]).refuses(2, "error: ");
    room.shell("openssl pkey -in out/authority/ca-key.pem -outform der -out key.der && head -c 60 key.der > half.der")
        .succeeds();
    for key in ["key.der", "half.der"] {
        room.quorate(&["inspect", "--asn1", key]).refuses(2, "error: ");
    }
    // A certificate that is cut short is the one that people want to see.
    room.shell("openssl x509 -in out/authority/ca.pem -outform der | head -c 200 > cut.der")
        .succeeds();
    let ran = room.quorate(&["inspect", "--asn1", "cut.der"]).succeeds();
    assert!(ran.out.contains("cons: SEQUENCE           (cut short: 196 of "), "{}", ran.out);
}

#[test]
fn chosen_columns_stand_between_tabs() {
    let room = bundle();
    let path = format!("{PKI}/peer.pem");
    let fields = "path,line,subject,cn,sans,ca,days-left,verdict";
    let ran = room.quorate(&["inspect", "--fields", fields, &path]).succeeds();
    let columns: Vec<&str> = ran.out.trim_end().split('\t').collect();
    assert_eq!(
        columns[..5],
        [
            &path,
            "1",
            "O = Example, CN = etcd-1",
            "etcd-1",
            "DNS:etcd-1,DNS:etcd-1.example.com,IP:10.0.0.1"
        ]
    );
    assert_eq!((columns[5], columns[7]), ("no", "ok"));
    assert!(columns[6].parse::<i64>().unwrap() > 300);
    room.quorate(&["inspect", "--fields", "path,colour", &path]).refuses(2, "error: ");
}

#[test]
fn an_inventory_has_each_certificate_once_with_its_places() {
    let room = bundle();
    fs::copy(room.path.join("out/authority/ca.pem"), room.path.join("copy, 2.pem")).unwrap();
    let ran = room
        .quorate(&["inspect", "--inventory", "json", "out/authority", "copy, 2.pem", PKI])
        .succeeds();
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    let list = list.as_array().unwrap();
    let mut prints: Vec<&str> =
        list.iter().map(|one| one["fingerprint"].as_str().unwrap()).collect();
    let days: Vec<i64> = list.iter().map(|one| one["days_left"].as_i64().unwrap()).collect();
    assert!(days.is_sorted(), "{days:?}");
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), list.len());
    let ca = list.iter().find(|one| one["places"].as_array().unwrap().len() > 1).unwrap();
    let places: Vec<&str> =
        ca["places"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(places.starts_with(&["out/authority/ca.pem:1", "copy, 2.pem:1"]), "{places:?}");
    assert_eq!(ca["verdict"], "ok");
    let ran = room.quorate(&["inspect", "--inventory", "csv", "out/authority", "copy, 2.pem"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert!(lines[0].starts_with("subject,sans,issuer,serial,not_before,not_after,days_left,"));
    assert!(lines[1].ends_with(",ok,\"out/authority/ca.pem:1 copy, 2.pem:1\""), "{}", lines[1]);
}

#[test]
fn a_comparison_folds_what_is_equal_and_marks_what_differs() {
    let room = bundle();
    let (one, other) = (format!("{PKI}/peer.pem"), format!("{PKI}/server.pem"));
    let same = room.quorate(&["inspect", "--diff", &one, &one]).succeeds();
    assert_eq!(same.out, format!("- {one}, line 1\n+ {one}, line 1\n  the same\n"));
    let ran = room.quorate(&["inspect", "--diff", &one, &other]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    for part in ["- out/", "+ out/", "  Serial:\n    - ", "\n    + ", "  equal: Subject, Issuer, "]
    {
        assert!(ran.out.contains(part), "{part} is not in {}", ran.out);
    }
    assert!(!ran.out.contains("  Subject:\n"), "{}", ran.out);
    let ran = room.quorate(&["inspect", "--diff", &one, "out/authority/ca-key.pem"]);
    ran.refuses(2, "error: `out/authority/ca-key.pem` holds no certificate and no request");
    room.quorate(&["inspect", "--diff", &one]).refuses(2, "error: ");
}

#[test]
fn a_store_opens_by_a_passphrase_from_a_file_and_never_prints_a_key() {
    if !need("openssl") {
        return;
    }
    let room = bundle();
    room.shell("openssl pkcs12 -export -in out/authority/ca.pem -inkey out/authority/ca-key.pem -out a.p12 -passout pass:geheim && (umask 077; echo geheim > good; echo falsch > bad)")
        .succeeds();
    for (arguments, why) in [
        (vec!["a.p12"], "it is encrypted, and no passphrase was given"),
        (vec!["--passphrase-file", "bad", "a.p12"], "the passphrase doesn't decrypt it"),
    ] {
        let ran = room.quorate(&[vec!["inspect"], arguments].concat());
        assert_eq!(ran.code, Some(2));
        let said = format!("the contents of the PKCS #12 file aren't shown: {why}");
        assert!(ran.out.contains(&said), "{}", ran.out);
    }
    let ran = room.quorate(&["inspect", "--passphrase-file", "good", "a.p12"]).succeeds();
    assert!(ran.out.contains("a.p12, item 1: certificate in PKCS #12\n"), "{}", ran.out);
    assert!(ran.out.contains("a.p12, item 2: private key in PKCS #12\n"), "{}", ran.out);
    assert!(!ran.out.contains("geheim"));
    let ca = String::from_utf8(room.read("out/authority/ca.pem")).unwrap();
    let pem = room.quorate(&["inspect", "--pem", "--passphrase-file", "good", "a.p12"]).succeeds();
    assert_eq!(pem.out, ca);
}

#[test]
fn the_systems_authorities_are_issuers_on_request() {
    let room = bundle();
    let path = format!("{PKI}/peer.pem");
    let alone = room.quorate(&["inspect", &path]).succeeds().out;
    assert!(alone.contains("Signed by:      none of these files"), "{alone}");
    let ran = room.shell(&format!(
        "cat out/authority/ca.pem > roots.pem; SSL_CERT_FILE=$PWD/roots.pem exec \"$Q\" inspect --system-trust {path}"
    ));
    assert!(ran.out.contains("/roots.pem, line 1, signature checked"), "{}", ran.out);
    let other =
        room.shell(&format!("SSL_CERT_FILE=/nowhere exec \"$Q\" inspect --system-trust {path}"));
    other.refuses(2, "error: /nowhere: can't read `/nowhere`");
}

#[test]
fn what_can_be_read_ends_in_0_whether_etcd_loads_it_or_not() {
    if !need("openssl") {
        return;
    }
    let room = bundle();
    room.shell("openssl x509 -in out/authority/ca.pem -outform der -out a.der && openssl req -new -key out/authority/ca-key.pem -subj /CN=x -out a.csr && openssl pkey -in out/authority/ca-key.pem -pubout -out a.pub && openssl crl2pkcs7 -nocrl -certfile out/authority/ca.pem -out a.p7b")
        .succeeds();
    for path in ["a.der", "a.csr", "a.pub", "a.p7b"] {
        room.quorate(&["inspect", path]).succeeds();
    }
    assert_eq!(room.quorate(&["inspect", "--check", "a.der"]).code, Some(1));
}
