//! The server, asked over real connections: the SPARQL 1.1 Protocol tests of the W3C
//! (<https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/>) that apply to a store like this, the Graph Store
//! Protocol, and what a server must bear: builds beside it, slow clients, endless queries, signals.

#[path = "support/sample.rs"]
mod sample;

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use actograph::data::Data;
use actograph::document::Source;
use actograph::graph::query::service::Service;
use actograph::graph::store::Store;
use actograph::graph::write::{Options as Written, quads};
use actograph::serve::{Options, Server, Token};
use tempfile::TempDir;

const TOKEN: &str = "0123456789abcdef";
const FORM: &str = "application/x-www-form-urlencoded";

/// A store of two documents in a folder of its own, and a server on it.
struct Site {
    // Ends before its folder is removed.
    server: Server,
    folder: TempDir,
}

impl Site {
    fn new(change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        for id in ["one", "two"] {
            put(&store, id);
        }
        let mut options = Options {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            refresh: Duration::from_millis(20),
            ..Options::default()
        };
        change(&mut options);
        let server = Server::start(folder.path(), &Data::embedded(), options).unwrap();
        Self { server, folder }
    }

    fn writable() -> Self {
        Self::new(|options| options.token = Some(Token::new(TOKEN).unwrap()))
    }

    fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        send(self.server.address(), method, target, headers, body.as_bytes()).unwrap()
    }

    fn get(&self, target: &str) -> Reply {
        self.send("GET", target, &[], "")
    }

    /// The answer to a query as CSV, on one line.
    fn ask(&self, query: &str) -> String {
        let headers = [("content-type", "application/sparql-query"), ("accept", "text/csv")];
        let reply = self.send("POST", "/query", &headers, query);
        assert_eq!(reply.status, 200, "{query}: {}", reply.body);
        reply.body.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// An update with the token.
    fn update(&self, update: &str) -> Reply {
        let bearer = format!("Bearer {TOKEN}");
        let headers = [("content-type", "application/sparql-update"), ("authorization", &bearer)];
        self.send("POST", "/update", &headers, update)
    }
}

fn put(store: &Store, id: &str) {
    store.put(id, &quads(&sample::talks(Source::named(id)), &Written::default())).unwrap();
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.lines().filter_map(|line| line.split_once(": "));
        headers.find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    fn kind(&self) -> &str {
        self.header("content-type").unwrap()
    }
}

/// One request on a connection of its own.
fn send(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    let mut head = vec![format!("{method} {target} HTTP/1.1"), "connection: close".to_owned()];
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push(format!("host: {address}"));
    }
    head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    if !body.is_empty() {
        head.push(format!("content-length: {}", body.len()));
    }
    stream.write_all(format!("{}\r\n\r\n", head.join("\r\n")).as_bytes())?;
    // A server that refuses a body may not read it.
    let _ = stream.write_all(body);
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(e) if e.kind() != ErrorKind::ConnectionReset => return Err(e),
        _ => {}
    }
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").ok_or(ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok(Reply { status, headers: head.to_owned(), body: body.to_owned() })
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Waits until it is so; the server looks at its files now and then.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const BROKERS: &str = "SELECT ?what { ?who rel:brokers ?what } ORDER BY ?what";
const ONE: &str = "https://w3id.org/actograph/kg/document/one";
const TWO: &str = "https://w3id.org/actograph/kg/document/two";
/// Takes for ever, without rows on the way.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
const DOCUMENTS: &str = "SELECT (COUNT(*) AS ?n) { ?d a ag:Document }";

