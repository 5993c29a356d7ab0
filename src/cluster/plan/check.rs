//! What no single answer can tell: choices that don't go together.

use std::collections::HashSet;

use super::Plan;
use super::install::refuse_nested;
use crate::cluster::ca_layout::CaLayout;
use crate::cluster::ca_source::KeyOrigin;
use crate::cluster::error::PlanError;
use crate::cluster::member::Member;
use crate::cluster::name::SUPERUSER;
use crate::cluster::placement::Placement;
use crate::cluster::{CertificateLayout, LeafFiles, Permitted, Preset, San};

impl Plan {
    /// Checks choices against one another; each by itself is valid already.
    ///
    /// # Errors
    /// The first [`PlanError`].
    pub fn check(&self) -> Result<(), PlanError> {
        self.user_is_etcds_own()?;
        self.addresses_are_listeners()?;
        self.certificates_go_together()?;
        self.placement_keeps_apart()?;
        self.files_keep_apart()?;
        self.settings_are_etcds()?;
        self.metrics_find_room()?;
        self.plain_http_finds_room()
    }

    /// etcd can bind an address once for a listener.
    fn addresses_are_listeners(&self) -> Result<(), PlanError> {
        for one in &self.members {
            let listeners = [one.client_addresses().collect(), one.peer_addresses.clone()];
            for (of_peers, addresses) in [false, true].into_iter().zip(listeners) {
                let (found, limit) = (addresses.len(), Member::ADDRESS_LIMIT);
                if found > limit {
                    let member = one.name.to_string();
                    return Err(PlanError::AddressCount { member, of_peers, found, limit });
                }
                let mut seen = HashSet::new();
                if let Some(again) = addresses.iter().find(|address| !seen.insert(**address)) {
                    let (member, address) = (one.name.to_string(), again.ip());
                    return Err(PlanError::RepeatedAddress { member, of_peers, address });
                }
            }
        }
        Ok(())
    }

    fn user_is_etcds_own(&self) -> Result<(), PlanError> {
        let user = self.install.service_user();
        match user.purpose() {
            Some(purpose) if !self.install.keeps_user() => {
                Err(PlanError::UserWithPurpose { user: user.to_string(), purpose })
            }
            _ => Ok(()),
        }
    }

    fn settings_are_etcds(&self) -> Result<(), PlanError> {
        let own = self.members.iter().flat_map(|member| member.settings.iter());
        for setting in self.settings.iter().chain(own) {
            setting.check(self.etcd_version, self.unit_form)?;
        }
        Ok(())
    }

    fn certificates_go_together(&self) -> Result<(), PlanError> {
        let settings = &self.certificates;
        let (trust, arrangement) = (settings.trust, settings.arrangement);
        if arrangement.is_dual_use() && trust.signs_servers() != trust.signs_peers() {
            return Err(PlanError::OneCertificateTwoAuthorities { arrangement, trust });
        }
        let ca_source = settings.ca_source;
        if !ca_source.makes_authority() && trust != CaLayout::One {
            return Err(PlanError::AuthorityNotMade { ca_source, trust });
        }
        let count = trust.authorities().len();
        if let Some(name) = &settings.authority_name
            && count > 1
            && !name.tells_apart()
        {
            let name = name.to_string();
            return Err(PlanError::OneNameSeveralAuthorities { name, count });
        }
        self.names_are_permitted()?;
        let is_shared =
            matches!(arrangement, CertificateLayout::Shared | CertificateLayout::SharedServer);
        if is_shared && settings.member_keys == KeyOrigin::Member {
            return Err(PlanError::SharedKeyOnMember(arrangement));
        }
        if is_shared && self.cluster_name.as_str() == SUPERUSER {
            return Err(PlanError::SuperuserCluster(arrangement));
        }
        Ok(())
    }

    /// etcd refuses a certificate of which a single name lies outside of its CA's name constraints. openssl, which
    /// install.sh asks, also takes a CN with dots for a host where a certificate has no DNS name
    /// (`NAME_CONSTRAINTS_check_CN`): that of a peer.
    fn names_are_permitted(&self) -> Result<(), PlanError> {
        let settings = &self.certificates;
        let permitted = &settings.name_constraints;
        if permitted.is_empty() || !settings.ca_source.makes_authority() {
            return Ok(());
        }
        if self.further_files.cfssl {
            return Err(PlanError::CfsslNameConstraints);
        }
        let is_nameless = |member: &&Member| {
            let further = member.extra_sans.iter().any(|san| matches!(san, San::Dns(_)));
            member.dns_names.is_empty() && !further && member.name.as_str().contains('.')
        };
        let nameless = self.members.iter().filter(is_nameless);
        let common_names = nameless.filter_map(|member| member.name.as_str().parse().ok());
        let is_outside = |san: &San| !permitted.iter().any(|one| one.holds(san));
        match self.sans().chain(common_names).find(is_outside) {
            None => Ok(()),
            Some(san) => {
                let name = san.to_string();
                let proposed: Vec<String> =
                    Permitted::proposed([san]).iter().map(ToString::to_string).collect();
                Err(PlanError::NotPermitted { name, proposed: proposed.join(", ") })
            }
        }
    }

