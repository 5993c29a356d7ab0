//! How systemd runs etcd.

super::declare! {
    /// A continued command that ends early.
    Error CutCommand {};
    /// A specifier that systemd does not know.
    Error UnknownSpecifier { specifier: String };
    /// A variable that nothing sets.
    Error UndefinedVariable { name: String };
    /// A settings file that is not there.
    Error SettingsFileMissing { file: String };
    /// Not Type=notify.
    Warning NotNotify {};
    /// A start that waits for the other members.
    Note StartTimeout {};
    /// A removed member that is started again.
    Warning RestartsRemovedMember {};
    /// Nothing starts etcd again.
    Warning NoRestart {};
    /// etcd runs as root.
    Warning RunsAsRoot {};
    /// A low limit for open files.
    Warning FewFiles {};
    /// A unit without a sandbox.
    Note NoSandbox {};
}
