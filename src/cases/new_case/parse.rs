//! Parse, don't validate: from what was typed to a case, or to all its mistakes at once.
use chrono::{Duration, NaiveDate};

use super::reading::Reading;
use super::{
    Locality, NewAddress, NewApplicant, NewCase, NewContact, NewDeadline, NewGroupSite, NewReadiness, ParsedCase,
    Warning, no_visit, people, preference, readiness, spot,
};
use crate::cases::CaseTables;
use crate::cases::case::DeadlineReason;
use crate::cases::handover::SecretWay;
use crate::cases::household::{Address, Contact, Person};
use crate::cases::kinds::GroupSiteKind;
use crate::cases::readiness::Readiness;
use crate::field_problem::FieldProblem;
use crate::text::dates::parse_date;
use crate::text::messages::{Locale, Words};

/// Longest note, characters.
pub const NOTE_LENGTH_MAX: usize = 1000;
/// Most people at a group site.
pub const CAPTURES_MAX: i32 = 1000;
/// A deadline further away than this is a slip of the year, days.
const DEADLINE_DAYS_MAX: i64 = 730;

/// Reads a case.
///
/// # Errors
/// All field problems, with pointers into [`NewCase`].
pub fn parse(typed: &NewCase, tables: &CaseTables, today: NaiveDate) -> Result<ParsedCase, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = read(&mut reading, typed).filter(|_| reading.problems.is_empty());
    let parsed = read.ok_or(reading.problems)?;
    Ok(ParsedCase { warnings: reading.warnings, ..parsed })
}

/// What is wrong and what to confirm in a case that is typed piece by piece: whoever asks picks what it asked for.
pub fn read_so_far(typed: &NewCase, tables: &CaseTables, today: NaiveDate) -> (Vec<FieldProblem>, Vec<Warning>) {
    let mut reading = Reading::new(tables, today);
    read(&mut reading, typed);
    (reading.problems, reading.warnings)
}

fn read(reading: &mut Reading<'_>, typed: &NewCase) -> Option<ParsedCase> {
    let contact = contact(reading, "/contact", &typed.contact);
    let address = spot::address(reading, "/address", &typed.address);
    let group_site = typed.group_site.as_ref().map(|site| group_site(reading, site));
    let people = people::people(reading, &typed.applicants, group_site.is_some());
    let deadline = typed.deadline.as_ref().map(|deadline| deadline_of(reading, deadline));
    let needed_by = deadline.flatten().map(|(on, _)| on);
    let preference = preference::preference(reading, "/preference", &typed.preference, needed_by);
    let no_visit = no_visit::no_visits(reading, &typed.no_visit);
    let filled_in_by = reading.code_if_any("/filled_in_by", &typed.filled_in_by, "Chọn ai đang điền.");
    let secret_way = secret_way(reading, typed);
    let note = reading.text("/note", &typed.note, NOTE_LENGTH_MAX);
    let readiness = typed.readiness.as_ref();
    let readiness =
        readiness.map(|typed_readiness| readiness::readiness(reading, typed_readiness, typed.applicants.len()));
    if !typed.consents.visit {
        let detail = "Cần đồng ý cho dùng thông tin để tổ chức tổ lưu động đến. Không đồng ý thì không gửi được hồ sơ.";
        reading.refuse("/consents/visit", "required", detail);
    }
    let messages = typed.consents.messages;
    if contact.as_ref().is_some_and(|contact| contact.email.is_some()) && !messages {
        let detail = "Có địa chỉ thư nhưng chưa đồng ý nhận thư, nên hệ thống sẽ không gửi thư.";
        reading.warn("/consents/messages", "no_mail", detail);
    }
    let language = language(reading, &typed.language);
    let (address, locality) = address?;
    Some(ParsedCase {
        contact: contact?,
        address,
        locality,
        triages: people.iter().map(|person| person.triage(reading.today)).collect(),
        people,
        group_site: group_site.flatten(),
        deadline: deadline.flatten(),
        preference: preference?,
        filled_in_by,
        secret_way,
        no_visit,
        note,
        readiness: readiness.flatten(),
        messages,
        language: language?,
        warnings: Vec::new(),
    })
}

/// Reads a corrected contact.
///
/// # Errors
/// All field problems.
pub fn parse_contact(typed: &NewContact, tables: &CaseTables, today: NaiveDate) -> Result<Contact, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = contact(&mut reading, "/contact", typed);
    read.filter(|_| reading.problems.is_empty()).ok_or(reading.problems)
}

