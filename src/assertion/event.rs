//! What an assertion is as a political event: its type in PLOVER, and for which states and sectors its ends act.
//!
//! Which relation counts as which type stands in `relations.ttl`.

use super::{Assertion, Reading};
use crate::actor::affiliation::Affiliations;
use crate::actor::lexicon::Gazetteer;
use crate::ontology::{Ontology, Predicate};
use crate::syntax::scope::{Modality, Phase, Polarity};

impl Assertion {
    /// The PLOVER event type of what is asserted, `predicate` being its own: to stop aid is another event than aid, and so
    /// is to refuse it. To deny that one gave it is no event, and keeps the code of what is denied.
    pub fn event_type<'p>(&self, predicate: &'p Predicate) -> Option<&'p str> {
        let denied = self.sources.contains(&self.subject) && self.modality != Modality::Planned;
        let code = match (self.polarity, self.phase) {
            (Polarity::Negative, _) if !denied => predicate.plover_refused.as_deref(),
            (Polarity::Positive, Phase::Ends) => predicate.plover_end.as_deref(),
            _ => None,
        };
        code.or(predicate.plover.as_deref())
    }
}

impl Reading {
    /// The states and sectors of its actors; unknown names that deal with each other as only states do are taken for
    /// states.
    pub fn affiliations<'a>(&'a self, ontology: &Ontology, gazetteer: &'a Gazetteer) -> Affiliations<'a> {
        let mut sides = Affiliations::new(&self.document, &self.mentions, &self.actors, gazetteer);
        for assertion in &self.assertions {
            let predicate = ontology.predicate(&assertion.predicate);
            if predicate.is_some_and(|p| p.plover.is_some() && !p.commercial) {
                sides.deal([assertion.subject, assertion.object]);
            }
        }
        sides
    }
}

#[cfg(test)]
mod tests {
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};

    #[test]
    fn the_end_and_the_refusal_of_aid_are_events_of_their_own() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        for (text, expected) in [
            ("Iran funds Hamas.", "AID"),
            ("Iran has suspended aid to Hamas.", "SANCTION"),
            ("Iran refused to fund Hamas.", "REJECT"),
            ("Iran denied that it funds Hamas.", "AID"),
        ] {
            let reading = reader.read(Source::named("a"), text.to_owned());
            let found = &reading.assertions[0];
            let predicate = reader.ontology().predicate(&found.predicate).unwrap();
            assert_eq!(found.event_type(predicate), Some(expected), "{text}");
        }
    }

    #[test]
    fn unknown_names_that_threaten_each_other_are_states_but_not_those_that_trade() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        let cases = [("Gondor threatened Mordor.", Some("Gondor")), ("Last year Gondor traded with Mordor.", None)];
        for (text, expected) in cases {
            let reading = reader.read(Source::named("a"), text.to_owned());
            let sides = reading.affiliations(reader.ontology(), reader.gazetteer());
            assert_eq!(sides.state(reading.assertions[0].subject), expected, "{text}");
        }
    }
}
