//! Whether a release knows a setting by the name that it is given, and what was meant where it doesn't.

use super::{Collector, Way};
use crate::cluster::EtcdVersion;
use crate::config::Place;
use crate::etcd::flags::{self, Availability, Flag, Section, Successor};
use crate::etcd::{Release, nearest};
use crate::finding::rules::given::{
    DeprecatedFlag, FlagFromRelease, FlagNotYet, GoneNext, RemovedFlag, RetiredFlag,
    UnknownSecurityVariable, UnknownVariable,
};
use crate::finding::rules::settings::{UnknownKey, UnknownSecurityKey};

impl Collector {
    /// Says that etcd passes over a variable or a key, which is worse where it has to do with who may connect.
    pub(super) fn passed_over(
        &mut self,
        place: Place<'_>,
        (way, name): (Way, String),
        meant: Option<String>,
        is_security: bool,
    ) {
        let meant = meant.unwrap_or_else(none);
        match (way, is_security) {
            (Way::Key, true) => self.add(place, UnknownSecurityKey { key: name, meant }),
            (Way::Key, false) => self.add(place, UnknownKey { key: name, meant }),
            (_, true) => self.add(place, UnknownSecurityVariable { name, meant }),
            (_, false) => self.add(place, UnknownVariable { name, meant }),
        }
    }

    /// The flags that the release has.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        let there = |flag: &&Flag| flag.availability(self.release) == Availability::There;
        let all = || flags::all().iter().filter(there).map(|flag| flag.name.as_str()).collect();
        self.names.get_or_init(all).iter().copied()
    }

    pub(super) fn unknown_key(&mut self, place: Place<'_>, within: Option<Section>, key: &str) {
        let elsewhere = flags::all().iter().find(|flag| {
            flag.key().is_some_and(|own| own.eq_ignore_ascii_case(key))
                || flag.name.eq_ignore_ascii_case(key)
        });
        let meant = if let Some(flag) = elsewhere {
            self.meant_by_key(flag, within)
        } else {
            let here = flags::all().iter().filter(|flag| flag.section() == within);
            let sections = Section::ALL.iter().filter(|_| within.is_none());
            let keys = here.filter_map(Flag::key).chain(sections.map(|one| one.as_str()));
            nearest(key, keys).map(ToOwned::to_owned)
        };
        let is_section = |name: &String| Section::named(name).is_some();
        let is_security = within.is_some()
            || meant.as_ref().is_some_and(is_section)
            || elsewhere.is_some_and(Flag::is_security)
            || flags::is_security(key);
        self.passed_over(place, (Way::Key, key.to_owned()), meant, is_security);
    }

    /// What a setting is called that stands where it has no key: its own place, that of what took its place, or the
    /// flag of a release that has nothing else.
    fn meant_by_key(&self, flag: &Flag, within: Option<Section>) -> Option<String> {
        if flag.key().is_some() {
            return Some(Way::Key.shown(&flag.name));
        }
        let of_peers = (within == Some(Section::Peer)).then(|| format!("peer-{}", flag.name));
        let of_peers = of_peers.and_then(|name| flags::setting(&name)).unwrap_or(flag);
        let successor = of_peers.successor().and_then(|next| flags::setting(next.flag));
        if let Some(next) = successor.filter(|next| next.key().is_some()) {
            return Some(Way::Key.shown(&next.name));
        }
        let is_there = flag.availability(self.release) == Availability::There;
        is_there.then(|| Way::Flag.shown(&flag.name))
    }

    /// Says where the release doesn't have a setting, or is going to drop it; `true` where it has. A flag that it
    /// doesn't have ends etcd, which warns of such a variable and passes over such a key in silence (measured on
    /// all series).
    pub(super) fn availability(&mut self, place: Place<'_>, flag: &Flag, way: Way) -> bool {
        let release = self.release;
        let shown = way.shown(&flag.name);
        if flag.retired {
            self.add(place, RetiredFlag { shown: shown.clone() });
        }
        let availability = way.availability(flag, release);
        let instead = self.instead(flag, way);
        match (availability, way) {
            (Availability::There, _) => {
                if let Some(until) = flag.deprecated_until(release) {
                    let (until, instead) = (until.to_owned(), instead.unwrap_or_else(none));
                    self.add(place, DeprecatedFlag { shown, until, instead });
                } else if let Some(next) = way.gone_with(flag).filter(|one| is_next(*one, release))
                {
                    let successor = flag.successor().map(|next| way.shown(next.flag));
                    let (next, instead) =
                        (next.series().to_string(), successor.unwrap_or_else(none));
                    self.add(place, GoneNext { shown, next, instead });
                }
                true
            }
            (Availability::From(since), _) => {
                self.add(place, FlagFromRelease { shown, since: since.to_string() });
                true
            }
            (_, Way::Key | Way::Variable) => {
                self.passed_over(place, (way, shown), instead, flag.is_security());
                false
            }
            (Availability::Gone(since), Way::Flag) => {
                let (since, release) = (since.to_string(), release.to_string());
                let instead = instead.unwrap_or_else(none);
                self.add(place, RemovedFlag { shown, since, release, instead });
                true
            }
            (Availability::NotYet(since), Way::Flag) => {
                let since = since.iter().map(ToString::to_string).collect();
                let release = release.to_string();
                let instead = instead.unwrap_or_else(none);
                self.add(place, FlagNotYet { shown, since, release, instead });
                true
            }
            (Availability::Never, Way::Flag) => true,
        }
    }

    /// What took the place of a setting, or what came before it, if the release has it.
    fn instead(&self, flag: &Flag, way: Way) -> Option<String> {
        let has = |flag: &Flag| {
            let availability = way.availability(flag, self.release);
            matches!(availability, Availability::There | Availability::From(_))
        };
        if let Some(Successor { flag: successor, value }) = flag.successor()
            && flags::find(successor).is_some_and(has)
        {
            let between = if way == Way::Key { ": " } else { "=" };
            let value = value.map_or_else(String::new, |value| format!("{between}{value}"));
            return Some(way.shown(successor) + &value);
        }
        // A setting without a key: etcd reads no flags beside a config file.
        let is_flag_alone = way == Way::Key && !has(flag);
        if is_flag_alone && Way::Flag.availability(flag, self.release) == Availability::There {
            return Some(Way::Flag.shown(&flag.name));
        }
        let before = flags::all().iter().find(|one| {
            one.successor().is_some_and(|next| next.flag == flag.name && next.value.is_none())
                && has(one)
        })?;
        Some(way.shown(&before.name))
    }
}

/// Whether a release is the first of the series after that of another one.
fn is_next(first: Release, release: Release) -> bool {
    let mut series = EtcdVersion::ALL.into_iter().skip_while(|one| *one != release.series());
    series.nth(1) == Some(first.series())
}

/// What a finding names where there is nothing to name.
pub(super) fn none() -> String {
    "none".to_owned()
}
