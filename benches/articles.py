#!/usr/bin/env python3
"""Writes synthetic news articles as JSON lines, for measures of speed and size. Nothing in them has happened.

    python3 benches/articles.py 1000 > articles.jsonl
    python3 benches/articles.py 1000 --seed 7 --copies 0.1 > others.jsonl

The texts are put together from the templates of this file. States, organizations, armed groups and companies have names
of the gazetteer (ontology/lexicon/actors/); every person is invented. Few actors are named often and most seldom (Zipf's
law), each article follows one story with its quotations, denials and reactions, and some are copies that another
publisher prints with another title and a cut at the end. 300 to 600 words each, dated 2021 to 2025. The same count and
seed give the same bytes. Every record says `"synthetic": true`, every publisher is called so.

What such texts are good for: time, memory and size, and how they grow. What not: they say nothing of how well texts are
understood, for real ones are far more varied.
"""
import argparse
import datetime
import json
import pathlib
import random
import sys

ACTORS = pathlib.Path(__file__).resolve().parent.parent / "ontology" / "lexicon" / "actors"

PUBLISHERS = [f"Synthetic {name}" for name in (
    "Wire", "Herald", "Courier", "Observer", "Gazette", "Tribune", "Daily Post", "Chronicle", "Evening News", "Dispatch")]
SURNAMES = """Abara Adeyoku Albrand Almasiri Ankarov Arvenius Bakhtiari Balodis Barzani-Kole Bellweather Benhaddou
Bertoluzzi Bjornvik Brankovic Carvalhal Castellanor Chandarana Chikwanda Corrigane Dalgaardsen Darvish-Pour Delacroisse
Demirkanli Dlaminetti Drakonis Duvalier-Roche Ebersholt Eklundh Erdenebat Espinozar Farahmandi Ferreiro-Luz Fjellstad
Fonsekara Gadzhiyev Galvanoni Ghorbanifar Giannakos Grundvald Gutierrano Haddadin Halvorsund Hashemzai Hernandaro
Hofmeyrink Ibekwe Ilyasov Isakandar Jankulovski Jorgenrud Kabirzada Kallasvuo Kamarudin Karimzadeh Kasprowitz Kavanor
Khachatryan-Lev Kiplagato Kovachenko Kristobal Kuznetsarov Lagerholm Lindqvister Lombardelli Machadonas Makhosini
Mandrakova Marchetto Mbekiseni Melnichuk-Orr Mirzabek Moradian Mukherjani Nakashiro Nazarbeg Ndiayetou Nordahlen
Novakovitch Obasanjiro Odinga-Wells Okonjola Olafsrud Oyelarano Palmgrenz Pereirinha Petrosyanov Quintanella Rahmanpur
Rasmusholt Rezaiyan Rodriganes Rosenkvist Sadykbekov Salimzadeh Santangelo-Roy Schwarzental Sokolovich Stavropoulis
Takahara-Ito Tanakamura Teklemariamo Thorvaldur Tshisekola Umarkhanov Vasquerano Velazcon Vinterberget Wanyamara
Westergren-Poe Wickramanna Yamadori Yilmazer Zaldivaro Zhakenov Zimmerlund""".split()
MINISTRIES = ["foreign", "defense", "interior", "finance", "energy", "trade"]
WEAPONS = ["drones", "artillery shells", "air-defense missiles", "armored vehicles", "anti-tank rockets", "rifles"]
GOODS = ["wheat", "diesel", "natural gas", "fertilizer", "medical supplies", "crude oil", "semiconductors"]
PLACES = ["a border town", "the northern highlands", "a port on the coast", "the river valley", "a mining district",
          "the eastern plain", "the capital's outskirts", "a refugee camp near the frontier"]
EXPERTS = ["Institute for Regional Studies", "Center for Conflict Research", "Harbor Policy Forum", "Lakeside University"]

