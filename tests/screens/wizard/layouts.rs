//! Layouts to start from, and the choices they are made of, as an operator meets them.

use quorate::answers::{Field, FieldRef, MemberColumn, Problem, Start};
use quorate::cluster::{CaSource, KeyAlgorithm, Preset, tutorial_fix};
use quorate::ui::keymap::Mode;
use quorate::ui::{Action, Message};

use super::behaviour::imports;
use super::driver::Wizard;
use super::screens::looks_as;
use crate::seen::Seen as _;

const SIZES: [(u16, u16, &str); 2] = [(80, 24, ""), (160, 50, "wide_")];

/// A wizard that asks what to start from, with the cursor on one of the answers.
fn at_start(width: u16, height: u16, start: Start) -> Wizard {
    let position = Start::ALL.iter().position(|one| *one == start).unwrap();
    let asked = Wizard::at(width, height).press("s");
    (0..position).fold(asked, |wizard, _| wizard.press("Down"))
}

/// A wizard that took a start, with its members named.
fn filled(width: u16, height: u16, start: Start) -> Wizard {
    let wizard = at_start(width, height, start).press("Enter").goes_to(3);
    let size = wizard.answers().size().members();
    if start == Start::Lab {
        return wizard;
    }
    wizard.press("Ctrl-F").retypes(&format!("etcd-{{1..{size}}}")).press("Enter")
}

fn file_name(start: Start) -> String {
    format!("{start:?}").to_lowercase().replace(['(', ')'], "")
}

#[test]
fn every_start_can_be_looked_at_before_it_is_taken() {
    for (width, height, size) in SIZES {
        for start in Start::ALL {
            let wizard = at_start(width, height, start);
            looks_as(&format!("start_{size}{}", file_name(start)), &wizard);
            // The whole picture is on the screen, down to the machines.
            let wizard = wizard.shows("client    one for each client");
            let is_whole = wizard.screen().contains("[●");
            let wizard = if is_whole { wizard } else { wizard.press("PgDn") };
            wizard.shows("[●");
        }
    }
}

#[test]
fn every_choice_on_the_certificate_step() {
    let axes = [(0, 4, "trust"), (1, 4, "arrangement"), (2, 4, "ca_source"), (3, 2, "keys")];
    for (width, height, size) in SIZES {
        for (row, count, axis) in axes {
            let mut wizard = Wizard::filled(width, height).goes_to(5);
            for _ in 0..row {
                wizard = wizard.press("Down");
            }
            for value in 1..=count {
                looks_as(&format!("{axis}_{size}{value}"), &wizard);
                wizard = wizard.press("Right");
            }
        }
    }
}

/// Keys of RSA take their time, so they are made while somebody still looks at the choices.
#[test]
fn rsa_keys_are_wanted_as_soon_as_they_are_chosen() {
    let wizard = Wizard::filled(80, 24).goes_to(5).press("Down Down Down Down");
    assert_eq!(wizard.keys_ahead(), None);
    let wizard = wizard.press("Right Right");
    assert_eq!(wizard.keys_ahead(), Some((KeyAlgorithm::Rsa2048, 8)));
    let wizard = wizard.press("Right");
    assert_eq!(wizard.keys_ahead(), Some((KeyAlgorithm::Rsa3072, 8)));
    // While the generation takes them none is made anew.
    let wizard = wizard.goes_to(6).press("Ctrl-N Enter Enter");
    assert_eq!(wizard.keys_ahead(), None);
}

