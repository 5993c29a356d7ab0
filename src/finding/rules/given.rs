//! How settings are given: environment files, flags, variables, config files.

super::declare! {
    Given;

    /// No member.
    Warning NoMemberFound "no-member-found" {};
    /// A file that has to do with etcd, in a form that isn't read.
    Note NotRead "not-read" { form: String };
    /// A file that is not text.
    Error NotText "not-text" {};
    /// A config file that etcd cannot read.
    Error NotYaml "not-yaml" { why: String };
    /// A value of a config file with the wrong type.
    Error WrongType "wrong-type" { key: String, found: String, expected: String };
    /// A line of an environment file that systemd drops.
    Error DroppedLine "dropped-line" { text: String };
    /// A comment that swallows the next line.
    Error JoiningComment "joining-comment" {};
    /// A quote inside a value.
    Error StrayQuote "stray-quote" { name: String };
    /// Quotes that a container engine leaves in the value.
    Error QuotesKept "quotes-kept" { name: String };
    /// A reference that nothing expands.
    Error NotExpanded "not-expanded" { name: String };
    /// A flag that etcd does not have.
    Error UnknownFlag "unknown-flag" { flag: String, meant: String };
    /// A setting that is gone.
    Error RemovedFlag "removed-flag" { shown: String, since: String, release: String, instead: String };
    /// A setting that etcd is going to drop.
    Warning DeprecatedFlag "deprecated-flag" { shown: String, until: String, instead: String };
    /// A setting that came later.
    Error FlagNotYet "flag-not-yet" { shown: String, since: Vec<String>, release: String, instead: String };
    /// A setting that only newer patch releases have.
    Warning FlagFromRelease "flag-from-release" { shown: String, since: String };
    /// A setting that does nothing.
    Warning RetiredFlag "retired-flag" { shown: String };
    /// A variable that etcd does not have.
    Warning UnknownVariable "unknown-variable" { name: String, meant: String };
    /// The same, and it looks like one that secures a port.
    Error UnknownSecurityVariable "unknown-security-variable" { name: String, meant: String };
    /// A flag and a variable for one setting.
    Error SetTwice "set-twice" { flag: String, variable: String, file: String, other: usize };
    /// A setting that is given twice the same way.
    Warning Repeated "repeated" { shown: String, first: usize };
    /// A setting that a config file switches off.
    Warning IgnoredBesideConfigFile "ignored-beside-config-file" { shown: String };
    /// The same, for a setting that secures a port.
    Error SecurityIgnoredBesideConfigFile "security-ignored-beside-config-file" { shown: String };
    /// A word that is no flag.
    Error StrayArgument "stray-argument" { word: String };
    /// A switch with its value as a word of its own.
    Error BooleanWithSpace "boolean-with-space" { flag: String, word: String };
    /// A switch with another value than true or false.
    Error NotABoolean "not-a-boolean" { shown: String, value: String };
    /// A number with something else in it.
    Error NotANumber "not-a-number" { shown: String, value: String };
    /// A duration without its unit, or with another one.
    Error NotADuration "not-a-duration" { shown: String, value: String };
    /// None of the few words that a setting takes.
    Error BadValue "bad-value" { shown: String, value: String, takes: Vec<String> };
    /// An age to compact by, in a config file whose reader has no mode by default.
    Error NoCompactionMode "no-compaction-mode" { shown: String, value: String };
    /// A number to compact by, in such a config file: nothing is compacted, and nothing is said.
    Warning CompactionOff "compaction-off" { shown: String, value: String };
    /// A setting that the next series doesn't have, of which this one doesn't warn.
    Note GoneNext "gone-next" { shown: String, next: String, instead: String };
}
