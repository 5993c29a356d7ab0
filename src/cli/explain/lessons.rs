//! The lessons: a file for each finding that is worth more than a sentence.

macro_rules! lessons {
    ($($code:literal)*) => {
        &[$(($code, include_str!(concat!("../../../assets/lessons/en/findings/", $code, ".txt")))),*]
    };
}

/// Each code, and what is known of it: what etcd's log says, in lines that are indented, then what it
/// means, how to see it and how to fix it.
pub(super) const LESSONS: &[(&str, &str)] = lessons! {
    "trust-differs"
};