#[test]
fn a_start_is_taken_with_enter_and_keeps_what_was_typed() {
    let wizard = Wizard::filled(80, 24).goes_to(5).press("Down Down Down Down Right Right");
    assert_eq!(wizard.answers().text(Field::Algorithm), "rsa-2048");
    let wizard = wizard.press("Left Ctrl-P Ctrl-P Ctrl-P Ctrl-P").stands_at(1);
    let wizard = wizard.shows("Set up as: first cluster");
    // Looking at others changes nothing.
    let before = wizard.answers().clone();
    let wizard = wizard.press("s Down Down Down Down Down").shows("▸ existing-ca").press("Esc");
    assert_eq!(*wizard.answers(), before);
    let wizard = wizard.press("s Down Down Down Down Down Enter").stands_at(1);
    let wizard = wizard.shows("were set for: existing-ca").shows("Set up as: existing-ca");
    assert_eq!(wizard.answers().text(Field::Preset), "existing-ca");
    assert_eq!(wizard.answers().text(Field::Algorithm), "ecdsa-p384", "it was typed");
    assert_eq!(wizard.answers().text(Field::CaSource), "imported");
    assert_eq!(wizard.answers().member(2).name, "etcd-3");
    // There again, the cursor stands on what was taken.
    let wizard = wizard.press("s").shows("▸ existing-ca").press("Up Enter");
    assert_eq!(wizard.answers().text(Field::Preset), "per-node");
    assert_eq!(wizard.answers().text(Field::CaSource), "made");
    let wizard = wizard.press("Alt-U").shows("Set up as: existing-ca").press("Alt-U");
    assert_eq!(*wizard.answers(), before);
}

#[test]
fn an_etcd_for_kubernetes_starts_with_a_client_for_its_api_server() {
    let wizard = filled(80, 24, Start::Kubernetes).goes_to(6).hides("kube-apiserver needs");
    let names: Vec<_> = wizard.plan().clients.iter().map(|one| one.name.to_string()).collect();
    assert_eq!(names, ["root", "kube-apiserver-etcd-client"]);
}

#[test]
fn every_start_leads_to_a_plan_and_its_mended_mistakes_stand_in_the_review() {
    for start in Start::ALL {
        let preset = start.preset();
        let wizard = filled(80, 24, start).goes_to(5);
        // What an imported CA asks for stands below the choices.
        let wizard = if wizard.answers().ca_source() == CaSource::Imported {
            wizard.press("Down Down Down").types("ca.crt").press("Down").types("ca.key")
        } else {
            wizard
        };
        let wizard = wizard.goes_to(6).shows("[ Generate ]");
        assert_eq!(wizard.plan().preset, preset);
        // Who started from the lab named no tutorial.
        let is_named = matches!(start, Start::Tutorial(_));
        let count = if is_named { tutorial_fix::all(preset).len() } else { 0 };
        let wizard = if count == 0 {
            wizard.hides("ended of").hides("fixed")
        } else {
            wizard.shows(&format!("ixed compared with the tutorial ({count})"))
        };
        looks_as(&format!("review_{}", file_name(start)), &wizard.press("Shift-Tab Shift-Tab"));
    }
}

#[test]
fn the_review_shows_no_key_of_any_start_and_every_authority_as_what_it_is() {
    for start in Start::ALL {
        let wizard = filled(160, 50, start).goes_to(5);
        let wizard = if wizard.answers().ca_source() == CaSource::Imported {
            // Shared as well, so that there are copies of the key.
            let wizard = wizard.press("Down Right Down Down").types("a").press("Down").types("b");
            wizard.press("Up Up Up Right")
        } else {
            wizard
        };
        let plan = wizard.plan();
        let profiles = quorate::pki::profiles(&plan);
        let keys: Vec<_> = profiles
            .iter()
            .flat_map(|one| {
                let copies = one.copies.iter().map(|copy| copy.key_path.clone());
                copies.chain([one.key_path.clone()])
            })
            .collect();
        let mut wizard = wizard.goes_to(6).press("Ctrl-N Shift-Tab");
        for _ in 0..quorate::bundle::PlannedBundle::of(&plan).listing().len() {
            let read = wizard.press("Enter");
            let path = read.line(2).trim_matches(['┌', '┐', '─', ' ']).to_owned();
            let says_key = read.screen().contains("A private key: made when");
            assert_eq!(says_key, keys.iter().any(|key| key.to_str() == Some(&path)), "{path}");
            let is_manifest = read.screen().contains("Made when you generate: every file");
            assert_eq!(is_manifest, path == "manifest.json", "{path}");
            wizard = read.press("Esc Down");
        }
    }
}

