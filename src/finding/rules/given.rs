//! How settings are given: environment files, flags, variables, config files.

super::declare! {
    /// No member.
    Warning NoMemberFound {};
    /// A file that is not text.
    Error NotText {};
    /// A config file that etcd cannot read.
    Error NotYaml { why: String };
    /// A value of a config file with the wrong type.
    Error WrongType { key: String, found: String, expected: String };
    /// A line of an environment file that systemd drops.
    Error DroppedLine { text: String };
    /// A comment that swallows the next line.
    Error JoiningComment {};
    /// A quote inside a value.
    Error StrayQuote { name: String };
    /// A reference that nothing expands.
    Error NotExpanded { name: String };
    /// A flag that etcd does not have.
    Error UnknownFlag { flag: String, meant: String };
    /// A setting that is gone.
    Error RemovedFlag { shown: String, since: String, release: String, instead: String };
    /// A setting that etcd is going to drop.
    Warning DeprecatedFlag { shown: String, until: String, instead: String };
    /// A setting that came later.
    Error FlagNotYet { shown: String, since: Vec<String>, release: String, instead: String };
    /// A setting that only newer patch releases have.
    Warning FlagFromRelease { shown: String, since: String };
    /// A setting that does nothing.
    Warning RetiredFlag { shown: String };
    /// A variable that etcd does not have.
    Warning UnknownVariable { name: String, meant: String };
    /// The same, and it looks like one that secures a port.
    Error UnknownSecurityVariable { name: String, meant: String };
    /// A flag and a variable for one setting.
    Error SetTwice { flag: String, variable: String, file: String, other: usize };
    /// A setting that is given twice the same way.
    Warning Repeated { shown: String, first: usize };
    /// A setting that a config file switches off.
    Warning IgnoredBesideConfigFile { shown: String };
    /// The same, for a setting that secures a port.
    Error SecurityIgnoredBesideConfigFile { shown: String };
    /// A word that is no flag.
    Error StrayArgument { word: String };
    /// A switch with its value as a word of its own.
    Error BooleanWithSpace { flag: String, word: String };
    /// A switch with another value than true or false.
    Error NotABoolean { shown: String, value: String };
    /// A number with something else in it.
    Error NotANumber { shown: String, value: String };
}