#[test]
fn a_query_comes_in_three_ways() {
    let site = Site::new(|_| {});
    let query = "ASK { ?who rel:brokers ?what }";
    let yes = r#"{"head":{},"boolean":true}"#;
    // query_get, query_post_form, query_post_direct
    for path in ["/query", "/sparql"] {
        let get = site.get(&format!("{path}?query={}", encode(query)));
        assert_eq!((get.status, get.body.as_str()), (200, yes));
        let form = site.send("POST", path, &[("content-type", FORM)], &format!("query={}", encode(query)));
        assert_eq!((form.status, form.body.as_str()), (200, yes));
        for kind in ["application/sparql-query", "application/sparql-query; charset=UTF-8"] {
            let direct = site.send("POST", path, &[("content-type", kind)], query);
            assert_eq!((direct.status, direct.body.as_str()), (200, yes));
        }
    }
    let head = site.send("HEAD", &format!("/query?query={}", encode(query)), &[], "");
    assert_eq!((head.status, head.body.as_str(), head.header("content-length")), (200, "", Some("26")));
}

#[test]
fn the_request_names_graphs() {
    let site = Site::new(|_| {});
    let parameters = |default: &[&str], named: &[&str]| {
        let default = default.iter().map(|iri| format!("&default-graph-uri={}", encode(iri)));
        default.chain(named.iter().map(|iri| format!("&named-graph-uri={}", encode(iri)))).collect::<String>()
    };
    let by = |query: &str, graphs: &str| {
        let csv = ("accept", "text/csv");
        let target = format!("/query?query={}{graphs}", encode(query));
        let get = site.send("GET", &target, &[csv], "");
        let form = format!("query={}{graphs}", encode(query));
        let form = site.send("POST", "/query", &[csv, ("content-type", FORM)], &form);
        let target = format!("/query?{}", graphs.trim_start_matches('&'));
        let direct = site.send("POST", &target, &[csv, ("content-type", "application/sparql-query")], query);
        assert_eq!((get.status, &get.body, &get.body), (200, &form.body, &direct.body), "{}", get.body);
        get.body.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // query_dataset_default_graph, …_default_graphs_get, …_default_graphs_post
    assert_eq!(by(DOCUMENTS, ""), "n 2");
    assert_eq!(by(DOCUMENTS, &parameters(&[ONE], &[])), "n 1");
    assert_eq!(by(DOCUMENTS, &parameters(&[ONE, TWO], &[])), "n 2");
    // query_dataset_named_graphs_get, …_post
    let graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?d a ag:Document } }";
    assert_eq!(by(graphs, ""), "n 2");
    assert_eq!(by(graphs, &parameters(&[], &[TWO])), "n 1");
    // query_dataset_full
    let full = "SELECT ?g ?d { GRAPH ?g { ?x a ag:Document } ?d a ag:Document }";
    assert_eq!(by(full, &parameters(&[ONE], &[TWO])), format!("g,d {TWO},{ONE}"));
    // query_multiple_dataset: the request has precedence
    let from = format!("SELECT ?d FROM <{TWO}> {{ ?d a ag:Document }}");
    assert_eq!(by(&from, ""), format!("d {TWO}"));
    assert_eq!(by(&from, &parameters(&[ONE], &[])), format!("d {ONE}"));
}

#[test]
fn the_client_chooses_the_form() {
    let site = Site::new(|_| {});
    let form = |query: &str, accept: &str| {
        let accept: Vec<_> = Some(("accept", accept)).filter(|(_, a)| !a.is_empty()).into_iter().collect();
        let reply = site.send("GET", &format!("/query?query={}", encode(query)), &accept, "");
        (reply.status, reply.kind().to_owned(), reply.body)
    };
    // query_content_type_select, …_ask, …_describe, …_construct
    for query in [BROKERS, "ASK {}"] {
        for (accept, kind) in [
            ("", "application/sparql-results+json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv", "text/csv"),
            ("text/tab-separated-values", "text/tab-separated-values"),
            ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ] {
            let (status, got, _) = form(query, accept);
            assert_eq!((status, got.as_str()), (200, kind), "{accept}");
        }
    }
    for query in ["DESCRIBE kg:oman", "CONSTRUCT { ?a rel:brokers ?b } WHERE { ?a rel:brokers ?b }"] {
        for (accept, kind, holds) in [
            ("", "text/turtle", "@prefix kg:"),
            ("application/n-triples", "application/n-triples", "<https://w3id.org/actograph/kg/oman> <"),
            ("application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml", "<rdf:RDF"),
            ("application/ld+json", "application/ld+json", "\"@id\""),
            ("application/n-quads", "application/n-quads", "kg/oman> <"),
        ] {
            let (status, got, body) = form(query, accept);
            assert_eq!((status, got.as_str()), (200, kind), "{accept}");
            assert!(body.contains(holds), "{accept}: {body}");
        }
    }
    assert_eq!(form("ASK {}", "text/turtle").0, 406);
    let (status, _, body) = form("DESCRIBE kg:oman", "text/html");
    assert!(status == 406 && body.contains("text/turtle"), "{body}");
}

