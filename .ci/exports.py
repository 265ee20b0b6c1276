"""Exports of a view, read back by the tools that they are for, and compared with the view attribute by attribute.

The oracle is node-link JSON, which holds every attribute with its type. Two stores are exported: the one given, and one
in which names and sentences hold everything that a format could trip over. The table of what survives stands in
docs/exports.md; UPDATE=1 rewrites it, otherwise a difference is an error.

usage: exports.py PROGRAM STORE FOLDER
"""
import collections, importlib.metadata, json, os, pathlib, shutil, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "readers"))
import graphs, lines, schemas

program, store, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
PAGE = pathlib.Path("docs/exports.md")
BEGIN, END = "<!-- round trips: made by .ci/exports.py -->\n", "<!-- end of round trips -->\n"
FOLDERS = ["kuzu", "neo4j", "csv", "tsv", "parquet"]
EVIL = "=A \"q\" 'a' <b> & \\ ; , | \t`中عé🛢\nb\r]]>--\\"


def export(of, format, name, *options):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [program, "export", "--store", of, "--format", format, "--output", path, *options]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    # 1 is an empty view.
    assert done.returncode in (0, 1), (command, done.stderr)
    said = done.stderr
    return path, said


def hostile():
    """A store like the one given, in which all names and sentences are hostile, each in its own way."""
    target = folder / "evil"
    shutil.rmtree(target, ignore_errors=True)
    # JSON's escapes are those of N-Quads, but for surrogates.
    literal = json.dumps(EVIL, ensure_ascii=False)[1:-1]
    properties = ["rdf-schema#label> \"", "core#altLabel> \"", "nif-core#anchorOf> \"", "dc/terms/title> \""]
    path, _ = export(store, "nquads", "evil.nq")
    changed = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(changed):
        for property in properties:
            # Names stay different: two of one name would be merged by readers that go by names.
            line = line.replace(property, property + literal)
        changed[number] = line
    path.write_text("\n".join(changed), encoding="utf-8", newline="")
    subprocess.run([program, "import", "--store", target, path], check=True, capture_output=True)
    return target


def oracle(name, of, *options):
    path, _ = export(of, "node-link", f"{name}.node-link.json", *options)
    data = json.loads(path.read_text(encoding="utf-8"))
    nodes = {node.pop("id"): node for node in data["nodes"]}
    for edge in data["edges"]:
        del edge["key"]
    return nodes, [(edge.pop("source"), edge.pop("target"), edge) for edge in data["edges"]]


def how(expected, found):
    """`same`, `text` if it is there as one, else `lost`."""
    if isinstance(expected, list) and not isinstance(found, str):
        return "same" if found is not None and list(found) == expected else "lost"
    if isinstance(found, str) and not isinstance(expected, str):
        if isinstance(expected, list) and found == json.dumps(expected, ensure_ascii=False, separators=(",", ":")):
            return "text"
        try:
            return "text" if json.loads(found) == expected else "lost"
        except ValueError:
            return "lost"
    if isinstance(expected, float) and isinstance(found, (int, float)):
        return "same" if abs(expected - found) <= 1e-9 * max(1.0, abs(expected)) else "lost"
    if str(type(found).__module__) == "datetime":
        return "same" if str(found) == expected else "lost"
    return "same" if type(found) in (type(expected), float) and found == expected else "lost"


class Found(collections.defaultdict):
    """Attributes by how well they survive: the worst of all their values."""

    ORDER = ["same", "text", "lost"]

    def __init__(self):
        super().__init__(lambda: "same")

    def compare(self, kind, expected, found):
        for name, value in expected.items():
            key = (kind, name)
            if value == [] and not found.get(name):
                # Formats without empty lists leave them away.
                continue
            result = how(value, found.get(name))
            self[key] = max(self[key], result, key=self.ORDER.index)


