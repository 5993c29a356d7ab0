//! A picture of who signs what and who trusts whom, drawn from the choices alone.

use unicode_width::UnicodeWidthStr;

use super::theme::Glyphs;
use crate::answers::{Answers, Field};
use crate::cluster::{
    Authority, CaLayout, CaSource, CertificateLayout, EtcdVersion, Gateway, KeyOrigin, Placement,
};
use crate::text::say;

/// Columns within the frame of an authority.
const INNER: usize = 62;

/// The choices that make the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Who signs.
    pub trust: CaLayout,
    /// Which certificates members hold.
    pub arrangement: CertificateLayout,
    /// Where the authority comes from.
    pub ca_source: CaSource,
    /// Where members' keys are made.
    pub member_keys: KeyOrigin,
    /// How many members a machine runs.
    pub placement: Placement,
    /// How many members there are.
    pub members: usize,
    /// Whether the gateway can have a certificate of its own.
    pub version: EtcdVersion,
}

impl From<&Answers> for Scheme {
    fn from(answers: &Answers) -> Self {
        let settings = answers.certificate_settings();
        Self {
            trust: settings.trust,
            arrangement: settings.arrangement,
            ca_source: settings.ca_source,
            member_keys: settings.member_keys,
            placement: answers.placement(),
            members: answers.size().members(),
            version: answers.text(Field::EtcdVersion).parse().unwrap_or_default(),
        }
    }
}

/// A certificate that an authority signs: what it is called, who holds it, and who trusts whom by it.
struct Signed {
    name: &'static str,
    holder: &'static str,
    trusts: String,
}

/// Draws a scheme as lines of text, at most 70 columns wide.
pub fn picture(scheme: &Scheme, glyphs: &Glyphs) -> Vec<String> {
    let mut lines = Vec::new();
    if scheme.trust == CaLayout::Intermediate {
        let inside = frame(
            scheme,
            Authority::Intermediate,
            glyphs,
            &rows(scheme, glyphs, Authority::Intermediate),
            INNER,
        );
        lines.extend(frame(scheme, Authority::Root, glyphs, &inside, INNER + 4));
    } else {
        for authority in scheme.trust.authorities() {
            let rows = rows(scheme, glyphs, *authority);
            lines.extend(frame(scheme, *authority, glyphs, &rows, INNER));
        }
    }
    lines.push(machines(scheme, glyphs));
    lines
}

/// A frame around what an authority signs, with its name and where its key is.
fn frame(
    scheme: &Scheme,
    authority: Authority,
    glyphs: &Glyphs,
    inside: &[String],
    width: usize,
) -> Vec<String> {
    let border = glyphs.border;
    let title = format!(" {}: {} ", authority.title(), ca_source(scheme.ca_source, authority));
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
fn rows(scheme: &Scheme, glyphs: &Glyphs, authority: Authority) -> Vec<String> {
    let signed = signed(scheme, glyphs);
    let own = signed.into_iter().filter(|(signer, _)| *signer == authority);
    own.map(|(_, one)| format!("{:9} {:20}  {}", one.name, one.holder, one.trusts)).collect()
}

/// Every certificate with its signer.
fn signed(scheme: &Scheme, glyphs: &Glyphs) -> Vec<(Authority, Signed)> {
    let trust = scheme.trust;
    let (members, clients) = (say("picture-members"), say("picture-clients"));
    let (to, both) = (glyphs.trusts, glyphs.trust_each_other);
    let (each, all) = (say("picture-each-member"), say("picture-all-members"));
    let server = |holder| {
        let trusts = format!("{clients} {to} {members}");
        (trust.signs_servers(), Signed { name: say("picture-server"), holder, trusts })
    };
    let peer = || {
        let trusts = format!("{members} {both} {members}");
        (trust.signs_peers(), Signed { name: say("picture-peer"), holder: each, trusts })
    };
    let dual = |holder| {
        let trusts = format!("{clients} {to} {members} {both} {members}");
        (trust.signs_peers(), Signed { name: say("picture-member"), holder, trusts })
    };
    let mut signed = match scheme.arrangement {
        CertificateLayout::ServerAndPeer => vec![server(each), peer()],
        CertificateLayout::PerMember => vec![dual(each)],
        CertificateLayout::SharedServer => vec![server(all), peer()],
        CertificateLayout::Shared => vec![dual(all)],
    };
    if trust.gateway(scheme.version) == Gateway::OwnCertificate {
        let trusts = format!("{members} {to} {}", say("picture-own-gateway"));
        let gateway = Signed { name: say("picture-gateway"), holder: each, trusts };
        signed.push((trust.signs_clients(), gateway));
    }
    let trusts = format!("{members} {to} {clients}");
    let client = Signed { name: say("picture-client"), holder: say("picture-each-client"), trusts };
    signed.push((trust.signs_clients(), client));
    signed
}

/// The members on their machines, in one line.
fn machines(scheme: &Scheme, glyphs: &Glyphs) -> String {
    let marks = vec![glyphs.alive; scheme.members.min(9)];
    let (drawn, said) = match scheme.placement {
        Placement::OnePerHost => (format!("[{}]", marks.join("] [")), say("picture-one-per-host")),
        Placement::SharedHost => (format!("[{}]", marks.join(" ")), say("picture-shared-host")),
    };
    let keys = match scheme.member_keys {
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
                        let scheme = Scheme {
                            trust,
                            arrangement,
                            ca_source,
                            placement,
                            ..Scheme::from(&Answers::new())
                        };
                        check(&scheme);
                    }
                }
            }
        }
    }

    fn check(scheme: &Scheme) {
        let glyphs = Theme::new(false, false).glyphs;
        let lines = picture(scheme, &glyphs);
        let drawn = lines.join("\n");
        assert!(lines.iter().all(|line| line.width() <= 70), "{drawn}");
        assert!(drawn.is_ascii() && !drawn.contains("picture."), "{drawn}");
        let rows = lines.iter().filter(|line| line.contains("one for"));
        assert_eq!(rows.count(), signed(scheme, &glyphs).len(), "{drawn}");
        for authority in scheme.trust.authorities() {
            assert!(drawn.contains(&format!(" {}: ", authority.title())), "{drawn}");
        }
        let is_shared = scheme.placement == Placement::SharedHost;
        assert_eq!(drawn.contains("[O O O]"), is_shared, "{drawn}");
    }
}
