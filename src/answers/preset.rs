//! What the answers start as, by preset.

use super::fill::dns_name;
use super::rows::{MemberColumn, MemberRow};
use super::{Answers, Field};
use crate::cluster::Preset;

/// What a preset answers otherwise than the recommended one: each field with its text.
pub fn preset_texts(preset: Preset) -> &'static [(Field, &'static str)] {
    match preset {
        Preset::Recommended => &[],
        Preset::PerNode => &[
            (Field::ClusterSize, "5"),
            (Field::Tier, "medium"),
            (Field::UnitForm, "flags"),
            (Field::Algorithm, "rsa-2048"),
            (Field::CfsslInputs, "yes"),
        ],
        Preset::ExistingCa => &[
            (Field::Heartbeat, "800"),
            (Field::Election, "4000"),
            (Field::DataDirectory, "/opt/etcd/data"),
            (Field::WalDirectory, "/opt/etcd/wal"),
            (Field::CertificateDirectory, "/etc/ssl/etcd"),
            (Field::Algorithm, "rsa-2048"),
            (Field::CertificateLayout, "per-member"),
            (Field::CaSource, "imported"),
        ],
        Preset::SingleHost => &[
            (Field::ClusterName, "lab"),
            (Field::Tier, "lab"),
            (Field::UnitForm, "flags"),
            (Field::Placement, "shared-host"),
            (Field::DataDirectory, "/var/lib/{name}"),
            (Field::ConfigurationDirectory, "/etc/{name}"),
            (Field::CertificateDirectory, "/etc/{name}"),
            (Field::CaLayout, "peer-and-client"),
        ],
        Preset::SharedCertificate => &[
            (Field::ClusterName, "kubernetes"),
            (Field::UnitForm, "flags"),
            (Field::CertificateDirectory, "/etc/etcd"),
            (Field::CertificateLayout, "shared"),
            (Field::ServerSans, "kubernetes.default"),
            (Field::Algorithm, "rsa-2048"),
        ],
        Preset::SharedServer => &[
            (Field::UnitForm, "flags"),
            (Field::CertificateDirectory, "/etc/etcd/ssl"),
            (Field::CertificateLayout, "shared-server"),
            (Field::Algorithm, "rsa-2048"),
            (Field::Trials, "yes"),
        ],
    }
}

/// The members that a preset knows beforehand: those of the lab, which all live on one machine.
fn members(preset: Preset) -> Vec<MemberRow> {
    if preset != Preset::SingleHost {
        return Vec::new();
    }
    [("etcd1", "2369/2370"), ("etcd2", "2379/2380"), ("etcd3", "2389/2390")]
        .map(|(name, ports)| MemberRow {
            name: name.into(),
            address: "127.0.0.1".into(),
            ports: ports.into(),
            ..MemberRow::BLANK
        })
        .into()
}

impl Answers {
    /// The answers that a preset starts from.
    pub fn from_preset(preset: Preset) -> Self {
        let mut answers = Self::new();
        answers.apply_preset(preset);
        answers
    }

    /// Whether a field's text is one that nobody typed: its default, or what the preset answers.
    pub fn is_proposed(&self, field: Field) -> bool {
        let text = self.text(field);
        !self.is_typed(field) || preset_texts(self.preset()).contains(&(field, text.as_str()))
    }

    /// Whether a member's cell has what the preset answers, or the DNS name that follows from its name.
    pub fn is_proposed_cell(&self, row: usize, column: MemberColumn) -> bool {
        let (own, of_preset) = (self.member(row), members(self.preset()));
        let text = own.cell(column);
        let is_of_name = column == MemberColumn::DnsNames && text == dns_name(&own.name);
        let is_of_preset = of_preset.get(row).is_some_and(|one| one.cell(column) == text);
        !text.is_empty() && (is_of_name || is_of_preset)
    }

