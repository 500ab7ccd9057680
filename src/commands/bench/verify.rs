//! Looks at the whole state after a run, rebuilt from the database alone.
use super::store;
use super::world::World;
use crate::booking::Board;
use crate::booking::sequence::Occupant;
use crate::commands::CommandError;
use crate::db::StoreResult;
use crate::ids::VisitId;

/// What was found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Visits in sequences that no team can drive, visits in two places, or more captures than a duty can make.
    pub overbooked: usize,
    /// Stops of the fullest duty, and of all.
    pub stops: (usize, usize),
    /// What is wrong, in words.
    pub faults: Vec<String>,
}

/// Compares what clients were told with what is stored. `accepted`: visits of all accepted bookings.
///
/// # Errors
/// [`CommandError`] when the database does not answer.
pub fn verify(world: &World, mut accepted: Vec<VisitId>) -> Result<Verdict, CommandError> {
    let desk = &world.shared.desk;
    // A board that remembers nothing: what counts is what is stored.
    let board = Board::new(world.shared.reference.clone().into_inner(), desk.vault.clone());
    let mut verdict = Verdict::default();
    let mut fault = |is_wrong: bool, what: String| {
        if is_wrong {
            verdict.faults.push(what);
        }
    };
    accepted.sort_unstable();
    let found = desk.db.read(|conn| {
        let (placed, booked) = (store::placed(conn)?, store::booked(conn)?);
        let (cases, unagreed) = store::cases_and_unagreed(conn)?;
        let accepted_number = i64::try_from(accepted.len()).unwrap_or(i64::MAX);
        fault(placed != accepted, format!("{} lượt nhận, {} chỗ trong dãy", accepted.len(), placed.len()));
        fault(booked != accepted, format!("{} lượt nhận, {} buổi đã ghi", accepted.len(), booked.len()));
        fault(cases != accepted_number, format!("{} lượt nhận, {cases} hồ sơ", accepted.len()));
        fault(unagreed != 0, format!("{unagreed} hồ sơ thiếu đồng ý"));
        for kind in ["case_received", "visit_booked"] {
            let mails = store::mails(conn, kind)?;
            fault(mails != accepted_number, format!("{} lượt nhận, {mails} thư {kind}", accepted.len()));
        }
        let mut in_sequences: Vec<VisitId> = Vec::new();
        let mut broken = Vec::new();
        let (mut most, mut overbooked) = (0, 0);
        for (duty_id, capacity) in store::capacities(conn)? {
            let Some(sequence) = board.reread(conn, duty_id)? else {
                broken.push(duty_id);
                continue;
            };
            let (problem, plan) = sequence.as_problem();
            let captures: i32 = sequence.members.iter().map(|member| member.door.captures).sum();
            if planner::check(problem, &plan).is_err() || captures > capacity {
                broken.push(duty_id);
                overbooked += sequence.members.len();
            }
            most = most.max(sequence.members.len());
            in_sequences.extend(sequence.members.iter().filter_map(|member| match member.occupant {
                Occupant::Visit(id) => Some(id),
                Occupant::Hold(_) => None,
            }));
        }
        in_sequences.sort_unstable();
        let twice = in_sequences.windows(2).filter(|pair| pair[0] == pair[1]).count();
        fault(!broken.is_empty(), format!("các ca không đi được: {broken:?}"));
        fault(in_sequences != placed, format!("{} chỗ đọc lại, {} chỗ đã ghi", in_sequences.len(), placed.len()));
        let lost = placed.len().saturating_sub(in_sequences.len());
        StoreResult::Ok((overbooked + twice + lost, (most, placed.len())))
    })?;
    (verdict.overbooked, verdict.stops) = found;
    Ok(verdict)
}
