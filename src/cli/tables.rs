//! Tables for the eye: as wide as the terminal, and without anything that would move its cursor.

use std::io::IsTerminal as _;

use comfy_table::{ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle};

const HEADED: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// A table with a header for standard output.
pub(super) fn headed(header: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(HEADED).set_header(header);
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.add_rows(rows.into_iter().map(|row| row.iter().map(|cell| visible(cell)).collect::<Vec<_>>()));
    trimmed(&table)
}

/// Names and their values for standard output.
pub(super) fn bare(rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.add_rows(rows.into_iter().map(|row| row.iter().map(|cell| visible(cell)).collect::<Vec<_>>()));
    trimmed(&table)
}

/// Names and their values for standard error.
pub(super) fn pairs(rows: Vec<(String, String)>) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    if std::io::stderr().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.add_rows(rows.into_iter().map(|(name, value)| vec![name, visible(&value)]));
    trimmed(&table)
}

/// A cell of a file that no spreadsheet takes for a formula.
pub(super) fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Without the padding on both sides.
fn trimmed(table: &Table) -> String {
    let lines = table.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(&line).trim_end()));
    lines.collect()
}

fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
