//! Which of the members that files start are one cluster.

use std::collections::HashSet;

use super::{RebuildError, listed};
use crate::cluster::ClusterName;
use crate::config::url;
use crate::config::{Member as Started, Unit};

/// What etcd takes for the token where none is set.
pub(super) const TOKEN: &str = "etcd-cluster";

/// One of the clusters that files start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCluster {
    /// Its token.
    pub token: String,
    /// Its members, as far as files start them.
    pub members: Vec<String>,
}

/// Finds the members of the one cluster that there is, or of the one that is named: by its token, by its name, or by
/// one of its members.
pub(super) fn choose<'a>(
    started: &'a [Started],
    wanted: Option<&str>,
) -> Result<Vec<&'a Started>, RebuildError> {
    let mut clusters = group(started);
    let found = |clusters: &[Vec<&Started>]| clusters.iter().map(|one| found(one)).collect();
    if let Some(wanted) = wanted {
        let known = found(&clusters);
        clusters.retain(|cluster| cluster.iter().any(|one| is_called(one, wanted)));
        if clusters.is_empty() {
            return Err(RebuildError::NoSuchCluster { wanted: wanted.to_owned(), known });
        }
    }
    match clusters.len() {
        0 | 1 => Ok(clusters.pop().unwrap_or_default()),
        _ => Err(RebuildError::SeveralClusters(found(&clusters))),
    }
}

/// Puts members together that have a member of their lists in common. On loopback, where every machine has the same
/// addresses, their tokens have to be the same as well.
fn group(started: &[Started]) -> Vec<Vec<&Started>> {
    let mut clusters: Vec<(HashSet<String>, Vec<&Started>)> = Vec::new();
    let mut silent = Vec::new();
    for one in started {
        let mut keys: HashSet<String> = listed(one).iter().map(|entry| key(one, entry)).collect();
        if keys.is_empty() {
            silent.push(one);
            continue;
        }
        let mut members = Vec::new();
        clusters.retain_mut(|(others, own)| {
            let is_other = keys.is_disjoint(others);
            if !is_other {
                keys.extend(others.drain());
                members.append(own);
            }
            is_other
        });
        members.push(one);
        clusters.push((keys, members));
    }
    let mut clusters: Vec<Vec<&Started>> =
        clusters.into_iter().map(|(_, members)| members).collect();
    // What says nothing of its cluster belongs to the only one of its token.
    for one in silent {
        let mut fitting = clusters
            .iter_mut()
            .filter(|cluster| cluster.first().is_none_or(|other| token(other) == token(one)));
        match (fitting.next(), fitting.next()) {
            (Some(cluster), None) => cluster.push(one),
            _ => clusters.push(vec![one]),
        }
    }
    clusters
}

/// What two members of one cluster have in common.
fn key(one: &Started, (name, url): &(String, String)) -> String {
    let is_local = url::parse(url).is_ok_and(|url| url.is_none_or(|url| url.is_loopback()));
    let token = if is_local { token(one) } else { "" };
    format!("{name}={url} {token}")
}

/// The token of a member.
pub(super) fn token(one: &Started) -> &str {
    one.value("initial-cluster-token").unwrap_or(TOKEN)
}

fn is_called(one: &Started, wanted: &str) -> bool {
    token(one) == wanted || one.name() == wanted || described(one).as_deref() == Some(wanted)
}

/// The cluster's name, as units say it that quorate writes.
pub(super) fn described(one: &Started) -> Option<String> {
    let description = one.unit.as_ref().and_then(Unit::description)?;
    let (_, name) = description.strip_prefix("etcd member ")?.rsplit_once(" of ")?;
    name.parse::<ClusterName>().ok().map(|name| name.to_string())
}

fn found(cluster: &[&Started]) -> FoundCluster {
    let mut members: Vec<String> = cluster.iter().map(|one| one.name().to_owned()).collect();
    members.dedup();
    let token = cluster.first().map_or(TOKEN, |one| token(one));
    FoundCluster { token: token.to_owned(), members }
}
