//! "What do you store about us?": everything in words on one page, the same as a file, and an end to mail.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use crate::cases::CaseTables;
use crate::cases::case::{ConsentPurpose, DeadlineReason};
use crate::cases::household::Person;
use crate::cases::store::ConsentGiven;
use crate::cases::withdraw_consent::withdraw_messages;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::families::erase::forget_mails;
use crate::families::follow::api::StoredBody;
use crate::families::follow::pages::{Done, Link};
use crate::families::follow::stored::{self, Stored, mail_words};
use crate::families::rights::api::RightsRequestBody;
use crate::families::{readiness, words as options};
use crate::text::date_words::date_words;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::correct::no_more_mail as no_more_mail_about;
use crate::visits::follow::FollowedVisit;
use crate::visits::lock::lock_case;
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/data.html")]
struct DataPage {
    frame: Frame,
    link: Link,
    stored: Stored,
    ward: String,
    keep_days: i64,
    done: Option<String>,
}

/// `?done=no-more-mail`.
#[derive(Deserialize)]
struct After {
    done: Option<Done>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show).service(file).service(no_more_mail);
}

#[get("/follow/{code}/{secret}/data")]
async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    link: Path<Link>,
    after: Query<After>,
) -> Result<HttpResponse, Problem> {
    let link = link.into_inner();
    let stored = read(&desk, &link).await?;
    let done = after.done.and_then(|done| done.sentence(&stored.followed, false, None, view.words));
    let ward = tables.ward_name(&stored.followed.case.ward_code);
    let frame = Frame::for_family(view.words.say("data-title"), view);
    let keep_days = desk.settings.personal_data.keep_days;
    Ok(page::show(&DataPage { frame, link, stored, ward, keep_days, done }))
}

/// The same as a file, for whoever wants to keep it.
#[get("/follow/{code}/{secret}/data.json")]
async fn file(desk: Data<Desk>, tables: Data<CaseTables>, link: Path<Link>) -> Result<HttpResponse, Problem> {
    let stored = read(&desk, &link).await?;
    let body = StoredBody::of(&stored, &tables);
    let name = format!("attachment; filename=\"luu-dong-{}.json\"", body.code);
    Ok(HttpResponse::Ok().insert_header(("Content-Disposition", name)).json(body))
}

#[post("/follow/{code}/{secret}/data/no-more-mail")]
async fn no_more_mail(desk: Data<Desk>, link: Path<Link>) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    desk.write(move |conn, desk| {
        let own = own.find(conn)?;
        let (case, _) = lock_case(conn, own.id, &[])?;
        if withdraw_messages(conn, &case, None, desk.now())? {
            forget_mails(conn, case.id, desk.now())?;
            no_more_mail_about(conn, desk, &case, desk.now())?;
        }
        Ok::<_, Problem>(())
    })
    .await?;
    Ok(page::see_other(&format!("{}{}", link.to("data"), Done::NoMoreMail.query())))
}

async fn read(desk: &Desk, link: &Link) -> Result<Stored, Problem> {
    let own = link.clone();
    desk.read(move |conn, desk| {
        let case = own.find(conn)?;
        Ok::<_, Problem>(stored::read(conn, desk, case)?)
    })
    .await
}

impl DataPage {
    fn words(&self) -> Words {
        self.frame.words
    }

    fn moment(&self, at: &Timestamp) -> String {
        said::moment(self.words(), *at)
    }

    fn relation(&self) -> String {
        options::relation(self.words(), self.stored.followed.household.contact.relation)
    }

    /// Who filled in and how the household gets its secret, as far as that is known.
    fn handover(&self) -> Vec<(String, String)> {
        let (words, handover) = (self.words(), self.stored.handover);
        let by = handover.and_then(|one| one.filled_in_by).map(|one| options::relation(words, one));
        let way = handover.map(|one| words.say(&format!("data-secret-{}", one.secret_way.code())));
        let facts = [("data-filled-in-by", by), ("data-secret-way", way)];
        facts.into_iter().filter_map(|(key, value)| Some((words.say(key), value?))).collect()
    }

    fn deadline(&self) -> Option<String> {
        let on = date_words(self.stored.followed.case.deadline_on?, self.words());
        let reason = self.stored.followed.case.deadline_reason.unwrap_or(DeadlineReason::Other);
        let reason = self.words().say(&format!("data-deadline-{}", reason.code()));
        Some(format!("{on} – {reason}"))
    }

