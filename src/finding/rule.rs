//! Every rule by its code.

use std::fmt;

use super::Severity;
use crate::text;

macro_rules! rules {
    ($($(#[$doc:meta])* $family:ident $module:ident { $($name:ident $code:literal,)* })*) => {
        /// Everything that can be found, each thing once.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = concat!("`", $code, "`")] $name,)*)*
        }

        /// What a rule is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Family {
            $($(#[$doc])* $family,)*
        }

        impl Family {
            /// All families, in the order of a list.
            pub const ALL: &'static [Self] = &[$(Self::$family),*];

            /// The key of its heading.
            pub fn heading(self) -> &'static str {
                match self {
                    $(Self::$family => concat!("family-", stringify!($module)),)*
                }
            }
        }

        impl Rule {
            /// All rules, by family.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// Its stable name, in kebab case.
            pub const fn code(self) -> &'static str {
                match self { $($(Self::$name => $code,)*)* }
            }

            /// What it is about.
            pub fn family(self) -> Family {
                match self { $($(Self::$name => Family::$family,)*)* }
            }

            /// How much a finding of it matters.
            pub fn severity(self) -> Severity {
                use super::rules::{Declared, *};
                match self { $($(Self::$name => <$module::$name as Declared>::SEVERITY,)*)* }
            }

            /// The names of the facts that a finding of it carries.
            pub fn facts(self) -> &'static [&'static str] {
                use super::rules::{Declared, *};
                match self { $($(Self::$name => <$module::$name as Declared>::FACTS,)*)* }
            }

            /// Whether it ends a handshake, whoever is shown the certificate: a listener that is refused then logs
            /// an alert that is the same for all of these.
            pub fn ends_handshake(self) -> bool {
                use super::rules::{Declared, *};
                match self { $($(Self::$name => <$module::$name as Declared>::ENDS_HANDSHAKE,)*)* }
            }

            /// The lesson: what etcd's log says, in lines that are indented, then what it means, how to see it and
            /// how to fix it.
            pub fn lesson(self) -> &'static str {
                match self {
                    $($(Self::$name => {
                        include_str!(concat!("../../assets/lessons/en/findings/", $code, ".txt"))
                    })*)*
                }
            }
        }
    };
}

