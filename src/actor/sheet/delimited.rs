//! Tables with tabs, commas or semicolons → records of cells with their places (RFC 4180, and what spreadsheets make).
//!
//! Lines with `#` are remarks; rows without any value are left out. The first line decides what parts the cells. The
//! crate `csv` does the same but does not tell where a cell stands, which every complaint needs.

use std::borrow::Cow;
use std::ops::Range;

/// A cell: its value, and its place in the text, quotation marks included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The value, without spaces around it.
    pub value: Cow<'a, str>,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// A row: a line, or several if a quoted value goes over their ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    /// The line where it begins, from 1.
    pub line: usize,
    /// Its cells, one at least.
    pub cells: Vec<Cell<'a>>,
}

/// The records of a table, the header first, and the places of quotation marks that nothing closes.
///
/// ```
/// use actograph::actor::sheet::records;
/// let (records, faults) = records("name;aliases\r\n\"Acme; Ltd\";Acme\r\n;\r\n# end\r\n");
/// assert!(faults.is_empty() && records.len() == 2);
/// assert_eq!((records[1].line, &*records[1].cells[0].value), (2, "Acme; Ltd"));
/// ```
pub fn records(text: &str) -> (Vec<Record<'_>>, Vec<Range<usize>>) {
    let mut reader = Reader { text, at: 0, line: 1, delimiter: b',', faults: Vec::new() };
    let mut records: Vec<Record<'_>> = Vec::new();
    let mut told = false;
    while reader.at < text.len() {
        let rest = reader.rest_of_line();
        if rest.starts_with('#') || rest.trim().is_empty() {
            reader.skip_line();
            continue;
        }
        if records.is_empty() {
            // Excel's own mark for what parts the cells.
            if let Some(&[mark]) = rest.trim_end().strip_prefix("sep=").map(str::as_bytes) {
                reader.delimiter = mark;
                told = true;
                reader.skip_line();
                continue;
            }
            if !told {
                reader.delimiter = delimiter(rest);
            }
        }
        let record = reader.record();
        if record.cells.iter().any(|c| !c.value.is_empty()) {
            records.push(record);
        }
    }
    (records, reader.faults)
}

/// What parts the cells of a header: a tab if there is one, else the more frequent of comma and semicolon.
fn delimiter(header: &str) -> u8 {
    let n = |mark: u8| header.bytes().filter(|&b| b == mark).count();
    match () {
        () if n(b'\t') > 0 => b'\t',
        () if n(b';') > n(b',') => b';',
        () => b',',
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    delimiter: u8,
    faults: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn rest_of_line(&self) -> &'a str {
        let rest = &self.text[self.at..];
        &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
    }

    fn skip_line(&mut self) {
        self.at += self.rest_of_line().len();
        self.end_line();
    }

    /// Goes over one line end, if one stands here.
    fn end_line(&mut self) {
        let rest = &self.text[self.at..];
        let length = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        self.at += length;
        self.line += usize::from(length > 0);
    }

    fn record(&mut self) -> Record<'a> {
        let mut record = Record { line: self.line, cells: Vec::new() };
        loop {
            record.cells.push(if self.peek() == Some(b'"') { self.quoted() } else { self.plain() });
            if self.peek() == Some(self.delimiter) {
                self.at += 1;
            } else {
                self.end_line();
                return record;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn plain(&mut self) -> Cell<'a> {
        let rest = &self.text.as_bytes()[self.at..];
        let ends = |b: &u8| *b == self.delimiter || matches!(b, b'\n' | b'\r');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let written = &self.text[self.at..self.at + length];
        let start = self.at + written.len() - written.trim_start().len();
        self.at += length;
        let value = written.trim();
        Cell { value: Cow::Borrowed(value), span: start..start + value.len() }
    }

    fn quoted(&mut self) -> Cell<'a> {
        let start = self.at;
        let body = &self.text[start + 1..];
        let mut end = None;
        let mut marks = body.match_indices('"').map(|m| m.0).peekable();
        while let Some(mark) = marks.next() {
            if marks.next_if_eq(&(mark + 1)).is_none() {
                end = Some(mark);
                break;
            }
        }
        let Some(end) = end else {
            self.faults.push(start..start + 1);
            // The mark is taken as a letter, so that the other rows stay whole.
            return self.plain();
        };
        let inside = &body[..end];
        self.line += inside.matches('\n').count();
        self.at = start + 1 + end + 1;
        let value = if inside.contains('"') { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
        let after = self.plain();
        let value = if after.value.is_empty() { trimmed(value) } else { Cow::Owned(format!("{value}{}", after.value)) };
        Cell { value, span: start..after.span.end.max(start + end + 2) }
    }
}

fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
        Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// The records, cells parted by `·`, each with its line; then the places of faults.
    fn check(text: &str, expected: Expect) {
        let (records, faults) = records(text);
        let mut lines = Vec::new();
        for record in &records {
            for cell in &record.cells {
                assert!(text.get(cell.span.clone()).is_some());
            }
            let cells: Vec<&str> = record.cells.iter().map(|c| &*c.value).collect();
            lines.push(format!("{} {}", record.line, cells.join("·")));
        }
        lines.extend(faults.iter().map(|f| format!("fault at {}", f.start)));
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn the_header_tells_what_parts_the_cells() {
        check(
            "a\tb,c\n1\t2;3\n",
            expect![[r#"
            1 a·b,c
            2 1·2;3"#]],
        );
        check(
            "a;b,c;d\n1;2,5;3\n",
            expect![[r#"
            1 a·b,c·d
            2 1·2,5·3"#]],
        );
        check(
            "sep=,\na;b,c\n1;2,3",
            expect![[r#"
            2 a;b·c
            3 1;2·3"#]],
        );
    }

    #[test]
    fn quoted_values_hold_marks_and_line_ends() {
        check(
            "a,b\n\"x, \"\"y\"\"\nz\",2\n\"\",3\n",
            expect![[r#"
            1 a·b
            2 x, "y"
            z·2
            4 ·3"#]],
        );
    }

    #[test]
    fn remarks_empty_rows_and_any_line_end_are_understood() {
        check(
            "# remark\r\na,b\r\n\r\n,,\r\n 1 , 2\r3,4",
            expect![[r#"
            2 a·b
            5 1·2
            6 3·4"#]],
        );
    }

    #[test]
    fn a_mark_without_end_spoils_its_cell_only() {
        check(
            "a,b\n\"x,1\ny,2\n",
            expect![[r#"
            1 a·b
            2 "x·1
            3 y·2
            fault at 4"#]],
        );
    }
}
