//! A picture of who signs what and who trusts whom, drawn from the choices alone.

use unicode_width::UnicodeWidthStr;

use super::theme::Glyphs;
use crate::answers::{Answers, Field};
use crate::cluster::{
    Authority, CaLayout, CaSource, CertificateLayout, CertificateSettings, EtcdVersion, Gateway,
    KeyOrigin, Placement,
};
use crate::text::say;

/// Columns within the frame of an authority.
const INNER: usize = 62;

/// Draws what was chosen as lines of text, at most 70 columns wide.
pub fn picture(answers: &Answers, glyphs: &Glyphs) -> Vec<String> {
    let settings = answers.certificate_settings();
    let version = answers.text(Field::EtcdVersion).parse().unwrap_or_default();
    let signed = signed(&settings, version, glyphs);
    let framed = |authority, inside: &[String], width| {
        let source = ca_source(settings.ca_source, authority);
        frame(&format!(" {}: {source} ", authority.title()), glyphs, inside, width)
    };
    let mut lines = Vec::new();
    if settings.trust == CaLayout::Intermediate {
        let inside =
            framed(Authority::Intermediate, &rows(&signed, Authority::Intermediate), INNER);
        lines.extend(framed(Authority::Root, &inside, INNER + 4));
    } else {
        for authority in settings.trust.authorities() {
            lines.extend(framed(*authority, &rows(&signed, *authority), INNER));
        }
    }
    lines.push(machines(answers, settings.member_keys, glyphs));
    lines
}

/// A frame around what an authority signs.
fn frame(title: &str, glyphs: &Glyphs, inside: &[String], width: usize) -> Vec<String> {
    let border = glyphs.border;
    let rule = |taken: usize| border.horizontal_top.repeat((width + 2).saturating_sub(taken));
    let mut lines =
        vec![format!("{}{title}{}{}", border.top_left, rule(title.width()), border.top_right)];
    for line in inside {
        let blank = " ".repeat(width.saturating_sub(line.width()));
        lines.push(format!("{} {line}{blank} {}", border.vertical_left, border.vertical_right));
    }
    lines.push(format!("{}{}{}", border.bottom_left, rule(0), border.bottom_right));
    lines
}

fn ca_source(ca_source: CaSource, authority: Authority) -> &'static str {
    match (ca_source, authority) {
        (CaSource::Made, Authority::Root) => say("picture-made.root"),
        (CaSource::Made, _) => say("picture-made"),
        (CaSource::Encrypted, _) => say("picture-encrypted"),
        (CaSource::Imported, _) => say("picture-imported"),
        (CaSource::Elsewhere, _) => say("picture-elsewhere"),
    }
}

/// What an authority signs, a line each.
fn rows(signed: &[(Authority, String)], authority: Authority) -> Vec<String> {
    let own = signed.iter().filter(|(signer, _)| *signer == authority);
    own.map(|(_, line)| line.clone()).collect()
}

/// Every certificate with its signer: what it is called, who holds it, and who trusts whom by it.
fn signed(
    settings: &CertificateSettings,
    version: EtcdVersion,
    glyphs: &Glyphs,
) -> Vec<(Authority, String)> {
    let trust = settings.trust;
    let (members, clients) = (say("picture-members"), say("picture-clients"));
    let (to, both) = (glyphs.trusts, glyphs.trust_each_other);
    let (each, all) = (say("picture-each-member"), say("picture-all-members"));
    let line = |name, holder, trusts| format!("{:9} {holder:20}  {trusts}", say(name));
    let server = |holder| {
        let trusts = format!("{clients} {to} {members}");
        (trust.signs_servers(), line("picture-server", holder, trusts))
    };
    let peer = || {
        let trusts = format!("{members} {both} {members}");
        (trust.signs_peers(), line("picture-peer", each, trusts))
    };
    let dual = |holder| {
        let trusts = format!("{clients} {to} {members} {both} {members}");
        (trust.signs_peers(), line("picture-member", holder, trusts))
    };
    let mut signed = match settings.arrangement {
        CertificateLayout::ServerAndPeer => vec![server(each), peer()],
        CertificateLayout::PerMember => vec![dual(each)],
        CertificateLayout::SharedServer => vec![server(all), peer()],
        CertificateLayout::Shared => vec![dual(all)],
    };
    if trust.gateway(version) == Gateway::OwnCertificate {
        let trusts = format!("{members} {to} {}", say("picture-own-gateway"));
        signed.push((trust.signs_clients(), line("picture-gateway", each, trusts)));
    }
    let trusts = format!("{members} {to} {clients}");
    let holder = say("picture-each-client");
    signed.push((trust.signs_clients(), line("picture-client", holder, trusts)));
    signed
}

/// The members on their machines, in one line.
fn machines(answers: &Answers, member_keys: KeyOrigin, glyphs: &Glyphs) -> String {
    let marks = vec![glyphs.alive; answers.size().members().min(9)];
    let (drawn, said) = match answers.placement() {
        Placement::OnePerHost => (format!("[{}]", marks.join("] [")), say("picture-one-per-host")),
        Placement::SharedHost => (format!("[{}]", marks.join(" ")), say("picture-shared-host")),
    };
    let keys = match member_keys {
        KeyOrigin::Here => "",
        KeyOrigin::Member => say("picture-keys-member"),
    };
    format!("{drawn}  {said}{keys}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;

    #[test]
    fn every_scheme_names_each_certificate_once_under_its_signer() {
        for trust in CaLayout::ALL {
            for arrangement in CertificateLayout::ALL {
                for ca_source in CaSource::ALL {
                    for placement in Placement::ALL {
                        let mut answers = Answers::new();
                        answers.set_text(Field::CaLayout, trust.to_string());
                        answers.set_text(Field::CertificateLayout, arrangement.to_string());
                        answers.set_text(Field::CaSource, ca_source.to_string());
                        answers.set_text(Field::Placement, placement.to_string());
                        check(&answers);
                    }
                }
            }
        }
    }

    fn check(answers: &Answers) {
        let glyphs = Theme::new(false, false).glyphs;
        let lines = picture(answers, &glyphs);
        let drawn = lines.join("\n");
        assert!(lines.iter().all(|line| line.width() <= 70), "{drawn}");
        assert!(drawn.is_ascii() && !drawn.contains("picture."), "{drawn}");
        let rows = lines.iter().filter(|line| line.contains("one for"));
        let settings = answers.certificate_settings();
        let signed = signed(&settings, EtcdVersion::default(), &glyphs);
        assert_eq!(rows.count(), signed.len(), "{drawn}");
        for authority in settings.trust.authorities() {
            assert!(drawn.contains(&format!(" {}: ", authority.title())), "{drawn}");
        }
        let is_shared = answers.placement() == Placement::SharedHost;
        assert_eq!(drawn.contains("[O O O]"), is_shared, "{drawn}");
    }
}
