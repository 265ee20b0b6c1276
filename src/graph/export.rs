//! A store → one RDF file, document by document: no more than a few documents are in memory at once.
//!
//! What is written is what queries see, corrections applied, or what the documents were read as ([`Options::raw`]).
//! Syntaxes without graphs keep all triples and lose which document each is from; the assertions' evidence still tells it.
//!
//! With [`Options::triple_terms`] every assertion also says `rdf:reifies <<( subject predicate object )>>`, as RDF 1.2
//! has it (<https://www.w3.org/TR/rdf12-concepts/#dfn-triple-term>); few programs read that yet.

use std::io::Write;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad};

use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::full;
use crate::graph::rdf::{Syntax, serializer};
use crate::graph::store::{Seen, Store, ontology};
use crate::graph::vocabulary::term;

/// What is written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Options {
    /// In which syntax.
    pub syntax: Syntax,
    /// Documents as they were read, without corrections applied.
    pub raw: bool,
    /// Documents told in full: what follows from names, as triples ([`full`]).
    pub full: bool,
    /// The ontology too.
    pub ontology: bool,
    /// RDF 1.2 triple terms, for syntaxes that have them.
    pub triple_terms: bool,
}

/// Writes a store and returns the number of quads.
///
/// # Errors
/// [`Error::Usage`] if the syntax has no triple terms, [`Error::Store`] if the store is damaged, [`Error::File`] (path
/// `-`) if writing fails.
///
/// # Complexity
/// Linear in the quads of the store, in the memory of a few hundred documents.
pub fn export(store: &Store, data: &Data, options: Options, out: &mut dyn Write) -> Result<usize, Error> {
    if options.triple_terms && matches!(options.syntax, Syntax::RdfXml | Syntax::JsonLd) {
        let name = options.syntax.name();
        return Err(Error::Usage(format!("{name} has no triple terms here: use nquads, trig, turtle or ntriples")));
    }
    let seen = if options.raw { Seen::AsRead } else { Seen::Corrected };
    let failed = Error::file("-");
    let mut n = 0;
    let mut serializer = serializer(options.syntax, &store.base().prefixes()).for_writer(&mut *out);
    let mut take = |quads: Vec<Quad>| {
        let quads = if options.full { full::tell(quads) } else { quads };
        for quad in quads {
            n += 1;
            let written = if options.syntax.has_graphs() {
                serializer.serialize_quad(&quad)
            } else {
                serializer.serialize_triple(quad.as_ref())
            };
            written.map_err(Error::file("-"))?;
        }
        Ok(())
    };
    store.each(data, seen, &mut take)?;
    if options.ontology {
        take(ontology(data)?)?;
    }
    serializer.finish().map_err(failed)?;
    if matches!(options.syntax, Syntax::RdfXml | Syntax::JsonLd) {
        out.write_all(b"\n").map_err(Error::file("-"))?;
    }
    if options.triple_terms {
        store.each(data, seen, &mut |quads| {
            for quad in reified(&quads) {
                n += 1;
                writeln!(out, "{}", line(&quad, options.syntax)).map_err(Error::file("-"))?;
            }
            Ok(())
        })?;
    }
    Ok(n)
}

/// An assertion and the triple that it is about.
struct Reified {
    assertion: NamedOrBlankNode,
    triple: [String; 3],
    graph: GraphName,
}

/// The assertions among quads that stand one after the other, as documents have them.
fn reified(quads: &[Quad]) -> impl Iterator<Item = Reified> {
    quads.windows(3).filter_map(|three| {
        let [subject, predicate, object] = three else { return None };
        let fits = subject.predicate == term::SUBJECT
            && predicate.predicate == term::PREDICATE
            && object.predicate == term::OBJECT
            && three.iter().all(|q| q.subject == subject.subject);
        fits.then(|| Reified {
            assertion: subject.subject.clone(),
            triple: [subject, predicate, object].map(|q| q.object.to_string()),
            graph: subject.graph_name.clone(),
        })
    })
}

fn line(reified: &Reified, syntax: Syntax) -> String {
    let [subject, predicate, object] = &reified.triple;
    let (assertion, graph) = (&reified.assertion, &reified.graph);
    let reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>";
    let triple = format!("{assertion} {reifies} <<( {subject} {predicate} {object} )>>");
    match syntax {
        Syntax::NQuads => format!("{triple} {graph} ."),
        Syntax::TriG => format!("{graph} {{ {triple} . }}"),
        _ => format!("{triple} ."),
    }
}