rules! {
    /// Files that hold certificates and keys.
    Files files {
        ByteOrderMark "byte-order-mark",
        FirstBlockHidden "first-block-hidden",
        NoCertificateBlock "no-certificate-block",
        EncodedPem "encoded-pem",
        RefusedByParser "refused-by-parser",
        RefusedByNewerParser "refused-by-newer-parser",
        AnchorsHoldKey "anchors-hold-key",
        AnchorsHoldOther "anchors-hold-other",
        AnchorsDer "anchors-der",
        NoKeyBlock "no-key-block",
        KeyEncrypted "key-encrypted",
        KeyForm "key-form",
        KeyMismatch "key-mismatch",
        KeyReadable "key-readable",
        NoKeyFits "no-key-fits",
        ChainOrder "chain-order",
        NotJudged "not-judged",
    }
    /// The way from a leaf to a trust anchor.
    Chain chain {
        AuthorityNotCa "authority-not-ca",
        AuthorityCannotSign "authority-cannot-sign",
        OtherAuthorityKey "other-authority-key",
        InsecureSignature "insecure-signature",
        NameNotPermitted "name-not-permitted",
        PathLength "path-length",
        UnknownCriticalExtension "unknown-critical-extension",
        NoValidPolicy "no-valid-policy",
        Revoked "revoked",
        CrlUnreadable "crl-unreadable",
        NoAnchors "no-anchors",
        SelfSigned "self-signed",
        UnknownAuthority "unknown-authority",
        BrokenChainFile "broken-chain-file",
        AuthorityPurpose "authority-purpose",
    }
    /// Validity.
    Times times {
        Expired "expired",
        NotYetValid "not-yet-valid",
        AuthorityExpired "authority-expired",
        AuthorityNotYetValid "authority-not-yet-valid",
        StartsJustNow "starts-just-now",
        ExpiresSoon "expires-soon",
        OutlivesAuthority "outlives-authority",
    }
    /// What a certificate may be used for.
    Usages usages {
        NoServerAuth "no-server-auth",
        NoClientAuth "no-client-auth",
        NoDigitalSignature "no-digital-signature",
        LeafIsAuthority "leaf-is-authority",
        GatewayTrap "gateway-trap",
        GatewayFlagUnknown "gateway-flag-unknown",
        GatewayHostname "gateway-hostname",
    }
    /// Keys.
    Keys keys {
        CurveUnsupported "curve-unsupported",
        CurveOnlyTls12 "curve-only-tls-1-2",
        KeyAlgorithm "key-algorithm",
        NoCommonCipher "no-common-cipher",
        CipherForbiddenByHttp2 "cipher-forbidden-by-http2",
        KeyTooShort "key-too-short",
        KeyTooLong "key-too-long",
        WeakKey "weak-key",
        LongKey "long-key",
    }
    /// Names and addresses.
    Names names {
        CommonNameOnly "common-name-only",
        AddressAsDnsName "address-as-dns-name",
        BelowWildcard "below-wildcard",
        NameWithDot "name-with-dot",
        HostNotCovered "host-not-covered",
        LoopbackNotCovered "loopback-not-covered",
        CallerNotCovered "caller-not-covered",
        CallerByName "caller-by-name",
        CallerByReverseLookup "caller-by-reverse-lookup",
        AllowedListsBoth "allowed-lists-both",
        CommonNameNotAllowed "common-name-not-allowed",
        HostnameNotAllowed "hostname-not-allowed",
        AllowedListIsOneName "allowed-list-is-one-name",
        SrvDomainNotCovered "srv-domain-not-covered",
        SrvDomainUnknownToClients "srv-domain-unknown-to-clients",
        EmptyName "empty-name",
        WideWildcard "wide-wildcard",
        UnusualName "unusual-name",
    }
    /// Releases of etcd.
    Releases releases {
        OutOfSupport "out-of-support",
        ReleaseLosesData "release-loses-data",
        ReleaseWithFault "release-with-fault",
        UpgradeFirst "upgrade-first",
    }
    /// What is legal in a plan and yet unwise.
    Plan plan {
        SingleMember "single-member",
        TwoMembers "two-members",
        EvenSize "even-size",
        TooManyMembers "too-many-members",
        FarTooManyMembers "far-too-many-members",
        LoopbackMembers "loopback-members",
        MixedAddressFamilies "mixed-address-families",
        WildcardSan "wildcard-san",
        LocalhostName "localhost-name",
        NoClients "no-clients",
        ClientNamedAsMember "client-named-as-member",
        SharedUser "shared-user",
        SuperuserClient "superuser-client",
        MixedScripts "mixed-scripts",
        ForeignSan "foreign-san",
        QuotaOver8Gib "quota-over-8-gib",
        QuotaOverMemory "quota-over-memory",
        SlowDisk "slow-disk",
        VolatileDirectory "volatile-directory",
        ElectionBelow10RoundTrips "election-below-10-round-trips",
        HeartbeatBelowRoundTrip "heartbeat-below-round-trip",
        SlowElection "slow-election",
        LongLivedLeaves "long-lived-leaves",
        ShortLivedLeaves "short-lived-leaves",
        LeavesEndWithAuthority "leaves-end-with-authority",
        Rsa2048 "rsa-2048",
        Rsa4096 "rsa-4096",
        Ed25519 "ed25519",
        ConfigFilePassesOver "config-file-passes-over",
        SharedHost "shared-host",
        SharedKey "shared-key",
        SharedServerKey "shared-server-key",
        GatewayOff "gateway-off",
        ImportedCa "imported-ca",
        CaElsewhere "ca-elsewhere",
        KeysOnMembers "keys-on-members",
    }
    /// What files hold.
    Reading reading {
        Unreadable "unreadable",
        EmptyFile "empty-file",
        NothingFound "nothing-found",
        SizeLimit "size-limit",
        CertificateTooLarge "certificate-too-large",
        BlockLimit "block-limit",
        WideEncoding "wide-encoding",
        CarriageReturns "carriage-returns",
        EscapedLineEnds "escaped-line-ends",
        LeadingMark "leading-mark",
        AlmostPem "almost-pem",
        BrokenBlock "broken-block",
        WrongMarker "wrong-marker",
        HeaderLines "header-lines",
        ForeignLabel "foreign-label",
        BareDer "bare-der",
        Pkcs7 "pkcs7",
        Pkcs7Unread "pkcs7-unread",
        Pkcs12 "pkcs12",
        OpensshKey "openssh-key",
        OpensshPublicKey "openssh-public-key",
        Parameters "parameters",
        UnreadableKey "unreadable-key",
        UnreadablePublicKey "unreadable-public-key",
        OffCurve "off-curve",
        UnreadableName "unreadable-name",
        BadDate "bad-date",
        OldCertificateVersion "old-certificate-version",
        UnreadableVersion "unreadable-version",
        OddSerial "odd-serial",
        NegativeSerial "negative-serial",
        TwoAlgorithms "two-algorithms",
        NoSignature "no-signature",
        ReversedValidity "reversed-validity",
        TrailingData "trailing-data",
        UnreadableExtension "unreadable-extension",
        UnreadableExtensions "unreadable-extensions",
        DuplicateExtension "duplicate-extension",
        BadPathLength "bad-path-length",
        MalformedName "malformed-name",
        BadSignature "bad-signature",
        InsecureAuthoritySignature "insecure-authority-signature",
        LeafBehindAuthority "leaf-behind-authority",
        CrlPem "crl-pem",
        StaleList "stale-list",
        ChallengePassword "challenge-password",
        RequestAttribute "request-attribute",
    }
    /// What a running server shows.
    Server server {
        SignatureNotProven "signature-not-proven",
        ChainUnsorted "chain-unsorted",
        SuperfluousRoot "superfluous-root",
        NoClientCertificate "no-client-certificate",
        NoAuthorities "no-authorities",
        ClientCertificateOptional "client-certificate-optional",
        ClientCertificateDemanded "client-certificate-demanded",
        NoVerdict "no-verdict",
        Refused "refused",
        ClosedAfterHandshake "closed-after-handshake",
        Closed "closed",
        HandshakeFailed "handshake-failed",
    }
    /// Settings of etcd.
    Settings settings {
        OpenDoor "open-door",
        AuthByCaAlone "auth-by-ca-alone",
        UnknownKey "unknown-key",
        UnknownSecurityKey "unknown-security-key",
        BadUrl "bad-url",
        PlainHttp "plain-http",
        PlainHttpPeer "plain-http-peer",
        NameInListenUrl "name-in-listen-url",
    }
    /// A bundle against its manifest and its plan.
    Bundle bundle {
        NoManifest "no-manifest",
        ManifestFormat "manifest-format",
        ManifestUnreadable "manifest-unreadable",
        ManifestPath "manifest-path",
        NoPlan "no-plan",
        PlanUnreadable "plan-unreadable",
        OtherPlan "other-plan",
        MissingFile "missing-file",
        AuthorityKeyAway "authority-key-away",
        UnexpectedFile "unexpected-file",
        WrongMode "wrong-mode",
        Changed "changed",
        RecipeChanged "recipe-changed",
        DirectoryWritable "directory-writable",
        DirectoryOpen "directory-open",
        NotAFile "not-a-file",
        TooManyFiles "too-many-files",
        NoCertificate "no-certificate",
        ImportPending "import-pending",
        SignaturePending "signature-pending",
        AuthorityPending "authority-pending",
        NoKey "no-key",
        KeyNotEncrypted "key-not-encrypted",
        NoAuthority "no-authority",
        OtherAuthority "other-authority",
        OtherCertificate "other-certificate",
        AuthorityKeyHandedOut "authority-key-handed-out",
        MemberKeyHandedOut "member-key-handed-out",
        NoSettings "no-settings",
        WrongCommand "wrong-command",
        WrongName "wrong-name",
        WrongToken "wrong-token",
        WrongFile "wrong-file",
        WrongMembers "wrong-members",
        OtherUser "other-user",
        MissingNames "missing-names",
        FurtherNames "further-names",
        OtherSubject "other-subject",
        EndsEarly "ends-early",
        KeyInCertificateFile "key-in-certificate-file",
    }
    /// systemd units.
    Units units {
        CutCommand "cut-command",
        UnknownSpecifier "unknown-specifier",
        UndefinedVariable "undefined-variable",
        SettingsFileMissing "settings-file-missing",
        NotNotify "not-notify",
        StartTimeout "start-timeout",
        RestartsRemovedMember "restarts-removed-member",
        NoRestart "no-restart",
        RunsAsRoot "runs-as-root",
        FewFiles "few-files",
        NoSandbox "no-sandbox",
    }
    /// How settings are given.
    Given given {
        NoMemberFound "no-member-found",
        NotText "not-text",
        NotYaml "not-yaml",
        WrongType "wrong-type",
        DroppedLine "dropped-line",
        JoiningComment "joining-comment",
        StrayQuote "stray-quote",
        NotExpanded "not-expanded",
        UnknownFlag "unknown-flag",
        RemovedFlag "removed-flag",
        DeprecatedFlag "deprecated-flag",
        FlagNotYet "flag-not-yet",
        FlagFromRelease "flag-from-release",
        RetiredFlag "retired-flag",
        UnknownVariable "unknown-variable",
        UnknownSecurityVariable "unknown-security-variable",
        SetTwice "set-twice",
        Repeated "repeated",
        IgnoredBesideConfigFile "ignored-beside-config-file",
        SecurityIgnoredBesideConfigFile "security-ignored-beside-config-file",
        StrayArgument "stray-argument",
        BooleanWithSpace "boolean-with-space",
        NotABoolean "not-a-boolean",
        NotANumber "not-a-number",
    }
    /// TLS settings.
    Tls tls {
        HalfAPair "half-a-pair",
        NoTrustedCa "no-trusted-ca",
        SystemRoots "system-roots",
        HttpsWithoutCertificate "https-without-certificate",
        PlainHttpLoopback "plain-http-loopback",
        DefaultListener "default-listener",
        AutoTls "auto-tls",
        TlsVersion "tls-version",
        CipherSuites "cipher-suites",
        UnknownCipherSuite "unknown-cipher-suite",
        V2Api "v2-api",
        RetiredLogger "retired-logger",
        SuperuserMember "superuser-member",
        GatewayUntrusted "gateway-untrusted",
    }
    /// URLs and members.
    Members members {
        SpaceInList "space-in-list",
        TrailingComma "trailing-comma",
        UnspecifiedAdvertised "unspecified-advertised",
        LoopbackAdvertised "loopback-advertised",
        NoAdvertisedUrls "no-advertised-urls",
        SamePort "same-port",
        BadMemberList "bad-member-list",
        DuplicateUrl "duplicate-url",
        DuplicateName "duplicate-name",
        NotInList "not-in-list",
        OtherPeerUrl "other-peer-url",
        BadState "bad-state",
        CommonToken "common-token",
        ClusterMismatch "cluster-mismatch",
        TimingDiffers "timing-differs",
        TrustDiffers "trust-differs",
        TrustApart "trust-apart",
    }
    /// Timing and quota.
    Tuning tuning {
        ElectionTooShort "election-too-short",
        ElectionTooLong "election-too-long",
        ZeroTimer "zero-timer",
        LargeQuota "large-quota",
        NoQuota "no-quota",
    }
    /// Files of a machine.
    Machine machine {
        NotHere "not-here",
        KeyUnreadable "key-unreadable",
    }
}

