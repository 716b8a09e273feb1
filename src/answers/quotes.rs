//! How a record of a table stands to its quotation marks, which the `csv` crate does not tell.

/// What a record looks like to the `csv` crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) cells: usize,
    pub(super) marks: Marks,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// Every quoted cell ends with its closing mark.
    Closed,
    /// Text follows a closing mark, as where another row's opening mark closed the cell.
    Astray,
    /// The record ends within a quoted cell.
    Open,
}

/// Reads one record, or a line as if it were one, without leading line breaks.
pub(super) fn shape(record: &[u8], delimiter: u8) -> Shape {
    enum Place {
        Start,
        Plain,
        Quoted,
        /// After a mark that closes the cell, unless another follows.
        Mark,
    }
    let (mut cells, mut astray) = (1, false);
    let mut place = Place::Start;
    for &byte in record {
        place = match (place, byte) {
            (Place::Start | Place::Mark, b'"') => Place::Quoted,
            (Place::Quoted, b'"') => Place::Mark,
            (Place::Quoted, _) => Place::Quoted,
            (_, b'\r' | b'\n') => Place::Start,
            (_, byte) if byte == delimiter => {
                cells += 1;
                Place::Start
            }
            (Place::Mark, _) => {
                astray = true;
                Place::Plain
            }
            (Place::Start | Place::Plain, _) => Place::Plain,
        };
    }
    let marks = match place {
        Place::Quoted => Marks::Open,
        _ if astray => Marks::Astray,
        _ => Marks::Closed,
    };
    Shape { cells, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let cases = [
            ("", 1, Marks::Closed),
            ("a,b\r\n", 2, Marks::Closed),
            ("\"a,b\nc\",d", 2, Marks::Closed),
            ("\"a\"\"b\",", 2, Marks::Closed),
            ("a\"b,c\"", 2, Marks::Closed),
            ("\"a\"b,c", 2, Marks::Astray),
            ("\"\"a\"\"", 1, Marks::Astray),
            ("a,\"b\n1,c,\"d\"", 2, Marks::Astray),
            ("a,\"b,c", 2, Marks::Open),
            ("a,\"b\"\"", 2, Marks::Open),
            ("\"a\"b,\"c", 2, Marks::Open),
        ];
        for (record, cells, marks) in cases {
            let found = shape(record.as_bytes(), b',');
            assert_eq!(found, Shape { cells, marks }, "{record:?}");
        }
    }
}
