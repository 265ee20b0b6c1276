#!/usr/bin/env python3
"""Scores `actograph extract --layer mentions` against the entity and coreference columns of a GUM CoNLL-U file.

    python3 benches/score_mentions.py gum-dev.conllu --write-docs DIR [--genres news,bio,interview,speech]
    actograph extract --layer mentions DIR > OUT
    python3 benches/score_mentions.py gum-dev.conllu OUT [--genres ...] [--errors N] [--by-document]

Texts are written one a document, sentences parted by a space, paragraphs by an empty line; the program reads them
raw, with its own sentences, words and trees. Spans are compared by their code points in the document.

Figures: names by head (gold: mentions of persons, organizations, places whose head is a proper noun); all mentions of
those three by exact span, with type and without; coreference as MUC, B3, CEAFe and their mean (the CoNLL score) over
clusters of two mentions or more, of all entities and of the three types; linking against the annotated Wikipedia
title (right if the title is in the label of what was linked or the other way about).
"""
import argparse
import collections
import json
import os
import re
import sys
import unicodedata

TYPES = ("person", "organization", "place")
CLASS = {
    "Person": "person", "Population": "person", "Actor": "organization", "Place": "place", "State": "place",
    "Facility": "place", "GovernmentBody": "organization", "InternationalOrganization": "organization",
    "ArmedGroup": "organization", "ArmedForces": "organization", "PoliticalParty": "organization",
    "Company": "organization", "Media": "organization", "Organization": "organization",
}


class Gold:
    """One document: text, mentions as dicts with begin, end, head, type, cluster, name, title."""

    def __init__(self, name):
        self.name, self.text, self.mentions = name, "", []


def read(path):
    """The documents of a GUM file."""
    documents, document, paragraph, sentence = [], None, False, []
    stack = []

    def flush():
        nonlocal sentence
        if not sentence:
            return
        text, words = sentence_text, []
        if document.text:
            document.text += "\n\n" if paragraph_now else " "
        base, at = len(document.text), 0
        document.text += text
        for kind, surface, fields in sentence:
            if kind == "mwt":
                found = text.index(surface, at)
                limit = found + len(surface)
                at, mwt = found, (found, limit)
                continue
            found = text.find(fields[1], at)
            if found < 0 or found > at + 1 and text[at:found].strip():
                found, end = at, at + len(fields[1])  # a contraction spelled apart: best effort
            else:
                end = found + len(fields[1])
            words.append((base + found, base + end, fields))
            at = end
        index = {int(w[2][0]): w for w in words}
        for begin, end, fields in words:
            m = re.search(r"(?:^|\|)Entity=([^|]*)", fields[9])
            if not m:
                continue
            for piece in re.findall(r"\([^()]*\)?|[^()]+\)", m.group(1)):
                if piece[0] == "(":
                    part = piece.strip("()").split("-")
                    mention = {
                        "raw": part[0], "cluster": part[0].split("[")[0], "type": part[1], "begin": begin,
                        "first": int(fields[0]), "index": index,
                        "title": "-".join(part[7:]).replace("%2D", "-").replace("%28", "(").replace("%29", ")"),
                        "link": part[6] if len(part) > 6 else "", "sent": len(document.sents),
                    }
                    if piece[-1] == ")":
                        close(document, mention, end, int(fields[0]))
                    else:
                        stack.append(mention)
                else:
                    for mention in reversed(stack):
                        if mention["raw"] == piece[:-1]:
                            stack.remove(mention)
                            close(document, mention, end, int(fields[0]))
                            break
        document.sents.append(text)
        sentence = []

    def close(document, mention, end, last):
        index = mention.pop("index")
        if last not in index:
            return  # crosses a sentence
        heads = [i for i in range(mention["first"], last + 1) if not mention["first"] <= int(index[i][2][6]) <= last]
        head = index[heads[0]]
        mention.update(end=end, head=(head[0], head[1]))
        upos, xpos = head[2][3], head[2][4]
        mention["form"] = "pronoun" if upos in ("PRON", "DET") else "name" if xpos.startswith("NNP") else "nominal"
        document.mentions.append(mention)

    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            document = Gold(line.split("= ")[1])
            document.sents = []
            stack = []
            documents.append(document)
        elif line == "# newpar" or line.startswith("# newpar id"):
            paragraph = True
        elif line.startswith("# text = "):
            sentence_text, paragraph_now, paragraph = line[9:], paragraph, False
        elif line[:1].isdigit():
            fields = line.split("\t")
            if "-" in fields[0]:
                sentence.append(("mwt", fields[1], fields))
            elif "." not in fields[0]:
                sentence.append(("word", fields[1], fields))
        elif not line:
            flush()
    flush()
    return documents


def f1(right, found, wanted):
    p, r = right / found if found else 0.0, right / wanted if wanted else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def row(name, right, found, wanted):
    p, r, f = f1(right, found, wanted)
    print(f"{name:34} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}   ({right} right, {found} found, {wanted} wanted)")


def overlap(gold, system):
    count = collections.Counter()
    where = {m: i for i, c in enumerate(gold) for m in c}
    for j, cluster in enumerate(system):
        for m in cluster:
            if m in where:
                count[where[m], j] += 1
    return count


