//! The inspector's reader before other judges: what it reads is what openssl reads, of certificates made
//! by openssl, cfssl, certtool and the authorities of the world.

mod cases;
mod fitness;
mod lint;
mod secrets;
mod stores;
mod usages;
mod verdicts;
mod wrapped;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::needs::need;
use quorate::pki::inspect::{FileInspection, read};
use quorate::pki::{
    CertificateReport, Inspection, Issuer, Item, ItemId, ItemKind, SignatureCheck, pair, report_der,
};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::format_description;

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// A directory with what a test makes.
struct Room(TempDir);

impl Room {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    #[allow(clippy::disallowed_methods)]
    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), contents).unwrap();
        self.path(name)
    }

    /// Runs a program here, on some input; gives what it prints.
    #[track_caller]
    fn run(&self, program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{program} {arguments:?}: {error}");
        output.stdout
    }

    #[track_caller]
    fn openssl(&self, line: &str) -> Vec<u8> {
        self.run("openssl", &line.split(' ').collect::<Vec<_>>(), b"")
    }

    fn read(&self, name: &str) -> FileInspection {
        read(&self.path(name), &fs::read(self.path(name)).unwrap())
    }

    /// The one certificate of a file.
    #[track_caller]
    fn certificate(&self, name: &str) -> CertificateReport {
        let found = self.read(name).items.into_iter().find_map(|item| match item.kind {
            ItemKind::Certificate(report) => Some((*report).clone()),
            _ => None,
        });
        found.unwrap()
    }

    /// An authority `ca.pem` with `ca.key`.
    fn with_authority(self) -> Self {
        self.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /O=Ex/CN=ca -keyout ca.key -out ca.pem -days 3650");
        self
    }

    /// A certificate `NAME.pem` of `ca.pem`, with extensions as openssl's configuration has them.
    fn issued(&self, name: &str, key: &str, extensions: &str) {
        self.file("ext", extensions);
        self.openssl(&format!(
            "req -newkey {key} -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ));
        self.openssl(&format!("x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -days 90 -extfile ext -out {name}.pem -set_serial 77"));
    }
}

/// What openssl says of a certificate, in the lines of [`ours`].
fn theirs(room: &Room, der: &[u8]) -> Vec<String> {
    let fields = "x509 -inform der -noout -subject -issuer -serial -dates -fingerprint -sha256 -nameopt oneline,-esc_msb,utf8 -text";
    let printed = room.run("openssl", &fields.split(' ').collect::<Vec<_>>(), der);
    let text = String::from_utf8_lossy(&printed).into_owned();
    // The text is indented below its heading, the fields aren't.
    let is_field = |line: &&str| !line.starts_with([' ', 'C']) && line.contains('=');
    let mut lines: Vec<String> = text.lines().filter(is_field).map(Into::into).collect();
    let headings = text.split("X509v3 extensions:").nth(1).unwrap_or_default();
    let extensions: BTreeSet<String> = headings
        .lines()
        .filter(|line| line.starts_with("            ") && !line.starts_with("             "))
        .filter_map(|line| line.trim_end().trim_end_matches("critical").trim().strip_suffix(':'))
        .map(|name| format!("extension {name}"))
        .collect();
    lines.extend(extensions);
    lines
}

fn ours(report: &CertificateReport) -> Vec<String> {
    let date = |date: Option<OffsetDateTime>| {
        let form = format_description!(
            "[month repr:short] [day padding:space] [hour]:[minute]:[second] [year] GMT"
        );
        date.unwrap().format(&form).unwrap()
    };
    let mut lines = vec![
        format!("subject={}", report.subject),
        format!("issuer={}", report.issuer),
        format!("serial={}", report.serial.as_ref().unwrap().replace(':', "")),
        format!("notBefore={}", date(report.not_before)),
        format!("notAfter={}", date(report.not_after)),
        format!("sha256 Fingerprint={}", report.fingerprint.as_ref().unwrap()),
    ];
    let extensions: BTreeSet<String> =
        report.extensions.iter().map(|one| format!("extension {}", one.name)).collect();
    lines.extend(extensions);
    lines
}

#[test]
fn the_authorities_of_the_world_read_as_openssl_reads_them() {
    if !need("openssl") || !Path::new(BUNDLE).exists() {
        return;
    }
    let room = Room::new();
    let bundle = fs::read(BUNDLE).unwrap();
    let inspection = Inspection::new(vec![read(Path::new(BUNDLE), &bundle)]);
    let certificates = pair::certificates(&bundle).unwrap();
    let items = &inspection.files[0].items;
    assert_eq!(items.len(), certificates.len());
    for (index, (item, der)) in items.iter().zip(&certificates).enumerate() {
        let report = item.report().unwrap();
        assert_eq!(ours(report), theirs(&room, der));
        assert!(item.etcd_loads, "{report:?}");
        // Roots carry their own signatures, of many algorithms; none may be called wrong.
        let issuance = &inspection.links.issuers[&ItemId { file: 0, item: index }];
        assert_ne!(issuance.signature, SignatureCheck::Invalid, "{report:?}");
    }
}

#[test]
fn every_extension_that_openssl_writes_is_decoded() {
    if !need("openssl") {
        return;
    }
    let room = Room::new().with_authority();
    let extensions = "\
subjectAltName=DNS:a.example.com,IP:10.0.0.1,IP:fd00::1,email:a@b.c,URI:http://x,RID:1.2.3,otherName:1.2.3.4;UTF8:hi
basicConstraints=critical,CA:TRUE,pathlen:3
keyUsage=critical,keyCertSign,cRLSign
extendedKeyUsage=serverAuth,1.2.3.4
crlDistributionPoints=point
freshestCRL=URI:http://delta/
authorityInfoAccess=OCSP;URI:http://ocsp/,caIssuers;URI:http://ca/
subjectInfoAccess=1.3.6.1.5.5.7.48.5;URI:http://repository/
nameConstraints=critical,permitted;DNS:example.com,excluded;IP:10.0.0.0/255.0.0.0,permitted;IP:fd00::/ffff::
policyConstraints=requireExplicitPolicy:3,inhibitPolicyMapping:1
policyMappings=1.2.3:1.2.4
inhibitAnyPolicy=2
certificatePolicies=@policy
issuerAltName=DNS:ca.example.com
authorityKeyIdentifier=keyid:always,issuer:always
subjectKeyIdentifier=hash
tlsfeature=status_request
nsComment=hello
nsCertType=server,client
1.2.3.9=DER:0500
[policy]
policyIdentifier=1.3.5.8
CPS.1=\"http://cps/\"
userNotice.1=@notice
[notice]
explicitText=\"Hi\"
organization=\"Org\"
noticeNumbers=1,2
[point]
fullname=URI:http://crl/
CRLissuer=dirName:issuer
reasons=keyCompromise,CACompromise
[issuer]
CN=Crl
";
    for key in ["ed25519", "rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-384"] {
        room.issued("leaf", key, extensions);
        let der = pair::certificates(&fs::read(room.path("leaf.pem")).unwrap()).unwrap().remove(0);
        let report = room.certificate("leaf.pem");
        assert_eq!(ours(&report), theirs(&room, &der));
        assert_eq!(report.findings, []);
        let values: Vec<(&str, Vec<&str>)> = report
            .extensions
            .iter()
            .filter(|one| !one.values.is_empty() && one.oid != "2.5.29.35")
            .map(|one| (&*one.oid, one.values.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            values,
            [
                (
                    "2.5.29.31",
                    vec![
                        "URI:http://crl/",
                        "reasons: key compromise, CA compromise",
                        "CRL issuer: dirName:CN = Crl"
                    ]
                ),
                ("2.5.29.46", vec!["URI:http://delta/"]),
                (
                    "1.3.6.1.5.5.7.1.1",
                    vec!["OCSP - URI:http://ocsp/", "CA Issuers - URI:http://ca/"]
                ),
                ("1.3.6.1.5.5.7.1.11", vec!["CA Repository - URI:http://repository/"]),
                (
                    "2.5.29.30",
                    vec![
                        "permitted DNS:example.com",
                        "permitted IP Address:fd00::/ffff::",
                        "excluded IP Address:10.0.0.0/255.0.0.0"
                    ]
                ),
                (
                    "2.5.29.36",
                    vec!["require explicit policy: skip 3", "inhibit policy mapping: skip 1"]
                ),
                ("2.5.29.33", vec!["1.2.3 to 1.2.4"]),
                ("2.5.29.54", vec!["skip 2"]),
                (
                    "2.5.29.32",
                    vec!["1.3.5.8", "CPS: http://cps/", "user notice: Org, numbers 01 02; Hi"]
                ),
                ("2.5.29.18", vec!["DNS:ca.example.com"]),
                (
                    "1.3.6.1.5.5.7.1.24",
                    vec!["status_request (OCSP must-staple; etcd staples none)"]
                ),
                ("2.16.840.1.113730.1.13", vec!["hello"]),
                ("2.16.840.1.113730.1.1", vec!["SSL Client, SSL Server"]),
                ("1.2.3.9", vec!["05:00"]),
            ]
        );
        assert_eq!(report.other_names[3], "othername:1.2.3.4 = hi");
    }
}

#[test]
fn malformed_parts_hide_none_of_the_others() {
    if !need("openssl") {
        return;
    }
    let room = Room::new().with_authority();
    for (extensions, code) in [
        ("basicConstraints=DER:30060101FF0201FF", "bad-path-length"),
        ("2.5.29.17=DER:300482026100FF", "unreadable-extension"),
        ("2.5.29.17=DER:30068704 0A0000", "unreadable-extension"),
        ("2.5.29.17=DER:3005870 30A0000", "malformed-name"),
        ("keyUsage=DER:0500", "unreadable-extension"),
        ("crlDistributionPoints=DER:0500", "unreadable-extension"),
        ("1.2.3.4=critical,DER:0500", "unknown-critical-extension"),
    ] {
        let extensions = format!("extendedKeyUsage=serverAuth\n{}", extensions.replace(' ', ""));
        room.issued("odd", "ed25519", &extensions);
        let report = room.certificate("odd.pem");
        let codes: Vec<&str> =
            report.findings.iter().map(quorate::finding::Finding::code).collect();
        assert!(codes.contains(&code), "{extensions}: {:?}", report.findings);
        assert_eq!(report.subject, "CN = odd");
        assert_eq!(report.key, "Ed25519");
        assert_eq!(report.extended_key_usages, ["TLS Web Server Authentication"]);
    }
    room.issued("odd", "ed25519", "1.2.3.4=DER:0500\n1.2.3.5=DER:0500");
    let mut twice = pair::certificates(&fs::read(room.path("odd.pem")).unwrap()).unwrap().remove(0);
    let second = twice.windows(5).position(|one| one == b"\x06\x03\x2A\x03\x05").unwrap();
    twice[second + 4] = 4;
    let report = report_der(&twice).unwrap();
    assert_eq!(report.findings[0].message(), "it holds the extension 1.2.3.4 twice");
    assert_eq!(report.extensions.iter().filter(|one| one.oid == "1.2.3.4").count(), 2);
    // A month of 99, and a point that is on no curve.
    let der = pair::certificates(&fs::read(room.path("ca.pem")).unwrap()).unwrap().remove(0);
    let replaced = |at: usize, with: &[u8]| {
        let mut der = der.clone();
        der[at..at + with.len()].copy_from_slice(with);
        room.file("odd.der", &der);
        room.read("odd.der").items.remove(0)
    };
    let find = |needle: &[u8]| der.windows(needle.len()).position(|one| one == needle).unwrap();
    let bad_date = replaced(find(b"\x17\x0d") + 4, b"99");
    let off_curve = replaced(find(b"\x03\x42\x00\x04") + 10, b"\0\0\0\0");
    for (item, code) in [(bad_date, "bad-date"), (off_curve, "off-curve")] {
        let report = item.report().unwrap();
        assert!(report.findings.iter().any(|one| one.code() == code), "{:?}", report.findings);
        assert_eq!(report.subject, "O = Ex, CN = ca");
        assert!(!item.etcd_loads && report.not_after.is_some());
    }
    for (serial, code) in [("0", "odd-serial"), ("-5", "negative-serial")] {
        room.openssl(&format!(
            "x509 -req -in odd.csr -CA ca.pem -CAkey ca.key -out serial.pem -set_serial {serial}"
        ));
        let report = room.certificate("serial.pem");
        assert!(
            report.findings.iter().any(|one| one.code() == code),
            "{serial}: {:?}",
            report.findings
        );
    }
}

/// The word of a kind, to compare by.
fn word(item: &Item) -> String {
    match &item.kind {
        ItemKind::Certificate(report) => format!("certificate {}", report.subject),
        ItemKind::Request(report) => format!("request {}", report.subject),
        ItemKind::RevocationList(list) => format!("list of {}", list.revoked),
        ItemKind::PublicKey(key) => format!("public {}", key.as_deref().unwrap_or("?")),
        ItemKind::PrivateKey { kind, key, encryption } => {
            let key = key.as_deref().unwrap_or("?");
            format!("private {key}, {kind}, {}", encryption.as_deref().unwrap_or("plain"))
        }
        ItemKind::Parameters(what) => format!("parameters {}", what.as_deref().unwrap_or("?")),
        ItemKind::Pkcs7(holds) => format!("pkcs7 of {holds:?}"),
        ItemKind::Pkcs12(_) => "pkcs12".into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_kind_that_openssl_writes_is_named() {
    if !need("openssl") {
        return;
    }
    let room = Room::new().with_authority();
    room.issued("leaf", "rsa:2048", "subjectAltName=DNS:x");
    room.file("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha256\n");
    room.file("index", "R\t300101000000Z\t260101000000Z,keyCompromise\t0B\tunknown\t/CN=gone\n");
    for (command, out, expected) in [
        ("req -in leaf.csr -outform der", "csr", "request CN = leaf"),
        ("x509 -in leaf.pem -outform der", "der", "certificate CN = leaf"),
        ("x509 -in leaf.pem -trustout -addtrust serverAuth", "trusted", "certificate CN = leaf"),
        ("ca -config ca.cnf -gencrl -crldays 30 -cert ca.pem -keyfile ca.key", "crl", "list of 1"),
        ("crl -in crl -outform der", "crl.der", "list of 1"),
        ("pkey -in leaf.key -pubout", "pub", "public RSA 2048"),
        ("pkey -in ca.key -pubout -outform der", "pub.der", "public ECDSA P-256"),
        ("rsa -in leaf.key -RSAPublicKey_out", "rsapub", "public RSA 2048"),
        (
            "pkcs8 -topk8 -nocrypt -in ca.key -outform der",
            "p8.der",
            "private ECDSA P-256, PKCS #8, plain",
        ),
        ("pkey -in ca.key -traditional", "sec1", "private ECDSA P-256, SEC 1, plain"),
        (
            "rsa -in leaf.key -traditional -outform der",
            "p1.der",
            "private RSA 2048, PKCS #1, plain",
        ),
        (
            "pkcs8 -topk8 -in leaf.key -passout pass:secret",
            "enc",
            "private ?, PKCS #8, encrypted, PBES2, PBKDF2, AES-256-CBC",
        ),
        (
            "pkcs8 -topk8 -in leaf.key -passout pass:secret -outform der -scrypt",
            "enc.der",
            "private ?, PKCS #8, encrypted, PBES2, scrypt, AES-256-CBC",
        ),
        (
            "rsa -in leaf.key -traditional -aes128 -passout pass:secret",
            "dek",
            "private ?, PKCS #1, AES-128-CBC",
        ),
        ("ecparam -name secp384r1", "parameters", "parameters ECDSA P-384"),
        ("crl2pkcs7 -in crl -certfile leaf.pem -certfile ca.pem", "p7", "pkcs7 of Some(3)"),
        ("crl2pkcs7 -nocrl -certfile leaf.pem -outform der", "p7.der", "pkcs7 of Some(1)"),
        ("pkcs12 -export -in leaf.pem -inkey leaf.key -passout pass:secret", "p12", "pkcs12"),
    ] {
        let printed = room.openssl(command);
        room.file(out, printed);
        let file = room.read(out);
        assert_eq!(file.items.first().map(word).as_deref(), Some(expected), "{command} {file:?}");
        let findings: Vec<_> =
            file.items[0].all_findings().map(quorate::finding::Finding::code).collect();
        let plain = ["crl.der", "pub", "rsapub", "sec1"].contains(&out);
        assert_eq!(findings.is_empty(), plain, "{command}: {findings:?}");
    }
    let inside: Vec<String> = room.read("p7").items.iter().skip(1).map(word).collect();
    assert_eq!(inside, ["certificate CN = leaf", "certificate O = Ex, CN = ca", "list of 1"]);
    // All of it belongs together: the list and the leaf are signed by the authority.
    let files = ["ca.pem", "crl", "leaf.pem", "leaf.key", "pub"].map(|name| room.read(name));
    let links = Inspection::new(files.into()).links;
    let place = |file| ItemId { file, item: 0 };
    for child in [1, 2] {
        let issuance = &links.issuers[&place(child)];
        assert!(matches!(issuance.issuer, Issuer::Found { place, .. } if place == place_of(0)));
        assert_eq!(issuance.signature, SignatureCheck::Valid);
    }
    assert_eq!(links.partners[&place(2)], [place(3), place(4)]);
    assert_eq!(links.partners[&place(3)], [place(2)]);
    assert_eq!(links.first_to_end, Some(place(2)));
}

fn place_of(file: usize) -> ItemId {
    ItemId { file, item: 0 }
}

#[test]
fn keys_of_many_kinds_find_their_certificates() {
    if !need("openssl") {
        return;
    }
    let room = Room::new().with_authority();
    for key in [
        "rsa:1024",
        "rsa:2048",
        "ed25519",
        "ec -pkeyopt ec_paramgen_curve:P-224",
        "ec -pkeyopt ec_paramgen_curve:P-256",
        "ec -pkeyopt ec_paramgen_curve:P-384",
        "ec -pkeyopt ec_paramgen_curve:P-521",
        "ec -pkeyopt ec_paramgen_curve:secp256k1",
    ] {
        room.issued("leaf", key, "subjectAltName=DNS:x");
        let files = ["leaf.key", "leaf.pem", "leaf.csr"].map(|name| room.read(name));
        let links = Inspection::new(files.into()).links;
        assert_eq!(
            links.partners.get(&place_of(0)),
            Some(&vec![place_of(1), place_of(2)]),
            "{key}"
        );
        // Another's key belongs to neither.
        let files = ["ca.key", "leaf.pem", "leaf.csr"].map(|name| room.read(name));
        assert!(Inspection::new(files.into()).links.partners.is_empty(), "{key}");
    }
}

#[test]
fn what_cfssl_and_certtool_make_reads_as_openssl_reads_it() {
    if !need("openssl") {
        return;
    }
    let room = Room::new();
    let mut made = Vec::new();
    if need("cfssl") {
        room.file(
            "csr.json",
            r#"{"CN": "etcd", "hosts": ["etcd-1", "10.0.0.1", "a@b.c", "https://x/y"],
                "key": {"algo": "ecdsa", "size": 384}, "names": [{"C": "CH", "O": "Ex, ample"}]}"#,
        );
        let json = room.run("cfssl", &["selfsign", "-loglevel=5", "etcd-1", "csr.json"], b"");
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        made.push(json["cert"].as_str().unwrap().to_owned());
    }
    if need("certtool") {
        for key in ["rsa", "ecdsa", "ed25519"] {
            room.file(
                "template",
                "cn=gnutls\norganization=Ex\nserial=9\nexpiration_days=30\nca\ncert_signing_key\ncrl_signing_key\ndns_name=a.b\nip_address=10.0.0.1\nuri=http://x\nemail=a@b.c\ncrl_dist_points=http://crl/\npolicy1=1.2.3.4\npolicy1_txt=hello\npolicy1_url=http://cps/\nnc_permit_dns=b.c\nocsp_uri=http://ocsp/\nca_issuers_uri=http://ca/\ninhibit_anypolicy_skip_certs=1\nadd_extension=\"1.2.3.5 0x0500\"\n",
            );
            let arguments = ["--generate-privkey", "--key-type", key, "--outfile", "key"];
            room.run("certtool", &arguments, b"");
            let arguments =
                "--generate-self-signed --load-privkey key --template template --outfile out";
            room.run("certtool", &arguments.split(' ').collect::<Vec<_>>(), b"");
            made.push(fs::read_to_string(room.path("out")).unwrap());
        }
    }
    for pem in made {
        let path = room.file("made.pem", &pem);
        let inspection = Inspection::new(vec![read(&path, pem.as_bytes())]);
        let der = pair::certificates(pem.as_bytes()).unwrap().remove(0);
        let report = inspection.files[0].items[0].report().unwrap();
        assert_eq!(ours(report), theirs(&room, &der));
        // certtool's has no SANs, and a critical inhibitAnyPolicy.
        let expected = ["no-sans", "critical-for-newer-go"];
        let found: Vec<_> =
            report.findings.iter().filter(|one| !expected.contains(&one.code())).collect();
        assert!(found.is_empty(), "{found:?}: {pem}");
        let issuance = &inspection.links.issuers[&place_of(0)];
        assert_eq!(issuance.signature, SignatureCheck::Valid, "{report:?}");
    }
}
