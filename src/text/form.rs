//! Forms of pages: what was typed stays as it was typed, and each mistake stands at its field.
//!
//! A field's name is its JSON Pointer without the leading slash and with dots: `/contact/phone` ⇄ `contact.phone`.
//! So one verb serves the API and the page, and its refusals find their fields by themselves.

/// What a person typed into a form, in order.
#[derive(Clone, Debug, Default)]
pub struct Typed(Vec<(String, String)>);

/// The mistakes in a form, shown in a summary at the top and at each field.
#[derive(Clone, Debug, Default)]
pub struct Mistakes {
    /// Sentences at fields: name and text.
    pub fields: Vec<(String, String)>,
    /// A sentence about the whole.
    pub whole: Option<String>,
}

impl Typed {
    /// From the pairs of an urlencoded body.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// What was typed into a field; empty when nothing was.
    pub fn get(&self, name: &str) -> &str {
        self.exact(name).trim()
    }

    /// What was typed into a field, with every space: a password.
    pub fn exact(&self, name: &str) -> &str {
        let named = self.0.iter().find(|(field, _)| field == name);
        named.map_or("", |(_, value)| value)
    }

    /// The same without the spaces around it, `None` when nothing was typed.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Whether the form has this field, with something typed or not.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Everything ticked under one name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.0.iter().filter(|(field, _)| field == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// Whether this value was ticked or chosen.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(field, given)| field == name && given == value)
    }

    /// Puts a value where nothing was typed yet.
    #[must_use]
    pub fn or(mut self, name: &str, value: impl Into<String>) -> Self {
        if !self.has(name) {
            self.0.push((name.to_owned(), value.into()));
        }
        self
    }

    /// Ticks these values of a field.
    #[must_use]
    pub fn with_all(mut self, name: &str, values: &[&str]) -> Self {
        self.0.extend(values.iter().map(|value| (name.to_owned(), (*value).to_owned())));
        self
    }
}

impl Mistakes {
    /// Whether there is something to say.
    pub fn any(&self) -> bool {
        !self.fields.is_empty() || self.whole.is_some()
    }

    /// The sentence at a field.
    pub fn at(&self, name: &str) -> Option<&str> {
        let named = self.fields.iter().find(|(field, _)| field == name);
        named.map(|(_, text)| text.as_str())
    }

    /// Adds a mistake of the form itself.
    pub fn add(&mut self, name: &str, text: impl Into<String>) {
        self.fields.push((name.to_owned(), text.into()));
    }
}
