//! From one line of a list to one person at one door, or to all its mistakes by column.
use chrono::NaiveDate;

use super::ReadRow;
use super::columns::{Column, header_of};
use super::table::Line;
use super::{ward, words};
use crate::cases::CaseTables;
use crate::cases::household::Pin;
use crate::cases::new_case::{
    NewAddress, NewApplicant, NewCase, NewConsents, NewContact, NewPreference, NewRepresentative, ParsedCase, parse,
};
use crate::geography::point::Point;
use crate::text::fold::fold;
use crate::text::personal_numbers::IdentityNumber;

/// Reads a line.
///
/// # Errors
/// Sentences for the report, each with its column.
pub(super) fn read(line: &Line, tables: &CaseTables, today: NaiveDate) -> Result<ReadRow, Vec<String>> {
    if line.surplus > 0 {
        return Err(vec!["có ô thừa sau cột cuối; kiểm tra dấu phân cách và dấu ngoặc kép".to_owned()]);
    }
    let found = ward::find(tables, line.get(Column::Ward), line.get(Column::OldAddress));
    let pin = pin(line.get(Column::Pin));
    let mut reasons = Vec::new();
    let (ward_code, note) = found.unwrap_or_else(|reason| {
        reasons.push(format!("Phường/Xã: {reason}"));
        (String::new(), None)
    });
    let pin = pin.unwrap_or_else(|reason| {
        reasons.push(format!("Tọa độ: {reason}"));
        None
    });
    let is_ward_known = !ward_code.is_empty();
    let new = new_case(line, tables, ward_code, pin);
    match parse(&new, tables, today) {
        Ok(case) if reasons.is_empty() => {
            let notes = note.into_iter().chain(warnings(&case)).collect();
            Ok(ReadRow { line: line.number, case, notes })
        }
        Ok(_) => Err(reasons),
        Err(problems) => {
            let told = |pointer: &str| pointer != "/address/ward_code" || is_ward_known;
            let problems = problems.iter().filter(|problem| told(&problem.pointer));
            reasons.extend(problems.map(|problem| format!("{}: {}", header_of(&problem.pointer), problem.detail)));
            Err(reasons)
        }
    }
}

fn new_case(line: &Line, tables: &CaseTables, ward_code: String, pin: Option<Pin>) -> NewCase {
    let email = line.text(Column::Email);
    let consents = NewConsents { visit: true, messages: !email.is_empty() };
    let address = NewAddress {
        line: line.text(Column::Line),
        hamlet: line.text(Column::Hamlet),
        sub_area: sub_area(line.get(Column::SubArea), tables),
        old_address: line.text(Column::OldAddress),
        ward_code,
        pin,
    };
    NewCase {
        contact: contact(line, email),
        address,
        applicants: vec![applicant(line)],
        preference: NewPreference { times: words::times(line.get(Column::Times)), from: line.text(Column::From) },
        note: line.text(Column::Note),
        consents,
        ..NewCase::default()
    }
}

/// Without a contact the applicant is the contact.
fn contact(line: &Line, email: String) -> NewContact {
    let phone = line.text(Column::Phone);
    let name = line.text(Column::ContactName);
    if name.is_empty() {
        return NewContact { name: line.text(Column::Name), relation: "self".to_owned(), phone, email };
    }
    let relation = match words::relation(line.get(Column::ContactRelation)) {
        empty if empty.is_empty() => "other".to_owned(),
        relation => relation,
    };
    NewContact { name, relation, phone, email }
}

fn applicant(line: &Line) -> NewApplicant {
    let number = line.text(Column::Number);
    let held_paper = held_paper(line.get(Column::HeldPaper), &number);
    let procedure = match words::procedure(line.get(Column::Procedure)) {
        empty if empty.is_empty() && held_paper.is_empty() && number.is_empty() => "first".to_owned(),
        empty if empty.is_empty() => "cccd_to_cc".to_owned(),
        procedure => procedure,
    };
    let representative = line.text(Column::RepresentativeName);
    let representative = (!representative.is_empty()).then(|| NewRepresentative {
        name: representative,
        relation: words::relation(line.get(Column::RepresentativeRelation)),
        phone: String::new(),
    });
    NewApplicant {
        name: line.text(Column::Name),
        birth: line.text(Column::Birth),
        sex: words::sex(line.get(Column::Sex)),
        number,
        procedure,
        group: String::new(),
        groups: words::groups(line.get(Column::Group)),
        mobility: words::mobility(line.get(Column::Mobility)),
        held_paper,
        permanent_address: line.text(Column::PermanentAddress),
        representative,
    }
}

/// Nine digits tell of an old CMND even when the column is empty.
fn held_paper(cell: &str, number: &str) -> String {
    match IdentityNumber::read(number) {
        IdentityNumber::Old(_) if cell.is_empty() => "cmnd9".to_owned(),
        _ => words::held(cell),
    }
}

fn sub_area(cell: &str, tables: &CaseTables) -> String {
    let said = fold(cell);
    let is_it = |name: &str| fold(name) == said || fold(name).strip_prefix("dao ") == Some(&said);
    let known = tables.geography.zones.iter().find(|zone| is_it(&zone.name) || zone.code.0 == cell);
    known.map_or_else(|| cell.to_owned(), |zone| zone.code.0.clone())
}

fn pin(cell: &str) -> Result<Option<Pin>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let point = Point::parse(cell).map_err(|error| error.to_string())?;
    Ok(Some(Pin { lat: point.lat(), lng: point.lng() }))
}

fn warnings(case: &ParsedCase) -> impl Iterator<Item = String> {
    case.warnings.iter().map(|warning| format!("{}: {}", header_of(&warning.pointer), warning.detail))
}
