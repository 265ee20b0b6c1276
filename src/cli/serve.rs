//! `actograph serve`: answers SPARQL over HTTP until it is told to stop.

use std::io::Write as _;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use crate::cli::Outcome;
use crate::data::Data;
use crate::diagnostic::Error;
#[cfg(feature = "federation")]
use crate::graph::query::service::Service;
use crate::serve::{Options, Server, Token};

const TOKEN: &str = "ACTOGRAPH_TOKEN";

const EXAMPLE: &str = "\
Examples:
  actograph serve --store news
  curl http://127.0.0.1:7878/query --data-urlencode 'query=SELECT ?who ?whom { ?who rel:funds ?whom }'
  actograph serve --store news --bind 0.0.0.0:80 --timeout 5 --cors https://example.org
  openssl rand -hex 32 > token && actograph serve --store news --write --token-file token

/query is SPARQL 1.1 Protocol, /store?graph=IRI the graph store, /.well-known/void what is in it. Documents that \
`actograph build` finishes meanwhile are seen within seconds. There is no encryption and no login: docs/serve.md tells \
what is exposed.

Ends on SIGINT (Ctrl-C) or SIGTERM. Exit code: 0, or 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// The longest that a query may run
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
    /// The most rows or triples of an answer; more is an error
    #[arg(long, value_name = "N", default_value = "100000")]
    limit: usize,
    /// The most queries that run at once [default: the number of processors]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// The most bytes of a request
    #[arg(long, value_name = "BYTES", default_value = "1048576")]
    max_request: usize,
    /// How often to look whether the store has changed
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    refresh: Duration,
    /// Let clients that show the token write graphs of the user's own
    #[arg(long)]
    write: bool,
    /// The file that holds the token [default: the environment variable ACTOGRAPH_TOKEN]
    #[arg(long, value_name = "FILE", requires = "write")]
    token_file: Option<PathBuf>,
    /// Let web pages of an origin (https://example.org, or * for all) read answers. May be repeated
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<String>,
    /// Another name that the server is called by, for one at 127.0.0.1 behind a proxy. May be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Let SERVICE in queries ask this endpoint; without it none is asked. May be repeated
    #[cfg(feature = "federation")]
    #[arg(long, value_name = "URL")]
    service: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let defaults = Options::default();
    let options = Options {
        bind: arguments.bind,
        time: arguments.timeout,
        rows: arguments.limit,
        jobs: arguments.jobs.map_or(defaults.jobs, NonZeroUsize::get),
        request_bytes: arguments.max_request,
        refresh: arguments.refresh,
        token: token(arguments)?,
        origins: arguments.cors.clone(),
        hosts: arguments.host.clone(),
        #[cfg(feature = "federation")]
        services: arguments.service.iter().map(|url| Service::new(url, arguments.timeout)).collect::<Result<_, _>>()?,
        signals: true,
    };
    let server = Server::start(&arguments.store, data, options)?;
    let address = server.address();
    let mut stderr = anstream::stderr();
    // It serves as well if nobody reads this.
    if !address.ip().is_loopback() {
        let _ = writeln!(stderr, "actograph: whoever reaches this machine can read the store; nothing is encrypted");
    }
    let _ = writeln!(stderr, "actograph: {} is at http://{address}/query", arguments.store.display());
    server.wait();
    Ok(Outcome::Found)
}

fn token(arguments: &Arguments) -> Result<Option<Token>, Error> {
    if !arguments.write {
        return Ok(None);
    }
    let text = match &arguments.token_file {
        Some(file) => std::fs::read_to_string(file).map_err(Error::file(file))?,
        None => std::env::var(TOKEN)
            .map_err(|_| Error::Usage(format!("--write needs a token: --token-file, or {TOKEN} in the environment")))?,
    };
    Token::new(&text).map(Some)
}

/// A time that is more than none and less than a day.
fn seconds(text: &str) -> Result<Duration, String> {
    const DAY: f64 = 86_400.0;
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if seconds > 0.0 && seconds <= DAY {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("from 0.001 to 86400".to_owned())
    }
}
