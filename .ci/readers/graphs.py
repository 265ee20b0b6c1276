"""Readers of graph files: each gives nodes by IRI and edges, for a file and what is expected of it."""
import csv, json, pathlib, re, shutil, subprocess, sys

import igraph
import ndex2.cx2
import networkx
import pandas
import pyarrow.csv
import pyarrow.parquet

HERE = pathlib.Path(__file__).parent


def of_networkx(graph):
    iri = {node: data.get("iri", node) for node, data in graph.nodes(data=True)}
    nodes = {iri[node]: data for node, data in graph.nodes(data=True)}
    return nodes, [(iri[a], iri[b], data) for a, b, data in graph.edges(data=True)]


def of_igraph(graph):
    nodes = {vertex["iri"]: present(vertex.attributes()) for vertex in graph.vs}
    return nodes, [(graph.vs[e.source]["iri"], graph.vs[e.target]["iri"], present(e.attributes())) for e in graph.es]


def present(attributes):
    """igraph fills what is missing with an empty string or NaN."""
    return {name: value for name, value in attributes.items() if value not in ("", None) and value == value}


def networkx_pajek(path, expected):
    return by_label(networkx.read_pajek(path), expected)


def by_label(graph, expected):
    """Labels are all that Pajek has: the order tells which node is which."""
    iris = list(expected[0])
    assert all(type(data.get("id", "0")) is str for _, data in graph.nodes(data=True))
    order = {node: iris[int(data["id"]) - 1] for node, data in graph.nodes(data=True)}
    nodes = {order[node]: {"label": node} for node in graph}
    return nodes, [edge_of_pajek(order[a], order[b], data, expected) for a, b, data in graph.edges(data=True)]


def edge_of_pajek(source, target, data, expected):
    label = data.get("label", data.get("l"))
    # What cannot be written was replaced: the label tells which edge is meant.
    plain = lambda text: " ".join(text.replace('"', "'").replace("\\", "/").split())
    for a, b, edge in expected[1]:
        if (a, b) == (source, target) and plain(edge["label"]) == label and edge["weight"] == data["weight"]:
            return source, target, {"label": edge["label"], "weight": data["weight"]}
    raise AssertionError((source, target, data))


def igraph_pajek(path, expected):
    graph = igraph.Graph.Read_Pajek(str(path))
    iris = list(expected[0])
    nodes = {iris[v.index]: {"label": v.attributes().get("id", v.attributes().get("name"))} for v in graph.vs}
    edges = [edge_of_pajek(iris[e.source], iris[e.target], e.attributes(), expected) for e in graph.es]
    return nodes, edges


def cx2(path, expected):
    network = ndex2.cx2.CX2Network()
    network.create_from_raw_cx2(str(path))
    iri = {key: node["v"]["iri"] for key, node in network.get_nodes().items()}
    nodes = {iri[key]: node["v"] for key, node in network.get_nodes().items()}
    return nodes, [(iri[e["s"]], iri[e["t"]], e["v"]) for e in network.get_edges().values()]


def script(name):
    def read(path, expected):
        command = ["node", str((HERE / "read.mjs").resolve()), name, str(path.resolve())]
        found = json.loads(subprocess.run(command, cwd="target/readers", check=True, capture_output=True).stdout)
        return found["nodes"], found["edges"]
    return read


def tables(read):
    """Both tables of a folder; `read` gives rows as dictionaries without missing values."""
    def both(path, expected):
        nodes = {row["id"]: {"iri": row["id"], **row} for row in read(next(path.glob("nodes.*")))}
        return nodes, [(row["source"], row["target"], row) for row in read(next(path.glob("edges.*")))]
    return both


def by_pandas(path):
    separator = "\t" if path.suffix == ".tsv" else ","
    table = pandas.read_csv(path, sep=separator, keep_default_na=False, na_values=[""], dtype_backend="numpy_nullable")
    return [{name: value for name, value in row.items() if not (value is pandas.NA)} for row in rows_of(table)]


def rows_of(table):
    for _, row in table.iterrows():
        yield {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}


def by_arrow(path):
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    convert = pyarrow.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    table = pyarrow.csv.read_csv(path, parse_options=parse, convert_options=convert)
    return [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]