/// Reads a corrected address.
///
/// # Errors
/// All field problems.
pub fn parse_address(
    typed: &NewAddress,
    tables: &CaseTables,
    today: NaiveDate,
) -> Result<(Address, Locality), Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = spot::address(&mut reading, "/address", typed);
    read.filter(|_| reading.problems.is_empty()).ok_or(reading.problems)
}

/// Reads a corrected note; an empty one takes the old away.
///
/// # Errors
/// All field problems.
pub fn parse_note(typed: &str, tables: &CaseTables, today: NaiveDate) -> Result<Option<String>, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = reading.text("/note", typed, NOTE_LENGTH_MAX);
    if reading.problems.is_empty() { Ok(read) } else { Err(reading.problems) }
}

/// Reads in which language a family wants to be written to from now on.
///
/// # Errors
/// All field problems.
pub fn parse_language(typed: &str, tables: &CaseTables, today: NaiveDate) -> Result<Locale, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    language(&mut reading, typed).ok_or(reading.problems)
}

/// Reads what is said anew about the home and so many people.
///
/// # Errors
/// All field problems.
pub fn parse_readiness(
    typed: &NewReadiness,
    people: usize,
    tables: &CaseTables,
    today: NaiveDate,
) -> Result<Readiness, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = readiness::readiness(&mut reading, typed, people);
    read.filter(|_| reading.problems.is_empty()).ok_or(reading.problems)
}

/// Reads one more person; pointers begin at the person.
///
/// # Errors
/// All field problems.
pub fn parse_person(typed: &NewApplicant, tables: &CaseTables, today: NaiveDate) -> Result<Person, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = people::person(&mut reading, "", typed);
    read.filter(|_| reading.problems.is_empty()).ok_or(reading.problems)
}

fn language(reading: &mut Reading<'_>, typed: &str) -> Option<Locale> {
    reading.code_or("/language", typed, Words::VIETNAMESE.0, "Chọn ngôn ngữ của thư gửi gia đình.")
}

fn contact(reading: &mut Reading<'_>, at: &str, typed: &NewContact) -> Option<Contact> {
    let name = reading.name(&format!("{at}/name"), &typed.name);
    let ask = "Chọn người liên hệ là ai với người làm căn cước.";
    let relation = reading.code(&format!("{at}/relation"), &typed.relation, ask);
    let phone = reading.phone(&format!("{at}/phone"), &typed.phone);
    let email = reading.email(&format!("{at}/email"), &typed.email);
    Some(Contact { name: name?, relation: relation?, phone: phone?, email })
}

/// Whoever wants the secret by mail names an address and agrees to mails.
fn secret_way(reading: &mut Reading<'_>, typed: &NewCase) -> Option<SecretWay> {
    let way = reading.code_if_any("/secret_way", &typed.secret_way, "Chọn cách gia đình nhận mật mã.")?;
    if way == SecretWay::Mail && typed.contact.email.trim().is_empty() {
        reading.refuse("/contact/email", "required", "Gửi mật mã qua thư thì ghi địa chỉ thư, hoặc chọn cách khác.");
    } else if way == SecretWay::Mail && !typed.consents.messages {
        let detail = "Gửi mật mã qua thư thì cần đồng ý nhận thư, hoặc chọn cách khác.";
        reading.refuse("/consents/messages", "required", detail);
    }
    Some(way)
}

pub(super) fn group_site(reading: &mut Reading<'_>, typed: &NewGroupSite) -> Option<(GroupSiteKind, i32)> {
    let kind = reading.code("/group_site/kind", &typed.kind, "Chọn loại điểm tập trung.");
    if !(1..=CAPTURES_MAX).contains(&typed.expected_captures) {
        let detail = format!("Số người cần làm phải từ 1 đến {CAPTURES_MAX}.");
        reading.refuse("/group_site/expected_captures", "range", detail);
        return None;
    }
    Some((kind?, typed.expected_captures))
}

fn deadline_of(reading: &mut Reading<'_>, typed: &NewDeadline) -> Option<(NaiveDate, DeadlineReason)> {
    let reason = reading.code("/deadline/reason", &typed.reason, "Chọn lý do cần thẻ trước ngày đó.");
    let on = match parse_date(&typed.on) {
        Ok(on) if on < reading.today => Err("Ngày cần thẻ đã qua.".to_owned()),
        Ok(on) if on > reading.today + Duration::days(DEADLINE_DAYS_MAX) => Err("Ngày cần thẻ quá xa.".to_owned()),
        Ok(on) => Ok(on),
        Err(error) => Err(format!("{error}.")),
    };
    match on {
        Ok(on) => Some((on, reason?)),
        Err(detail) => {
            reading.refuse("/deadline/on", "date", detail);
            None
        }
    }
}
