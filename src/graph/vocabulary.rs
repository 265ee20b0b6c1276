//! The names of the graph: prefixes, own and foreign terms, and how the IRIs of actors, documents, spans and
//! assertions are made.
//!
//! Every IRI follows from its content alone, so that two machines that read the same document write the same quads.
//! What cannot stand in an IRI is percent-encoded (RFC 3987), never dropped: different names stay different.

use std::fmt::Write as _;

use oxigraph::model::{NamedNode, NamedNodeRef};
use sha2::{Digest, Sha256};

use crate::diagnostic::Error;
use crate::ontology::Class;
pub use crate::ontology::{AG, REL};

/// The graph that holds the ontology in every loaded store.
pub const ONTOLOGY_GRAPH: &str = "https://w3id.org/actograph/ontology";
/// Namespace of the data where the user sets none.
pub const DEFAULT_BASE: &str = "https://w3id.org/actograph/kg/";

/// The Shapes Constraint Language.
pub const SHACL: &str = "http://www.w3.org/ns/shacl#";
/// Namespace of the shapes of `ontology/shapes.ttl`.
pub const SHAPES: &str = "https://w3id.org/actograph/shapes#";

/// Foreign prefixes and namespaces that queries and Turtle output know without a declaration.
pub const FOREIGN: &[(&str, &str)] = &[
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("schema", "https://schema.org/"),
    ("sh", SHACL),
    ("wd", "http://www.wikidata.org/entity/"),
];

macro_rules! terms {
    ($($name:ident = $iri:literal;)+) => {
        /// The terms that the graph uses, one constant each, named after the last part of the IRI.
        #[allow(missing_docs)]
        pub mod term {
            use oxigraph::model::NamedNodeRef;
            $(pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)+
        }
        #[cfg(test)]
        const TERMS: &[&str] = &[$($iri),+];
    };
}