#[test]
fn a_wrong_request_is_refused() {
    let site = Site::writable();
    let bearer = format!("Bearer {TOKEN}");
    let ask = encode("ASK {}");
    let insert = encode("INSERT DATA { kg:a kg:b kg:c }");
    for (name, method, target, kind, body, status) in [
        ("bad_query_method", "PUT", format!("/query?query={ask}"), "", String::new(), 405),
        ("bad_multiple_queries", "GET", format!("/query?query={ask}&query={ask}"), "", String::new(), 400),
        ("bad_query_wrong_media_type", "POST", "/query".into(), "text/plain", "ASK {}".into(), 415),
        ("bad_query_missing_form_type", "POST", "/query".into(), "", format!("query={ask}"), 415),
        ("bad_query_missing_direct_type", "POST", "/query".into(), "", "ASK {}".into(), 415),
        (
            "bad_query_non_utf8",
            "POST",
            "/query".into(),
            "application/sparql-query; charset=UTF-16",
            "ASK {}".into(),
            415,
        ),
        ("bad_query_syntax", "GET", "/query?query=ASK+%7B".into(), "", String::new(), 400),
        ("no query in a form", "POST", "/query".into(), FORM, "x=y".into(), 400),
        ("two queries", "POST", format!("/query?query={ask}"), "application/sparql-query", "ASK {}".into(), 400),
        ("no IRI", "GET", format!("/query?query={ask}&default-graph-uri=one"), "", String::new(), 400),
        ("bad_update_get", "GET", format!("/update?update={insert}"), "", String::new(), 405),
        ("bad_multiple_updates", "POST", "/update".into(), FORM, format!("update={insert}&update={insert}"), 400),
        ("bad_update_wrong_media_type", "POST", "/update".into(), "text/plain", "CLEAR DEFAULT".into(), 415),
        ("bad_update_missing_form_type", "POST", "/update".into(), "", format!("update={insert}"), 415),
        ("bad_update_non_utf8", "POST", "/update".into(), "application/sparql-update; charset=UTF-16", "X".into(), 415),
        ("bad_update_syntax", "POST", "/update".into(), "application/sparql-update", "INSERT DATA {".into(), 400),
        (
            "bad_update_dataset_conflict",
            "POST",
            format!("/update?using-graph-uri={}", encode(ONE)),
            "application/sparql-update",
            "INSERT { kg:a kg:b kg:c } USING kg:x WHERE {}".into(),
            400,
        ),
        ("an update for a query", "POST", "/query".into(), "application/sparql-query", "CLEAR DEFAULT".into(), 400),
        ("nothing there", "GET", "/nothing".into(), "", String::new(), 404),
    ] {
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(Some(("content-type", kind)).filter(|(_, kind)| !kind.is_empty()));
        let reply = site.send(method, &target, &headers, &body);
        assert_eq!(reply.status, status, "{name}: {}", reply.body);
        assert!(reply.body.len() > 5, "{name} says nothing");
    }
    assert_eq!(site.ask("SELECT (COUNT(*) AS ?n) { kg:a ?p ?o }"), "n 0");
    let wrong =
        site.send("POST", "/query", &[("content-type", "application/sparql-query")], "SELECT ?who {\n  ?who x:y }");
    assert_eq!((wrong.status, wrong.kind()), (400, "text/plain; charset=utf-8"));
    assert!(wrong.body.contains("line 2, column 8") && wrong.body.contains("^^^ declare it"), "{}", wrong.body);
    // Bytes that are no UTF-8.
    let bytes =
        send(site.server.address(), "POST", "/query", &[("content-type", "application/sparql-query")], b"ASK {\xff}");
    let bytes = bytes.unwrap();
    assert!(bytes.status == 400 && bytes.body.contains("byte 5"), "{}", bytes.body);
}

