//! Timing and quota.

super::declare! {
    /// Less than five heartbeats.
    Error ElectionTooShort { election: String, heartbeat: String };
    /// More than 50 seconds.
    Error ElectionTooLong { election: String };
    /// A timer of nothing.
    Error ZeroTimer { setting: String };
    /// Above 8 GiB.
    Warning LargeQuota { quota: String };
    /// No quota at all.
    Warning NoQuota {};
}
