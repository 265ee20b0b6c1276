"""FollowTheMoney, STIX and Cypher: what is no plain graph, read by the library of each."""
import json, pathlib, re, subprocess

import stix2
from followthemoney import model

HERE = pathlib.Path(__file__).parent


def rows(stores, expected, export, version, javascript):
    for name, (of, chosen) in stores.items():
        followthemoney(*export(of, "ftm", f"{name}/view.ftm.json", *chosen), expected[name])
        stix(*export(of, "stix", f"{name}/view.stix.json", *chosen), expected[name])
        # Its parser takes minutes for a large script.
        cypher(export(of, "cypher", f"{name}/view.cypher", *chosen, "--limit", "40")[0])
    return [
        f"| `ftm` | {version('followthemoney')} | but those without a counterpart | in the properties of its schemata |",
        f"| `stix` | {version('stix2')} | but those without a counterpart | all, in the extension |",
        f"| `cypher` | {javascript('@neo4j-cypher/language-support')} (syntax) | not counted | not compared |",
    ]


def left_out(said):
    """The numbers of nodes and edges that the program says are left out."""
    found = re.search(r"for (\d+) nodes; they and (\d+) edges", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def followthemoney(path, said, expected):
    entities = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    proxies = {}
    for entity in entities:
        proxy = model.get_proxy(entity)
        assert proxy.id not in proxies
        proxies[proxy.id] = proxy
        proxy.schema.validate(entity)
        for prop, value in proxy.itervalues():
            assert prop.type.name in ("text", "string", "name", "html") or prop.type.validate(value), (prop.qname, value)
        written = sum(len(values) for values in entity["properties"].values())
        assert sum(1 for _ in proxy.itervalues()) == written, entity
    nodes, edges = left_out(said)
    links = [proxy for proxy in proxies.values() if proxy.schema.edge]
    articles = [proxy for proxy in proxies.values() if proxy.schema.name == "Article"]
    assert len(links) == len(expected[1]) - edges, (len(links), len(expected[1]), edges)
    assert len(proxies) - len(links) - len(articles) == len(expected[0]) - nodes
    for link in links:
        for prop in (link.schema.source_prop, link.schema.target_prop):
            (end,) = link.get(prop)
            assert proxies[end].schema.is_a(prop.range), (link.schema.name, prop.name, proxies[end].schema.name)
        assert all(proxies[proof].schema.name == "Article" for proof in link.get("proof"))


def stix(path, said, expected):
    bundle = stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False)
    by_id = {item["id"]: item for item in bundle.objects}
    assert len(by_id) == len(bundle.objects)
    nodes, edges = left_out(said)
    of = lambda *kinds: [item for item in bundle.objects if item["type"] in kinds]
    assert len(of("relationship", "note")) == len(expected[1]) - edges
    assert len(of("identity", "threat-actor", "incident")) - 1 == len(expected[0]) - nodes
    by_edge = {(a, b, data["predicate"]): data for a, b, data in expected[1]}
    iri = {key: attributes(item)["iri"] for key, item in by_id.items() if "iri" in attributes(item)}
    for item in of("relationship", "note"):
        ends = (item["source_ref"], item["target_ref"]) if item["type"] == "relationship" else None
        found = attributes(item)
        wanted = [data for (a, b, predicate), data in by_edge.items() if predicate == found["predicate"]
                  and data["evidence"] == found["evidence"] and (not ends or (a, b) == (iri[ends[0]], iri[ends[1]]))]
        assert {k: v for k, v in wanted[0].items() if v != []} == found, (wanted, found)
    for key, node in iri.items():
        assert {k: v for k, v in expected[0][node].items() if v != []} == attributes(by_id[key])
    for item in of("relationship"):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", item["relationship_type"])
    for item in bundle.objects:
        assert all(ref in by_id for ref in item.get("object_refs", []))


def attributes(item):
    for value in item.get("extensions", {}).values():
        return {name: found for name, found in dict(value).items() if name != "extension_type"}
    return {}


def cypher(path):
    command = ["node", str((HERE / "read.mjs").resolve()), "cypher", str(path.resolve())]
    found = json.loads(subprocess.run(command, cwd="target/readers", check=True, capture_output=True).stdout)
    assert found["errors"] == [] and found["statements"] > 0, found
