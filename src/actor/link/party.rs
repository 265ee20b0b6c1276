//! Whether a seat of power is a party to an act or a place: *Washington* says, but *in Washington*.

use crate::actor::lexicon::{EntryIx, Gazetteer, Metonymy, NameKind};
use crate::actor::mention::noun_class;
use crate::actor::{Form, Mention, name};
use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

/// Whether a seat of power stands for its government here, by its place in the tree.
pub(super) fn is_party(document: &Document, lexicon: &Gazetteer, mention: &Mention, metonymy: Metonymy) -> bool {
    let mut at = tree::first_conjunct(document, mention.head);
    if let Some(head) = document.tokens[at].head
        && document.tokens[at].relation == Relation::FLAT
    {
        at = head;
    }
    if document.in_dateline(at) {
        return false;
    }
    let token = &document.tokens[at];
    let Some(head) = token.head else { return metonymy == Metonymy::Always };
    let preposition = tree::case_markers(document, at).first().map(|&c| document.form(c).to_lowercase());
    let own = tree::case_markers(document, mention.head).first().map(|&c| document.form(c).to_lowercase());
    let is_cue = |word: &str, kind: &str| lexicon.is_cue(word, kind);
    let governor = document.lemma(head).to_lowercase();
    let locative = own.or(preposition.clone()).is_some_and(|p| is_cue(&p, "locative"));
    if locative {
        return false;
    }
    if metonymy == Metonymy::Always {
        return true;
    }
    if land_after(document, lexicon, mention.tokens.end).is_some() {
        return false;
    }
    match token.relation {
        Relation::NSUBJ | Relation::OBL_AGENT | Relation::IOBJ | Relation::CSUBJ | Relation::XCOMP | Relation::CONJ => {
            true
        }
        Relation::NSUBJ_PASS | Relation::OBJ => !is_cue(&governor, "motion-object"),
        // *London's Royal Academy* is in the city.
        Relation::NMOD_POSS => {
            !is_place_noun(document, lexicon, head) && !document.form(head).starts_with(char::is_uppercase)
        }
        Relation::COMPOUND | Relation::AMOD => {
            let class = noun_class(document, lexicon, head);
            class.is_some_and(|c| c.is_actor() && c != Class::Population) || beside_another(document, mention)
        }
        Relation::OBL | Relation::NMOD => {
            let Some(preposition) = preposition else { return false };
            if is_cue(&preposition, "directional") {
                return !is_cue(&governor, "motion") && !is_place_noun(document, lexicon, head);
            }
            if preposition == "of" {
                let about_place = is_cue(&governor, "inhabitant") || is_cue(&governor, "direction-noun");
                return !about_place
                    && !is_place_noun(document, lexicon, head)
                    && document.tokens[head].upos != Upos::ADV;
            }
            !is_place_noun(document, lexicon, head)
        }
        _ => false,
    }
}

/// Whether a city or region that is no seat of a state acts as its own government does: *Texas sued the agency*; *sued by
/// Texas*. Verbs of cue `place-verb` tell of the place (*Texas lies in the south*).
pub(super) fn acts_itself(document: &Document, lexicon: &Gazetteer, mention: &Mention) -> bool {
    let at = tree::first_conjunct(document, mention.head);
    let token = &document.tokens[at];
    let Some(head) = token.head.filter(|_| mention.form == Form::Name && !document.in_dateline(at)) else {
        return false;
    };
    let alone = document.dependent(mention.head, Relation::DET).is_none()
        && document.dependents(at).iter().all(|&d| document.tokens[d].relation != Relation::COMPOUND)
        && land_after(document, lexicon, mention.tokens.end).is_none();
    let verb = &document.tokens[head];
    let acts = match token.relation {
        Relation::NSUBJ => verb.upos == Upos::VERB && document.dependent(head, Relation::COP).is_none(),
        Relation::OBL_AGENT => true,
        _ => false,
    };
    acts && alone && !lexicon.is_cue(document.lemma(head), "place-verb")
}

/// *Taipei, Taiwan*: the state or region after a comma tells where the city is.
pub(super) fn land_after(document: &Document, lexicon: &Gazetteer, end: TokenIx) -> Option<EntryIx> {
    document.tokens.get(end).filter(|t| t.xpos == Xpos::COMMA)?;
    let after = end + 1;
    let sentence = &document.sentences[document.sentence_of(end)].tokens;
    let hit = lexicon.longest(document, Some(after).filter(|a| sentence.contains(a))?)?;
    let (entry, kind) = hit.entries[0];
    let land = matches!(lexicon.class(entry), Class::State | Class::Place) && kind != NameKind::Demonym;
    let closed = document.tokens.get(hit.end).is_none_or(|t| t.upos == Upos::PUNCT);
    // In a list the names are conjuncts.
    let listed = (after..hit.end).any(|t| document.tokens[t].relation == Relation::CONJ);
    (land && closed && !listed).then_some(entry)
}

/// *the Washington-Tehran deal*: two names side by side are parties.
fn beside_another(document: &Document, mention: &Mention) -> bool {
    let dash = |t: TokenIx| matches!(document.form(t), "-" | "–" | "/");
    let before = mention.tokens.start >= 2
        && dash(mention.tokens.start - 1)
        && tree::is_name(document, mention.tokens.start - 2);
    let end = mention.tokens.end;
    before || (end + 1 < document.tokens.len() && dash(end) && tree::is_name(document, end + 1))
}

fn is_place_noun(document: &Document, lexicon: &Gazetteer, token: TokenIx) -> bool {
    if document.tokens[token].upos != Upos::NOUN {
        return false;
    }
    let lemma = name::lower(document, token..token + 1);
    let lemma = if document.lemma(token).is_empty() { lemma } else { document.lemma(token).to_lowercase() };
    lexicon.is_cue(&lemma, "direction-noun")
        || lexicon.is_cue(&lemma, "inhabitant")
        || matches!(noun_class(document, lexicon, token), Some(Class::Place | Class::Facility))
}