# One story a topic: titles, openings, and sentences that may follow. {A}, {B}, {C}: states; {Aa}: the adjective; {Ac}: the
# capital; {Al}: its leader with title, {Als}: the surname; {Am}, {Ams}: a minister; {Ap}: a spokesman; {G}, {H}: armed
# groups; {O}, {N}: international organizations; {K}, {L}: companies; {X}, {Xs}: an expert; {n}, {m}: numbers.
TOPICS = {
    "talks": (
        ["{O} Hosts {Aa} and {Ba} Negotiators", "{A}, {B} Resume Talks as {C} Offers to Mediate",
         "{C} Brokers Meeting Between {A} and {B}"],
        ["{A} and {B} opened {n} days of talks brokered by {C} on {day}, their first direct contact since {Ba} officials walked out in {month}.",
         "{C} hosted negotiators from {A} and {B} on {day} in a bid to revive talks on the disputed border.",
         "{Al} met {Bl} in {Cc} on {day}, and both agreed to resume negotiations that {O} had urged for months."],
        ["{Am} led the {Aa} delegation, while {Bm} negotiated for {B}.",
         "{O} welcomed the meeting and urged both sides to sign a ceasefire agreement within {n} weeks.",
         "{Ap} said {A} would not withdraw its troops from {place} before {B} released {m} prisoners.",
         "{B} rejected the proposal, which {Bms} called a step back, but promised to send experts to {Cc} next month.",
         "{C}, which has mediated between {A} and {B} since {year}, may invite {N} to observe the next round.",
         "{Als} thanked {C} and praised {Cl} for the effort.",
         "{A} has not recognized the border commission that {O} proposed in {year}.",
         "{Ba} diplomats denied that {B} had offered to cede territory."]),
    "sanctions": (
        ["{A} Sanctions {Ba} Firm Over Support for {G}", "{O} Weighs Measures Against {B}",
         "{Am} Announces New Sanctions on {B}"],
        ["{A} imposed sanctions on {K} and {n} {Ba} officers on {day}, accusing {B} of arming {G}.",
         "{Am} announced on {day} that {A} had frozen the assets of {K}, which allegedly supplied {weapons} to {G}.",
         "{O} blacklisted {n} {Ba} companies on {day} after {A} accused {B} of funding {G}."],
        ["{B} rejected the accusation and threatened to expel the {Aa} ambassador.",
         "{Bl} denied that {B} funds {G} and criticized {A} for what {Bls} called a campaign of pressure.",
         "{O} supported the decision, and {C} is expected to impose similar measures.",
         "{K}, which operates in {n} countries, said it had not sold {weapons} to {G}.",
         "{Aa} prosecutors accuse {K} of transferring {m} million dollars to {G} through {L}.",
         "{C} refused to join the sanctions, and {Cm} warned {A} against further steps.",
         "According to {Ap}, {B} trained {m} fighters of {G} in {year}.",
         "{L} suspended its contracts with {K} and withdrew from {B}.",
         "{N} may investigate whether {B} violated the arms embargo."]),
    "attack": (
        ["{G} Attack Kills {m} in {A}", "{A} Strikes {G} Positions After Raid", "{Aa} Troops Fight {G} Near Border"],
        ["{G} attacked a {Aa} convoy in {place} on {day}, killing {n} soldiers and injuring {m} others, officials said.",
         "{Aa} troops fought {G} in {place} on {day}, hours after the group abducted {n} aid workers.",
         "{A} bombed positions of {G} in {place} on {day}, and {G} vowed to retaliate."],
        ["{Ap} accused {B} of arming {G} with {weapons}, a charge that {Bm} rejected.",
         "{G} claimed responsibility for the attack and denied that it had killed civilians.",
         "{Al} visited the wounded and promised to defeat {G}.",
         "{B} condemned the attack and offered to send a medical team.",
         "{O} urged {A} to protect civilians and called on {G} to release the hostages.",
         "{H}, a rival of {G}, seized two villages in {place} last month.",
         "{C} has supplied {A} with {weapons} since {year} and trains its special forces.",
         "Residents said that soldiers had arrested {m} people, but {Ams} denied the report.",
         "{A} deployed {m} soldiers to {place} and closed the border with {B}."]),
    "deal": (
        ["{K} to Buy Stake in {L}", "{A} and {B} Sign Trade Agreement", "{K} Invests in {Ba} Plant"],
        ["{K} agreed on {day} to acquire a stake in {L} for {m} million dollars, pending approval by {Aa} regulators.",
         "{A} and {B} signed an agreement on {day} under which {A} will supply {goods} to {B} for {n} years.",
         "{K} said on {day} that it would invest {m} million dollars in a plant in {Bc}."],
        ["{Am} praised the agreement, while {C} criticized it.",
         "{L}, which was founded in {year}, competes with {K} in {C}.",
         "{B} bought {goods} worth {m} million dollars from {A} last year.",
         "{K} sued {L} in {year} over a patent, and the companies settled the dispute.",
         "{X}, an analyst at {E}, said that {B} relies on {A} for {goods}.",
         "{Bp} said the government had not approved the purchase and might block it.",
         "{O} lent {B} {m} million dollars for a pipeline that {K} is building.",
         "Workers of {L} protested against the plan in {Bc} and demanded talks with {Bm}.",
         "{C} wants to join the agreement, according to two officials who were not named."]),
    "protest": (
        ["Protesters in {Ac} Demand Resignation of {Als}", "{Aa} Police Arrest {m} After Protests", "{Al} Dismisses Minister"],
        ["Thousands of protesters marched in {Ac} on {day} against {Al}, and police arrested {m} of them.",
         "{Al} dismissed {Am} on {day} after weeks of protests over the price of {goods}.",
         "{Aa} police injured {n} protesters in {Ac} on {day}, opposition leaders said."],
        ["The opposition accused {Als} of ordering the arrests, which the government denied.",
         "{O} criticized {A} and urged the police to release the protesters.",
         "{Al} appointed {X} as head of a commission that will investigate the deaths.",
         "{B} warned its citizens against traveling to {Ac} and withdrew its staff from the embassy.",
         "{Ams} resigned in the evening and apologized to the families.",
         "{Ap} said foreign powers, among them {C}, had funded the organizers.",
         "{C} rejected the claim, and {Cm} summoned the {Aa} ambassador.",
         "{N} will send observers if {A} agrees.",
         "{Als} might meet leaders of the opposition on {day2}, two aides said."]),
    "aid": (
        ["{O} Sends Aid to {A}", "{B} Pledges Funds for {Aa} Refugees", "Flood Hits {A} as {C} Delivers {goods}"],
        ["{B} pledged {m} million dollars to {A} on {day} after floods destroyed {n} towns, and {O} sent {goods}.",
         "{O} delivered {goods} to {m} thousand refugees in {A} on {day}, but {G} blocked a second convoy.",
         "{C} and {B} agreed on {day} to fund hospitals in {A} through {O}."],
        ["{Al} thanked {B} and asked {O} for more help.",
         "{G} seized two trucks with {goods}, {Ap} said.",
         "{G} denied the report and blamed {H}.",
         "{O} has operated in {A} since {year} and employs {m} people there.",
         "{Bm} will visit {Ac} next week, where {Bms} is to meet {Am}.",
         "{N} accused {A} of diverting aid, and {Ams} rejected the accusation.",
         "{C} offered to host a conference of donors in {Cc}.",
         "{K} donated {goods}, and {L} provided trucks.",
         "{X} of {E} said {B} could have done more."]),
    "alliance": (
        ["{A} and {B} Hold Joint Exercises", "{A} Joins {O}", "{B} to Deploy Troops to {A}"],
        ["{B} deployed {m} soldiers to {A} on {day} for exercises that {C} called a provocation.",
         "{A} joined {O} on {day}, and {Bl} congratulated {Al} on the step.",
         "{A} and {B}, both members of {O}, signed a defense pact in {Ac} on {day}."],
        ["{C} threatened to break off relations with {A} and to close its ports to {Aa} ships.",
         "{Am} said {A} would buy {weapons} from {B}.",
         "{Ap} denied that {A} plans to attack {C}.",
         "{B} has led {O} since {year} and possesses {weapons} in large numbers.",
         "{Cl} accused {B} of occupying {place} and demanded that it withdraw.",
         "{N} called on all sides to negotiate.",
         "{X}, a researcher at {E}, said {C} would not fight {A} over the pact.",
         "{Bms} and {Ams} are to brief {O} on {day2}.",
         "{C} supports {G}, which fights {Aa} troops in {place}, {Aa} officials say."]),
}
QUOTES = [
    "“{A} will not accept that {B} decides for its neighbors,” {Ams} told reporters in {Ac}.",
    "“We have not asked {C} for anything,” {Bms} said, “and we do not plan to.”",
    "“Neither side trusts the other,” said {X}, who teaches at {E}.",
    "“{O} must act now,” {Al} wrote in a letter, “or {G} will.”",
    "“It would be a mistake to believe that {B} has changed,” {X} said. {Xs} has advised {O} since {year}.",
    "Asked whether {A} had threatened {B}, {Ams} said: “We threaten nobody.”",
]
BACKGROUND = [
    "{A} and {B} fought a short war in {year} that killed about {m} people and ended with a truce guaranteed by {C}.",
    "{B} is among the largest trading partners of {A} and owns a share of the port near {Ac}.",
    "{C}, an ally of {B}, has criticized the {Aa} government since {Als} took office in {year}.",
    "{Als}, who was elected in {year}, formerly led a party that opposed cooperation with {B}.",
    "{O}, based in {Cc}, represents states of the region but has little power over its members.",
    "{N} estimates that {m} thousand people left {place} in {year}, most of them for {B}.",
    "The {Aa} parliament is expected to vote on {day2}, and {Als} hopes to win over {n} undecided members.",
    "{K} declined to comment, and {L} did not answer questions sent by electronic mail.",
    "Two years ago {A} expelled {n} {Ba} diplomats, whom it accused of spying for {C}.",
    "{G} emerged in {year} and is believed to control much of {place}, although {H} disputes that.",
    "In {year} a court in {Ac} sentenced {n} members of {G} for the murder of a judge.",
    "{X}, who has written about {B} for {n} years, doubts that {Bls} would risk a conflict with {C}.",
    "Relations between {A} and {B} improved after {Cl} visited {Ac} in {month}.",
    "Prices of {goods} rose by {n} percent in {Ac} within a week, according to the {Aa} central bank.",
]


