"""Runs the script of a `kuzu` export in the working directory by Kùzu or Ladybug, and prints what the tables hold.

usage: embedded.py kuzu|ladybug
"""
import importlib, json, sys

library = importlib.import_module(sys.argv[1])
connection = library.Connection(library.Database(":memory:"))
with open("load.cypher", encoding="utf-8") as script:
    for statement in script.read().split(";\n"):
        if statement.strip():
            connection.execute(statement)


def all(query):
    result = connection.execute(query)
    while result.has_next():
        yield result.get_next()


def present(values):
    return {k: v for k, v in values.items() if v is not None and not k.startswith("_")}


nodes = {node["iri"]: present(node) for (node,) in all("MATCH (n:Entity) RETURN n")}
edges = [[a, b, present(edge)] for a, edge, b in all("MATCH (a:Entity)-[r:Relation]->(b:Entity) RETURN a.iri, r, b.iri")]
print(json.dumps({"nodes": nodes, "edges": edges}, default=str))
