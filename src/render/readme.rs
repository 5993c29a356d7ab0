//! `README.txt`: what is what in a bundle, and the commands of the rollout in order.

mod failures;
mod renewal;

use super::quote::ShellWord;
use super::{layout, rollout};
use crate::advice::advise;
use crate::cluster::tutorial_fix::{self, TutorialFix};
use crate::cluster::{API_SERVER, Authority, CaLayout, CertificateLayout, Plan, UnitForm};
use crate::finding::{self, Finding};
use crate::text::{fill, say, wrap_hanging};

/// The width that paragraphs are wrapped to.
const WIDTH: u16 = 76;

/// Renders the page.
pub(super) fn render(plan: &Plan) -> String {
    let mut page = Page(String::new());
    let clients = plan.clients.iter().count();
    let members = plan.members.size().members();
    page.wrapped(
        "",
        "",
        &fill(
            "readme-intro",
            &[
                ("cluster", &plan.cluster_name),
                ("members", &members),
                ("clients", &clients),
                ("version", &plan.etcd_version),
            ],
        ),
    );
    contents(&mut page, plan);
    page.heading(say("readme-trust"));
    trust(&mut page, plan);
    page.paragraph(say("readme-trust.all"));
    rollout(&mut page, plan);
    kubernetes(&mut page, plan);
    backup(&mut page, plan);
    renewal::renewal(&mut page, plan);
    failures::failures(&mut page, plan);
    advices(&mut page, &advise(plan));
    differences(&mut page, &tutorial_fix::applied_to(plan));
    page.0
}

/// The page as it grows.
struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        self.line("");
        self.line(heading);
    }

    fn paragraph(&mut self, text: &str) {
        self.line("");
        self.wrapped("", "", text);
    }

    fn step(&mut self, number: usize, text: &str) {
        self.line("");
        self.wrapped(&format!("{number}. "), "   ", text);
    }

    fn command(&mut self, command: &str) {
        self.line(&format!("       {command}"));
    }

    /// Writes a text broken between words; `first` and then `rest` stand before its lines.
    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        for line in wrap_hanging(first, rest, text, WIDTH) {
            self.line(&line);
        }
    }
}

/// What must be kept from others.
fn secrets(page: &mut Page, plan: &Plan) {
    let settings = &plan.certificates;
    if !settings.ca_source.makes_authority() {
        page.paragraph(say("readme-secret.foreign"));
        return;
    }
    let names = plan.file_names();
    let keys: Vec<String> = settings
        .trust
        .authorities()
        .iter()
        .map(|one| format!("authority/{}", names.authority(*one).key))
        .collect();
    page.paragraph(&fill("readme-secret", &[("keys", &keys.join(", "))]));
    if settings.trust == CaLayout::Intermediate {
        let key = |authority| format!("authority/{}", names.authority(authority).key);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("root", &key(Authority::Root)), ("signer", &key(Authority::Intermediate))];
        page.paragraph(&fill("readme-secret.root", &values));
    }
}

fn contents(page: &mut Page, plan: &Plan) {
    page.heading(say("readme-what"));
    page.line("");
    let is_one = plan.certificates.trust.authorities().len() == 1;
    let authorities = if is_one { "readme-authority.one" } else { "readme-authority" };
    let mut entries: Vec<(String, &str)> = vec![
        ("plan.json".into(), say("readme-plan")),
        ("manifest.json".into(), say("readme-manifest")),
        ("authority/".into(), say(authorities)),
    ];
    let members = plan.members.iter();
    entries.extend(members.map(|one| (format!("members/{}/", one.name), say("readme-members"))));
    let clients = plan.clients.iter();
    entries.extend(clients.map(|one| (format!("clients/{}/", one.name), say("readme-clients"))));
    if plan.load_balancer.is_some() {
        entries.push(("load-balancer/".into(), say("readme-load-balancer")));
    }
    if plan.further_files.cfssl {
        entries.push(("cfssl/".into(), say("readme-cfssl")));
    }
    let width = entries.iter().map(|(path, _)| path.len()).max().unwrap_or_default();
    for (path, what) in entries {
        page.line(&format!("    {path:width$}  {what}"));
    }
    let of_all = plan.settings.iter().map(ToString::to_string);
    let own = plan.members.iter().flat_map(|member| {
        member.settings.iter().map(move |setting| format!("{}:{setting}", member.name))
    });
    let settings: Vec<String> = of_all.chain(own).collect();
    if !settings.is_empty() {
        page.paragraph(&fill("readme-settings", &[("settings", &settings.join(", "))]));
    }
    secrets(page, plan);
}

