//! One list: how far it is, the verdict on each row, what its headings mean.
use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;

use super::{Which, again};
use crate::accounts::Staff;
use crate::audit;
use crate::cases::CaseTables;
use crate::cases::import::sheet::{column, is_numbering};
use crate::cases::import::table::refuse_wrong;
use crate::cases::import::{COLUMNS, Column};
use crate::desk::Desk;
use crate::ids::ListId;
use crate::lists::change::{self, ListError};
use crate::lists::store::{self, ListedRow};
use crate::lists::{Content, List, ListState, RowVerdict, list_subject};
use crate::web::Problem;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};

/// Rows of a page.
const ROWS_SHOWN: i64 = 100;

/// Ways to narrow the rows: name, words, verdicts.
const FILTERS: [(&str, &str, &[RowVerdict]); 4] = [
    (
        "look",
        "Cần xem",
        &[
            RowVerdict::Refused,
            RowVerdict::Noted,
            RowVerdict::Joins,
            RowVerdict::Duplicate,
            RowVerdict::Known,
            RowVerdict::Added,
            RowVerdict::Kept,
        ],
    ),
    ("refused", "Hỏng", &[RowVerdict::Refused]),
    ("twice", "Trùng", &[RowVerdict::Duplicate, RowVerdict::Known]),
    ("all", "Tất cả", RowVerdict::ALL),
];

#[derive(Template)]
#[template(path = "lists/list.html")]
struct ListPage {
    frame: Frame,
    list: List,
    file_name: String,
    is_changeable: bool,
    can_be_undone: bool,
    mistakes: Mistakes,
    /// Why nothing can be read yet.
    unreadable: Option<String>,
    counts: HashMap<RowVerdict, usize>,
    show: &'static str,
    lines: Vec<Line>,
    next: Option<u64>,
    headings: Vec<Heading>,
}

struct Line {
    row: ListedRow,
    name: String,
    birth: String,
    address: String,
    ward: String,
}

struct Heading {
    text: String,
    example: String,
    means: &'static str,
    sure: &'static str,
    class: &'static str,
}

pub(super) async fn list_page(
    desk: &Desk,
    tables: &CaseTables,
    staff: Staff,
    id: ListId,
    which: Which,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Nhập danh sách hộ", &staff).with(&mistakes);
    let now = desk.now();
    let read = move |conn: &mut _, desk: &Desk| -> Result<_, ListError> {
        let list = change::find(conn, &staff, id)?;
        audit::note(conn, Some(&staff), audit::Action::LookInList, &list_subject(id), None, now)?;
        let content = store::content(conn, &desk.vault, id)?;
        let counts = store::counts(conn, id)?;
        let filter = filter(which.show.as_deref(), &counts);
        let rows = store::rows(conn, &desk.vault, id, filter.2, which.after.unwrap_or(0), ROWS_SHOWN + 1)?;
        Ok((list, content, counts, filter.0, rows))
    };
    let (list, content, counts, show, mut rows) = desk.write(read).await?;
    let shown = usize::try_from(ROWS_SHOWN).unwrap_or(usize::MAX);
    let is_more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| is_more).map(|row| row.line);
    let content = content.unwrap_or_default();
    let is_changeable = list.can_be_changed(now);
    let unreadable = refuse_wrong(&content.sheet, &content.columns).err().filter(|_| is_changeable);
    let response = page::page(
        &ListPage {
            frame,
            is_changeable,
            can_be_undone: list.can_be_undone(now),
            mistakes: mistakes.clone(),
            unreadable: unreadable.map(|error| error.to_string()),
            counts,
            show,
            lines: lines(rows, &content, tables),
            next,
            headings: headings(&content),
            file_name: content.file_name,
            list: list.clone(),
        },
        &mistakes,
    );
    Ok(if list.is_in_work() { again(response) } else { response })
}

fn filter(
    wanted: Option<&str>,
    counts: &HashMap<RowVerdict, usize>,
) -> (&'static str, &'static str, &'static [RowVerdict]) {
    let by_name = FILTERS.iter().find(|(name, ..)| Some(*name) == wanted);
    let all = FILTERS[FILTERS.len() - 1];
    let is_any = FILTERS[0].2.iter().any(|verdict| counts.contains_key(verdict));
    by_name.copied().unwrap_or(if is_any { FILTERS[0] } else { all })
}

