//! Sockets → requests → answers, and the end of all that.
//!
//! Every wait for a client has an end: for the head of a request, for its body, for the next piece of an answer to be
//! taken. So many connections are held at once; others wait in the system's queue.

use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

use crate::serve::route::Site;

/// The most connections at once.
const CONNECTIONS: u32 = 256;
/// The longest that a client may take for the head of a request, or be silent between two.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// The longest that a client may take no byte of an answer.
const TAKE_TIME: Duration = Duration::from_secs(30);
/// The most bytes of a head; the query of a `GET` is in it.
const HEAD_BYTES: usize = 64 << 10;
/// What runs when the server is to end has so long to finish.
const GRACE: Duration = Duration::from_secs(5);

/// Answers until `stop` says so, or a signal if the options say that.
pub(super) async fn serve(listener: TcpListener, site: Arc<Site>, stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let (ending, ended) = watch::channel(false);
    tokio::select! {
        () = accept(&listener, &site, &places, &ended) => {}
        () = told_to_stop(stop, site.options.signals) => {}
    }
    drop(listener);
    ending.send_replace(true);
    // All places are free when the last connection has ended.
    let _ = timeout(GRACE, places.acquire_many(CONNECTIONS)).await;
}

async fn accept(
    listener: &tokio::net::TcpListener,
    site: &Arc<Site>,
    places: &Arc<Semaphore>,
    ended: &watch::Receiver<bool>,
) {
    loop {
        let Ok(place) = Arc::clone(places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // No more files may be opened just now.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        // Answers are written at once; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let (site, ended) = (Arc::clone(site), ended.clone());
        tokio::spawn(async move {
            connection(stream, site, ended).await;
            drop(place);
        });
    }
}

async fn connection(stream: TcpStream, site: Arc<Site>, mut ended: watch::Receiver<bool>) {
    let service = service_fn(move |request| {
        let site = Arc::clone(&site);
        async move { Ok::<_, std::convert::Infallible>(site.respond(request).await) }
    });
    let stream = TokioIo::new(Patient { stream, wait: None });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(stream, service);
    let mut connection = std::pin::pin!(connection);
    // A client that breaks off or sends nonsense concerns nobody else.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ended.wait_for(|ended| *ended) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

async fn told_to_stop(mut stop: watch::Receiver<bool>, signals: bool) {
    let told = async move { _ = stop.wait_for(|stop| *stop).await };
    if !signals {
        return told.await;
    }
    tokio::select! {
        () = told => {}
        () = interrupted() => {}
        () = terminated() => {}
    }
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn terminated() {
    #[cfg(unix)]
    if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        signal.recv().await;
        return;
    }
    std::future::pending::<()>().await;
}

/// A connection that ends when the client takes nothing for too long.
struct Patient {
    stream: TcpStream,
    wait: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn wait<T>(&mut self, context: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.wait = None;
            return result;
        }
        let wait = self.wait.get_or_insert_with(|| Box::pin(sleep(TAKE_TIME)));
        wait.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.wait(context, result)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_write_vectored(context, pieces);
        this.wait(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_flush(context);
        this.wait(context, result)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