terms! {
    TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
    PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
    OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
    LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
    SAME_AS = "http://www.w3.org/2002/07/owl#sameAs";
    IDENTIFIER = "http://purl.org/dc/terms/identifier";
    SOURCE_FILE = "http://purl.org/dc/terms/source";
    TITLE = "http://purl.org/dc/terms/title";
    ISSUED = "http://purl.org/dc/terms/issued";
    PUBLISHER = "http://purl.org/dc/terms/publisher";
    LANGUAGE = "http://purl.org/dc/terms/language";
    ACTIVITY = "http://www.w3.org/ns/prov#Activity";
    USED = "http://www.w3.org/ns/prov#used";
    WAS_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom";
    WAS_GENERATED_BY = "http://www.w3.org/ns/prov#wasGeneratedBy";
    CONTEXT = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Context";
    PHRASE = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Phrase";
    SENTENCE_CLASS = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Sentence";
    IS_STRING = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString";
    ANCHOR_OF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf";
    BEGIN_INDEX = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex";
    END_INDEX = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex";
    REFERENCE_CONTEXT = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext";
    SENTENCE = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#sentence";
    SOURCE_URL = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#sourceUrl";
    NON_NEGATIVE = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger";
    DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal";
    DATE = "http://www.w3.org/2001/XMLSchema#date";
    DOCUMENT_CLASS = "https://w3id.org/actograph/ns#Document";
    ASSERTION = "https://w3id.org/actograph/ns#Assertion";
    POLARITY = "https://w3id.org/actograph/ns#polarity";
    MODALITY = "https://w3id.org/actograph/ns#modality";
    PHASE = "https://w3id.org/actograph/ns#phase";
    STANDING = "https://w3id.org/actograph/ns#standing";
    ATTRIBUTED = "https://w3id.org/actograph/ns#attributed";
    SOURCE = "https://w3id.org/actograph/ns#source";
    INNERMOST_SOURCE = "https://w3id.org/actograph/ns#innermostSource";
    EVIDENCE = "https://w3id.org/actograph/ns#evidence";
    PHRASE_OF = "https://w3id.org/actograph/ns#phrase";
    SUBJECT_MENTION = "https://w3id.org/actograph/ns#subjectMention";
    OBJECT_MENTION = "https://w3id.org/actograph/ns#objectMention";
    TRIGGER = "https://w3id.org/actograph/ns#trigger";
    RULE = "https://w3id.org/actograph/ns#rule";
    CONFIDENCE = "https://w3id.org/actograph/ns#confidence";
    OPEN = "https://w3id.org/actograph/ns#open";
    OPEN_LEMMA = "https://w3id.org/actograph/ns#openLemma";
    OPEN_PREPOSITION = "https://w3id.org/actograph/ns#openPreposition";
    FROM = "https://w3id.org/actograph/ns#from";
    TO = "https://w3id.org/actograph/ns#to";
    GRANULARITY = "https://w3id.org/actograph/ns#granularity";
    TIME_PHRASE = "https://w3id.org/actograph/ns#timePhrase";
    PLACE = "https://w3id.org/actograph/ns#place";
    AMOUNT = "https://w3id.org/actograph/ns#amount";
    UNIT = "https://w3id.org/actograph/ns#unit";
    MENTION = "https://w3id.org/actograph/ns#mention";
    MENTIONS = "https://w3id.org/actograph/ns#mentions";
    FORM = "https://w3id.org/actograph/ns#form";
    BELONGS_TO = "https://w3id.org/actograph/ns#belongsTo";
    CLASS_IN_TEXT = "https://w3id.org/actograph/ns#classInText";
    NAME_IN_TEXT = "https://w3id.org/actograph/ns#nameInText";
    PARENT_IN_TEXT = "https://w3id.org/actograph/ns#parentInText";
    READ_AS = "https://w3id.org/actograph/ns#readAs";
    METONYM = "https://w3id.org/actograph/ns#metonym";
    LITERAL_READING = "https://w3id.org/actograph/ns#literalReading";
    IDENTIFICATION = "https://w3id.org/actograph/ns#Identification";
    IDENTIFIES = "https://w3id.org/actograph/ns#identifies";
    IDENTIFIED = "https://w3id.org/actograph/ns#identified";
    GROUND = "https://w3id.org/actograph/ns#ground";
    IN_DOCUMENT = "https://w3id.org/actograph/ns#inDocument";
    BY_CORRECTION = "https://w3id.org/actograph/ns#correction";
    CORRECTION = "https://w3id.org/actograph/ns#Correction";
    MERGE = "https://w3id.org/actograph/ns#Merge";
    SPLIT = "https://w3id.org/actograph/ns#Split";
    RENAME = "https://w3id.org/actograph/ns#Rename";
    RETYPE = "https://w3id.org/actograph/ns#Retype";
    ACCEPTANCE = "https://w3id.org/actograph/ns#Acceptance";
    REJECTION = "https://w3id.org/actograph/ns#Rejection";
    SAID_SUBJECT = "https://w3id.org/actograph/ns#saidSubject";
    SAID_PREDICATE = "https://w3id.org/actograph/ns#saidPredicate";
    SAID_OBJECT = "https://w3id.org/actograph/ns#saidObject";
    SAID_TRIGGER = "https://w3id.org/actograph/ns#saidTrigger";
    SEQUENCE = "https://w3id.org/actograph/ns#sequence";
    TARGET = "https://w3id.org/actograph/ns#target";
    MERGED = "https://w3id.org/actograph/ns#merged";
    SPLIT_DOCUMENT = "https://w3id.org/actograph/ns#splitDocument";
    SPLIT_NAME = "https://w3id.org/actograph/ns#splitName";
    SPLIT_INTO = "https://w3id.org/actograph/ns#splitInto";
    NEW_LABEL = "https://w3id.org/actograph/ns#newLabel";
    NEW_CLASS = "https://w3id.org/actograph/ns#newClass";
    CREATOR = "http://purl.org/dc/terms/creator";
    CREATED = "http://purl.org/dc/terms/created";
    DESCRIPTION = "http://purl.org/dc/terms/description";
    INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
    DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime";
    FINGERPRINT = "https://w3id.org/actograph/ns#fingerprint";
    DUPLICATE_OF = "https://w3id.org/actograph/ns#duplicateOf";
    CONTENT_HASH = "https://w3id.org/actograph/ns#contentHash";
    READER = "https://w3id.org/actograph/ns#reader";
    QUAD_CLASS = "https://w3id.org/actograph/ns#quadClass";
}

