//! `etcd.service`: how systemd runs a member, with the reason beside each line.

use std::fmt::{Display, Write as _};

use super::layout::{self, is_below};
use super::quote::{ExecArgument, UnitGlob, UnitText, UnitWord};
use super::settings;
use crate::cluster::{Install, Member, Plan, UnitForm};

/// Where `StateDirectory=` puts its directories.
const STATE: &str = "/var/lib";
/// What `ProtectHome=` hides (systemd.exec(5)).
const HOMES: [&str; 3] = ["/home", "/root", "/run/user"];
/// What `PrivateTmp=` hides.
const TEMPORARY: [&str; 2] = ["/tmp", "/var/tmp"];

/// Renders the unit of one member.
pub(super) fn render(plan: &Plan, member: &Member) -> String {
    let mut unit = Unit(String::new());
    unit.comment(&[
        &format!(
            "etcd member {} of the cluster {}: how systemd runs it. Its settings are in the",
            member.name, plan.cluster_name
        ),
        match plan.unit_form {
            UnitForm::EnvironmentFile => {
                "environment file named below. Made by quorate from plan.json."
            }
            UnitForm::Flags => "command below. Made by quorate from plan.json.",
            UnitForm::ConfigFile => "config file named below. Made by quorate from plan.json.",
        },
    ]);
    unit_section(&mut unit, plan, member);
    service_section(&mut unit, plan, member);
    let install = plan.install_of(member);
    writable(&mut unit, &install);
    hidden(&mut unit, plan, member, &install);
    confined(&mut unit, needs_low_port(plan, member));
    unit.section("Install");
    unit.why(&format!(
        "Starts at boot, once it is enabled: systemctl enable {}",
        plan.service_of(member)
    ));
    unit.set("WantedBy", "multi-user.target");
    unit.0
}

/// A unit as it grows.
struct Unit(String);

impl Unit {
    fn line(&mut self, line: impl Display) {
        // Writing to a string can't fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn comment(&mut self, lines: &[&str]) {
        for line in lines {
            self.line(format_args!("# {line}"));
        }
    }

    fn section(&mut self, name: &str) {
        self.line(format_args!("\n[{name}]"));
    }

    fn why(&mut self, reason: &str) {
        self.comment(&[reason]);
    }

    fn set(&mut self, key: &str, value: impl Display) {
        self.line(format_args!("{key}={value}"));
    }

    fn all(&mut self, settings: &[(&str, &str)]) {
        for (key, value) in settings {
            self.set(key, value);
        }
    }
}

fn directories(install: &Install) -> Vec<&str> {
    let wal = install.wal_directory().map(crate::cluster::AbsolutePath::as_str);
    std::iter::once(install.data_directory().as_str()).chain(wal).collect()
}

fn words(paths: &[&str]) -> String {
    let words: Vec<String> = paths.iter().map(|path| UnitWord(path).to_string()).collect();
    words.join(" ")
}

fn unit_section(unit: &mut Unit, plan: &Plan, member: &Member) {
    unit.section("Unit");
    let description = format!("etcd member {} of {}", member.name, plan.cluster_name);
    unit.set("Description", UnitText(&description));
    unit.set("Documentation", format_args!("https://etcd.io/docs/v{}/", plan.etcd_version));
    unit.comment(&[
        "etcd binds to this machine's address, so the network must be up; and certificates are valid",
        "only between two dates, so the clock must be right.",
    ]);
    unit.set("Wants", "network-online.target time-sync.target");
    unit.set("After", "network-online.target time-sync.target");
    unit.comment(&[
        "Don't start if the disk below these isn't mounted: a member whose data is gone can't",
        "take part, and would write to the wrong disk.",
    ]);
    unit.set("RequiresMountsFor", words(&directories(&plan.install_of(member))));
}