#[test]
fn the_server_asks_no_other() {
    let site = Site::new(|_| {});
    let query = encode("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }");
    let reply = site.get(&format!("/query?query={query}"));
    assert!(reply.status == 422 && reply.body.contains("SERVICE"), "{}", reply.body);
}

#[test]
fn the_server_asks_those_that_it_is_told_of() {
    let other = Site::new(|_| {});
    let address = format!("http://{}/query", other.server.address());
    let service = Service::new(&address, Duration::from_secs(60)).unwrap();
    let site = Site::new(|options| options.services.push(service));
    let query = format!(
        "SELECT DISTINCT ?x {{ VALUES ?x {{ rel:brokers kg:nothing }} SERVICE <{address}> {{ ?a rdf:predicate ?x }} }}"
    );
    assert_eq!(site.ask(&query), "x https://w3id.org/actograph/relation/brokers");
    let refused =
        site.get(&format!("/query?query={}", encode("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")));
    assert_eq!(refused.status, 422, "{}", refused.body);
    drop(other);
    let reply = site.get(&format!("/query?query={}", encode(&query)));
    assert!(reply.status == 502 && reply.body.contains(&address), "{} {}", reply.status, reply.body);
}

#[test]
fn an_answer_has_its_limits_and_is_never_cut() {
    let site = Site::new(|options| options.rows = 10);
    for query in ["SELECT * { ?a ?b ?c }", "CONSTRUCT WHERE { ?a ?b ?c }"] {
        let reply = site.get(&format!("/query?query={}", encode(query)));
        assert!(reply.status == 422 && reply.body.contains("more than 10 rows"), "{}", reply.body);
        let reply = site.get(&format!("/query?query={}", encode(&format!("{query} LIMIT 10"))));
        assert_eq!(reply.status, 200);
    }
    assert_eq!(site.get(&format!("/store?graph={}", encode(ONE))).status, 422);
}

#[test]
fn an_endless_query_is_ended_and_gives_its_place_back() {
    let site = Site::new(|options| {
        options.jobs = 1;
        options.time = Duration::from_millis(500);
    });
    for query in [ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"] {
        let begin = Instant::now();
        let reply = site.get(&format!("/query?query={}", encode(query)));
        assert_eq!((reply.status, reply.header("retry-after")), (503, Some("5")), "{}", reply.body);
        assert!(reply.body.contains("0.5 s"), "{}", reply.body);
        assert!(begin.elapsed() < Duration::from_secs(10));
        // The only place is free again.
        until("a free place", || site.get(&format!("/query?query={}", encode("ASK {}"))).status == 200);
    }
}

#[test]
fn a_query_ends_when_its_client_goes() {
    let site = Site::new(|options| {
        options.jobs = 1;
        options.time = Duration::from_secs(300);
    });
    let mut stream = TcpStream::connect(site.server.address()).unwrap();
    write!(stream, "GET /query?query={} HTTP/1.1\r\nhost: localhost\r\n\r\n", encode(ENDLESS)).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    drop(stream);
    let begin = Instant::now();
    assert_eq!(site.ask("SELECT (1 AS ?n) {}"), "n 1");
    assert!(begin.elapsed() < Duration::from_secs(60));
}

