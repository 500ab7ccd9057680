//! The `luudong` command.
fn main() {}
