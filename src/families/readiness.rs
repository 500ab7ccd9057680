//! What families are asked about the home and the people in it, and what they said, in words.
use crate::cases::readiness::{Alley, Difficulty, Gate, Presence, Readiness, Stairs};
use crate::families::words::Choice;
use crate::text::messages::Words;

/// A question about the home: name of its field, question, why it is asked, answers.
pub struct Question {
    /// Field of a form.
    pub name: String,
    /// The question.
    pub asks: String,
    /// Why it is asked.
    pub hint: String,
    /// What can be answered.
    pub answers: Vec<Choice>,
}

/// Codes of all answers, in the order of their declaration.
macro_rules! codes {
    ($kind:ident) => {
        $kind::ALL.iter().map(|one| one.code()).collect::<Vec<_>>()
    };
}

/// The questions about the home, in the order of `/apply`.
pub fn questions(words: Words) -> Vec<Question> {
    let all = [
        ("power", codes!(Presence)),
        ("light", codes!(Presence)),
        ("alley", codes!(Alley)),
        ("stairs", codes!(Stairs)),
        ("gate", codes!(Gate)),
    ];
    let question = |(of, codes): (&str, Vec<&str>)| Question {
        name: format!("readiness.{of}"),
        asks: words.say(&format!("apply-q-{of}")),
        hint: words.say(&format!("apply-hint-{of}")),
        answers: codes.into_iter().map(|code| (code.to_owned(), answer(words, of, code))).collect(),
    };
    all.into_iter().map(question).collect()
}

/// The questions about one person, who is named in them: papers (one answer), difficulties (any).
pub fn questions_of(words: Words, at: usize, name: &str) -> [Question; 2] {
    let question = |field: &str, key: &str, of: &str, codes: Vec<&str>| Question {
        name: format!("readiness.people.{at}.{field}"),
        asks: words.with(&format!("apply-q-{key}"), &[("name", &name)]),
        hint: words.say(&format!("readiness-hint-{key}")),
        answers: codes.into_iter().map(|code| (code.to_owned(), words.say(&format!("apply-o-{of}-{code}")))).collect(),
    };
    [
        question("papers", "papers", "papers", codes!(Presence)),
        question("difficulties", "help", "difficulties", codes!(Difficulty)),
    ]
}

/// Question and answer of everything that was said.
pub fn facts(words: Words, said: &Readiness) -> Vec<(String, String)> {
    let home = said.home().map(|(of, code)| (words.say(&format!("apply-q-{of}")), answer(words, of, code)));
    let people = (1_usize..).zip(&said.people).map(|(number, one)| {
        let papers = words.say(&format!("apply-o-papers-{}", one.papers.code()));
        let papers = words.with("data-readiness-papers", &[("answer", &papers)]);
        let said = one.difficulties.iter().map(|one| words.say(&format!("apply-o-difficulties-{}", one.code())));
        let all: Vec<String> = said.chain([papers]).collect();
        (words.with("data-readiness-person", &[("number", &number)]), all.join("; "))
    });
    home.into_iter().chain(people).collect()
}

fn answer(words: Words, of: &str, code: &str) -> String {
    words.say(&format!("apply-o-readiness-{of}-{code}"))
}