/// The namespace of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Default for Base {
    fn default() -> Self {
        Self(DEFAULT_BASE.to_owned())
    }
}

impl Base {
    /// A base of the user's own; it must be an absolute IRI that ends in `/` or `#`.
    ///
    /// # Errors
    /// [`Error::Usage`] if it is not.
    ///
    /// ```
    /// use actograph::graph::vocabulary::Base;
    /// assert_eq!(Base::new("https://example.org/").unwrap().actor("oman").as_str(), "https://example.org/oman");
    /// assert!(Base::new("example").is_err());
    /// ```
    pub fn new(iri: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Usage(format!("--base {iri}: {why}"));
        NamedNode::new(iri).map_err(|e| wrong(e.to_string()))?;
        if !iri.ends_with(['/', '#']) {
            return Err(wrong("must end in `/` or `#`".to_owned()));
        }
        Ok(Self(iri.to_owned()))
    }

    /// As the user wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An actor or thing that is the same in all documents.
    pub fn actor(&self, id: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}", self.0, encode(id)))
    }

    /// A document, which is also the name of its graph. Slashes of the identifier stay.
    pub fn document(&self, id: &str) -> NamedNode {
        let path: Vec<String> = id.split('/').map(encode).collect();
        NamedNode::new_unchecked(format!("{}document/{}", self.0, path.join("/")))
    }

    /// The graph of hand corrections.
    pub fn curation(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}curation", self.0))
    }

    /// The graph that triples of the user's own go to where an update names none.
    pub fn own(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}own", self.0))
    }

    /// The graph of a validation report.
    pub fn validation(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}validation", self.0))
    }

    /// The graph of the actors of all documents.
    pub fn actors(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}actors", self.0))
    }

    /// The IRI that a person names in short: an actor's identifier, or a document's actor, with or without prefix.
    ///
    /// ```
    /// use actograph::graph::vocabulary::Base;
    /// let base = Base::default();
    /// assert_eq!(base.resolve("iran"), base.actor("iran"));
    /// assert_eq!(base.resolve("kg:iran"), base.actor("iran"));
    /// assert_eq!(base.resolve("https://w3id.org/actograph/kg/iran"), base.actor("iran"));
    /// assert_eq!(base.resolve("doc:2025/talks#envoy-1").as_str(), format!("{}document/2025/talks#envoy-1", base.as_str()));
    /// assert_eq!(base.shorten(base.resolve("doc:a#envoy-1").as_str()), "doc:a#envoy-1");
    /// ```
    pub fn resolve(&self, name: &str) -> NamedNode {
        let in_document = |rest: &str| match rest.split_once('#') {
            Some((document, actor)) => local(self.document(&decode(document)).as_ref(), &decode(actor)),
            None => self.document(&decode(rest)),
        };
        let name = name.strip_prefix(&self.0).unwrap_or(name);
        match (name.strip_prefix("doc:").or(name.strip_prefix("document/")), name.strip_prefix("kg:")) {
            (Some(rest), _) => in_document(rest),
            (None, Some(rest)) => self.actor(&decode(rest)),
            (None, None) => self.actor(&decode(name)),
        }
    }

    /// The identifier of an actor that is the same in all documents, of its IRI.
    pub fn id(&self, iri: &str) -> Option<String> {
        iri.strip_prefix(&self.0).filter(|rest| !rest.contains(['#', '/'])).map(decode)
    }

    /// The shortest name by which [`resolve`](Self::resolve) finds an IRI of this base again.
    pub fn shorten(&self, iri: &str) -> String {
        match iri.strip_prefix(&self.0) {
            Some(rest) => rest.strip_prefix("document/").map_or_else(|| rest.to_owned(), |rest| format!("doc:{rest}")),
            None => iri.to_owned(),
        }
    }

    /// Every prefix that queries know: own, foreign, and the data's.
    pub fn prefixes(&self) -> Vec<(&'static str, String)> {
        let own = [("ag", AG.to_owned()), ("rel", REL.to_owned()), ("kg", self.0.clone())];
        let doc = [("doc", format!("{}document/", self.0))];
        let foreign = FOREIGN.iter().map(|(prefix, iri)| (*prefix, (*iri).to_owned()));
        own.into_iter().chain(doc).chain(foreign).collect()
    }
}

