//! Queries on threads of their own: so many at once, each no longer than its time, and ended when nobody waits for it.
//!
//! Cancelling works between rows. What reads no rows, as a sort of what has been found, runs on to its end, and keeps
//! its place among those that run at once; so whatever clients do, no more than that many threads work.

use std::sync::Arc;
use std::time::Duration;

use oxigraph::sparql::CancellationToken;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

use crate::serve::reply::Reply;

pub(super) type Outcome = Result<Reply, Reply>;

pub(super) struct Workers {
    places: Arc<Semaphore>,
    time: Duration,
}

/// Cancels when it is dropped: when the time is over, and when the client has gone.
struct Ends(CancellationToken);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Workers {
    pub(super) fn new(jobs: usize, time: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(jobs.max(1))), time }
    }

    /// Runs it when there is a place; the client gets an answer when the time is over, even if the work goes on.
    pub(super) async fn read(&self, work: impl FnOnce(&CancellationToken) -> Outcome + Send + 'static) -> Outcome {
        let (task, _ends) = self.begin(work).await?;
        match timeout(self.time, task).await {
            Ok(ended) => outcome(ended),
            Err(_) => Err(self.too_long()),
        }
    }

    /// The same for what changes something: when the time is over it is cancelled, but its end is waited for, so that
    /// the client knows whether it was done. Loading the store for it takes `more` time.
    pub(super) async fn write(
        &self,
        more: Duration,
        work: impl FnOnce(&CancellationToken) -> Outcome + Send + 'static,
    ) -> Outcome {
        let (mut task, ends) = self.begin(work).await?;
        if let Ok(ended) = timeout(self.time + more, &mut task).await {
            return outcome(ended);
        }
        drop(ends);
        outcome(task.await)
    }

    async fn begin(
        &self,
        work: impl FnOnce(&CancellationToken) -> Outcome + Send + 'static,
    ) -> Result<(tokio::task::JoinHandle<Outcome>, Ends), Reply> {
        let Ok(Ok(place)) = timeout(self.time, Arc::clone(&self.places).acquire_owned()).await else {
            return Err(Reply::busy("too many queries at once: try again later"));
        };
        let token = CancellationToken::new();
        let ends = Ends(token.clone());
        let task = spawn_blocking(move || {
            let _place = place;
            work(&token)
        });
        Ok((task, ends))
    }

    /// What a query gets that took too long.
    pub(super) fn too_long(&self) -> Reply {
        Reply::busy(format!("the query took longer than {} s and was ended", self.time.as_secs_f64()))
    }
}

fn outcome(ended: Result<Outcome, JoinError>) -> Outcome {
    ended.unwrap_or_else(|_| Err(Reply::failed("the query ended the thread that it ran on")))
}
