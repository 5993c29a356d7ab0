//! Files of the machine that a member runs on.

super::declare! {
    Machine;

    /// Files that are not on this machine.
    Note NotHere "not-here" { first: String, count: usize };
    /// A file that is missing where its neighbours are.
    Error FileMissing "file-missing" { setting: String, file: String };
    /// A file at a path where a container has nothing mounted.
    Error NotMounted "not-mounted" { setting: String, file: String };
    /// A file at a path where a container sees another directory of the host, which doesn't have it.
    Error MountedElsewhere "mounted-elsewhere" { setting: String, file: String, place: String };
    /// A file that etcd cannot read.
    Error FileUnreadable "file-unreadable" { user: String, mode: String };
    /// A directory that etcd cannot enter.
    Error DirectoryClosed "directory-closed" { user: String, directory: String, mode: String };
    /// A process with other settings than its files.
    Warning RunsOtherwise "runs-otherwise" { setting: String, stands: String, runs: String, process: String };
    /// A key that etcd cannot read.
    Error KeyUnreadable "key-unreadable" { user: String, mode: String };
}
