//! Mentions → actors: who is meant. Names and described actors are found, typed, resolved inside the document and
//! linked to the gazetteer.

pub mod affiliation;
mod aside;
mod bearer;
pub mod check;
pub mod coreference;
pub mod find;
pub mod identity;
pub mod import;
pub mod lexicon;
mod link;
pub mod mention;
mod name;
pub mod own;
mod phrase;
mod polity;
pub mod sheet;

pub use aside::{Aside, Referent, asides};
pub use bearer::bearers;
pub use coreference::resolve;
pub use lexicon::{Gazetteer, slug};
pub use mention::{MentionIndex, mentions};
pub use phrase::{is_named_by, is_second_description, whole_phrase};

use std::ops::Range;

use crate::document::TokenIx;
use crate::ontology::Class;

/// A phrase of the text that stands for an actor, a place, or a thing that actors act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its words, whole (without relative clauses and appositions).
    pub tokens: Range<TokenIx>,
    /// The head word.
    pub head: TokenIx,
    /// How it is written.
    pub form: Form,
    /// What it stands for, as far as the phrase itself tells; the entity's class is in [`Actor::class`].
    pub class: Class,
}

/// How a [`Mention`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A name: *Steve Witkoff*, *Hezbollah*.
    Name,
    /// A description: *Israeli officials*, *the group*, *indirect talks*.
    Nominal,
    /// A pronoun: *it*, *they*, *who*.
    Pronoun,
    /// An adjective or compound that belongs to a name: *Iranian* in *Iranian missiles*.
    Demonym,
}

/// Index of an [`Actor`] in the list that resolution returns.
pub type ActorIx = usize;

/// That a mention names a place and means who sits there: *Tehran* is Iran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metonym {
    /// Index into the document's mentions.
    pub mention: usize,
    /// The gazetteer's identifier of what the words literally name.
    pub literal: String,
    /// The name of that.
    pub label: String,
    /// What that is: a place, or the body that is called by it.
    pub class: Class,
}

/// One identity with all its mentions in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Identifier: the gazetteer's (`iran`), or one made from kind and full name (`person.marta-solberg`), or, for what
    /// only this document knows, from the short name or the phrase (`solberg-1`, `talks-1`). Unique in the document; see
    /// [`Actor::local`].
    pub id: String,
    /// The name to show: canonical for linked actors, the fullest name for others, the phrase without determiner for
    /// described ones.
    pub label: String,
    /// The names that the document itself uses, without repetition; not those read as metonyms.
    pub names: Vec<String>,
    /// Other names used in the document or known to the gazetteer.
    pub aliases: Vec<String>,
    /// What it is.
    pub class: Class,
    /// Whether it exists in this document only (described, or with a short or ambiguous name) and must not merge with
    /// others by itself.
    pub local: bool,
    /// Whether it has a name, short or full.
    pub named: bool,
    /// Whether the gazetteer knows it.
    pub known: bool,
    /// Wikidata item, such as `Q794`, where the gazetteer has it.
    pub wikidata: Option<String>,
    /// What it belongs to: the state of an army, the country of *Israeli officials*.
    pub parent: Option<ActorIx>,
    /// Those whom a word for several means (*both countries*, *they*); what is said of it is said of each of them.
    pub members: Vec<ActorIx>,
    /// Indices into the document's mentions.
    pub mentions: Vec<usize>,
    /// Which of them are read as metonyms.
    pub metonyms: Vec<Metonym>,
}

#[cfg(test)]
pub(crate) mod testing {
    //! A small gazetteer and the documents of `fixtures/conllu/actors.conllu`.

    use super::Gazetteer;
    use crate::data::{Data, Table};
    use crate::document::Document;
    use crate::syntax::conllu::{Annotation, read};

    const TABLES: &[(&str, &str)] = &[
        (
            "states",
            "id class name aliases acronyms demonyms surname parent wikidata\n\
             iran State Iran Islamic_Republic  Iranian|Iranians   Q794\n\
             israel State Israel   Israeli|Israelis   \n\
             united-states State United_States America US American|Americans   Q30\n\
             turkey State Turkey   Turkish   \n\
             russia State Russia   Russian   \n\
             vesmark State Vesmark   Vesmarkian   \n",
        ),
        (
            "persons",
            "id class name aliases surname parent gender\n\
             donald-trump Person Donald_Trump  Trump united-states m\n\
             melania-trump Person Melania_Trump  Trump united-states f\n\
             ilan-oro Person Ilan_Oro  Oro vesmark m\n\
             mara-quint Person Mara_Quint  Quint vesmark f\n\
             tavi-oro Person Tavi_Oro  Oro vesmark m\n",
        ),
        ("groups", "id class name aliases\nhezbollah ArmedGroup Hezbollah Hizbullah|al-Hizb\n"),
        (
            "seats",
            "id class name aliases stands_for note\n\
             washington Place Washington  united-states subject\n\
             tehran Place Tehran  iran subject\n\
             kremlin GovernmentBody Kremlin  russia always\n",
        ),
        ("titles", "title kind\npresident office\nforeign_minister office\nminister office\nmr. courtesy\n"),
        ("first-names", "name gender\nAnna f\nDonald m\nDenzel m\nIsrael m\n"),
        (
            "nouns",
            "lemma class number\nofficial Person \nenvoy Person \ntroop ArmedForces group\ngroup Organization \n\
             ministry GovernmentBody \nstate State group\npower State group\nforce ArmedForces group\n",
        ),
        ("things", "lemma class\ntalk Event\nmarket Facility\n"),
        ("legal-forms", "form\nInc.\n"),
        ("org-heads", "word class\nBank Company\nMinistry GovernmentBody\n"),
        (
            "offices",
            "person office body from to\n\
             donald-trump president united-states 2025-01-20 \n\
             ilan-oro president vesmark 2010 2014-12-31\n\
             mara-quint president vesmark 2015-01-01 2020-06-30\n\
             tavi-oro president vesmark 2020-07 \n",
        ),
        ("office-names", "name offices bodies classes alone\npresident president   \nleader president vesmark  \n"),
    ];

    /// Cells are parted by spaces; `_` is a space.
    pub(crate) fn gazetteer() -> Gazetteer {
        let mut tables: Vec<(String, Table)> = Vec::new();
        for (name, text) in TABLES {
            let text = text.replace(' ', "\t").replace('_', " ").replace("stands for", "stands_for");
            tables.push(((*name).to_owned(), Table::parse(name, &text).unwrap()));
        }
        for name in ["cues", "descriptions", "pronouns"] {
            let table = Table::load(&Data::embedded(), &format!("lexicon/{name}.tsv")).unwrap();
            tables.push((name.to_owned(), table));
        }
        Gazetteer::from_tables(&tables).unwrap()
    }

    pub(crate) fn document(name: &str) -> Document {
        let text = include_str!("../fixtures/conllu/actors.conllu");
        let documents = read("actors.conllu", text, Annotation::Gold).unwrap();
        let mut found = documents.into_iter().map(|c| c.document).filter(|d| d.source.id == name);
        found.next().unwrap_or_else(|| panic!("no document {name}"))
    }
}
