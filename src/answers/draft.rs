//! A draft: answers that are kept until a bundle is made of them, with where somebody left off.
//!
//! A draft is one JSON document whose first line is its head, so that a list of drafts is read from the beginnings
//! of files. It holds no key material, as answers don't.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Answers, FieldRef, Step};

/// Where somebody left off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The step.
    pub step: Step,
    /// The farthest step that was seen.
    pub reached: Step,
    /// What had the focus, where that is an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<FieldRef>,
    /// Whether the answers began as those of a plan, of which there may be a bundle.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_plan: bool,
}

impl Progress {
    /// Nothing was seen but the first step.
    pub const START: Self =
        Self { step: Step::Size, reached: Step::Size, place: None, of_plan: false };
}

/// What a list of drafts says of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftHead {
    /// The cluster's name.
    pub cluster: String,
    /// When it was changed last.
    #[serde(with = "rfc3339")]
    pub saved: OffsetDateTime,
    /// Where somebody left off.
    #[serde(flatten)]
    pub progress: Progress,
    /// How many members the cluster has.
    pub size: usize,
    /// The members that are named, the first few of them.
    pub members: Vec<String>,
    /// How many are named.
    pub named: usize,
}

/// The most members whose names stand in a head.
const NAMES: usize = 9;

/// A whole draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What a list says of it.
    pub draft: DraftHead,
    /// The answers.
    pub answers: Answers,
}

impl Draft {
    /// The longest first line, in bytes: a name has 63 characters at most.
    pub const HEAD: usize = 4096;

    /// A draft of answers, as of `saved`.
    pub fn new(answers: Answers, progress: Progress, saved: OffsetDateTime) -> Self {
        let names =
            || answers.members().filter(|row| !row.name.trim().is_empty()).map(|row| &row.name);
        // What isn't a name yet may have any length.
        let short = |name: &String| name.chars().take(63).collect();
        let draft = DraftHead {
            cluster: answers.cluster_name().to_string(),
            saved,
            progress,
            size: answers.size().members(),
            members: names().take(NAMES).map(short).collect(),
            named: names().count(),
        };
        Self { draft, answers }
    }

    /// The draft as a file: its head on the first line.
    pub fn to_json(&self) -> String {
        // Neither holds a map with keys that aren't texts, which is all that JSON can't say.
        let head = serde_json::to_string(&self.draft).unwrap_or_default();
        let answers = serde_json::to_string_pretty(&self.answers).unwrap_or_default();
        format!("{{\"draft\": {head},\n\"answers\": {answers}}}\n")
    }

    /// Reads the head from the beginning of a file; `None` where it isn't one of a draft.
    pub fn head(beginning: &[u8]) -> Option<DraftHead> {
        let line = beginning.split(|byte| *byte == b'\n').next()?;
        let head = line.strip_prefix(b"{\"draft\": ")?.strip_suffix(b",")?;
        serde_json::from_slice(head).ok()
    }

    /// Reads a whole draft.
    ///
    /// # Errors
    /// Where it is damaged, or of another version.
    pub fn from_json(bytes: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(bytes)
    }
}

/// Moments as RFC 3339 writes them.
pub(crate) mod rfc3339 {
    use serde::{Deserialize as _, Deserializer, Serializer, de, ser};
    use time::format_description::well_known::Rfc3339;
    use time::{OffsetDateTime, UtcOffset};

    pub(crate) fn serialize<S: Serializer>(at: &OffsetDateTime, to: S) -> Result<S::Ok, S::Error> {
        let text = at.to_offset(UtcOffset::UTC).format(&Rfc3339).map_err(ser::Error::custom)?;
        to.serialize_str(&text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<OffsetDateTime, D::Error> {
        let text = String::deserialize(from)?;
        OffsetDateTime::parse(&text, &Rfc3339).map_err(de::Error::custom)
    }
}

impl Answers {
    /// Reads answers from a draft, or from the file of answers alone that earlier versions kept.
    ///
    /// # Errors
    /// Where it is neither; as a draft, if it looks like one.
    pub fn from_saved(bytes: &[u8]) -> serde_json::Result<Self> {
        if Draft::head(bytes).is_some() {
            return Draft::from_json(bytes).map(|draft| draft.answers);
        }
        // serde takes a sequence for a struct as well, of which answers have never been one.
        let _: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(bytes)?;
        serde_json::from_slice(bytes)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::answers::{Field, MemberColumn, members_from_pattern};

    #[test]
    fn a_draft_is_read_as_it_was_written_and_its_head_from_its_first_line() {
        let mut answers = Answers::at_a_terminal();
        answers.set_text(Field::ClusterName, "shop".into());
        answers.fill_members(members_from_pattern("m{1..50}", "10.0.0.1+").unwrap());
        let place = Some(FieldRef::Member { row: 2, column: MemberColumn::DnsNames });
        let progress =
            Progress { step: Step::Members, reached: Step::Network, place, of_plan: true };
        let draft = Draft::new(answers.clone(), progress, datetime!(2026-01-02 03:04:05 UTC));
        let text = draft.to_json();
        assert_eq!(Draft::from_json(text.as_bytes()).unwrap(), draft);
        let beginning = text.as_bytes().get(..Draft::HEAD).unwrap();
        assert_eq!(Draft::head(beginning), Some(draft.draft.clone()));
        assert_eq!((draft.draft.named, draft.draft.members.len()), (50, NAMES));
        assert_eq!(Answers::from_saved(text.as_bytes()).unwrap(), answers);
        // As jq and others read it.
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["draft"]["cluster"], "shop");
    }

    #[test]
    fn the_longest_head_fits_and_no_member_has_a_made_up_name() {
        let mut answers = Answers::new();
        answers.set_text(Field::ClusterName, "n".repeat(63));
        answers.set_text(Field::ClusterSize, "50".into());
        for row in 0..50 {
            answers.set_member(row, MemberColumn::Name, "漢\"".repeat(100));
        }
        let draft = Draft::new(answers, Progress::START, datetime!(2026-01-02 03:04:05 UTC));
        let text = draft.to_json();
        let line = text.lines().next().unwrap();
        assert!(line.len() < Draft::HEAD, "{}", line.len());
        let blank = Draft::new(Answers::new(), Progress::START, datetime!(2026-01-02 0:00 UTC));
        assert_eq!((blank.draft.named, blank.draft.size), (0, 3));
    }

    #[test]
    fn answers_alone_are_read_as_before_and_anything_else_is_not() {
        let old = serde_json::to_vec_pretty(&Answers::at_a_terminal()).unwrap();
        assert_eq!(Answers::from_saved(&old).unwrap(), Answers::at_a_terminal());
        for wrong in
            ["", "[]", "{\"three\":", "{\"texts\": 3}", "{\"draft\": {},\n\"answers\": {}}"]
        {
            assert!(Answers::from_saved(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
