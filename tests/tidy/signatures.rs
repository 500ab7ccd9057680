//! What functions take: no parameter is a tuple. Two values are two parameters, or a struct whose name says what they are
//! together.
use crate::Fault;
use crate::source::Source;

/// `(case_id, key): (CaseId, &SealKey)`, `fact: (&str, &str)`, `ends: &(u32, u32)`. Tuples inside of other types are no
/// matter, nor is a row of a query that is taken apart where it is received: its type has a name that ends in `Row`.
pub fn tuple_parameters(source: &Source) -> Vec<Fault> {
    if source.in_product().is_none() && !source.path.starts_with("crates/planner/src/") {
        return Vec::new();
    }
    let code = source.code();
    let mut faults = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        for (offset, parameter) in parameters(&code[at..]).into_iter().filter(|(_, parameter)| is_tuple(parameter)) {
            let line = code[..at + offset].matches('\n').count() + 1;
            let said = parameter.split_whitespace().collect::<Vec<_>>().join(" ");
            faults.push(source.fault(line, format!("«{said}» is a tuple")));
        }
    }
    faults
}

/// The parameters of the function that the text begins with, each with its distance from the beginning.
fn parameters(code: &str) -> Vec<(usize, &str)> {
    let Some(opens) = outside(code, '(').next() else { return Vec::new() };
    let inside = &code[opens + 1..];
    let Some(closes) = outside(inside, ')').next() else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    for end in outside(&inside[..closes], ',').chain([closes]) {
        let parameter = inside[start..end].trim_start();
        found.push((opens + 1 + end - parameter.len(), parameter.trim_end()));
        start = end + 1;
    }
    found
}

/// Where a sign stands outside of all brackets. Those of a type close with `>`, which no arrow does.
fn outside(code: &str, wanted: char) -> impl Iterator<Item = usize> {
    let (mut depth, mut before) = (0_i32, ' ');
    code.char_indices().filter_map(move |(at, c)| {
        let is_arrow = c == '>' && matches!(before, '-' | '=');
        before = c;
        let found = depth == 0 && c == wanted;
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' if !is_arrow => depth -= 1,
            _ => {}
        }
        found.then_some(at)
    })
}

fn is_tuple(parameter: &str) -> bool {
    let Some(colon) = outside(parameter, ':').next() else { return false };
    let (pattern, kind) = (parameter[..colon].trim(), referred(&parameter[colon + 1..]));
    let is_taken_apart = referred(pattern).starts_with('(') && !kind.ends_with("Row");
    let inside = kind.strip_prefix('(').and_then(|kind| kind.strip_suffix(')'));
    is_taken_apart || inside.is_some_and(|inside| outside(inside, ',').next().is_some())
}

/// A type or a pattern without the references in front of it.
fn referred(kind: &str) -> &str {
    let mut kind = kind.trim();
    while let Some(behind) = kind.strip_prefix('&') {
        let behind = behind.trim_start();
        let behind =
            behind.strip_prefix('\'').map_or(behind, |named| named.split_once(' ').map_or("", |(_, rest)| rest));
        kind = behind.strip_prefix("mut ").unwrap_or(behind).trim_start();
    }
    kind
}
