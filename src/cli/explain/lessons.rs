//! The lessons: a file for each finding that is worth more than a sentence.

macro_rules! lessons {
    ($($code:literal)*) => {
        &[$(($code, include_str!(concat!("../../../assets/lessons/en/findings/", $code, ".txt")))),*]
    };
}

/// Each code, and what is known of it: what etcd's log says, in lines that are indented, then what it
/// means, how to see it and how to fix it.
pub(super) const LESSONS: &[(&str, &str)] = lessons! {
    "authority-key-away"
    "authority-key-handed-out"
    "changed"
    "directory-open"
    "directory-writable"
    "key-not-encrypted"
    "manifest-format"
    "manifest-path"
    "manifest-unreadable"
    "member-key-handed-out"
    "missing-file"
    "no-authority"
    "no-certificate"
    "no-key"
    "no-manifest"
    "no-plan"
    "no-settings"
    "not-a-file"
    "other-authority"
    "other-certificate"
    "other-plan"
    "plan-unreadable"
    "too-many-files"
    "unexpected-file"
    "unreadable"
    "wrong-command"
    "wrong-file"
    "wrong-members"
    "wrong-mode"
    "wrong-name"
    "wrong-token"
};