/// Codes that were renamed or merged, and what they are now.
const ALIASES: &[(&str, Rule)] = &[
    ("encrypted-key", Rule::KeyEncrypted),
    ("old-version", Rule::OldCertificateVersion),
    ("unknown-critical", Rule::UnknownCriticalExtension),
    ("trust-not-checked", Rule::NotJudged),
    ("untrusted", Rule::UnknownAuthority),
    ("wrong-purpose", Rule::NoServerAuth),
    ("wrong-key", Rule::KeyMismatch),
    ("wrong-usage", Rule::NoClientAuth),
    ("broken-chain", Rule::BrokenChainFile),
    ("certificate-unreadable", Rule::NoCertificateBlock),
    ("unreadable-certificate", Rule::RefusedByParser),
    ("not-strict-der", Rule::RefusedByParser),
    ("local-host-not-covered", Rule::LoopbackNotCovered),
    ("not-checked", Rule::NotJudged),
    ("wrong-url", Rule::BadUrl),
    ("listen-name", Rule::NameInListenUrl),
    ("gateway-purpose", Rule::GatewayTrap),
    ("unreadable-yaml", Rule::NotYaml),
    ("wrong-usages", Rule::NoClientAuth),
    ("allowed-both", Rule::AllowedListsBoth),
];

