//! A refusal on a family's page.
use crate::families::apply::mistakes::sentence;
use crate::text::messages::Words;
use crate::web::Problem;
use crate::web::form::Mistakes;

/// What a refusal names, in the reader's language.
pub(super) fn mistakes(words: Words, problem: &Problem) -> Mistakes {
    let mut mistakes = Mistakes::of(problem);
    if !words.is_vietnamese() {
        mistakes.whole = mistakes.whole.map(|_| words.say("refused-now"));
        for (field, (name, said)) in problem.fields().iter().zip(&mut mistakes.fields) {
            *said = sentence(words, name, field);
        }
    }
    mistakes
}
