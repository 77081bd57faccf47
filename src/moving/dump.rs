//! Moving out: the file in which a shop leaves, and comes in elsewhere. JSON Lines: the first says whose it is and how
//! many rows of which table follow, each row is `["table", {…}]`, and the last holds the SHA-256 of all before it, so
//! that a file which broke off or was changed is told from a whole one. It is written and read line by line.

use crate::moving::sheet::Unfit;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::{BufRead, Read, Write};

/// The form written here, and the only one that is read.
pub const FORM: u32 = 1;

/// How the first line begins; no sheet does.
const BEGINNING: &[u8] = b"{\"fregues\":\"export\"";

/// Longer than any line; a file without line breaks is no export.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Rows that are written together, and how long they may be together (bytes).
const MOST: usize = 500;
const LARGE: usize = 1024 * 1024;

/// The first line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Says what this is: `export`.
    pub fregues: String,
    pub form: u32,
    /// Version of the program that wrote it, and of the tables that the rows are of.
    pub program: String,
    pub tables: i64,
    pub merchant: i64,
    pub phone_number_id: String,
    pub name: String,
    /// Whether nothing was decided and sent for it when it left; otherwise its former place may have gone on.
    pub paused: bool,
    /// When it was written, ms UTC.
    pub at_ms: i64,
    /// How many rows follow of which table.
    pub rows: BTreeMap<String, i64>,
}

/// What the first line of every form says; the rest of another one is its own affair.
#[derive(Deserialize)]
struct Form {
    form: u32,
    program: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trailer {
    rows: i64,
    sha256: String,
}

/// Whether a file is an export, by how it begins; what cannot be read is none.
pub fn is_one(file: impl Read) -> bool {
    let mut head = Vec::new();
    let length = u64::try_from(BEGINNING.len()).unwrap_or(0);
    file.take(length).read_to_end(&mut head).is_ok() && head == BEGINNING
}

/// An export being written.
pub struct Writer<W: Write> {
    to: W,
    sum: Context,
    rows: i64,
}

impl<W: Write> Writer<W> {
    pub fn begin(to: W, header: &Header) -> std::io::Result<Writer<W>> {
        let mut writer = Writer { to, sum: Context::new(&SHA256), rows: 0 };
        writer.line(&serde_json::to_string(header)?)?;
        Ok(writer)
    }

    /// `row`: a JSON object.
    pub fn row(&mut self, table: &str, row: &str) -> std::io::Result<()> {
        self.rows += 1;
        self.line(&format!("[\"{table}\",{row}]"))
    }

    /// Writes the last line and gives back where it was written.
    pub fn end(mut self) -> std::io::Result<W> {
        let trailer = Trailer { rows: self.rows, sha256: hex(self.sum.clone()) };
        self.line(&serde_json::to_string(&trailer)?)?;
        Ok(self.to)
    }

    fn line(&mut self, text: &str) -> std::io::Result<()> {
        for part in [text.as_bytes(), b"\n"] {
            self.sum.update(part);
            self.to.write_all(part)?;
        }
        Ok(())
    }
}

/// Rows of one table that stand together.
#[derive(Debug, PartialEq, Eq)]
pub struct Batch {
    pub table: String,
    /// A JSON array of objects.
    pub rows: String,
    pub count: usize,
}

/// An export being read.
pub struct Reader<R: BufRead> {
    from: R,
    sum: Context,
    line: String,
    number: u64,
    bytes: u64,
    header: Header,
    rows: BTreeMap<String, i64>,
    /// The line at hand begins the next batch.
    waits: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn open(from: R) -> Result<Reader<R>, Unfit> {
        let mut reader = Reader {
            from,
            sum: Context::new(&SHA256),
            line: String::new(),
            number: 0,
            bytes: 0,
            header: Header::default(),
            rows: BTreeMap::new(),
            waits: false,
        };
        if !reader.next()? || !reader.line.as_bytes().starts_with(BEGINNING) {
            return Err(Unfit("it does not begin as an export of this program does".to_owned()));
        }
        let damaged = || Unfit("its first line is damaged: copy the file again, or export anew".to_owned());
        let Form { form, program } = serde_json::from_str(&reader.line).map_err(|_| damaged())?;
        if form != FORM {
            return Err(Unfit(format!(
                "it is an export of form {form}, written by fregues {program}; this one reads form {FORM}: import it with \
                 the version that wrote it"
            )));
        }
        reader.header = serde_json::from_str(&reader.line).map_err(|_| damaged())?;
        reader.sum_up();
        Ok(reader)
    }

