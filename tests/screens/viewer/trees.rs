//! The left pane: directories that fold, columns, and the certificates by who signed them.

use std::path::Path;

use quorate::pki::inspect::{FileInspection, read};
use quorate::pki::{Row, Tone};

use super::driver::{Screen, fixture};
use crate::seen::Seen as _;

/// The certificates of the fixture with a chain: leaf, issuing authority, root.
fn chain() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/viewer/chain.pem");
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = text.split_inclusive("-----END CERTIFICATE-----\n");
    blocks.map(|block| block[block.find("-----BEGIN").unwrap()..].to_owned()).collect()
}

/// A bundle of two members, each with its own certificate file and a copy of the authorities.
pub(super) fn bundle() -> Vec<FileInspection> {
    let chain = chain();
    let [leaf, issuing, root] = chain.as_slice() else { panic!("{chain:?}") };
    let authorities = format!("{issuing}{root}");
    let file = |path: &str, text: &str| read(&Path::new("/srv/bundle").join(path), text.as_bytes());
    let client = fixture("client.pem");
    vec![
        file("authority/ca.pem", &authorities),
        FileInspection { path: Path::new("/srv/bundle/clients/root.pem").into(), ..client },
        file("members/etcd-1/pki/ca.pem", &authorities),
        file("members/etcd-1/pki/server-with-a-long-name.pem", leaf),
        file("members/etcd-2/pki/ca.pem", &authorities),
    ]
}

fn is(name: &str, screen: &Screen) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("viewer__{name}"), screen.screen());
    });
}

#[test]
fn a_bundle_opens_on_its_chains_and_t_shows_its_files() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let screen = Screen::of(bundle(), width, height);
        is(&format!("chains_{width}x{height}"), &screen);
        let screen = screen.press("t");
        is(&format!("directories_{width}x{height}"), &screen);
    }
}

#[test]
fn each_certificate_is_one_row_among_the_chains_and_says_where_it_lies() {
    let screen = Screen::of(bundle(), 160, 50).shows("Chains  1/4 ");
    let screen = screen.selects("- root Example Root  in 3 files").shows("Also in");
    let screen = screen.press("Down").selects("- CA Example Issuing  in 3 files");
    let screen = screen.press("Left").selects("+ CA Example Issuing").press("Left");
    let screen = screen.selects("- root Example Root").press("Down Right").shows("1/");
    // What is searched for is shown where it is closed away.
    let screen = screen.press("/").types("etcd-1.example").press("Enter").selects("cert etcd-1");
    // A file is found among the files.
    let screen = screen.press("/").types("long-name").press("Enter");
    screen.selects("server-with-a-long-name.pem: cert etcd-1").shows("Files  ");
}

#[test]
fn directories_fold_and_names_are_whole() {
    let screen = Screen::of(bundle(), 120, 40).press("t Home").selects("- authority/");
    let screen = screen.press("Left").selects("+ authority/  files: 1").press("Down Down");
    let screen = screen.press("Down").selects("- members/").press("Down").selects("- etcd-1/pki/");
    let screen = screen.press("Left").selects("+ etcd-1/pki/  files: 2").shows("Directory");
    let screen =
        screen.press("Left").selects("- members/").press("Left").selects("+ members/  files: 3");
    let screen = screen.press("l").selects("- members/").press("l l").selects("- etcd-1/pki/");
    screen.shows("server-with-a-long-name.pem").hides("/srv/bundle/members/etcd-1/pki/ca.pem:");
}

#[test]
fn what_lies_in_one_directory_opens_on_its_files() {
    let chain = chain();
    let file = |path: &str, text: &str| read(Path::new(path), text.as_bytes());
    let files = vec![file("/a/leaf.pem", &chain[0]), file("/a/ca.pem", &chain[1])];
    let screen = Screen::of(files, 120, 40).shows("Files  1/2 ").press("t");
    screen.shows("Chains  ").press("t").shows("Files  ");
}

#[test]
fn what_is_said_of_a_file_beside_its_items_stands_among_its_details() {
    let mut file = FileInspection { path: "https://10.0.0.1:2379".into(), ..fixture("client.pem") };
    let row = |label, value: &'static str| {
        let values = std::iter::once(value.into()).collect();
        Row { label, values, tone: Tone::Plain }
    };
    file.about = vec![row("Protocol", "TLS 1.3"), row("Trust", "not asked")];
    let screen = Screen::of(vec![file], 120, 40).selects("https://10.0.0.1:2379: cert root");
    screen.shows("Protocol       TLS 1.3").shows("Trust          not asked");
}
