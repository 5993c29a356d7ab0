//! The handshake, led by rustls with a verifier that refuses nothing and records everything.

use std::io::{self, Read};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{
    AlertDescription, ClientConfig, ClientConnection, DigitallySignedStruct, Error, InvalidMessage,
    ProtocolVersion, SignatureScheme,
};

use super::dial::Dialed;
use super::{Asked, BYTE_LIMIT, Credentials, Outcome, Probe, ProbeError, Server, protocol_name};
use crate::pki::PrivateKey;
use crate::text::{escape_for_terminal, fill, say};

/// How long a server that asked for a certificate has to say what it makes of it: in TLS 1.3 its
/// handshake is complete before it has seen the client's (RFC 8446 §2).
const VERDICT: Duration = Duration::from_secs(1);
/// How long etcd has to close a connection that a check of its own objects to.
const OBJECTION: Duration = Duration::from_millis(300);

/// What the handshake showed.
#[derive(Debug, Default)]
struct Recorded {
    chain: Vec<Vec<u8>>,
    authorities: Option<Vec<Vec<u8>>>,
    unproven: Option<String>,
    shown: bool,
}

#[derive(Debug)]
struct Recorder {
    provider: Arc<CryptoProvider>,
    recorded: Mutex<Recorded>,
    own: Option<Arc<CertifiedKey>>,
}

impl Recorder {
    fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what is wrong with a signature, and goes on.
    fn proven(&self, judged: Result<HandshakeSignatureValid, Error>) -> HandshakeSignatureValid {
        judged.unwrap_or_else(|error| {
            self.recorded().unproven = Some(escape_for_terminal(&error.to_string()));
            HandshakeSignatureValid::assertion()
        })
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(end_entity).chain(intermediates);
        self.recorded().chain = chain.map(|certificate| certificate.to_vec()).collect();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        Ok(self.proven(verify_tls12_signature(message, certificate, signature, known)))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        Ok(self.proven(verify_tls13_signature(message, certificate, signature, known)))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl ResolvesClientCert for Recorder {
    fn resolve(&self, names: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let own = self.own.clone().filter(|own| own.key.choose_scheme(schemes).is_some());
        let mut recorded = self.recorded();
        recorded.authorities = Some(names.iter().map(|name| name.to_vec()).collect());
        recorded.shown = own.is_some();
        own
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// Why the exchange stopped.
enum Stop {
    Done,
    Time,
    Closed,
    TooMuch,
    Tls(Error),
}

/// Reads from the connection, counting, with the first bytes kept.
struct Counted {
    stream: TcpStream,
    first: Vec<u8>,
    received: usize,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        let missing = 16_usize.saturating_sub(self.first.len());
        self.first.extend(buffer.iter().take(read.min(missing)));
        self.received += read;
        Ok(read)
    }
}

impl Counted {
    /// Exchanges what there is to exchange until `done` or until the deadline.
    fn exchange(
        &mut self,
        tls: &mut ClientConnection,
        deadline: &mut Instant,
        mut done: impl FnMut(&mut ClientConnection, &mut Instant) -> bool,
    ) -> Stop {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Stop::Time;
            }
            let bounded = self.stream.set_read_timeout(Some(left));
            if bounded.and_then(|()| self.stream.set_write_timeout(Some(left))).is_err() {
                return Stop::Time;
            }
            while tls.wants_write() {
                if let Err(error) = tls.write_tls(&mut self.stream) {
                    // What the server said before it hung up may still be there to be read.
                    if is_time(&error) {
                        return Stop::Time;
                    }
                    break;
                }
            }
            if done(tls, deadline) {
                return Stop::Done;
            }
            match tls.read_tls(self) {
                Ok(0) => return Stop::Closed,
                Ok(_) if self.received > BYTE_LIMIT => return Stop::TooMuch,
                Ok(_) => {}
                Err(error) if is_time(&error) => return Stop::Time,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Stop::Closed,
            }
            if let Err(error) = tls.process_new_packets() {
                // The alert that tells the server why; it may be gone.
                let _ = tls.write_tls(&mut self.stream);
                return Stop::Tls(error);
            }
        }
    }
}

fn is_time(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

pub(super) fn shake(
    server: &Server,
    dialed: Dialed,
    credentials: Option<&Credentials>,
    deadline: Instant,
) -> Result<Probe, ProbeError> {
    let Dialed { stream, address, attempts, timeout } = dialed;
    let failed = |why: String| ProbeError::Handshake { address, why };
    let own = credentials.map(certified).transpose().map_err(failed)?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let recorder =
        Arc::new(Recorder { provider: Arc::clone(&provider), recorded: Mutex::default(), own });
    let mut tls = connection(server, provider, &recorder)
        .map_err(|error| failed(escape_for_terminal(&error.to_string())))?;
    let mut counted = Counted { stream, first: Vec::new(), received: 0 };
    let mut until = deadline;
    let stop = counted.exchange(&mut tls, &mut until, |tls, _| !tls.is_handshaking());
    let asked = recorder.recorded().authorities.is_some();
    let outcome = match &stop {
        Stop::Done => linger(&mut counted, &mut tls, deadline, asked),
        other => early(other),
    };
    tls.send_close_notify();
    let _ = tls.write_tls(&mut counted.stream);
    let seen = std::mem::take(&mut *recorder.recorded());
    if seen.chain.is_empty() {
        return Err(no_certificate(stop, &counted, address, timeout));
    }
    let suite = tls.negotiated_cipher_suite();
    Ok(Probe {
        address,
        attempts,
        protocol: tls.protocol_version().map(protocol_name),
        cipher: suite.map(|suite| format!("{:?}", suite.suite())),
        chain: seen.chain,
        unproven: seen.unproven,
        asked: seen.authorities.map_or(Asked::No, Asked::Yes),
        shown: seen.shown,
        outcome,
    })
}

fn connection(
    server: &Server,
    provider: Arc<CryptoProvider>,
    recorder: &Arc<Recorder>,
) -> Result<ClientConnection, Error> {
    let verifier: Arc<dyn ServerCertVerifier> = Arc::<Recorder>::clone(recorder);
    let resolver: Arc<dyn ResolvesClientCert> = Arc::<Recorder>::clone(recorder);
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_cert_resolver(resolver);
    let name = match server.address() {
        Some(address) => ServerName::from(address),
        None => ServerName::try_from(server.host.clone())
            .map_err(|error| Error::General(error.to_string()))?,
    };
    ClientConnection::new(Arc::new(config), name)
}

fn certified(credentials: &Credentials) -> Result<Arc<CertifiedKey>, String> {
    let key: &PrivateKey = &credentials.key;
    let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.pkcs8()));
    let signing = aws_lc_rs::sign::any_supported_type(&der)
        .map_err(|_| fill("fault-cant-sign", &[("kind", &key.name())]))?;
    let chain = credentials.chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
    Ok(Arc::new(CertifiedKey::new(chain, signing)))
}

