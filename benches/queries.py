#!/usr/bin/env python3
"""Times the queries that have a name on a served store and, with --peer, the same texts in pyoxigraph.

    python3 benches/queries.py target/release/actograph STORE
    python3 benches/queries.py target/release/actograph STORE --peer   # needs: pip install pyoxigraph==0.5.13

Parameters that must be given get what the store has most of: the two actors that most assertions connect, the relation
that most assertions have, the middle of the years. Each query runs --rounds times; the median counts. Times are
processor time, of the server and of this program, so that a busy machine matters less; each evaluates a query in one thread.
Peer and store are asked in turn, and must give the same number of rows.

The peer's store is in memory too, filled from `actograph export --ontology`: every graph by its name, and all triples,
each once, in the default graph, as `actograph query` sees them. It is asked in a process of its own, which is ended when
one query takes more than --limit seconds.
"""
import argparse
import csv
import io
import math
import os
import pathlib
import re
import resource
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

QUERIES = pathlib.Path(__file__).resolve().parent.parent / "ontology" / "queries"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "prov": "http://www.w3.org/ns/prov#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/", "wd": "http://www.wikidata.org/entity/", "ag": "https://w3id.org/actograph/ns#",
    "rel": "https://w3id.org/actograph/relation/", "kg": "https://w3id.org/actograph/kg/",
    "doc": "https://w3id.org/actograph/kg/document/",
}
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


class Served:
    """`actograph serve` on a store."""

    def __init__(self, program, store):
        self.process = subprocess.Popen(
            [program, "serve", "--store", store, "--bind", "127.0.0.1:0", "--timeout", "600", "--limit", "10000000"],
            stderr=subprocess.PIPE, text=True)
        self.address = self.process.stderr.readline().split(" is at ")[1].strip()

    def rows(self, query):
        body = urllib.parse.urlencode({"query": query}).encode()
        request = urllib.request.Request(self.address, body, {"Accept": "text/csv"})
        try:
            with urllib.request.urlopen(request) as answer:
                return list(csv.reader(io.TextIOWrapper(answer, encoding="utf-8")))[1:]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{error.read().decode()}\n{query}") from error

    def clock(self):
        """Seconds of processor time of the server."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Peer:
    """The same quads in pyoxigraph."""

    def __init__(self, program, store):
        import pyoxigraph

        self.store = pyoxigraph.Store()
        with tempfile.TemporaryDirectory() as folder:
            begin = time.perf_counter()
            for ending, format_ in (("nq", pyoxigraph.RdfFormat.N_QUADS), ("nt", pyoxigraph.RdfFormat.N_TRIPLES)):
                file = f"{folder}/all.{ending}"
                subprocess.run([program, "export", "--store", store, "--ontology", "--output", file], check=True)
                begin = time.perf_counter()
                self.store.bulk_load(path=file, format=format_)
                print(f"peer: {file} loaded in {time.perf_counter() - begin:.1f} s")

    def timed(self, query, rounds, limit):
        """Median of the milliseconds and the number of rows; None if that takes more than the limit, in seconds, a round."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            used = math.ceil(time.process_time())
            resource.setrlimit(resource.RLIMIT_CPU, (used + math.ceil(limit * rounds), resource.RLIM_INFINITY))
            times = []
            for _ in range(rounds):
                begin = time.process_time()
                rows = len(list(self.store.query(query)))
                times.append(time.process_time() - begin)
            os.write(writing, f"{statistics.median(times) * 1000} {rows}".encode())
            os._exit(0)
        os.close(writing)
        with open(reading, encoding="utf-8") as answer:
            text = answer.read()
        os.waitpid(child, 0)
        return (float(text.split()[0]), int(text.split()[1])) if text else None


def filled(text, values):
    """A query with the values of its parameters in their place, but for where it would be a name for a column."""
    for name, value in values.items():
        text = re.sub(rf"[?$]{name}\b", value, text)
    return HEAD + text


def timed(target, query, rounds):
    times = []
    for _ in range(rounds):
        begin = target.clock()
        rows = target.rows(query)
        times.append(target.clock() - begin)
    return statistics.median(times) * 1000, len(rows)


def main():
    parser = argparse.ArgumentParser(description="Times the named queries on a store.")
    parser.add_argument("program")
    parser.add_argument("store")
    parser.add_argument("--peer", action="store_true", help="the same in pyoxigraph")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60, help="seconds that the peer may take for one query")
    parser.add_argument("--only", help="a regular expression for the names of queries")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    served = Served(arguments.program, arguments.store)
    print(f"opened in {time.perf_counter() - begin:.1f} s")
    try:
        peer = Peer(arguments.program, arguments.store) if arguments.peer else None
        top = "SELECT ?s ?o { ?a rdf:subject ?s ; rdf:object ?o . ?s a ag:State . ?o a ag:State } GROUP BY ?s ?o " \
              "ORDER BY DESC(COUNT(*)) ?s ?o LIMIT 1"
        [[subject, object_]] = served.rows(HEAD + top)
        given = "SELECT ?p { ?a rdf:predicate ?p FILTER(?p != ag:open) } GROUP BY ?p ORDER BY DESC(COUNT(*)) LIMIT 1"
        [[relation]] = served.rows(HEAD + given)
        by_kind = {"actor": f"<{subject}>", "relation": f"<{relation}>", "date": '"2023-07-01"^^xsd:date'}
        named = {"other": f"<{object_}>", "end": f"<{object_}>", "below": "0.8"}
        print(f"actor {subject}, other {object_}, relation {relation}\n")
        print(f"| query | rows | ms |{' pyoxigraph, ms | ratio |' if peer else ''}")
        print(f"|---|---|---|{'---|---|' if peer else ''}")
        ratios, times = [], []
        for file in sorted(QUERIES.glob("*.rq")):
            if arguments.only and not re.search(arguments.only, file.stem):
                continue
            text, values = file.read_text(encoding="utf-8"), {}
            for name, kind, need in re.findall(r"^# parameter: (\w+): (\w+), (\w+)", text, re.MULTILINE):
                if need != "optional":
                    values[name] = named.get(name) or by_kind[kind]
            query = filled("\n".join(line for line in text.splitlines() if not line.startswith("#")), values)
            took, rows = timed(served, query, arguments.rounds)
            times.append(took)
            line = f"| {file.stem} | {rows} | {took:.0f} |"
            if peer:
                answer = peer.timed(query, 1 if took > 2000 else arguments.rounds, arguments.limit)
                slower, others = answer or (arguments.limit * 1000, rows)
                ratios.append(slower / max(took, 5))
                more = "" if answer else "> "
                line += f" {more}{slower:.0f} | {more}{slower / max(took, 5):.1f} |"
                line += "" if rows == others else f" {others} rows!"
            print(line, flush=True)
        print(f"\nslowest {max(times):.0f} ms, sum {sum(times) / 1000:.1f} s")
        if ratios:
            print(f"median ratio {statistics.median(ratios):.1f}")
    finally:
        served.process.terminate()


if __name__ == "__main__":
    main()