#[test]
fn members_of_one_machine_have_a_column_of_ports() {
    let lab = filled(80, 24, Start::Lab).shows("Ports").shows("2389/2390");
    looks_as("members_lab", &lab);
    // Made by hand, the ports follow from the row until they are typed.
    let wizard = Wizard::filled(80, 24).goes_to(3).hides("Ports").press("Up Up Right");
    let wizard = wizard.shows("[shared-host]").shows("2399/2400").press("Tab Tab Tab Tab");
    let wizard = wizard.types("1/2").shows("1/2");
    assert_eq!(wizard.answers().member(0).cell(MemberColumn::Ports), "1/2");
    let wizard = wizard.retypes("2389/3").press("Up Down Down Down").press("Ctrl-N Ctrl-N");
    assert!(wizard.answers().plan().is_err());
    let wizard = wizard.press("Ctrl-P Ctrl-N").stands_at(3);
    assert!(wizard.message().contains("port 2389"), "{}", wizard.message());
    // Back on a machine each, nobody asks for ports.
    wizard.press("Up").shows("✗2389/2390").press("Up Up Left").hides("Ports");
}

#[test]
fn two_members_are_told_to_be_three() {
    let two = at_start(80, 24, Start::Tutorial(Preset::SharedCertificate)).press("Enter");
    assert_eq!(two.answers().size().members(), 3, "three are offered");
    let two = two.press("Up").shows("Use 3: one more machine");
    let two = two.goes_to(3).press("Ctrl-F").retypes("master-{1..2}").press("Enter");
    two.goes_to(6).shows("Two members tolerate no failure");
}

#[test]
fn a_passphrase_is_asked_for_shown_on_demand_and_saved_nowhere() {
    let wizard = Wizard::filled(80, 24).goes_to(5).press("Down Down Right Down");
    assert_eq!(wizard.mode(), Mode::Secret);
    let short = wizard.types("hidden").shows("******").hides("hidden");
    assert!(short.message().contains("6 characters, expected at least 8"), "{}", short.message());
    let refused = short.press("Ctrl-N").stands_at(5).press("Ctrl-N").shows("CA passphrase:");
    let refused = refused.press("Tab Tab Tab Enter").stands_at(6).shows("is still missing");
    let back = refused.hides("[ Generate ]").press("Enter").stands_at(5);
    assert_eq!(back.mode(), Mode::Secret);
    let typed = back.pastes("-q? 42\n").shows("************").hides("hidden");
    let shown = typed.press("Ctrl-R").shows("hidden-q? 42").press("Ctrl-R").hides("hidden");
    let json = serde_json::to_string(shown.answers()).unwrap();
    assert!(!json.contains("hidden") && !format!("{:?}", shown.answers()).contains("hidden"));
    let again = shown.press("Down").types("hidden-q? 42").hides("hidden");
    assert_eq!(again.mode(), Mode::Secret);
    let asked = again.press("Ctrl-N Ctrl-N Enter Enter");
    let Some(Action::Generate { ca_credentials, .. }) = asked.asked() else {
        panic!("{:?}", asked.asked())
    };
    assert_eq!(ca_credentials.passphrase.as_str(), "hidden-q? 42");
    assert!(!format!("{:?}", asked.asked()).contains("hidden"));
    // Revealed, it hides again with the step.
    let left = Wizard::filled(80, 24).goes_to(5).press("Down Down Right Down Ctrl-R");
    left.types("hidden").shows("hidden").press("Esc Ctrl-N Down Down Down").hides("hidden");
}

