//! The folder of a store → its newest whole state, in memory.
//!
//! A state is made beside the one that is asked, from whole files, and takes its place at once. Who has begun to ask
//! the old one keeps it to the end. If the new one cannot be loaded (a file that was removed just now, a damaged one)
//! the old one stays, and it is tried again. Loading takes its time: while it does there are two states in memory, and
//! after it the files are left alone three times as long.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use oxigraph::model::Quad;

use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::{Index, Part, State, Store};
use crate::graph::update::Update;
use crate::ontology::Ontology;
use crate::serve::describe::Counts;

/// How long an update waits for another program that writes to the store.
const PATIENCE: Duration = Duration::from_secs(5);

/// One state of a store.
pub(super) struct Snapshot {
    pub index: Index,
    /// What is in it, once somebody has asked.
    pub counts: OnceLock<Counts>,
}

/// The newest state, and what it was made from.
pub(super) struct Live {
    store: Store,
    data: Data,
    ontology: Ontology,
    current: RwLock<Arc<Snapshot>>,
    /// Held by whoever makes a new state, so that an older one never replaces a newer.
    files: Mutex<State>,
    load_time: Mutex<Duration>,
}

impl Live {
    pub(super) fn open(folder: PathBuf, data: &Data) -> Result<Self, Error> {
        let store = Store::open(&folder)?;
        let mut files = State::default();
        // Looked at before it is loaded: what changes in between is loaded again.
        files.refresh(&store)?;
        let begin = Instant::now();
        let index = store.load(data)?;
        let load_time = Mutex::new(begin.elapsed());
        let ontology = Ontology::load(data)?;
        let current = RwLock::new(snapshot(index));
        Ok(Self { store, data: data.clone(), ontology, current, files: Mutex::new(files), load_time })
    }

    /// The newest state.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Classes and relations, which do not change while it runs.
    pub(super) fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// How long the last loading took.
    pub(super) fn load_time(&self) -> Duration {
        *self.load_time.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the store anew if its files have changed; true if it did.
    pub(super) fn refresh(&self) -> Result<bool, Error> {
        let mut files = self.files();
        let mut now = files.clone();
        if !now.refresh(&self.store)? {
            *files = now;
            return Ok(false);
        }
        let index = self.load()?;
        self.replace(index);
        *files = now;
        Ok(true)
    }

    /// Changes the user's own triples, in the files and then for those who ask. `change` gets a state of its own, which
    /// nobody sees if it fails. Documents are loaded again only if they have changed.
    pub(super) fn write<E: From<Error>>(
        &self,
        change: impl FnOnce(&mut Index, Vec<Quad>) -> Result<Update, E>,
    ) -> Result<Update, E> {
        let mut files = self.files();
        // Another program may write to the store too; this one must not overwrite what it has not seen.
        let _writing = self.store.lock_within(Part::Notes, "serve --write", PATIENCE)?;
        let mut now = files.clone();
        let changed = now.refresh(&self.store)?;
        let own = self.store.own()?;
        let beside = if changed { None } else { self.snapshot().index.with_own(&own) };
        let mut index = beside.map_or_else(|| self.load(), Ok)?;
        let done = change(&mut index, own)?;
        self.store.set_own(&done.own)?;
        now.see_own(&self.store);
        // One on disk follows the files; one in memory has been changed.
        let index = if index.lasts() { self.store.renew(&index, &self.data)? } else { index };
        self.replace(index);
        *files = now;
        Ok(done)
    }

    fn files(&self) -> MutexGuard<'_, State> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn load(&self) -> Result<Index, Error> {
        let begin = Instant::now();
        let index = self.store.renew(&self.snapshot().index, &self.data)?;
        *self.load_time.lock().unwrap_or_else(PoisonError::into_inner) = begin.elapsed();
        Ok(index)
    }

    fn replace(&self, index: Index) {
        let new = snapshot(index);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *current, new);
        drop(current);
        // A large state takes a while to be given back: not while others wait.
        drop(old);
    }
}

