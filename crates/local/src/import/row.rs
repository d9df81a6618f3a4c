//! One row on its way to a draft: through the same bounds as the API's, with every fault of the row named at once.

use kenmovie_common::domain::{MovieDraft, Source, SourceRating};
use kenmovie_common::http::{Field, FieldCode, FieldError, Kind, MOVIE_FIELDS, check};
use serde_json::{Map, Value};

/// Why a row is not taken; names its members.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RowFault(String);

impl RowFault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

pub(super) type Row = Result<MovieDraft, RowFault>;

/// The bounds of a source; the two together are what a film is known by when it comes again.
const SOURCE_FIELDS: &[Field] = &[
    Field::required("name", Kind::Line { min: 1, max: 50 }),
    Field::required("id", Kind::Line { min: 1, max: 300 }),
];

/// The members of a row, as they are gathered.
#[derive(Debug, Default)]
pub(super) struct Film {
    members: Map<String, Value>,
    source: Map<String, Value>,
    rating: Option<SourceRating>,
    faults: Vec<String>,
}

impl Film {
    pub(super) fn of(members: Map<String, Value>) -> Self {
        Self { members, ..Self::default() }
    }

    pub(super) fn source(&mut self, name: &str, id: &str) {
        self.source.insert("name".to_owned(), name.into());
        self.source.insert("id".to_owned(), id.into());
    }

    pub(super) fn source_members(&mut self, members: Map<String, Value>) {
        self.source = members;
    }

    /// A text, unless it is empty.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.members.insert(name.to_owned(), value.into());
        }
    }

    /// A whole number, unless it is empty; what is none is left to the check.
    pub(super) fn number(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            let number = value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from);
            self.members.insert(name.to_owned(), number);
        }
    }

    /// A list without its empty items and repeats.
    pub(super) fn list<'a>(&mut self, name: &str, items: impl Iterator<Item = &'a str>) {
        let mut list: Vec<&str> = Vec::new();
        for item in items.map(str::trim) {
            if !item.is_empty() && !list.contains(&item) {
                list.push(item);
            }
        }
        if !list.is_empty() {
            self.members.insert(name.to_owned(), list.into());
        }
    }

    /// The source's rating: an average from 1 to 10 of so many votes.
    pub(super) fn rating(&mut self, average: f64, votes: u64) {
        if (1.0..=10.0).contains(&average) {
            self.rating = Some(SourceRating { average, votes });
        } else {
            self.fault("source_rating.average", "From 1 to 10.");
        }
    }

    pub(super) fn fault(&mut self, field: &str, detail: &str) {
        self.faults.push(format!("{field}: {detail}"));
    }

    /// The draft, or every fault of the row.
    pub(super) fn finish(mut self, year: i64) -> Row {
        let members = checked(MOVIE_FIELDS, self.members, "", year, &mut self.faults);
        let source = checked(SOURCE_FIELDS, self.source, "source.", year, &mut self.faults);
        if !self.faults.is_empty() {
            return Err(RowFault(self.faults.join(" ")));
        }
        let misfit = |error: serde_json::Error| RowFault(error.to_string());
        let mut draft: MovieDraft = serde_json::from_value(Value::Object(members)).map_err(misfit)?;
        draft.source = Some(serde_json::from_value::<Source>(Value::Object(source)).map_err(misfit)?);
        draft.source_rating = self.rating;
        Ok(draft)
    }
}

fn checked(
    fields: &[Field],
    members: Map<String, Value>,
    prefix: &str,
    year: i64,
    faults: &mut Vec<String>,
) -> Map<String, Value> {
    check(fields, members, false, year).unwrap_or_else(|errors| {
        faults.extend(errors.into_iter().map(|FieldError { field, code, detail }| match code {
            FieldCode::UnknownField => format!("{prefix}{field}: There is no such member."),
            _ => format!("{prefix}{field}: {detail}"),
        }));
        Map::new()
    })
}
