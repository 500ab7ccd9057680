//! What every page must be: language, title, one h1, ordered headings, labelled fields, a summary that leads somewhere.
use scraper::{ElementRef, Html, Selector};

use super::Answer;

/// A page that was answered.
pub struct Page {
    html: Html,
    status: u16,
    asked: String,
}

impl Page {
    /// Parses an answer and checks all that holds for any page.
    #[track_caller]
    pub fn of(answer: &Answer) -> Self {
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{}: not a page but {}",
            answer.asked,
            answer.header("content-type")
        );
        let page = Self {
            html: Html::parse_document(&answer.text),
            status: answer.status,
            asked: format!("{} ({})", answer.asked, answer.status),
        };
        let faults = page.faults();
        assert!(faults.is_empty(), "{}: {faults:#?}\n{}", page.asked, page.main());
        page
    }

    /// The visible text of what a selector finds, one entry an element.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text_of).collect()
    }

    /// An attribute of what a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let found = self.all(selector);
        found.into_iter().filter_map(|element| element.value().attr(name)).map(str::to_owned).collect()
    }

    /// The first field's typed or chosen value.
    pub fn value(&self, name: &str) -> Option<String> {
        self.attributes(&format!("[name='{name}']"), "value").into_iter().next()
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.html.select(&selector).collect()
    }

    fn has_id(&self, id: &str) -> bool {
        self.all("[id]").iter().any(|element| element.value().id() == Some(id))
    }

    /// What is between the frame's top and bottom, for messages.
    fn main(&self) -> String {
        self.all("main").first().map_or(String::new(), ElementRef::html)
    }

    /// Everything that is wrong with it.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let lang = self.attributes("html", "lang");
        if lang != ["vi"] && lang != ["en"] {
            faults.push(format!("<html lang> is {lang:?}"));
        }
        self.check_title(&mut faults);
        self.check_headings(&mut faults);
        self.check_ids(&mut faults);
        self.check_fields(&mut faults);
        self.check_summary(&mut faults);
        self.check_forms(&mut faults);
        for address in self.attributes("script[src], link[href], img[src]", "src") {
            if address.contains("//") {
                faults.push(format!("{address} comes from another host"));
            }
        }
        if !self.all("[style], style, script:not([src])").is_empty() {
            faults.push("inline style or script, which the content policy blocks".to_owned());
        }
        faults
    }

    fn check_title(&self, faults: &mut Vec<String>) {
        let title = self.texts("title").join("");
        let prefix = if self.attributes("html", "lang") == ["en"] { "Error: " } else { "Lỗi: " };
        let refused = title.starts_with(prefix);
        if title.trim_start_matches(prefix).trim_matches([' ', '–']).is_empty() {
            faults.push("the title is empty".to_owned());
        }
        if refused != (self.status == 422) {
            faults.push(format!("title «{title}» does not fit status {}", self.status));
        }
    }

    fn check_headings(&self, faults: &mut Vec<String>) {
        if self.all("h1").len() != 1 {
            faults.push(format!("{} h1 headings", self.all("h1").len()));
        }
        let mut last = 0;
        for heading in self.all("h1, h2, h3, h4, h5, h6") {
            let level: u32 = heading.value().name()[1..].parse().unwrap_or(0);
            // The summary of mistakes stands before everything it sums up, but after the h1.
            if level > last + 1 {
                faults.push(format!("h{level} «{}» follows h{last}", text_of(heading)));
            }
            if text_of(heading).is_empty() {
                faults.push(format!("an empty h{level}"));
            }
            last = level;
        }
    }

    fn check_ids(&self, faults: &mut Vec<String>) {
        let mut seen = std::collections::HashSet::new();
        for id in self.attributes("[id]", "id") {
            if id.contains(char::is_whitespace) || id.is_empty() {
                faults.push(format!("id «{id}»"));
            }
            if !seen.insert(id.clone()) {
                faults.push(format!("id «{id}» twice"));
            }
        }
        for attribute in ["aria-describedby", "aria-labelledby", "for"] {
            for ids in self.attributes(&format!("[{attribute}]"), attribute) {
                for id in ids.split_whitespace().filter(|id| !self.has_id(id)) {
                    faults.push(format!("{attribute} names «{id}», which is not there"));
                }
            }
        }
    }

    fn check_fields(&self, faults: &mut Vec<String>) {
        let labels = self.attributes("label[for]", "for");
        for field in self.all("input:not([type=hidden]), select, textarea") {
            let value = field.value();
            let by_id = value.id().is_some_and(|id| labels.iter().any(|label| label == id));
            let inside = field.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "label");
            let by_attribute = value.attr("aria-label").or(value.attr("aria-labelledby")).is_some();
            if !(by_id || inside || by_attribute) {
                faults.push(format!("{} «{}» has no label", value.name(), value.attr("name").unwrap_or("")));
            }
        }
        for button in self.all("button, a[href]") {
            if text_of(button).is_empty() && button.value().attr("aria-label").is_none() {
                faults.push(format!("a {} without words", button.value().name()));
            }
        }
        for fieldset in self.all("fieldset") {
            let legend = Selector::parse("legend").expect("a selector");
            if fieldset.select(&legend).next().is_none() {
                faults.push("a fieldset without a legend".to_owned());
            }
        }
    }

    /// Each form that is posted carries a token of its own: who sends it twice is answered once.
    fn check_forms(&self, faults: &mut Vec<String>) {
        let tokens = self.attributes("form[method=post] > input[type=hidden][name=form_token]:first-child", "value");
        let others: std::collections::HashSet<_> = tokens.iter().filter(|token| token.len() == 22).collect();
        let forms = self.all("form").into_iter().filter(|form| form.value().attr("method") != Some("get")).count();
        if others.len() != forms {
            faults.push(format!("{forms} forms that are posted, with {} tokens", others.len()));
        }
    }

    fn check_summary(&self, faults: &mut Vec<String>) {
        let summary = self.all(".mistakes[role=alert]");
        if (self.status == 422) == summary.is_empty() {
            faults.push(format!("{} summaries of mistakes with status {}", summary.len(), self.status));
        }
        for target in self.attributes(".mistakes a", "href") {
            if !target.strip_prefix('#').is_some_and(|id| self.has_id(id)) {
                faults.push(format!("the summary leads to «{target}», which is not there"));
            }
        }
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