    fn placement_keeps_apart(&self) -> Result<(), PlanError> {
        let mut ports = HashSet::new();
        for (index, member) in self.members.iter().enumerate() {
            let earlier = self.members.iter().take(index);
            match self.placement {
                Placement::OnePerHost => {
                    for (first, other) in (1..).zip(earlier) {
                        let others = other.addresses();
                        if let Some(same) =
                            member.addresses().iter().find(|one| others.contains(one))
                        {
                            let (second, address) = (index + 1, same.ip());
                            return Err(PlanError::DuplicateAddress { first, second, address });
                        }
                    }
                }
                Placement::SharedHost => {
                    let own = self.ports_of(member);
                    for port in [own.client(), own.peer()] {
                        if !ports.insert(port.number()) {
                            let (member, port) = (member.name.to_string(), port.number());
                            return Err(PlanError::PortTaken { member, port });
                        }
                    }
                    for other in earlier {
                        self.directories_apart(member, other)?;
                        let service = self.service_of(member);
                        if service == self.service_of(other) {
                            let (member, file) =
                                (member.name.to_string(), format!("{service}.service"));
                            return Err(PlanError::FileNameTaken { member, file });
                        }
                    }
                }
            }
            let install = self.install_of(member);
            if let Some(path) = install.directories().find(|path| path.is_systems_own()) {
                return Err(PlanError::SystemDirectory(path.to_string()));
            }
        }
        Ok(())
    }

    fn directories_apart(&self, member: &Member, other: &Member) -> Result<(), PlanError> {
        if let Some(path) = self.install.directories().find(|path| !path.names_member()) {
            return Err(PlanError::SharedDirectory(path.to_string()));
        }
        let (own, others) = (self.install_of(member), self.install_of(other));
        for first in own.directories() {
            for second in others.directories() {
                refuse_nested(first, second)?;
            }
        }
        Ok(())
    }

    /// Names made of members' names may meet other names in one directory: all of them are together where
    /// requests are signed and where cfssl works. There a key counts as much as a certificate does.
    fn files_keep_apart(&self) -> Result<(), PlanError> {
        if self.preset == Preset::Recommended {
            return Ok(());
        }
        let names = self.file_names();
        let authorities = self.certificates.trust.authorities();
        let mut taken: HashSet<String> = authorities
            .iter()
            .map(|one| names.authority(*one))
            .chain([names.gateway(), names.client()])
            .flat_map(|files| in_lower_case(&files))
            .collect();
        taken.extend(authorities.iter().map(|one| names.anchor(*one).to_ascii_lowercase()));
        let arrangement = self.certificates.arrangement;
        let (server_of_all, peer_of_all) = names.of_member(arrangement, None);
        for member in &self.members {
            let (server, peer) = names.of_member(arrangement, Some(&member.name));
            let mut own = vec![(server == server_of_all, server)];
            if !arrangement.is_dual_use() {
                own.push((peer == peer_of_all, peer));
            }
            // What isn't made of the member's name stands once in each member's directory.
            for (is_repeated, files) in own {
                for file in in_lower_case(&files) {
                    if !taken.insert(file.clone()) && !is_repeated {
                        let member = member.name.to_string();
                        return Err(PlanError::FileNameTaken { member, file });
                    }
                }
            }
        }
        Ok(())
    }

    /// Members that share a machine can't all serve their metrics at one place.
    fn metrics_find_room(&self) -> Result<(), PlanError> {
        if self.placement == Placement::OnePerHost {
            return Ok(());
        }
        let own = self.members.iter().map(|member| self.ports_of(member));
        let mut taken: HashSet<u16> =
            own.flat_map(|ports| [ports.client().number(), ports.peer().number()]).collect();
        for member in &self.members {
            let settings = self.settings_of(member);
            let Some(urls) = settings.get("listen-metrics-urls") else { continue };
            let urls = urls.value().to_string();
            for port in urls.split(',').filter_map(|url| url.rsplit_once(':')?.1.parse().ok()) {
                if !taken.insert(port) {
                    let member = member.name.to_string();
                    return Err(PlanError::MetricsPortTaken { member, port });
                }
            }
        }
        Ok(())
    }

    /// TLS and plain HTTP can't be told apart on one socket of a member that lives on loopback.
    fn plain_http_finds_room(&self) -> Result<(), PlanError> {
        let mut own = self.members.iter().flat_map(|member| {
            member.client_addresses().map(move |address| (&member.name, address.ip()))
        });
        match own.find(|(_, address)| address.is_loopback()) {
            Some((member, address)) if self.plain_http_on_loopback => {
                Err(PlanError::PlainHttpOnOwnAddress { member: member.to_string(), address })
            }
            _ => Ok(()),
        }
    }
}

/// As file systems compare them that don't tell cases apart.
fn in_lower_case(files: &LeafFiles) -> [String; 2] {
    [files.certificate.to_ascii_lowercase(), files.key.to_ascii_lowercase()]
}

#[cfg(test)]
mod tests;