/// Something that only one document knows: `document#name`.
pub fn local(document: NamedNodeRef<'_>, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#{}", document.as_str(), encode(name)))
}

/// The property of a predicate of the inventory.
pub fn relation(predicate: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{REL}{}", encode(predicate)))
}

/// An own term by its local name, such as `stated` or `ArmedGroup`.
pub fn own(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{AG}{}", encode(name)))
}

/// The class of an actor or thing.
pub fn class(class: Class) -> NamedNode {
    own(class.name())
}

/// A Wikidata item.
pub fn wikidata(item: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://www.wikidata.org/entity/{}", encode(item)))
}

/// Percent-encodes everything but letters, digits, `-`, `_`, `.` and `~` (RFC 3986, unreserved).
///
/// ```
/// use actograph::graph::vocabulary::encode;
/// assert_eq!(encode("steve-witkoff"), "steve-witkoff");
/// assert_eq!(encode("São <Tomé>"), "S%C3%A3o%20%3CTom%C3%A9%3E");
/// ```
pub fn encode(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(byte as char);
        } else {
            write!(encoded, "%{byte:02X}").expect("a string takes everything");
        }
    }
    encoded
}

/// The text that [`encode`] made this of; what is no such text stays.
pub(super) fn decode(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = name.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        if let Some(byte) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| name.to_owned())
}

/// SHA-256 of the parts in hexadecimal digits. Parts are kept apart: `["ab", "c"]` is not `["a", "bc"]`.
pub fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::trace;

    #[test]
    fn every_iri_is_valid_whatever_the_name() {
        for term in TERMS {
            NamedNode::new(*term).unwrap();
        }
        let base = Base::default();
        for name in ["", "oman", "a b", "\" & < > ’ 中 \n ]; evil", "100%", "a#b?c", "..", "\u{0}", "[x]{y}|\\^`"] {
            let document = base.document(name);
            let made = [base.actor(name), local(document.as_ref(), name), relation(name), wikidata(name), own(name)];
            for iri in made.iter().chain([&document, &trace::span(document.as_str(), &(0..9))]) {
                NamedNode::new(iri.as_str()).unwrap();
            }
        }
    }

    #[test]
    fn different_names_give_different_iris() {
        let base = Base::default();
        assert_ne!(base.document("a/b"), base.document("a%2Fb"));
        assert_ne!(base.actor("a b"), base.actor("a-b"));
        assert_ne!(hash([b"ab".as_slice(), b"c"]), hash([b"a".as_slice(), b"bc"]));
    }

    #[test]
    fn a_base_is_an_absolute_iri_with_an_open_end() {
        for wrong in ["", "kg/", "https://example.org", "https://exa mple.org/"] {
            assert!(matches!(Base::new(wrong), Err(Error::Usage(_))), "{wrong}");
        }
        assert_eq!(
            Base::new("https://example.org/kg#").unwrap().curation().as_str(),
            "https://example.org/kg#curation"
        );
    }
}
