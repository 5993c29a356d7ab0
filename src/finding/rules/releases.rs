//! Releases of etcd that have known faults.

super::declare! {
    Releases;

    /// A series that is out of support.
    Warning OutOfSupport "out-of-support" { version: String, since: String };
    /// A release that can corrupt data.
    Error ReleaseLosesData "release-loses-data" { release: String, fault: String, fixed: String };
    /// A release with another fault; which, its sentence selects.
    Warning ReleaseWithFault "release-with-fault" { release: String, fault: String, fixed: String };
    /// A release that stands in the way of the next series.
    Note UpgradeFirst "upgrade-first" { release: String, fixed: String };
}