class Zipf:
    """Picks the first of a list often and the last seldom."""

    def __init__(self, items):
        self.items, self.sums, total = items, [], 0.0
        for rank in range(len(items)):
            total += 1 / (rank + 2.0)
            self.sums.append(total)

    def pick(self, chance):
        wanted, low, high = chance() * self.sums[-1], 0, len(self.sums) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.sums[middle] > wanted else (middle + 1, high)
        return self.items[low]

    def several(self, chance, count):
        found = []
        while len(found) < count:
            item = self.pick(chance)
            if item not in found:
                found.append(item)
        return found


def table(name, keep):
    lines = (ACTORS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    lines = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = [dict(zip(lines[0], line + [""] * (len(lines[0]) - len(line)))) for line in lines[1:]]
    return [row for row in rows if keep(row)]


class World:
    """Who may be named, and how often; the invented officials of every state."""

    def __init__(self, chance):
        self.chance = chance
        now = lambda row: not row.get("to") and "elevant" not in row["source"] and "(" not in row["name"]
        states = table("states", lambda r: r["class"] == "State" and now(r) and r["capital"] and r["adjectives"])
        firsts = [r["name"] for r in table("first-names", lambda r: r["gender"] in ("m", "f")) if r["name"].isalpha()]
        self.person = lambda: (self.one(firsts), self.one(SURNAMES))
        self.states = Zipf([self.state(row) for row in self.mixed(states)])
        names = lambda name, kind: [r["name"] for r in table(name, lambda r: r["class"] == kind and now(r))]
        self.groups = Zipf(self.mixed(names("groups", "ArmedGroup")))
        self.organizations = Zipf(self.mixed(names("organizations", "InternationalOrganization")))
        self.companies = Zipf(self.mixed(names("companies", "Company")))

    def one(self, items):
        return items[int(self.chance() * len(items))]

    def mixed(self, items):
        return [items[n] for _, n in sorted((self.chance(), n) for n in range(len(items)))]

    def state(self, row):
        title = self.one(["President", "Prime Minister"])
        posts = [(title, self.person()), (self.one(MINISTRIES).capitalize() + " Minister", self.person())]
        spokesman = self.person()
        return {"": row["name"], "a": row["adjectives"].split("|")[0], "c": row["capital"].split("|")[0],
                "l": f"{posts[0][0]} {' '.join(posts[0][1])}", "ls": posts[0][1][1],
                "m": f"{posts[1][0]} {' '.join(posts[1][1])}", "ms": posts[1][1][1],
                "p": f"{' '.join(spokesman)}, a spokesman for the {row['adjectives'].split('|')[0]} government,"}

    def article(self, number):
        chance = self.chance
        date = datetime.date(2021, 1, 1) + datetime.timedelta(days=int(chance() * 5 * 365))
        names = {}
        for letter, state in zip("ABC", self.states.several(chance, 3)):
            names.update({letter + key: value for key, value in state.items()})
        names["G"], names["H"] = self.groups.several(chance, 2)
        names["O"], names["N"] = self.organizations.several(chance, 2)
        names["K"], names["L"] = self.companies.several(chance, 2)
        expert = self.person()
        names.update(X=" ".join(expert), Xs=expert[1], E="the " + self.one(EXPERTS))
        titles, openings, sentences = TOPICS[self.one(sorted(TOPICS))]
        used = []

        def filled(template):
            later = date + datetime.timedelta(days=1 + int(chance() * 6))
            return template.format_map(dict(
                names, n=2 + int(chance() * 11), m=20 + int(chance() * 900), year=date.year - 1 - int(chance() * 12),
                day=date.strftime("%A"), day2=later.strftime("%A"), month=self.one(MONTHS), place=self.one(PLACES),
                weapons=self.one(WEAPONS), goods=self.one(GOODS)))

        def next_of(pool):
            rest = [t for t in pool if t not in used]
            used.append(self.one(rest))
            return filled(used[-1])

        dateline = f"{names['Ac'].upper()}, {date.strftime('%B')} {date.day} ({PUBLISHERS[0]}) — "
        wanted, paragraphs = 320 + int(chance() * 230), [dateline + next_of(openings)]
        follow, rest = list(sentences), QUOTES + BACKGROUND
        while sum(len(p.split()) for p in paragraphs) < wanted:
            size, lines = 2 + int(chance() * 2), []
            while len(lines) < size:
                left = [[t for t in pool if t not in used] for pool in (follow, rest)]
                pools = (follow, rest) if left[0] and chance() < 0.55 else (rest, follow)
                pool = next((pool for pool in pools if any(t not in used for t in pool)), None)
                if pool is None:
                    break
                lines.append(next_of(pool))
            if not lines:
                break
            paragraphs.append(" ".join(line[0].upper() + line[1:] for line in lines))
        return {"id": f"synthetic-{number:06}", "title": filled(self.one(titles)), "text": "\n\n".join(paragraphs),
                "date": date.isoformat(), "source": self.one(PUBLISHERS), "author": " ".join(self.person()),
                "synthetic": True}

    def copy(self, number, original):
        """As another publisher prints it: another title, without its last paragraph, with a line of its own."""
        others = [p for p in PUBLISHERS if p != original["source"]]
        day = datetime.date.fromisoformat(original["date"]) + datetime.timedelta(days=int(self.chance() * 2))
        text = original["text"].rsplit("\n\n", 1)[0] + "\n\nThis report was shared by an agency."
        return dict(original, id=f"synthetic-{number:06}", text=text, title="Report: " + original["title"],
                    source=self.one(others), date=day.isoformat())


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December"]


def main():
    parser = argparse.ArgumentParser(description="Writes synthetic news articles as JSON lines. Nothing has happened.")
    parser.add_argument("count", type=int, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="another number gives other articles (default: 1)")
    parser.add_argument("--copies", type=float, default=0.05, help="share of copies of an earlier one (default: 0.05)")
    arguments = parser.parse_args()
    # Of all of `random` only this function gives the same numbers in every version of Python.
    world = World(random.Random(arguments.seed).random)
    recent = []
    for number in range(arguments.count):
        if recent and world.chance() < arguments.copies:
            article = world.copy(number, world.one(recent))
        else:
            article = world.article(number)
            recent = (recent + [article])[-200:]
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