fn snapshot(index: Index) -> Arc<Snapshot> {
    Arc::new(Snapshot { index, counts: OnceLock::new() })
}

/// Looks at the files of a store every few seconds until it is dropped.
pub(super) struct Watcher {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    pub(super) fn start(live: Arc<Live>, every: Duration) -> Self {
        let (stop, stopped) = channel();
        let watch = move || {
            let mut pause = every;
            let mut complained = String::new();
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let begin = Instant::now();
                let complaint = live.refresh().err().map(|e| e.to_string()).unwrap_or_default();
                if !complaint.is_empty() && complaint != complained {
                    // The only place where somebody may see it.
                    let _ = writeln!(std::io::stderr(), "actograph: {complaint}; the state before is served");
                }
                complained = complaint;
                pause = every.max(3 * begin.elapsed());
            }
        };
        // Without the thread the server answers from the state that it began with.
        let thread = std::thread::Builder::new().name("watch".to_owned()).spawn(watch).ok();
        Self { stop: Some(stop), thread }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Its panic has been printed.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::query::bind::Bindings;
    use crate::graph::query::{Answer, ask};
    use crate::graph::update::update;

    /// A store, and what a server holds of it.
    fn live(documents: &[&str]) -> (tempfile::TempDir, Store, Live) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        for id in documents {
            put(&store, id);
        }
        // Once the clock has moved on, what is written over a file in place is not seen.
        std::thread::sleep(Duration::from_millis(250));
        let live = Live::open(folder.path().to_owned(), &Data::embedded()).unwrap();
        (folder, store, live)
    }

    fn put(store: &Store, id: &str) {
        let document = crate::graph::sample::talks(crate::document::Source::named(id));
        store.put(id, &crate::graph::write::quads(&document, &crate::graph::write::Options::default())).unwrap();
    }

    fn write(live: &Live, text: &str) -> Update {
        live.write(|index, own| update(index, own, text, &Bindings::new())).unwrap()
    }

    fn count(live: &Live, pattern: &str) -> usize {
        match ask(&live.snapshot().index, &format!("SELECT * {{ {pattern} }}")).unwrap() {
            Answer::Table { rows, .. } => rows.len(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_update_reads_no_document_again() {
        let (_folder, store, live) = live(&["one", "two"]);
        // Reading it would fail.
        std::fs::write(store.file("one"), "damaged").unwrap();
        for n in 0..3 {
            let done = write(&live, &format!("INSERT DATA {{ kg:a rdfs:comment '{n}' }}"));
            assert_eq!((done.inserted, count(&live, "kg:a rdfs:comment ?what")), (1, n + 1));
        }
        assert_eq!(write(&live, "DELETE WHERE { kg:a rdfs:comment '1' }").deleted, 1);
        assert_eq!(count(&live, "?document a ag:Document"), 2);
        assert!(!live.refresh().unwrap(), "what it wrote itself is no news");
        assert_eq!(write(&live, "DELETE WHERE { kg:a rdfs:comment ?what }").deleted, 2);
        assert!(!live.refresh().unwrap(), "nor that the file is gone");
        assert_eq!(count(&live, "kg:a ?does ?what"), 0);
    }

    #[test]
    fn an_update_sees_what_others_have_written() {
        let (_folder, store, live) = live(&["one"]);
        put(&store, "two");
        assert_eq!(write(&live, "INSERT { ?d rdfs:comment 'seen' } WHERE { ?d a ag:Document }").inserted, 2);
        let others = store.own().unwrap().into_iter().take(1).collect::<Vec<_>>();
        store.set_own(&others).unwrap();
        assert_eq!(write(&live, "INSERT DATA { kg:a rdfs:comment 'b' }").own.len(), 2);
        assert_eq!(count(&live, "?d rdfs:comment 'seen'"), 1);
        put(&store, "three");
        assert!(live.refresh().unwrap());
        assert_eq!((count(&live, "?document a ag:Document"), count(&live, "kg:a rdfs:comment ?what")), (3, 1));
    }
}
