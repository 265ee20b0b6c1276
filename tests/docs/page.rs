//! Pages that a test makes: compared with what they should be, or written with `UPDATE=1`.

use std::path::Path;

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page of the reference.
pub fn check(name: &str, head: &str, body: &str) {
    let note = "<!-- Generated: UPDATE=1 cargo test --test docs -->";
    let text = format!("# {head}\n\n{note}\n\n{}\n", body.trim_end());
    same(&format!("docs/reference/{name}"), &text);
}

/// Compares a file with what it should be, or writes it.
pub fn same(name: &str, text: &str) {
    let path = root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(text.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or_else(|| found.lines().count().min(text.lines().count())) + 1;
    assert!(found == text, "{name} is out of date at line {line}: run `UPDATE=1 cargo test --test docs`");
}

/// The text of a cell.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
