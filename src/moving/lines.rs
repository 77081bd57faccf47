//! The lines of a sheet in their order, each looked at beside those before it: a balance stands once, and whatever people
//! are known by belongs together throughout.

use crate::domain::ids::StoreId;
use crate::moving::check::{Customer, Fault, Measure};
use crate::moving::columns::Column;
use crate::moving::sheet::{Sheet, Unfit};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;

/// Customers and faults, line by line. Of the lines before only hashes are remembered: files may be large.
pub struct Lines<R> {
    sheet: Sheet<R>,
    measure: Measure,
    /// Line of each balance.
    balances: HashMap<u64, u64>,
    /// Whose each thing is that somebody is known by: their place in `people`.
    owners: HashMap<u64, usize>,
    people: Vec<Named>,
}

/// Somebody whom the file has named.
struct Named {
    /// The first line that does.
    line: u64,
    /// Hashes of what they are known by, in the order of [`Column::KNOWN_BY`]; 0: nothing was said.
    known_by: [u64; Column::KNOWN_BY.len()],
}

impl<R: Read> Lines<R> {
    pub fn new(sheet: Sheet<R>, measure: Measure) -> Lines<R> {
        Lines { sheet, measure, balances: HashMap::new(), owners: HashMap::new(), people: Vec::new() }
    }

    pub fn sheet(&self) -> &Sheet<R> {
        &self.sheet
    }

    pub fn columns(&self) -> &crate::moving::columns::Columns {
        &self.measure.columns
    }

    /// The name of one of the stores that lines may name.
    pub fn store(&self, id: StoreId) -> Option<&str> {
        let found = self.measure.stores.iter().find(|store| store.id == id);
        found.map(|store| store.name.as_str())
    }

    fn beside(&mut self, mut customer: Customer) -> Result<Customer, Fault> {
        let line = customer.line;
        let place = self.person(&customer).map_err(|says| Fault { line, says })?;
        customer.first = self.people.get(place).map_or(line, |named| named.line);
        let balance = hash(&(place, customer.ends()));
        match self.balances.insert(balance, line) {
            Some(before) => {
                let says = format!(
                    "line {before} names the same customer with a balance of the same end; put them together"
                );
                Err(Fault { line, says })
            }
            None => Ok(customer),
        }
    }

    /// Who it is of those whom the file has named; a fault where it is two of them, or one of them called otherwise.
    fn person(&mut self, customer: &Customer) -> Result<usize, String> {
        let mut found: Option<(&str, usize)> = None;
        for (word, key) in customer.keys() {
            match (found, self.owners.get(&hash(&key))) {
                (Some((other, one)), Some(two)) if one != *two => {
                    return Err(format!(
                        "its {other} is that of line {} and its {word} that of line {}: put right which of them it is",
                        self.line(one),
                        self.line(*two)
                    ));
                }
                (None, Some(two)) => found = Some((word, *two)),
                _ => {}
            }
        }
        let place = found.map_or(self.people.len(), |(_, place)| place);
        let mut known_by = self.people.get(place).map_or([0; Column::KNOWN_BY.len()], |named| named.known_by);
        for (word, key) in customer.keys() {
            let said = Column::KNOWN_BY.iter().position(|column| column.word() == word);
            let Some(said) = said.and_then(|at| known_by.get_mut(at)) else { continue };
            if *said != 0 && *said != hash(&key) {
                let (same, line) = (found.map_or("", |(same, _)| same), self.line(place));
                return Err(format!(
                    "its {same} is that of line {line}, with another {word}: put one of them right"
                ));
            }
            *said = hash(&key);
        }
        match self.people.get_mut(place) {
            Some(named) => named.known_by = known_by,
            None => self.people.push(Named { line: customer.line, known_by }),
        }
        self.owners.extend(known_by.into_iter().filter(|said| *said != 0).map(|said| (said, place)));
        Ok(place)
    }

    fn line(&self, place: usize) -> u64 {
        self.people.get(place).map_or(0, |named| named.line)
    }
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<Result<Customer, Fault>, Unfit>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.sheet.next()? {
            Ok(row) => row,
            Err(unfit) => return Some(Err(unfit)),
        };
        let read = self.measure.read(&row);
        Some(Ok(read.and_then(|customer| self.beside(customer))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::program::Unit;
    use crate::moving::columns::Columns;
    use crate::moving::sheet::sniff;
    use chrono::NaiveDate;

    #[test]
    fn a_line_is_looked_at_beside_those_before_it() {
        let text = "fone;id;email;saldo;validade\n\
            11987654321;1;;10;2027-01-01\n\
            11987654321;1;;20;2027-02-01\n\
            11 8765-4321;;;30;2027-01-01\n\
            11987654322;1;;10;\n\
            11987654321;2;;10;\n\
            11987654323;;;;\n\
            11987654323;;;;\n\
            ;7;;10;\n\
            ;7;ana@exemplo.com.br;20;2027-01-01\n\
            ;;ANA@exemplo.com.br;30;\n\
            ;;ana@exemplo.com.br;40;2027-02-01\n\
            11987654321;;ana@exemplo.com.br;50;\n\
            ;8;ana@exemplo.com.br;60;2027-03-01\n";
        let form = sniff(text.as_bytes()).unwrap();
        let sheet = Sheet::open(text.as_bytes(), &form).unwrap();
        let columns = Columns::of(&sheet.headings, &[]).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let measure = Measure { columns, unit: Unit::Points, area_code: 11, stores: Vec::new(), today };
        let found: Vec<String> = Lines::new(sheet, measure)
            .map(|line| {
                line.unwrap()
                    .map_or_else(|fault| fault.to_string(), |one| format!("{} of {}", one.line, one.first))
            })
            .collect();
        for (found, says) in found.iter().zip([
            "2 of 2",
            "3 of 2",
            "line 4: line 2 names the same customer",
            "line 5: its own_id is that of line 2, with another phone",
            "line 6: its phone is that of line 2, with another own_id",
            "7 of 7",
            "line 8: line 7 names",
            "9 of 9",
            "10 of 9",
            "line 11: line 9 names the same customer",
            "12 of 9",
            "line 13: its phone is that of line 2 and its email that of line 9",
            "line 14: its email is that of line 9, with another own_id",
        ]) {
            assert!(found.starts_with(says), "{found}");
        }
        assert_eq!(found.len(), 13);
    }
}
