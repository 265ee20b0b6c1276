//! An address and a method → what is done.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts as Head;
use hyper::{Method, Request, Response, StatusCode};
use oxigraph::model::NamedNode;
use tokio::time::timeout;

#[cfg(feature = "federation")]
use crate::graph::query::Settings;
use crate::graph::update;
use crate::serve::graphs::{Refused, Target};
use crate::serve::live::Live;
use crate::serve::protocol::{Parts, QUERY, UPDATE, request};
use crate::serve::reply::Reply;
use crate::serve::work::{Outcome, Workers};
use crate::serve::{Options, answer, describe, explore, graphs};

/// The longest that a client may take to send the body of a request.
const BODY_TIME: Duration = Duration::from_secs(30);

/// What all connections share.
pub(super) struct Site {
    pub live: Arc<Live>,
    pub workers: Workers,
    pub options: Options,
    pub address: SocketAddr,
}

impl Site {
    /// Answers a request; whatever it is.
    pub(super) async fn respond(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (head, body) = request.into_parts();
        let reply = self.reply(&head, body).await.unwrap_or_else(|refusal| refusal);
        let mut response = Response::new(Full::new(reply.body));
        *response.status_mut() = reply.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.kind));
        headers.insert(header::VARY, HeaderValue::from_static("Accept, Origin"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        // The store may change at any moment.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.extend(reply.header.map(|(name, value)| (name, HeaderValue::from_static(value))));
        headers.extend(self.cross_origin(&head));
        response
    }

    async fn reply(&self, head: &Head, body: Incoming) -> Outcome {
        self.check_host(&head.headers)?;
        let (method, path) = (&head.method, head.uri.path());
        if *method == Method::OPTIONS {
            return Ok(Reply { status: StatusCode::NO_CONTENT, ..Reply::ok("text/plain; charset=utf-8", "") });
        }
        match path {
            "/query" | "/sparql" => self.query(head, body).await,
            "/update" => self.update(head, body).await,
            "/store" => self.graphs(head, body).await,
            "/" | "/view" | "/.well-known/void" if !matches!(*method, Method::GET | Method::HEAD) => {
                Err(Reply::wrong_method("GET, HEAD, OPTIONS"))
            }
            "/" => Ok(Reply::text(StatusCode::OK, self.welcome())),
            "/view" => {
                let target = explore::Target::parse(head.uri.query().unwrap_or_default())?;
                let live = Arc::clone(&self.live);
                self.workers.read(move |_| explore::page(&live.snapshot(), live.ontology(), &target)).await
            }
            "/.well-known/void" => {
                let (snapshot, site, accept) = (self.live.snapshot(), self.name(&head.headers), accepted(head));
                self.workers.read(move |token| describe::void(&snapshot, &site, &accept, token)).await
            }
            _ => Err(Reply::text(StatusCode::NOT_FOUND, format!("there is nothing here\n{}", self.welcome()))),
        }
    }

    async fn query(&self, head: &Head, body: Incoming) -> Outcome {
        let body = if head.method == Method::POST { self.body(head, body).await? } else { Bytes::new() };
        let (snapshot, accept) = (self.live.snapshot(), accepted(head));
        let Some(query) = request(&parts(head, &body), &QUERY)? else {
            return describe::service(&snapshot, &self.name(&head.headers), &accept, self.options.token.is_some());
        };
        let limits = (self.options.rows, self.options.time);
        #[cfg(not(feature = "federation"))]
        let settings = query.settings();
        #[cfg(feature = "federation")]
        let settings = Settings { services: self.options.services.clone(), ..query.settings() };
        self.workers.read(move |token| answer::answer(&snapshot, (&query.text, settings), &accept, limits, token)).await
    }

    async fn update(&self, head: &Head, body: Incoming) -> Outcome {
        self.may_write(&head.headers)?;
        let body = if head.method == Method::POST { self.body(head, body).await? } else { Bytes::new() };
        let update = request(&parts(head, &body), &UPDATE)?.expect("an update without text is refused");
        // A wrong one does not cost the loading of the store.
        let checked = update::check(&self.live.snapshot().index, &update.text, &update.settings());
        checked.map_err(|e| Reply::bad_request(e.to_string()))?;
        let live = Arc::clone(&self.live);
        let work = move |token: &oxigraph::sparql::CancellationToken| {
            let mut settings = update.settings();
            settings.token = token.clone();
            let done = live.write(|index, own| {
                let done = update::update_with(index, own, &update.text, &settings);
                if token.is_cancelled() {
                    return Err(Refused(Reply::busy("the update took too long and was ended; nothing is changed")));
                }
                done.map_err(|e| Refused(Reply::text(StatusCode::FORBIDDEN, e.to_string())))
            });
            let done = done.map_err(|refused| refused.0)?;
            Ok(Reply::text(StatusCode::OK, format!("{} inserted, {} deleted", done.inserted, done.deleted)))
        };
        self.workers.write(self.patience(), work).await
    }

    async fn graphs(&self, head: &Head, body: Incoming) -> Outcome {
        match head.method {
            Method::GET | Method::HEAD => {
                let target = Target::parse(head.uri.query().unwrap_or_default())?;
                let (snapshot, accept, rows) = (self.live.snapshot(), accepted(head), self.options.rows);
                self.workers.read(move |token| graphs::read(&snapshot, &target, &accept, rows, token)).await
            }
            Method::PUT | Method::POST | Method::DELETE => {
                self.may_write(&head.headers)?;
                let target = Target::parse(head.uri.query().unwrap_or_default())?;
                let body = self.body(head, body).await?;
                let (live, method) = (Arc::clone(&self.live), head.method.clone());
                let kind = text(&head.headers, &header::CONTENT_TYPE).map(str::to_owned);
                let work = move |token: &_| graphs::write(&live, &target, &method, (kind.as_deref(), &body), token);
                self.workers.write(self.patience(), work).await
            }
            _ => Err(Reply::wrong_method("GET, HEAD, PUT, POST, DELETE, OPTIONS")),
        }
    }

    /// How much longer a change may take than a query: it loads the store.
    fn patience(&self) -> Duration {
        4 * self.live.load_time()
    }

    /// The body of a request, if it is short enough and comes in time.
    async fn body(&self, head: &Head, body: Incoming) -> Result<Bytes, Reply> {
        let most = self.options.request_bytes;
        let too_large = || {
            let message = format!("the body of a request has at most {most} bytes here");
            Reply::text(StatusCode::PAYLOAD_TOO_LARGE, message).with(header::CONNECTION, "close")
        };
        let told = text(&head.headers, &header::CONTENT_LENGTH).and_then(|n| n.parse::<u64>().ok());
        if told.is_some_and(|n| n > most as u64) {
            return Err(too_large());
        }
        match timeout(BODY_TIME, Limited::new(body, most).collect()).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
            Ok(Err(error)) => Err(Reply::bad_request(format!("the request is broken: {error}"))),
            Err(_) => {
                let message = format!("the request did not come within {} s", BODY_TIME.as_secs());
                Err(Reply::text(StatusCode::REQUEST_TIMEOUT, message).with(header::CONNECTION, "close"))
            }
        }
    }

    fn may_write(&self, headers: &HeaderMap) -> Result<(), Reply> {
        let Some(token) = &self.options.token else {
            return Err(Reply::text(StatusCode::FORBIDDEN, "this server is for reading: `--write` would change that"));
        };
        let shown = text(headers, &header::AUTHORIZATION).and_then(|value| {
            let (scheme, shown) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(shown.trim())
        });
        if shown.is_some_and(|shown| token.is(shown)) {
            return Ok(());
        }
        let message = "who writes shows the token: Authorization: Bearer …";
        Err(Reply::text(StatusCode::UNAUTHORIZED, message).with(header::WWW_AUTHENTICATE, "Bearer"))
    }

    /// A web page anywhere can let its own name lead to 127.0.0.1 and then read answers as its own (DNS rebinding). So a
    /// server that only this machine reaches answers to names of this machine, and to those that it was told.
    fn check_host(&self, headers: &HeaderMap) -> Result<(), Reply> {
        let Some(host) = text(headers, &header::HOST).filter(|_| self.address.ip().is_loopback()) else {
            return Ok(());
        };
        let name = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
        let own = ["localhost", "127.0.0.1", "[::1]"].into_iter().chain(self.options.hosts.iter().map(String::as_str));
        if own.into_iter().any(|own| own.eq_ignore_ascii_case(name)) {
            return Ok(());
        }
        let message = format!("this server is not called {name:?}: `--host` would tell it so");
        Err(Reply::text(StatusCode::MISDIRECTED_REQUEST, message))
    }

    /// The headers that let a page of another origin read the answer, if it may.
    fn cross_origin(&self, head: &Head) -> Vec<(HeaderName, HeaderValue)> {
        let Some(origin) = head.headers.get(header::ORIGIN) else { return Vec::new() };
        let origins = &self.options.origins;
        let any = origins.iter().any(|o| o == "*");
        if !any && !origins.iter().any(|o| o.as_bytes() == origin.as_bytes()) {
            return Vec::new();
        }
        let allowed = if any { HeaderValue::from_static("*") } else { origin.clone() };
        let mut headers = vec![(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed)];
        if head.method == Method::OPTIONS {
            let methods = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, OPTIONS");
            let names = HeaderValue::from_static("Accept, Authorization, Content-Type");
            headers.push((header::ACCESS_CONTROL_ALLOW_METHODS, methods));
            headers.push((header::ACCESS_CONTROL_ALLOW_HEADERS, names));
        }
        headers
    }

    /// The server's address as the client calls it.
    fn name(&self, headers: &HeaderMap) -> String {
        let called = text(headers, &header::HOST).map(|host| format!("http://{host}"));
        let called = called.filter(|site| NamedNode::new(format!("{site}/query")).is_ok());
        called.unwrap_or_else(|| format!("http://{}", self.address))
    }

    fn welcome(&self) -> String {
        let write =
            if self.options.token.is_some() { "\n/update              SPARQL 1.1 Update, with the token" } else { "" };
        format!(
            "/query               SPARQL 1.1 Protocol; without a query, what the server can do{write}\n\
             /store?graph=IRI     one graph\n\
             /store?default       all graphs together\n\
             /view?focus=NAME     a page to explore, for browsers\n\
             /.well-known/void    what is in the store"
        )
    }
}

fn parts<'a>(head: &'a Head, body: &'a [u8]) -> Parts<'a> {
    Parts {
        method: &head.method,
        parameters: head.uri.query().unwrap_or_default(),
        content_type: text(&head.headers, &header::CONTENT_TYPE),
        body,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// All that the client accepts; it may say so in several headers.
fn accepted(head: &Head) -> String {
    let values = head.headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}
