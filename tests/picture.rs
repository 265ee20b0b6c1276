//! Whole pictures: drawn for the invented region, well-formed whatever the names, the same every time.

#[path = "support/sample.rs"]
mod sample;

use actograph::data::Data;
use actograph::document::Source;
use actograph::graph::store::Store;
use actograph::graph::view::{self, Request, View};
use actograph::graph::write::{Options, quads};
use actograph::ontology::{Class, Ontology};
use actograph::picture::svg::{Engine, svg};
use actograph::picture::{dot, mermaid, style::Family};
use actograph::pipeline::Reading;

/// Everything that has a meaning in DOT, SVG or a terminal, and letters of other scripts.
const EVIL: &str = "x\"]; evil [label=\"pwned & <b>&lt;</b> ’ 中 \\ \\N \n \u{1}\u{202e} </svg>--> {a|b} `";

fn view(readings: &[Reading], request: &Request) -> View {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    for reading in readings {
        store.put(&reading.document.source.id, &quads(reading, &Options::default())).unwrap();
    }
    let data = Data::embedded();
    view::view(&store.load(&data).unwrap(), &Ontology::load(&data).unwrap(), request).unwrap()
}

fn by(engine: Engine) -> Options {
    Options { engine, ..Options::default() }
}

fn titled(title: &str) -> Options {
    Options { title: Some(title.to_owned()), ..Options::default() }
}

fn evil() -> View {
    let mut reading = sample::reading(Source::named(EVIL), "A funds B.");
    let evil = sample::actor(&mut reading, EVIL, "A", Class::State);
    let other = sample::actor(&mut reading, "b", "B", Class::Thing);
    EVIL.clone_into(&mut reading.actors[evil].label);
    reading.actors[other].label = "b".repeat(300);
    sample::fact(&mut reading, 0, evil, "funds", other);
    view(&[reading], &Request::default())
}

/// The words of the picture, and that it is XML at all.
fn words(svg: &str) -> Vec<String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let picture = roxmltree::Document::parse_with_options(svg, options).unwrap();
    let texts = picture.descendants().filter(|n| n.tag_name().name() == "text");
    texts.filter_map(|n| n.text().map(str::to_owned)).collect()
}

#[test]
fn the_region_is_drawn_in_full_and_fits_a_page() {
    let view = view(&sample::region(), &Request::default());
    assert_eq!((view.graph.node_count(), view.left_out), (40, (0, 0)));
    let drawn = svg(&view, &Options::default()).unwrap();
    let words = words(&drawn);
    for word in
        ["Who does what to whom", "40 nodes, 72 relations from 12 documents, 2025-01-01 to 2025-12-23.", "Osmar"]
    {
        assert!(words.iter().any(|w| w == word), "{word}");
    }
    let picture = roxmltree::Document::parse(&drawn).unwrap();
    let size = ["width", "height"].map(|a| picture.root_element().attribute(a).unwrap().parse::<f64>().unwrap());
    let form = size[0] / size[1];
    assert!((1.2..1.9).contains(&form) && size[0] < 1600.0, "{size:?}");
    let tooltip = "Veldria accuses Osmar (7 stated; 1 document, 2025-01-01)\n“Veldria accuses Osmar.” (report-00)";
    let has =
        |tooltip: &str| picture.descendants().any(|n| n.tag_name().name() == "title" && n.text() == Some(tooltip));
    assert!(has(tooltip));
}

#[test]
fn a_picture_is_the_same_every_time_and_in_whatever_order_documents_come() {
    let mut readings = sample::region();
    let first = svg(&view(&readings, &Request::default()), &Options::default()).unwrap();
    readings.reverse();
    assert_eq!(svg(&view(&readings, &Request::default()), &Options::default()).unwrap(), first);
}

#[test]
fn evil_names_are_words_and_nothing_else_in_svg() {
    let drawn = svg(&evil(), &titled(EVIL)).unwrap();
    let picture = roxmltree::Document::parse(&drawn).unwrap();
    assert!(!picture.descendants().any(|n| n.tag_name().name() == "b"));
    let tooltips = picture.descendants().filter(|n| n.tag_name().name() == "title").filter_map(|n| n.text());
    let visible = EVIL.replace(['\u{1}', '\u{202e}'], "");
    assert!(tooltips.into_iter().any(|t| t.starts_with(&visible)));
    assert!(words(&drawn).iter().any(|w| w.starts_with("bbbb")));
}

