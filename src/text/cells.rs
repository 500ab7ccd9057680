//! Cells of tables that leave the house.

/// A cell that no spreadsheet takes for a formula.
pub fn no_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
