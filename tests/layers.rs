//! What the compiler does not check of `docs/architecture.md`: layers, the place of `unsafe`, the top of the tree.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The place of a module: its layer, and its place on the layer's line.
type Place = (usize, usize);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The table of layers: lines of `NUMBER module module`, then two spaces and what they are.
fn layers() -> BTreeMap<String, Place> {
    let text = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let table = text.lines().skip_while(|l| *l != "```layers").skip(1).take_while(|l| *l != "```");
    let mut places = BTreeMap::new();
    for (number, line) in table.enumerate() {
        let modules = line[1..].trim_start().split("  ").next().unwrap();
        assert_eq!(line.split_whitespace().next(), Some(number.to_string().as_str()), "{line}");
        places.extend(modules.split(' ').enumerate().map(|(i, m)| (m.to_owned(), (number, i))));
    }
    assert!(places.len() > 10, "docs/architecture.md has no table of layers");
    places
}

/// The longest entry of the table that `path` (`rule::explain::notation`) lies in.
fn place<'a>(places: &'a BTreeMap<String, Place>, path: &str) -> Option<(&'a str, Place)> {
    let inside = |module: &str| path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
    places.iter().filter(|(m, _)| inside(m)).max_by_key(|(m, _)| m.len()).map(|(m, p)| (m.as_str(), *p))
}

/// The files below `src/` with their module paths.
fn sources() -> Vec<(PathBuf, String)> {
    let source = root().join("src");
    let files = WalkDir::new(&source).sort_by_file_name().into_iter().map(|e| e.unwrap().into_path());
    let files = files.filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let module = |path: &Path| {
        let parts = path.strip_prefix(&source).unwrap().with_extension("");
        parts.iter().map(|p| p.to_str().unwrap()).collect::<Vec<_>>().join("::")
    };
    files.map(|path| (path.clone(), module(&path))).collect()
}

/// A file without its comments and without what stands behind `#[cfg(test)]`; nothing if all of it is for tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let stem = path.file_stem().unwrap();
    if stem == "tests" || stem == "fixture" {
        return String::new();
    }
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            match lines.next() {
                // The tests stand at the foot of a file.
                Some(next) if next.starts_with("mod ") && next.ends_with('{') => break,
                _ => continue,
            }
        }
        if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// Every path that begins with `crate::` in the code, up to its first brace or end; `{` groups give one path each.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len());
        let head = rest[..end].trim_end_matches(':');
        if rest[end..].starts_with('{') {
            let group = rest[end + 1..].split('}').next().unwrap_or_default();
            for member in group.split(',').map(str::trim).filter(|m| !m.is_empty()) {
                let member = member.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').next().unwrap();
                found.push(if head.is_empty() { member.to_owned() } else { format!("{head}::{member}") });
            }
        } else {
            found.push(head.to_owned());
        }
    }
    found
}

#[test]
fn a_module_uses_lower_layers_only() {
    let places = layers();
    let mut wrong = Vec::new();
    let mut n_edges = 0;
    for (path, module) in sources() {
        // Neither is a module: the root of the crate, and what cargo runs before it compiles.
        if module == "lib" || module == "build" {
            continue;
        }
        let Some((own, from)) = place(&places, &module) else {
            wrong.push(format!("{module} has no layer"));
            continue;
        };
        for used in paths(&code(&path)) {
            let Some((other, to)) = place(&places, &used) else {
                wrong.push(format!("{module} uses {used}, which has no layer"));
                continue;
            };
            n_edges += 1;
            if own != other && to >= from {
                wrong.push(format!("{module} (layer {}) uses {used} (layer {})", from.0, to.0));
            }
        }
    }
    assert!(n_edges > 200, "only {n_edges} edges: the reading of `use` is broken");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_table_is_there() {
    let modules: Vec<String> = sources().into_iter().map(|(_, module)| module).collect();
    for module in layers().keys() {
        assert!(modules.contains(module), "{module}");
    }
}

#[test]
fn only_the_kernels_are_unsafe() {
    for (path, module) in sources() {
        let words = code(&path).replace("unsafe_code", "");
        assert!(module == "syntax::kernel" || !words.contains("unsafe"), "{module}");
    }
}

#[test]
fn only_named_endpoints_are_asked_over_the_network() {
    const CLIENTS: [&str; 5] = ["ureq", "TcpStream::connect", "UdpSocket", "UnixStream", "ToSocketAddrs"];
    for (path, module) in sources() {
        let words = code(&path);
        let found = CLIENTS.iter().find(|client| words.contains(**client));
        assert!(module == "graph::query::service" || found.is_none(), "{module}: {found:?}");
    }
}

#[test]
fn the_top_of_the_tree_holds_what_it_should() {
    const FOLDERS: [&str; 7] = ["Cargo.toml", "src", "ontology", "fixtures", "tests", "docs", "benches"];
    let usual = |name: &str| {
        name.starts_with('.')
            || name == "README.md"
            || name == "Cargo.lock"
            || name.starts_with("LICENSE")
            || name == "target"
    };
    let names: Vec<String> =
        root().read_dir().unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    for name in FOLDERS {
        assert!(names.iter().any(|n| n == name), "{name}");
    }
    for name in &names {
        assert!(FOLDERS.contains(&name.as_str()) || usual(name), "{name}");
    }
}

#[test]
fn ci_and_readme_give_the_same_commands() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let (readme, ci) = (read("README.md"), read(".ci/run"));
    let blocks: Vec<&str> = readme.split("```sh\n").skip(1).map(|b| b.split("\n```").next().unwrap()).collect();
    for command in &blocks[..2] {
        assert!(!command.contains('\n') && command.starts_with("cargo "), "{command}");
        assert!(ci.lines().any(|line| line.trim() == *command), "not in .ci/run: {command}");
    }
}
