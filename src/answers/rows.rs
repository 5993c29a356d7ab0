//! Rows of the two tables, as text.

use serde::{Deserialize, Serialize};

use crate::cluster::{Client, CommonName, Member, Placement};

/// A column of the member table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberColumn {
    /// The member's name.
    Name,
    /// Its addresses, with commas or blanks between; the first is what clients are told first.
    Address,
    /// The addresses that the other members dial, likewise; asked for where they have a network of their own.
    PeerAddress,
    /// Its DNS names, with commas or blanks between.
    DnsNames,
    /// Further SANs, likewise.
    ExtraSans,
    /// Its own ports, `CLIENT/PEER`; asked for where members share a machine.
    Ports,
}

impl MemberColumn {
    /// The columns that are always asked for, left to right.
    pub const ALL: [Self; 4] = [Self::Name, Self::Address, Self::DnsNames, Self::ExtraSans];

    /// The columns that are asked for where members run like this, left to right.
    pub fn shown_in(placement: Placement, has_peer_network: bool) -> Vec<Self> {
        let peers = has_peer_network.then_some(Self::PeerAddress);
        let ports = (placement == Placement::SharedHost).then_some(Self::Ports);
        let further = [Self::DnsNames, Self::ExtraSans];
        [Self::Name, Self::Address].into_iter().chain(peers).chain(ports).chain(further).collect()
    }

    /// Keys of its label and of its help in the text catalogue.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => ("member-name", "member-name.help"),
            Self::Address => ("member-address", "member-address.help"),
            Self::PeerAddress => ("member-peer-address", "member-peer-address.help"),
            Self::DnsNames => ("member-dns-names", "member-dns-names.help"),
            Self::ExtraSans => ("member-extra-sans", "member-extra-sans.help"),
            Self::Ports => ("member-ports", "member-ports.help"),
        }
    }
}

/// One row of the member table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MemberRow {
    /// The member's name.
    pub name: String,
    /// Its addresses, with commas or blanks between.
    pub address: String,
    /// Those that the other members dial, likewise; blank where they are the same.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub peer_address: String,
    /// Its DNS names, with commas or blanks between.
    pub dns_names: String,
    /// Further SANs, likewise.
    pub extra_sans: String,
    /// Its own ports, `CLIENT/PEER`; blank for those that follow from its row.
    pub ports: String,
}

impl MemberRow {
    /// A row with nothing in it.
    pub const BLANK: Self = Self {
        name: String::new(),
        address: String::new(),
        peer_address: String::new(),
        dns_names: String::new(),
        extra_sans: String::new(),
        ports: String::new(),
    };

    /// The text of a cell.
    pub fn cell(&self, column: MemberColumn) -> &str {
        match column {
            MemberColumn::Name => &self.name,
            MemberColumn::Address => &self.address,
            MemberColumn::PeerAddress => &self.peer_address,
            MemberColumn::DnsNames => &self.dns_names,
            MemberColumn::ExtraSans => &self.extra_sans,
            MemberColumn::Ports => &self.ports,
        }
    }

    pub(super) fn cell_mut(&mut self, column: MemberColumn) -> &mut String {
        match column {
            MemberColumn::Name => &mut self.name,
            MemberColumn::Address => &mut self.address,
            MemberColumn::PeerAddress => &mut self.peer_address,
            MemberColumn::DnsNames => &mut self.dns_names,
            MemberColumn::ExtraSans => &mut self.extra_sans,
            MemberColumn::Ports => &mut self.ports,
        }
    }
}

impl From<&Member> for MemberRow {
    fn from(member: &Member) -> Self {
        Self {
            name: member.name.to_string(),
            address: join(&member.client_addresses().collect::<Vec<_>>()),
            peer_address: join(&member.peer_addresses),
            dns_names: join(&member.dns_names),
            extra_sans: join(&member.extra_sans),
            ports: member.ports.map(|ports| ports.to_string()).unwrap_or_default(),
        }
    }
}

/// A column of the client table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientColumn {
    /// The directory of its files.
    Name,
    /// The CN of its certificate.
    CommonName,
}

impl ClientColumn {
    /// All columns, left to right.
    pub const ALL: [Self; 2] = [Self::Name, Self::CommonName];

    /// Keys of its label and of its help in the text catalogue.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => ("client-name", "client-name.help"),
            Self::CommonName => ("client-common-name", "client-common-name.help"),
        }
    }
}

/// One row of the client table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientRow {
    /// The directory of its files.
    pub name: String,
    /// The CN of its certificate; nothing for one without.
    pub common_name: String,
}

impl ClientRow {
    /// A row from both texts.
    pub fn new(name: &str, common_name: &str) -> Self {
        Self { name: name.to_owned(), common_name: common_name.to_owned() }
    }

    /// The text of a cell.
    pub fn cell(&self, column: ClientColumn) -> &str {
        match column {
            ClientColumn::Name => &self.name,
            ClientColumn::CommonName => &self.common_name,
        }
    }

    /// Sets a cell. A common name that is still the same as the name follows it.
    pub(super) fn set(&mut self, column: ClientColumn, text: String) {
        match column {
            ClientColumn::Name => {
                if self.common_name == self.name {
                    self.common_name.clone_from(&text);
                }
                self.name = text;
            }
            ClientColumn::CommonName => self.common_name = text,
        }
    }
}

impl From<&Client> for ClientRow {
    fn from(client: &Client) -> Self {
        let common_name = client.common_name.as_ref().map_or("", CommonName::as_str);
        Self::new(client.name.as_str(), common_name)
    }
}

/// Splits a cell that holds a list: commas, semicolons or blanks between the items.
pub fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ']).filter(|item| !item.is_empty())
}

pub(super) fn join<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
