//! Tells cargo that the files of `ontology/` are part of the program, so that a new one is noticed.

fn main() {
    println!("cargo::rerun-if-changed=ontology");
}
