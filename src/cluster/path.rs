//! Paths on the members.

use super::error::{FieldError, refuse_unsafe};
use super::name::MemberName;
use super::parsed_texts;
use crate::text::Words;

parsed_texts! {
    /// An absolute path on a member: printable, normalised (no `.`, `..`, `//` or trailing slash), not
    /// the root, at most 4,000 bytes. Units, environment files and scripts quote it; a newline could not
    /// be quoted in a unit at all.
    AbsolutePath: absolute;
}

impl AbsolutePath {
    /// What stands for the name of a member.
    pub const NAME: &'static str = "{name}";

    /// The path of something within this directory.
    #[must_use]
    pub fn join(&self, name: &str) -> String {
        format!("{}/{name}", self.0)
    }

    /// This path on the machine of one member: `{name}` stands for the member's name.
    #[must_use]
    pub fn for_member(&self, member: &MemberName) -> Self {
        Self(self.0.replace(Self::NAME, member.as_str()))
    }

    /// Whether each member has a path of its own here.
    pub fn names_member(&self) -> bool {
        self.0.contains(Self::NAME)
    }

    /// Whether this directory belongs to the whole system: giving it to etcd, with etcd's owner and mode,
    /// would take it from everything else (file-hierarchy(7)); or etcd's user can't get into it.
    pub fn is_systems_own(&self) -> bool {
        const SHARED: [&str; 32] = [
            "/bin",
            "/boot",
            "/etc",
            "/etc/systemd",
            "/etc/systemd/system",
            "/etc/ssl",
            "/etc/pki",
            "/home",
            "/lib",
            "/lib64",
            "/media",
            "/mnt",
            "/opt",
            "/run",
            "/sbin",
            "/srv",
            "/tmp",
            "/usr",
            "/usr/bin",
            "/usr/lib",
            "/usr/local",
            "/usr/local/bin",
            "/usr/local/etc",
            "/usr/sbin",
            "/usr/share",
            "/var",
            "/var/cache",
            "/var/lib",
            "/var/local",
            "/var/log",
            "/var/spool",
            "/var/tmp",
        ];
        const CLOSED: [&str; 5] = ["/boot", "/dev", "/proc", "/root", "/sys"];
        let below = |place: &&str| {
            self.0.strip_prefix(*place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        SHARED.contains(&self.0.as_str()) || CLOSED.iter().any(below)
    }

    /// Whether what lies here is lost at the next boot, or cleaned away (tmpfiles.d(5)).
    pub fn is_volatile(&self) -> bool {
        ["/run/", "/tmp/", "/var/tmp/", "/var/run/"].iter().any(|place| self.0.starts_with(place))
    }

    /// Whether this path is `other` or lies within it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Parses an absolute path; a trailing slash is dropped.
fn absolute(text: &str) -> Result<String, FieldError> {
    const LIMIT: usize = 4000;
    let text = text.trim_matches(' ');
    if text.is_empty() {
        return Err(FieldError::Empty(Words("expected-path")));
    }
    refuse_unsafe(text)?;
    let fault = |why| Err(FieldError::Path { text: text.into(), why });
    if text.len() > LIMIT {
        return Err(FieldError::TooLong { limit: LIMIT, found: text.len() });
    }
    let Some(below_root) = text.strip_prefix('/') else {
        return fault(Words("fault-not-absolute"));
    };
    let below_root = below_root.strip_suffix('/').unwrap_or(below_root);
    if below_root.is_empty() {
        return fault(Words("fault-root-directory"));
    }
    if below_root.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return fault(Words("fault-dots"));
    }
    Ok(format!("/{below_root}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_absolute_and_normalised() {
        let path: AbsolutePath = "/var/lib/etcd/".parse().unwrap();
        assert_eq!(path.as_str(), "/var/lib/etcd");
        assert!(path.is_within(&"/var/lib".parse().unwrap()));
        assert!(!path.is_within(&"/var/li".parse().unwrap()));
        assert!("/srv/my data/$HOME %n".parse::<AbsolutePath>().is_ok());
        for text in [
            "",
            "/",
            "//",
            "var/lib",
            "~/etcd",
            "/a/../b",
            "/a//b",
            "/a/./b",
            "/a\nb",
            "/a\u{202e}b",
        ] {
            assert!(text.parse::<AbsolutePath>().is_err(), "{text:?}");
        }
    }
}
