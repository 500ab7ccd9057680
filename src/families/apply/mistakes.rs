//! What is wrong with the answer to one question: the same readers as for the API, and only what belongs to it.
use crate::cases::CaseTables;
use crate::cases::new_case::{Warning, read_so_far};
use crate::families::apply::answers::Answers;
use crate::families::apply::order::{self, Step};
use crate::families::apply::questions::Kind;
use crate::field_problem::FieldProblem;
use crate::text::form::Mistakes;
use crate::text::messages::{Argument, Words};
use crate::text::short::has_signs;

/// All that can be said of the answers so far.
#[derive(Clone)]
pub struct Reading {
    problems: Vec<(String, FieldProblem)>,
    warnings: Vec<Warning>,
}

impl Reading {
    /// Reads everything at once; whoever asks picks what belongs to one question.
    pub fn of(answers: &Answers, tables: &CaseTables) -> Self {
        let everybody: Vec<usize> = (0..answers.people()).collect();
        let (problems, warnings) = read_so_far(&answers.case_of(&everybody), tables, answers.today);
        let named = |problem: FieldProblem| (name_of(&problem.pointer), problem);
        Self { problems: problems.into_iter().map(named).collect(), warnings }
    }

    /// What is wrong with the answer to a question, by field.
    pub fn problems(&self, step: Step, answers: &Answers) -> Vec<(String, FieldProblem)> {
        let mut found = own_problems(step, answers);
        let names = step.names();
        for (name, problem) in &self.problems {
            let is_new = !found.iter().any(|(known, _)| known == name);
            if is_new && names.contains(name) {
                found.push((name.clone(), problem.clone()));
            }
        }
        // In the order in which the page asks.
        found.sort_by_key(|(name, _)| names.iter().position(|one| one == name));
        found
    }

    /// What to look at again, for one of the question's fields; never a reason to stop.
    pub fn warnings(&self, step: Step) -> Vec<&Warning> {
        let names = step.names();
        self.warnings.iter().filter(|warning| names.contains(&name_of(&warning.pointer))).collect()
    }

    /// What to look at again at one field.
    pub fn warnings_at(&self, name: &str) -> Vec<&Warning> {
        self.warnings.iter().filter(|warning| name_of(&warning.pointer) == name).collect()
    }

    /// The first question whose answer is missing or wrong.
    pub fn first_open(&self, answers: &Answers) -> Option<Step> {
        order::path(answers).into_iter().find(|step| !self.problems(*step, answers).is_empty())
    }
}

/// `/contact/phone` → `contact.phone`; the readiness of a person stands with the person, the pin on its page.
fn name_of(pointer: &str) -> String {
    let name = pointer.trim_start_matches('/').replace('/', ".");
    match name.strip_prefix("readiness.people.") {
        Some(rest) => format!("applicants.{rest}"),
        // The pin is two numbers that nobody types; what is wrong with it stands at the field beside the map.
        None if name == "address.pin" => "pin.plus_code".to_owned(),
        None => name,
    }
}

/// What only the wizard asks: choices that have no place in a case, and what a case may lack.
fn own_problems(step: Step, answers: &Answers) -> Vec<(String, FieldProblem)> {
    let mut found = Vec::new();
    let mut refuse = |name: &str, code: &str| {
        found.push((name.to_owned(), FieldProblem::new(name, code, String::new())));
    };
    let at = step.person.unwrap_or(0);
    for field in step.fields(answers) {
        let name = step.name_of(field.name);
        let typed = answers.typed.get(&name);
        let is_strange = |one: &str| field.codes(answers, at).is_some_and(|codes| !codes.contains(&one));
        match field.kind {
            Kind::One(_) | Kind::Select(_) if typed.is_empty() && (field.required)(answers, at) => {
                refuse(&name, "required");
            }
            Kind::One(_) | Kind::Select(_) if !typed.is_empty() && is_strange(typed) => refuse(&name, "unknown"),
            Kind::Any(_) if answers.typed.all(&name).into_iter().any(is_strange) => refuse(&name, "unknown"),
            Kind::Text(..) | Kind::Area if hides(typed) => refuse(&name, "character"),
            _ => {}
        }
    }
    // A day without a reason would silently be forgotten.
    let has_reason = !matches!(answers.typed.get("deadline.reason"), "" | "none");
    if step.question.key == "contact" && !has_reason && !answers.date("deadline.on").is_empty() {
        refuse("deadline.reason", "required");
    }
    found
}

/// Signs that turn or hide what stands beside them; nobody types them, but a copied text may carry them.
fn hides(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().any(turns) || has_signs(text)
}

/// The sentences at the fields, in the reader's language.
pub fn sentences(words: Words, problems: &[(String, FieldProblem)]) -> Mistakes {
    let mut mistakes = Mistakes::default();
    for (name, problem) in problems {
        mistakes.add(name, sentence(words, name, problem));
    }
    mistakes
}

/// The exact message of code and field, else the reader's own sentence in Vietnamese, else the message of the code.
pub fn sentence(words: Words, name: &str, problem: &FieldProblem) -> String {
    let code = problem.code.replace('_', "-");
    let exact = words.find(&format!("mistake-{code}-{}", kebab(name)), &[]);
    // The reader of names tells a hexadecimal, which helps whoever writes a program.
    let helps = words.is_vietnamese() && !problem.detail.is_empty() && problem.code != "name";
    let detail = helps.then(|| problem.detail.clone());
    let general = || words.find(&format!("mistake-{code}"), &[]).unwrap_or_else(|| words.say("mistake-other"));
    exact.or(detail).unwrap_or_else(general)
}

/// The sentence of something to look at again.
pub fn warning(words: Words, warning: &Warning) -> String {
    let said = words.find(&format!("look-{}", warning.code.replace('_', "-")), &[]);
    said.unwrap_or_else(|| warning.detail.clone())
}

/// The name of a field as it stands in keys: `applicants.3.representative.name` → `representative-name`.
pub fn kebab(name: &str) -> String {
    let rest = name.strip_prefix("applicants.").and_then(|rest| rest.split_once('.')).map_or(name, |(_, rest)| rest);
    rest.replace(['.', '_'], "-")
}

/// A message that names the person, and another wording for somebody who writes about themselves.
pub fn about(words: Words, key: &str, is_self: bool, arguments: &[(&str, &dyn Argument)]) -> String {
    let own = is_self.then(|| words.find(&format!("{key}-self"), arguments)).flatten();
    own.or_else(|| words.find(key, arguments)).unwrap_or_default()
}
