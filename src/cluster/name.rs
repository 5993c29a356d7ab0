//! Names that become file names, unit arguments and parts of etcd's own lists.

use super::error::{FieldError, refuse_unsafe};
use super::parsed_texts;
use crate::text::Words;

/// The longest name, in characters: a DNS label's limit (RFC 1035 §2.3.4), so that a member's name
/// can also be its host name.
const NAME_LIMIT: usize = 63;

/// etcd's superuser. With authentication on, the CN of a client's certificate is the user's name.
pub const SUPERUSER: &str = "root";

/// Parses a member's name, which is the CN of its certificates. etcd's gateway makes those client certificates
/// too (measured: a member `root` adds users).
fn member_name(text: &str) -> Result<String, FieldError> {
    let name = plain_name(text, Words("expected-member-name"))?;
    if name == SUPERUSER { Err(FieldError::SuperuserMember) } else { Ok(name) }
}

/// Parses a name of letters, digits, `.`, `_` and `-` that starts with a letter or digit. Such a
/// name is safe as a file name, as a word of a shell, and in `--initial-cluster`'s `name=url,…`.
fn plain_name(text: &str, expected: Words) -> Result<String, FieldError> {
    let text = text.trim_matches(' ');
    let Some(first) = text.chars().next() else {
        return Err(FieldError::Empty(expected));
    };
    refuse_unsafe(text)?;
    let found = text.chars().count();
    if found > NAME_LIMIT {
        return Err(FieldError::TooLong { limit: NAME_LIMIT, found });
    }
    if let Some(found) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || "._-".contains(*c))) {
        let expected = Words("expected-name-characters");
        return Err(FieldError::NameCharacter { text: text.into(), found, expected });
    }
    if !first.is_ascii_alphanumeric() {
        let expected = Words("expected-name-start");
        return Err(FieldError::NameStart { text: text.into(), found: first, expected });
    }
    Ok(text.to_owned())
}

parsed_texts! {
    /// The name of one member (`--name`): 1 to 63 of letters, digits, `.`, `_`, `-`, starting with a
    /// letter or digit, and not [`SUPERUSER`]. It is a directory of the bundle, a word of
    /// `--initial-cluster`, and the CN of the member's certificates.
    MemberName: member_name;
    /// The name of one client: the directory its files get in the bundle; same rules as a member's.
    ClientName: |text| plain_name(text, Words("expected-client-name"));
    /// The name of the cluster: for people, descriptions and the CA's subject; same rules.
    ClusterName: |text| plain_name(text, Words("expected-cluster-name"));
    /// `--initial-cluster-token`: keeps clusters apart that were bootstrapped with the same
    /// addresses. The same token everywhere, as in most tutorials, defeats it.
    ClusterToken: |text| plain_name(text, Words("expected-token"));
    /// The system user that runs etcd: lowercase letters, digits, `_`, `-`, at most 32, starting with a
    /// letter or `_`; not `nobody`.
    ServiceUser: user_name;
    /// Whom ssh and scp log in as on the members: letters, digits, `.`, `_`, `-`, at most 32, starting with a letter,
    /// a digit or `_`.
    SshUser: ssh_user;
}

impl Default for SshUser {
    fn default() -> Self {
        Self("root".to_owned())
    }
}

impl SshUser {
    /// Whether it may do everything without sudo.
    pub fn is_root(&self) -> bool {
        self.as_str() == "root"
    }
}

impl Default for ClusterName {
    fn default() -> Self {
        Self("etcd".to_owned())
    }
}