fn service_section(unit: &mut Unit, plan: &Plan, member: &Member) {
    let install = &plan.install_of(member);
    unit.section("Service");
    unit.comment(&[
        "etcd itself reports when it is ready, which is once a majority of members have found each other.",
        "The first member waits for the second, so start them together; the wait has no time limit.",
        "At boot, too, it stays `activating` until then, and so does multi-user.target; logins and other",
        "services don't wait for that target.",
    ]);
    unit.all(&[("Type", "notify"), ("TimeoutStartSec", "0")]);
    unit.why("Not root: an attacker who breaks into etcd gets this user, which owns nothing else.");
    unit.set("User", UnitText(install.service_user().as_str()));
    unit.set("Group", UnitText(install.service_user().as_str()));
    start(unit, plan, member);
    unit.comment(&[
        "Restart after a crash. Not Restart=always: a member that was removed from the cluster",
        "exits with 0, and would be started again and again.",
    ]);
    unit.all(&[("Restart", "on-failure"), ("RestartSec", "5s")]);
    unit.why("Each connection and each database file uses one; the usual 1024 are soon used up.");
    unit.set("LimitNOFILE", "65536");
}

/// The command, and what hands it its settings.
fn start(unit: &mut Unit, plan: &Plan, member: &Member) {
    let install = &plan.install_of(member);
    let settings_path = layout::settings_path(plan, install).unwrap_or_default();
    let program = install.etcd_binary().as_str();
    match plan.unit_form {
        UnitForm::EnvironmentFile => {
            unit.comment(&[
                "Every setting is an ETCD_ variable in this file. Add no flags to the command: a setting given",
                "both ways is fatal (conflicting environment variable is shadowed).",
            ]);
            unit.set("EnvironmentFile", UnitGlob(&settings_path));
            unit.set("ExecStart", command(program, &[]));
        }
        UnitForm::Flags => {
            let mut flags = Vec::new();
            unit.comment(&[
                "Every setting is a flag of the command. Set none of them as an ETCD_ variable too: a setting",
                "given both ways is fatal (conflicting environment variable is shadowed). A change needs",
                "systemctl daemon-reload and a restart of etcd, one member at a time. Below, % is written %%",
                "and $ is written $$; don't put comments or empty lines between the flags. The flags:",
            ]);
            for group in settings::groups(plan, member) {
                let names = group.settings.iter().map(|setting| format!("--{}", setting.flag));
                unit.why(&format!("{}:", names.collect::<Vec<_>>().join(", ")));
                for line in group.why {
                    unit.why(&format!("    {line}"));
                }
                let all = group.settings.into_iter();
                flags.extend(all.map(|one| format!("--{}={}", one.flag, one.value.text())));
            }
            unit.set("ExecStart", command(program, &flags));
        }
        UnitForm::ConfigFile => {
            unit.comment(&[
                "Every setting is in this file. Add no flags to the command and no ETCD_ variables: etcd silently",
                "ignores all of them.",
            ]);
            let flag = format!("--config-file={settings_path}");
            unit.set("ExecStart", command(program, &[flag]));
        }
    }
}

/// The command line, each argument on a line of its own where there are several. systemd refuses a
/// program whose path holds quotes or backslashes (`Executable name contains special characters`); a
/// shell starts such a one.
fn command(program: &str, arguments: &[String]) -> String {
    let mut line = if program.contains(['"', '\'', '\\']) {
        let script = if arguments.is_empty() { "exec \"$0\"" } else { "exec \"$0\" \"$@\"" };
        format!("/bin/sh -c {} {}", ExecArgument(script), ExecArgument(program))
    } else {
        UnitWord(program).to_string()
    };
    let between = if arguments.len() > 1 { " \\\n    " } else { " " };
    for argument in arguments {
        line.push_str(between);
        line.push_str(&ExecArgument(argument).to_string());
    }
    line
}

/// The name below /var/lib that `StateDirectory=` can carry, if the path has one: plain characters only,
/// as `:` separates there, and not `private`, which systemd keeps for itself.
fn state_directory(path: &str) -> Option<&str> {
    let name = path.strip_prefix(STATE)?.strip_prefix('/')?;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    (plain && !is_below(name, "private")).then_some(name)
}

