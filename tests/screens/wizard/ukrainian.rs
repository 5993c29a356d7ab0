//! The key screens in Ukrainian: labels stand in their columns, and nothing that matters is cut.

use quorate::text::Language;

use super::driver::Wizard;
use super::screens::looks_as;

#[test]
fn the_steps_in_ukrainian() {
    Language::Ukrainian.speaking(|| {
        for (width, height) in [(80, 24), (120, 40)] {
            let looks =
                |name: &str, wizard: &Wizard| looks_as(&format!("uk_{width}_{name}"), wizard);
            let filled = || Wizard::filled(width, height);
            looks("1_size", &Wizard::at(width, height));
            looks("2_hardware", &filled().goes_to(2));
            looks("3_members", &filled().goes_to(3));
            looks("4_network", &filled().goes_to(4));
            looks("5_certificates", &filled().goes_to(5));
            looks("6_review", &filled().goes_to(6));
            looks("6_review_missing", &Wizard::at(width, height).goes_to(6));
            looks("7_question", &filled().goes_to(6).press("Ctrl-N Enter"));
            let generating = filled().goes_to(6).press("Ctrl-N Enter Enter");
            looks("7_finished", &generating.finishes());
            looks("start", &Wizard::at(width, height).press("s"));
            looks("help", &Wizard::at(width, height).press("?"));
            looks("help_members", &filled().goes_to(3).press("F1"));
            looks("fill", &Wizard::at(width, height).goes_to(3).press("Ctrl-F"));
            looks("handshakes", &filled().goes_to(6).press("Shift-Tab Shift-Tab Enter"));
            looks("quit", &Wizard::at(width, height).press("q"));
        }
    });
}
