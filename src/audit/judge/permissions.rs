//! Whether etcd's user may read what the member names, and enter every directory on the way.

use std::collections::BTreeSet;

use super::files::{Store, is_key, named};
use crate::audit::{AuditReport, Disk, Lookup, Owner};
use crate::cluster::SUPERUSER;
use crate::config::Member;
use crate::finding::rules::machine::{DirectoryClosed, FileUnreadable, KeyUnreadable};
use crate::finding::{Finding, Quote, Side};

pub(super) fn judge(member: &Member, disk: &dyn Disk, report: &mut AuditReport) {
    let store = Store { member, disk };
    let Some(account) = Account::of(&store) else { return };
    let mut closed = BTreeSet::new();
    for flag in named(member) {
        let Some(path) = member.value(flag).and_then(|path| member.on_host(path)) else { continue };
        let Some((at, found)) = store.file(flag) else { continue };
        let quotes =
            vec![Quote { side: Side::Exit, text: format!("open {path}: permission denied") }];
        let directories = disk.directories(&member.path, &path);
        let is_closed = |(_, owner): &&(String, Owner)| !account.may(*owner, ENTER);
        if let Some((directory, owner)) = directories.iter().find(is_closed) {
            if closed.insert(directory.clone()) {
                let mode = mode(*owner);
                let (user, directory) = (account.user.clone(), directory.clone());
                let finding = Finding::from(DirectoryClosed { user, directory, mode });
                report.add((&at, 0), finding.quoting(quotes));
            }
            continue;
        }
        let Some(owner) = found.owner.filter(|owner| !account.may(*owner, READ)) else { continue };
        let (user, mode) = (account.user.clone(), mode(owner));
        let finding = if is_key(&found.bytes) {
            Finding::from(KeyUnreadable { user, mode })
        } else {
            Finding::from(FileUnreadable { user, mode }).quoting(quotes)
        };
        report.add((&at, 0), finding);
    }
}

/// The bits of the owner that let a file be read, and a directory be entered.
const READ: u32 = 0o400;
const ENTER: u32 = 0o100;

fn mode(owner: Owner) -> String {
    format!("{:04o}", owner.mode & 0o7777)
}

/// The account that runs etcd.
struct Account {
    user: String,
    number: u32,
    groups: Vec<u32>,
}

impl Account {
    /// The account that a unit names, from the machine's own lists. None where everything is allowed, and beside a
    /// unit that isn't installed: there the machine's users mean nothing.
    fn of(store: &Store<'_>) -> Option<Self> {
        let unit = store.member.unit.as_ref()?;
        let is_installed = store.member.path.contains("/systemd/system/");
        let (user, _) =
            unit.service("User").filter(|(user, _)| user != SUPERUSER && user != "0")?;
        let text = |path: &str| match store.disk.file(&store.member.path, path) {
            Lookup::Found(_, list) if is_installed => {
                Some(String::from_utf8_lossy(&list.bytes).into_owned())
            }
            _ => None,
        };
        let users = text("/etc/passwd")?;
        let line = users.lines().find(|line| line.split(':').next() == Some(&user))?;
        let mut fields = line.split(':').skip(2);
        let number = fields.next()?.parse().ok()?;
        let mut groups: Vec<u32> = vec![fields.next()?.parse().ok()?];
        let known = text("/etc/group").unwrap_or_default();
        let further: Vec<String> = ["Group", "SupplementaryGroups"]
            .iter()
            .filter_map(|key| unit.service(key))
            .flat_map(|(names, _)| {
                names.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        for line in known.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            let [name, _, number, members] = fields.as_slice() else { continue };
            let is_member = members.split(',').any(|one| one == user);
            if is_member || further.iter().any(|one| one == name) {
                groups.extend(number.parse::<u32>().ok());
            }
        }
        Some(Self { user, number, groups })
    }

    /// Whether the account may do what a bit of the owner stands for: of the three classes, only its own counts.
    fn may(&self, owner: Owner, bit: u32) -> bool {
        let shift = if owner.user == self.number {
            0
        } else if self.groups.contains(&owner.group) {
            3
        } else {
            6
        };
        self.number == 0 || owner.mode & (bit >> shift) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_class_that_an_account_is_of_counts() {
        let account = Account { user: "etcd".into(), number: 7, groups: vec![8, 9] };
        let may = |user, group, mode| account.may(Owner { mode, user, group }, READ);
        assert!(may(7, 0, 0o400) && may(0, 9, 0o040) && may(0, 0, 0o004));
        assert!(!may(7, 9, 0o044) && !may(0, 8, 0o404) && !may(0, 0, 0o440));
    }
}