fn writable(unit: &mut Unit, install: &Install) {
    let directories = directories(install);
    let states: Vec<&str> = directories.iter().filter_map(|path| state_directory(path)).collect();
    let others: Vec<&str> =
        directories.into_iter().filter(|path| state_directory(path).is_none()).collect();
    unit.line("");
    unit.why("The whole system is read-only to etcd, except for its own directories.");
    unit.set("ProtectSystem", "strict");
    if !states.is_empty() {
        unit.why(
            "Created below /var/lib if missing, owned by the user above, closed to all others.",
        );
        unit.set("StateDirectory", states.join(" "));
        unit.set("StateDirectoryMode", "0700");
    }
    if !others.is_empty() {
        unit.why("Must exist before the start; install.sh creates them.");
        unit.set("ReadWritePaths", words(&others));
    }
    unit.why("Only etcd's user can read what etcd writes, backups included.");
    unit.set("UMask", "0077");
}

fn hidden(unit: &mut Unit, plan: &Plan, member: &Member, install: &Install) {
    let mut paths = directories(install);
    paths.push(install.configuration_directory().as_str());
    paths.extend(install.certificate_directory().map(crate::cluster::AbsolutePath::as_str));
    paths.push(install.etcd_binary().as_str());
    let below =
        |places: &[&str]| paths.iter().any(|path| places.iter().any(|place| is_below(path, place)));
    unit.line("");
    if below(&HOMES) {
        unit.why("Read-only, not hidden: one of etcd's own paths is in a home directory.");
        unit.set("ProtectHome", "read-only");
    } else {
        unit.why("No home directories.");
        unit.set("ProtectHome", "yes");
    }
    if below(&TEMPORARY) {
        unit.why("Not a private one: one of etcd's own paths is below /tmp or /var/tmp.");
        unit.set("PrivateTmp", "no");
    } else {
        unit.why("A private /tmp.");
        unit.set("PrivateTmp", "yes");
    }
    unit.why(
        "No devices except /dev/null and the like, no users except its own and root, no other processes.",
    );
    unit.all(&[
        ("PrivateDevices", "yes"),
        // A capability of a user namespace doesn't count for the machine's ports.
        ("PrivateUsers", if needs_low_port(plan, member) { "no" } else { "yes" }),
        ("ProtectProc", "invisible"),
    ]);
}

/// Whether a listener needs the capability to bind a port below 1024 (capabilities(7)).
fn needs_low_port(plan: &Plan, member: &Member) -> bool {
    let ports = plan.ports_of(member);
    [ports.client(), ports.peer()].iter().any(|port| port.number() < 1024)
}

