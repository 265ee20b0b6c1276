//! A store → an HTTP server: SPARQL 1.1 Protocol, Graph Store Protocol, service description, VoID, a page to explore.
//!
//! Many may ask while a build writes to the same folder: `live` loads the store anew when its files have changed and
//! puts the new state in the place of the old one at once; a query sees one state from its beginning to its end. Every
//! query has a time limit and a limit of rows, and only so many run at once (`work`). Nothing can be written unless
//! the server is told so and the client shows a token; then the rules of [`crate::graph::update`] hold. The server
//! reaches no other but those that it is told of for `SERVICE`; `LOAD` is refused. It does no encryption and knows no users: that is the work of a
//! proxy before it.
//!
//! hyper on one thread of tokio holds the connections, a few threads evaluate. Why these: they are what most of Rust's
//! HTTP stands on, and have the timeouts and the orderly end that tiny_http (no release for years) and oxhttp lack.
//! axum would add a router to this, for six paths: forty crates in place of seventeen.
//!
//! Sources: SPARQL 1.1 Protocol (<https://www.w3.org/TR/sparql11-protocol/>), SPARQL 1.1 Graph Store HTTP Protocol
//! (<https://www.w3.org/TR/sparql11-http-rdf-update/>), SPARQL 1.1 Service Description
//! (<https://www.w3.org/TR/sparql11-service-description/>), VoID (<https://www.w3.org/TR/void/>). `docs/serve.md` tells
//! what is exposed.

mod accept;
mod answer;
mod connection;
mod describe;
mod explore;
mod graphs;
mod live;
mod protocol;
mod reply;
mod route;
mod work;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use crate::data::Data;
use crate::diagnostic::Error;
use crate::serve::live::{Live, Watcher};
use crate::serve::route::Site;
use crate::serve::work::Workers;

/// What a server may do, and how much of it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The longest that a query may run, and that it may wait for its turn.
    pub time: Duration,
    /// The most rows or triples that an answer may have; more is an error, never a part of the answer.
    pub rows: usize,
    /// The most queries that run at once; others wait.
    pub jobs: usize,
    /// The most bytes that the body of a request may have.
    pub request_bytes: usize,
    /// How often the files of the store are looked at.
    pub refresh: Duration,
    /// What allows writing; nobody may without one.
    pub token: Option<Token>,
    /// Origins whose web pages may read answers (`https://example.org`); `*` is any.
    pub origins: Vec<String>,
    /// Names of the server besides the loopback ones, as requests give them (`graph.example.org`).
    pub hosts: Vec<String>,
    /// Other endpoints that `SERVICE` of a query may ask; each has the time of a query.
    #[cfg(feature = "federation")]
    pub services: Vec<crate::graph::query::service::Service>,
    /// Whether SIGINT and SIGTERM end it.
    pub signals: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 7878)),
            time: Duration::from_secs(30),
            rows: 100_000,
            jobs: std::thread::available_parallelism().map_or(2, usize::from),
            request_bytes: 1 << 20,
            refresh: Duration::from_secs(2),
            token: None,
            origins: Vec::new(),
            hosts: Vec::new(),
            #[cfg(feature = "federation")]
            services: Vec::new(),
            signals: false,
        }
    }
}

/// A secret that clients show, kept as its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// The token that a text holds, without the white space around it.
    ///
    /// # Errors
    /// [`Error::Usage`] if it has fewer than 16 characters or any that a header cannot have.
    ///
    /// ```
    /// use actograph::serve::Token;
    /// assert!(Token::new("correct horse battery staple\n").is_err()); // spaces
    /// let token = Token::new("correct-horse-battery-staple\n").unwrap();
    /// assert!(token.is("correct-horse-battery-staple"));
    /// assert!(!token.is("correct-horse"));
    /// ```
    pub fn new(text: &str) -> Result<Self, Error> {
        const SHORTEST: usize = 16;
        let text = text.trim();
        if text.len() < SHORTEST || !text.bytes().all(|b| b.is_ascii_graphic()) {
            let message = format!("a token is {SHORTEST} or more letters, digits and signs, without spaces");
            return Err(Error::Usage(message));
        }
        Ok(Self(Sha256::digest(text).into()))
    }

    /// Whether a text is the token. Hashes are compared, so that the time tells nothing of the text.
    pub fn is(&self, text: &str) -> bool {
        let other: [u8; 32] = Sha256::digest(text).into();
        self.0 == other
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// A server that runs; dropping it ends it.
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    listening: Option<JoinHandle<()>>,
    _watcher: Watcher,
}

impl Server {
    /// Loads a store and begins to answer.
    ///
    /// # Errors
    /// [`Error::Store`] if the store is missing or damaged, [`Error::Usage`] if the address cannot be listened at.
    pub fn start(store: &Path, data: &Data, options: Options) -> Result<Self, Error> {
        let cannot = |e: std::io::Error| Error::Usage(format!("{}: {e}", options.bind));
        let listener = TcpListener::bind(options.bind).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
        let live = Arc::new(Live::open(PathBuf::from(store), data)?);
        let watcher = Watcher::start(Arc::clone(&live), options.refresh);
        let (stop, stopped) = watch::channel(false);
        let site = Arc::new(Site { workers: Workers::new(options.jobs, options.time), live, options, address });
        let listen = move || {
            runtime.block_on(connection::serve(listener, site, stopped));
            // What still runs has been cancelled; a sort that cannot be interrupted is not waited for.
            runtime.shutdown_timeout(Duration::from_secs(1));
        };
        let listening = std::thread::Builder::new().name("serve".to_owned()).spawn(listen).map_err(Error::file("-"))?;
        Ok(Self { address, stop, listening: Some(listening), _watcher: watcher })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until it has ended.
    pub fn wait(mut self) {
        self.join();
    }

    /// Takes no more requests, finishes those that run or cancels them after a few seconds, and ends.
    pub fn stop(mut self) {
        self.stop.send_replace(true);
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.listening.take() {
            // Its panic has been printed; there is nothing left to end.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.join();
    }
}
