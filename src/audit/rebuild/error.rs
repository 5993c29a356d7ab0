//! Why no plan describes an installation.

use std::fmt;

use super::FoundCluster;
use crate::cluster::Hint;
use crate::text::{escape_for_terminal, fill, say};

/// Why no plan describes an installation. Its text is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RebuildError {
    /// What stands in the way.
    Obstacle(String),
    /// Several clusters, and none is named.
    SeveralClusters(Vec<FoundCluster>),
    /// None of the name that was given.
    NoSuchCluster {
        /// The name.
        wanted: String,
        /// Those that there are.
        known: Vec<FoundCluster>,
    },
}

impl fmt::Display for RebuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Obstacle(why) => {
                fill("audit-plan-obstacle", &[("why", &escape_for_terminal(why))])
            }
            Self::SeveralClusters(clusters) => {
                let facts: [(&str, &dyn fmt::Display); 2] =
                    [("count", &clusters.len()), ("clusters", &list(clusters))];
                fill("audit-plan-clusters", &facts)
            }
            Self::NoSuchCluster { wanted, known } => {
                let facts: [(&str, &dyn fmt::Display); 2] =
                    [("name", &escape_for_terminal(wanted)), ("clusters", &list(known))];
                fill("audit-plan-no-cluster", &facts)
            }
        })
    }
}

impl Hint for RebuildError {
    fn hint(&self) -> String {
        match self {
            Self::Obstacle(_) => say("audit-plan-obstacle.hint").into(),
            _ => say("audit-plan-clusters.hint").into(),
        }
    }
}

fn list(clusters: &[FoundCluster]) -> String {
    let one = |cluster: &FoundCluster| {
        let (token, members) =
            (escape_for_terminal(&cluster.token), escape_for_terminal(&cluster.members.join(", ")));
        fill("audit-plan-cluster", &[("token", &token), ("members", &members)])
    };
    clusters.iter().map(one).collect::<Vec<_>>().join(", ")
}