def compare(expected, found):
    """Both are nodes by IRI and edges; an edge is told from its parallels by its predicate, or else its label."""
    (nodes, edges), (found_nodes, found_edges) = expected, found
    assert len(found_nodes) == len(nodes), (len(found_nodes), len(nodes))
    assert len(found_edges) == len(edges), (len(found_edges), len(edges))
    result = Found()
    for iri, node in nodes.items():
        result.compare("node", node, found_nodes[iri])
    by = "predicate" if all("predicate" in edge for _, _, edge in found_edges) else "label"
    key = lambda edge: (edge[0], edge[1], edge[2][by])
    found_by_key = {key(edge): edge[2] for edge in found_edges}
    assert len(found_by_key) == len(edges), "parallel edges fell together"
    for edge in edges:
        result.compare("edge", edge[2], found_by_key[key(edge)])
    return result


def row(format, tool, result):
    kinds = collections.Counter(result.values())
    names = lambda how: [f"`{name}`" for (_, name), is_how in result.items() if is_how == how]
    total = len(result)
    if kinds["lost"] == 0 and kinds["text"] > total / 3:
        survives = "all; whatever is no text as text"
    elif kinds["lost"] == 0:
        survives = "all" if not kinds["text"] else "all; as text: " + ", ".join(sorted(set(names("text"))))
    elif kinds["lost"] > total / 2:
        survives = "only " + ", ".join(sorted(set(names("same")) | set(names("text"))))
    else:
        survives = "all but " + ", ".join(sorted(set(names("lost"))))
    return f"| {format} | {tool} | all | {survives} |"


def version(package):
    return f"{package} {importlib.metadata.version(package)}"


def javascript(package):
    path = pathlib.Path("target/readers/node_modules", package, "package.json")
    return f"{package} {json.loads(path.read_text())['version']}"


def main():
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    evil = hostile()
    # What only some views have: hops, members, parts.
    part = ["--focus", "Venezuela", "--hops", "2", "--collapse", "state", "--merge"]
    stores = {
        "plain": (store, ["--measures"]),
        "evil": (evil, ["--measures"]),
        "merged": (store, part),
        "empty": (store, ["--min-count", "1000000"]),
    }
    expected = {name: oracle(name, of, *chosen) for name, (of, chosen) in stores.items()}
    assert not expected["empty"][0] and len(expected["merged"][0]) > 2
    names = " ".join(node["label"] for node in expected["evil"][0].values())
    assert all(part in names for part in ["<b>", "\n", "\t", "\\", '"', "中"]), "the hostile store has no hostile names"
    rows = []
    for format, tool, read, options in graphs.readers(version, javascript):
        worst = Found()
        for name, (of, chosen) in stores.items():
            # Without an ending, formats of several files are folders.
            place = f"{name}/{format}" if format in FOLDERS else f"{name}/view.{format}"
            path, _ = export(of, format, place, *chosen, *options)
            for key, result in compare(expected[name], read(path, expected[name])).items():
                worst[key] = max(worst[key], result, key=Found.ORDER.index)
        label = " ".join([format, *options[:2]]) if options[:1] != ["--verbatim"] else format
        rows.append(row(f"`{label}`", tool, worst))
        print(rows[-1], flush=True)
    for name, (of, chosen) in stores.items():
        for format in ["graphml", "gexf"]:
            schemas.check(format, export(of, format, f"{name}/view.{format}", *chosen)[0])
        schemas.check("graphml", export(of, "graphml", f"{name}/yed.graphml", "--flavor", "yed", *chosen)[0])
        schemas.check("gexf", export(of, "gexf", f"{name}/series.gexf", "--by", "month", *chosen)[0])
    if not shutil.which("dot"):
        # What was last read by Graphviz stays, where there is none.
        rows.extend(row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| `dot` | Graphviz"))
    rows.extend(lines.rows(stores, expected, export, version, javascript))
    head = "| format | read by | nodes and edges | attributes that survive |\n|---|---|---|---|\n"
    table = head + "\n".join(rows) + "\n"
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    made = before + BEGIN + "\n" + table + "\n" + END + rest.split(END)[1]
    if made != page:
        if os.environ.get("UPDATE"):
            PAGE.write_text(made, encoding="utf-8")
        else:
            sys.exit(f"{PAGE} is out of date; UPDATE=1 rewrites it:\n{table}")


main()