/// Who trusts whom, by whose signature and which file; the first member stands for all of them.
fn trust(page: &mut Page, plan: &Plan) {
    let Some(member) = plan.members.iter().next() else { return };
    let (trust, names) = (plan.certificates.trust, plan.file_names());
    let files = layout::member_files(plan, member);
    let (server, peer) = (&files.server.certificate, &files.peer.certificate);
    let (server_ca, client_ca, peer_ca) =
        (trust.signs_servers().title(), trust.signs_clients().title(), trust.signs_peers().title());
    let client = names.client().certificate;
    let facts: [(&str, &dyn std::fmt::Display); 4] = [
        ("server_ca", &server_ca),
        ("server", server),
        ("client_ca", &client_ca),
        ("client", &client),
    ];
    let door = if plan.plain_http_on_loopback {
        say("readme-trust.plain-http")
    } else {
        say("readme-trust.nobody")
    };
    page.paragraph(&format!("{} {door}", fill("readme-trust.clients", &facts)));
    page.paragraph(&fill("readme-trust.peers", &[("peer_ca", &peer_ca), ("peer", peer)]));
    if trust.signs_peers() == trust.signs_clients() {
        page.paragraph(&fill("readme-trust.peers-one", &[("authority", &client_ca)]));
    }
    if trust == CaLayout::Intermediate {
        let root = names.authority(Authority::Root).certificate;
        page.paragraph(&fill("readme-trust.chain", &[("root", &root)]));
    }
    let version = plan.etcd_version;
    page.paragraph(&match (&files.gateway, trust.needs_gateway_certificate()) {
        (_, false) => fill("readme-trust.gateway", &[("server", server)]),
        (Some(gateway), true) => {
            let facts: [(&str, &dyn std::fmt::Display); 2] =
                [("server", server), ("gateway", &gateway.certificate)];
            fill("readme-trust.gateway-own", &facts)
        }
        (None, true) => {
            fill("readme-trust.gateway-off", &[("server", server), ("version", &version)])
        }
    });
    let arrangement = plan.certificates.arrangement;
    if matches!(arrangement, CertificateLayout::Shared | CertificateLayout::SharedServer) {
        page.paragraph(&fill("readme-trust.shared", &[("server", server)]));
    }
}

fn rollout(page: &mut Page, plan: &Plan) {
    page.heading(say("readme-rollout"));
    if let Some(release) = rollout::least_release(plan) {
        page.paragraph(&release);
    }
    let here = rollout::are_all_here(plan);
    let first =
        if here { say("readme-rollout.first-here").to_owned() } else { rollout::login(plan) };
    page.paragraph(&first);
    for (number, step) in (1..).zip(rollout::steps(plan)) {
        page.step(number, &step.text);
        if !step.commands.is_empty() {
            page.line("");
        }
        for command in &step.commands {
            page.command(command);
        }
    }
    without_systemd(page, plan);
}

/// How etcd is started where there is no systemd, with the first member as the example.
fn without_systemd(page: &mut Page, plan: &Plan) {
    let Some(member) = plan.members.iter().next() else { return };
    let install = plan.install_of(member);
    let program = install.etcd_binary().as_str();
    let user = install.service_user();
    let text = fill("readme-rollout.no-systemd", &[("user", user)]);
    page.paragraph(&format!("{text} {}", say("readme-rollout.no-systemd-command")));
    page.line("");
    let program = ShellWord(program);
    let command = match layout::settings_path(plan, &install) {
        Some(path) if plan.unit_form == UnitForm::ConfigFile => {
            format!("exec {program} --config-file={}", ShellWord(&path))
        }
        Some(path) => format!("set -a; . {}; exec {program}", ShellWord(&path)),
        None => {
            let flag = |(flag, value): (&str, String)| {
                format!(" {}", ShellWord(&format!("--{flag}={value}")))
            };
            let flags = super::member_settings(plan, member).into_iter().map(flag);
            format!("exec {program}{}", flags.collect::<String>())
        }
    };
    let user = ShellWord(user.as_str());
    page.command(&format!("su -s /bin/sh {user} -c {}", ShellWord(&command)));
}