#[test]
fn large_requests_and_slow_heads_are_refused() {
    let site = Site::new(|options| options.request_bytes = 1000);
    let long = format!("ASK {{}} #{}", "x".repeat(2000));
    let reply = site.send("POST", "/query", &[("content-type", "application/sparql-query")], &long);
    assert_eq!(reply.status, 413);
    // The same without saying how long it is.
    let mut stream = TcpStream::connect(site.server.address()).unwrap();
    let head = "POST /query HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n";
    write!(stream, "{head}content-type: application/sparql-query\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n", long.len())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let reply = site.get(&format!("/query?query={}", "x".repeat(100_000)));
    assert!([414, 431].contains(&reply.status), "{}", reply.status);
    for broken in ["\r\n\r\n", "GET\r\n\r\n", "nonsense \u{1} / HTTP/9\r\n\r\n"] {
        let mut stream = TcpStream::connect(site.server.address()).unwrap();
        stream.write_all(broken.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{broken:?}: {answer}");
    }
    assert_eq!(site.ask("SELECT (1 AS ?n) {}"), "n 1");
}

#[test]
fn one_graph_can_be_read() {
    let site = Site::new(|_| {});
    let one = site.send("GET", &format!("/store?graph={}", encode(ONE)), &[("accept", "application/n-triples")], "");
    assert_eq!((one.status, one.kind()), (200, "application/n-triples"));
    assert!(one.body.contains("document/one>") && !one.body.contains("document/two"), "{}", one.body);
    let n = one.body.lines().count();
    assert_eq!(site.ask(&format!("SELECT (COUNT(*) AS ?n) {{ GRAPH <{ONE}> {{ ?a ?b ?c }} }}")), format!("n {n}"));
    let all = site.send("GET", "/store?default", &[("accept", "application/n-triples")], "");
    assert!(all.body.contains("document/one>") && all.body.contains("document/two>"));
    assert_eq!(site.send("HEAD", "/store?default", &[], "").body, "");
    for (target, status) in [
        ("/store?graph=https://example.org/none", 404),
        ("/store", 400),
        ("/store?graph=x", 400),
        ("/store?default&graph=x:y", 400),
    ] {
        assert_eq!(site.get(target).status, status, "{target}");
    }
}

#[test]
fn writing_needs_the_token() {
    let update = |site: &Site, headers: &[(&str, &str)]| {
        let mut all = vec![("content-type", "application/sparql-update")];
        all.extend(headers);
        site.send("POST", "/update", &all, "INSERT DATA { kg:a rdfs:comment 'b' }").status
    };
    let site = Site::new(|_| {});
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(update(&site, &[("authorization", &bearer)]), 403);
    assert_eq!(site.send("DELETE", &format!("/store?graph={}", encode(ONE)), &[], "").status, 403);
    let site = Site::writable();
    assert_eq!(update(&site, &[]), 401);
    for wrong in ["Bearer ", "Bearer 0123456789abcdeF", "Basic 0123456789abcdef", "0123456789abcdef"] {
        assert_eq!(update(&site, &[("authorization", wrong)]), 401, "{wrong}");
    }
    assert_eq!(site.ask("SELECT (COUNT(*) AS ?n) { kg:a ?p ?o }"), "n 0");
    assert_eq!(update(&site, &[("authorization", &bearer)]), 200);
    assert_eq!(site.ask("SELECT ?o { kg:a ?p ?o }"), "o b");
}

#[test]
fn an_update_is_seen_at_once_and_stands_in_the_files() {
    let site = Site::writable();
    // update_post_direct, update_post_form
    let done = site.update("INSERT { ?who rdfs:comment 'broker' } WHERE { ?who rel:brokers ?what }");
    assert_eq!((done.status, done.body.as_str()), (200, "1 inserted, 0 deleted\n"));
    assert_eq!(site.ask("SELECT ?who { ?who rdfs:comment 'broker' }"), "who https://w3id.org/actograph/kg/oman");
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("content-type", FORM), ("authorization", bearer.as_str())];
    let form = format!("update={}", encode("DELETE WHERE { ?who rdfs:comment 'broker' }"));
    assert_eq!(site.send("POST", "/update", &headers, &form).status, 200);
    assert_eq!(site.ask("SELECT ?who { ?who rdfs:comment 'broker' }"), "who");
    // update_dataset_default_graph, …_named_graphs
    for (parameter, graph, pattern, n) in [
        ("using-graph-uri", ONE, "?d a ag:Document", 1),
        ("using-named-graph-uri", TWO, "GRAPH ?g { ?d a ag:Document }", 1),
        ("using-named-graph-uri", TWO, "?d a ag:Document", 0),
    ] {
        let headers = [("content-type", "application/sparql-update"), ("authorization", bearer.as_str())];
        assert_eq!(site.update("DELETE WHERE { ?x rdfs:comment 'seen' }").status, 200);
        let update = format!("INSERT {{ ?d rdfs:comment 'seen' }} WHERE {{ {pattern} }}");
        let reply = site.send("POST", &format!("/update?{parameter}={}", encode(graph)), &headers, &update);
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(site.ask("SELECT (COUNT(*) AS ?n) { ?d rdfs:comment 'seen' }"), format!("n {n}"), "{parameter}");
    }
    // What was read is not changed, and nothing of an update that would.
    let reply = site.update("INSERT DATA { kg:a rdfs:comment 'b' } ; DELETE WHERE { ?who rel:brokers ?what }");
    assert!(reply.status == 403 && reply.body.contains("refused, nothing is changed"), "{}", reply.body);
    assert_eq!(site.ask("SELECT (COUNT(*) AS ?n) { kg:a ?p ?o }"), "n 0");
    assert_eq!(site.update("INSERT DATA { kg:a rdfs:comment 'kept' }").status, 200);
    let own = std::fs::read_to_string(site.folder.path().join("own.nq")).unwrap();
    assert!(own.contains("kept") && !own.contains("broker"), "{own}");
}

