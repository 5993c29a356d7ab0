//! The inspector in Ukrainian.

use quorate::text::Language;

use super::driver::{Screen, everything, fixture};
use crate::seen::Seen as _;

#[test]
fn the_inspector_in_ukrainian() {
    Language::Ukrainian.speaking(|| {
        for (width, height) in [(80, 24), (120, 40)] {
            let is = |name: &str, screen: &Screen| {
                insta::with_settings!({
                    snapshot_path => "../snapshots",
                    prepend_module_to_snapshot => false,
                    omit_expression => true,
                }, {
                    insta::assert_snapshot!(format!("viewer__uk_{width}_{name}"), screen.screen());
                });
            };
            let all = || Screen::of(everything(), width, height).checks();
            is("everything", &all());
            is("chain", &Screen::of(vec![fixture("chain.pem")], width, height).press("Down"));
            is("help", &all().press("?"));
            is("search", &all().press("/").types("etcd-1"));
        }
    });
}
