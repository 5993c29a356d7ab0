//! How a unit hands its settings to etcd.

use super::choices;

choices! {
    /// Where a member's settings stand. etcd takes them in three ways, to the same effect; one at a time,
    /// as it refuses a setting that is given both as a flag and as a variable, and passes over both where
    /// it has a config file (measured on 3.4 and 3.5).
    UnitForm {
        /// `ETCD_` variables in a file that systemd reads.
        EnvironmentFile = "environment-file",
        /// Flags in the unit itself.
        Flags = "flags",
        /// A YAML file that etcd reads (`--config-file`).
        ConfigFile = "config-file",
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
        assert_eq!(UnitForm::default(), UnitForm::EnvironmentFile);
        let error = "yaml".parse::<UnitForm>().unwrap_err();
        assert_eq!(error.to_string(), "`yaml` is not one of the choices");
    }
}
