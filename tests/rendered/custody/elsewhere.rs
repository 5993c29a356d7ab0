//! A CA whose key never comes here: requests go out, certificates come back.

use crate::custody::{CA, P256, Works};
use crate::support::skip_without;

/// Bundle `out` with requests, and a CA.
fn asked() -> Works {
    let works = Works::with_ca();
    let made = works.quorate("generate --plan plan.json --out out --csr").success();
    assert!(made.stdout.contains("quorate import . requests/*.pem --ca-cert CA.crt"), "{made}");
    assert!(!made.stdout.contains("ca-key.pem"), "{made}");
    works
}

fn signed() -> Works {
    let works = asked();
    works.shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key").success();
    works
}

/// Signs one request of the bundle by other extensions than those of its recipe.
fn sign(works: &Works, name: &str, extensions: &str, more: &str) {
    works.write("odd.ext", extensions);
    works.openssl(&format!(
        "x509 -req -in out/requests/{name}.csr -CA ca.crt -CAkey ca.key -set_serial 7 -days 300 \
         -extfile odd.ext {more} -out {name}.pem"
    ));
}

#[test]
fn openssl_signs_by_the_recipe_and_the_bundle_becomes_whole() {
    skip_without!("openssl");
    let works = asked();
    let pending = works.quorate("verify out").failure();
    assert!(
        pending
            .stdout
            .contains("0 certificates and 0 hosts that are dialed checked: 9 errors, 0 warnings"),
        "{pending}"
    );
    assert!(pending.stdout.contains("then: quorate import DIR CERT…"), "{pending}");
    works.shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key").success();
    let before = works.tree("out");
    works.shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key").success();
    assert_eq!(works.tree("out"), before, "nothing is signed again");
    let ran = works.shell(&format!(
        "{} import out out/requests/*.pem --ca-cert ca.crt",
        crate::support::bundle::quorate().get_program().to_str().unwrap()
    ));
    let ran = ran.success();
    assert!(ran.stdout.contains("every certificate is in place"), "{ran}");
    works.is_sound("out");
    // Those who sign are told to lower it where their CA ends too soon.
    works
        .shell("cp -rp out lower && sed -i 's/^DAYS=.*/DAYS=90/' lower/requests/sign.values")
        .success();
    let lower = works.quorate("verify lower").success();
    assert!(
        lower.stdout.contains("requests/sign.values\n  warning: its content has changed"),
        "{lower}"
    );
    let serial = works.openssl("x509 -in out/members/etcd-1/pki/server.pem -noout -serial");
    assert_eq!(serial.trim().len(), "serial=".len() + 40, "{serial}");
    // Once more is no change.
    let before = works.tree("out");
    works.quorate("import out out/requests/etcd-1-peer.pem").success();
    assert_eq!(works.tree("out"), before);
}

#[test]
fn cfssl_signs_by_the_recipe_too() {
    skip_without!("openssl", "cfssl");
    let works = asked();
    // What stands above the CA may stand behind it, as `import` takes it.
    works.shell("cat ca.crt ca.crt > chain.crt").success();
    works.shell("sh out/requests/sign-with-cfssl.sh chain.crt ca.key").success();
    works.shell("cp ca.crt out/requests/ca.crt; set -- out/requests/*.pem; test $# = 8").success();
    let quorate = crate::support::bundle::quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    works.shell(&format!("{quorate} import out out/requests/*.pem out/requests/ca.crt")).success();
    works.is_sound("out");
}