fn confined(unit: &mut Unit, low_port: bool) {
    unit.line("");
    let capabilities = if low_port {
        unit.comment(&["One capability, for the port below 1024, and no way to get another."]);
        "CAP_NET_BIND_SERVICE"
    } else {
        unit.comment(&[
            "No capabilities, and no way to get any: ports above 1023 need none.",
            "(Both are set to an empty value, which clears them.)",
        ]);
        ""
    };
    unit.all(&[
        ("CapabilityBoundingSet", capabilities),
        ("AmbientCapabilities", capabilities),
        ("NoNewPrivileges", "yes"),
        ("RestrictSUIDSGID", "yes"),
    ]);
    unit.why("etcd can't change anything about the kernel or the machine.");
    unit.all(&[
        ("ProtectHostname", "yes"),
        ("ProtectClock", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectControlGroups", "yes"),
    ]);
    unit.why(
        "TCP, and the socket for reporting readiness. 3.4 logs a missing AF_NETLINK: harmless.",
    );
    unit.set("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX");
    unit.why("Means that attacks use and etcd does not.");
    unit.all(&[
        ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"),
        ("LockPersonality", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("RemoveIPC", "yes"),
    ]);
    unit.why("The system calls of a service; any other fails with EPERM instead of killing etcd.");
    unit.all(&[
        ("SystemCallArchitectures", "native"),
        ("SystemCallFilter", "@system-service"),
        ("SystemCallFilter", "~@privileged @resources"),
        ("SystemCallErrorNumber", "EPERM"),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    fn rendered(data: &str, wal: Option<&str>, configuration: &str, binary: &str) -> String {
        let mut plan = three_members();
        plan.install = Install::new(
            data.parse().unwrap(),
            wal.map(|path| path.parse().unwrap()),
            configuration.parse().unwrap(),
            binary.parse().unwrap(),
            "etcd".parse().unwrap(),
        )
        .unwrap();
        render(&plan, plan.members.iter().next().unwrap())
    }

    #[track_caller]
    fn says(unit: &str, lines: &[&str]) {
        for line in lines {
            assert!(unit.lines().any(|one| one == *line), "no line {line:?} in:\n{unit}");
        }
    }

    #[test]
    fn directories_below_var_lib_are_state_directories_and_others_are_opened() {
        let unit =
            rendered("/var/lib/etcd", Some("/var/lib/etcd-wal"), "/etc/etcd", "/usr/bin/etcd");
        says(
            &unit,
            &["StateDirectory=etcd etcd-wal", "RequiresMountsFor=/var/lib/etcd /var/lib/etcd-wal"],
        );
        assert!(!unit.contains("ReadWritePaths"));
        let unit = rendered("/var/lib/a b", Some("/srv/50% wal$1"), "/etc/etcd", "/usr/bin/etcd");
        says(&unit, &["ReadWritePaths=\"/var/lib/a b\" \"/srv/50%% wal$1\""]);
        assert!(!unit.contains("StateDirectory="));
        for path in ["/var/lib/private/etcd", "/var/lib/a:b", "/var/lib", "/var/library"] {
            assert_eq!(state_directory(path), None, "{path}");
        }
    }

    #[test]
    fn odd_paths_are_quoted_where_systemd_unquotes() {
        let unit = rendered("/srv/etcd", None, "/etc/my etcd 100%/[a]", "/opt/et cd/$bin/50%");
        says(
            &unit,
            &[
                r"EnvironmentFile=/etc/my etcd 100%%/\[a]/etcd.env",
                "ExecStart=\"/opt/et cd/$bin/50%%\"",
            ],
        );
        let unit = rendered("/srv/etcd", None, "/etc/etcd", "/opt/it's $1/etcd");
        says(&unit, &["ExecStart=/bin/sh -c \"exec \\\"$$0\\\"\" \"/opt/it's $$1/etcd\""]);
    }

    #[test]
    fn arguments_are_quoted_one_a_line_and_pass_through_the_shell_that_starts_an_odd_program() {
        let arguments = ["--a=1".to_owned(), "--b=/x y/50% $HOME/\"q\"\\".to_owned()];
        assert_eq!(
            command("/usr/bin/etcd", &arguments),
            "/usr/bin/etcd \\\n    --a=1 \\\n    \"--b=/x y/50%% $$HOME/\\\"q\\\"\\\\\""
        );
        assert_eq!(
            command("/opt/it's/etcd", &arguments[..1]),
            "/bin/sh -c \"exec \\\"$$0\\\" \\\"$$@\\\"\" \"/opt/it's/etcd\" --a=1"
        );
    }

    #[test]
    fn homes_and_temporary_directories_stay_visible_where_etcd_lives_there() {
        let usual = ["ProtectHome=yes", "PrivateTmp=yes"];
        says(&rendered("/homestead/d", None, "/etc/etcd", "/usr/bin/etcd"), &usual);
        says(
            &rendered("/home/e/d", None, "/etc/etcd", "/usr/bin/etcd"),
            &["ProtectHome=read-only"],
        );
        says(
            &rendered("/srv/d", None, "/home/etcd/conf", "/usr/bin/etcd"),
            &["ProtectHome=read-only"],
        );
        says(&rendered("/srv/d", None, "/etc/etcd", "/home/e/etcd"), &["ProtectHome=read-only"]);
        says(&rendered("/tmp/d", None, "/etc/etcd", "/usr/bin/etcd"), &["PrivateTmp=no"]);
    }
}
