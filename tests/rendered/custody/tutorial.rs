//! The commands of the tutorial that the preset `existing-ca` follows.

use crate::custody::{P256, Works};
use crate::support::skip_without;

/// Its `openssl.cnf`, word by word.
const CONFIG: &str = "[req]
req_extensions = v3_req
distinguished_name = req_distinguished_name
[req_distinguished_name]
[ v3_req ]
basicConstraints = CA:FALSE
keyUsage = nonRepudiation, digitalSignature, keyEncipherment
extendedKeyUsage = clientAuth,serverAuth
subjectAltName = IP:$ENV::PEER_IP, DNS:$ENV::PEER_FQDN
";

/// Its plan, with a CA as people have them.
fn works() -> Works {
    let works = Works::with_ca();
    works.write("openssl.cnf", CONFIG);
    works
        .shell(&format!(
            "{} plan --preset existing-ca --member etcd01=192.168.0.1,etcd01.example.com \
             --member etcd02=192.168.0.2,etcd02.example.com --member etcd03=192.168.0.3,etcd03.example.com \
             --client root > plan.json",
            crate::support::bundle::quorate().get_program().to_str().unwrap()
        ))
        .success();
    works
}

const SIGN: &str = "openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 \
                    -extensions v3_req -extfile openssl.cnf -sha256";

#[test]
fn requests_of_the_bundle_are_signed_by_the_tutorials_commands() {
    skip_without!("openssl");
    let works = works();
    works.quorate("generate --plan plan.json --out out --csr").success();
    let one = "-in out/requests/etcd01-member.csr -out etcd.crt && cat ca.crt >> etcd.crt";
    works
        .shell(&format!("export PEER_IP=192.168.0.1 PEER_FQDN=etcd01.example.com; {SIGN} {one}"))
        .success();
    let ran = works.quorate("import out etcd.crt --ca-cert ca.crt");
    // Everyone but the machine's own users reaches the member by it.
    let ran = ran.success();
    let said =
        "etcd.crt: `CN = etcd01` isn't valid for `localhost, 127.0.0.1`: etcdctl on the member";
    assert!(ran.stderr.contains(said), "{ran}");
    for number in 1..=3 {
        let one = format!(
            "-in out/requests/etcd0{number}-member.csr -out {number}.crt; cat ca.crt >> {number}.crt"
        );
        works
            .shell(&format!(
                "export PEER_IP=192.168.0.{number},IP:127.0.0.1,IP:::1 \
                 PEER_FQDN=etcd0{number}.example.com,DNS:localhost; {SIGN} {one}"
            ))
            .success();
    }
    works
        .shell(
            "openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 \
             -in out/requests/root-client.csr -extfile out/requests/root-client.ext -out root.crt",
        )
        .success();
    works.quorate("import out 1.crt 2.crt 3.crt root.crt --ca-cert ca.crt --replace").success();
    works.is_sound("out");
    assert_eq!(works.read("out/members/etcd02/pki/etcd.crt").matches("BEGIN").count(), 2);
    assert_eq!(works.read("out/members/etcd02/pki/ca.crt"), works.read("ca.crt"));
}

/// A bundle of the tutorial's CA, whose members make their keys.
fn with_members() -> Works {
    let works = works();
    works.plan(|plan| plan["certificates"]["member_keys"] = "member".into());
    works.quorate("generate --plan plan.json --out out --ca-cert ca.crt --ca-key ca.key").success();
    works
}

#[test]
fn nothing_but_the_key_is_taken_from_a_request() {
    skip_without!("openssl");
    let works = with_members();
    works.write(
        "evil.cnf",
        "[req]\nreq_extensions = v3\ndistinguished_name = n\n[n]\n[v3]\nbasicConstraints = critical, CA:TRUE\n\
         keyUsage = keyCertSign\nsubjectAltName = DNS:evil.example.com\n",
    );
    for number in 1..=3 {
        works.openssl(&format!("genrsa -out {number}.key 2048"));
        works.openssl(&format!(
            "req -new -key {number}.key -config evil.cnf -subj /O=Evil/CN=root -out etcd0{number}-member.csr"
        ));
    }
    let sign = "sign out etcd01-member.csr etcd02-member.csr etcd03-member.csr \
                --ca-cert ca.crt --ca-key ca.key";
    works.quorate(sign).success();
    works.is_sound("out");
    let text = works.openssl("x509 -in out/members/etcd01/pki/etcd.crt -noout -text");
    assert!(text.contains("CA:FALSE") && text.contains("CN = etcd01\n"), "{text}");
    assert!(!text.contains("vil") && !text.contains("Certificate Sign"), "{text}");

    let before = works.tree("out");
    let again = works.quorate(sign).success();
    assert!(again.stderr.contains("etcd.crt is signed already; --replace renews it"), "{again}");
    assert_eq!(works.tree("out"), before);
    works.quorate(&format!("{sign} --replace")).success();
    assert_ne!(works.tree("out"), before);
    works.is_sound("out");
}

#[test]
fn requests_that_must_not_be_signed_are_refused() {
    skip_without!("openssl");
    let works = with_members();
    let before = works.tree("out");
    let refused = |files: &str, words: &str| {
        let ran = works.quorate(&format!("sign out {files} --ca-cert ca.crt --ca-key ca.key"));
        works.refused(ran, 2, &[words]);
        assert_eq!(works.tree("out"), before);
    };
    let request = |key: &str, out: &str| {
        works.openssl(&format!("req -new -key {key} -subj /CN=x -out {out}"));
    };
    works.openssl("genrsa -out weak.key 1024");
    request("weak.key", "etcd01-member.csr");
    refused("etcd01-member.csr", "its key is `RSA 1024`");
    works.openssl(&format!("genpkey {P256} -out good.key"));
    request("good.key", "etcd01-member.csr");
    request("good.key", "etcd02-member.csr");
    refused(
        "etcd01-member.csr etcd02-member.csr",
        "etcd02-member.csr: its key is also that of etcd01-member",
    );
    works.shell("mkdir again && cp etcd01-member.csr again").success();
    refused(
        "etcd01-member.csr again/etcd01-member.csr",
        "there is another request for etcd01-member",
    );
    request("good.key", "etcd09-member.csr");
    refused("etcd09-member.csr", "the plan has no certificate of that name");
    works.shell("cat good.key >> etcd01-member.csr").success();
    refused("etcd01-member.csr", "it holds a private key");
    request("good.key", "etcd01-member.csr");
    works.openssl("req -in etcd01-member.csr -outform DER -out request.der");
    // Another subject than the one that was signed.
    works.shell("LC_ALL=C sed 's/\\x0c\\x01x/\\x0c\\x01y/' request.der > broken.der").success();
    works.openssl("req -inform DER -in broken.der -out etcd01-member.csr");
    refused("etcd01-member.csr", "it isn't signed with its own key");
    request("ca.key", "etcd01-member.csr");
    refused("etcd01-member.csr", "its key is also that of the CA");
    // A client's key is in the bundle, and another one wouldn't fit.
    request("good.key", "root-client.csr");
    refused("root-client.csr --replace", "its key isn't the one in the bundle for root-client");
}
