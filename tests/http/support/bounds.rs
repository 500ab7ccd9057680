//! The bounds that the API's description names for bodies, with values on them and beyond them.
use std::collections::{BTreeMap, BTreeSet};

use luudong::openapi;
use luudong::urls::API;
use serde_json::{Value, json};

use super::described;

/// A field with a bound.
#[derive(Clone)]
pub struct Bounded {
    /// Schema, field and bound: `NewDuty.capacity maximum`.
    pub name: String,
    /// Where it stands in the body.
    pub pointer: String,
    /// What has to stand around it, where the example leaves that out.
    around: Option<(String, Value)>,
    /// The first value that is too much, or too little.
    beyond: Value,
    /// The last value that is allowed; none for a lower end and for lists.
    most: Option<Value>,
}

impl Bounded {
    /// The example with a value that is refused.
    pub fn beyond(&self, example: &Value) -> Value {
        let mut body = example.clone();
        if let Some((pointer, value)) = &self.around {
            put(&mut body, pointer, value.clone());
        }
        put(&mut body, &self.pointer, self.beyond.clone());
        body
    }

    /// The name of the field.
    pub fn field(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    /// Puts the last value that is allowed where the example has one.
    pub fn fill(&self, body: &mut Value) {
        if let (Some(most), Some(place)) = (&self.most, body.pointer_mut(&self.pointer)) {
            *place = most.clone();
        }
    }
}

/// The bounds of a body of this schema: of what stands in the example, and of what could stand beside it.
pub fn within(schema: &Value, example: &Value) -> Vec<Bounded> {
    let mut found = Found::default();
    found.traverse("", schema, example, "");
    found.bounds
}

/// The names of all bounds that a request body can meet.
pub fn all() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (owner, schema) in of_requests() {
        for (field, inner) in schema["properties"].as_object().into_iter().flatten() {
            let bounds = BOUNDS.iter().filter(|bound| inner.get(**bound).is_some());
            names.extend(bounds.map(|bound| format!("{owner}.{field} {bound}")));
        }
    }
    names
}

/// The schemas that stand in bodies of requests, with their names.
pub fn of_requests() -> BTreeMap<&'static str, &'static Value> {
    let body = |url| &described::operation(url)["requestBody"]["content"]["application/json"]["schema"];
    let mut waiting: Vec<&'static Value> = API.iter().map(body).collect();
    let mut seen = BTreeMap::new();
    while let Some(schema) = waiting.pop() {
        for (name, schema) in named(schema) {
            if name.is_empty() || seen.insert(name, schema).is_none() {
                waiting.extend(schema.get("items"));
                waiting.extend(schema["properties"].as_object().into_iter().flat_map(|all| all.values()));
            }
        }
    }
    seen
}

const BOUNDS: [&str; 5] = ["maxLength", "minLength", "maximum", "minimum", "maxItems"];

fn put(body: &mut Value, pointer: &str, value: Value) {
    let mut place = body;
    for part in pointer.split('/').skip(1) {
        place = match part.parse::<usize>() {
            Ok(at) if place.is_array() => &mut place[at],
            _ => &mut place[part],
        };
    }
    *place = value;
}

/// The schemas that one stands for, with their names.
fn named(schema: &Value) -> Vec<(&str, &Value)> {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let found = &openapi::document()["components"]["schemas"][name];
        return if found["oneOf"].is_array() { named(found) } else { vec![(name, found)] };
    }
    match schema["oneOf"].as_array() {
        Some(choices) => choices.iter().flat_map(named).collect(),
        None => vec![("", schema)],
    }
}

/// The least that a schema takes.
fn made(schema: &Value) -> Value {
    let Some((_, schema)) = named(schema).into_iter().next() else {
        return Value::Null;
    };
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("object") => {
            let wanted = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            wanted.map(|name| (name.to_owned(), made(&schema["properties"][name]))).collect()
        }
        Some("integer") => json!(1),
        Some("string") => json!("a"),
        _ => Value::Null,
    }
}

#[derive(Default)]
struct Found {
    around: Option<(String, Value)>,
    bounds: Vec<Bounded>,
}

impl Found {
    fn traverse(&mut self, name: &str, schema: &Value, example: &Value, pointer: &str) {
        self.note(name, schema, example, pointer);
        let fields = example.as_object();
        let fits = |one: &Value| fields.into_iter().flatten().all(|(field, _)| one["properties"].get(field).is_some());
        for (owner, schema) in named(schema).into_iter().filter(|(_, one)| fits(one)) {
            for (field, inner) in schema["properties"].as_object().into_iter().flatten() {
                let (name, pointer) = (format!("{owner}.{field}"), format!("{pointer}/{field}"));
                let left_out = example[field].is_null().then(|| made(inner)).filter(Value::is_object);
                match left_out.filter(|_| self.around.is_none()) {
                    Some(value) => {
                        self.around = Some((pointer.clone(), value.clone()));
                        self.traverse(&name, inner, &value, &pointer);
                        self.around = None;
                    }
                    None => self.traverse(&name, inner, &example[field], &pointer),
                }
            }
            if let Some(first) = example.get(0) {
                self.traverse(name, &schema["items"], first, &format!("{pointer}/0"));
            }
        }
    }

    fn note(&mut self, name: &str, schema: &Value, example: &Value, pointer: &str) {
        for bound in BOUNDS {
            let Some((beyond, most)) = schema[bound].as_i64().and_then(|limit| at(bound, limit, example)) else {
                continue;
            };
            let (name, around) = (format!("{name} {bound}"), self.around.clone());
            self.bounds.push(Bounded { name, pointer: pointer.to_owned(), around, beyond, most });
        }
    }
}

/// What is beyond a bound, and what lies on it.
fn at(bound: &str, limit: i64, example: &Value) -> Option<(Value, Option<Value>)> {
    let typed = example.as_str().unwrap_or_default();
    let text = |count: i64| {
        let letters = typed.chars().chain(std::iter::repeat('a'));
        json!(letters.take(usize::try_from(count).expect("small")).collect::<String>())
    };
    Some(match bound {
        "maxLength" => (text(limit + 1), Some(text(limit))),
        "minLength" => (text(limit - 1), None),
        "maximum" => (json!(limit + 1), Some(json!(limit))),
        "minimum" => (json!(limit - 1), None),
        _ => (json!(vec![example.get(0)?; usize::try_from(limit).expect("small") + 1]), None),
    })
}