    pub const fn header(&self) -> &Header {
        &self.header
    }

    pub const fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The next rows, all of one table; `None` once the end was reached and is as it should be.
    pub fn batch(&mut self) -> Result<Option<Batch>, Unfit> {
        let mut batch = Batch { table: String::new(), rows: "[".to_owned(), count: 0 };
        while batch.count < MOST && batch.rows.len() < LARGE {
            if !std::mem::take(&mut self.waits) && !self.next()? {
                return Err(Unfit(format!(
                    "it breaks off after line {}: its last line, which says that it is whole, is missing. Copy it again, or \
                     export anew",
                    self.number
                )));
            }
            if self.line.starts_with('{') {
                if batch.count > 0 {
                    self.waits = true;
                    break;
                }
                return self.ended().map(|()| None);
            }
            let Ok((table, row)) = serde_json::from_str::<(&str, &RawValue)>(&self.line) else {
                return Err(Unfit(format!(
                    "line {} is no row of an export: the file is damaged. Copy it again, or export anew",
                    self.number
                )));
            };
            if batch.count == 0 {
                table.clone_into(&mut batch.table);
            } else if batch.table != table {
                self.waits = true;
                break;
            }
            if batch.count > 0 {
                batch.rows.push(',');
            }
            batch.rows.push_str(row.get());
            batch.count += 1;
            *self.rows.entry(batch.table.clone()).or_default() += 1;
            self.sum_up();
        }
        batch.rows.push(']');
        Ok(Some(batch))
    }

    /// Reads the next line; `false` at the end of the file.
    fn next(&mut self) -> Result<bool, Unfit> {
        self.line.clear();
        let read = (&mut self.from).take(LONGEST).read_line(&mut self.line)?;
        self.number += u64::from(read > 0);
        self.bytes += u64::try_from(read).unwrap_or(0);
        // A line that was cut is as good as none.
        Ok(self.line.ends_with('\n'))
    }

    fn sum_up(&mut self) {
        self.sum.update(self.line.as_bytes());
    }

    fn ended(&mut self) -> Result<(), Unfit> {
        let trailer: Trailer = serde_json::from_str(&self.line).map_err(|_| {
            Unfit(format!(
                "line {} is neither a row nor the end of an export: the file is damaged. Copy it again, or export anew",
                self.number
            ))
        })?;
        if let Some(differs) = self.differs(&trailer) {
            return Err(Unfit(format!(
                "it was altered after it was written: {differs}. Copy it again, or export anew"
            )));
        }
        if !self.from.fill_buf()?.is_empty() {
            return Err(Unfit(format!(
                "something follows its last line, {}: take that away, or export anew",
                self.number
            )));
        }
        Ok(())
    }
}

impl<R: BufRead> Reader<R> {
    /// What the first or the last line says otherwise than the rows between them.
    fn differs(&self, trailer: &Trailer) -> Option<String> {
        let (rows, sum) = (self.rows.values().sum::<i64>(), hex(self.sum.clone()));
        if trailer.rows != rows {
            return Some(format!(
                "its last line says that {} rows stand before it, and {rows} do",
                trailer.rows
            ));
        }
        let tables = self.header.rows.keys().chain(self.rows.keys());
        let counts = tables.map(|table| (table, self.header.rows.get(table), self.rows.get(table)));
        let of = |count: Option<&i64>| count.copied().unwrap_or(0);
        let mut others = counts.filter(|(_, says, has)| of(*says) != of(*has));
        if let Some((table, says, has)) = others.next() {
            return Some(format!(
                "its first line says {} rows of {table}, and there are {}",
                of(says),
                of(has)
            ));
        }
        (trailer.sha256 != sum).then(|| {
            format!("the SHA-256 of the lines before the last is {sum}, and the last says {}", trailer.sha256)
        })
    }
}

fn hex(sum: Context) -> String {
    sum.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
