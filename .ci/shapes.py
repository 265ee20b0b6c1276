"""SHACL: pyshacl and `actograph validate` find the same, in good graphs and in those that are broken on purpose.

usage: shapes.py PROGRAM STORE FOLDER
"""
import csv, pathlib, subprocess, sys

import pyshacl
import rdflib

program, store, folder = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir(parents=True, exist_ok=True)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = "https://w3id.org/actograph/shapes#"
shapes = rdflib.Graph().parse("ontology/shapes.ttl")
ontology = rdflib.Graph()
for name in ["actors", "provenance", "relations"]:
    ontology.parse(f"ontology/{name}.ttl")
PREFIXES = {
    "ag": "https://w3id.org/actograph/ns#", "rel": "https://w3id.org/actograph/relation/",
    "kg": "https://w3id.org/actograph/kg/", "doc": "https://w3id.org/actograph/kg/document/",
    "dcterms": "http://purl.org/dc/terms/", "prov": "http://www.w3.org/ns/prov#", "xsd": str(rdflib.XSD),
    "rdf": str(rdflib.RDF), "rdfs": str(rdflib.RDFS),
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
}


def results(report):
    found = set()
    for result in report.objects(None, SH.result):
        value = lambda name: report.value(result, SH[name])
        found.add((value("focusNode"), str(value("sourceShape")).removeprefix(SHAPES),
                   str(value("sourceConstraintComponent")).removeprefix(SH), str(value("resultSeverity"))))
    return found


def by_pyshacl(graph):
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=ontology, allow_warnings=True)
    return results(report)


def by_actograph(*what):
    report = folder / "report.ttl"
    report.unlink(missing_ok=True)
    done = subprocess.run([program, "validate", *what, "--report", report], capture_output=True, text=True)
    assert report.exists(), (what, done)
    found = results(rdflib.Graph().parse(report))
    violated = any(severity.endswith("Violation") for *_, severity in found)
    assert done.returncode == (1 if violated else 0), (what, done)
    return found


# The shapes are shapes.
pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)

exported = folder / "store.nt"
subprocess.run([program, "export", "--store", store, "--output", exported], check=True)
graph = rdflib.Graph().parse(exported)
assert by_pyshacl(graph) == by_actograph("--store", store) == by_actograph(exported) == set()
print(f"{len(graph)} triples conform")

good = rdflib.Graph().parse("fixtures/shapes/good.ttl")
assert by_pyshacl(good) == set()
header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
lines = [line for line in open("fixtures/shapes/broken.tsv", encoding="utf-8") if not line.startswith("#")]
rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
wrong, n = [], 0
for row in rows:
    graph = rdflib.Graph()
    for triple in good:
        graph.add(triple)
    graph.update(header + row["update"])
    path = folder / "broken.nt"
    graph.serialize(path, format="nt", encoding="utf-8")
    one, other = by_pyshacl(graph), by_actograph(path)
    n += len(one)
    if one != other or row["shape"] not in {shape for _, shape, *_ in one}:
        wrong.append((row["shape"], row["update"], "only pyshacl", one - other, "only actograph", other - one))
for case in wrong:
    print(*case, sep="\n    ")
assert not wrong, f"{len(wrong)} of {len(rows)} broken graphs"
print(f"{len(rows)} broken graphs, {n} findings, the same by both")