#[test]
fn graphs_of_ones_own_can_be_written() {
    let site = Site::writable();
    let bearer = format!("Bearer {TOKEN}");
    let send = |method: &str, target: &str, body: &str| {
        let headers = [("content-type", "text/turtle"), ("authorization", bearer.as_str())];
        site.send(method, target, &headers, body).status
    };
    let notes = "/store?graph=https://example.org/notes";
    let values = || site.ask("SELECT ?o { GRAPH <https://example.org/notes> { ?s ?p ?o } } ORDER BY ?o");
    assert_eq!(send("PUT", notes, "<#a> <#b> 1, 2 ."), 201);
    assert_eq!(values(), "o 1 2");
    assert_eq!(send("POST", notes, "<#a> <#b> 3 ."), 204);
    assert_eq!(values(), "o 1 2 3");
    assert_eq!(send("PUT", notes, "<#a> <#b> 4 ."), 204);
    assert_eq!(values(), "o 4");
    assert!(site.get(notes).body.contains("<https://example.org/notes#a>"));
    assert_eq!(send("PUT", notes, "<#a> <#b> ["), 400);
    assert_eq!(send("PUT", notes, "<#a> <#b> [] ."), 403);
    assert_eq!(send("PUT", &format!("/store?graph={}", encode(ONE)), "<#a> <#b> 1 ."), 403);
    assert_eq!(send("DELETE", &format!("/store?graph={}", encode(ONE)), ""), 403);
    assert_eq!(send("PUT", "/store?default", "<#a> <#b> 1 ."), 400);
    assert_eq!(send("POST", "/store?default", "<x:a> <x:b> 'mine' ."), 204);
    assert_eq!(site.ask("SELECT ?o { GRAPH kg:own { ?s ?p ?o } }"), "o mine");
    assert_eq!(values(), "o 4");
    assert_eq!(send("DELETE", notes, ""), 204);
    assert_eq!(send("DELETE", notes, ""), 404);
    assert_eq!(site.get(notes).status, 404);
    let headers = [("content-type", "text/html"), ("authorization", bearer.as_str())];
    assert_eq!(site.send("PUT", notes, &headers, "x").status, 415);
}

