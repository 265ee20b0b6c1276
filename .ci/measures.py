"""What `actograph measure` prints, against NetworkX: three stores, every measure of every node and of the whole.

usage: measures.py PROGRAM STORE FOLDER

The first store is STORE. The other two are written here as RDF and imported: Zachary's karate club, and a random graph
with parallel edges, symmetric relations, denials, and nodes that point nowhere. The edges are asked for in SPARQL, so
that the program's own projection is checked as well.
"""
import collections, csv, io, itertools, json, pathlib, random, subprocess, sys

import networkx as nx

program, store, folder = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir(parents=True, exist_ok=True)

KG = "https://w3id.org/actograph/kg/"
AG = "https://w3id.org/actograph/ns#"
REL = "https://w3id.org/actograph/relation/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def run(*arguments):
    return subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def imported(name, edges):
    """A store of one document that says these edges: subject, predicate, object, standing, phase."""
    document = f"{KG}document/{name}"
    lines = []

    def add(subject, predicate, value):
        value = f"<{value}>" if value.startswith("http") else json.dumps(value)
        lines.append(f"<{subject}> <{predicate}> {value} <{document}> .")

    add(document, RDF + "type", AG + "Document")
    add(document, "http://purl.org/dc/terms/identifier", name)
    add(document, AG + "contentHash", "sha256:0")
    add(document, AG + "reader", "measures.py")
    nodes = sorted({end for subject, _, value, *_ in edges for end in (subject, value)})
    for node in nodes:
        add(KG + node, AG + "classInText", AG + "State")
        add(KG + node, AG + "nameInText", node)
    add(document, RDF + "type", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Context")
    for number, (subject, predicate, value, standing, phase) in enumerate(edges):
        assertion = f"{document}#assertion-{number}"
        add(assertion, RDF + "subject", KG + subject)
        add(assertion, RDF + "predicate", REL + predicate)
        add(assertion, RDF + "object", KG + value)
        add(assertion, AG + "standing", AG + standing)
        if phase:
            add(assertion, AG + "phase", AG + phase)
    path = folder / f"{name}.nq"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run("import", path, "--store", folder / name)
    return folder / name


def karate():
    graph = nx.karate_club_graph()
    edges = []
    for a, b, data in graph.edges(data=True):
        edges += [(f"member-{a}", "supports", f"member-{b}", "stated", None)] * data["weight"]
    return imported("karate", edges)


def tangle():
    chance = random.Random(7)
    names = [f"actor-{i}" for i in range(40)]
    predicates = ["attacks", "funds", "meets", "leads", "alliedWith", "accuses", "aids"]
    edges = []
    for _ in range(150):
        # The later ones seldom: so there are leaves, bridges and several components.
        a, b = (names[min(chance.randrange(40), chance.randrange(40))] for _ in range(2))
        standing = chance.choice(["stated", "stated", "reported", "denied"])
        edges += [(a, chance.choice(predicates), b, standing, chance.choice([None, None, "ends"]))] * chance.randrange(1, 4)
    return imported("tangle", edges)


def asked(place, query):
    return list(csv.DictReader(io.StringIO(run("query", "--store", place, "--format", "csv", query))))


def check(place):
    symmetric = {row["p"] for row in asked(place, "SELECT ?p { ?p a owl:SymmetricProperty }")}
    quad = {row["p"]: row["q"] for row in asked(place, "SELECT ?p ?q { ?p ag:quadClass ?q }")}
    query = """SELECT ?a ?s ?p ?o ?standing ?phase ?lemma ?preposition {
        ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ag:standing ?standing .
        OPTIONAL { ?a ag:phase ?phase } OPTIONAL { ?a ag:openLemma ?lemma }
        OPTIONAL { ?a ag:openPreposition ?preposition } }"""
    counts, signs = collections.Counter(), collections.Counter()
    for row in asked(place, query):
        a, b, p = row["s"], row["o"], row["p"]
        if a == b:
            continue
        if p in symmetric:
            a, b = sorted([a, b])
        counts[a, (p, row["lemma"], row["preposition"]), b] += 1
        ended = row["phase"].endswith("ends") and not row["standing"].endswith("uncertain")
        if p in quad and not row["standing"].endswith("denied") and not ended:
            signs[frozenset([a, b])] += 1 if quad[p].endswith("C") else -1
    multi, arrows, simple = nx.MultiGraph(), nx.DiGraph(), nx.Graph()
    both = nx.MultiDiGraph()
    for (a, p, b), n in counts.items():
        multi.add_edge(a, b, count=n)
        for x, y in [(a, b), (b, a)] if p[0] in symmetric else [(a, b)]:
            both.add_edge(x, y)
            arrows.add_edge(x, y, count=n + arrows.get_edge_data(x, y, {"count": 0})["count"])
        simple.add_edge(a, b, count=n + simple.get_edge_data(a, b, {"count": 0})["count"])
    arrows.add_nodes_from(multi)
    both.add_nodes_from(multi)

    measured = json.loads(run("measure", "--store", place, "--format", "json"))
    figures, nodes = measured["figures"], {node["iri"]: node for node in measured["nodes"]}
    assert nodes.keys() == set(multi), nodes.keys() ^ set(multi)
    expected = {
        "degree": dict(multi.degree()),
        "in-degree": dict(both.in_degree()),
        "out-degree": dict(both.out_degree()),
        "weighted-degree": dict(multi.degree(weight="count")),
        "pagerank": nx.pagerank(arrows, weight="count", tol=1e-14, max_iter=1000),
        "betweenness": nx.betweenness_centrality(simple),
        "closeness": nx.closeness_centrality(simple),
        "core": nx.core_number(simple),
    }
    for measure, values in expected.items():
        for iri, value in values.items():
            assert abs(nodes[iri][measure] - value) < 1e-9, (place, measure, iri, nodes[iri][measure], value)

    def groups(name):
        parts = collections.defaultdict(set)
        for iri, node in nodes.items():
            parts[node[name]].add(iri)
        sizes = [len(parts[number]) for number in sorted(parts)]
        assert sizes == sorted(sizes, reverse=True) and list(sorted(parts)) == list(range(len(parts))), (name, sizes)
        return list(parts.values())

    components = groups("component")
    assert {frozenset(c) for c in components} == {frozenset(c) for c in nx.connected_components(simple)}
    communities = groups("community")
    modularity = nx.community.modularity(simple, communities, weight="count")
    assert abs(modularity - figures["modularity"]) < 1e-9, (modularity, figures["modularity"])
    best = max(nx.community.modularity(simple, nx.community.louvain_communities(simple, weight="count", seed=seed),
                                       weight="count") for seed in range(10))
    assert modularity > best - 0.03, (place, modularity, best)
    assert abs(figures["density"] - nx.density(simple)) < 1e-12
    assert (figures["nodes"], figures["edges"]) == (len(multi), multi.number_of_edges())
    assert (figures["components"], figures["communities"]) == (len(components), len(communities))
    assert {frozenset(pair) for pair in figures["bridges"]} == {frozenset(pair) for pair in nx.bridges(simple)}
    triads = collections.Counter()
    signed = nx.Graph([(*pair, {"sign": n > 0}) for pair, n in signs.items() if n])
    for three in (c for c in nx.enumerate_all_cliques(signed) if len(c) == 3):
        conflicts = sum(not signed[a][b]["sign"] for a, b in itertools.combinations(three, 2))
        triads[["+++", "++-", "+--", "---"][conflicts]] += 1
    assert {k: n for k, n in figures["triads"].items() if n} == dict(triads), (figures["triads"], triads)
    print(f"{pathlib.Path(place).name}: {len(multi)} nodes, {multi.number_of_edges()} edges, {dict(triads)} triads, "
          f"modularity {modularity:.4f} (NetworkX, best of ten: {best:.4f})")


for place in [store, karate(), tangle()]:
    check(place)
