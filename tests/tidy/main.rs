//! The house rules, run over the source text. Each rule is also shown a planted breach, so that none falls asleep.
mod asvs;
mod documents;
mod imports;
mod loops;
mod messages;
mod placement;
mod planted;
mod seconds;
mod shape;
mod signatures;
mod source;
mod time;
mod words;

use source::Source;

/// A breach of a rule: where and what.
type Fault = String;

/// How a rule looks: at each file, or at all of them together.
enum Check {
    Each(fn(&Source) -> Vec<Fault>),
    Together(fn(&[Source]) -> Vec<Fault>),
}

/// Every rule with the name that CONTRIBUTING.md uses.
const RULES: &[(&str, Check)] = &[
    ("imports run one way", Check::Each(imports::one_way)),
    ("files import one way", Check::Together(loops::none)),
    ("the planner is pure", Check::Each(imports::pure_planner)),
    ("diesel stays in stores", Check::Each(placement::diesel)),
    ("actix stays at the edge", Check::Each(placement::actix)),
    ("no verb knows HTTP", Check::Each(placement::web)),
    ("spans hold ids", Check::Each(placement::spans)),
    ("lettre stays in the transport", Check::Each(placement::lettre)),
    ("engines differ in few files", Check::Together(placement::engine_files)),
    ("the environment is read in one place", Check::Each(placement::environment)),
    ("the clock is read once", Check::Each(time::clock)),
    ("a day is a day in Việt Nam", Check::Each(time::machine_days)),
    ("a file opens with its sentence", Check::Each(shape::opening)),
    ("a file fits on a few screens", Check::Each(shape::file_length)),
    ("a function fits on a screen", Check::Each(shape::function_length)),
    ("nothing is left for later", Check::Each(shape::left_for_later)),
    ("no test is switched off", Check::Each(shape::ignored_tests)),
    ("no overloaded names", Check::Each(shape::names)),
    ("one word, one thing", Check::Each(words::one_meaning)),
    ("an id has its own type", Check::Each(shape::ids)),
    ("no parameter is a tuple", Check::Each(signatures::tuple_parameters)),
    ("seconds have a type", Check::Each(seconds::typed)),
    ("every setting is explained", Check::Each(documents::settings)),
    ("every problem is described", Check::Together(documents::problems)),
    ("the security requirements name what exists", Check::Together(asvs::evidence)),
    ("messages are the same in every locale", Check::Together(messages::same_everywhere)),
    ("messages are there and used", Check::Together(messages::all_used)),
    ("families read messages", Check::Each(messages::templates_without_words)),
    ("questions are short", Check::Each(messages::short_sentences)),
    ("nothing tells of this machine", Check::Each(documents::machine)),
];

impl Check {
    fn run(&self, sources: &[Source]) -> Vec<Fault> {
        match self {
            Self::Each(check) => sources.iter().flat_map(check).collect(),
            Self::Together(check) => check(sources),
        }
    }
}

#[test]
fn the_house_is_tidy() {
    let sources = source::tree();
    assert!(sources.len() > 100, "the tree was found");
    let mut report = String::new();
    for (name, check) in RULES {
        for fault in check.run(&sources) {
            report.push_str(&format!("\n{name}: {fault}"));
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_rule_finds_the_breaches_planted_for_it() {
    for (name, check) in RULES {
        let planted: Vec<_> = planted::breaches().into_iter().filter(|breach| breach.rule == *name).collect();
        assert!(!planted.is_empty(), "nothing is planted for «{name}»");
        for breach in planted {
            let found = check.run(&breach.sources);
            assert!(!found.is_empty(), "«{name}» did not see {:?}", breach.sources);
        }
    }
}

#[test]
fn no_rule_is_offended_by_what_is_allowed() {
    for (name, check) in RULES {
        let found = check.run(&planted::allowed());
        assert!(found.is_empty(), "«{name}» sees ghosts: {found:?}");
    }
}