def muc(key, response):
    where = {m: i for i, c in enumerate(response) for m in c}
    top = sum(len(c) - len({where.get(m, ("alone", m)) for m in c}) for c in key)
    return top, sum(len(c) - 1 for c in key)


def b3(key, response):
    where = {m: c for c in response for m in c}
    top = 0.0
    for c in key:
        for m in c:
            if m in where:
                top += len(c & where[m]) / len(c)
    return top, sum(len(c) for c in key)


def assignment(weights, rows, columns):
    """The best sum of weights of a matching: the Hungarian method on each connected part."""
    edges = collections.defaultdict(dict)
    for (i, j), w in weights.items():
        edges[i][j] = w
    by_column = collections.defaultdict(set)
    for i, row_ in edges.items():
        for j in row_:
            by_column[j].add(i)
    seen, total = set(), 0.0
    for start in edges:
        if start in seen:
            continue
        part, cols, open_ = [], set(), [start]
        seen.add(start)
        while open_:
            i = open_.pop()
            part.append(i)
            for j in edges[i]:
                cols.add(j)
                for k in by_column[j]:
                    if k not in seen:
                        seen.add(k)
                        open_.append(k)
        cols = sorted(cols)
        total += hungarian([[-edges[i].get(j, 0.0) for j in cols] for i in part])
    return total


