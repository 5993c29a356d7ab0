//! A CA that exists, and signs here.

use crate::custody::{CA, P256, Works};
use crate::support::skip_without;

const RSA: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";

fn generate(ca: &str, key: &str) -> String {
    format!("generate --plan plan.json --out out --ca-cert {ca} --ca-key {key}")
}

#[test]
fn each_form_of_key_signs() {
    skip_without!("openssl");
    for (kind, old) in [(P256, "ec"), (RSA, "rsa -traditional")] {
        let works = Works::new();
        works.root("ca", CA, kind, "-subj /O=Works/CN=ca");
        works.openssl(&format!("{old} -in ca.key -out old.key"));
        for key in ["ca.key", "old.key"] {
            works.shell("rm -rf out").success();
            works.quorate(&generate("ca.crt", key)).success();
            works.is_sound("out");
            works.shell("test -z \"$(find out/authority -name '*key*')\"").success();
        }
    }
}

#[test]
fn below_intermediates_members_show_them_and_trust_the_root() {
    skip_without!("openssl");
    let works = Works::with_ca();
    works.below("ca", "middle", CA, "");
    // Shorter than what is above it, or it would be warned of.
    works.below("middle", "issuing", &CA.replace("CA:true", "CA:true, pathlen:0"), "-days 590");
    works.shell("cat issuing.crt middle.crt ca.crt > chain.crt").success();
    works.quorate(&generate("chain.crt", "issuing.key")).success();
    works.is_sound("out");
    assert_eq!(works.read("out/authority/ca.pem"), works.read("ca.crt"));
    assert_eq!(works.read("out/members/etcd-2/pki/peer.pem").matches("BEGIN").count(), 3);

    // Without its root the authority itself is what is trusted, which openssl wants to be told.
    let alone = works
        .quorate(&generate("issuing.crt", "issuing.key").replace("--out out", "--out alone"))
        .success();
    assert!(
        alone.stderr.contains("its root, `O = Works, CN = middle`, is not in the file"),
        "{alone}"
    );
    works.quorate("verify alone").success();
    works.openssl(
        "verify -x509_strict -partial_chain -CAfile alone/members/etcd-1/pki/ca.pem \
         alone/members/etcd-1/pki/server.pem",
    );
}

#[test]
fn awkward_names_are_kept_byte_by_byte() {
    skip_without!("openssl");
    for name in [
        "/DC=org/DC=example/OU=a/OU=b/CN=ca",
        "/O=Käse, \"und\" Söhne/CN=Zürich",
        "/O=Works+OU=both/CN=ca+serialNumber=1",
    ] {
        let works = Works::new();
        works.root("ca", CA, P256, &format!("-utf8 -multivalue-rdn -subj '{name}'"));
        works.quorate(&generate("ca.crt", "ca.key")).success();
        works.is_sound("out");
    }
}

#[test]
fn what_cannot_sign_is_refused_and_nothing_is_left() {
    skip_without!("openssl");
    let works = Works::with_ca();
    let refused = |ca: &str, key: &str, words: &[&str]| {
        works.refused(works.quorate(&generate(ca, key)), 2, words);
        works.shell("test -z \"$(ls -A | grep out)\"").success();
    };
    works.root("leaf", "basicConstraints = CA:false", P256, "-subj /CN=leaf");
    refused("leaf.crt", "leaf.key", &["leaf.crt: `CN = leaf` isn't an authority"]);
    works.root("mute", &CA.replace("keyCertSign, ", ""), P256, "-subj /CN=mute");
    refused("mute.crt", "mute.key", &["keyCertSign is missing"]);
    works.root("other", CA, P256, "-subj /CN=other");
    refused("ca.crt", "other.key", &["other.key: ", "the private key doesn't belong to"]);
    works.below("ca", "zero", &CA.replace("CA:true", "CA:true, pathlen:0"), "");
    works.below("zero", "under", CA, "");
    works.shell("cat under.crt zero.crt ca.crt > under-chain.crt").success();
    refused("under-chain.crt", "under.key", &["[path-length]"]);
    refused("absent.crt", "ca.key", &["can't read `absent.crt`"]);
}

