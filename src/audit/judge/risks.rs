//! Settings that etcd takes, and that lose data, quorum or secrets.

use super::Judge;
use crate::config::url;
use crate::etcd::{self, Release};
use crate::finding::rules::settings::{
    ForceNewCluster, MetricsOpen, NoFsync, NoReconfigCheck, PprofOpen, PublicDiscovery,
};
use crate::finding::rules::tls::CrlBypassed;

impl Judge<'_> {
    pub(super) fn risks(&mut self, release: Release) {
        let member = self.member;
        if member.is_on("force-new-cluster") {
            self.tell("force-new-cluster", |setting| ForceNewCluster { setting });
        }
        if member.is_on("unsafe-no-fsync") {
            self.tell("unsafe-no-fsync", |setting| NoFsync { setting });
        }
        let check = member.value("strict-reconfig-check");
        if check.is_some_and(|value| ["false", "0", "f", "F", "FALSE", "False"].contains(&value)) {
            self.tell("strict-reconfig-check", |setting| NoReconfigCheck { setting });
        }
        if member.is_on("enable-pprof") {
            self.tell("enable-pprof", |setting| PprofOpen { setting });
        }
        let metrics = member.value("listen-metrics-urls").unwrap_or_default();
        let open = url::list(metrics).find(|text| {
            let url = url::parse(text).ok().flatten();
            url.is_some_and(|url| !url.secure && !url.is_loopback())
        });
        if let Some(url) = open.map(str::to_owned) {
            self.tell("listen-metrics-urls", |setting| MetricsOpen { setting, url });
        }
        if member.value("discovery").is_some_and(|url| url.contains("discovery.etcd.io")) {
            self.tell("discovery", |setting| PublicDiscovery { setting });
        }
        let reads_lists = member.has("client-crl-file") && member.has("listen-client-http-urls");
        if let Some(fixed) = etcd::fixed_in(release, "revoked-clients").filter(|_| reads_lists) {
            let (release, fixed) = (release.to_string(), fixed.to_string());
            self.tell("listen-client-http-urls", |setting| CrlBypassed { setting, release, fixed });
        }
    }
}
