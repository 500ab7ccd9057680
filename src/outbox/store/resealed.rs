//! Mails that get another key, because their case's is about to be destroyed.
use diesel::prelude::*;

use super::ids_of;
use crate::db::schema::outbox_mails as mails;
use crate::db::{DbConn, StoreResult};
use crate::ids::MailId;
use crate::outbox::Mail;
use crate::sealed::Sealed;

/// Mails under these names that have not left, also those that are leaving.
pub fn unsent(conn: &mut DbConn, names: &[String]) -> StoreResult<Vec<(MailId, Sealed<Mail>)>> {
    let rows = mails::table.filter(mails::id.eq_any(ids_of(conn, names)?)).filter(mails::sealed_mail.ne(""));
    Ok(rows.filter(mails::sent_at.is_null()).select((mails::id, mails::sealed_mail)).load(conn)?)
}

/// Replaces the sealed text alone.
pub fn set_mail(conn: &mut DbConn, id: MailId, mail: &Sealed<Mail>) -> StoreResult<()> {
    diesel::update(mails::table.filter(mails::id.eq(id))).set(mails::sealed_mail.eq(mail.as_stored())).execute(conn)?;
    Ok(())
}
