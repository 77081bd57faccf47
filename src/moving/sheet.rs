//! A sheet: how a CSV file is written, found out by looking at it, and its rows. The file is read from end to end twice
//! and never held whole.

use csv::{ByteRecord, ReaderBuilder, Terminator};
use encoding_rs::WINDOWS_1252;
use ring::digest;
use std::io::{self, Read};

/// How many bytes from the start tell which mark separates columns.
const HEAD: usize = 64 * 1024;

/// Nothing that is brought along is longer, in bytes; with a line break in it, it was opened by a quote that nothing closes.
const LONGEST: usize = 4_000;

/// The byte order mark that spreadsheets put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// cp1252, as spreadsheets on Windows write *CSV*.
    Windows,
}

impl Encoding {
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Windows => "Windows-1252",
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub encoding: Encoding,
    /// `;`, `,`, `|` or a tab.
    pub separator: u8,
    /// Whether its first line is Excel's `sep=;`, which says so.
    announced: bool,
    marked: bool,
    /// SHA-256 of the whole file, as hex.
    pub hash: String,
}

impl Form {
    /// The mark between columns, as people call it.
    pub const fn separator_name(&self) -> &'static str {
        match self.separator {
            b'\t' => "tab",
            b';' => "semicolon",
            b'|' => "vertical bar",
            _ => "comma",
        }
    }
}

/// Why a file is no sheet, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub String);

impl Unfit {
    fn says(what: &str) -> Unfit {
        Unfit(what.to_owned())
    }
}

impl From<io::Error> for Unfit {
    fn from(fault: io::Error) -> Unfit {
        Unfit(format!("it cannot be read: {fault}"))
    }
}

/// Finds out how a file is written, reading all of it: what is not UTF-8 in one place is not UTF-8.
pub fn sniff(mut file: impl Read) -> Result<Form, Unfit> {
    let mut sum = digest::Context::new(&digest::SHA256);
    let (mut head, mut open, mut utf8) = (Vec::new(), Vec::new(), true);
    let mut block = vec![0; HEAD];
    loop {
        let read = file.read(&mut block)?;
        let bytes = block.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        sum.update(bytes);
        head.extend_from_slice(bytes.get(..bytes.len().min(HEAD - head.len())).unwrap_or_default());
        if utf8 {
            open.extend_from_slice(bytes);
            (utf8, open) = match std::str::from_utf8(&open) {
                Ok(_) => (true, Vec::new()),
                // A character that goes on in the next block.
                Err(fault) if fault.error_len().is_none() => (true, open.split_off(fault.valid_up_to())),
                Err(_) => (false, Vec::new()),
            };
        }
    }
    let marked = head.starts_with(MARK);
    let utf8 = utf8 && open.is_empty();
    refuse_what_is_no_text(&head)?;
    if marked && !utf8 {
        return Err(Unfit::says(
            "it begins as UTF-8 and is not UTF-8 to its end: save it anew as \"CSV UTF-8\"",
        ));
    }
    let hash = sum.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Windows };
    let announced = announced(&head);
    let separator = announced.unwrap_or_else(|| separator(&head));
    Ok(Form { encoding, separator, announced: announced.is_some(), marked, hash })
}

fn refuse_what_is_no_text(head: &[u8]) -> Result<(), Unfit> {
    if head.trim_ascii().is_empty() || head == MARK {
        return Err(Unfit::says("it is empty"));
    }
    if head.starts_with(b"PK") || head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Unfit::says(
            "it is a workbook: open it in the spreadsheet program and save the sheet as \"CSV UTF-8\"",
        ));
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return Err(Unfit::says(
            "it is UTF-16, which spreadsheet programs call \"Unicode text\": open it there and save it as \"CSV UTF-8\"",
        ));
    }
    if head.contains(&b'\r') && !head.contains(&b'\n') {
        return Err(Unfit::says(
            "its lines end as old Macs wrote them (\"CSV (Macintosh)\"): save it as \"CSV UTF-8\"",
        ));
    }
    if head.contains(&0) {
        return Err(Unfit::says(
            "it holds zero bytes, so it is UTF-16 without its mark or no text at all: save it as \"CSV UTF-8\"",
        ));
    }
    Ok(())
}

/// Marks that part columns; where two do equally well, the later one.
const SEPARATORS: [u8; 4] = [b'|', b',', b'\t', b';'];

