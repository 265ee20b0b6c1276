// Reads an export with a JavaScript tool and prints what it found: {"nodes": {IRI: attributes}, "edges": [[source,
// target, attributes]]}, or for Cypher {"errors": [...], "statements": n}.
//
// usage: node read.mjs READER FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// What is installed stands in the working directory, not beside this file.
const require = createRequire(process.cwd() + "/");
const [reader, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

function graphology(graph) {
  const iri = (key) => graph.getNodeAttribute(key, "iri");
  const nodes = Object.fromEntries(graph.mapNodes((key, attributes) => [iri(key), attributes]));
  const edges = graph.mapEdges((_, attributes, source, target) => [iri(source), iri(target), attributes]);
  return { nodes, edges };
}

const readers = {
  graphology() {
    const { MultiDirectedGraph } = require("graphology");
    return graphology(MultiDirectedGraph.from(JSON.parse(text)));
  },
  "graphology-graphml"() {
    const { MultiDirectedGraph } = require("graphology");
    return graphology(require("graphology-graphml").parse(MultiDirectedGraph, text));
  },
  "graphology-gexf"() {
    // Without an edge it takes the graph for a mixed one.
    const { MultiGraph } = require("graphology");
    return graphology(require("graphology-gexf").parse(MultiGraph, text, { addMissingNodes: false }));
  },
  cytoscape() {
    const cytoscape = require("cytoscape");
    const graph = cytoscape({ headless: true, elements: JSON.parse(text).elements });
    const data = (element) => element.data();
    const nodes = Object.fromEntries(graph.nodes().map((node) => [node.id(), data(node)]));
    return { nodes, edges: graph.edges().map((edge) => [edge.data("source"), edge.data("target"), data(edge)]) };
  },
  cypher() {
    const { lintCypherQuery, parseStatementsStrs } = require("@neo4j-cypher/language-support");
    const found = lintCypherQuery(text, {});
    const list = Array.isArray(found) ? found : (found.diagnostics ?? []);
    // 1 is an error; warnings tell of labels that an empty database does not have.
    const errors = list.filter((d) => d.severity === 1).map((d) => d.message);
    return { errors, statements: parseStatementsStrs(text).filter((s) => s.trim()).length };
  },
};

process.stdout.write(JSON.stringify(readers[reader]()));
