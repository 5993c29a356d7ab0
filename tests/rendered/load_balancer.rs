//! `haproxy.cfg` before the program itself: it takes the file without a warning, and what it spreads arrives.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::process::{Held, mortal, run, wait_until};
use crate::support::skip_without;
use quorate::cluster::Plan;
use quorate::render;
use tempfile::TempDir;

const THREE_MEMBERS: &str = include_str!("../fixtures/three-members.json");

/// Three members behind a load balancer, at these addresses.
fn plan(members: &str, balancer: &str) -> Plan {
    let json = THREE_MEMBERS.replace("10.0.0.", members);
    let mut plan = Plan::from_json(json.as_bytes()).unwrap();
    let json = format!("{{\"address\": \"{balancer}\"}}");
    plan.load_balancer = Some(serde_json::from_str(&json).unwrap());
    plan
}

fn configuration(plan: &Plan) -> String {
    let files = render::files(plan);
    let is_it = |file: &&render::RenderedFile| file.path.ends_with("load-balancer/haproxy.cfg");
    files.iter().find(is_it).unwrap().contents.clone()
}

/// Has the program check a configuration; it may neither refuse it nor warn.
#[track_caller]
fn is_fine(text: &str) {
    let scratch = TempDir::new().unwrap();
    let path = scratch.path().join("haproxy.cfg");
    std::fs::write(&path, text).unwrap();
    let ran = run(Command::new("haproxy").args(["-c", "-f"]).arg(&path)).success();
    assert!(!ran.said().contains("WARNING") && !ran.said().contains("ALERT"), "{ran}\n{text}");
}

#[test]
fn the_servers_are_the_members_and_the_front_is_the_balancers_address() {
    let text = configuration(&plan("10.0.0.", "10.0.0.9"));
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert!(lines.contains(&"bind 10.0.0.9:6443"), "{text}");
    for n in 1..=3 {
        let server = format!("server etcd-{n} 10.0.0.{n}:6443 check");
        assert!(lines.contains(&server.as_str()), "{text}");
    }
    let text = configuration(&plan("fd00::", "fd00::9"));
    assert!(text.contains("bind [fd00::9]:6443\n"), "{text}");
    assert!(text.contains("server etcd-2 [fd00::2]:6443 check\n"), "{text}");
}

#[test]
fn no_balancer_no_file() {
    let plan = Plan::from_json(THREE_MEMBERS.as_bytes()).unwrap();
    assert!(render::files(&plan).iter().all(|file| !file.path.starts_with("load-balancer")));
}

#[test]
fn haproxy_takes_the_file_without_a_warning() {
    skip_without!("haproxy");
    is_fine(&configuration(&plan("10.0.0.", "10.0.0.9")));
    is_fine(&configuration(&plan("fd00::", "fd00::9")));
}

/// What the quoting type makes of awkward words is one word to the program, and the same.
#[test]
fn quoted_words_are_read_as_they_were() {
    skip_without!("haproxy");
    for word in ["a b", "it's", "$HOME", "\"${HOME}\"", "back\\slash", "#;&|<>", "é\u{4e2d}", "'"]
    {
        let scratch = TempDir::new().unwrap();
        let path = scratch.path().join("haproxy.cfg");
        let quoted = render::quote::HaproxyWord(word);
        // A directory that isn't there is named in the refusal.
        let text = format!("defaults\n    errorfile 503 {quoted}\n");
        std::fs::write(&path, text).unwrap();
        let ran = run(Command::new("haproxy").args(["-c", "-f"]).arg(&path)).failure();
        assert!(ran.said().contains(&format!("'{word}'")), "{word}: {ran}");
    }
}

/// The lines that are offered in comments are right as well.
#[test]
fn haproxy_takes_the_check_of_readiness_that_is_offered() {
    skip_without!("haproxy", "openssl");
    let scratch = TempDir::new().unwrap();
    let authority = scratch.path().join("ca.pem");
    run(Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
        .args(["-subj", "/CN=kubernetes", "-keyout", "/dev/null", "-out"])
        .arg(&authority))
    .success();
    let plain = ["option tcp-check", "tcp-check connect"];
    let text = configuration(&plan("10.0.0.", "10.0.0.9"));
    let mut offered = 0;
    let text: String = text
        .lines()
        .filter(|line| !plain.contains(&line.trim()))
        .filter(|line| !line.trim().ends_with("on-marked-down shutdown-sessions"))
        .map(|line| match line.trim().strip_prefix("#   ") {
            Some(offer) => {
                offered += 1;
                format!("    {offer}\n")
            }
            None => format!("{line}\n"),
        })
        .collect();
    assert_eq!(offered, 5);
    is_fine(&text.replace("/etc/haproxy/kubernetes-ca.pem", authority.to_str().unwrap()));
}

#[test]
fn what_is_sent_to_the_balancer_arrives_at_a_server_that_is_up() {
    // As another user than root, haproxy can't change to its own.
    skip_without!("haproxy", "root");
    // Addresses of this run's own: the ports are the plan's, and another run may be under way.
    let id = std::process::id();
    let network = format!("127.{}.{}.", 100 + (id >> 8) % 100, id % 256);
    let balancer = format!("{network}9");
    let text = configuration(&plan(&network, &balancer));
    let scratch = TempDir::new().unwrap();
    let path = scratch.path().join("haproxy.cfg");
    std::fs::write(&path, text).unwrap();
    // Only the third server is there.
    let server = TcpListener::bind(format!("{network}3:6443")).unwrap();
    std::thread::spawn(move || {
        for mut connection in server.incoming().flatten() {
            let mut asked = [0; 4];
            if connection.read_exact(&mut asked).is_ok() {
                let _ = connection.write_all(b"third");
            }
        }
    });
    let mut command = mortal("haproxy");
    command.arg("-f").arg(&path).stdout(Stdio::null()).stderr(Stdio::null());
    let _running = Held::start(&mut command);
    let answer = wait_until("an answer through the balancer", Duration::from_secs(30), || {
        let mut connection =
            TcpStream::connect((&*balancer, 6443)).map_err(|error| error.to_string())?;
        connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        connection.write_all(b"ping").map_err(|error| error.to_string())?;
        let mut answer = String::new();
        let _ = connection.shutdown(Shutdown::Write);
        let read = connection.read_to_string(&mut answer);
        if answer.is_empty() { Err(format!("{read:?}")) } else { Ok(answer) }
    });
    assert_eq!(answer, "third");
}
