//! What etcd would make of sound-looking files: what only Go's rules, or the files beside, tell.

use quorate::pki::inspect::RemarkSeverity;
use quorate::pki::{Item, Place, Reading};
use time::macros::datetime;

use crate::Room;
use crate::support::skip_without;

impl Room {
    /// A certificate of `ca.pem`, signed as openssl's options say.
    fn signed(&self, name: &str, options: &str) {
        self.extended(name, options, "subjectAltName=IP:10.0.0.1\n");
    }

    fn extended(&self, name: &str, options: &str, extensions: &str) {
        self.file("ext", extensions);
        self.openssl(&format!(
            "req -newkey rsa:2048 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ));
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -extfile ext -out {name}.pem {options}"
        ));
    }

    fn reading(&self, names: &[&str]) -> Reading {
        Reading::of(names.iter().map(|name| self.read(name)).collect())
    }
}

/// All codes that are found, with whose certificate they are about.
fn found(reading: &Reading) -> Vec<(&'static str, RemarkSeverity, String)> {
    let findings = reading.findings(datetime!(2026-03-01 12:00 UTC), None);
    // openssl dates by the machine's clock.
    let findings = findings.into_iter().filter(|one| one.remark.code != "not-yet-valid");
    findings
        .map(|one| {
            let item = one.item.and_then(|item| reading.item(Place { file: one.file, item }));
            let subject = item.and_then(Item::report).map(|report| report.subject.clone());
            (one.remark.code, one.remark.severity, subject.unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_signature_that_go_no_longer_takes_is_an_error_but_on_a_root() {
    skip_without!("openssl");
    let room = Room::new();
    for (algorithm, options, said) in [
        ("rsa:2048", "-sha1", "SHA1-RSA"),
        ("rsa:2048", "-md5", "MD5-RSA"),
        ("ec", "-sha1", "ECDSA-SHA1"),
    ] {
        let curve = if algorithm == "ec" { "-pkeyopt ec_paramgen_curve:P-256" } else { "-utf8" };
        room.openssl(&format!("req -x509 -newkey {algorithm} {curve} {options} -nodes -subj /CN=ca -keyout ca.key -out ca.pem -days 3650"));
        room.signed("old", &format!("{options} -days 90"));
        let reading = room.reading(&["old.pem"]);
        let expected = ("insecure-signature", RemarkSeverity::Error, "CN = old".to_owned());
        assert!(found(&reading).contains(&expected), "{options}: {:?}", found(&reading));
        let report = reading.files[0].items[0].report().unwrap();
        assert!(report.remarks.iter().any(|one| one.message.contains(said)), "{report:?}");
        let itself = found(&room.reading(&["ca.pem"]));
        assert!(itself.iter().all(|(code, ..)| *code != "insecure-signature"), "{itself:?}");
        room.signed("sound", "-sha256 -days 90");
        let sound = found(&room.reading(&["sound.pem"]));
        assert!(sound.iter().all(|(code, ..)| *code != "insecure-signature"), "{sound:?}");
    }
    // An authority below another may be trusted itself, and nobody looks at its signature then.
    room.extended("between", "-sha1 -days 90", "basicConstraints=critical,CA:TRUE\n");
    let expected = ("insecure-signature", RemarkSeverity::Warning, "CN = between".to_owned());
    assert!(found(&room.reading(&["between.pem"])).contains(&expected));
}