#[test]
fn a_new_passphrase_is_typed_twice_and_nothing_goes_on_until_both_agree() {
    let sealed = || Wizard::filled(80, 24).goes_to(5).press("Down Down Right Down");
    let once = sealed().types("correct horse").press("Down");
    looks_as("passphrase_once", &once);
    // Only once is not enough, neither for the review nor for the generation.
    let refused = once.press("Ctrl-N").stands_at(5).shows("was typed only once");
    let review = refused.press("Ctrl-N").stands_at(6).hides("[ Generate ]");
    let review = review.shows("The same again: the new passphrase was typed only once");
    let stuck = review.press("Tab Tab Tab Enter").stands_at(6).shows("is still missing");
    assert!(!matches!(stuck.asked(), Some(Action::Generate { .. })), "{:?}", stuck.asked());
    // Enter leads to the field that is to be fixed, and a slip of the finger shows there.
    let slipped = stuck.press("Enter").stands_at(5).types("correct hrose");
    looks_as("passphrase_differs", &slipped);
    assert!(slipped.message().starts_with("✗ the two passphrases differ: "));
    let json = serde_json::to_string(slipped.answers()).unwrap();
    assert!(!json.contains("correct"), "{json}");
    let agrees = slipped.retypes("correct horse").hides("differ").goes_to(6);
    let agrees = agrees.shows("[ Generate ]").press("Ctrl-N Enter Enter");
    assert!(matches!(agrees.asked(), Some(Action::Generate { .. })), "{:?}", agrees.asked());
    // What is added unseen to the first one, on coming back to it, shows as well.
    let appended = sealed().types("correct horse").press("Down").types("correct horse");
    let appended = appended.press("Up").types("x").press("Ctrl-N").stands_at(5);
    appended.shows("the two passphrases differ");
    // One that opens a key is typed once: the key tells whether it is right.
    imports(80, 24).shows("CA passphrase").hides("The same again");
}

#[test]
fn the_files_of_an_imported_ca_are_named_with_tab() {
    let wizard = imports(80, 24);
    assert_eq!(wizard.mode(), Mode::Path);
    // An empty name has nothing to complete: Tab moves on as everywhere.
    let wizard = wizard.press("Tab").press("Shift-Tab").types("c").press("Tab");
    let wizard = wizard.shows("ca.").shows("It could be: ca.crt  ca.key");
    let wizard = wizard.types("c").press("Tab").press("Tab");
    assert_eq!(wizard.answers().text(Field::AuthorityCertificate), "ca.crt");
    let wizard = wizard.types("x").press("Tab").shows("No file name starts like this.");
    let review = wizard.press("Ctrl-U").goes_to(6).shows("CA key: name its file");
    let wizard = review.hides("[ Generate ]").press("Esc").press("Down Down Down Down");
    let wizard = wizard.types("ca.key").press("Down").types("pass").goes_to(6);
    let asked = wizard.press("Ctrl-N Enter Enter");
    let Some(Action::Generate { ca_credentials, .. }) = asked.asked() else {
        panic!("{:?}", asked.asked())
    };
    let found = (ca_credentials.certificate.as_str(), ca_credentials.key.as_str());
    assert_eq!((found, ca_credentials.passphrase.as_str()), (("ca.crt", "ca.key"), "pass"));
}

