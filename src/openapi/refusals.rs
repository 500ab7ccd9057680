//! What every operation's description shares: a refusal is a problem document, whichever status it carries.
use utoipa::Modify;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Response};

const MEDIA_TYPE: &str = "application/problem+json";

/// Describes the refusals that handlers share (unreadable bodies, sign-in, limits) and gives all of them their type.
pub struct Refusals;

impl Modify for Refusals {
    fn modify(&self, document: &mut OpenApi) {
        let items = document.paths.paths.values_mut();
        for operation in items.flat_map(operations) {
            describe(operation);
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
    all.into_iter().flatten()
}

fn describe(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else {
            continue;
        };
        if status.starts_with(['4', '5']) {
            response.content.clear();
            response.content.insert(MEDIA_TYPE.to_owned(), problem());
        }
    }
    let mut others = Response::new("Any other refusal: see /problems/{code} for each type");
    others.content.insert(MEDIA_TYPE.to_owned(), problem());
    operation.responses.responses.insert("default".to_owned(), others.into());
}

fn problem() -> RefOr<Content> {
    Content::new(Some(Ref::from_schema_name("ProblemBody"))).into()
}
