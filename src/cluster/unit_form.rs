//! How a unit hands its settings to etcd.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::FieldError;

/// Where a member's settings stand. etcd takes them in three ways, to the same effect; one at a time,
/// as it refuses a setting that is given both as a flag and as a variable, and passes over both where
/// it has a config file (measured on 3.4 and 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitForm {
    /// `ETCD_` variables in a file that systemd reads.
    #[default]
    EnvironmentFile,
    /// Flags in the unit itself.
    Flags,
    /// A YAML file that etcd reads (`--config-file`).
    ConfigFile,
}

impl UnitForm {
    /// All forms, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::EnvironmentFile, Self::Flags, Self::ConfigFile];

    /// The word for plans and the command line, such as `config-file`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EnvironmentFile => "environment-file",
            Self::Flags => "flags",
            Self::ConfigFile => "config-file",
        }
    }

    /// Whether a plan file needn't mention it: plans made before there was a choice don't.
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for UnitForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for UnitForm {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wanted = text.trim_matches(' ').to_ascii_lowercase();
        Self::ALL.into_iter().find(|form| form.as_str() == wanted).ok_or_else(|| {
            FieldError::UnknownChoice {
                text: text.into(),
                what: "a form of the settings",
                choices: Self::ALL.map(Self::as_str).join(", "),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_from_its_word() {
        for form in UnitForm::ALL {
            assert_eq!(form.to_string().parse::<UnitForm>().unwrap(), form);
            assert_eq!(serde_json::to_string(&form).unwrap(), format!("\"{form}\""));
        }
        let error = "yaml".parse::<UnitForm>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`yaml` is not a form of the settings, expected one of environment-file, flags, config-file"
        );
    }
}