impl Rule {
    /// The rule of a code, or of a code that it had earlier.
    pub fn from_code(code: &str) -> Option<Self> {
        let known = Self::ALL.iter().copied().find(|rule| rule.code() == code);
        known.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == code).map(|(_, rule)| *rule))
    }

    /// Where the fact behind it comes from: a measurement, a standard, a manual.
    pub fn source(self) -> &'static str {
        let key = format!("{}.source", self.key());
        // A test reads the source of each.
        text::find(&key).unwrap_or(self.code())
    }

    /// The key of its sentence.
    pub(crate) fn key(self) -> String {
        format!("finding-{}", self.code())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_is_one_rule_and_no_alias_is_a_code() {
        let codes: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), Rule::ALL.len());
        for (alias, rule) in ALIASES {
            assert!(!codes.contains(alias), "{alias}");
            assert_eq!(Rule::from_code(alias), Some(*rule));
        }
        assert_eq!(Rule::from_code("no-such-code"), None);
    }

    /// What is forgotten of a rule is found here, but for what the compiler finds.
    #[test]
    fn each_rule_has_its_sentences_with_no_other_places_than_its_facts() {
        for rule in Rule::ALL {
            for part in ["", ".fix", ".source"] {
                let key = format!("{}{part}", rule.key());
                let sentence = text::find(&key).unwrap_or_else(|| panic!("{key} is missing"));
                let places: BTreeSet<&str> = sentence
                    .split("{$")
                    .skip(1)
                    .filter_map(|rest| rest.split('}').next())
                    .collect();
                for place in &places {
                    assert!(part != ".source" && rule.facts().contains(place), "{key}: {place}");
                }
            }
        }
        for key in text::keys("finding-").filter(|key| !key.contains('.')) {
            let code = key.strip_prefix("finding-").unwrap_or_default();
            assert!(Rule::ALL.iter().any(|rule| rule.code() == code), "{key} belongs to no rule");
        }
        for family in Family::ALL {
            assert!(text::find(family.heading()).is_some(), "{}", family.heading());
        }
    }

    #[test]
    fn each_lesson_says_how_to_see_it_and_how_to_fix_it() {
        for rule in Rule::ALL {
            let lesson = rule.lesson();
            assert!(lesson.contains("\nSee it:\n") && lesson.contains("\nFix it:\n"), "{rule}");
            assert!((6..=32).contains(&lesson.lines().count()), "{rule}");
            for line in lesson.lines() {
                assert!(line.chars().count() <= 78, "{rule}: {line}");
                assert_eq!(line.trim_end(), line, "{rule}");
            }
        }
    }
}