fn lines(rows: Vec<ListedRow>, content: &Content, tables: &CaseTables) -> Vec<Line> {
    let ward = |cell: &str| {
        let known = tables.geography.wards.iter().find(|ward| ward.code.as_str() == cell);
        known.map_or_else(|| cell.to_owned(), |ward| ward.name.clone())
    };
    let line = |row: ListedRow| {
        let cell = |column| content.cell(row.line, column).to_owned();
        let place = match cell(Column::Ward) {
            empty if empty.is_empty() => cell(Column::OldAddress),
            said => ward(&said),
        };
        Line { name: cell(Column::Name), birth: cell(Column::Birth), address: cell(Column::Line), ward: place, row }
    };
    rows.into_iter().map(line).collect()
}

fn headings(content: &Content) -> Vec<Heading> {
    let known = content.sheet.headings.iter().zip(&content.columns).enumerate();
    let heading = |(at, (text, means)): (usize, (&String, &Option<Column>))| {
        let (sure, class) = match (column(text), means) {
            (by_itself, Some(_)) if by_itself == *means => ("nhận ra", "green"),
            (_, Some(_)) => ("đã chọn", "green"),
            (None, None) if !is_numbering(text) => ("không hiểu, không đọc", "amber"),
            _ => ("bỏ qua", ""),
        };
        let examples = content.sheet.rows.iter().filter_map(|row| row.cells.get(at));
        let example = examples.map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default().to_owned();
        Heading { text: text.trim().to_owned(), example, means: means.map_or("", Column::header), sure, class }
    };
    known.map(heading).collect()
}

impl ListPage {
    fn count(&self, verdicts: &[RowVerdict]) -> usize {
        verdicts.iter().filter_map(|verdict| self.counts.get(verdict)).sum()
    }

    /// The sums above the rows: how many, what, which filter shows them, whether something is to be mended.
    fn sums(&self) -> Vec<(usize, &'static str, &'static str, bool)> {
        let taken = [RowVerdict::Imported, RowVerdict::Added];
        let all = [
            (self.count(&[RowVerdict::Good]), "nhận được", "all", false),
            (self.count(&[RowVerdict::Noted, RowVerdict::Joins]), "nhận, có lưu ý", "look", false),
            (self.count(&taken), "đã nhập", "all", false),
            (self.count(&[RowVerdict::Withdrawn]), "đã rút lại", "all", false),
            (self.count(&[RowVerdict::Kept]), "giữ lại", "look", false),
            (self.count(&[RowVerdict::Duplicate, RowVerdict::Known]), "trùng, bỏ qua", "twice", false),
            (self.count(&[RowVerdict::Refused]), "hỏng, phải sửa", "refused", true),
        ];
        all.into_iter().filter(|(count, ..)| *count > 0).collect()
    }

    fn filters(&self) -> Vec<(&'static str, &'static str, usize)> {
        FILTERS.iter().map(|(name, words, verdicts)| (*name, *words, self.count(verdicts))).collect()
    }

    fn to_do(&self) -> usize {
        self.count(&crate::lists::TO_DO)
    }

    fn columns(&self) -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().map(|(_, header, ..)| *header)
    }

    fn is(&self, state: &str) -> bool {
        self.list.state.code() == state
    }

    fn step(&self) -> usize {
        if matches!(self.list.state, ListState::Checked | ListState::Undone) { 2 } else { 3 }
    }
}

impl Line {
    fn class(&self) -> &'static str {
        match self.row.verdict {
            RowVerdict::Refused => "badrow",
            RowVerdict::Noted | RowVerdict::Joins | RowVerdict::Kept => "warnrow",
            _ => "",
        }
    }

    fn flag(&self) -> &'static str {
        match self.row.verdict {
            RowVerdict::Refused => "red",
            RowVerdict::Noted | RowVerdict::Joins | RowVerdict::Kept => "amber",
            RowVerdict::Good | RowVerdict::Imported | RowVerdict::Added => "green",
            _ => "",
        }
    }
}