/// Waits for what a server says behind its handshake: agreement, an alert, or the end.
fn linger(
    counted: &mut Counted,
    tls: &mut ClientConnection,
    deadline: Instant,
    asked: bool,
) -> Outcome {
    // TLS 1.2 ends with the server's word; in 1.3, a server that asked hasn't judged the answer yet.
    let mut agreed = !asked || tls.protocol_version() != Some(ProtocolVersion::TLSv1_3);
    let wait = if agreed { OBJECTION } else { VERDICT };
    let mut until = (Instant::now() + wait).min(deadline);
    let stop = counted.exchange(tls, &mut until, |tls, until| {
        let mut byte = [0];
        let talks = tls.reader().read(&mut byte).is_ok_and(|read| read > 0);
        if !agreed && (talks || tls.tls13_tickets_received() > 0) {
            agreed = true;
            *until = (Instant::now() + OBJECTION).min(deadline);
        }
        talks
    });
    match stop {
        Stop::Done => Outcome::Accepted,
        Stop::Time if agreed => Outcome::Accepted,
        Stop::Time => Outcome::Quiet,
        Stop::Closed => Outcome::Closed { complete: true },
        other => early(&other),
    }
}

fn early(stop: &Stop) -> Outcome {
    let failed = |why: &str| Outcome::Failed(why.into());
    match stop {
        Stop::Done => Outcome::Accepted,
        Stop::Closed => Outcome::Closed { complete: false },
        Stop::Time => failed(say("fault-not-in-time")),
        Stop::TooMuch => failed(say("fault-too-many-bytes")),
        Stop::Tls(Error::AlertReceived(alert)) => Outcome::Refused(alert_name(*alert)),
        Stop::Tls(error) => failed(&explained(error)),
    }
}

fn no_certificate(
    stop: Stop,
    counted: &Counted,
    address: std::net::SocketAddr,
    after: Duration,
) -> ProbeError {
    if counted.first.starts_with(b"HTTP/") {
        return ProbeError::PlainHttp(address);
    }
    // A record of TLS starts with its kind, 20 to 23, and 3 (RFC 8446 §5.1).
    if !counted.first.is_empty()
        && !matches!(counted.first.as_slice(), [20..=23] | [20..=23, 3, ..])
    {
        let first = counted.first.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        return ProbeError::NotTls { address, first: first.join(" ") };
    }
    match stop {
        Stop::Time => ProbeError::Silent { address, after, received: counted.received },
        Stop::Closed => ProbeError::Closed { address, received: counted.received },
        Stop::TooMuch => ProbeError::TooMuch(address),
        Stop::Tls(Error::AlertReceived(alert)) => {
            ProbeError::Refused { address, alert: alert_name(alert) }
        }
        Stop::Tls(error) => ProbeError::Handshake { address, why: explained(&error) },
        Stop::Done => ProbeError::Handshake { address, why: say("fault-no-certificate").into() },
    }
}

fn explained(error: &Error) -> String {
    match error {
        Error::InvalidMessage(InvalidMessage::HandshakePayloadTooLarge) => {
            say("fault-long-message").into()
        }
        other => escape_for_terminal(&other.to_string()),
    }
}

/// The name of an alert as RFC 8446 §6 writes it, such as `bad_certificate`.
fn alert_name(alert: AlertDescription) -> String {
    match alert {
        AlertDescription::UnknownCA => return "unknown_ca".into(),
        AlertDescription::UnrecognisedName => return "unrecognized_name".into(),
        _ => {}
    }
    let mut name = String::new();
    for character in format!("{alert:?}").chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}
