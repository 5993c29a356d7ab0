//! Validity against the clock and against the authority.

use time::OffsetDateTime;

super::declare! {
    /// Past its end.
    Error Expired { subject: String, limit: OffsetDateTime, now: OffsetDateTime } ends handshake;
    /// Before its start.
    Error NotYetValid { subject: String, limit: OffsetDateTime, now: OffsetDateTime } ends handshake;
    /// An authority past its end.
    Error AuthorityExpired { subject: String, limit: OffsetDateTime, now: OffsetDateTime } ends handshake;
    /// An authority before its start.
    Error AuthorityNotYetValid { subject: String, limit: OffsetDateTime, now: OffsetDateTime } ends handshake;
    /// Started so recently that a clock that is behind refuses it.
    Warning StartsJustNow { subject: String };
    /// Ends soon.
    Warning ExpiresSoon { subject: String, days: u64 };
    /// Valid longer than its authority.
    Warning OutlivesAuthority { subject: String, issuer: String };
}
