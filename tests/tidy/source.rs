//! The files of the project as rules see them: text, and code without comments and strings.
use std::path::Path;

/// A file.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the root of the project, with slashes.
    pub path: String,
    pub text: String,
}

/// Folders that are made, not written.
const MADE: [&str; 6] = ["target", ".git", "node_modules", ".venv", "var", "proptest-regressions"];

/// Endings of files that are read; others (pictures, fonts) hold no text of ours.
const READ: [&str; 16] =
    ["rs", "toml", "lock", "md", "sql", "html", "css", "js", "mjs", "json", "csv", "py", "txt", "svg", "yml", "ftl"];

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The path below `src/` of the product, for a Rust file there.
    pub fn in_product(&self) -> Option<&str> {
        self.path.strip_prefix("src/").filter(|_| self.is_rust())
    }

    /// A breach at a line, counted from 1.
    pub fn fault(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// The Rust text with comments and the insides of strings blanked; lines keep their numbers.
    pub fn code(&self) -> String {
        let mut code = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some(next) = rest.chars().next() {
            let skipped = skipped_length(rest);
            if skipped == 0 {
                code.push(next);
                rest = &rest[next.len_utf8()..];
                continue;
            }
            let (hidden, after) = rest.split_at(skipped);
            code.extend(hidden.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = after;
        }
        code
    }

    /// Lines of the code with their numbers.
    pub fn code_lines(&self) -> Vec<(usize, String)> {
        self.code().lines().map(str::to_owned).enumerate().map(|(at, line)| (at + 1, line)).collect()
    }
}

/// Bytes of the comment, string or character that the text starts with; 0 when it starts with code.
fn skipped_length(rest: &str) -> usize {
    let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return until("*/", 2);
    }
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            return until(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
        }
    }
    if rest.starts_with('"') {
        return quoted_length(rest, '"');
    }
    // A lifetime has no closing quote within two characters.
    let mut after = rest.chars();
    match (after.next(), after.next(), after.next()) {
        (Some('\''), Some('\\'), _) => quoted_length(rest, '\''),
        (Some('\''), Some(inner), Some('\'')) => 2 + inner.len_utf8(),
        _ => 0,
    }
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// Every text file of the project.
pub fn tree() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                if !MADE.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if is_read(&path) {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let below = path.strip_prefix(root).expect("below the root").to_string_lossy();
                sources.push(Source::new(&below, &text));
            }
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

fn is_read(path: &Path) -> bool {
    match path.extension() {
        Some(ending) => READ.contains(&ending.to_string_lossy().as_ref()),
        // Makefile, scripts; a worktree's .git is a file.
        None => path.file_name().is_some_and(|name| name != ".git"),
    }
}
