//! What keys do.

use quorate::pki::inspect::{FileInspection, read};
use quorate::ui::Action;
use quorate::ui::keymap::Mode;
use quorate::ui::viewer::News;

use super::driver::{Screen, everything, fixture, many, private_key};
use crate::seen::Seen as _;

#[test]
fn a_search_goes_to_matches_as_it_is_typed_and_esc_goes_back() {
    let screen = Screen::of(everything(), 100, 30).press("Down /").types("example issuing");
    let screen = screen.selects("Example Issuing").shows("matches: ");
    let screen = screen.press("Esc").selects("broken.pem");
    assert_eq!(screen.mode(), Mode::Tree);
}

#[test]
fn matches_are_gone_through_in_both_directions_around_the_ends() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30);
    let screen = screen.press("/").types("example").press("Enter").selects("cert etcd-1");
    let screen = screen.press("n").selects("CA Example Issuing").shows("match 2 of 3");
    let screen = screen.press("n").selects("CA Example Root").press("n").selects("cert etcd-1");
    screen.press("N").selects("CA Example Root");
}

#[test]
fn a_search_finds_sans_fingerprints_serials_and_file_names() {
    let root = fixture("chain.pem").items[2].report().unwrap().clone();
    let fingerprint = root.fingerprint.unwrap();
    let serial = root.serial.unwrap();
    let screen = Screen::of(everything(), 120, 30);
    let screen = screen.press("/").types("10.0.0.1").selects("etcd-1").press("Esc");
    let screen = screen.press("/").types(&fingerprint).selects("CA Example Root").press("Esc");
    let plain = fingerprint.replace(':', "").to_lowercase();
    let screen = screen.press("/").types(&plain[8..24]).selects("CA Example Root").press("Esc");
    let screen = screen.press("/").types(&serial).selects("CA Example Root").press("Esc");
    let screen = screen.press("/").types("ROOT.CRL").selects("root.crl").press("Esc");
    screen
        .press("/")
        .types("no such thing")
        .shows("matches: 0")
        .press("Enter")
        .shows("nothing here");
}

#[test]
fn a_page_over_the_panes_is_searched_like_any_list() {
    let help = || Screen::of(everything(), 80, 24).press("?");
    let typed = help().press("/").types("COPY").shows("matches: 2").shows("copy the whole");
    assert_eq!(typed.mode(), Mode::Search);
    let found = typed.press("Enter").shows("Match 1 of 2");
    assert_eq!(found.mode(), Mode::Help);
    let around = found.press("n").shows("Match 2 of 2").press("n").shows("Match 1 of 2");
    around.press("N").shows("Match 2 of 2").press("Esc").hides("Match").shows("Files");
    let top = help().screen();
    let left = help().press("/").types("copy").press("Esc");
    assert_eq!(left.screen(), top, "the page stands where it stood");
    help().press("/").types("nowhere").shows("matches: 0").press("Enter").shows("No match.");
}

#[test]
fn a_match_in_a_closed_file_opens_it() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30).press("Left");
    let screen = screen.shows("Files  1/1 ").press("/").types("issuing").press("Enter");
    screen.selects("CA Example Issuing");
}

#[test]
fn letters_that_are_keys_are_letters_in_a_search() {
    let screen = Screen::of(everything(), 100, 30).press("/").types("qfenNcCv?");
    assert_eq!(screen.mode(), Mode::Search);
    assert_eq!(screen.shows("qfenNcCv?").asked, None);
}

#[test]
fn left_closes_then_goes_to_the_file_and_right_opens() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30).press("End");
    let screen = screen.selects("Example Root").press("Left").selects("chain.pem");
    let screen = screen.press("Left").shows("Files  1/1 ").press("Right").selects("chain.pem");
    let screen = screen.shows("Files  1/4 ");
    screen.press("Right").selects("cert etcd-1").press("Right").press("Down").selects("");
}

#[test]
fn what_is_within_pkcs_7_stands_below_it() {
    let screen = Screen::of(vec![fixture("store.p7b")], 100, 30).press("Down").selects("PKCS #7");
    let screen = screen.press("Down").selects("cert etcd-1").press("Left").selects("PKCS #7");
    let screen = screen.press("Left").shows("Files  2/2 ");
    screen.press("Right").shows("Files  2/5 ").shows("cert etcd-1");
}

#[test]
fn fingerprints_and_certificates_are_copied() {
    let file = fixture("client.pem");
    let fingerprint = file.items[0].report().unwrap().fingerprint.clone().unwrap();
    let screen = Screen::of(vec![file], 100, 30).press("c");
    assert_eq!(screen.asked, Some(Action::Copy(fingerprint)));
    let screen = screen.press("C");
    let Some(Action::Copy(pem)) = &screen.asked else { panic!("{:?}", screen.asked) };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/viewer/client.pem");
    assert_eq!(*pem, std::fs::read_to_string(path).unwrap());
}