/// The mark that a first line `sep=;` names.
fn announced(head: &[u8]) -> Option<u8> {
    let first = head.strip_prefix(MARK).unwrap_or(head).split(|byte| *byte == b'\n').next()?;
    let first = first.strip_suffix(b"\r").unwrap_or(first);
    let (word, mark) = first.split_at_checked(4)?;
    let &[mark] = mark else { return None };
    (word.eq_ignore_ascii_case(b"sep=") && SEPARATORS.contains(&mark)).then_some(mark)
}

/// The mark that stands equally often in most of the first lines, outside of quotes; of several the most frequent one.
fn separator(head: &[u8]) -> u8 {
    let score = |mark: u8| {
        let (mut counts, mut quoted) = (vec![0_usize], false);
        for byte in head {
            match *byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted && counts.len() == 20 => break,
                b'\n' if !quoted => counts.push(0),
                byte if byte == mark && !quoted => {
                    if let Some(count) = counts.last_mut() {
                        *count += 1;
                    }
                }
                _ => {}
            }
        }
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count == first && first > 0).count();
        (alike, first)
    };
    SEPARATORS.into_iter().max_by_key(|mark| score(*mark)).unwrap_or(b';')
}

/// One row of a sheet and the line of the file on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub fields: Vec<String>,
}

/// The rows of a sheet, one after the other.
pub struct Sheet<R> {
    reader: csv::Reader<R>,
    encoding: Encoding,
    separator: u8,
    record: ByteRecord,
    /// What stands above the columns.
    pub headings: Vec<String>,
}

impl<R: Read> Sheet<R> {
    /// From the start of a file that was sniffed before.
    pub fn open(mut file: R, form: &Form) -> Result<Sheet<R>, Unfit> {
        if form.marked {
            file.read_exact(&mut [0; MARK.len()])?;
        }
        // A line ends at its line feed, and what Windows puts before that is trimmed: else lines would be miscounted.
        let reader = ReaderBuilder::new()
            .delimiter(form.separator)
            .terminator(Terminator::Any(b'\n'))
            .has_headers(false)
            .flexible(true)
            .from_reader(file);
        let mut sheet = Sheet {
            reader,
            encoding: form.encoding,
            separator: form.separator,
            record: ByteRecord::new(),
            headings: Vec::new(),
        };
        let mut row = || sheet.next().ok_or_else(|| Unfit::says("it is empty"))?;
        if form.announced {
            row()?;
        }
        let first = row()?;
        sheet.headings = first.fields;
        Ok(sheet)
    }

    /// How far the file has been read.
    pub fn bytes_read(&self) -> u64 {
        self.reader.position().byte()
    }

    fn read(&mut self) -> Result<Option<Row>, Unfit> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record);
            if !more.map_err(|fault| Unfit(format!("it cannot be read: {fault}")))? {
                return Ok(None);
            }
            let line = self.record.position().map_or(0, csv::Position::line);
            if self.record.iter().any(|field| self.swallows_rows(field)) {
                return Err(Unfit(format!(
                    "a text in the row that begins on line {line} goes on over the rows behind it: a quote (\") is opened \
                     there and not closed. Close it, or take it out"
                )));
            }
            if self.record.iter().any(|field| field.len() > LONGEST) {
                return Err(Unfit(format!(
                    "a text in the row that begins on line {line} is longer than {LONGEST} bytes: leave its column out"
                )));
            }
            let fields: Vec<String> = self.record.iter().map(|field| self.text(field)).collect();
            if fields.iter().any(|field| !field.is_empty()) {
                return Ok(Some(Row { line, fields }));
            }
        }
    }

    /// Whether one of the lines of a field is as wide as a row. A text of several lines may stand in a sheet; people who
    /// vanish into one may not.
    fn swallows_rows(&self, field: &[u8]) -> bool {
        let columns = self.headings.len();
        let width = |line: &[u8]| line.split(|byte| *byte == self.separator).count();
        let wide = |line: &[u8]| !line.trim_ascii().is_empty() && width(line) >= columns;
        let lines = field.split(|byte| *byte == b'\n');
        field.contains(&b'\n') && (field.len() > LONGEST || columns > 0 && lines.skip(1).any(wide))
    }

    /// A field in the file's encoding. U+0000, which no database takes, is left out.
    fn text(&self, field: &[u8]) -> String {
        let text = match self.encoding {
            Encoding::Utf8 => String::from_utf8_lossy(field),
            Encoding::Windows => WINDOWS_1252.decode_without_bom_handling(field).0,
        };
        text.replace('\0', "").trim().to_owned()
    }
}

/// Rows in which nothing stands are left out.
impl<R: Read> Iterator for Sheet<R> {
    type Item = Result<Row, Unfit>;