/// Of a run that was killed, whose directory has the script's own name and a process that is gone.
#[test]
fn what_a_killed_run_left_goes_with_the_next_one_and_a_run_at_work_stays() {
    skip_without!("openssl", "cfssl");
    for script in ["sign-with-openssl.sh", "sign-with-cfssl.sh"] {
        let works = asked();
        let run = format!("sh out/requests/{script} ca.crt ca.key");
        let script = format!("out/requests/{script}");
        let killed =
            format!("sed 's/^signed=0/kill -KILL $$; &/' {script} >k.sh; mv {script} whole.sh");
        works
            .shell(&format!("{killed}; mv k.sh {script}; ! {run}; mv whole.sh {script}"))
            .success();
        works.shell("ls -d out/requests/.sign.????????").success();
        // One of a process that is there, one that is none, and a link.
        works
            .shell("cd out/requests; mkdir .sign.of-other .sign.ofno-one; echo 1 >.sign.of-other/process; ln -s .. .sign.alink123")
            .success();
        let ran = works.shell(&format!("umask 0777; {run}")).success();
        assert_eq!(ran.stdout.matches("left by a run that was killed").count(), 1, "{ran}");
        let left =
            works.shell("cd out/requests; echo .sign.*; stat -c %a etcd-1-peer.pem").success();
        assert_eq!(left.stdout, ".sign.alink123 .sign.of-other .sign.ofno-one\n644\n");
        // An end that nobody asked for leaves nothing either.
        works.shell(&format!("rm -r out/requests/.sign.* out/requests/*.pem; {run} | :")).success();
        works.shell("[ \"$(echo out/requests/.sign.*)\" = 'out/requests/.sign.*' ]").success();
    }
}

#[test]
fn the_scripts_refuse_a_ca_that_ends_too_soon_and_pass_shellcheck() {
    skip_without!("openssl", "shellcheck");
    let works = asked();
    works.shell("shellcheck -s sh out/requests/sign-with-*.sh").success();
    works.below("ca", "short", CA, "-days 100");
    let ran = works.shell("sh out/requests/sign-with-openssl.sh short.crt short.key").failure();
    assert!(ran.stderr.contains("expires in less than 365 days"), "{ran}");
    works.shell("sh out/requests/sign-with-openssl.sh ca.crt").failure();
    works.shell("set -- out/requests/*.pem; test \"$*\" = 'out/requests/*.pem'").success();
}

