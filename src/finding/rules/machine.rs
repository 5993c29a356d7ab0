//! Files of the machine that a member runs on.

super::declare! {
    /// Files that are not on this machine.
    Note NotHere { first: String, count: usize };
    /// A key that etcd cannot read.
    Error KeyUnreadable { user: String, mode: String };
}