#[test]
fn the_server_says_what_it_can_do_and_what_it_holds() {
    let site = Site::new(|_| {});
    let service = site.get("/query");
    assert_eq!((service.status, service.kind()), (200, "text/turtle"));
    let address = format!("http://{}", site.server.address());
    for part in ["SPARQL11Query", "SPARQL_Results_JSON", &format!("<{address}/query>")] {
        assert!(service.body.contains(part), "{part}: {}", service.body);
    }
    assert!(!service.body.contains("SPARQL11Update"));
    assert!(Site::writable().get("/query").body.contains("SPARQL11Update"));
    let void = site.send("GET", "/.well-known/void", &[("accept", "application/n-triples")], "");
    assert_eq!(void.status, 200);
    let n = site.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }").replace("n ", "");
    assert!(void.body.contains(&format!("<http://rdfs.org/ns/void#triples> \"{n}\"")), "{}", void.body);
    assert!(void.body.contains("<http://rdfs.org/ns/void#documents> \"2\""));
    assert!(site.get("/").body.contains("/.well-known/void"));
}

#[test]
fn other_origins_and_names_are_refused_unless_named() {
    let site = Site::new(|_| {});
    let target = format!("/query?query={}", encode("ASK {}"));
    let from = |site: &Site, method: &str, origin: &str| {
        let reply = site.send(method, &target, &[("origin", origin)], "");
        reply.header("access-control-allow-origin").map(str::to_owned)
    };
    assert_eq!(from(&site, "GET", "https://example.org"), None);
    let named = Site::new(|options| {
        options.origins = vec!["https://example.org".to_owned()];
        options.hosts = vec!["graph.example.org".to_owned()];
    });
    for method in ["GET", "OPTIONS"] {
        assert_eq!(from(&named, method, "https://example.org").as_deref(), Some("https://example.org"));
        assert_eq!(from(&named, method, "https://example.com"), None);
    }
    for (host, here, there) in [
        ("localhost:1", 200, 200),
        ("127.0.0.1", 200, 200),
        ("[::1]:8", 200, 200),
        ("graph.example.org", 421, 200),
        ("evil.example.com:7878", 421, 421),
    ] {
        assert_eq!(site.send("GET", &target, &[("host", host)], "").status, here, "{host}");
        assert_eq!(named.send("GET", &target, &[("host", host)], "").status, there, "{host}");
    }
}

