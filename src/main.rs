//! The `actograph` command.

fn main() {}