    fn preference(&self) -> Option<String> {
        self.stored.followed.case.preference.stated().map(|preference| preference.words(self.words()))
    }

    /// Name and value of everything about a person, as far as there is something.
    fn facts_of(&self, person: &Person) -> Vec<(String, String)> {
        let (words, identity) = (self.words(), &person.identity);
        let representative = person.representative.as_ref().map(|one| {
            let phone = one.phone.as_ref().map_or(String::new(), |phone| format!(", {}", phone.shown));
            format!("{} ({}){phone}", one.name, options::relation(words, one.relation))
        });
        let facts = [
            ("data-person-birth", Some(identity.birth.to_string())),
            ("data-person-sex", Some(options::sex(words, identity.sex))),
            ("data-person-number", Some(identity.masked_number()).filter(|number| !number.is_empty())),
            ("data-person-paper", Some(options::paper(words, identity.held))),
            ("data-person-residence", identity.permanent_address.clone()),
            ("data-person-procedure", Some(options::procedure(words, person.procedure))),
            ("data-person-group", Some(options::groups_of(words, person.groups))),
            ("data-person-mobility", Some(options::mobility(words, person.mobility))),
            ("data-person-representative", representative),
        ];
        facts.into_iter().filter_map(|(key, value)| Some((words.say(key), value?))).collect()
    }

    /// Question and answer of everything that was said about the home and its people.
    fn readiness(&self) -> Vec<(String, String)> {
        self.stored.readiness.as_ref().map(|said| readiness::facts(self.words(), said)).unwrap_or_default()
    }

    fn consent(&self, consent: &ConsentGiven) -> String {
        let key = match consent.purpose {
            ConsentPurpose::Visit => "data-consent-visit",
            ConsentPurpose::Messages => "data-consent-messages",
        };
        let given = self.moment(&consent.given_at);
        let named = [("at", &given as _), ("version", &consent.text_version as _)];
        let said = self.words().with(key, &named);
        match &consent.withdrawn_at {
            Some(at) => format!("{said} {}", self.words().with("data-consent-withdrawn", &[("at", &self.moment(at))])),
            None => said,
        }
    }

    fn visit(&self, one: &FollowedVisit) -> String {
        let words = self.words();
        let state = words.say(&format!("follow-visit-state-{}", one.visit.state_in(&self.stored.followed.case).code()));
        let when = one.visit.booking.map(|booking| said::half_day(words, booking.half_day, booking.on));
        let outcomes = one.outcomes.iter().map(|one| words.say(&format!("follow-outcome-{}", one.code.code())));
        let parts: Vec<String> = when.into_iter().chain([state]).chain(outcomes).collect();
        parts.join("; ")
    }

    fn mail(&self, mail: &crate::outbox::store::MailFact) -> String {
        let said = mail_words(self.words(), &mail.kind);
        let written = self.moment(&mail.written_at);
        match (mail.sent_at, mail.tried_until()) {
            (Some(at), _) => format!("{said}: {}", self.moment(&at)),
            (None, Some(until)) => {
                let until = self.moment(&until);
                format!("{said}: {written} {}", self.words().with("data-mail-waits", &[("until", &until)]))
            }
            (None, None) => format!("{said}: {written} {}", self.words().say("data-mail-given-up")),
        }
    }

    fn return_channel(&self) -> String {
        let channel = self.stored.followed.return_channel;
        let channel = channel.unwrap_or(crate::cases::kinds::ReturnChannel::WardPolice);
        options::return_channel(self.words(), channel)
    }

    fn rights(&self, one: &RightsRequestBody) -> String {
        let words = self.words();
        let state = match (one.ended_as, one.ended_at) {
            (Some(end), Some(at)) => words.with(&format!("data-rights-{}", end.code()), &[("at", &self.moment(&at))]),
            _ => words.with("data-rights-open", &[("date", &date_words(one.due_at.date(), words))]),
        };
        let kind = words.say(&format!("data-rights-{}", one.kind.code()));
        words.with("data-rights-line", &[("kind", &kind), ("at", &self.moment(&one.received_at)), ("state", &state)])
    }

    fn deletion(&self) -> Option<String> {
        let request = self.stored.followed.deletion?;
        let key = if request.done_at.is_some() { "data-deletion-done" } else { "data-deletion-asked" };
        let on = request.done_at.map_or(request.due_on, Timestamp::date);
        Some(self.words().with(key, &[("date", &date_words(on, self.words()))]))
    }
}
