"""A served store, asked by SPARQLWrapper and by rdflib's SPARQLStore, which must see what `actograph query` sees.

usage: clients.py PROGRAM STORE
"""
import csv, os, subprocess, sys, urllib.error, urllib.request

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

program, store = sys.argv[1:]
TOKEN = "a-token-for-this-test-only"
AG = "https://w3id.org/actograph/ns#"
COUNT = "SELECT (COUNT(*) AS ?n) { ?a ag:standing ?s }"
NAMES = "SELECT DISTINCT ?name { ?a a ag:State ; rdfs:label ?name }"

rows = subprocess.run([program, "query", "--store", store, "--format", "csv", NAMES], check=True, capture_output=True, text=True)
names = sorted(row[0] for row in csv.reader(rows.stdout.splitlines()[1:]))
assert names
server = subprocess.Popen([program, "serve", "--store", store, "--bind", "127.0.0.1:0", "--write"], stderr=subprocess.PIPE,
                          text=True, env={**os.environ, "ACTOGRAPH_TOKEN": TOKEN})
try:
    line = server.stderr.readline()
    site = line.split(" is at ")[1].strip().removesuffix("/query")

    # SPARQLWrapper, by both methods and in all forms
    client = SPARQLWrapper(site + "/query", site + "/update")

    def ask(query, form, method="GET"):
        client.setQuery(query)
        client.setReturnFormat(form)
        client.setMethod(method)
        return client.queryAndConvert()

    for method in ("GET", POST):
        found = ask(NAMES, JSON, method)["results"]["bindings"]
        assert sorted(row["name"]["value"] for row in found) == names, method
        assert len(ask(NAMES, XML, method).getElementsByTagName("result")) == len(names)
        for form in (CSV, TSV):
            assert len(ask(NAMES, form, method).decode().split("\n")) == len(names) + 2, form
        assert ask("ASK { ?a ag:standing ?s }", JSON, method)["boolean"] is True
    states = "CONSTRUCT { ?a a ag:State } WHERE { ?a a ag:State }"
    n = ask("SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a ag:State }", JSON)["results"]["bindings"][0]["n"]["value"]
    for form in (RDFXML, TURTLE, N3):
        graph = ask(states, form)
        graph = graph if isinstance(graph, rdflib.Graph) else rdflib.Graph().parse(data=graph, format="turtle")
        assert len(graph) == int(n) > 0, (form, len(graph))
    try:
        ask("SELECT ?who {", JSON)
        raise AssertionError("a wrong query has an answer")
    except QueryBadFormed as error:
        assert "line 1, column" in str(error), error

    # An update, without the token and with it
    update = "INSERT DATA { kg:x rdfs:comment 'from Python' }"
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    client.setQuery(update)
    try:
        client.query()
        raise AssertionError("an update without a token")
    except Unauthorized:
        pass
    client.addCustomHttpHeader("Authorization", "Bearer " + TOKEN)
    client.query()
    assert ask("ASK { kg:x rdfs:comment 'from Python' }", JSON, POST)["boolean"] is True

    # rdflib: a graph and its triples, as if they were here
    graph = rdflib.Graph(store=SPARQLStore(site + "/query"))
    assert int(list(graph.query("PREFIX ag: <%s> %s" % (AG, COUNT)))[0][0]) > 0
    assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(AG + "State")))) == int(n)
    own = SPARQLUpdateStore(site + "/query", site + "/update", headers={"Authorization": "Bearer " + TOKEN}, autocommit=True)
    notes = rdflib.Graph(store=own, identifier=rdflib.URIRef("https://example.org/notes"))
    triple = (rdflib.URIRef("https://example.org/a"), rdflib.RDFS.label, rdflib.Literal("süß", lang="de"))
    notes.add(triple)
    assert list(notes) == [triple], list(notes)
    notes.remove(triple)
    assert len(notes) == 0

    # The graph store, the description, VoID
    def read(path, accept):
        request = urllib.request.Request(site + path, headers={"Accept": accept})
        with urllib.request.urlopen(request) as reply:
            return rdflib.Graph().parse(data=reply.read(), format=reply.headers["Content-Type"])

    for accept in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"):
        sizes = [len(read(path, accept)) for path in ("/query", "/.well-known/void", "/store?graph=" + AG.replace("ns#", "kg/actors"))]
        assert min(sizes) > 5, (accept, sizes)
    client.setQuery("DELETE WHERE { kg:x rdfs:comment ?y }")
    client.query()
finally:
    server.terminate()
assert server.wait(20) == 0
print(f"SPARQLWrapper and rdflib: {len(names)} names, {n} states")
