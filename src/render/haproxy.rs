//! `load-balancer/haproxy.cfg`: what spreads the clients of a Kubernetes over the API servers on the
//! members' machines.

use std::fmt::Write as _;

use super::quote::HaproxyWord;
use crate::cluster::{LoadBalancer, Plan};

/// The file within the bundle.
pub(super) const PATH: &str = "load-balancer/haproxy.cfg";
/// The port of a kube-apiserver (its `--secure-port`), in front and behind.
const PORT: u16 = 6443;

/// What stands before the addresses: the same for every plan.
const HEAD: &str = "\
global
    # To standard output, which systemd's journal keeps; there is no /dev/log within a chroot.
    log stdout format short daemon
    user haproxy
    group haproxy

defaults
    log global
    # TLS passes through untouched: API servers know their clients by certificates, which wouldn't
    # survive a proxy that ends TLS; and no key has to be on this machine.
    mode tcp
    option tcplog
    option dontlognull
    timeout connect 5s
    # A connection that one server refuses goes to another at once.
    option redispatch 1
    # For the moments before data flows both ways; HAProxy warns where these are missing, and without
    # them a peer that vanishes holds its connection for ever.
    timeout client 30s
    timeout server 30s
    timeout client-fin 30s
    timeout check 5s
    # Watches, logs -f and exec stay silent for long. TCP keepalive finds out who is gone.
    timeout tunnel 4h
    option clitcpka
    option srvtcpka
";

/// What says how servers are watched.
const CHECKS: &str = "
backend kube-apiservers
    # Connections live long: the server with the fewest gets the next one.
    balance leastconn
    # Whether a server accepts connections. A closed port and a dead machine show; an API server that
    # listens and isn't ready yet doesn't.
    option tcp-check
    tcp-check connect
    # To ask the API server itself, put the CA that signed the API servers' certificates (of Kubernetes;
    # not necessarily the one of etcd) at the path below, and use these lines in place of the two above,
    # and the default-server line below them in place of the last one:
    #   option httpchk
    #   http-check connect ssl
    #   http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host kubernetes
    #   http-check expect status 200
    #   default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions verify required ca-file /etc/haproxy/kubernetes-ca.pem verifyhost kubernetes
    # The name kubernetes is in every API server's certificate that kubeadm makes. /readyz answers
    # anonymous requests unless --anonymous-auth=false.
    # Three failures in a row, 3 s apart, take a server out, and its connections with it: a watch on a
    # dead server would wait for ever.
    default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
";

/// Renders the file.
pub(super) fn render(plan: &Plan, balancer: &LoadBalancer) -> String {
    let mut text = format!(
        "# HAProxy in front of the API servers on the members of the etcd cluster {}; made by quorate.\n\
         # Check it with haproxy -c -f haproxy.cfg, then install it as /etc/haproxy/haproxy.cfg\n\
         # etcd itself needs no load balancer: its clients know all members.\n\n{HEAD}",
        plan.cluster_name
    );
    let front = format!("{}:{PORT}", balancer.address.in_url());
    // Writing to a string can't fail.
    let _ = write!(
        text,
        "\nfrontend kubernetes\n    bind {}\n    default_backend kube-apiservers\n{CHECKS}",
        HaproxyWord(&front)
    );
    let mut addresses = Vec::new();
    for member in &plan.members {
        // Members that share a machine share its API server.
        if addresses.contains(&member.address) {
            continue;
        }
        addresses.push(member.address);
        let place = format!("{}:{PORT}", member.address.in_url());
        let (name, place) = (HaproxyWord(member.name.as_str()), HaproxyWord(&place));
        let _ = writeln!(text, "    server {name} {place} check");
    }
    text
}
