//! What holds for every input, found by random search.
use chrono::{Days, NaiveDate};
use luudong::cases::card_expiry::expires_on;
use luudong::cases::groups::BeneficiaryGroups;
use luudong::cases::kinds::Mobility;
use luudong::reference::ReferenceFiles;
use luudong::text::dates::{BirthDate, DatePrecision, parse_date, short_date};
use luudong::text::fold::{fold, found_by, nfc};
use luudong::text::names::{PersonName, roster_order};
use luudong::text::phones::{Phone, PhonePrefixes};
use luudong::visits::durations::{Capture, HalfDayLoad};
use proptest::prelude::*;

use crate::{calendar, date};

const LETTERS: &str = "[a-zA-ZàáảãạăâđèéêìíòóôơùúưỳýÀĐÊÔƠƯ\u{300}\u{301}\u{309}\u{303}\u{323}' -]{1,30}";

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0u64..3000).prop_map(|days| date("01/01/2024") + Days::new(days))
}

proptest! {
    #[test]
    fn r15_folding_twice_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn r15_every_text_is_found_by_itself(text in LETTERS) {
        prop_assert!(found_by(&text, &text));
        prop_assert!(found_by(&nfc(&text), &fold(&text)));
    }

    #[test]
    fn r38_nfc_is_stable(text in "\\PC{0,40}") {
        let once = nfc(&text);
        prop_assert_eq!(nfc(&once), once);
    }

    #[test]
    fn r38_dates_survive_writing_and_reading(on in any_date()) {
        prop_assert_eq!(parse_date(&short_date(on)), Ok(on));
        let birth = BirthDate::new(on, DatePrecision::Day);
        prop_assert_eq!(BirthDate::parse(&birth.to_string()), Ok(birth));
    }

    #[test]
    fn names_are_stable_once_read(typed in LETTERS) {
        if let Ok(name) = PersonName::parse(&typed) {
            prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn r18_roster_order_is_total(left in LETTERS, right in LETTERS) {
        if let (Ok(left), Ok(right)) = (PersonName::parse(&left), PersonName::parse(&right)) {
            prop_assert_eq!(roster_order(&left, &right), roster_order(&right, &left).reverse());
            prop_assert_eq!(roster_order(&left, &right).is_eq(), left == right);
        }
    }

    #[test]
    fn r06_a_later_capture_is_never_due_earlier(first in any_date(), gap in 0u64..40) {
        let calendar = calendar();
        let later = first + Days::new(gap);
        prop_assert!(calendar.due_on(first) <= calendar.due_on(later));
        prop_assert!(calendar.due_on(first) > first);
        prop_assert!(calendar.is_working_day(calendar.due_on(first)));
    }

    #[test]
    fn r11_a_card_is_never_born_expired(birth in any_date(), days in 0u64..30_000) {
        let issued = birth + Days::new(days);
        let expiry = expires_on(BirthDate::new(birth, DatePrecision::Day), issued);
        prop_assert!(expiry.is_none_or(|last| last > issued));
    }

    #[test]
    fn r14_a_phone_survives_being_shown_and_read(number in "0(3[2-9]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}") {
        let prefixes = PhonePrefixes::load(&ReferenceFiles::embedded()).unwrap();
        if let Ok(phone) = Phone::parse(&number, &prefixes) {
            prop_assert_eq!(&Phone::parse(phone.e164(), &prefixes).unwrap(), &phone);
            prop_assert_eq!(&Phone::parse(&phone.national(), &prefixes).unwrap(), &phone);
        }
    }

    #[test]
    fn phones_never_panic(typed in "[0-9+() .\\-a-zđ]{0,25}") {
        let prefixes = PhonePrefixes::load(&ReferenceFiles::embedded()).unwrap();
        let _ = Phone::parse(&typed, &prefixes);
    }

    #[test]
    fn r20_splitting_loses_nobody(people in 0u32..400, kits in 0u32..5, days in 0u64..5) {
        let model = crate::visits::model();
        let half_days: Vec<_> = (0..days)
            .flat_map(|n| crate::visits::day(&short_date(date("25/11/2026") + Days::new(n))))
            .collect();
        let split = model.split_group_site(people, kits, &half_days);
        let placed: u32 = split.parts.iter().map(|part| part.people).sum();
        prop_assert_eq!(placed + split.people_left, people);
        prop_assert!(split.parts.iter().all(|part| part.people > 0 && part.minutes <= 240));
    }

    #[test]
    fn r19_more_people_take_longer_but_less_than_alone(count in 1usize..8) {
        let model = crate::visits::model();
        let capture = Capture { mobility: Mobility::Wheelchair, groups: BeneficiaryGroups::EMPTY, age_years: 50 };
        let together = model.home_stop_minutes(&vec![capture; count]);
        prop_assert!(together > model.home_stop_minutes(&vec![capture; count - 1]));
        let apart = HalfDayLoad::new(&vec![model.home_stop_minutes(&[capture]); count], 0, 1, 0);
        prop_assert!(together <= apart.needed_minutes);
    }
}