fn kubernetes(page: &mut Page, plan: &Plan) {
    let Some(client) = plan.clients.iter().find(|one| one.name.as_str() == API_SERVER) else {
        return;
    };
    let urls: Vec<String> = plan.members.iter().map(|member| plan.client_url(member)).collect();
    page.heading(say("readme-kubernetes"));
    page.paragraph(&fill("readme-kubernetes.text", &[("client", &client.name)]));
    page.line("");
    let files = layout::client_files(plan);
    let copies = [
        (&files.authority, "etcd/ca.crt"),
        (&files.own.certificate, "apiserver-etcd-client.crt"),
        (&files.own.key, "apiserver-etcd-client.key"),
    ];
    let width = copies.iter().map(|(from, _)| from.len()).max().unwrap_or_default().max(15);
    for (from, to) in copies {
        page.command(&format!("{from:width$} as /etc/kubernetes/pki/{to}"));
    }
    page.line("");
    page.command(&format!("--etcd-servers={}", urls.join(",")));
    page.command("--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt");
    page.command("--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt");
    page.command("--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key");
    page.paragraph(say("readme-kubernetes.kubeadm"));
    page.line("");
    page.command("etcd:");
    page.command("  external:");
    page.command("    endpoints:");
    for url in urls {
        page.command(&format!("    - {url}"));
    }
    page.command("    caFile: /etc/kubernetes/pki/etcd/ca.crt");
    page.command("    certFile: /etc/kubernetes/pki/apiserver-etcd-client.crt");
    page.command("    keyFile: /etc/kubernetes/pki/apiserver-etcd-client.key");
}

fn backup(page: &mut Page, plan: &Plan) {
    page.heading(say("readme-backup"));
    page.paragraph(say("readme-backup.text"));
    page.line("");
    // Not --endpoints: etcdctl refuses what is given both ways.
    for member in plan.members.iter().take(1) {
        let url = plan.client_url(member);
        page.command(&format!("ETCDCTL_ENDPOINTS={url} etcdctl snapshot save backup.db"));
    }
    page.paragraph(say("readme-backup.restore"));
}

fn advices(page: &mut Page, advices: &[Finding]) {
    if advices.is_empty() {
        return;
    }
    page.heading(say("readme-advice"));
    page.paragraph(say("readme-advice.text"));
    for advice in advices {
        page.line("");
        page.wrapped("  - ", "    ", &finding::sentence(advice));
    }
}

