//! Files of the machine that a member runs on.

super::declare! {
    Machine;

    /// Files that are not on this machine.
    Note NotHere "not-here" { first: String, count: usize };
    /// A key that etcd cannot read.
    Error KeyUnreadable "key-unreadable" { user: String, mode: String };
}