#[test]
fn no_key_is_ever_copied_or_shown() {
    let (file, pem) = private_key();
    let secret: Vec<&str> = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let mut screen = Screen::of(vec![file], 160, 50);
    for key in ["c", "C", "Tab", "v", "c", "C", "v", "c", "C", "v", "Enter", "c", "C"] {
        screen = screen.press(key);
        assert_eq!(screen.asked, None, "{key}");
        assert!(secret.iter().all(|line| !screen.screen().contains(&line[..20])), "{key}");
    }
    screen.shows("never a key");
}

#[test]
fn what_follows_a_certificate_in_its_block_is_neither_copied_nor_shown() {
    let (_, key) = private_key();
    let certificate = fixture("client.pem").items[0].public_der().unwrap().to_vec();
    let key = rcgen::KeyPair::from_pem(&key).unwrap().serialize_der();
    let file = read("both.der".as_ref(), &[certificate.clone(), key].concat());
    if let Some(item) = file.items.first().filter(|item| item.report().is_some()) {
        assert_eq!(item.public_der(), Some(certificate.as_slice()));
    }
    let pem = quorate::pki::certificate_pem(&[certificate.clone(), vec![4, 1, 7]].concat());
    let file = read("trailing.pem".as_ref(), pem.as_bytes());
    assert_eq!(file.items[0].public_der(), Some(certificate.as_slice()));
}

#[test]
fn findings_are_gone_through_and_say_what_to_do() {
    let screen = Screen::of(everything(), 160, 40).press("f").selects("broken.pem");
    let screen = screen.press("f").selects("client.pem").shows("expired at").shows("reissue it");
    screen.press("F").selects("broken.pem");
}

#[test]
fn e_goes_to_what_ends_first_and_then_to_what_ends_next() {
    let screen = Screen::of(everything(), 160, 40).press("e").selects("client.pem");
    let screen = screen.shows("2026-11-27").press("e").selects("hostile.pem");
    screen.press("Home e").selects("client.pem");
}

#[test]
fn s_goes_to_who_signed_and_from_a_key_to_its_certificate() {
    let screen = Screen::of(vec![fixture("chain.pem")], 100, 30).press("Down s");
    let screen = screen.selects("CA Example Issuing").press("s").selects("CA Example Root");
    screen.press("s").shows("it signed itself");
    let screen = Screen::of(vec![fixture("client.pem")], 100, 30).press("s");
    screen.shows("not among these files");
}

#[test]
fn files_are_listed_before_signatures_are_checked() {
    let screen = Screen::waiting(100, 30).shows("being read").press("Down f e n s c C v / Esc ?");
    let screen = screen.shows("keys").press("Esc").reads(vec![fixture("chain.pem")]);
    let screen = screen.shows("checking signatures").press("Down").hides(" by Example Issuing");
    screen.checks().selects("cert etcd-1 by Example Issuing").hides("checking signatures");
}

#[test]
fn a_reading_that_broke_off_says_so() {
    Screen::waiting(100, 30).told(News::Failed).shows("Reading failed");
}

#[test]
fn an_empty_directory_says_so() {
    Screen::of(vec![], 100, 30).shows("No file has anything").press("Down Enter v c C s e f n");
}

#[test]
fn q_and_esc_leave() {
    for key in ["q", "Esc", "Ctrl-c"] {
        assert_eq!(Screen::of(everything(), 80, 24).press(key).asked, Some(Action::Quit), "{key}");
        assert_eq!(Screen::waiting(80, 24).press(key).asked, Some(Action::Quit), "{key}");
    }
    let screen = Screen::of(everything(), 80, 24).press("v Esc");
    assert_eq!((screen.asked, screen.viewer.mode()), (None, Mode::Tree));
}

#[test]
fn the_selection_stays_on_the_screen_however_small_it_becomes() {
    let screen = Screen::of(many(300), 160, 50).press("PgDn PgDn").selects("00088.pem");
    let screen = screen.resized(80, 16).selects("00088.pem").resized(20, 5).resized(100, 40);
    screen
        .selects("00088.pem")
        .press("End")
        .selects("00299.pem")
        .press("Home")
        .selects("00000.pem");
}

#[test]
fn details_scroll_to_their_end_and_no_further() {
    let screen = Screen::of(vec![fixture("client.pem")], 80, 18).press("Tab").shows("more lines");
    let end = screen.press("End").hides("more lines");
    let before = end.screen();
    assert_eq!(end.press("Down").screen(), before);
}

#[test]
fn the_directory_that_all_files_are_in_goes_without_saying_in_the_tree() {
    let at = |path: &str| FileInspection { path: path.into(), ..fixture("client.pem") };
    let screen = Screen::of(vec![at("/a/b/c/1.pem"), at("/a/b/2.pem")], 160, 30);
    let screen = screen.selects("✗ - c/").press("Down").selects("✗     1.pem: ");
    screen.shows("/a/b/c/1.pem").press("Down").selects("✗   2.pem: ");
    Screen::of(vec![at("/a/1.pem"), at("b/2.pem")], 160, 30).selects(" - /a/");
    Screen::of(vec![at("/a/1.pem"), at("/b/2.pem")], 160, 30).selects(" - /");
}
