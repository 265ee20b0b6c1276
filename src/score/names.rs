//! Whether two names are those of one actor, as an annotator would let it pass.

use crate::rule::grammar::Grammar;

/// How many words one name may have in front that the other lacks: *the militant Lebanese group* and *group*.
const MAX_MORE: usize = 3;

/// Whether one of the names found is one of those accepted: the same words, or one ends with the other (*Venezuelan
/// marines*, *marines*), or one has a phrase behind that the other lacks (*talks with Iran*, *talks*).
pub(super) fn agree(found: &[&str], accepted: &[String], grammar: &Grammar) -> bool {
    let accepted: Vec<Vec<String>> = accepted.iter().map(|name| words(name)).collect();
    found.iter().map(|name| words(name)).any(|name| accepted.iter().any(|other| is_same(&name, other, grammar)))
}

fn is_same(a: &[String], b: &[String], grammar: &Grammar) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let is_end = |long: &[String]| {
        long.strip_suffix(short).is_some_and(|more| {
            more.len() <= MAX_MORE && !more.iter().any(|word| grammar.is_preposition(word) || word == "and")
        })
    };
    let bare = long.iter().position(|word| grammar.is_preposition(word)).unwrap_or(long.len());
    is_end(long) || is_end(&long[..bare])
}

/// Its words in small letters, without possessive endings and the dots of acronyms.
fn words(name: &str) -> Vec<String> {
    let name = name.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'").replace('.', "");
    let parts = name.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    let bare = parts.map(|word| word.strip_suffix("'s").unwrap_or(word).trim_matches('\''));
    bare.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;

    #[test]
    fn more_words_in_front_or_a_phrase_behind_are_the_same_name() {
        let grammar = Grammar::load(&Data::embedded()).unwrap();
        let agree = |a: &str, b: &str| {
            let one = super::agree(&[a], &[b.to_owned()], &grammar);
            assert_eq!(one, super::agree(&[b], &[a.to_owned()], &grammar), "{a} {b}");
            one
        };
        assert!(agree("the U.S.", "US") && agree("Venezuelan marines", "marines") && agree("Iran’s", "iran"));
        assert!(agree("indirect talks with Iran", "talks") && agree("the talks between Oman and Iran", "talks"));
        assert!(!agree("Iran", "Iraq") && !agree("Israel and Iran", "Iran") && !agree("University of Iran", "Iran"));
        assert!(!agree("", "Iran") && !agree("Guyana talks", "Guyana"));
    }
}
