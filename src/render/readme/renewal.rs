//! The page's part on renewal: the same keys and names, signed again.

use super::Page;
use crate::cluster::{CaLayout, CaSource, CertificateLayout, KeyOrigin, Member, Plan};
use crate::render::{layout, rollout};
use crate::text::{fill, say};

/// How all certificates are made anew, and brought to the members.
pub(super) fn renewal(page: &mut Page, plan: &Plan) {
    let is_born = plan.certificates.member_keys == KeyOrigin::Member;
    page.heading(say("readme-renewal"));
    if is_born {
        on_members(page, plan);
        page.paragraph(say("readme-renewal.born-install"));
    } else {
        here(page, plan);
        page.paragraph(say("readme-renewal.install"));
    }
    page.line("");
    page.command(rollout::VERIFY);
    let brought = if is_born { rollout::back(plan) } else { rollout::copies(plan) };
    let install = |one: &Member| rollout::runs_on(plan, one, "install.sh --keep-data");
    let installed = plan.members.iter().map(install);
    for command in brought.into_iter().chain(installed).chain(rollout::remove_copies(plan)) {
        page.command(&command);
    }
    let mut directories: Vec<String> = plan
        .members
        .iter()
        .map(|member| layout::certificate_directory(&plan.install_of(member)))
        .collect();
    directories.dedup();
    if plan.certificates.ca_source.makes_authority() {
        let lifetimes = plan.certificates.lifetimes;
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("leaf", &lifetimes.leaf()), ("authority", &lifetimes.authority())];
        page.paragraph(&fill("readme-renewal.lifetimes", &values));
    }
    page.paragraph(&fill("readme-renewal.after", &[("directory", &directories.join(", "))]));
    page.paragraph(say("readme-renewal.changes"));
}

/// Where all keys are here.
fn here(page: &mut Page, plan: &Plan) {
    let ca_source = plan.certificates.ca_source;
    if ca_source == CaSource::Elsewhere {
        page.paragraph(say("readme-renewal.elsewhere"));
        page.line("");
        page.command("rm requests/*.pem");
        page.command(rollout::SIGN_ELSEWHERE);
        page.command(&rollout::import(" --replace"));
        return;
    }
    page.paragraph(say("readme-renewal.sign"));
    if ca_source.makes_authority() {
        let is_chain = plan.certificates.trust == CaLayout::Intermediate;
        let key = if is_chain { "readme-renewal.here-intermediate" } else { "readme-renewal.here" };
        page.paragraph(say(key));
    }
    if let Some(more) = rollout::about_signer(plan) {
        page.paragraph(more);
    }
    page.line("");
    page.command("mkdir -p -m 700 requests && rm -f requests/*.csr");
    for (index, member) in plan.members.iter().enumerate() {
        let files = layout::member_files(plan, member);
        let mut pairs = vec![("server", files.server.clone()), ("peer", files.peer.clone())];
        if files.server == files.peer {
            pairs = vec![("member", files.server)];
        }
        pairs.extend(files.gateway.map(|pair| ("gateway", pair)));
        for (role, pair) in pairs {
            // What members share is renewed once, under the cluster's name.
            let is_shared = match plan.certificates.arrangement {
                CertificateLayout::SharedServer => role == "server",
                CertificateLayout::Shared => role == "member",
                CertificateLayout::ServerAndPeer | CertificateLayout::PerMember => false,
            };
            if is_shared && index > 0 {
                continue;
            }
            let owner = if is_shared { plan.cluster_name.as_str() } else { member.name.as_str() };
            let key = format!("members/{}/pki/{}", member.name, pair.key);
            request_for(page, &key, owner, role);
        }
    }
    client_requests(page, plan);
    page.command(&rollout::sign(plan, " --replace"));
    page.paragraph(say("readme-renewal.replaced"));
}

fn client_requests(page: &mut Page, plan: &Plan) {
    for client in &plan.clients {
        let key = format!("clients/{}/{}", client.name, plan.file_names().client().key);
        request_for(page, &key, client.name.as_str(), "client");
    }
}

/// Nothing but the key of a request counts.
fn request_for(page: &mut Page, key: &str, owner: &str, role: &str) {
    page.command(&format!("openssl req -new -key {key} -subj /CN={owner} \\"));
    page.command(&format!("  -out requests/{owner}-{role}.csr"));
}

/// Where members' keys are born on them.
fn on_members(page: &mut Page, plan: &Plan) {
    let is_elsewhere = plan.certificates.ca_source == CaSource::Elsewhere;
    page.paragraph(say("readme-renewal.born"));
    if let Some(more) = rollout::about_signer(plan) {
        page.paragraph(more);
    }
    page.line("");
    // What is left of the last time would be signed again where a copy fails.
    let earlier = plan.members.iter().map(|one| format!(" requests/{}-*.csr", one.name));
    page.command(&format!("rm -f{}", earlier.collect::<String>()));
    for command in rollout::copies(plan).into_iter().chain(rollout::born_requests(plan)) {
        page.command(&command);
    }
    if is_elsewhere {
        page.command("rm requests/*.pem");
        page.command(rollout::SIGN_ELSEWHERE);
        page.command(&rollout::import(" --replace"));
    } else {
        client_requests(page, plan);
        page.command(&rollout::sign(plan, " --replace"));
    }
}
