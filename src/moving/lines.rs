//! The lines of a sheet in their order, each looked at beside those before it: a balance stands once, a phone and an id
//! of the shop's own belong together throughout.

use crate::moving::check::{Customer, Fault, Measure};
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
    /// The own id of each phone, and the phone of each own id.
    phones: HashMap<u64, u64>,
    ids: HashMap<u64, u64>,
}

impl<R: Read> Lines<R> {
    pub fn new(sheet: Sheet<R>, measure: Measure) -> Lines<R> {
        Lines { sheet, measure, balances: HashMap::new(), phones: HashMap::new(), ids: HashMap::new() }
    }

    pub fn sheet(&self) -> &Sheet<R> {
        &self.sheet
    }

    pub fn columns(&self) -> &crate::moving::columns::Columns {
        &self.measure.columns
    }

    fn beside(&mut self, customer: Customer) -> Result<Customer, Fault> {
        let line = customer.line;
        let fault = |says: String| Err(Fault { line, says });
        let phone = hash(&customer.phone);
        if let Some(own) = &customer.own_id {
            let id = hash(own);
            if *self.ids.entry(id).or_insert(phone) != phone {
                return fault(format!("own_id {own:?} stands beside another phone on a line before"));
            }
            if *self.phones.entry(phone).or_insert(id) != id {
                return fault(format!(
                    "{} stands beside another own_id on a line before",
                    customer.phone.as_str()
                ));
            }
        }
        let balance = hash(&(phone, customer.ends()));
        match self.balances.insert(balance, line) {
            Some(before) => fault(format!(
                "line {before} names the same phone with a balance of the same end; put them together"
            )),
            None => Ok(customer),
        }
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
        let text = "fone;id;saldo;validade\n\
            11987654321;1;10;2027-01-01\n\
            11987654321;1;20;2027-02-01\n\
            11 8765-4321;;30;2027-01-01\n\
            11987654322;1;10;\n\
            11987654321;2;10;\n\
            11987654323;;;\n\
            11987654323;;;\n";
        let form = sniff(text.as_bytes()).unwrap();
        let sheet = Sheet::open(text.as_bytes(), &form).unwrap();
        let columns = Columns::of(&sheet.headings, &[]).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let measure = Measure { columns, unit: Unit::Points, area_code: 11, stores: Vec::new(), today };
        let found: Vec<String> = Lines::new(sheet, measure)
            .map(|line| line.unwrap().map_or_else(|fault| fault.to_string(), |one| one.line.to_string()))
            .collect();
        for (found, says) in found.iter().zip([
            "2",
            "3",
            "line 4: line 2 names the same phone",
            "line 5: own_id \"1\" stands beside another phone",
            "line 6: +5511987654321 stands beside another own_id",
            "7",
            "line 8: line 7 names",
        ]) {
            assert!(found.starts_with(says), "{found}");
        }
        assert_eq!(found.len(), 7);
    }
}
