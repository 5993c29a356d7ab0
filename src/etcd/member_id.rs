//! The IDs that members of a new cluster give themselves.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// The ID of a member that is there from the cluster's start, as logs and `etcdctl member list` print it: it
/// follows from its peer URLs and the cluster's token (`computeMemberId` in etcd's `member.go`). One that is added
/// later has an ID that the time goes into.
pub fn first_member_id<'a>(peer_urls: impl IntoIterator<Item = &'a str>, token: &str) -> String {
    let mut urls: Vec<&str> = peer_urls.into_iter().collect();
    urls.sort_unstable();
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{}{token}", urls.concat()).as_bytes());
    let first = hash.as_ref().iter().take(8);
    let id = first.fold(0_u64, |id, byte| id << 8 | u64::from(*byte));
    format!("{id:x}")
}

#[cfg(test)]
mod tests {
    use super::first_member_id;

    /// Those of the Procfile in etcd's repository, as its documentation prints them.
    #[test]
    fn ids_are_those_of_etcds_own_example() {
        for (port, id) in
            [(12380, "8211f1d0f64f3269"), (22380, "91bc3c398fb3c146"), (32380, "fd422379fda50e48")]
        {
            let url = format!("http://127.0.0.1:{port}");
            assert_eq!(first_member_id([url.as_str()], "etcd-cluster-1"), id);
        }
    }
}
