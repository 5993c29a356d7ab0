//! Loopback addresses for members: one each, so that all have etcd's own ports.

use std::net::{Ipv4Addr, TcpListener};

use super::error::LocalError;
use crate::cluster::{MemberAddress, Port, Ports};

/// Where the search for free addresses starts: 127.23.79.0.
const FIRST: u8 = 79;
/// The address of a base that a lab holds for as long as it runs.
const HELD: u8 = 254;
/// Further ports, for where a listener on all addresses has etcd's own.
const OTHER_PORTS: [(u16, u16); 3] = [(2379, 2380), (12379, 12380), (22379, 22380)];

/// The addresses 127.A.B.1 to 127.A.B.253, and the ports of members there.
#[derive(Debug)]
pub struct Base {
    network: [u8; 2],
    ports: Ports,
    /// A listener at .254, by which another lab knows that these are taken.
    _held: Option<TcpListener>,
}

/// A member of a given plan, and where it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub name: String,
    /// Its address in the plan.
    pub from: MemberAddress,
    /// Its address here.
    pub to: Ipv4Addr,
}

impl Base {
    /// Takes addresses that nobody listens on. They are this one's until it is dropped.
    ///
    /// # Errors
    /// [`LocalError::NoAddress`] where all are taken.
    pub fn claim() -> Result<Self, LocalError> {
        let networks = (FIRST..=254).chain(1..FIRST);
        let mut places =
            OTHER_PORTS.iter().flat_map(|ports| networks.clone().map(move |b| (*ports, [23, b])));
        places.find_map(|(ports, network)| Self::take(ports, network)).ok_or(LocalError::NoAddress)
    }

    /// Addresses that somebody else keeps apart, with etcd's own ports.
    pub fn fixed(a: u8, b: u8) -> Self {
        Self { network: [a, b], ports: Ports::default(), _held: None }
    }

    fn take((client, peer): (u16, u16), network: [u8; 2]) -> Option<Self> {
        let port = |number: u16| Port::try_from(u64::from(number)).ok();
        let ports = Ports::new(port(client)?, port(peer)?).ok()?;
        let held = TcpListener::bind((of(network, HELD), client)).ok()?;
        let base = Self { network, ports, _held: Some(held) };
        let is_free = |number| {
            [client, peer]
                .iter()
                .all(|port| TcpListener::bind((base.address(number), *port)).is_ok())
        };
        (1..=9).all(is_free).then_some(base)
    }

    /// The address with a number, from 1.
    pub fn address(&self, number: u8) -> Ipv4Addr {
        of(self.network, number)
    }

    /// The ports of every member.
    pub fn ports(&self) -> Ports {
        self.ports
    }
}

fn of([a, b]: [u8; 2], number: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, a, b, number)
}
