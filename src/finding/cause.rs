//! Findings of one cause: the same thing, met at several places.

use super::{Fact, Finding, Rule};

/// The same thing found at one place or more.
#[derive(Debug, Clone)]
pub struct Cause<'a> {
    /// The first of them, with what is logged because of any.
    pub finding: Finding,
    /// All of them, the first included, in their order.
    pub places: Vec<&'a Finding>,
}

/// Puts findings together that say the same of several places, in the order of the first of each.
pub fn causes(findings: &[Finding]) -> Vec<Cause<'_>> {
    let mut causes: Vec<Cause<'_>> = Vec::new();
    // Files of thousands of lines hold thousands of findings.
    let mut known = std::collections::HashMap::<(&str, String), usize>::new();
    for finding in findings {
        let key = (finding.code(), format!("{:?}", finding.essence()));
        let index = *known.entry(key).or_insert(causes.len());
        let Some(cause) = causes.get_mut(index) else {
            causes.push(Cause { finding: finding.clone(), places: vec![finding] });
            continue;
        };
        for quote in &finding.quotes {
            if !cause.finding.quotes.contains(quote) {
                cause.finding.quotes.push(quote.clone());
            }
        }
        // One that only differs in what is logged is of the same place.
        if cause.places.iter().all(|one| one.location != finding.location) {
            cause.places.push(finding);
        }
    }
    causes
}

impl Finding {
    /// Its facts, without those that only tell the place or the day.
    pub fn essence(&self) -> Vec<&(&'static str, Fact)> {
        self.facts.iter().filter(|(name, _)| !self.is_incidental(name)).collect()
    }

    /// Whether a fact only tells where, or when, the same thing is met.
    fn is_incidental(&self, fact: &str) -> bool {
        match self.rule {
            Rule::SetTwice => ["file", "other"].contains(&fact),
            Rule::Repeated => fact == "first",
            _ => fact == "now",
        }
    }
}
