//! The third level of the tree: who signed a certificate, up to an anchor or to what is missing.

use std::path::Path;

use quorate::pki::inspect::{FileInspection, read};
use quorate::ui::Action;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    PKCS_ED25519,
};

use super::driver::{Screen, everything, fixture};
use crate::seen::Seen as _;

/// An authority by its name and key, whoever signs its certificates.
struct Authority {
    parameters: CertificateParams,
    key: KeyPair,
}

fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.use_authority_key_identifier_extension = true;
    parameters
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut parameters = parameters(name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self { parameters, key: KeyPair::generate_for(&PKCS_ED25519).unwrap() }
    }

    fn by_itself(&self) -> String {
        self.parameters.self_signed(&self.key).unwrap().pem()
    }

    fn signs(&self, other: &Self) -> String {
        let issuer = Issuer::from_params(&self.parameters, &self.key);
        other.parameters.signed_by(&other.key, &issuer).unwrap().pem()
    }

    fn signs_leaf(&self, name: &str) -> String {
        let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        let issuer = Issuer::from_params(&self.parameters, &self.key);
        parameters(name).signed_by(&key, &issuer).unwrap().pem()
    }
}

fn file(path: &str, pem: &[&str]) -> FileInspection {
    read(Path::new(path), pem.concat().as_bytes())
}

/// A leaf, who signed it, and the root, a file each.
fn three_files() -> Vec<FileInspection> {
    let (root, issuing) = (Authority::new("Root"), Authority::new("Issuing"));
    vec![
        file("/pki/etcd-1.pem", &[&issuing.signs_leaf("etcd-1")]),
        file("/pki/issuing.pem", &[&root.signs(&issuing)]),
        file("/pki/root.pem", &[&root.by_itself()]),
    ]
}

#[test]
fn a_chain_is_closed_until_it_is_opened_and_leads_from_the_nearest_to_the_root() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30).press("Down");
    let screen = screen.selects("+ cert etcd-1").shows("Files  2/4 ");
    let screen = screen.press("Right").selects("- cert etcd-1").shows("Files  2/6 ");
    let screen = screen.press("Right").selects("↑ CA Example Issuing: line 14").press("Down");
    let screen = screen.selects("↑ root Example Root: line 26");
    let screen = screen.press("Left").selects("- cert etcd-1").press("Left");
    let screen = screen.selects("+ cert etcd-1").shows("Files  2/4 ");
    // The root signed itself: there is nothing above it.
    screen.press("End").selects("  CA Example Root").press("Right").shows("Files  4/4 ");
}

#[test]
fn an_authority_has_its_own_chain_and_each_chain_is_opened_on_its_own() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30).press("Down Right End Up Right");
    let screen = screen.selects("- CA Example Issuing").shows("Files  5/7 ");
    let screen = screen.press("Down").selects("↑ root Example Root: line 26").press("Up Up Up Up");
    screen
        .selects("- cert etcd-1")
        .press("Left")
        .shows("Files  2/5 ")
        .shows("- CA Example Issuing");
}

#[test]
fn a_file_of_one_certificate_has_its_chain_below_it_and_says_in_which_files_it_goes_on() {
    let screen = Screen::of(three_files(), 100, 30).selects("+ etcd-1.pem: cert etcd-1 by Issuing");
    let screen = screen.press("Enter Enter").selects("↑ CA Issuing: issuing.pem").press("Down");
    let screen = screen.selects("↑ root Root: root.pem").press("s").selects("root.pem: CA Root");
    screen.press("Home Left").selects("+ etcd-1.pem").shows("Files  1/3 ");
}

#[test]
fn a_row_of_a_chain_shows_that_certificate_and_s_goes_to_where_it_stands() {
    let files = three_files();
    let fingerprint = files[1].items[0].report().unwrap().fingerprint.clone().unwrap();
    let screen = Screen::of(files, 160, 50).press("Enter Enter").selects("↑ CA Issuing");
    let screen =
        screen.shows("File           /pki/issuing.pem").shows("Subject        CN = Issuing");
    let screen = screen.press("c");
    assert_eq!(screen.asked, Some(Action::Copy(fingerprint)));
    let screen = screen.press("v").shows("PEM of CA Issuing in issuing.pem").shows("BEGIN CERT");
    let screen = screen.press("v").shows("DER of CA Issuing in issuing.pem").press("Esc");
    screen.press("s").selects("+ issuing.pem: CA Issuing by Root");
}

#[test]
fn what_is_missing_above_the_last_certificate_is_the_last_row() {
    let mut files = three_files();
    files.pop();
    let screen = Screen::of(files, 160, 50).press("Enter Enter Down");
    let screen = screen.selects("? issuer not among these files: CN = Root");
    let screen = screen.shows("Chain ends at  CA Issuing").shows("Issuer key     ");
    let screen = screen.press("s").shows("its issuer is not among these files");
    let screen = screen.press("c C").shows("? issuer not").press("v").shows("no PEM or DER");
    assert_eq!(screen.asked, None);
    screen.press("Esc").resized(80, 24).selects("? not here: Root").shows("Files  3/4 ");
}

#[test]
fn a_certificate_whose_issuer_is_not_here_has_no_chain_to_open() {
    let screen = Screen::of(vec![fixture("client.pem")], 160, 50).hides("+ client.pem");
    screen.press("Right").shows("Files  1/1 ").shows("by Example Issuing (not here)");
}