def by_parquet(path):
    return [{k: v for k, v in row.items() if v is not None} for row in pyarrow.parquet.read_table(path).to_pylist()]


def neo4j(path, expected):
    """As `neo4j-admin` reads it: types from the head, lists split at U+001F."""
    convert = {"string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__,
               "date": str, "string[]": lambda text: text.split("\x1f"), "ID": str}
    def rows(file):
        with open(path / file, newline="", encoding="utf-8") as lines:
            reader = csv.reader(lines)
            head = [column.split(":") for column in next(reader)]
            for cells in reader:
                assert len(cells) == len(head)
                yield {name or kind: convert.get(kind, str)(cell) for (name, kind), cell in zip(head, cells) if cell}
    nodes = {}
    for row in rows("nodes.csv"):
        assert row["LABEL"].split("\x1f") == ["Entity", row["class"]]
        nodes[row["iri"]] = row
    return nodes, [(row["START_ID"], row["END_ID"], row) for row in rows("edges.csv")]


def embedded(name):
    """Kùzu and Ladybug name their types alike: each has a process of its own."""
    def read(path, expected):
        command = [sys.executable, str((HERE / "embedded.py").resolve()), name]
        found = json.loads(subprocess.run(command, cwd=path, check=True, capture_output=True).stdout)
        return found["nodes"], found["edges"]
    return read


def graphviz(path, expected):
    found = json.loads(subprocess.run(["dot", "-Tdot_json", str(path)], check=True, capture_output=True).stdout)
    objects = found.get("objects", [])
    # A quotation mark is the only thing that DOT unescapes.
    text = lambda value: re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
    clean = lambda data: {name: text(value) if isinstance(value, str) else value for name, value in data.items()}
    nodes = {node["name"]: clean(node) for node in objects}
    return nodes, [(objects[e["tail"]]["name"], objects[e["head"]]["name"], clean(e)) for e in found.get("edges", [])]


def readers(version, javascript):
    """Format, tool, reader, and further options."""
    networkx_json = lambda key: lambda path, _: of_networkx(
        networkx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges=key))
    all = [
        ("graphml", version("networkx"), lambda path, _: of_networkx(networkx.read_graphml(path)), []),
        ("graphml", version("python-igraph"), lambda path, _: of_igraph(igraph.Graph.Read_GraphML(str(path))), []),
        ("graphml", javascript("graphology-graphml"), script("graphology-graphml"), []),
        ("graphml", version("networkx"), lambda path, _: of_networkx(networkx.read_graphml(path)), ["--flavor", "yed"]),
        ("gexf", version("networkx"), lambda path, _: of_networkx(networkx.read_gexf(path)), []),
        ("gexf", javascript("graphology-gexf"), script("graphology-gexf"), []),
        ("cyjs", javascript("cytoscape"), script("cytoscape"), []),
        ("cyjs", version("networkx"), lambda path, _: of_networkx(
            networkx.cytoscape_graph(json.loads(path.read_text(encoding="utf-8")))), []),
        ("cx2", version("ndex2"), cx2, []),
        ("node-link", version("networkx"), networkx_json("edges"), []),
        ("node-link", version("networkx"), networkx_json("links"), ["--links"]),
        ("graphology", javascript("graphology"), script("graphology"), []),
        ("kuzu", version("kuzu"), embedded("kuzu"), []),
        ("kuzu", version("ladybug"), embedded("ladybug"), []),
        ("csv", version("pandas"), tables(by_pandas), ["--verbatim"]),
        ("csv", version("pyarrow"), tables(by_arrow), ["--verbatim"]),
        ("tsv", version("pandas"), tables(by_pandas), ["--verbatim"]),
        ("parquet", version("pyarrow"), tables(by_parquet), []),
        ("neo4j", "its typed heads", neo4j, []),
        ("pajek", version("networkx"), networkx_pajek, []),
        ("pajek", version("python-igraph"), igraph_pajek, []),
    ]
    if shutil.which("dot"):
        all.append(("dot", "Graphviz", graphviz, []))
    else:
        print("no Graphviz: dot is not read back")
    return all
