//! Whom etcd takes the holders of a plan's certificates for. With authentication on, the CN of a client's
//! certificate is the user's name, and what members show passes for a client's certificate as well.

use crate::cluster::{Plan, SUPERUSER};
use crate::finding::Finding;
use crate::finding::rules::plan::{
    ClientNamedAsMember, ClientWithoutName, MixedScripts, SharedUser, SuperuserClient,
};
use crate::pki::{AttributeKind, CertificateRole, profiles};
use crate::text::mixed_scripts;

/// Returns what is unwise about the names in a plan's certificates.
pub(crate) fn identities(plan: &Plan) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let profiles = profiles(plan);
    let members: Vec<&str> = profiles
        .iter()
        .filter(|one| one.authority.is_none() && one.role != CertificateRole::Client)
        .flat_map(|one| &one.subject)
        .filter(|one| one.kind == AttributeKind::CommonName)
        .map(|one| one.value.as_str())
        .collect();
    let clients: Vec<(&str, &str)> = plan
        .clients
        .iter()
        .filter_map(|one| Some((one.name.as_str(), one.common_name.as_ref()?.as_str())))
        .collect();
    for one in plan.clients.iter().filter(|one| one.common_name.is_none()) {
        findings.push(ClientWithoutName { client: one.name.to_string() }.into());
    }
    for &(client, name) in &clients {
        if members.contains(&name) {
            findings.push(ClientNamedAsMember { client: client.into(), name: name.into() }.into());
        }
        if name == SUPERUSER && client != SUPERUSER {
            findings.push(SuperuserClient { client: client.into() }.into());
        }
        let same = clients.iter().filter(|(_, other)| *other == name);
        let same: Vec<String> = same.map(|(other, _)| (*other).into()).collect();
        if same.len() > 1 && same.first().is_some_and(|first| first == client) {
            findings.push(SharedUser { clients: same, name: name.into() }.into());
        }
    }
    for one in profiles.iter().flat_map(|profile| &profile.subject) {
        let Some(scripts) = mixed_scripts(&one.value) else { continue };
        let (field, text) = (one.kind.as_str().into(), one.value.clone());
        let found: Finding = MixedScripts { field, text, scripts }.into();
        if !findings.contains(&found) {
            findings.push(found);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;
    use crate::cluster::{CertificateLayout, Client, Clients};

    /// Clients as `NAME=CN`.
    fn with_clients(texts: &[&str]) -> Plan {
        let client = |text: &&str| {
            let (name, common_name) = text.split_once('=').unwrap();
            Client { name: name.parse().unwrap(), common_name: common_name.parse().ok() }
        };
        let clients = Clients::new(texts.iter().map(client).collect()).unwrap();
        Plan { clients, ..three_members() }
    }

    fn messages(plan: &Plan) -> Vec<String> {
        identities(plan).iter().map(|one| format!("{}: {}", one.code(), one.message())).collect()
    }

    #[test]
    fn a_client_without_a_common_name_is_no_user_by_its_certificate() {
        assert_eq!(
            messages(&with_clients(&["web=", "b=b"])),
            [
                "client-without-name: the client `web` has no CN: with authentication on, its certificate names no user, \
                 and it has to send a name and a password"
            ]
        );
    }

    #[test]
    fn clients_that_pass_for_members_for_one_another_or_for_the_superuser_are_told() {
        let clients = ["x=etcd-1", "y=root", "root=root", "a=backup", "production=production"];
        assert_eq!(
            messages(&with_clients(&clients)),
            [
                "client-named-as-member: the client `x` has the CN `etcd-1`, the same as a member's certificate: for \
                 etcd both are one user",
                "superuser-client: the client `y` has the CN `root`: with authentication on, it is etcd's \
                 superuser and can do everything",
                "shared-user: the clients `y, root` have the same CN, `root`: for etcd they are one user",
            ]
        );
        // A certificate that members share has the cluster's name.
        let mut plan = with_clients(&["a=etcd-1", "b=production"]);
        plan.certificates.arrangement = CertificateLayout::Shared;
        assert_eq!(
            messages(&plan),
            [
                "client-named-as-member: the client `b` has the CN `production`, the same as a member's certificate: \
                 for etcd both are one user"
            ]
        );
    }

    #[test]
    fn look_alikes_are_told_once_and_cyrillic_throughout_is_fine() {
        let mut plan = with_clients(&["a=r\u{43e}ot", "b=админ"]);
        plan.certificates.subject.organization = Some("Ex\u{430}mple".parse().unwrap());
        assert_eq!(
            messages(&plan),
            [
                "mixed-scripts: the O `Ex\u{430}mple` mixes letters of Latin, Cyrillic, which can look the same",
                "mixed-scripts: the CN `r\u{43e}ot` mixes letters of Latin, Cyrillic, which can look the same",
            ]
        );
        plan.certificates.subject.organization = Some("ООО Пример".parse().unwrap());
        plan.clients = with_clients(&["b=админ"]).clients;
        assert_eq!(messages(&plan), [""; 0]);
    }
}
