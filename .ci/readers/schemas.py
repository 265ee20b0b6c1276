"""GraphML and GEXF, checked against what their schemas say of structure.

The schemas themselves are in no package of a registry. What is checked is what they demand of the elements that we
write: which stand in which, in which order, with which attributes, types of values, and identifiers that exist and are
there once.
"""
import datetime, re

from lxml import etree

NMTOKEN = re.compile(r"[\w.:-]+")


def check(format, path):
    root = etree.parse(str(path)).getroot()
    {"graphml": graphml, "gexf": gexf}[format](root)


def tag(element):
    return etree.QName(element).localname


def order(element, *names):
    """The children are of these names and come in this order."""
    places = [names.index(tag(child)) for child in element]
    assert places == sorted(places), (tag(element), [tag(child) for child in element][:9])


def has(element, required, optional=()):
    found = {name for name in element.attrib if not name.startswith("{")}
    assert set(required) <= found <= set(required) | set(optional), (tag(element), sorted(found))


def unique(elements, name="id"):
    ids = [element.get(name) for element in elements]
    assert len(set(ids)) == len(ids), f"{name} twice"
    return set(ids)


def typed(kind, text):
    if kind in ("long", "integer", "int"):
        int(text)
    elif kind in ("double", "float"):
        float(text)
    elif kind == "boolean":
        assert text in ("true", "false"), text
    else:
        assert kind in ("string", "liststring"), kind


def graphml(root):
    ns = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert root.tag == f"{{{ns['g']}}}graphml"
    order(root, "desc", "key", "graph")
    keys = {}
    for key in root.iterfind("g:key", ns):
        if "yfiles.type" in key.attrib:
            has(key, ["id", "for", "yfiles.type"])
        else:
            has(key, ["id", "for", "attr.name", "attr.type"])
        order(key, "desc", "default")
        keys[key.get("id")] = (key.get("for"), key.get("attr.type"))
    (graph,) = root.iterfind("g:graph", ns)
    has(graph, ["edgedefault"], ["id"])
    order(graph, "node", "edge")
    nodes = unique(graph.iterfind("g:node", ns))
    edges = unique(graph.iterfind("g:edge", ns))
    assert all(NMTOKEN.fullmatch(id) for id in nodes | edges | set(keys))
    for element in graph:
        has(element, ["id"] if tag(element) == "node" else ["id", "source", "target"])
        order(element, "data")
        if tag(element) == "edge":
            assert {element.get("source"), element.get("target")} <= nodes
        for data in element:
            has(data, ["key"])
            of, kind = keys[data.get("key")]
            assert of == tag(element)
            if kind:
                typed(kind, data.text or "")
        unique(element, "key")


def spells(element):
    """What stands between attributes and look if the graph was made by month: when the thing is there."""
    if "start" in element.attrib or len(element) < 2 or tag(element[1]) != "spells":
        return []
    days = [(spell.get("start"), spell.get("end")) for spell in element[1]]
    assert days == sorted(days) and all(start <= end for start, end in days)
    return ["spells"]


def gexf(root):
    ns = {"g": "http://gexf.net/1.3"}
    assert root.tag == f"{{{ns['g']}}}gexf" and root.get("version") == "1.3"
    order(root, "meta", "graph")
    meta, graph = root
    has(meta, [], ["lastmodifieddate"])
    order(meta, "creator", "description")
    has(graph, ["defaultedgetype", "mode"], ["timeformat", "timerepresentation"])
    assert graph.get("mode") == ("dynamic" if "timeformat" in graph.attrib else "static")
    order(graph, "attributes", "nodes", "edges")
    declared = {}
    for attributes in graph.iterfind("g:attributes", ns):
        has(attributes, ["class", "mode"])
        unique(attributes)
        for attribute in attributes:
            has(attribute, ["id", "title", "type"])
            declared[attributes.get("class"), attribute.get("id")] = attribute.get("type")
    nodes, edges = graph.find("g:nodes", ns), graph.find("g:edges", ns)
    ids = unique(nodes)
    unique(edges)
    for element in [*nodes, *edges]:
        kind = tag(element)
        if kind == "node":
            has(element, ["id", "label"], ["start", "end"])
            order(element, "attvalues", *spells(element), "color", "size")
        else:
            has(element, ["id", "source", "target", "label", "kind", "weight"], ["start", "end"])
            order(element, "attvalues", *spells(element), "color")
            assert {element.get("source"), element.get("target")} <= ids
        if "start" in element.attrib:
            start, end = (datetime.date.fromisoformat(element.get(name)) for name in ("start", "end"))
            assert start <= end and graph.get("mode") == "dynamic"
        for value in element[0]:
            has(value, ["for", "value"], ["start", "end"])
            typed(declared[kind, value.get("for")], value.get("value"))
    parallel = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
    assert len(set(parallel)) == len(parallel), "parallel edges of one kind"
