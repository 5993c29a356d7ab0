//! Timing and quota.

super::declare! {
    Tuning;

    /// Less than five heartbeats.
    Error ElectionTooShort "election-too-short" { election: String, heartbeat: String };
    /// More than 50 seconds.
    Error ElectionTooLong "election-too-long" { election: String };
    /// A timer of nothing.
    Error ZeroTimer "zero-timer" { setting: String };
    /// Above 8 GiB.
    Warning LargeQuota "large-quota" { quota: String };
    /// No quota at all.
    Warning NoQuota "no-quota" {};
}
