//! The complaints about tables of actors: one list, from which `docs/reference/diagnostics.md` comes.

use crate::diagnostic::Code;

/// Every complaint about a table of actors, offices or shared names.
pub const CODES: &[Code] = &[
    Code {
        code: "A01",
        title: "not readable",
        explanation: "A quotation mark without its end, or what is no Turtle. In a table the cell is taken as it stands, \
                      so that the other rows are checked too.",
        example: r#"class,name
Company,"Acme"#,
    },
    Code {
        code: "A02",
        title: "unknown column",
        explanation: "A column that the program does not know is ignored, which is a warning for what may be a slip of \
                      the pen. A column that stands twice is an error. In Turtle: a property of the namespace `ag:`.",
        example: r"class,name,alias
Company,Acme,Acme Shipping",
    },
    Code {
        code: "A03",
        title: "missing column",
        explanation: "A table begins with the names of its columns. Entries need `class` and `name`; offices `person`, \
                      `office` and `body`; shared names `name` and `entries`.",
        example: r"id,name
acme,Acme",
    },
    Code {
        code: "A04",
        title: "wrong number of cells",
        explanation: "Each row has as many cells as the header. Several values in one cell are parted by `|`; a value \
                      with a comma stands in quotation marks.",
        example: r"class,name,aliases
Company,Acme, Inc.,Acme",
    },
    Code {
        code: "A05",
        title: "an entry without a name",
        explanation: "The name is what the graph shows and what is looked for in texts.",
        example: r"id,class,name
acme,Company,",
    },
    Code {
        code: "A06",
        title: "unknown class",
        explanation: "A class of [the ontology](ontology.md#classes), written as there.",
        example: r"class,name
company,Acme",
    },
    Code {
        code: "A07",
        title: "malformed id",
        explanation: "Ids stand in IRIs and on the command line: small letters and digits, words joined by hyphens, no \
                      accents. A cell left empty gets the id that the name makes.",
        example: r"id,class,name
Acme Inc.,Company,Acme",
    },
    Code {
        code: "A08",
        title: "two rows with one id",
        explanation: "Within the built-in tables, and within one file, an id is one row. A row of yours with the id of a \
                      built-in one replaces it, and so does one of a file that is read later.",
        example: r"id,class,name
acme,Company,Acme
acme,Media,Acme News",
    },
    Code {
        code: "A09",
        title: "an id made from a name is taken",
        explanation: "A row without an id gets one from its name. If a known entry has that id, the program cannot tell \
                      whether it is meant; a row that replaces another loses all names of the other.",
        example: r"class,name
Company,Iran",
    },
    Code {
        code: "A10",
        title: "unknown id",
        explanation: "`parent`, `stands_for`, `person`, `body` and `entries` hold ids of entries, built in or of yours, \
                      and not their names.",
        example: r"class,name,parent
Company,Acme,irn",
    },
    Code {
        code: "A11",
        title: "half an office",
        explanation: "An office is held by a person, has a name, and is one of a state or body.",
        example: r"person,office,body
iran,president,",
    },
    Code {
        code: "A12",
        title: "malformed date",
        explanation: "A year, a month or a day: 2026, 2026-08, 2026-08-15. Spreadsheets like to turn dates into their \
                      own form; format the column as text.",
        example: r"class,name,from
Company,Acme,15.08.2026",
    },
    Code {
        code: "A13",
        title: "an end before the beginning",
        explanation: "`to` is the last day, month or year, and may be left empty.",
        example: r"class,name,from,to
Company,Acme,2020,2019-06",
    },
    Code {
        code: "A14",
        title: "malformed Wikidata item",
        explanation: "The letter Q and a number. Leave the cell empty where you are not sure.",
        example: r"class,name,wikidata
Company,Acme,http://www.wikidata.org/entity/Q95",
    },
    Code {
        code: "A15",
        title: "one Wikidata item, two entries",
        explanation: "Either the two are one, or one of the items is wrong.",
        example: r"class,name,wikidata
Company,Acme,Q95
Company,Apex,Q95",
    },
    Code {
        code: "A16",
        title: "one name, two entries",
        explanation: "The reader could not tell which is meant. It can for initials of bodies with different parents (the \
                      one is meant whose state stands in the text), for a person and something else, and for entries of \
                      different times. What is shared on purpose is said so in a table with the columns `name` and \
                      `entries`, the ids parted by `|`, the one first that is meant if nothing speaks for another; \
                      `lexicon/actors/shared.tsv` is such a table. Names of yours win over built-in ones.",
        example: r"class,name,aliases
Company,Acme Shipping,Acme
Company,Acme Mining,Acme",
    },
    Code {
        code: "A17",
        title: "said twice",
        explanation: "A name stands twice in its row, or an office twice in the tables.",
        example: r"class,name,aliases
Company,Acme,Acme|Acme Shipping",
    },
    Code {
        code: "A18",
        title: "an everyday word",
        explanation: "A name matches as it is written, or with a capital: one in small letters that is an ordinary noun, \
                      or one that begins sentences, would be found everywhere.",
        example: r"class,name,aliases
ArmedForces,Zylandian Army,army",
    },
    Code {
        code: "A19",
        title: "parents in a circle",
        explanation: "`parent` is the state or body that something belongs to. It cannot come back to where it began.",
        example: r"id,class,name,parent
acme,Company,Acme,acme",
    },
    Code {
        code: "A20",
        title: "a value without meaning",
        explanation: "`surname` is for persons, `gender` is m, f or u (unknown or both), `note` beside `stands_for` is \
                      subject, always or place.",
        example: r"class,name,gender
Person,Ann Example,w",
    },
    Code {
        code: "A21",
        title: "a shared name that is not shared",
        explanation: "A table of shared names lists the entries that have the name.",
        example: r"name,entries
Persia,iran",
    },
];

/// The part of `docs/reference/diagnostics.md` about tables of actors.
pub fn markdown() -> String {
    CODES.iter().map(|entry| entry.markdown("csv")).collect::<Vec<_>>().join("\n")
}
