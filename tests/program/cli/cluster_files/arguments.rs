//! What is refused before anything is judged: arguments that don't go together, and hosts that are none.

use super::{judge, three};

#[test]
fn a_host_is_dialed_and_no_url() {
    let room = three(&[]);
    let (leaf, ca) = ("out/members/etcd-1/pki/server.pem", "--ca=out/authority/ca.pem");
    for (host, what) in [
        ("https://10.0.0.1:2379", "is a URL, expected only the host: `10.0.0.1`"),
        ("10.0.0.1:2379", "has a port, expected only the host: `10.0.0.1`"),
        ("[fd00::1]:2379", "has a port"),
        ("etcd-1.example.com:2379", "has a port"),
    ] {
        let ran = judge(&room, &[leaf, ca, &format!("--for={host}")]);
        assert!(ran.err.starts_with(&format!("error: --for {host}: `{host}` {what}")), "{ran:?}");
        ran.refuses(2, "error: ");
    }
    // Whatever a host may be called is a question.
    for host in ["localhost", "under_score", "*.example.com", "fd00::1", "[fd00::1]"] {
        let ran = judge(&room, &[leaf, ca, &format!("--for={host}")]);
        assert_ne!(ran.code, Some(2), "{host}: {ran:?}");
    }
    // A server is dialed somewhere; a client isn't.
    let note = "note: the names of the certificate were not checked against a host";
    for (role, is_told) in [("server", true), ("peer", true), ("client", false)] {
        let ran = judge(&room, &[leaf, ca, &format!("--as={role}")]).succeeds();
        assert_eq!(ran.err.contains(note), is_told, "{role}: {ran:?}");
    }
}

#[test]
fn what_does_not_go_together_is_refused_with_a_hint() {
    let room = three(&[]);
    let refuses = |arguments: &[&str], error: &str| {
        let ran = judge(&room, arguments);
        assert!(ran.err.contains(&format!("{error}\nhint: ")), "{arguments:?}: {}", ran.err);
        ran.refuses(2, "error: ");
    };
    let one = "--member=a=10.0.0.1";
    let (ca, leaf) = ("--ca=out/authority/ca.pem", "out/members/etcd-1/pki/server.pem");
    let server = format!("--server={leaf}");
    let server = server.as_str();
    refuses(&[server, ca], "error: there are cluster files, but no member");
    refuses(&["--member=a", server, ca], "error: the member `a` has no address");
    refuses(&["--member=a=", server, ca], "error: the member `a` has no address");
    refuses(&[one, "--member=A=10.0.0.2", server, ca], "error: two members are named `A`");
    refuses(
        &["--member=a=10.0.0.1:2380", server, ca],
        "error: --member a=10.0.0.1:2380: `10.0.0.1:2380` has a port, expected only the host: `10.0.0.1`",
    );
    refuses(&[one, "--server=b=x.pem", ca], "error: `--server b=…` names no member");
    refuses(&[one, server, ca, "--from=b=10.0.0.2"], "error: `--from b=…` names no member");
    refuses(&[one, server, ca, "--server-ca=b=x"], "error: `--server-ca b=…` names no client");
    refuses(&[one, server, server, ca], "error: `--server` is given twice for all");
    refuses(
        &[one, ca, "--peer=a=x.pem", "--peer=a=y.pem"],
        "error: `--peer` is given twice for `a`",
    );
    refuses(
        &[one, ca, server, "--client=x/client.pem", "--client=y/client.pem"],
        "error: two clients are named `client`",
    );
    refuses(&[one, server], "error: no CA is given for the clients of `a`");
    refuses(&[one, server], "error: no CA is given for the servers that `clients` dial");
    refuses(&[one, "--peer=x.pem"], "error: no CA is given for the peers of `a`");
    let gateway = "--gateway-cert=x.pem";
    refuses(
        &[one, server, ca, "--gateway=own"],
        "error: `--gateway own` needs the certificate that gateways show",
    );
    refuses(
        &[one, server, ca, "--gateway=off", gateway],
        "error: `--gateway off` can't be combined with a certificate that gateways show",
    );
    let peer = format!("--peer={leaf}");
    refuses(&[one, ca, &peer], "error: the members and files given have no handshake between them");
    refuses(&[one, ca], "error: the members and files given have no handshake between them");
    judge(&room, &[one, ca, "--server=absent.pem"]).refuses(2, "error: can't read `absent.pem`");
    judge(&room, &[leaf, "--as=peer", "--from=a=10.0.0.1"])
        .refuses(2, "error: `--from a=…` names a member, but there is no --member");
    for other in ["--as=server", "--in=out", "--plan=plan.json", leaf] {
        let ran = judge(&room, &[one, server, ca, other]);
        assert!(ran.err.contains("cannot be used with"), "{other}: {}", ran.err);
        ran.refuses(2, "error: ");
    }
    let ran = judge(&room, &[one, "--server=a=", ca]);
    assert!(ran.err.contains("expected a file"), "{ran:?}");
    // All that is wrong is told at once, and a file's name may hold what looks like a member's.
    let ran = judge(&room, &["--member=a", "--member=b=", "--server=c=x", "--server=./c=x"]);
    assert_eq!(ran.err.matches("error: ").count(), 4, "{}", ran.err);
}
