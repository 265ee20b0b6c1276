//! A view → the files of other graph tools.
//!
//! Nothing here looks into the store: all that a file holds stands in the [`View`], and [`attributes`] lists it once for
//! all formats. RDF is written by [`graph::export`](crate::graph::export).
//!
//! A [`Format`] is one file, or several that belong together; [`Export`] makes the [`Part`]s of a view.

pub mod attributes;
pub mod cx2;
pub mod dot;
pub mod folder;
pub mod ftm;
pub mod gexf;
pub mod graphml;
pub mod json;
pub mod kuzu;
pub mod neo4j;
pub mod pajek;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod stix;
pub mod tables;
mod xml;

#[cfg(test)]
mod fixture;

use std::path::Path;

use crate::data::Data;
use crate::diagnostic::Error;
use crate::exchange::folder::Part;
use crate::exchange::graphml::Flavor;
use crate::exchange::tables::Cells;
use crate::graph::view::{Step, View};
use crate::picture::mermaid;

macro_rules! formats {
    ($($(#[$cfg:meta])? $variant:ident $name:literal $endings:tt $shape:ident $doc:literal $lost:literal;)+) => {
        /// A format of graph tools.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Format { $($(#[$cfg])? #[doc = $doc] $variant),+ }

        impl Format {
            /// Every format, in the order of the documentation.
            pub const ALL: &[Self] = &[$($(#[$cfg])? Self::$variant),+];

            /// As options call it.
            pub fn name(self) -> &'static str {
                match self { $($(#[$cfg])? Self::$variant => $name),+ }
            }

            /// Endings of its files, without the dot; the longest is looked for first.
            pub fn endings(self) -> &'static [&'static str] {
                match self { $($(#[$cfg])? Self::$variant => &$endings),+ }
            }

            /// What its files are.
            pub fn shape(self) -> Shape {
                match self { $($(#[$cfg])? Self::$variant => Shape::$shape),+ }
            }

            /// What it is for.
            pub fn doc(self) -> &'static str {
                match self { $($(#[$cfg])? Self::$variant => $doc),+ }
            }

            /// What of a view it cannot hold; nothing if empty.
            pub fn lost(self) -> &'static str {
                match self { $($(#[$cfg])? Self::$variant => $lost),+ }
            }
        }
    };
}

/// What the files of a format are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One file.
    File,
    /// A table of nodes and a table of edges, which also stand alone.
    Tables,
    /// Several files that need each other.
    Folder,
}

formats! {
    GraphMl "graphml" ["graphml"] File "yEd, Gephi, NetworkX, igraph, graphology" "";
    Gexf "gexf" ["gexf"] File "Gephi, with timeline, sizes and colours" "";
    CyJs "cyjs" ["cyjs"] File "Cytoscape, Cytoscape.js" "";
    Cx2 "cx2" ["cx2"] File "Cytoscape, NDEx" "";
    NodeLink "node-link" ["node-link.json"] File "NetworkX, D3" "";
    Graphology "graphology" ["graphology.json"] File "Sigma, graphology" "";
    Neo4j "neo4j" [] Folder "a new Neo4j database (`neo4j-admin database import`)" "";
    Cypher "cypher" ["cypher", "cql"] File "a Neo4j database that is in use" "";
    Kuzu "kuzu" [] Folder "Kùzu, Ladybug" "the character `␟` in lists";
    Csv "csv" ["csv"] Tables "spreadsheets, pandas, R" "";
    Tsv "tsv" ["tsv"] Tables "the same, with tabs" "";
    #[cfg(feature = "parquet")]
    Parquet "parquet" ["parquet"] Tables "pandas, Polars, DuckDB, Spark, R" "";
    Pajek "pajek" ["net"] File "Pajek" "all attributes but labels and weights; `\"`, `\\` and line ends";
    Mermaid "mermaid" ["mmd", "mermaid"] File "Markdown pages, a picture" "all but the picture";
    Dot "dot" ["dot", "gv"] File "Graphviz, gvpr; for the picture see `view`" "a `\\` is read as two, a line end as `\\n`";
    Ftm "ftm" ["ftm.json", "ftmjson"] File "Aleph, tools of OpenSanctions" "classes and edges without a counterpart; measures; counts, codes and dates become words";
    Stix "stix" ["stix.json", "stix"] File "OpenCTI, MISP" "classes and edges without a counterpart";
}

impl Format {
    /// By the ending of a file's name; that of its packing does not count.
    ///
    /// ```
    /// use actograph::exchange::Format;
    /// assert_eq!(Format::of_file("news.GEXF".as_ref()), Some(Format::Gexf));
    /// assert_eq!(Format::of_file("news.graphology.json.gz".as_ref()), Some(Format::Graphology));
    /// assert_eq!(Format::of_file("news.txt".as_ref()), None);
    /// ```
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
        let endings = Self::ALL.iter().flat_map(|format| format.endings().iter().map(move |ending| (*ending, *format)));
        let fitting = endings.filter(|(ending, _)| name.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.')));
        fitting.max_by_key(|(ending, _)| ending.len()).map(|(_, format)| format)
    }
}

/// What can be chosen within a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// For whom GraphML is.
    pub flavor: Flavor,
    /// Whether node-link calls its edges `links`.
    pub links: bool,
    /// Whether parallel edges of the view are merged, as [`Request::merge`](crate::graph::view::Request::merge) says.
    pub merged: bool,
    /// Whether CSV and TSV hold texts as they are, even if a spreadsheet would compute them.
    pub verbatim: bool,
}

/// A format, ready to write views.
#[derive(Debug)]
pub struct Export {
    format: Format,
    options: Options,
    steps: Vec<Step>,
    schemata: ftm::Schemata,
    types: stix::Types,
}

impl Export {
    /// Takes what the format needs from the program's data.
    ///
    /// # Errors
    /// As [`Data::text`]; [`Error::Content`] if a table of `ontology/exchange/` names what does not exist.
    pub fn new(format: Format, options: Options, data: &Data) -> Result<Self, Error> {
        let schemata = if format == Format::Ftm { ftm::Schemata::load(data)? } else { ftm::Schemata::default() };
        let types = if format == Format::Stix { stix::Types::load(data)? } else { stix::Types::default() };
        Ok(Self { format, options, steps: Vec::new(), schemata, types })
    }

    /// Lets the file also tell how the view changes; its series is made with the same request. Only GEXF can.
    #[must_use]
    pub fn with_series(mut self, steps: Vec<Step>) -> Self {
        self.steps = steps;
        self
    }

    /// How many nodes and edges of a view the format has no counterpart for.
    pub fn left_out(&self, view: &View) -> (usize, usize) {
        match self.format {
            Format::Ftm => ftm::left_out(view, &self.schemata),
            Format::Stix => stix::left_out(view, &self.types),
            _ => (0, 0),
        }
    }

    /// The files that hold a view: one for [`Shape::File`], nodes and edges for [`Shape::Tables`].
    pub fn parts<'a>(&'a self, view: &'a View) -> Vec<Part<'a>> {
        let Options { flavor, links, merged, verbatim } = self.options;
        let tables = |delimiter: u8, [nodes, edges]: [&'static str; 2]| {
            let cells = Cells { delimiter, verbatim };
            vec![
                Part::new(nodes, move |out| tables::nodes(view, cells, out)),
                Part::new(edges, move |out| tables::edges(view, cells, out)),
            ]
        };
        match self.format {
            Format::GraphMl => vec![Part::new("view.graphml", move |out| graphml::write(view, flavor, out))],
            Format::Gexf => vec![Part::new("view.gexf", move |out| gexf::write(view, &self.steps, merged, out))],
            Format::CyJs => vec![Part::new("view.cyjs", |out| json::cytoscape(view, out))],
            Format::Cx2 => vec![Part::new("view.cx2", |out| cx2::write(view, out))],
            Format::NodeLink => vec![Part::new("view.json", move |out| json::node_link(view, links, out))],
            Format::Graphology => vec![Part::new("view.graphology.json", |out| json::graphology(view, out))],
            Format::Neo4j => vec![
                Part::new("nodes.csv", |out| neo4j::nodes(view, out)),
                Part::new("edges.csv", |out| neo4j::edges(view, out)),
                Part::new("import.sh", |out| out.write_all(neo4j::IMPORT.as_bytes())),
            ],
            Format::Cypher => vec![Part::new("view.cypher", |out| neo4j::cypher(view, out))],
            Format::Kuzu => vec![
                Part::new("nodes.csv", |out| kuzu::nodes(view, out)),
                Part::new("edges.csv", |out| kuzu::edges(view, out)),
                Part::new("load.cypher", |out| kuzu::schema(view, out)),
            ],
            Format::Csv => tables(b',', ["nodes.csv", "edges.csv"]),
            Format::Tsv => tables(b'\t', ["nodes.tsv", "edges.tsv"]),
            #[cfg(feature = "parquet")]
            Format::Parquet => vec![
                Part::new("nodes.parquet", |out| parquet::nodes(view, out)),
                Part::new("edges.parquet", |out| parquet::edges(view, out)),
            ],
            Format::Pajek => vec![Part::new("view.net", |out| pajek::write(view, out))],
            Format::Mermaid => {
                vec![Part::new("view.mmd", |out| out.write_all(mermaid::mermaid(view, None).as_bytes()))]
            }
            Format::Dot => vec![Part::new("view.dot", |out| dot::write(view, out))],
            Format::Ftm => vec![Part::new("view.ftm.json", |out| ftm::write(view, &self.schemata, out))],
            Format::Stix => vec![Part::new("view.stix.json", |out| stix::write(view, &self.types, out))],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format, view: &View) -> Vec<(&'static str, Vec<u8>)> {
        let export = Export::new(format, Options::default(), &Data::embedded()).unwrap();
        let whole = |part: &Part<'_>| {
            let mut bytes = Vec::new();
            part.write(&mut bytes).unwrap();
            (part.name, bytes)
        };
        export.parts(view).iter().map(whole).collect()
    }

    #[test]
    fn every_format_writes_every_view_twice_the_same() {
        for &format in Format::ALL {
            for view in [fixture::small(), fixture::evil(), fixture::empty()] {
                let first = written(format, &view);
                assert_eq!(first, written(format, &view), "{}", format.name());
                let n = match format.shape() {
                    Shape::File => 1..=1,
                    Shape::Tables => 2..=2,
                    Shape::Folder => 2..=9,
                };
                assert!(n.contains(&first.len()), "{}", format.name());
                let may_be_empty = format == Format::Ftm && view.graph.node_count() == 0;
                assert!(may_be_empty || first.iter().all(|(_, bytes)| !bytes.is_empty()), "{}", format.name());
            }
        }
    }

    #[test]
    fn names_and_endings_are_there_once() {
        let mut endings: Vec<&str> = Format::ALL.iter().flat_map(|format| format.endings()).copied().collect();
        let mut names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        for list in [&mut endings, &mut names] {
            let n = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), n);
        }
    }

    #[test]
    fn no_rdf_ending_is_taken() {
        for ending in Format::ALL.iter().flat_map(|format| format.endings()).filter(|ending| !ending.contains('.')) {
            let name = format!("a.{ending}");
            assert_eq!(crate::graph::rdf::Syntax::of_file(name.as_ref()), None, "{name}");
        }
    }
}
