//! Further settings as they are typed: `NAME=VALUE` for all members, `MEMBER:NAME=VALUE` for one, with blanks between;
//! a value with blanks stands in quotes, as in a shell.

use std::fmt;
use std::str::FromStr;

use crate::cluster::{FieldError, FurtherSetting, FurtherSettings, MemberName, Plan, SettingError};
use crate::render::quote::ShellWord;

/// One setting as it is typed, with the member that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedSetting {
    /// The member; none for all.
    pub member: Option<MemberName>,
    /// The setting.
    pub setting: FurtherSetting,
}

impl TypedSetting {
    /// Whether another one sets the same of the same members.
    pub fn replaces(&self, other: &Self) -> bool {
        self.member == other.member && self.setting.name() == other.setting.name()
    }
}

impl FromStr for TypedSetting {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let name = text.split('=').next().unwrap_or_default();
        let (member, rest) = match name.split_once(':') {
            Some((member, _)) => (Some(member.parse()?), &text[member.len() + 1..]),
            None => (None, text),
        };
        Ok(Self { member, setting: rest.parse()? })
    }
}

impl fmt::Display for TypedSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(member) = &self.member {
            write!(f, "{member}:")?;
        }
        self.setting.fmt(f)
    }
}

/// Several of them, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedSettings(Vec<TypedSetting>);

impl TypedSettings {
    /// The further settings of a plan.
    pub fn of(plan: &Plan) -> Self {
        let typed = |member: Option<&MemberName>, setting: &FurtherSetting| TypedSetting {
            member: member.cloned(),
            setting: setting.clone(),
        };
        let of_all = plan.settings.iter().map(|setting| typed(None, setting));
        let own = plan.members.iter().flat_map(|member| {
            member.settings.iter().map(move |setting| typed(Some(&member.name), setting))
        });
        Self(of_all.chain(own).collect())
    }

    /// Adds one, or puts it in the place of the one that it replaces.
    pub fn put(&mut self, setting: TypedSetting) {
        self.0.retain(|other| !setting.replaces(other));
        self.0.push(setting);
    }

    /// Those of all members, or of one.
    pub fn of_member(&self, member: Option<&MemberName>) -> FurtherSettings {
        let mut settings = FurtherSettings::default();
        for one in self.0.iter().filter(|one| one.member.as_ref() == member) {
            settings.put(one.setting.clone());
        }
        settings
    }

    /// The first member that has settings and isn't among these.
    pub fn stranger<'a>(
        &self,
        members: impl Iterator<Item = &'a MemberName>,
    ) -> Option<SettingError> {
        let all: Vec<&MemberName> = members.collect();
        let of_members = self.0.iter().filter_map(|one| one.member.as_ref());
        let mut strangers = of_members.filter(|name| !all.contains(name));
        strangers.next().map(|name| SettingError::NoSuchMember(name.to_string()))
    }
}

impl FromStr for TypedSettings {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let words = shlex::split(text).ok_or_else(|| SettingError::Quotes(text.to_owned()))?;
        let mut all = Self::default();
        for (index, word) in words.iter().enumerate() {
            // What people write between the items of a list.
            let is_last = index + 1 == words.len();
            let word = if is_last { word } else { word.trim_end_matches([',', ';']) };
            if word.is_empty() {
                continue;
            }
            let setting: TypedSetting = word.parse()?;
            if all.0.iter().any(|other| setting.replaces(other)) {
                return Err(SettingError::Twice(setting.setting.name()).into());
            }
            all.0.push(setting);
        }
        Ok(all)
    }
}

impl fmt::Display for TypedSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, one) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { " " };
            write!(f, "{between}{}", ShellWord(&one.to_string()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Hint;

    #[test]
    fn what_is_typed_is_read_and_written_again() {
        for (text, written) in [
            ("", ""),
            ("pre-vote=true", "pre-vote=true"),
            (" pre-vote=t,  etcd-1:log-level=debug ", "pre-vote=true etcd-1:log-level=debug"),
            ("--cipher-suites=A,B; metrics=basic", "cipher-suites=A,B metrics=basic"),
            (
                "log-rotation-config-json='{\"maxsize\": 100}' a:cors=http://x:1",
                "'log-rotation-config-json={\"maxsize\": 100}' a:cors=http://x:1",
            ),
        ] {
            let read: TypedSettings = text.parse().unwrap();
            assert_eq!(read.to_string(), written);
            assert_eq!(written.parse::<TypedSettings>().unwrap(), read);
        }
        for (text, expected) in [
            ("metrics", "`metrics` isn't NAME=VALUE"),
            ("metrics=a metrics=b", "`metrics` is set twice"),
            ("cors='a", "the quotes in `cors='a` aren't closed"),
            ("a b:metrics=a", "`a` isn't NAME=VALUE"),
            (
                "ä:metrics=a",
                "`ä` can't be a name: found `ä` (U+00E4), expected letters, digits, `.`, `_` and `-`",
            ),
        ] {
            let error = text.parse::<TypedSettings>().unwrap_err();
            assert_eq!(error.to_string(), expected);
            assert!(!error.hint().is_empty());
        }
        let both: TypedSettings = "metrics=basic a:metrics=extensive".parse().unwrap();
        let name: MemberName = "a".parse().unwrap();
        assert_eq!(both.of_member(Some(&name)).iter().count(), 1);
        assert!(both.stranger([&name].into_iter()).is_none());
        let error = both.stranger([].into_iter()).unwrap();
        assert_eq!(error.to_string(), "no member is named `a`");
    }
}
