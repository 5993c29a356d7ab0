//! `etcd.service`: how systemd runs a member, with the reason beside each line.

use std::fmt::{Display, Write as _};

use super::layout::{self, is_below};
use super::quote::{ExecArgument, UnitGlob, UnitText, UnitWord};
use super::{comment, settings};
use crate::cluster::{Install, Member, Plan, UnitForm};
use crate::text::{fill, say};

/// Where `StateDirectory=` puts its directories.
const STATE: &str = "/var/lib";
/// What `ProtectHome=` hides (systemd.exec(5)).
const HOMES: [&str; 3] = ["/home", "/root", "/run/user"];
/// What `PrivateTmp=` hides.
const TEMPORARY: [&str; 2] = ["/tmp", "/var/tmp"];

/// Renders the unit of one member.
pub(super) fn render(plan: &Plan, member: &Member) -> String {
    written(plan, member).text
}

/// Why each directive of the unit is as it is, by its key: what the comment above it says, in the language of the
/// thread. What speaks for itself isn't among them.
pub(super) fn reasons(plan: &Plan, member: &Member) -> Vec<(&'static str, String)> {
    written(plan, member).reasons
}

fn written(plan: &Plan, member: &Member) -> Unit {
    let mut unit = Unit { text: String::new(), why: None, reasons: Vec::new() };
    unit.line(format_args!(
        "# etcd member {} of the cluster {}: how systemd runs it. Its settings are in the",
        member.name, plan.cluster_name
    ));
    unit.line(match plan.unit_form {
        UnitForm::EnvironmentFile => {
            "# environment file named below. Made by quorate from plan.json."
        }
        UnitForm::Flags => "# command below. Made by quorate from plan.json.",
        UnitForm::ConfigFile => "# config file named below. Made by quorate from plan.json.",
    });
    unit_section(&mut unit, plan, member);
    service_section(&mut unit, plan, member);
    let install = plan.install_of(member);
    writable(&mut unit, &install);
    hidden(&mut unit, plan, member, &install);
    confined(&mut unit, needs_low_port(plan, member));
    unit.section("Install");
    unit.why(&fill("reason-unit-boot", &[("service", &plan.service_of(member))]));
    unit.set("WantedBy", "multi-user.target");
    unit
}

/// A unit as it grows.
struct Unit {
    text: String,
    /// What the last comment said, for the directives below it.
    why: Option<String>,
    reasons: Vec<(&'static str, String)>,
}

impl Unit {
    fn line(&mut self, line: impl Display) {
        // Writing to a string can't fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn section(&mut self, name: &str) {
        self.why = None;
        self.line(format_args!("\n[{name}]"));
    }

    /// Says as a comment why the directives that follow are there.
    fn why(&mut self, reason: &str) {
        for line in comment(reason, "") {
            self.line(line);
        }
        self.why = Some(reason.to_owned());
    }

    fn set(&mut self, key: &'static str, value: impl Display) {
        self.line(format_args!("{key}={value}"));
        self.reasons.extend(self.why.clone().map(|why| (key, why)));
    }

    fn all(&mut self, settings: &[(&'static str, &str)]) {
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
    unit.why(say("reason-unit-network"));
    unit.set("Wants", "network-online.target time-sync.target");
    unit.set("After", "network-online.target time-sync.target");
    unit.why(say("reason-unit-mounts"));
    unit.set("RequiresMountsFor", words(&directories(&plan.install_of(member))));
}

fn service_section(unit: &mut Unit, plan: &Plan, member: &Member) {
    let install = &plan.install_of(member);
    unit.section("Service");
    unit.why(say("reason-unit-ready"));
    unit.all(&[("Type", "notify"), ("TimeoutStartSec", "0")]);
    unit.why(say("reason-unit-user"));
    unit.set("User", UnitText(install.service_user().as_str()));
    unit.set("Group", UnitText(install.service_user().as_str()));
    start(unit, plan, member);
    unit.why(say("reason-unit-restart"));
    unit.all(&[("Restart", "on-failure"), ("RestartSec", "5s")]);
    unit.why(say("reason-unit-open-files"));
    unit.set("LimitNOFILE", "65536");
}

/// The command, and what hands it its settings.
fn start(unit: &mut Unit, plan: &Plan, member: &Member) {
    let install = &plan.install_of(member);
    let settings_path = layout::settings_path(plan, install).unwrap_or_default();
    let program = install.etcd_binary().as_str();
    match plan.unit_form {
        UnitForm::EnvironmentFile => {
            unit.why(say("reason-unit-settings"));
            unit.set("EnvironmentFile", UnitGlob(&settings_path));
            unit.set("ExecStart", command(program, &[]));
        }
        UnitForm::Flags => {
            let mut flags = Vec::new();
            unit.why(say("reason-unit-settings.flags"));
            for line in comment(say("reason-unit-settings.below"), "") {
                unit.line(line);
            }
            for group in settings::groups(plan, member) {
                let names = group.settings.iter().map(|setting| format!("--{}", setting.flag));
                unit.line(format_args!("# {}:", names.collect::<Vec<_>>().join(", ")));
                for line in comment(&format!("    {}", group.why), "") {
                    unit.line(line);
                }
                let all = group.settings.into_iter();
                flags.extend(all.map(|one| format!("--{}={}", one.flag, one.value.text())));
            }
            unit.set("ExecStart", command(program, &flags));
        }
        UnitForm::ConfigFile => {
            unit.why(say("reason-unit-settings.config-file"));
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
    unit.why(say("reason-unit-read-only"));
    unit.set("ProtectSystem", "strict");
    if !states.is_empty() {
        unit.why(say("reason-unit-state"));
        unit.set("StateDirectory", states.join(" "));
        unit.set("StateDirectoryMode", "0700");
    }
    if !others.is_empty() {
        unit.why(say("reason-unit-paths"));
        unit.set("ReadWritePaths", words(&others));
    }
    unit.why(say("reason-unit-umask"));
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
        unit.why(say("reason-unit-home.visible"));
        unit.set("ProtectHome", "read-only");
    } else {
        unit.why(say("reason-unit-home"));
        unit.set("ProtectHome", "yes");
    }
    if below(&TEMPORARY) {
        unit.why(say("reason-unit-temporary.shared"));
        unit.set("PrivateTmp", "no");
    } else {
        unit.why(say("reason-unit-temporary"));
        unit.set("PrivateTmp", "yes");
    }
    unit.why(say("reason-unit-devices"));
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
        unit.why(say("reason-unit-capabilities.low-port"));
        "CAP_NET_BIND_SERVICE"
    } else {
        unit.why(say("reason-unit-capabilities"));
        ""
    };
    unit.all(&[
        ("CapabilityBoundingSet", capabilities),
        ("AmbientCapabilities", capabilities),
        ("NoNewPrivileges", "yes"),
        ("RestrictSUIDSGID", "yes"),
    ]);
    unit.why(say("reason-unit-kernel"));
    unit.all(&[
        ("ProtectHostname", "yes"),
        ("ProtectClock", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectControlGroups", "yes"),
    ]);
    unit.why(say("reason-unit-sockets"));
    unit.set("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX");
    unit.why(say("reason-unit-attacks"));
    unit.all(&[
        ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"),
        ("LockPersonality", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("RemoveIPC", "yes"),
    ]);
    unit.why(say("reason-unit-calls"));
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
