//! Whole pictures: drawn for the invented region, well-formed whatever the names, the same every time.

#[path = "support/sample.rs"]
mod sample;

use actograph::data::Data;
use actograph::document::Source;
use actograph::graph::store::Store;
use actograph::graph::view::{self, Period, Request, Step, View};
use actograph::graph::write::{self, quads};
use actograph::ontology::{Class, Ontology};
use actograph::picture::style::{Family, Theme};
use actograph::picture::svg::{self as pictures, Arrangement, Cluster, Engine, Options, svg};
use actograph::picture::{dot, html, mermaid};
use actograph::pipeline::Reading;

/// Everything that has a meaning in DOT, SVG or a terminal, and letters of other scripts.
const EVIL: &str = "x\"]; evil [label=\"pwned & <b>&lt;</b> ’ 中 \\ \\N \n \u{1}\u{202e} </svg>--> {a|b} `";

fn stored(readings: &[Reading]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    for reading in readings {
        store.put(&reading.document.source.id, &quads(reading, &write::Options::default())).unwrap();
    }
    (folder, store)
}

fn view(readings: &[Reading], request: &Request) -> View {
    let (_folder, store) = stored(readings);
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
    assert!((1.2..1.9).contains(&form) && size[0] < 1700.0, "{size:?}");
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

/// A page whose names and sentences try to be part of it.
fn evil_page() -> String {
    const SCRIPT: &str = "</script><script>window.pwned = 1</script><!-- {{data}} \u{2028}";
    const IMAGE: &str = "A <img src=x onerror=\"window.pwned = 1\"> funds B.";
    let mut reading = sample::reading(Source::named(SCRIPT), IMAGE);
    let evil = sample::actor(&mut reading, "evil", "A", Class::State);
    let other = sample::actor(&mut reading, "b", "B", Class::Thing);
    SCRIPT.clone_into(&mut reading.actors[evil].label);
    EVIL.clone_into(&mut reading.actors[other].label);
    sample::fact(&mut reading, 0, evil, "funds", other);
    html::html(&view(&[reading], &Request::default()), Some(SCRIPT), Arrangement::Auto)
}

#[test]
fn evil_names_are_data_and_nothing_else_in_html() {
    let page = evil_page();
    keep("evil.html", &page);
    // Three scripts of our own, one of them data; nothing that a name says is a tag.
    assert_eq!(page.matches("<script").count(), 3);
    assert_eq!(page.matches("</script").count(), 3);
    assert!(!page.contains("<img src=x") && !page.contains("<script>window"));
    let data = page.split("<script id=\"data\" type=\"application/json\">").nth(1).unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["nodes"].as_array().unwrap().len(), 2);
    assert!(data["edges"][0]["evidence"][0]["sentence"].as_str().unwrap().contains("<img src=x onerror="));
}

#[test]
fn the_page_of_the_region_has_all_of_it_and_needs_nobody() {
    let request = Request { evidence: usize::MAX, ..Request::default() };
    let mut view = view(&sample::region(), &request);
    view.measure();
    let page = html::html(&view, None, Arrangement::Auto);
    keep("region.html", &page);
    assert_eq!(html::html(&view, None, Arrangement::Auto), page);
    let data = page.split("<script id=\"data\" type=\"application/json\">").nth(1).unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    let count = |what: &str| data[what].as_array().unwrap().len();
    assert_eq!((count("nodes"), count("edges")), (view.graph.node_count(), view.graph.edge_count()));
    assert_eq!(count("arrows"), view.arrows().len());
    assert!(data["nodes"][0]["measures"]["PageRank"].is_number());
    // Every line begins and ends at the outline of its nodes.
    for arrow in data["arrows"].as_array().unwrap() {
        let points = arrow["points"].as_array().unwrap();
        for (end, point) in [("from", &points[0]), ("to", &points[points.len() - 1])] {
            let node = &data["nodes"][arrow[end].as_u64().unwrap() as usize];
            for axis in 0..2 {
                let off = (point[axis].as_f64().unwrap() - node["at"][axis].as_f64().unwrap()).abs();
                assert!(off <= node["size"][axis].as_f64().unwrap() / 2.0 + 0.2, "{arrow}");
            }
        }
    }
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("self"), "{policy}");
    let about = page.split("<script>").next().unwrap();
    assert!(!about.contains(" src=") && !about.contains("<link") && !about.contains("@import"));
}

/// The pictures of the invented region of which `docs/gallery.md` shows some.
fn gallery() -> Vec<(&'static str, String)> {
    let readings = sample::region();
    let with = |request: Request| view(&readings, &request);
    let all = || Request { evidence: usize::MAX, ..Request::default() };
    let focus = |name: &str| Request { focus: vec![name.to_owned()], ..all() };
    let dark = Options { theme: Theme::Dark, ..Options::default() };
    let clusters = Options { cluster: Cluster::Community, ..Options::default() };
    let flows = ["funds", "arms", "aids", "sellsTo", "trains"].map(str::to_owned).into();
    vec![
        ("clusters", svg(&with(Request { states: false, ..all() }), &clusters).unwrap()),
        ("ego", svg(&with(Request { hops: 2, limit: Some(24), ..focus("Osmar") }), &dark).unwrap()),
        ("timeline", pictures::timeline(&with(focus("Veldria")), &Options::default()).unwrap()),
        ("matrix", pictures::matrix(&with(Request { states: false, limit: Some(24), ..all() }), &Options::default())),
        ("flow", pictures::flow(&with(Request { predicates: flows, ..all() }), &Options::default())),
        ("multiples", multiples(&readings)),
    ]
}