    fn next(&mut self) -> Option<Result<Row, Unfit>> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Form, Vec<String>, Vec<Row>) {
        let form = sniff(bytes).unwrap();
        let mut sheet = Sheet::open(bytes, &form).unwrap();
        let rows = sheet.by_ref().map(Result::unwrap).collect();
        (form, sheet.headings, rows)
    }

    #[test]
    fn a_sheet_is_read_however_it_is_written() {
        let cells = [["nome", "fone", "saldo"], ["José", "11 98765-4321", "1.234,50"]];
        for separator in [';', ',', '\t', '|'] {
            for ending in ["\n", "\r\n"] {
                let line = |fields: [&str; 3]| {
                    fields.map(|field| format!("\"{field}\"")).join(&separator.to_string()) + ending
                };
                let text = cells.map(line).concat();
                let windows = WINDOWS_1252.encode(&text).0.into_owned();
                let marked = [MARK, text.as_bytes()].concat();
                for (bytes, encoding) in [
                    (text.clone().into_bytes(), Encoding::Utf8),
                    (marked, Encoding::Utf8),
                    (windows, Encoding::Windows),
                ] {
                    let (form, headings, rows) = read(&bytes);
                    assert_eq!((form.encoding, form.separator), (encoding, separator as u8), "{text:?}");
                    assert_eq!(headings, cells[0]);
                    assert_eq!(rows, [Row { line: 2, fields: cells[1].map(str::to_owned).to_vec() }]);
                }
            }
        }
    }

    #[test]
    fn a_first_line_that_names_the_separator_is_no_heading() {
        for (first, ending) in [("sep=;", "\r\n"), ("SEP=;", "\n")] {
            let text = [first, "nome;fone;a,b,c", "Jo;1;2"].join(ending);
            for bytes in [text.clone().into_bytes(), [MARK, text.as_bytes()].concat()] {
                let (form, headings, rows) = read(&bytes);
                assert_eq!((form.separator, headings.concat().as_str()), (b';', "nomefonea,b,c"), "{text:?}");
                assert_eq!((rows.len(), rows[0].line), (1, 3), "lines are those of the file: {text:?}");
            }
        }
        let alone = sniff(&b"sep=;\n"[..]).unwrap();
        assert!(Sheet::open(&b"sep=;\n"[..], &alone).is_err_and(|fault| fault.0.contains("empty")));
    }

    #[test]
    fn rows_keep_the_line_they_begin_on() {
        for ending in ["\n", "\r\n"] {
            let text = ["a;b", "1;\"two", "lines\"", "", ";", "3;\"say \"\"hi\"\"\"", "4;5"].join(ending);
            let (_, _, rows) = read(text.as_bytes());
            let found: Vec<(u64, &str)> = rows.iter().map(|row| (row.line, row.fields[1].as_str())).collect();
            let two = format!("two{ending}lines");
            assert_eq!(found, [(2, two.as_str()), (6, "say \"hi\""), (7, "5")], "{ending:?}");
        }
    }

    #[test]
    fn a_character_cut_by_a_block_is_no_fault() {
        let text = format!("nome;fone\n{}é;1\n", "x".repeat(HEAD - 11));
        assert_eq!(sniff(text.as_bytes()).unwrap().encoding, Encoding::Utf8);
        assert_eq!(sniff(&text.as_bytes()[..HEAD]).unwrap().encoding, Encoding::Windows);
    }

    #[test]
    fn what_is_no_sheet_is_refused_with_what_to_do() {
        let open = format!("a;b\n1;\"{}", "x".repeat(LONGEST + 1));
        let cut = [MARK, b"a;b\n\xe9;1\n"].concat();
        for (bytes, says) in [
            (&b""[..], "empty"),
            (b"\r\n \r\n", "empty"),
            (MARK, "empty"),
            (b"PK\x03\x04rest", "workbook"),
            (b"\xff\xfea\x00", "it is UTF-16, which spreadsheet programs call"),
            (b"a\x00;\x00", "UTF-16 without its mark or no text at all: save it as \"CSV UTF-8\""),
            (&cut, "not UTF-8 to its end"),
            (open.as_bytes(), "line 2 is longer than"),
            (
                b"fone;saldo;nome\n1;5;\"Ana\n2;5;Bia\n3;5;Cid\n",
                "begins on line 2 goes on over the rows behind it",
            ),
            (b"fone;saldo\r1;5\r2;5\r", "CSV (Macintosh)"),
        ] {
            let read =
                sniff(bytes).and_then(|form| Sheet::open(bytes, &form)?.collect::<Result<Vec<_>, _>>());
            let fault = read.unwrap_err();
            assert!(fault.0.contains(says), "{fault}");
        }
    }
}
