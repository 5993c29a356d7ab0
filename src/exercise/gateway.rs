//! One question to a member's gateway, which answers JSON over HTTP: etcdctl doesn't speak that.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::config::url;
use crate::local::Credentials;

/// How long each read and write may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// The most that is read of an answer.
const MOST: u64 = 1 << 16;

type Failed = Box<dyn std::error::Error>;

/// Asks for a key by HTTP.
///
/// # Errors
/// What the gateway says, or why it can't be asked.
pub(super) fn ask(url: &str, credentials: &Credentials) -> Result<String, String> {
    let answer = exchange(url, credentials).map_err(|error| error.to_string())?;
    if answer.starts_with("HTTP/1.1 200") { Ok(answer) } else { Err(answer) }
}

fn exchange(url: &str, credentials: &Credentials) -> Result<String, Failed> {
    let url = url::parse(url).ok().flatten().ok_or("no URL")?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&fs::read(&credentials.authority)?) {
        roots.add(certificate?)?;
    }
    let shown = fs::read(&credentials.certificate)?;
    let shown = CertificateDer::pem_slice_iter(&shown).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(&fs::read(&credentials.key)?)?;
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_auth_cert(shown, key)?;
    let host = ServerName::try_from(url.host.clone())?;
    let connection = ClientConnection::new(Arc::new(config), host)?;
    let socket = TcpStream::connect((url.host.as_str(), url.port))?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    let mut stream = StreamOwned::new(connection, socket);
    let body = r#"{"key":"cXVvcmF0ZQ=="}"#;
    write!(
        stream,
        "POST /v3/kv/range HTTP/1.1\r\nHost: {}:{}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        url.host,
        url.port,
        body.len()
    )?;
    let mut answer = Vec::new();
    // It may close without a last word of TLS.
    let read = stream.take(MOST).read_to_end(&mut answer);
    if answer.is_empty() {
        read?;
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