#[test]
fn documents_that_a_build_finishes_are_seen_whole() {
    let site = Site::new(|_| {});
    let store = Store::open(site.folder.path()).unwrap();
    put(&store, "three");
    until("the third document", || site.ask(DOCUMENTS) == "n 3");
    // A document's graph is there as a whole or not at all, whatever moment it is asked at.
    let sizes = "SELECT ?n { { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), STR(doc:))) } \
                 GROUP BY ?g } } GROUP BY ?n";
    let whole = site.ask(sizes);
    assert_eq!(whole.split(' ').count(), 2, "all are of one size: {whole}");
    std::thread::scope(|scope| {
        let building = scope.spawn(|| {
            for n in 0..40 {
                put(&store, &format!("more-{}", n % 20));
                // Half a document, as a killed build leaves it.
                let half = store.file(&format!("more-{n}")).with_extension("gz.1.tmp");
                std::fs::create_dir_all(half.parent().unwrap()).unwrap();
                std::fs::write(half, "half").unwrap();
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        while !building.is_finished() {
            assert_eq!(site.ask(sizes), whole);
        }
    });
    until("all documents", || site.ask(DOCUMENTS) == "n 23");
    store.remove("one").unwrap();
    until("one less", || site.ask(DOCUMENTS) == "n 22");
    // What is damaged is not served, and what was there before still is.
    std::fs::write(store.file("two"), "damaged").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(site.ask(DOCUMENTS), "n 22");
    put(&store, "two");
    put(&store, "one");
    until("all again", || site.ask(DOCUMENTS) == "n 23");
}

#[test]
fn a_server_that_is_stopped_finishes_what_it_answers() {
    let site = Site::new(|_| {});
    let address = site.server.address();
    let mut idle = TcpStream::connect(address).unwrap();
    write!(idle, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    idle.read_exact(&mut [0; 16]).unwrap();
    let begin = Instant::now();
    let stopped = std::thread::spawn(move || site.server.stop());
    stopped.join().unwrap();
    // A client that keeps its connection without asking does not keep the server.
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
    assert!(send(address, "GET", "/", &[], b"").is_err());
}

/// The program itself, and where it listens.
fn program(store: &Path, arguments: &[&str]) -> (std::process::Child, SocketAddr) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("actograph"));
    command.args(["serve", "--bind", "127.0.0.1:0", "--store"]).arg(store).args(arguments);
    let mut child = command.env("ACTOGRAPH_TOKEN", TOKEN).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address =
        line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_else(|| panic!("{line}"));
    (child, address.parse().unwrap())
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news");
    put(&Store::create(&path, None).unwrap(), "one");
    (folder, path)
}

#[cfg(unix)]
#[test]
fn signals_end_the_program() {
    let (_folder, store) = folder();
    for signal in ["-TERM", "-INT"] {
        let (mut child, address) = program(&store, &["--write", "--timeout", "300"]);
        assert_eq!(send(address, "GET", "/query", &[], b"").unwrap().status, 200);
        // A query that would run for minutes is cancelled after the time of grace.
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /query?query={} HTTP/1.1\r\nhost: localhost\r\n\r\n", encode(ENDLESS)).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        let begin = Instant::now();
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        assert!(child.wait().unwrap().success(), "{signal}");
        assert!(begin.elapsed() < Duration::from_secs(20), "{signal}: {:?}", begin.elapsed());
    }
}

#[test]
fn a_server_that_cannot_serve_says_why() {
    let (_folder, store) = folder();
    let run = |arguments: &[&str], token: &str| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("actograph"));
        command.arg("serve").args(arguments).env_remove("ACTOGRAPH_TOKEN");
        if !token.is_empty() {
            command.env("ACTOGRAPH_TOKEN", token);
        }
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let store = store.to_str().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, token, why) in [
        (&["--store", "/nowhere/at/all", "--bind", "127.0.0.1:0"][..], "", "no such folder"),
        (&["--store", store, "--bind", &taken], "", "in use"),
        (&["--store", store, "--write"], "", "needs a token"),
        (&["--store", store, "--write"], "short", "16 or more"),
        (&["--store", store, "--timeout", "0"], "", "--timeout"),
        (&["--store", store, "--token-file", "x"], "", "--write"),
    ] {
        let (code, err) = run(arguments, token);
        assert!(code == Some(2) && err.contains(why), "{arguments:?}: {err}");
    }
}

#[test]
fn a_page_to_explore_is_served_with_what_its_address_asks_for() {
    let site = Site::new(|_| {});
    let page = site.get("/view");
    assert_eq!((page.status, page.kind()), (200, "text/html; charset=utf-8"));
    assert_eq!(page.header("content-security-policy"), Some("frame-ancestors 'none'"));
    assert!(page.body.contains("Content-Security-Policy") && page.body.contains("\"Oman\""));
    let near = site.get("/view?focus=Oman&title=%3Cb%3E");
    assert!(near.body.contains("<title>&lt;b&gt;</title>") && near.body.contains("\"focus\":[\"Oman\"]"));
    assert!(!near.body.contains("\"Hamas\""));
    for (target, status, said) in [
        ("/view?focus=Omam", 400, "did you mean Oman?"),
        ("/view?hop=2", 400, "did you mean hops?"),
        ("/view?min_count=many", 400, "write a number"),
        ("/view?since=1900-01-01&until=1900-01-02", 404, "no such relation"),
    ] {
        let reply = site.get(target);
        assert_eq!(reply.status, status, "{target}: {}", reply.body);
        assert!(reply.body.contains(said), "{target}: {}", reply.body);
    }
    assert_eq!(site.send("POST", "/view", &[], "x").status, 405);
    assert!(site.get("/").body.contains("/view"));
}