    /// Goes over to another preset. Whatever was typed and isn't the former preset's own stays.
    pub fn apply_preset(&mut self, preset: Preset) {
        let former = self.preset();
        if former == preset {
            // Taken once more, it changes nothing: what was changed since stays changed.
            return;
        }
        let unchanged = |(field, text): &&(Field, &str)| self.text(*field) == *text;
        let of_former: Vec<Field> =
            preset_texts(former).iter().filter(unchanged).map(|(field, _)| *field).collect();
        for field in of_former {
            self.set_text(field, self.default_text(field));
        }
        for (field, text) in preset_texts(preset) {
            if !self.is_typed(*field) {
                self.set_text(*field, (*text).to_owned());
            }
        }
        let is_blank = self.members.iter().all(|row| *row == MemberRow::BLANK);
        if is_blank || self.members == members(former) {
            self.members = members(preset);
        }
        self.set_text(Field::Preset, preset.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_a_preset_is_one_its_field_takes() {
        for preset in Preset::ALL {
            let answers = Answers::from_preset(preset);
            for (field, text) in preset_texts(preset) {
                assert_eq!(field.question().read(text).unwrap(), *text, "{preset}: {field:?}");
                assert_eq!(answers.text(*field), *text, "{preset}: {field:?}");
            }
            assert_eq!(answers.text(Field::Preset), preset.as_str());
        }
    }

    #[test]
    fn going_over_to_another_preset_keeps_what_was_typed() {
        let mut answers = Answers::new();
        answers.set_text(Field::Organization, "Mine".into());
        answers.apply_preset(Preset::PerNode);
        assert_eq!(answers.text(Field::Organization), "Mine");
        assert_eq!(answers.text(Field::Algorithm), "rsa-2048");
        answers.set_text(Field::Algorithm, "ed25519".into());
        answers.apply_preset(Preset::SingleHost);
        assert_eq!(answers.text(Field::Algorithm), "ed25519");
        assert_eq!(answers.text(Field::ClusterSize), "3");
        assert_eq!(answers.member(2).ports, "2389/2390");
        answers.apply_preset(Preset::Recommended);
        assert_eq!(answers.text(Field::CaLayout), "one");
        assert_eq!(answers.member(0), MemberRow::BLANK);
        assert_eq!(answers.text(Field::Organization), "Mine");
    }

    #[test]
    fn a_preset_taken_once_more_leaves_what_was_changed_since() {
        let mut answers = Answers::from_preset(Preset::PerNode);
        answers.set_text(Field::Algorithm, "ecdsa-p256".into());
        answers.apply_preset(Preset::PerNode);
        assert_eq!(answers.text(Field::Algorithm), "ecdsa-p256");
    }

    #[test]
    fn the_lab_is_a_plan_as_it_stands() {
        let mut answers = Answers::from_preset(Preset::SingleHost);
        answers.set_token_suffix([1, 2, 3, 4]);
        let plan = answers.plan().unwrap();
        assert_eq!(
            plan.initial_cluster(),
            "etcd1=https://127.0.0.1:2370,etcd2=https://127.0.0.1:2380,etcd3=https://127.0.0.1:2390"
        );
        assert_eq!(Answers::from_plan(&plan).plan().unwrap(), plan);
    }

    #[test]
    fn at_a_terminal_the_key_of_a_ca_is_encrypted_unless_it_is_answered_otherwise() {
        let mut answers = Answers::at_a_terminal();
        assert!(answers.is_untouched());
        let text = |answers: &Answers| answers.text(Field::CaSource);
        assert_eq!((text(&answers), text(&Answers::new())), ("encrypted".into(), "made".into()));
        answers.apply_preset(Preset::ExistingCa);
        assert_eq!(text(&answers), "imported");
        answers.apply_preset(Preset::Recommended);
        assert_eq!(text(&answers), "encrypted");
        // As it is saved, and read by another front end.
        let saved = serde_json::to_string(&answers).unwrap();
        assert_eq!(serde_json::from_str::<Answers>(&saved).unwrap(), answers);
        answers.set_text(Field::CaSource, "made".into());
        assert_eq!(text(&answers), "made");
        assert!(!answers.is_untouched());
        assert!(!serde_json::to_string(&Answers::new()).unwrap().contains("encrypts_ca"));
    }
}