#[test]
fn a_ca_that_cannot_sign_is_a_fault_of_the_review_that_enter_leads_to() {
    let key = FieldRef::Field(Field::AuthorityKey);
    let named = imports(80, 24).types("ca.crt").press("Down").types("ca.key");
    let wrong = named.finds(key, "ca.key: it belongs to another", "give the one that fits");
    let wrong = wrong.finds(FieldRef::Field(Field::LeafDays), "they outlive the CA", "fewer days");
    let review = wrong.goes_to(6).shows("CA key: ca.key: it belongs to another");
    looks_as("review_unfit_ca", &review);
    let review = review.shows("they outlive the CA").shows("✗5 Certificates");
    let review = review.hides("[ Generate ]").hides("accepted");
    assert!(matches!(review.asked(), Some(Action::CheckOutputAndAuthority { .. })));
    let stuck = review.press("Tab Tab Tab Enter").stands_at(6).shows("is still missing");
    assert!(!matches!(stuck.asked(), Some(Action::Generate { .. })), "{:?}", stuck.asked());
    // Enter leads to the field, which says the same until it is changed.
    let field = stuck.press("Enter").stands_at(5);
    assert!(field.message().starts_with("✗ ca.key: it belongs to another: give the one"));
    let changed = field.types("2").hides("it belongs to another");
    // Going on reads the files anew, and nothing that was found before stands in the way.
    let fixes = changed.finds_nothing().press("Ctrl-N").stands_at(6).shows("[ Generate ]");
    let number = match fixes.asked() {
        Some(Action::CheckOutputAndAuthority { authority, .. }) => authority.number,
        asked => panic!("{asked:?}"),
    };
    // News of an earlier look come too late.
    let problem = Problem { place: key, message: "old news".into(), hint: "none".into() };
    let late = Message::AuthorityChecked { number: number - 1, problems: vec![problem] };
    let ready = fixes.told(late).hides("old news").shows("[ Generate ]");
    let asked = ready.press("Ctrl-N Enter Enter");
    assert!(matches!(asked.asked(), Some(Action::Generate { .. })), "{:?}", asked.asked());
}

#[test]
fn ctrl_y_leads_through_every_certificate_of_the_choice() {
    let titles = |mut wizard: Wizard, count: usize| {
        let mut titles = Vec::new();
        for _ in 0..count {
            titles.push(wizard.line(2).trim_matches(['┌', '┐', '─', ' ']).to_owned());
            wizard = wizard.press("Ctrl-Y");
        }
        titles
    };
    let separate = Wizard::filled(80, 24).goes_to(5).press("Right Right Ctrl-T");
    let separate = titles(separate, 7);
    assert_eq!(
        separate,
        [
            "CA certificate: peer-ca",
            "CA certificate: client-ca",
            "CA certificate: server-ca",
            "Server certificate: etcd-1",
            "Peer certificate: etcd-1",
            "Gateway certificate: etcd-1",
            "CA certificate: peer-ca",
        ]
    );
    let root = Wizard::filled(80, 24).goes_to(5).press("Right Right Right Ctrl-T");
    assert_eq!(titles(root, 2), ["CA certificate: root-ca", "CA certificate: intermediate-ca"]);
    let shared = Wizard::filled(80, 24).goes_to(5).press("Down Right Right Right Ctrl-T");
    assert_eq!(titles(shared, 2), ["Member certificate: etcd", "CA certificate: etcd"]);
    let imported = Wizard::filled(80, 24).goes_to(5).press("Down Down Right Right Ctrl-T");
    imported.shows("your own CA").shows("Server certificate: etcd-1");
}

#[test]
fn a_choice_that_is_refused_says_so_at_its_field() {
    let wizard =
        Wizard::filled(80, 24).goes_to(5).press("Right Down Right").shows("▸✗Certificates");
    assert!(wizard.message().starts_with("✗ "), "{}", wizard.message());
    let wizard = Wizard::filled(80, 24).goes_to(5).press("Right Down Down Right Right");
    wizard.shows("▸✗CA  ");
    let shared = Wizard::filled(80, 24).goes_to(5).press("Down Right Right Down Down Right");
    shared.shows("▸✗Members' keys").press("Down").shows("✗ Members' keys").shows("▸ Key algorithm");
}

#[test]
fn a_network_of_peers_has_a_column_of_its_own() {
    let wizard = Wizard::filled(80, 24).goes_to(3).hides("Peer address").press("Up Right");
    let wizard = wizard.shows("Separate peer network   no [yes]").shows("Peer address");
    // What isn't typed is the same as the address.
    let wizard = wizard.press("Down Tab Tab").retypes("10.9.0.1");
    looks_as("members_peer_network", &wizard);
    let plan = wizard.answers().plan().unwrap();
    assert!(plan.initial_cluster().starts_with("etcd-1=https://10.9.0.1:2380,"));
    let wizard = wizard.press("Down").retypes("10.0.0.1").press("Up Down");
    assert!(wizard.message().contains("share the address"), "{}", wizard.message());
}