/// What the tutorial behind the plan's layout did wrong, and what is done instead.
fn differences(page: &mut Page, fixes: &[TutorialFix]) {
    if fixes.is_empty() {
        return;
    }
    page.heading(say("readme-fixed"));
    for one in fixes {
        page.line("");
        page.wrapped("  - ", "    ", &format!("{} ({})", one.text, one.source));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;
    use crate::cluster::{Clients, Members};

    #[test]
    fn lines_stay_readable_and_every_sentence_is_filled_in() {
        let pages = UnitForm::ALL.map(|unit_form| render(&Plan { unit_form, ..three_members() }));
        for line in pages.iter().flat_map(|page| page.lines()) {
            // Commands and the tree are as long as their names.
            let is_verbatim = line.starts_with("    ");
            assert!(is_verbatim || line.chars().count() <= usize::from(WIDTH), "{line}");
            let is_filled = !line.contains(['{', '}']);
            assert!(is_filled, "{line}");
            assert!(!line.contains("readme.") && !line.contains("advice."), "{line}");
        }
    }

    #[test]
    fn a_single_member_without_clients_is_told_so_with_its_advice() {
        let mut plan = three_members();
        plan.members = Members::new(plan.members.iter().take(1).cloned().collect()).unwrap();
        plan.clients = Clients::default();
        let page = render(&plan).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("5. Check the cluster: this plan has no client"), "{page}");
        assert!(page.contains("- One member tolerates no failure"), "{page}");
        assert!(page.contains("(etcd FAQ, failure tolerance)"), "{page}");
        assert!(!page.contains("KUBERNETES"));
    }

    #[test]
    fn who_trusts_whom_is_true_of_every_layout() {
        let page = |trust: CaLayout, arrangement: CertificateLayout| {
            let mut plan = three_members();
            plan.certificates.trust = trust;
            plan.certificates.arrangement = arrangement;
            render(&plan).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let two = page(CaLayout::PeerAndClient, CertificateLayout::ServerAndPeer);
        assert!(
            two.contains("a certificate from the client CA (server.pem) for the host"),
            "{two}"
        );
        assert!(two.contains("by certificates from the peer CA (peer.pem)"), "{two}");
        assert!(two.contains("server.pem is valid for clients too"), "{two}");
        let three = page(CaLayout::Separate, CertificateLayout::ServerAndPeer);
        assert!(three.contains("dials the member with gateway.pem"), "{three}");
        let chain = page(CaLayout::Intermediate, CertificateLayout::Shared);
        assert!(chain.contains("everyone trusts the root CA (ca.pem)"), "{chain}");
        assert!(chain.contains("All members have the same member.pem and its key"), "{chain}");
    }

    #[test]
    fn kubeadm_is_told_of_the_etcd_outside_of_it() {
        let mut answers = crate::answers::Answers::new();
        answers.apply_start(crate::answers::Start::Kubernetes);
        answers.fill_members(three_members_rows());
        answers.set_token_suffix([1, 2, 3, 4]);
        let page = render(&answers.plan().unwrap());
        let snippet = "
       etcd:
         external:
           endpoints:
           - https://10.0.0.1:2379
           - https://10.0.0.2:2379
           - https://10.0.0.3:2379
           caFile: /etc/kubernetes/pki/etcd/ca.crt
           certFile: /etc/kubernetes/pki/apiserver-etcd-client.crt
           keyFile: /etc/kubernetes/pki/apiserver-etcd-client.key
";
        assert!(page.contains(snippet), "{page}");
    }

    fn three_members_rows() -> Vec<crate::answers::MemberRow> {
        crate::answers::members_from_pattern("etcd-{1..3}", "10.0.0.1+").unwrap()
    }

    #[test]
    fn a_root_that_only_makes_intermediates_is_to_be_moved_away() {
        let mut plan = three_members();
        plan.certificates.trust = CaLayout::Intermediate;
        let page = render(&plan).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("Signing and renewing need only authority/intermediate-key.pem"));
        assert!(page.contains("The intermediate CA signs for clients and peers alike"), "{page}");
        assert!(!page.contains("With one CA"), "{page}");
    }

    #[test]
    fn a_presets_page_names_what_is_mended() {
        let mut plan = three_members();
        assert!(!render(&plan).contains("TUTORIAL"));
        plan.preset = crate::cluster::Preset::SharedServer;
        let page = render(&plan);
        assert!(page.contains("WHAT DIFFERS FROM THE TUTORIAL"), "{page}");
        assert!(page.contains("only serverAuth"), "{page}");
    }

    #[test]
    fn an_ipv6_address_has_brackets_for_scp_and_none_for_ssh() {
        let json = three_members().to_json().replace("10.0.0.", "fd00::");
        let page = render(&Plan::from_json(json.as_bytes()).unwrap());
        assert!(page.contains("scp -rp members/etcd-1 'root@[fd00::1]:'\n"), "{page}");
        assert!(page.contains("ssh -n root@fd00::1 sh etcd-1/install.sh\n"), "{page}");
    }

    #[test]
    fn whoever_is_not_root_logs_in_as_themselves_and_becomes_root_where_it_must() {
        let mut plan = three_members();
        plan.ssh_user = "admin".parse().unwrap();
        plan.further_files.trials = true;
        let page = render(&plan);
        for command in [
            "scp -rp members/etcd-1 admin@10.0.0.1:",
            "ssh -n admin@10.0.0.1 sudo -n sh etcd-1/trial/reachability.sh &",
            "ssh -n admin@10.0.0.1 sudo -n sh etcd-1/install.sh",
            "ssh -n admin@10.0.0.1 sudo -n systemctl enable --now --no-block etcd",
            "ssh -n admin@10.0.0.1 rm -r etcd-1",
            "ssh -n admin@10.0.0.1 sudo -n sh etcd-1/install.sh --keep-data",
        ] {
            assert!(page.lines().any(|line| line.trim() == command), "no {command} in {page}");
        }
        assert!(!page.contains("root@"), "{page}");
        plan.certificates.member_keys = crate::cluster::KeyOrigin::Member;
        let page = render(&plan);
        assert!(page.contains("ssh -n admin@10.0.0.1 sh etcd-1/request.sh\n"), "{page}");
        assert!(!page.contains("root@"), "{page}");
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("They log in as admin and use sudo"), "{page}");
        let commands = super::rollout::next_commands(&plan, std::path::Path::new("/b"));
        assert!(commands[1].contains("They log in as admin and use sudo"), "{commands:?}");
    }

    #[test]
    fn members_of_this_machine_are_rolled_out_without_ssh() {
        let mut answers = crate::answers::Answers::from_preset(crate::cluster::Preset::SingleHost);
        answers.set_token_suffix([1, 2, 3, 4]);
        let page = render(&answers.plan().unwrap());
        assert!(page.contains("sudo sh members/etcd1/install.sh\n"), "{page}");
        assert!(page.contains("sudo systemctl enable --now --no-block etcd1\n"), "{page}");
        assert!(!page.contains("root@") && !page.contains("scp -rp"), "{page}");
    }
}
