//! The planner has no clock, no I/O, no dependency, and no long file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn nothing_but_arguments_comes_in_and_nothing_but_results_goes_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    assert!(!manifest.contains("\n[dependencies]"), "the planner depends on nothing");
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    let banned =
        ["std::time", "std::fs", "std::io", "std::env", "std::net", "std::process", "println!", "print!", "dbg!"];
    for file in files {
        let text = fs::read_to_string(&file).expect("text");
        assert!(text.starts_with("//!"), "{} does not say what it is about", file.display());
        assert!(text.lines().count() <= 300, "{} is long", file.display());
        for word in banned {
            assert!(!text.contains(word), "{} uses {word}", file.display());
        }
    }
}

#[test]
fn cargo_sees_no_dependency_either() {
    // what cargo resolves counts, whatever the manifest looks like; with every feature and for every platform
    let arguments = ["tree", "--package", "luudong-planner", "--edges", "normal,build", "--prefix", "none"];
    let more = ["--all-features", "--target", "all", "--offline", "--locked"];
    let tree = Command::new(env!("CARGO"))
        .args(arguments)
        .args(more)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let (listed, said) = (String::from_utf8_lossy(&tree.stdout), String::from_utf8_lossy(&tree.stderr));
    assert!(tree.status.success(), "{said}");
    let lines: Vec<&str> = listed.lines().collect();
    assert!(
        lines.len() == 1 && lines[0].starts_with("luudong-planner v"),
        "the planner depends on something: {listed}"
    );
}
