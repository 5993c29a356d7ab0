//! Keys that lie about.

use crate::mistakes::author::{Author, mode, planning};
use crate::mistakes::certificates::{MASTERS, masters, newegg};
use crate::support::skip_without;

const DIRECTORY: &str = "members/e11k8setcd01/pki";

/// Tutorial 000 opens all keys for its web server.
#[test]
fn keys_that_everyone_may_read() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("000-certificates.txt", &[]).follows("000-served.txt", &[]);
    let key = author.file("e11k8setcd01-key.pem");
    assert_eq!(mode(&key), 0o644);
    let place = format!("{DIRECTORY}/e11k8setcd01-key.pem");
    let cluster = newegg().with(&key, &place);
    std::fs::set_permissions(cluster.path(&place), std::fs::metadata(&key).unwrap().permissions())
        .unwrap();
    cluster.is_told(
        "key-readable",
        &place,
        "other users can read this private key: its mode is 0644",
    );
}

/// … and serves the whole folder to the members, the authority's key with it.
#[test]
fn the_authoritys_key_on_a_member() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("000-certificates.txt", &[]);
    let place = format!("{DIRECTORY}/ca-key.pem");
    let cluster = newegg()
        .with(&author.file("ca.pem"), "authority/ca.pem")
        .with(&author.file("ca-key.pem"), &place);
    cluster.is_told("authority-key-handed-out", &place, "the CA's private key");
}

/// Tutorial 003 copies `kubernetes.pem` and its key to the workers.
#[test]
fn the_members_certificate_copied_to_workers() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("003-certificate.txt", &MASTERS);
    let (certificate, key) = (author.file("kubernetes.pem"), author.file("kubernetes-key.pem"));
    let place = "clients/workera/kubernetes-key.pem";
    let cluster = masters()
        .with(&certificate, "members/mastera/pki/kubernetes.pem")
        .with(&certificate, "clients/workera/kubernetes.pem")
        .with(&key, place);
    cluster.is_told("member-key-handed-out", place, "can pose as that member");
    // A client's own key is nobody else's.
    cluster.is_not_told("member-key-handed-out", "clients/workera/client-key.pem");

    let shared = [
        "--certificates",
        "shared",
        "--member",
        "mastera=10.0.1.5",
        "--member",
        "masterb=10.0.2.4",
    ];
    let (made, said) = planning(&shared);
    assert!(made && said.contains("Keep it on members only"), "{said}");
}
