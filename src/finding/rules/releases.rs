//! Releases of etcd that have known faults.

super::declare! {
    /// A series that is out of support.
    Warning OutOfSupport { version: String, since: String };
    /// A release that can corrupt data.
    Error ReleaseLosesData { release: String, fault: String, fixed: String };
    /// A release with another fault; which, its sentence selects.
    Warning ReleaseWithFault { release: String, fault: String, fixed: String };
    /// A release that stands in the way of the next series.
    Note UpgradeFirst { release: String, fixed: String };
}
