use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;

use super::*;
use crate::data::Data;
use crate::graph::query::{Answer, Settings, ask_with};
use crate::graph::store::Store;

/// An endpoint that answers once with these bytes after so long; gives its address and the body that it was sent.
fn endpoint(answer: String, after: Duration) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/sparql", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut length, mut line) = (0, String::new());
        while reader.read_line(&mut line).unwrap() > 2 {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let _ = sender.send(String::from_utf8(body).unwrap());
        std::thread::sleep(after);
        let _ = stream.write_all(answer.as_bytes());
    });
    (address, receiver)
}

fn http(status: &str, header: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{header}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn asked(query: &str, services: Vec<Service>) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let index = Store::create(folder.path(), None).unwrap().load(&Data::embedded()).unwrap();
    let answer = ask_with(&index, query, &Settings { services, ..Settings::default() }).map_err(|e| e.to_string())?;
    let Answer::Table { rows, .. } = answer else { panic!("a table") };
    Ok(rows.iter().map(|row| row.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect())
}

/// What the endpoint's answer gives as `?x`, or why it gives nothing.
fn check(answer: &str, expected: Result<&[&str], &str>) {
    let (address, _) = endpoint(answer.to_owned(), Duration::ZERO);
    let service = Service::new(&address, Duration::from_secs(20)).unwrap();
    let found = asked(&format!("SELECT ?x {{ SERVICE <{address}> {{ ?x a ?y }} }}"), vec![service]);
    match (found, expected) {
        (Ok(rows), Ok(expected)) => assert_eq!(rows, expected),
        (Err(reason), Err(expected)) => {
            assert_eq!(reason.replace(&address, "ADDRESS"), format!("query: SERVICE <ADDRESS>: {expected}"));
        }
        (found, expected) => panic!("{found:?} instead of {expected:?}"),
    }
}

const ROWS: &str = r#"{"head":{"vars":["x"]},"results":{"bindings":[
    {"x":{"type":"uri","value":"http://example.org/a"}},{"x":{"type":"literal","value":"b"}}]}}"#;

#[test]
fn the_rows_of_a_named_endpoint_are_joined() {
    check(&http("200 OK", "", ROWS), Ok(&["<http://example.org/a>", "\"b\""]));
    let (address, sent) = endpoint(http("200 OK", "", ROWS), Duration::ZERO);
    let service = Service::new(&address, Duration::from_secs(20)).unwrap();
    let query = format!("SELECT ?x {{ VALUES ?x {{ 'b' 'c' }} SERVICE <{address}> {{ ?x rdfs:label 'q' }} }}");
    assert_eq!(asked(&query, vec![service]).unwrap(), ["\"b\""]);
    let sent = sent.recv().unwrap();
    assert!(sent.starts_with("SELECT") && sent.contains("rdf-schema#label"), "{sent}");
    // What stands outside of SERVICE is not told.
    assert!(!sent.contains("\"c\""), "{sent}");
}

#[test]
fn what_gives_no_rows_is_told() {
    check(&http("400 Bad Request", "", "no such prefix\nmore"), Err("400 Bad Request no such prefix"));
    check(
        &http("302 Found", "location: http://127.0.0.1/inside\r\n", ""),
        Err("it leads to http://127.0.0.1/inside: name that instead, if you trust it"),
    );
    check(&http("200 OK", "", r#"{"head":{},"boolean":true}"#), Err("the answer is no table"));
}

#[test]
fn an_answer_that_is_none_is_an_error() {
    for answer in
        [http("200 OK", "", "<html>"), "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_owned(), "hm".to_owned()]
    {
        let (address, _) = endpoint(answer, Duration::ZERO);
        let service = Service::new(&address, Duration::from_secs(20)).unwrap();
        let reason = asked(&format!("SELECT * {{ SERVICE <{address}> {{ ?x a ?y }} }}"), vec![service]).unwrap_err();
        assert!(reason.starts_with(&format!("query: SERVICE <{address}>: ")), "{reason}");
    }
}

#[test]
fn a_slow_endpoint_is_not_waited_for() {
    let (address, _) = endpoint(http("200 OK", "", ROWS), Duration::from_secs(30));
    let service = Service::new(&address, Duration::from_millis(200)).unwrap();
    let query = format!("SELECT * {{ SERVICE <{address}> {{ ?x a ?y }} }}");
    assert_eq!(
        asked(&query, vec![service]).unwrap_err(),
        format!("query: SERVICE <{address}>: no answer within 0.2 s")
    );
}

#[test]
fn others_are_refused() {
    let (address, sent) = endpoint(http("200 OK", "", ROWS), Duration::ZERO);
    let named = Service::new("http://127.0.0.1:9/sparql", Duration::from_secs(1)).unwrap();
    let query = format!("SELECT * {{ SERVICE <{address}> {{ ?x a ?y }} }}");
    let reason = asked(&query, vec![named.clone()]).unwrap_err();
    assert_eq!(reason, format!("query: SERVICE <{address}> is not asked, unless `--service {address}` allows it"));
    // SILENT makes a failure one row without values, and asks nobody else for it.
    let silent = query.replace("SERVICE", "SERVICE SILENT");
    assert_eq!(asked(&silent, vec![named]).unwrap(), [""]);
    assert!(sent.try_recv().is_err());
}
