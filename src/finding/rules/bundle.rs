//! A bundle against its manifest and its plan.

super::declare! {
    /// The directory holds no manifest.
    Error NoManifest {};
    /// A manifest of another format.
    Error ManifestFormat { found: u64, known: u64 };
    /// A manifest that can't be read.
    Error ManifestUnreadable { why: String };
    /// A manifest that names a file outside of the bundle.
    Error ManifestPath { path: String };
    /// The bundle holds no plan.
    Error NoPlan {};
    /// A plan that can't be read.
    Error PlanUnreadable { why: String };
    /// Plan and manifest of different clusters.
    Error OtherPlan { found: String, expected: String };
    /// A file of the manifest isn't there.
    Error MissingFile {};
    /// The CA's private key isn't there, which is as it should be.
    Warning AuthorityKeyAway {};
    /// A file that the manifest doesn't list.
    Warning UnexpectedFile {};
    /// Another mode than the manifest's.
    Error WrongMode { found: String, expected: String };
    /// Other bytes than the manifest's; sizes in bytes.
    Error Changed { found: u64, expected: u64 };
    /// The lifetimes for whoever signs elsewhere were changed.
    Warning RecipeChanged {};
    /// Others may replace files in a directory.
    Error DirectoryWritable { mode: String };
    /// Others may list a directory.
    Warning DirectoryOpen { mode: String };
    /// A link, a socket or another thing that isn't a regular file.
    Error NotAFile { kind: String };
    /// More files than any bundle has.
    Error TooManyFiles { limit: usize };
    /// A certificate of the plan isn't there.
    Error NoCertificate {};
    /// A certificate of the plan that a CA elsewhere still has to sign.
    Error ImportPending {};
    /// A certificate of the plan whose request a member still has to make.
    Error SignaturePending {};
    /// The certificate of a CA elsewhere that isn't here yet.
    Error AuthorityPending {};
    /// A private key of the plan isn't there.
    Error NoKey {};
    /// A private key of a CA that the plan wants encrypted.
    Error KeyNotEncrypted {};
    /// A CA's certificate isn't where it is needed.
    Error NoAuthority { original: String };
    /// The certificate of another CA than the bundle's.
    Error OtherAuthority { original: String };
    /// Another certificate than the manifest's.
    Error OtherCertificate {};
    /// The CA's private key among what is handed out.
    Error AuthorityKeyHandedOut {};
    /// A member's private key among what clients get.
    Error MemberKeyHandedOut {};
    /// The plan's member has no settings.
    Error NoSettings {};
    /// A unit that takes its settings from elsewhere.
    Error WrongCommand { expected: String };
    /// Another name than the plan's member has.
    Error WrongName { setting: String, found: String, expected: String };
    /// Another token than the plan's.
    Error WrongToken { setting: String, found: String, expected: String };
    /// Another file than the plan has for a setting.
    Error WrongFile { setting: String, found: String, expected: String };
    /// Other members than the plan's.
    Error WrongMembers { setting: String, found: Vec<String>, expected: Vec<String> };
    /// Another common name than the plan's.
    Error OtherUser { found: String, expected: String };
    /// Not valid for names that the plan has.
    Error MissingNames { names: Vec<String> };
    /// Valid for names that the plan doesn't have.
    Error FurtherNames { names: Vec<String> };
    /// Another subject than the plan's.
    Note OtherSubject { found: String, expected: String };
    /// Ends earlier than the plan asks for.
    Note EndsEarly { end: time::OffsetDateTime, days: u64 };
    /// A private key in the file of a certificate that came back.
    Warning KeyInCertificateFile {};
}
