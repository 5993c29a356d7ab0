//! Requests that ask for more than they are to get: nothing but their key counts.

use serde_json::json;

use crate::custody::{P256, Works};
use crate::support::bundle::quorate;
use crate::support::skip_without;

/// All that a request can ask for beyond what a member needs.
const GREEDY: &str = "[req]
distinguished_name = name
req_extensions = wishes
prompt = no
[name]
O = system:masters
OU = Evil
serialNumber = 42
emailAddress = evil@evil.example
CN = root
[wishes]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
extendedKeyUsage = codeSigning, anyExtendedKeyUsage
subjectAltName = DNS:evil.example, DNS:*.evil.example, IP:6.6.6.6, email:evil@evil.example, URI:https://evil.example
nameConstraints = critical, permitted;DNS:evil.example
1.2.3.4 = critical, ASN1:UTF8String:evil
";

/// Bundle `out`, and a copy `desk` of its requests, where each asks for all of that with the key that it had.
fn greedy() -> Works {
    let works = Works::with_ca();
    works.plan(|plan| {
        plan["certificates"]["server_sans"] = json!(["kubernetes.default", "*.etcd.example.com"]);
        plan["certificates"]["subject"] = json!({
            "country": "DE",
            "state": "$ENV::HOME ${x} $(id) `id`",
            "locality": "Zürich #1 \\ 'a' ;b [c] = d",
            "organization": "Example, CN = root + O = a/b \"quoted\" %s",
            "organizational_unit": "ООО Пример",
        });
        plan["clients"][1]["common_name"] = "kube's \"client\", #1 \\n $x".into();
    });
    works.quorate("generate --plan plan.json --out out --csr").success();
    works.write("greedy.config", GREEDY);
    works
        .shell(
            "cp -rp out/requests desk
             ask() { openssl req -new -config greedy.config -key $1 -out desk/$2.csr; }
             for key in out/members/*/pki/*-key.pem; do
                 member=${key#out/members/} role=${key##*/}
                 ask $key ${member%%/*}-${role%-key.pem}
             done
             for key in out/clients/*/*-key.pem; do
                 client=${key#out/clients/}
                 ask $key ${client%%/*}-client
             done
             test $(ls desk/*.csr | wc -l) = 8
             openssl req -in desk/etcd-1-server.csr -noout -text | grep -q evil.example",
        )
        .success();
    works
}

/// Signs by a recipe, takes all in, and finds the plan in every certificate.
#[track_caller]
fn grants_the_plan_alone(works: &Works, recipe: &str) {
    works.shell(&format!("sh desk/{recipe} ca.crt ca.key")).success();
    let quorate = quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    let import = format!("{quorate} import out desk/*.pem --ca-cert ca.crt");
    let imported = works.shell(&import).success();
    for code in ["other-user", "other-subject", "further-names", "missing-names"] {
        assert!(!imported.said().contains(code), "{imported}");
    }
    // Here too, each certificate is held against the plan, field by field.
    works.is_sound("out");
    for certificate in ["members/etcd-1/pki/server.pem", "clients/root/client.pem"] {
        let text = works.openssl(&format!("x509 -in out/{certificate} -noout -text"));
        let text = text.to_lowercase();
        for wish in ["evil", "masters", "6.6.6.6", "1.2.3.4", "ca:true", "certificate sign", "code"]
        {
            assert!(!text.contains(wish), "{wish} in {text}");
        }
    }
    let subject = |path: &str| {
        let options = "-noout -subject -nameopt sep_multiline,utf8";
        works.openssl(&format!("x509 -in out/{path} {options}"))
    };
    let server = subject("members/etcd-2/pki/server.pem");
    for line in [
        "C=DE",
        "ST=$ENV::HOME ${x} $(id) `id`",
        "L=Zürich #1 \\ 'a' ;b [c] = d",
        "O=Example, CN = root + O = a/b \"quoted\" %s",
        "OU=ООО Пример",
        "CN=etcd-2",
    ] {
        assert!(server.lines().any(|found| found.trim() == line), "no {line} in {server}");
    }
    let client = subject("clients/kube-apiserver-etcd-client/client.pem");
    assert!(client.contains("CN=kube's \"client\", #1 \\n $x\n"), "{client}");
}

#[test]
fn openssl_grants_a_greedy_request_what_the_plan_says() {
    skip_without!("openssl");
    grants_the_plan_alone(&greedy(), "sign-with-openssl.sh");
}

#[test]
fn cfssl_grants_a_greedy_request_what_the_plan_says() {
    skip_without!("openssl", "cfssl");
    grants_the_plan_alone(&greedy(), "sign-with-cfssl.sh");
}

/// RFC 8813: only RSA keys encipher keys, and only servers use theirs so.
#[test]
fn only_servers_with_an_rsa_key_get_key_encipherment() {
    skip_without!("openssl", "cfssl");
    let works = Works::with_ca();
    works.plan(|plan| plan["certificates"]["algorithm"] = "rsa-2048".into());
    works.quorate("generate --plan plan.json --out out --csr").success();
    let other_key = format!(
        "openssl genpkey {P256} -pkeyopt ec_param_enc:named_curve -out other.key
         openssl req -new -key other.key -subj /CN=x -out out/requests/etcd-2-peer.csr"
    );
    works.shell(&other_key).success();
    for recipe in ["openssl", "cfssl"] {
        works.shell(&format!("cp -rp out/requests {recipe}")).success();
        works.shell(&format!("sh {recipe}/sign-with-{recipe}.sh ca.crt ca.key")).success();
        for (name, usage) in [
            ("etcd-1-server", "Digital Signature, Key Encipherment"),
            ("etcd-1-peer", "Digital Signature, Key Encipherment"),
            ("etcd-2-peer", "Digital Signature"),
            ("root-client", "Digital Signature"),
        ] {
            let text = works.openssl(&format!("x509 -in {recipe}/{name}.pem -noout -text"));
            let mut lines = text.lines().skip_while(|line| !line.contains("X509v3 Key Usage"));
            assert_eq!(lines.nth(1).map(str::trim), Some(usage), "{recipe}, {name}: {text}");
        }
    }
}

/// Whoever sends a request has to have its key: openssl doesn't say so by its exit status.
#[test]
fn a_request_that_another_key_signed_is_refused() {
    skip_without!("openssl", "cfssl");
    let works = Works::with_ca();
    works.quorate("generate --plan plan.json --out out --csr").success();
    // The last bytes are the signature's.
    works
        .shell(
            "cd out/requests && openssl req -in etcd-1-server.csr -outform der -out der
             size=$(wc -c <der); { head -c $((size - 2)) der; printf 'ab'; } >forged
             openssl req -inform der -in forged -out etcd-1-server.csr; rm der forged",
        )
        .success();
    for (recipe, words) in [
        ("openssl", "etcd-1-server.csr isn't a request signed with its own key"),
        ("cfssl", "cfssl can't sign"),
    ] {
        let script = format!("sh out/requests/sign-with-{recipe}.sh ca.crt ca.key");
        let refused = works.shell(&script).failure();
        assert!(refused.stderr.contains(words), "{refused}");
        works.shell("test ! -e out/requests/etcd-1-server.pem").success();
        works.shell("test -z \"$(find out/requests -name '.sign.*')\"").success();
    }
}

/// A CA with tools of its own may sign what was asked for: the way back is closed as well.
#[test]
fn what_a_greedy_request_got_elsewhere_is_refused_on_the_way_back() {
    skip_without!("openssl");
    let works = greedy();
    let before = works.tree("out");
    works.openssl(
        "x509 -req -in desk/etcd-1-server.csr -CA ca.crt -CAkey ca.key -set_serial 7 -days 365 \
         -extfile out/requests/etcd-1-server.ext -out etcd-1-server.pem",
    );
    let ran = works.quorate("import out etcd-1-server.pem --ca-cert ca.crt");
    works.refused(ran, 2, &["the common name is `root`, expected `etcd-1`", "[other-user]"]);

    // Two common names, of which Go takes the last and others the first.
    works.write(
        "two.config",
        "[req]\ndistinguished_name = n\nprompt = no\n[n]\n0.CN = root\n1.CN = etcd-1\n",
    );
    works.openssl(
        "req -new -config two.config -key out/members/etcd-1/pki/server-key.pem -out two.csr",
    );
    works.openssl(
        "x509 -req -in two.csr -CA ca.crt -CAkey ca.key -set_serial 8 -days 365 \
         -extfile out/requests/etcd-1-server.ext -out etcd-1-server.pem",
    );
    let ran = works.quorate("import out etcd-1-server.pem --ca-cert ca.crt");
    works.refused(ran, 2, &["the common name is `etcd-1, root`, expected `etcd-1`"]);
    assert_eq!(works.tree("out"), before);
}