fn multiples(readings: &[Reading]) -> String {
    let request = Request {
        limit: Some(12),
        since: Some("2025-01-01".into()),
        until: Some("2025-06-30".into()),
        ..Request::default()
    };
    let whole = view(readings, &request);
    pictures::multiples(&whole, &steps(readings, &request), &Options::default())
}

fn steps(readings: &[Reading], request: &Request) -> Vec<Step> {
    let (_folder, store) = stored(readings);
    let data = Data::embedded();
    view::series(&store.load(&data).unwrap(), &Ontology::load(&data).unwrap(), request, Period::Month).unwrap()
}

#[test]
fn the_gallery_shows_what_is_drawn_now() {
    for (name, drawn) in gallery() {
        assert!(drawn.len() < 300_000, "{name}: {}", drawn.len());
        let path = format!("{}/docs/gallery/{name}.svg", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/gallery")).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "{path} is not what is drawn now: UPDATE=1 cargo test --test picture");
    }
}

#[test]
fn every_kind_of_picture_says_its_title_sources_and_legend() {
    for (name, drawn) in gallery() {
        let words = words(&drawn);
        assert!(words.iter().any(|w| w.starts_with("Sources: report-")), "{name}");
        assert!(words.iter().any(|w| w.contains("cooperation")), "{name}");
        assert!(words.iter().any(|w| w.contains("2025-")), "{name}");
    }
}

/// A name that is evil in every picture that has it.
fn evils() -> Vec<String> {
    let focused = |mut view: View| {
        view.focus = vec![view.graph.node_weights().next().unwrap().label.clone()];
        view
    };
    let mut reading = sample::reading(Source { date: Some("2025-03-01".into()), ..Source::named(EVIL) }, "A funds B.");
    let evil = sample::actor(&mut reading, EVIL, "A", Class::State);
    let other = sample::actor(&mut reading, "b", "B", Class::State);
    EVIL.clone_into(&mut reading.actors[evil].label);
    sample::fact(&mut reading, 0, evil, "funds", other);
    let readings = [reading];
    let request = Request::default();
    let drawn = view(&readings, &request);
    let layouts = [Arrangement::Layers, Arrangement::Force, Arrangement::Circular];
    let mut pictures: Vec<String> = layouts
        .map(|layout| svg(&drawn, &Options { layout, title: Some(EVIL.into()), ..Options::default() }).unwrap())
        .into();
    let by = |cluster| Options { cluster, title: Some(EVIL.into()), ..Options::default() };
    pictures.push(svg(&drawn, &by(Cluster::State)).unwrap());
    pictures.push(pictures::timeline(&focused(drawn.clone()), &titled(EVIL)).unwrap());
    pictures.push(pictures::matrix(&drawn, &titled(EVIL)));
    pictures.push(pictures::flow(&drawn, &titled(EVIL)));
    pictures.push(pictures::multiples(&drawn, &steps(&readings, &request), &titled(EVIL)));
    pictures
}

#[test]
fn evil_names_are_words_in_every_kind_of_picture() {
    for (number, drawn) in evils().into_iter().enumerate() {
        let picture = roxmltree::Document::parse(&drawn).unwrap_or_else(|e| panic!("{number}: {e}"));
        assert!(!picture.descendants().any(|n| n.tag_name().name() == "b"), "{number}");
        assert!(words(&drawn).iter().any(|w| w.contains("evil [label=")), "{number}");
        for link in picture.descendants().filter_map(|n| n.attribute("href")) {
            assert!(link.starts_with("https://"), "{number}: {link}");
        }
    }
}

#[test]
fn clusters_and_layouts_that_do_not_go_together_are_refused() {
    let view = view(&sample::region(), &Request::default());
    let options = Options { layout: Arrangement::Layers, cluster: Cluster::State, ..Options::default() };
    assert!(svg(&view, &options).unwrap_err().to_string().contains("--layout force"));
    let error = pictures::timeline(&view, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("--focus NAME"), "{error}");
}

#[test]
fn the_sentence_is_shown_on_a_line_and_a_click_leads_to_its_evidence() {
    let drawn = svg(&view(&sample::region(), &Request::default()), &Options::default()).unwrap();
    let picture = roxmltree::Document::parse(&drawn).unwrap();
    let links: Vec<_> = picture.descendants().filter(|n| n.tag_name().name() == "a").collect();
    let says = |n: &roxmltree::Node<'_, '_>| {
        n.children().any(|c| c.text().is_some_and(|t| t.contains("“Veldria accuses Osmar.”")))
    };
    let link = links.iter().find(|n| says(n)).and_then(|n| n.attribute("href")).unwrap();
    assert!(link.contains("/assertion/") || link.contains("report-"), "{link}");
}

#[cfg(feature = "raster")]
#[test]
fn png_and_pdf_are_drawn_without_other_programs() {
    use actograph::picture::raster;
    let drawn = svg(&view(&sample::region(), &Request::default()), &Options::default()).unwrap();
    assert!(raster::png(&drawn, 1.0).unwrap().starts_with(b"\x89PNG"));
    assert!(raster::pdf(&drawn).unwrap().starts_with(b"%PDF"));
    assert_eq!(raster::missing(&drawn), "");
}