#[test]
fn some_now_and_the_others_later_is_fine() {
    skip_without!("openssl");
    let works = signed();
    let first = works.quorate("import out out/requests/etcd-2-peer.pem --ca-cert ca.crt").success();
    assert!(
        first.stdout.contains("still to import: etcd-1-server, etcd-1-peer, etcd-2-server"),
        "{first}"
    );
    let pending = works.quorate("verify out").failure();
    assert!(pending.stdout.contains("7 errors, 1 warning"), "{pending}");
    // The CA is known by now, and a file's name says nothing where the key does.
    for name in ["etcd-1-peer", "etcd-1-server", "etcd-2-server", "etcd-3-peer", "etcd-3-server"] {
        works.shell(&format!("mv out/requests/{name}.pem any.pem")).success();
        works.quorate("import out any.pem").success();
    }
    works
        .quorate(
            "import out out/requests/root-client.pem \
             out/requests/kube-apiserver-etcd-client-client.pem",
        )
        .success();
    works.shell("rm any.pem").success();
    works.is_sound("out");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_nothing_changes() {
    skip_without!("openssl");
    let works = signed();
    let before = works.tree("out");
    let base = "basicConstraints = critical, CA:FALSE\nextendedKeyUsage = serverAuth, clientAuth\n";
    sign(&works, "etcd-1-peer", &format!("{base}subjectAltName = DNS:etcd-1"), "");
    sign(
        &works,
        "etcd-2-peer",
        &works.read("out/requests/etcd-2-peer.ext").replace("CA:FALSE", "CA:TRUE"),
        "",
    );
    sign(
        &works,
        "etcd-3-peer",
        &works.read("out/requests/etcd-3-peer.ext").replace(", clientAuth", ""),
        "",
    );
    sign(&works, "etcd-1-server", &works.read("out/requests/etcd-1-server.ext"), "-sha1");
    sign(&works, "root-client", "extendedKeyUsage = clientAuth", "-subj /CN=admin");
    works.root("other", CA, P256, "-subj /CN=other");
    works.openssl(
        "x509 -req -in out/requests/etcd-2-server.csr -CA other.crt -CAkey other.key -set_serial 9 \
         -extfile out/requests/etcd-2-server.ext -out etcd-2-server.pem",
    );
    // A key that was never asked with, under a name of the plan.
    works.below(
        "ca",
        "etcd-3-server",
        &works
            .read("out/requests/etcd-3-server.ext")
            .replace("[names]", "[v3]\nsubjectAltName = @names\n[names]"),
        "",
    );
    works.write("noise.pem", "noise\n");
    let ran = works.quorate(
        "import out etcd-1-peer.pem etcd-3-peer.pem etcd-1-server.pem root-client.pem \
         etcd-2-server.pem etcd-3-server.crt noise.pem --ca-cert ca.crt",
    );
    works.refused(
        ran,
        2,
        &[
            "etcd-1-peer.pem: `O = Example, CN = etcd-1` isn't valid for `etcd-1.example.com`",
            "etcd-1-peer.pem: `O = Example, CN = etcd-1` isn't valid for `10.0.0.1`",
            "etcd-3-peer.pem: `O = Example, CN = etcd-3` can't be used by a client: its extended key usage lacks clientAuth",
            "etcd-1-server.pem: `O = Example, CN = etcd-1` is signed with ECDSA with SHA-1, which Go doesn't",
            "root-client.pem: the common name is `admin`, expected `root`",
            "etcd-2-server.pem: the certificate of the CA that signed it, `CN = other`, is missing",
            "etcd-3-server.crt: the private key doesn't belong to `",
            "noise.pem: the file holds no PEM block",
        ],
    );
    assert_eq!(works.tree("out"), before);
    // One that may sign is taken for a CA, which doesn't fit the plan either.
    let ran = works.quorate("import out etcd-2-peer.pem --ca-cert ca.crt");
    assert_eq!(works.tree("out"), before, "{ran}");
}

#[test]
fn other_names_than_the_plans_are_refused_and_other_fields_of_a_subject_are_told() {
    skip_without!("openssl");
    let works = asked();
    let before = works.tree("out");
    let extensions = works.read("out/requests/etcd-1-server.ext");
    let wildcard = "= *.example.com\nURI.1 = spiffe://x/y\n";
    let extensions = extensions.replace("= etcd-1.example.com\n", wildcard);
    sign(&works, "etcd-1-server", &extensions, "-subj /CN=etcd-1");
    let ran = works.quorate("import out etcd-1-server.pem --ca-cert ca.crt");
    works.refused(
        ran,
        2,
        &[
            "etcd-1-server.pem: it isn't valid for `etcd-1.example.com`, which the plan has [missing-names]",
            "etcd-1-server.pem: it is also valid for `*.example.com, URI:spiffe://x/y`, which the plan doesn't have",
        ],
    );
    assert_eq!(works.tree("out"), before);

    sign(
        &works,
        "etcd-1-peer",
        &works.read("out/requests/etcd-1-peer.ext"),
        "-subj /O=Corporate/OU=Servers/CN=etcd-1",
    );
    let ran = works.quorate("import out etcd-1-peer.pem --ca-cert ca.crt").success();
    for words in [
        "note: etcd-1-peer.pem: its subject is `O = Corporate, OU = Servers, CN = etcd-1`, the plan's is \
         `O = Example, CN = etcd-1`",
        "note: etcd-1-peer.pem: it expires at ",
        "warning: etcd-1-peer.pem: `O = Corporate, OU = Servers, CN = etcd-1` became valid less than 5 minutes ago",
    ] {
        assert!(ran.stderr.contains(words), "no {words:?} in {ran}");
    }
    let verified = works.quorate("verify out").failure();
    assert!(verified.stdout.contains("[other-subject]"), "{verified}");
}

#[test]
fn intermediates_come_along_and_the_root_is_what_is_trusted() {
    skip_without!("openssl");
    let works = asked();
    works.below("ca", "issuing", CA, "");
    works.shell("sh out/requests/sign-with-openssl.sh issuing.crt issuing.key").success();
    let quorate = crate::support::bundle::quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    let ran = works.shell(&format!("{quorate} import out out/requests/*.pem --ca-cert ca.crt"));
    works.refused(
        ran,
        2,
        &["the certificate of the CA that signed it, `O = Works, CN = issuing`, is missing"],
    );
    // As files of their own, in any order.
    works.shell(&format!("{quorate} import out ca.crt out/requests/*.pem issuing.crt")).success();
    works.is_sound("out");
    assert_eq!(works.read("out/authority/ca.pem"), works.read("ca.crt"));
    assert_eq!(works.read("out/clients/root/client.pem").matches("BEGIN").count(), 2);
}

#[test]
fn a_renewal_needs_to_be_asked_for() {
    skip_without!("openssl");
    let works = signed();
    let quorate = crate::support::bundle::quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    works.shell(&format!("{quorate} import out out/requests/*.pem --ca-cert ca.crt")).success();
    works
        .shell("rm out/requests/*.pem; sh out/requests/sign-with-openssl.sh ca.crt ca.key")
        .success();
    let before = works.tree("out");
    let ran = works.quorate("import out out/requests/etcd-1-peer.pem");
    works.refused(
        ran,
        2,
        &["`members/etcd-1/pki/peer.pem` is there already, and is another certificate"],
    );
    assert_eq!(works.tree("out"), before);
    works.shell(&format!("{quorate} import out out/requests/*.pem --replace")).success();
    works.is_sound("out");

    // Another CA for some of them would cut these off.
    works.root("other", CA, P256, "-subj /CN=other");
    works
        .shell("rm out/requests/*.pem; sh out/requests/sign-with-openssl.sh other.crt other.key")
        .success();
    let before = works.tree("out");
    let ran =
        works.quorate("import out out/requests/etcd-1-peer.pem --ca-cert other.crt --replace");
    works.refused(ran, 2, &["it leads to the CA `CN = other`, expected `O = Works, CN = ca`"]);
    assert_eq!(works.tree("out"), before);
    works
        .shell(&format!("{quorate} import out out/requests/*.pem --ca-cert other.crt --replace"))
        .success();
    works.is_sound("out");
}

#[test]
fn certificates_of_several_holders_in_one_file_are_told_apart() {
    skip_without!("openssl");
    let works = signed();
    works
        .shell("cat out/requests/etcd-1-peer.pem out/requests/etcd-2-peer.pem ca.crt >both.pem")
        .success();
    let before = works.tree("out");
    let ran = works.quorate("import out both.pem --ca-cert ca.crt");
    works.refused(
        ran,
        2,
        &["both.pem: it holds `2` certificates that aren't CA certificates, expected one"],
    );
    assert_eq!(works.tree("out"), before);
}

#[test]
fn an_import_that_fails_changes_nothing_and_can_be_done_again() {
    skip_without!("openssl");
    let works = signed();
    // A directory can't be replaced by a file.
    works.shell("mkdir -p out/members/etcd-2/pki/server.pem").success();
    let quorate = crate::support::bundle::quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    let import = format!("{quorate} import out out/requests/*.pem --ca-cert ca.crt");
    let before = works.tree("out");
    let said = "can't replace the directory `out/members/etcd-2/pki/server.pem`: Is a directory";
    works.refused(works.shell(&import), 1, &[said]);
    assert_eq!(works.tree("out"), before);
    works.shell("test -z \"$(find . -name '*.partial-*')\"").success();
    works.shell("rmdir out/members/etcd-2/pki/server.pem").success();
    works.shell(&import).success();
    works.is_sound("out");
}
