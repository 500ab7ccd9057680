//! The shape of files: opening sentence, length of files and functions, nothing postponed, plain names.
use crate::Fault;
use crate::source::Source;

/// Most lines of a Rust file.
const FILE_LINES_MAX: usize = 300;

/// Most lines of a function with its signature, blank lines and comment lines not counted.
const FUNCTION_LINES_MAX: usize = 70;

/// One description for both engines; it grows with the tables.
const LONG_BY_NATURE: [&str; 1] = ["src/db/schema.rs"];

/// Words that say nothing, at the end of a type's name, and words that mean two things.
const EMPTY_ENDINGS: [&str; 4] = ["Manager", "Helper", "Util", "Service"];
const OVERLOADED: [&str; 2] = ["session", "Session"];

/// The first line says what the file is for.
pub fn opening(source: &Source) -> Vec<Fault> {
    let opens = source.text.starts_with("//! ");
    if !source.is_rust() || opens {
        return Vec::new();
    }
    vec![source.fault(1, "does not open with a //! sentence")]
}

pub fn file_length(source: &Source) -> Vec<Fault> {
    let lines = source.text.lines().count();
    if !source.is_rust() || lines <= FILE_LINES_MAX || LONG_BY_NATURE.contains(&source.path.as_str()) {
        return Vec::new();
    }
    vec![source.fault(lines, format!("{lines} lines, at most {FILE_LINES_MAX}"))]
}

pub fn function_length(source: &Source) -> Vec<Fault> {
    if !source.is_rust() {
        return Vec::new();
    }
    let lines = source.code_lines();
    let starts = lines.iter().enumerate().filter(|(_, (_, code))| is_function(code));
    starts
        .filter_map(|(at, (number, code))| {
            let length = length_of(&lines[at..])?;
            let name = defined_name(code).unwrap_or("");
            (length > FUNCTION_LINES_MAX)
                .then(|| source.fault(*number, format!("fn {name}: {length} lines, at most {FUNCTION_LINES_MAX}")))
        })
        .collect()
}

/// Work that is announced instead of done.
pub fn left_for_later(source: &Source) -> Vec<Fault> {
    // Written in halves, because this file is read too.
    let words = [
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    let lines = source.text.lines().enumerate();
    let own = !source.path.ends_with(".lock") && !source.path.ends_with("package-lock.json");
    lines
        .filter(|(_, text)| own && words.iter().any(|word| text.contains(word)))
        .map(|(at, text)| source.fault(at + 1, format!("left for later: {}", text.trim())))
        .collect()
}

pub fn ignored_tests(source: &Source) -> Vec<Fault> {
    let word = concat!("#[ign", "ore");
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, text)| source.is_rust() && text.trim_start().starts_with(word))
        .map(|(at, _)| source.fault(at + 1, "a test is switched off"))
        .collect()
}

/// Names of what this project defines.
pub fn names(source: &Source) -> Vec<Fault> {
    if !source.is_rust() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        let Some(name) = defined_name(&code) else {
            continue;
        };
        if EMPTY_ENDINGS.iter().any(|ending| name.ends_with(ending)) || OVERLOADED.iter().any(|w| name.contains(w)) {
            faults.push(source.fault(line, format!("«{name}» says nothing or two things")));
        }
    }
    faults
}

/// The name of what a line defines, if it defines something.
pub fn defined_name(code: &str) -> Option<&str> {
    let mut words = code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    words.find(|word| matches!(*word, "struct" | "enum" | "trait" | "fn" | "mod" | "type"))?;
    words.next()
}

fn is_function(code: &str) -> bool {
    let code = code.trim_start();
    let signature = ["fn ", "pub fn ", "async fn ", "pub async fn ", "const fn ", "pub const fn "];
    signature.iter().any(|start| code.starts_with(start)) || code.starts_with("pub(") && code.contains(" fn ")
}

/// Lines that say something, from the signature to the closing brace; `None` for a declaration without a body.
fn length_of(lines: &[(usize, String)]) -> Option<usize> {
    let (mut depth, mut seen) = (0_i32, 0);
    for (_, code) in lines {
        seen += usize::from(!code.trim().is_empty());
        for c in code.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ';' if depth == 0 => return None,
                _ => continue,
            }
            if c == '}' && depth == 0 {
                return Some(seen);
            }
        }
    }
    None
}

/// `visit_id: i64`, `ids: &[i64]`, `Path<i64>`: a number that could be anybody's.
pub fn ids(source: &Source) -> Vec<Fault> {
    if source.in_product().is_none() || source.path == "src/ids.rs" || source.path.starts_with("src/db/") {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        let typed = code.split([',', '(', ')', ';', '=']).filter_map(|part| part.split_once(": "));
        let bare = typed.filter(|(name, kind)| {
            let name = name.rsplit(' ').next().unwrap_or(name);
            let last = name.rsplit('_').next().unwrap_or(name);
            matches!(last, "id" | "ids") && (kind.contains("i64") || kind.contains("i32"))
        });
        faults.extend(bare.map(|(name, _)| source.fault(line, format!("«{}» has a type in src/ids.rs", name.trim()))));
    }
    faults
}