#[test]
fn evil_names_are_words_and_nothing_else_in_dot() {
    let text = dot::dot(&evil(), &titled(EVIL));
    // Outside of quoted strings and of HTML-like labels there is no word of the names.
    let mut outside = String::new();
    let (mut quoted, mut depth) = (false, 0);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' if quoted => {
                letters.next();
            }
            '"' if depth == 0 => quoted = !quoted,
            '<' if !quoted => depth += 1,
            '>' if !quoted && depth > 0 => depth -= 1,
            c if !quoted && depth == 0 => outside.push(c),
            _ => {}
        }
    }
    assert!(!quoted && depth == 0);
    assert!(!outside.contains("evil") && !outside.contains("pwned"), "{outside}");
    assert_eq!(outside.matches("->").count(), 1);
}

#[test]
fn graphviz_draws_the_same_names_where_it_is_installed() {
    let view = evil();
    match svg(&view, &by(Engine::Dot)) {
        Ok(drawn) => {
            let words: String = words(&drawn).concat();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            assert!(letters(&words).contains(&letters("evil label pwned & <b>&lt;</b> 中")), "{words}");
        }
        Err(error) => assert!(error.to_string().contains("--engine embedded"), "{error}"),
    }
    assert!(svg(&view, &by(Engine::Auto)).is_ok());
}

#[test]
fn every_class_has_a_look_that_the_legend_explains() {
    let mut reading = sample::reading(Source::named("all"), "A meets B.");
    let centre = sample::actor(&mut reading, "a", "A", Class::State);
    for class in Class::ALL {
        let other = sample::actor(&mut reading, &class.name().to_lowercase(), "B", *class);
        sample::fact(&mut reading, 0, centre, "visits", other);
    }
    let drawn = svg(&view(&[reading], &Request::default()), &Options::default()).unwrap();
    for family in Family::ALL {
        assert!(words(&drawn).iter().any(|w| w == family.look(Theme::Light).name));
    }
}

#[test]
fn long_names_in_every_script_stay_in_their_boxes() {
    let mut reading = sample::reading(Source::named("scripts"), "A meets B.");
    let names = [
        "中华人民共和国国务院新闻办公室",
        "Министерство иностранных дел",
        "المملكة العربية السعودية",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    ];
    let ends = names.map(|name| {
        let end = sample::actor(&mut reading, name, "A", Class::Person);
        name.clone_into(&mut reading.actors[end].label);
        end
    });
    for pair in ends.windows(2) {
        sample::fact(&mut reading, 0, pair[0], "meets", pair[1]);
    }
    let drawn = svg(&view(&[reading], &Request::default()), &Options::default()).unwrap();
    let wide: Vec<String> = words(&drawn).into_iter().filter(|w| w.starts_with("WW")).collect();
    assert!(!wide.is_empty() && wide.iter().all(|w| w.chars().count() <= 9), "{wide:?}");
}

/// Where the tests of `tests/browser/` find what they read.
fn keep(name: &str, text: &str) {
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), text).unwrap();
}

#[test]
fn evil_names_are_words_and_nothing_else_in_mermaid() {
    let text = mermaid::mermaid(&evil(), Some(EVIL));
    keep("evil.mmd", &text);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.iter().filter(|l| l.starts_with("  n")).count(), 3, "{text}");
    for line in lines.iter().skip_while(|l| !l.starts_with("flowchart")) {
        let outside: String = line.split('"').step_by(2).collect();
        let about = line.trim_start().starts_with("acc");
        assert!(about || !outside.contains("evil") && !outside.contains("pwned"), "{line}");
        assert!(!line.replace("<br/>", "").contains(['<', '`', '\\', '%', '\u{202e}']), "{line}");
    }
}

#[test]
fn mermaid_says_the_region_in_its_few_words() {
    let view = view(&sample::region(), &Request::default());
    let text = mermaid::mermaid(&view, None);
    keep("region.mmd", &text);
    let edges = text.lines().filter(|l| l.contains("|\"")).count();
    assert_eq!((edges, mermaid::too_large(&text, &view)), (view.arrows().len(), None));
    assert!(text.starts_with("---\ntitle: \"Who does what to whom\"\nconfig:\n"));
    let styled: usize = text
        .lines()
        .filter_map(|l| l.strip_prefix("  linkStyle "))
        .map(|l| l.split(' ').next().unwrap().split(',').count())
        .sum();
    assert_eq!(styled, edges);
    let large = "n".repeat(mermaid::MOST_TEXT + 1);
    assert!(mermaid::too_large(&large, &view).unwrap().contains("--limit"));
}
