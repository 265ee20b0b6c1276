//! Relations whose ends stand in different clauses or behind one another, in whole sentences: each line names what must be
//! found, or must not be.

use std::fmt::Write as _;

use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader};

/// `subject predicate object` of every assertion.
fn found(reader: &Reader, sentence: &str) -> Vec<String> {
    let reading = reader.read(Source::named("t"), sentence.to_owned());
    let name = |actor: usize| reading.actors[actor].label.as_str();
    reading.assertions.iter().map(|a| format!("{} {} {}", name(a.subject), a.predicate, name(a.object))).collect()
}

#[test]
fn ends_are_found_across_clauses_and_phrases() {
    let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
    let mut missing = String::new();
    for (sentence, wanted) in [
        // An object or subject that stands once for two verbs.
        ("Peru proposed and Chile rejected a treaty.", "Peru asks treaty"),
        ("Norway arrested, tried and jailed Lind.", "Norway arrests Lind"),
        ("Egypt as well as Jordan condemned Israel.", "Jordan criticizes Israel"),
        ("Egypt along with Jordan condemned Israel.", "Jordan criticizes Israel"),
        // Each other, lists behind a colon, those who are counted or singled out.
        ("Norway and Sweden attacked each other in the press.", "Sweden attacks Norway"),
        ("Three countries condemned Israel: Norway, Sweden and Finland.", "Finland criticizes Israel"),
        ("Dozens of police officers and protesters were injured by rebels.", "rebels injures protesters"),
        ("Lind was among those that criticized Holm.", "Lind criticizes Holm"),
        // What somebody calls something, and prepositions that the tree parts.
        ("Ankara denounced what Athens called an attack.", "Turkey criticizes attack"),
        ("Norway spoke on behalf of Sweden.", "Norway represents Sweden"),
        ("Lind died at the hands of the Taliban.", "Taliban kills Lind"),
        // Whose deed a noun tells of.
        ("Lind was responsible for the murder of Holm.", "Lind kills Holm"),
        ("There was criticism of Israel from Norway.", "Norway criticizes Israel"),
        ("Lind is under investigation by the FBI.", "Federal Bureau of Investigation investigates Lind"),
        ("Peru, with the help of Chile, attacked Ecuador.", "Chile aids Peru"),
        // Offices and those who hold them.
        ("Ann Lee, president and founder of Equinor, resigned.", "Ann Lee founded Equinor"),
        ("The head of Equinor in Norway, Ann Lee, met Lind.", "Ann Lee leads Equinor"),
        ("The president replaced Ann Lee with Bo Kim as defence minister.", "Bo Kim succeeds Ann Lee"),
        // Names that reach over words which are none.
        ("Norway sued Lind, Holm and Co on Monday.", "Norway accuses Lind, Holm and Co"),
        ("Lamp and Wire Plc sued Norway.", "Lamp and Wire Plc accuses Norway"),
        ("C. Lind and Co Ltd sued Norway.", "C. Lind and Co Ltd accuses Norway"),
        ("Norway sued Holm's Inc on Monday.", "Norway accuses Holm's Inc"),
        ("Grand Royal PLC sued Norway.", "Grand Royal PLC accuses Norway"),
        ("Norway sued Holm AG on Monday.", "Norway accuses Holm AG"),
        ("State-owned Lapland Railway Corp sued Norway.", "Lapland Railway Corp accuses Norway"),
        ("Vice-Premier Ann Lee met Lind.", "Ann Lee holdsPosition Vice-Premier"),
        ("Bank of Malta governor Ann Lee met Lind.", "Ann Lee meets Lind"),
        ("OPEC President Ann Lee met Lind.", "Ann Lee leads OPEC"),
        ("Lind held talks in Oslo with Treasury Secretary Ann Lee.", "Lind negotiatesWith Ann Lee"),
        ("IMF managing director Ann Lee met Lind.", "Ann Lee leads International Monetary Fund"),
        // Verbs that the tagger takes for participles, infinitives for subjects.
        ("Norway called for talks.", "Norway asks talks"),
        ("Norway was quick to condemn Chad.", "Norway criticizes Chad"),
        ("King County Superior Court Judge Ann Lee met Lind.", "Ann Lee memberOf King County Superior Court"),
    ] {
        let all = found(&reader, sentence);
        if !all.iter().any(|line| line == wanted) {
            writeln!(missing, "{sentence} {wanted}: {all:?}").unwrap();
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

#[test]
fn what_only_looks_like_them_gives_nothing() {
    let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
    let mut wrong = String::new();
    for (sentence, unwanted) in [
        // Who attacks creates no attack.
        ("Lind launched an attack on Holm.", "Lind creates attack"),
        // One of a group signs nothing with the group.
        ("Chad was one of the states that signed the treaty.", "Chad agreesWith states"),
        // A list of states is no state within another.
        ("World Cup: Sweden, Belgium, England win three points", "Sweden locatedIn Belgium"),
        // Whoever is helped does not help.
        ("Lind enjoys the support of Norway.", "Lind supports Norway"),
        // A place in a body's name has no president.
        ("New York Library Board President Ann Lee met Lind.", "Ann Lee leads New York City"),
        ("Bank of Malta governor Ann Lee met Lind.", "Bank of Malta meets Lind"),
        // The relative pronoun is the object of its verb.
        ("It would mean an amnesty, which Norway rejects, and strain the treaty.", "Norway rejects treaty"),
    ] {
        let all = found(&reader, sentence);
        if all.iter().any(|line| line == unwanted) {
            writeln!(wrong, "{sentence} {all:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
