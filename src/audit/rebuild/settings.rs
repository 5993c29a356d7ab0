//! Settings that no question of a plan asks for: carried over by their names.

use super::{Rebuilder, compare};
use crate::cluster::{
    FieldError, FurtherSetting, FurtherSettings, Member, Members, Plan, SettingError,
};
use crate::config::{Member as Started, Way};
use crate::text::fill;

impl Rebuilder<'_> {
    /// Takes further settings over: for all members what all have that are here, the rest for each.
    pub(super) fn settings(&mut self, plan: &mut Plan) {
        let here: Vec<(String, FurtherSettings)> = plan
            .members
            .iter()
            .filter_map(|member| {
                let one = self.of_member(member.name.as_str())?;
                Some((member.name.to_string(), self.of_one(one, plan)))
            })
            .collect();
        let Some((_, first)) = here.first() else { return };
        let is_common = |setting: &&FurtherSetting| {
            here.iter().all(|(_, own)| own.get(setting.name()) == Some(*setting))
        };
        let mut common = FurtherSettings::default();
        first.iter().filter(is_common).for_each(|setting| common.put(setting.clone()));
        let with_own = plan.members.iter().map(|member| {
            let mut settings = FurtherSettings::default();
            let own = here.iter().find(|(name, _)| name == member.name.as_str());
            for setting in own.iter().flat_map(|(_, own)| own.iter()) {
                if common.get(setting.name()).is_none() {
                    settings.put(setting.clone());
                }
            }
            Member { settings, ..member.clone() }
        });
        if let Ok(members) = Members::new(with_own.collect()) {
            plan.members = members;
        }
        plan.settings = common;
    }

    /// The further settings of one member; what can't be taken is noted.
    fn of_one(&mut self, one: &Started, plan: &Plan) -> FurtherSettings {
        let mut settings = FurtherSettings::default();
        for (name, setting) in &one.settings {
            if compare::has_no_effect(name, setting, self.version) {
                continue;
            }
            let name = compare::first_name(name, self.version);
            let read = if setting.way == Way::Key {
                FurtherSetting::of_key(name, &setting.value)
            } else {
                FurtherSetting::new(name, &setting.value)
            };
            let why = match read {
                Err(FieldError::Setting(SettingError::Own { .. })) => continue,
                Err(error) => error.to_string(),
                Ok(_) if setting.open => fill("audit-plan-open", &[("setting", &name)]),
                Ok(read) => {
                    let Err(error) = read.check(plan.etcd_version, plan.unit_form) else {
                        settings.put(read);
                        continue;
                    };
                    error.to_string()
                }
            };
            let facts: [(&str, &dyn std::fmt::Display); 2] =
                [("member", &one.name()), ("why", &why)];
            self.note(fill("audit-plan-left-out", &facts));
        }
        settings
    }
}
