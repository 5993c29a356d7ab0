//! How systemd runs etcd.

super::declare! {
    Units;

    /// A continued command that ends early.
    Error CutCommand "cut-command" {};
    /// A specifier that systemd does not know.
    Error UnknownSpecifier "unknown-specifier" { specifier: String };
    /// More commands than systemd takes.
    Error SecondExecStart "second-exec-start" { count: usize };
    /// A variable that nothing sets.
    Error UndefinedVariable "undefined-variable" { name: String };
    /// A settings file that is not there.
    Error SettingsFileMissing "settings-file-missing" { file: String };
    /// Not Type=notify.
    Warning NotNotify "not-notify" {};
    /// A start that waits for the other members.
    Note StartTimeout "start-timeout" {};
    /// A removed member that is started again.
    Warning RestartsRemovedMember "restarts-removed-member" {};
    /// Nothing starts etcd again.
    Warning NoRestart "no-restart" {};
    /// etcd runs as root.
    Warning RunsAsRoot "runs-as-root" {};
    /// A unit that starts a container.
    Note RunsInContainer "runs-in-container" { image: String };
    /// A low limit for open files.
    Warning FewFiles "few-files" {};
    /// A unit without a sandbox.
    Note NoSandbox "no-sandbox" {};
}