/// Parses a user's name as `useradd` of Debian accepts it.
fn user_name(text: &str) -> Result<String, FieldError> {
    const LIMIT: usize = 32;
    let text = text.trim_matches(' ');
    let Some(first) = text.chars().next() else {
        return Err(FieldError::Empty(Words("expected-user")));
    };
    refuse_unsafe(text)?;
    let found = text.chars().count();
    if found > LIMIT {
        return Err(FieldError::TooLong { limit: LIMIT, found });
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if let Some(found) = text.chars().find(|c| !fits(*c)) {
        let expected = Words("expected-user-characters");
        return Err(FieldError::NameCharacter { text: text.into(), found, expected });
    }
    if !(first.is_ascii_lowercase() || first == '_') {
        let expected = Words("expected-user-start");
        return Err(FieldError::NameStart { text: text.into(), found: first, expected });
    }
    match text {
        // systemd refuses it (217/USER), and its files would be everybody's.
        "nobody" => {
            Err(FieldError::ReservedUser { text: text.into(), owner: Words("owner-nobody") })
        }
        _ => Ok(text.to_owned()),
    }
}

/// Parses whom ssh logs in as. Directories of users know more names than `useradd` makes; none of them may mean anything
/// to a shell, or be an option.
fn ssh_user(text: &str) -> Result<String, FieldError> {
    const LIMIT: usize = 32;
    let text = text.trim_matches(' ');
    let Some(first) = text.chars().next() else {
        return Err(FieldError::Empty(Words("expected-ssh-user")));
    };
    refuse_unsafe(text)?;
    let found = text.chars().count();
    if found > LIMIT {
        return Err(FieldError::TooLong { limit: LIMIT, found });
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if let Some(found) = text.chars().find(|c| !fits(*c)) {
        let expected = Words("expected-name-characters");
        return Err(FieldError::NameCharacter { text: text.into(), found, expected });
    }
    if !(first.is_ascii_alphanumeric() || first == '_') {
        let expected = Words("expected-ssh-user-start");
        return Err(FieldError::NameStart { text: text.into(), found: first, expected });
    }
    Ok(text.to_owned())
}

/// What accounts are for that systems come with (Debian's base-passwd, Fedora's setup, systemd) or that packages
/// make for what they run.
const PURPOSES: [(Words, &[&str]); 9] = [
    (Words("purpose-administrator"), &["root", "toor"]),
    (
        Words("purpose-system"),
        &["_apt", "adm", "bin", "daemon", "halt", "operator", "shutdown", "sync", "sys", "tss"],
    ),
    (Words("purpose-bus"), &["dbus", "messagebus", "polkitd", "rtkit", "syslog"]),
    (
        Words("purpose-logins"),
        &["sshd", "ftp", "admin", "centos", "debian", "ec2-user", "ubuntu", "vagrant"],
    ),
    (
        Words("purpose-mail"),
        &["avahi", "games", "gnats", "irc", "list", "lp", "mail", "man", "news", "postfix", "uucp"],
    ),
    (Words("purpose-backups"), &["backup"]),
    (
        Words("purpose-web"),
        &[
            "apache", "caddy", "haproxy", "httpd", "nginx", "proxy", "squid", "varnish", "www",
            "www-data",
        ],
    ),
    (
        Words("purpose-time"),
        &["_chrony", "bind", "chrony", "coredns", "dnsmasq", "named", "ntp", "ntpd", "unbound"],
    ),
    (
        Words("purpose-databases"),
        &[
            "cassandra",
            "consul",
            "docker",
            "elasticsearch",
            "grafana",
            "jenkins",
            "kafka",
            "kube",
            "kubelet",
            "kubernetes",
            "memcache",
            "mongodb",
            "mysql",
            "patroni",
            "postgres",
            "prometheus",
            "rabbitmq",
            "redis",
            "vault",
            "zookeeper",
        ],
    ),
];

impl ServiceUser {
    /// What else this account is for, by its name; `None` where nothing is known.
    pub fn purpose(&self) -> Option<Words> {
        if self.as_str().starts_with("systemd-") {
            return Some(Words("purpose-system"));
        }
        let known = PURPOSES.iter().find(|(_, users)| users.contains(&self.as_str()));
        known.map(|(purpose, _)| *purpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refuses(text: &str) -> FieldError {
        text.parse::<MemberName>().expect_err(text)
    }

    #[test]
    fn plain_names_are_taken_and_blanks_around_them_dropped() {
        for name in ["etcd-1", "E11K8SETCD01", "a", "m_1.rack-2", "0"] {
            assert_eq!(name.parse::<MemberName>().unwrap().as_str(), name);
        }
        assert_eq!(" etcd-1 ".parse::<MemberName>().unwrap().as_str(), "etcd-1");
        assert!("x".repeat(63).parse::<MemberName>().is_ok());
    }

    #[test]
    fn names_that_would_be_code_paths_or_options_are_refused() {
        for name in
            ["etcd$(id)", ";rm", "`id`", "a\"b", "a'b", "%n", "name=evil", "a,b", "a b", "ä", "a/b"]
        {
            assert!(matches!(refuses(name), FieldError::NameCharacter { .. }), "{name}");
        }
        for name in ["--force", ".", "..", "_x", "../../etc"] {
            assert!(
                matches!(
                    refuses(name),
                    FieldError::NameStart { .. } | FieldError::NameCharacter { .. }
                ),
                "{name}"
            );
        }
        assert!(matches!(refuses(""), FieldError::Empty(_)));
        assert!(matches!(refuses("   "), FieldError::Empty(_)));
        assert!(matches!(refuses(&"x".repeat(64)), FieldError::TooLong { found: 64, .. }));
    }

    #[test]
    fn a_member_is_not_the_superuser_while_a_client_may_be() {
        let error = refuses(" root ");
        assert_eq!(
            error.to_string(),
            "`root` can't be a member's name: etcd uses the CN of a member's certificate as a user, and \
             `root` can do everything"
        );
        assert_eq!(refuses("root"), FieldError::SuperuserMember);
        assert!("root-1".parse::<MemberName>().is_ok() && "Root".parse::<MemberName>().is_ok());
        assert!("root".parse::<ClientName>().is_ok() && "root".parse::<ClusterName>().is_ok());
    }

    #[test]
    fn controls_and_invisible_characters_are_refused_and_never_echoed_raw() {
        for name in ["a\nb", "a\rb", "a\tb", "a\0b", "a\u{1b}[31mb", "a\u{7f}", "a\u{85}b"] {
            let error = refuses(name);
            assert!(matches!(error, FieldError::ControlCharacter { .. }), "{name:?}");
            assert!(!error.to_string().chars().any(char::is_control), "{error}");
        }
        for name in ["a\u{202e}b", "a\u{200b}b", "a\u{e0041}b", "\u{feff}a"] {
            assert!(matches!(refuses(name), FieldError::InvisibleCharacter { .. }), "{name:?}");
        }
    }

    #[test]
    fn whom_ssh_logs_in_as_means_nothing_to_a_shell() {
        for user in ["root", "admin", "Jane.Doe", "_ops-2", "7up"] {
            assert_eq!(user.parse::<SshUser>().unwrap().as_str(), user);
        }
        for user in ["", "-oProxyCommand=x", "a b", "a;b", "$USER", "me@host", "a'b", "ä", ".x"] {
            assert!(user.parse::<SshUser>().is_err(), "{user}");
        }
        assert!(SshUser::default().is_root() && !"admin".parse::<SshUser>().unwrap().is_root());
    }

    #[test]
    fn service_users_follow_useradd() {
        assert!("etcd".parse::<ServiceUser>().is_ok());
        assert!("_etcd-2".parse::<ServiceUser>().is_ok());
        for user in ["", "Etcd", "2etcd", "-etcd", "et cd", "root;", "nobody"] {
            assert!(user.parse::<ServiceUser>().is_err(), "{user}");
        }
        let purpose = |user: &str| user.parse::<ServiceUser>().unwrap().purpose();
        assert_eq!(purpose("www-data"), Some(Words("purpose-web")));
        assert_eq!(purpose("systemd-network"), Some(Words("purpose-system")));
        assert_eq!([purpose("etcd"), purpose("_etcd"), purpose("etcd-2")], [None; 3]);
    }
}
