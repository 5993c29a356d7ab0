//! A bundle against its manifest and its plan.

super::declare! {
    Bundle;

    /// The directory holds no manifest.
    Error NoManifest "no-manifest" {};
    /// A manifest of another format.
    Error ManifestFormat "manifest-format" { found: u64, known: u64 };
    /// A manifest that can't be read.
    Error ManifestUnreadable "manifest-unreadable" { why: String };
    /// A manifest that names a file outside of the bundle.
    Error ManifestPath "manifest-path" { path: String };
    /// The bundle holds no plan.
    Error NoPlan "no-plan" {};
    /// A plan that can't be read.
    Error PlanUnreadable "plan-unreadable" { why: String };
    /// Plan and manifest of different clusters.
    Error OtherPlan "other-plan" { found: String, expected: String };
    /// A file of the manifest isn't there.
    Error MissingFile "missing-file" {};
    /// The CA's private key isn't there, which is as it should be.
    Warning AuthorityKeyAway "authority-key-away" {};
    /// A file that the manifest doesn't list.
    Warning UnexpectedFile "unexpected-file" {};
    /// Another mode than the manifest's.
    Error WrongMode "wrong-mode" { found: String, expected: String };
    /// Other bytes than the manifest's; sizes in bytes.
    Error Changed "changed" { found: u64, expected: u64 };
    /// The lifetimes for whoever signs elsewhere were changed.
    Warning RecipeChanged "recipe-changed" {};
    /// Others may replace files in a directory.
    Error DirectoryWritable "directory-writable" { mode: String };
    /// Others may list a directory.
    Warning DirectoryOpen "directory-open" { mode: String };
    /// A link, a socket or another thing that isn't a regular file.
    Error NotAFile "not-a-file" { kind: String };
    /// More files than any bundle has.
    Error TooManyFiles "too-many-files" { limit: usize };
    /// What a run that was killed left beside the bundle.
    Warning Leftover "leftover" { path: String };
    /// A certificate of the plan isn't there.
    Error NoCertificate "no-certificate" {};
    /// A certificate of the plan that a CA elsewhere still has to sign.
    Error ImportPending "import-pending" {};
    /// A certificate of the plan whose request a member still has to make.
    Error SignaturePending "signature-pending" {};
    /// The certificate of a CA elsewhere that isn't here yet.
    Error AuthorityPending "authority-pending" {};
    /// A private key of the plan isn't there.
    Error NoKey "no-key" {};
    /// A private key of a CA that the plan wants encrypted.
    Error KeyNotEncrypted "key-not-encrypted" {};
    /// A CA's certificate isn't where it is needed.
    Error NoAuthority "no-authority" { original: String };
    /// The certificate of another CA than the bundle's.
    Error OtherAuthority "other-authority" { original: String };
    /// Another certificate than the manifest's.
    Error OtherCertificate "other-certificate" {};
    /// The CA's private key among what is handed out.
    Error AuthorityKeyHandedOut "authority-key-handed-out" {};
    /// A member's private key among what clients get.
    Error MemberKeyHandedOut "member-key-handed-out" {};
    /// The plan's member has no settings.
    Error NoSettings "no-settings" {};
    /// A unit that takes its settings from elsewhere.
    Error WrongCommand "wrong-command" { expected: String };
    /// Another name than the plan's member has.
    Error WrongName "wrong-name" { setting: String, found: String, expected: String };
    /// Another token than the plan's.
    Error WrongToken "wrong-token" { setting: String, found: String, expected: String };
    /// Another file than the plan has for a setting.
    Error WrongFile "wrong-file" { setting: String, found: String, expected: String };
    /// Other members than the plan's.
    Error WrongMembers "wrong-members" { setting: String, found: Vec<String>, expected: Vec<String> };
    /// Another value of a further setting than the plan's, or none.
    Error WrongSetting "wrong-setting" { setting: String, found: String, expected: String };
    /// Another common name than the plan's.
    Error OtherUser "other-user" { found: String, expected: String };
    /// Not valid for names that the plan has.
    Error MissingNames "missing-names" { names: Vec<String> };
    /// Valid for names that the plan doesn't have.
    Error FurtherNames "further-names" { names: Vec<String> };
    /// Another subject than the plan's.
    Note OtherSubject "other-subject" { found: String, expected: String };
    /// Ends earlier than the plan asks for.
    Note EndsEarly "ends-early" { end: time::OffsetDateTime, days: u64 };
    /// A private key in the file of a certificate that came back.
    Warning KeyInCertificateFile "key-in-certificate-file" {};
}
