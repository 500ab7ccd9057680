//! What a refusal says at the fields of a form.
use super::Problem;
use crate::field_problem::FieldProblem;
pub use crate::text::form::{Mistakes, Typed};

impl Mistakes {
    /// The mistakes that a refusal names.
    pub fn of(problem: &Problem) -> Self {
        let name = |field: &FieldProblem| field.pointer.trim_start_matches('/').replace('/', ".");
        let fields: Vec<_> = problem.fields().iter().map(|field| (name(field), field.detail.clone())).collect();
        let whole = fields.is_empty().then(|| problem.sentence().to_owned());
        Self { fields, whole }
    }

    /// The same of a refusal that other input would mend; of every other one, itself: faults of the system and missing
    /// rights are pages of their own.
    ///
    /// # Errors
    /// The problem when no other input would help.
    pub fn to_mend(problem: Problem) -> Result<Self, Problem> {
        if matches!(problem.kind().status, 409 | 412 | 422) {
            return Ok(Self::of(&problem));
        }
        Err(problem)
    }
}