#[test]
fn an_issuer_by_name_alone_is_no_issuer() {
    let (root, issuing) = (Authority::new("Root"), Authority::new("Issuing"));
    let leaf = issuing.signs_leaf("etcd-1");
    let posing = Authority::new("Root").by_itself();
    let files = vec![file("leaf.pem", &[&leaf]), file("ca.pem", &[&root.signs(&issuing), &posing])];
    let screen = Screen::of(files, 160, 50).press("Enter Enter").selects("↑ CA Issuing: ca.pem");
    screen.press("Down").selects("? not signed with its issuer's key in these files: CN = Root");
    let alone =
        vec![file("leaf.pem", &[&leaf]), file("x.pem", &[&Authority::new("Issuing").by_itself()])];
    Screen::of(alone, 160, 50).hides("+ leaf.pem").press("Right").shows("Files  1/2 ");
}

#[test]
fn authorities_that_signed_each_other_end_in_a_circle() {
    let (one, other) = (Authority::new("One"), Authority::new("Other"));
    let files = vec![
        file("leaf.pem", &[&one.signs_leaf("etcd-1")]),
        file("crossed.pem", &[&other.signs(&one), &one.signs(&other)]),
    ];
    let screen = Screen::of(files, 160, 50).press("Right").shows("Files  1/7 ").press("Down");
    let screen = screen.selects("↑ CA One").press("Down").selects("↑ CA Other").press("Down");
    screen.selects("? signed by a certificate below it, and not a trust anchor: CN = One");
}

#[test]
fn a_root_among_the_files_ends_the_chain_of_the_cross_signed() {
    let (one, other) = (Authority::new("One"), Authority::new("Other"));
    let leaf = one.signs_leaf("etcd-1");
    let crossed = [other.signs(&one), one.signs(&other)];
    // The links know the first certificate of each key; the one that signed itself comes last.
    let files = |root: &Authority| {
        let crossed = file("crossed.pem", &[&crossed[0], &crossed[1]]);
        vec![file("leaf.pem", &[&leaf]), crossed, file("root.pem", &[&root.by_itself()])]
    };
    let screen = Screen::of(files(&one), 160, 50).press("Right").shows("Files  1/6 ");
    screen.press("Down").selects("↑ root One: root.pem");
    let screen = Screen::of(files(&other), 160, 50).press("Right").shows("Files  1/7 ");
    let screen = screen.press("Down").selects("↑ CA One: crossed.pem").press("Down");
    screen.selects("↑ root Other: root.pem");
    // One that was made anew under the same name and with another key is not it.
    let screen = Screen::of(files(&Authority::new("One")), 160, 50).press("Right");
    screen.shows("Files  1/8 ").press("Down Down Down").selects("? signed by a certificate below");
}

#[test]
fn a_chain_without_end_is_followed_no_further_than_is_of_use() {
    let authorities: Vec<Authority> =
        (0..40).map(|number| Authority::new(&format!("CA-{number}"))).collect();
    let pairs = authorities.windows(2).map(|pair| pair[1].signs(&pair[0]));
    let mut all = vec![authorities[0].signs_leaf("etcd-1")];
    all.extend(pairs);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let screen = Screen::of(vec![file("deep.pem", &all)], 160, 80).press("Down Right");
    let screen = screen.shows("↑ CA CA-15").hides("↑ CA CA-16");
    screen.shows("? not followed any further; next is CN = CA-16");
}

#[test]
fn of_a_certificate_that_stands_there_often_the_nearest_is_shown() {
    let (root, issuing) = (Authority::new("Root"), Authority::new("Issuing"));
    let (root_pem, issuing_pem) = (root.by_itself(), root.signs(&issuing));
    let files = vec![
        file("/pki/ca/both.pem", &[&issuing_pem, &root_pem]),
        file("/pki/etcd-1/ca.pem", &[&root_pem]),
        file("/pki/etcd-1/server.pem", &[&issuing.signs_leaf("etcd-1"), &issuing_pem]),
    ];
    let screen = Screen::of(files, 100, 30).shows("Chains  1/").press("t Home");
    let screen = screen.press("/").types("cn = etcd-1").press("Enter Right");
    let screen = screen.press("Down").selects("↑ CA Issuing: line 9").press("Down");
    let screen = screen.selects("↑ root Root: etcd-1/ca.pem").press("Up s");
    screen.selects("CA Issuing by Root").press("Up").selects("↑ root Root: etcd-1/ca.pem");
}

#[test]
fn searches_findings_and_ends_go_on_from_a_row_of_a_chain() {
    let open = || Screen::of(vec![fixture("chain.pem")], 100, 30).press("Down Right Down Down");
    let screen = open().selects("↑ root Example Root").press("/").types("issuing");
    let screen =
        screen.selects("CA Example Issuing by").press("Esc").selects("↑ root Example Root");
    let screen = screen.press("/").types("example").press("Enter").selects("CA Example Issuing by");
    screen.press("N").selects("cert etcd-1").press("Down n").selects("CA Example Issuing by");
    let ends = open().press("e").selects("cert etcd-1").press("Down e").selects("cert etcd-1");
    ends.press("e").selects("CA Example Issuing by");
    let screen = Screen::of(everything(), 160, 50).press("/").types("etcd-1").press("Enter Right");
    let screen = screen.press("Down").selects("↑ CA Example Issuing: line 14").press("f");
    screen.selects("client.pem").press("F").selects("broken.pem");
}

#[test]
fn the_search_comes_back_to_a_chain_that_was_open() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30).press("Down Right Down /");
    let screen = screen.types("root").selects("CA Example Root").press("Esc");
    screen.selects("↑ CA Example Issuing").press("Left Left Left").shows("Files  1/4 ");
}

#[test]
fn chains_are_closed_until_signatures_are_checked_and_when_they_are_checked_anew() {
    let screen = Screen::waiting(100, 30).reads(vec![fixture("chain.pem")]).press("Down Right");
    let screen = screen.shows("Files  2/4 ").press("Tab").checks().press("Right");
    screen.shows("Files  2/6 ").reads(vec![fixture("chain.pem")]).checks().shows("/4 ");
}