#[test]
fn an_authority_that_has_ended_is_refused() {
    skip_without!("openssl");
    let works = Works::with_ca();
    works.openssl("req -new -key ca.key -config ca.config -subj /CN=late -out late.csr");
    works.write(
        "ca.conf",
        "[ca]\ndefault_ca = one\n[one]\ndatabase = index\nserial = serial\nnew_certs_dir = .\n\
         default_md = sha256\npolicy = any\n[any]\ncommonName = supplied\n",
    );
    works.write("index", "");
    works.write("serial", "01\n");
    works.openssl(
        "ca -batch -notext -selfsign -config ca.conf -keyfile ca.key -in late.csr -out late.crt \
         -startdate 20200101000000Z -enddate 20210101000000Z -extfile ca.config -extensions v3",
    );
    works.refused(
        works.quorate(&generate("late.crt", "ca.key")),
        2,
        &["late.crt: the authority `CN = late` expired at 2021-01-01 00:00:00 UTC"],
    );
    assert!(!works.path("out").exists());
}

#[test]
fn leaves_that_would_outlive_the_authority_are_refused_with_both_ends() {
    skip_without!("openssl");
    let works = Works::with_ca();
    works.below("ca", "short", CA, "-days 100");
    works.shell("cat short.crt ca.crt > chain.crt").success();
    let ran = works.quorate(&generate("chain.crt", "short.key"));
    works.refused(
        ran,
        1,
        &["members/etcd-1/pki/server.pem` would expire on ", "hint: the CA expires in 99 days: "],
    );
    assert!(!works.path("out").exists());
}

#[test]
fn a_root_with_an_old_signature_of_its_own_is_noted_and_works() {
    skip_without!("openssl");
    let works = Works::new();
    works.root("ca", CA, RSA, "-sha1 -subj /CN=old");
    let made = works.quorate(&generate("ca.crt", "ca.key")).success();
    assert!(made.stderr.contains("note: ca.crt: the root `CN = old` signed itself with"), "{made}");
    works.is_sound("out");
}

/// etcd refuses a certificate of which one name lies outside: it isn't signed at all, by `generate` nor by `sign`.
#[test]
fn names_that_the_authority_may_not_sign_for_are_refused() {
    skip_without!("openssl");
    let works = Works::new();
    let permits = |what: &str| {
        let own = "permitted;IP:127.0.0.0/255.0.0.0, permitted;DNS:localhost, permitted;DNS:etcd-1, \
                   permitted;DNS:etcd-2, permitted;DNS:etcd-3, \
                   permitted;IP:::1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF";
        format!("{CA}\nnameConstraints = critical, {own}, {what}")
    };
    let subnet = "permitted;DNS:example.com, permitted;IP:10.0.0.0/255.255.255.0";
    works.root("ca", &permits(subnet), P256, "-subj /O=Works/CN=ca");
    works.quorate(&generate("ca.crt", "ca.key")).success();
    works.is_sound("out");

    let elsewhere = subnet.replace("10.0.0.0", "10.0.1.0");
    works.root("other", &permits(&elsewhere), P256, "-subj /O=Works/CN=other");
    let refused = works
        .quorate(&generate("other.crt", "other.key").replace("--out out", "--out none"))
        .failure();
    let why = "`O = Works, CN = other` can't sign `members/etcd-1/pki/server.pem`: IP address \
               \"10.0.0.1\" is not permitted by any constraint";
    assert!(refused.stderr.contains(why), "{refused}");
    assert!(refused.stderr.contains("hint: etcd refuses such a certificate"), "{refused}");
    works.shell("test ! -e none").success();

    works.plan(|plan| plan["certificates"]["member_keys"] = "member".into());
    works.quorate(&generate("ca.crt", "ca.key").replace("--out out", "--out born")).success();
    works.shell("cd born/members/etcd-1 && sh request.sh").success();
    works.write(
        "plan.json",
        works.read("born/plan.json").replace("etcd-1.example.com", "etcd-1.example.org"),
    );
    works.shell("cp plan.json born/plan.json").success();
    let sign =
        "sign born born/members/etcd-1/requests/etcd-1-server.csr --ca-cert ca.crt --ca-key ca.key";
    let refused = works.quorate(sign).failure();
    let why = "can't sign `members/etcd-1/pki/server.pem`: DNS name \"etcd-1.example.org\" is not permitted";
    assert!(refused.stderr.contains(why), "{refused}");
}
