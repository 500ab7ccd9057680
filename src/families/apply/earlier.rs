//! Drafts that were begun before questions were put together: what was answered then is an answer still.

use crate::cases::kinds::Relation;

/// Relations that had a choice of their own, and for whom somebody with them writes.
const RELATIONS: [(&str, &str); 10] = [
    ("child", "child"),
    ("grandchild", "grandchild"),
    ("spouse", "spouse"),
    ("parent", "parent"),
    ("sibling", "sibling"),
    ("relative", "relative"),
    ("grandparent", "relative"),
    ("other", "relative"),
    ("guardian", "caregiver"),
    ("caregiver", "caregiver"),
];

/// The same answers under today's names.
pub fn upgrade(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    // Who writes and what they are to the person were two questions.
    if let Some(at) = pairs.iter().position(|(name, _)| name == "contact.relation") {
        let (_, relation) = pairs.remove(at);
        let known = RELATIONS.iter().find(|(before, _)| *before == relation);
        if let Some(who) = pairs.iter_mut().find(|(name, who)| name == "who" && who == "relative") {
            who.1 = known.map_or("relative", |(_, today)| today).to_owned();
        }
    }
    // Who answers the telephone was not asked: whoever wrote had left a number of their own.
    let of = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let helper = of("who").filter(|who| who.parse().is_ok_and(|who: Relation| !who.is_close()));
    if let Some(helper) = helper.filter(|_| of("contact.phone").is_some() && of("phone_of").is_none()) {
        pairs.push(("phone_of".to_owned(), helper));
    }
    // Old age follows from the birth date; no group and no guardian are boxes that nobody ticked.
    pairs.retain(|(name, value)| {
        let of = name.strip_prefix("applicants.").and_then(|rest| rest.split_once('.')).map_or("", |(_, of)| of);
        !matches!((of, value.as_str()), ("group", "none" | "nct") | ("guardian", "alone" | "unsure"))
    });
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upgraded(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        upgrade(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn every_relation_of_before_is_somebody_to_write_for() {
        for (before, today) in RELATIONS {
            let pairs = upgraded(&[("who", "relative"), ("contact.relation", before)]);
            assert_eq!(pairs, [("who".to_owned(), today.to_owned())], "{before}");
        }
        assert_eq!(upgraded(&[("who", "neighbour"), ("contact.relation", "child")]), upgraded(&[("who", "neighbour")]));
    }

    #[test]
    fn a_helper_who_had_left_a_number_answers_it() {
        let before = [("who", "neighbour"), ("contact.phone", "0912 345 678")];
        let after = upgraded(&before);
        assert_eq!(after.last().unwrap(), &("phone_of".to_owned(), "neighbour".to_owned()));
        assert_eq!(upgrade(after.clone()), after, "once");
        for asked in [
            vec![("who", "neighbour")],
            vec![("who", "child"), before[1]],
            vec![before[0], before[1], ("phone_of", "household")],
        ] {
            assert_eq!(upgraded(&asked).len(), asked.len(), "{asked:?}");
        }
    }

    #[test]
    fn what_is_inferred_now_is_not_an_answer() {
        let before = [
            ("applicants.0.group", "nct"),
            ("applicants.1.group", "ncc"),
            ("applicants.0.guardian", "alone"),
            ("applicants.1.guardian", "guardian"),
            ("applicants.0.name", "Nguyễn Thị Hòa"),
        ];
        let left = upgraded(&[before[1], before[3], before[4]]);
        assert_eq!(upgraded(&before), left);
    }
}
