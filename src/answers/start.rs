//! Where the answers start from: what somebody has and wants, or the layout of a tutorial that they follow.

use std::net::IpAddr;

use super::rows::ClientRow;
use super::{Answers, Field, split_list};
use crate::cluster::{API_SERVER, CaSource, Preset, tutorial_fix};
use crate::text::say;

/// A place to start from. It sets answers that nobody typed; all of them can be changed afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A cluster as quorate recommends it.
    First,
    /// The same as the external etcd of a Kubernetes: with a client certificate for its API server.
    Kubernetes,
    /// The same with certificates from a CA that is there already.
    OwnCa,
    /// Three members on one machine, to try things out.
    Lab,
    /// The layout of a tutorial, without its mistakes.
    Tutorial(Preset),
}

impl Start {
    /// All of them, in the order they are offered; the lab is that of a tutorial, too.
    pub const ALL: [Self; 8] = [
        Self::First,
        Self::Kubernetes,
        Self::OwnCa,
        Self::Lab,
        Self::Tutorial(Preset::PerNode),
        Self::Tutorial(Preset::ExistingCa),
        Self::Tutorial(Preset::SharedCertificate),
        Self::Tutorial(Preset::SharedServer),
    ];

    /// The preset that it takes.
    pub fn preset(self) -> Preset {
        match self {
            Self::First | Self::Kubernetes | Self::OwnCa => Preset::Recommended,
            Self::Lab => Preset::SingleHost,
            Self::Tutorial(preset) => preset,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => say("start-first"),
            Self::Kubernetes => say("start-kubernetes"),
            Self::OwnCa => say("start-own-ca"),
            Self::Lab => say("start-lab"),
            Self::Tutorial(preset) => preset.as_str(),
        }
    }

    /// What it is about, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Kubernetes => say("start-kubernetes.about"),
            Self::OwnCa => say("start-own-ca.about"),
            Self::Lab => say("start-lab.about"),
            _ => tutorial_fix::about(self.preset()),
        }
    }

    fn of_preset(preset: Preset) -> Self {
        Self::ALL.into_iter().find(|start| start.preset() == preset).unwrap_or(Self::First)
    }
}

fn api_server() -> ClientRow {
    ClientRow::new(API_SERVER, API_SERVER)
}

impl Answers {
    /// What the answers look as if they started from.
    pub fn start(&self) -> Start {
        match Start::of_preset(self.preset()) {
            Start::First if self.ca_source() == CaSource::Imported => Start::OwnCa,
            Start::First if self.clients().contains(&api_server()) => Start::Kubernetes,
            start => start,
        }
    }

    /// Whether a member was given an address that other machines can reach: it stays when somebody starts from the
    /// lab on this machine.
    pub fn has_members_elsewhere(&self) -> bool {
        let mut texts = self.members().flat_map(|row| split_list(&row.address));
        texts.any(|text| text.parse::<IpAddr>().is_ok_and(|address| !address.is_loopback()))
    }

    /// Whether all members have loopback addresses, and so are on the machine where the answers are typed.
    pub fn are_members_here(&self) -> bool {
        self.members().all(|row| {
            let is_loopback =
                |text: &str| text.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
            !row.address.trim().is_empty() && split_list(&row.address).all(is_loopback)
        })
    }

    /// Goes over to another start. Whatever was typed and isn't the former one's own stays.
    pub fn apply_start(&mut self, start: Start) {
        let former = self.start();
        if former == start {
            return;
        }
        match former {
            Start::Kubernetes => self.clients.retain(|row| *row != api_server()),
            Start::OwnCa => {
                self.set_text(Field::CaSource, self.default_text(Field::CaSource));
            }
            _ => {}
        }
        self.apply_preset(start.preset());
        match start {
            Start::Kubernetes if !self.clients.contains(&api_server()) => {
                self.add_client(api_server());
            }
            Start::OwnCa => self.set_text(Field::CaSource, CaSource::Imported.to_string()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_and_every_start_can_be_taken_and_is_recognised() {
        for preset in Preset::ALL {
            assert_eq!(Start::of_preset(preset).preset(), preset);
        }
        for from in Start::ALL {
            for to in Start::ALL {
                let mut answers = Answers::at_a_terminal();
                answers.apply_start(from);
                assert_eq!(answers.start(), from);
                answers.apply_start(to);
                assert_eq!(answers.start(), to, "from {from:?}");
                answers.apply_start(Start::First);
                assert!(answers.is_untouched(), "{from:?} and {to:?} leave nothing behind");
            }
        }
    }

    #[test]
    fn a_start_says_why_it_takes_what_the_review_advises_against() {
        for start in Start::ALL {
            let mut answers = Answers::new();
            answers.apply_start(start);
            if answers.text(Field::Algorithm).starts_with("rsa") {
                let said = tutorial_fix::fact(start.preset(), "certificates").unwrap();
                assert!(said.contains("as in the tutorial, although ECDSA P-256"), "{said}");
            }
        }
        let mut lab = Answers::new();
        lab.apply_start(Start::Lab);
        assert_eq!(
            lab.text(Field::Algorithm),
            "ecdsa-p256",
            "it is no tutorial to those who take it"
        );
    }

    #[test]
    fn going_over_keeps_what_was_typed() {
        let mut answers = Answers::new();
        answers.set_text(Field::Organization, "Mine".into());
        answers.add_client(ClientRow::new("backup", "backup"));
        answers.apply_start(Start::Kubernetes);
        answers.set_text(Field::CaSource, "elsewhere".into());
        answers.apply_start(Start::Lab);
        assert_eq!(answers.text(Field::Organization), "Mine");
        assert_eq!(answers.text(Field::CaSource), "elsewhere");
        let names: Vec<_> = answers.clients().iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["root", "backup"]);
    }
}