def hungarian(cost):
    if len(cost) > len(cost[0]):
        cost = [list(c) for c in zip(*cost)]
    n, m = len(cost), len(cost[0])
    u, v, p, way = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        p[0], j0 = i, 0
        least, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = p[j0], float("inf"), 0
            for j in range(1, m + 1):
                if not used[j]:
                    now = cost[i0 - 1][j - 1] - u[i0] - v[j]
                    if now < least[j]:
                        least[j], way[j] = now, j0
                    if least[j] < delta:
                        delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[p[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if p[j0] == 0:
                break
        while j0:
            p[j0] = p[way[j0]]
            j0 = way[j0]
    return -sum(cost[p[j] - 1][j - 1] for j in range(1, m + 1) if p[j])


def ceafe(key, response):
    weights = {(i, j): 2 * n / (len(key[i]) + len(response[j])) for (i, j), n in overlap(key, response).items()}
    return assignment(weights, len(key), len(response))


class Coreference:
    def __init__(self):
        self.sums = collections.Counter()

    def add(self, key, response):
        s = self.sums
        for name, metric in (("muc", muc), ("b3", b3)):
            for side, (a, b) in (("r", (key, response)), ("p", (response, key))):
                top, bottom = metric(a, b)
                s[name, side, "top"] += top
                s[name, side, "bottom"] += bottom
        s["ceafe", "top"] += ceafe(key, response)
        s["ceafe", "r"] += len(key)
        s["ceafe", "p"] += len(response)

    def report(self, title):
        s, scores = self.sums, []
        for name in ("muc", "b3"):
            p = s[name, "p", "top"] / max(1, s[name, "p", "bottom"])
            r = s[name, "r", "top"] / max(1, s[name, "r", "bottom"])
            scores.append((name, p, r))
        scores.append(("ceafe", s["ceafe", "top"] / max(1, s["ceafe", "p"]), s["ceafe", "top"] / max(1, s["ceafe", "r"])))
        fs = [2 * p * r / (p + r) if p + r else 0.0 for _, p, r in scores]
        text = "  ".join(f"{n} {100 * p:.1f}/{100 * r:.1f}/{100 * f:.1f}" for (n, p, r), f in zip(scores, fs))
        print(f"{title:34} CoNLL {100 * sum(fs) / 3:5.1f}   {text} (P/R/F1)")


def clusters(mentions, keep, least):
    found = collections.defaultdict(set)
    for m in mentions:
        if keep(m):
            found[m["cluster"]].add((m["begin"], m["end"]))
    return [c for c in found.values() if len(c) >= least]


def plain(name):
    """Lower case without accents; the press's short forms written out."""
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return name.replace("u.s.", "united states").replace("u.n.", "united nations").replace("u.k.", "united kingdom")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("system", nargs="?")
    parser.add_argument("--write-docs")
    parser.add_argument("--genres", default="news,bio,interview,speech")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--by-document", action="store_true")
    options = parser.parse_args()
    genres = options.genres.split(",")
    documents = [d for d in read(options.gold) if options.genres == "all" or d.name.split("_")[1] in genres]
    if options.write_docs:
        os.makedirs(options.write_docs, exist_ok=True)
        for d in documents:
            with open(os.path.join(options.write_docs, d.name + ".txt"), "w", encoding="utf8") as f:
                f.write(d.text)
    if not options.system:
        return
    system = {}
    for line in open(options.system, encoding="utf8"):
        if line.strip():
            o = json.loads(line)
            system[os.path.basename(o["doc"])] = o["mentions"]
    total = collections.Counter()
    coref = {"all entities": Coreference(), "persons, organizations, places": Coreference(), "all, with singletons": Coreference()}
    missed, wrong, nested, mislinked = [], [], [], []
    per_type = collections.Counter()
    for d in documents:
        ours = []
        for m in system.get(d.name, []):
            ours.append({
                "begin": m["begin_doc"], "end": m["end_doc"], "head": (m["head_begin_doc"], m["head_end_doc"]),
                "type": CLASS.get(m["type"], "other"), "cluster": m["cluster"], "form": m["form"], "class": m["type"],
                "label": m["label"], "wikidata": m["wikidata"], "text": m["text"],
                "name": (m["name_begin_doc"], m["name_end_doc"]),
            })
        shown = [m for m in ours if m["form"] != "demonym"]
        gold = d.mentions
        # Names by head.
        g = {m["head"]: m for m in gold if m["type"] in TYPES and m["form"] == "name"}
        s = {m["head"]: m for m in shown if m["form"] == "name" and m["type"] in TYPES}
        total["name right"] += len(g.keys() & s.keys())
        total["name typed"] += sum(g[h]["type"] == s[h]["type"] for h in g.keys() & s.keys())
        total["name found"] += len(s)
        total["name wanted"] += len(g)
        # All mentions by exact span.
        g = {(m["begin"], m["end"]): m for m in gold if m["type"] in TYPES}
        s = {(m["begin"], m["end"]): m for m in shown if m["type"] in TYPES}
        both = g.keys() & s.keys()
        total["span right"] += len(both)
        total["span typed"] += sum(g[k]["type"] == s[k]["type"] for k in both)
        total["span found"] += len(s)
        total["span wanted"] += len(g)
        heads = {m["head"] for m in gold if m["type"] in TYPES}
        total["head right"] += len(heads & {m["head"] for m in s.values()})
        total["head found"] += len({m["head"] for m in s.values()})
        total["head wanted"] += len(heads)
        for k in both:
            per_type[g[k]["type"], s[k]["type"]] += 1
        for m in g.values():
            per_type["form", m["form"], "wanted"] += 1
        for k in both:
            per_type["form", g[k]["form"], "right"] += 1
        for m in s.values():
            per_type["form", m["form"], "found"] += 1
        ours_by_head = {m["head"]: m for m in ours}
        gold_by_head = {m["head"]: m for m in gold}
        text = lambda m: d.text[m["begin"]:m["end"]].replace("\n", " ")
        around = lambda m: d.text[max(0, m["begin"] - 50):m["begin"]].replace("\n", " ") + "[" + text(m) + "]" + d.text[m["end"]:m["end"] + 40].replace("\n", " ")
        for k in g.keys() - s.keys():
            other = ours_by_head.get(g[k]["head"])
            why = "no mention" if not other else f"span [{other['text']}]" if other["type"] in TYPES else f"type {other['class']}"
            missed.append(f"{g[k]['form']} {g[k]['type']}: {around(g[k])}  <- {why}")
        for k in s.keys() - g.keys():
            other = gold_by_head.get(s[k]["head"])
            why = "no mention" if not other else f"span [{text(other)}]" if other["type"] in TYPES else f"type {other['type']}"
            wrong.append(f"{s[k]['form']} {s[k]['class']}: {around(s[k])}  <- {why}")
        # Coreference.
        for title, keep, least in (
            ("all entities", lambda m: True, 2),
            ("persons, organizations, places", lambda m: m["type"] in TYPES, 2),
            ("all, with singletons", lambda m: True, 1),
        ):
            one = Coreference()
            pair = clusters(gold, keep, least), clusters(shown, keep, least)
            coref[title].add(*pair)
            if options.by_document and title == "all entities":
                one.add(*pair)
                one.report(d.name)
        # Linking.
        for m in shown:
            other = gold_by_head.get(m["head"])
            if m["wikidata"] and m["form"] == "name" and other and other["title"]:
                title = plain(re.sub(r"\s*\(.*\)", "", other["title"].replace("_", " ")))
                label = plain(m["label"])
                right = title in label or label in title
                total["link right"] += right
                total["link found"] += 1
                if not right:
                    mislinked.append(f"{m['text']} -> {m['label']} {m['wikidata']}, not {other['title']}")
    row("names, head", total["name right"], total["name found"], total["name wanted"])
    row("names, head and type", total["name typed"], total["name found"], total["name wanted"])
    row("mentions, exact span", total["span right"], total["span found"], total["span wanted"])
    row("mentions, exact span and type", total["span typed"], total["span found"], total["span wanted"])
    row("mentions, head", total["head right"], total["head found"], total["head wanted"])
    for form in ("name", "nominal", "pronoun"):
        row(f"  spans of {form}s", per_type["form", form, "right"], per_type["form", form, "found"], per_type["form", form, "wanted"])
    for title, scores in coref.items():
        scores.report("coreference, " + title)
    print(f"links that agree with the title: {total['link right']} of {total['link found']}")
    if options.errors:
        for title, lines in (("MISSED", missed), ("WRONG", wrong), ("MISLINKED", mislinked)):
            print(f"\n{title} {len(lines)}")
            for line in lines[: options.errors]:
                print(" ", line)


if __name__ == "__main__":
    sys.exit(main())
