"""Exports of a store, read by rdflib and pyoxigraph: all of them must hold the same quads or triples.

usage: exchange.py PROGRAM STORE FOLDER
"""
import gzip, json, pathlib, subprocess, sys

import pyoxigraph
import rdflib

program, store, folder = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir(parents=True, exist_ok=True)


def export(name, *options):
    path = folder / name
    subprocess.run([program, "export", "--store", store, "--output", path, *options], check=True)
    return path


def by_oxigraph(path, format, graphs=True):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        quads = pyoxigraph.parse(input=file.read(), format=format)
        return {str(q) if graphs else str(q.triple) for q in quads}


def by_rdflib(path, format):
    data = rdflib.Dataset(default_union=False)
    data.parse(path, format=format)
    return {(s.n3(), p.n3(), o.n3(), g.n3() if g is not None else "")
            for s, p, o, g in ((s, p, o, rdflib.URIRef(g) if g is not None else None) for s, p, o, g in data.quads())}


F = pyoxigraph.RdfFormat
quads = by_oxigraph(export("all.nq"), F.N_QUADS)
assert quads
for name, format in [("all.nq.gz", F.N_QUADS), ("all.trig", F.TRIG), ("all.jsonld", F.JSON_LD)]:
    assert by_oxigraph(export(name), format) == quads, name
triples = by_oxigraph(folder / "all.nq", F.N_QUADS, graphs=False)
for name, format in [("all.ttl", F.TURTLE), ("all.nt", F.N_TRIPLES), ("all.rdf", F.RDF_XML)]:
    assert by_oxigraph(export(name), format, graphs=False) == triples, name

reference = by_rdflib(folder / "all.nq", "nquads")
assert len(reference) == len(quads), (len(reference), len(quads))
for name, format in [("all.trig", "trig"), ("all.jsonld", "json-ld")]:
    read = by_rdflib(folder / name, format)
    assert read == reference, (name, list(read ^ reference)[:4])
expected = {quad[:3] for quad in reference}
for name, format in [("all.ttl", "turtle"), ("all.nt", "nt"), ("all.rdf", "xml")]:
    graph = rdflib.Graph()
    graph.parse(folder / name, format=format)
    read = {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}
    assert read == expected, (name, list(read ^ expected)[:4])

# RDF 1.2: one triple term for every assertion.
assertions = sum("ns#standing>" in quad for quad in quads)
terms = by_oxigraph(export("terms.nq", "--rdf12"), F.N_QUADS) - quads
assert len(terms) == assertions > 0, (len(terms), assertions)
assert len(by_oxigraph(export("terms.trig", "--rdf12"), F.TRIG) - quads) == assertions
for name, format in [("terms.ttl", F.TURTLE), ("terms.nt", F.N_TRIPLES)]:
    assert len(by_oxigraph(export(name, "--rdf12"), format, graphs=False) - triples) == assertions, name

# The context gives short names their meaning.
context = json.loads(pathlib.Path("ontology/context.jsonld").read_text())
document = {
    **context,
    "id": "https://example.org/assertion-1",
    "type": "Assertion",
    "subject": "https://example.org/oman",
    "predicate": "https://w3id.org/actograph/relation/brokers",
    "standing": "stated",
    "from": "2025-04-12",
}
graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
ag = rdflib.Namespace("https://w3id.org/actograph/ns#")
node = rdflib.URIRef("https://example.org/assertion-1")
assert (node, rdflib.RDF.type, ag.Assertion) in graph
assert (node, rdflib.RDF.predicate, rdflib.URIRef("https://w3id.org/actograph/relation/brokers")) in graph
assert (node, ag.standing, ag.stated) in graph
print(f"{len(quads)} quads, {len(triples)} triples, {assertions} triple terms, the same in every syntax")
