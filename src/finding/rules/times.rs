//! Validity against the clock and against the authority.

use time::OffsetDateTime;

super::declare! {
    Times;

    /// Past its end.
    Error Expired "expired" { subject: String, limit: OffsetDateTime, now: OffsetDateTime } ends handshake;
    /// Before its start.
    Error NotYetValid "not-yet-valid" { subject: String, limit: OffsetDateTime, now: OffsetDateTime } ends handshake;
    /// An authority past its end.
    Error AuthorityExpired "authority-expired" {
        subject: String, limit: OffsetDateTime, now: OffsetDateTime
    } ends handshake;
    /// An authority before its start.
    Error AuthorityNotYetValid "authority-not-yet-valid" {
        subject: String, limit: OffsetDateTime, now: OffsetDateTime
    } ends handshake;
    /// Started so recently that a clock that is behind refuses it.
    Warning StartsJustNow "starts-just-now" { subject: String };
    /// Ends soon.
    Warning ExpiresSoon "expires-soon" { subject: String, days: u64 };
    /// Valid longer than its authority.
    Warning OutlivesAuthority "outlives-authority" { subject: String, issuer: String };
}
