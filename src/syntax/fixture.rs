//! Gold trees for tests: `fixtures/conllu/*.conllu`, written by hand for this project.

use std::path::Path;

use crate::document::Document;
use crate::syntax::conllu::{self, Annotation};

/// The sentence of `fixtures/conllu/FILE.conllu` whose `# sent_id` is `id`.
pub(crate) fn sentence(file: &str, id: &str) -> Document {
    let found = sentences(file).into_iter().find(|(name, _)| name == id);
    found.unwrap_or_else(|| panic!("fixtures/conllu/{file}.conllu has no sentence {id}")).1
}

/// All sentences of a file with their `# sent_id`, one document each.
pub(crate) fn sentences(file: &str) -> Vec<(String, Document)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conllu").join(format!("{file}.conllu"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let blocks = text.split("\n\n").filter(|block| block.contains("# sent_id"));
    let parse = |block: &str| {
        let id = block.lines().find_map(|l| l.strip_prefix("# sent_id = ")).expect("every block has an id");
        let mut documents = conllu::read(file, &format!("{block}\n\n"), Annotation::Gold).expect("the trees are right");
        (id.to_owned(), documents.remove(0).document)
    };
    blocks.map(parse).collect()
}
