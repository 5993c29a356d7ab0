//! DNS names of a certificate that match nothing that is dialed, or too much.

use std::net::IpAddr;

use super::go;
use crate::finding::Finding;
use crate::finding::rules::names::{EmptyName, UnusualName, WideWildcard};

/// What is odd about each name, in order.
pub(in crate::pki) fn odd_names<'a>(
    subject: &'a str,
    names: &'a [String],
) -> impl Iterator<Item = Finding> + 'a {
    names.iter().filter_map(move |name| {
        let (subject, name) = (subject.to_owned(), name.clone());
        let is_wide = name.strip_prefix("*.").is_some_and(|domain| !domain.contains('.'));
        Some(if name.is_empty() {
            EmptyName { subject }.into()
        } else if is_wide || name == "*" {
            WideWildcard { subject, name }.into()
        } else if !go::is_valid(&name, true) || name.parse::<IpAddr>().is_ok() {
            UnusualName { subject, name }.into()
        } else {
            return None;
        })
    })
}
