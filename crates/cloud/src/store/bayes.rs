//! `score::top_rated` as the server computes it, in the same steps, so that a rating is one write of its film.

use kenmovie_common::domain::score;
use mongodb::bson::{Bson, Document, doc};

/// The update that adds to how many gave 1, 2, … 10, and to all that follows from them.
pub(super) fn rated_after(moves: [i64; 10]) -> Vec<Document> {
    let count: i64 = moves.iter().sum();
    let sum: i64 = (1..).zip(moves).map(|(score, by): (i64, i64)| score * by).sum();
    let places = (0_i32..).zip(moves);
    let histogram: Vec<Document> =
        places.map(|(at, by)| doc! { "$add": [{ "$arrayElemAt": ["$histogram", at] }, by] }).collect();
    vec![
        doc! { "$set": {
            "histogram": histogram,
            "rating_sum": { "$add": ["$rating_sum", sum] },
            "rating_count": { "$add": ["$rating_count", count] },
            "popular": { "$add": ["$popular", count * score::RATING] },
        } },
        doc! { "$set": { "top_rated": top_rated() } },
    ]
}

fn top_rated() -> Bson {
    let expected = doc! { "$cond": [
        { "$gte": ["$source_rating.votes", 1_000] },
        "$source_rating.average",
        6.5,
    ] };
    let weighed = doc! { "$add": [{ "$multiply": [10.0, expected] }, "$rating_sum"] };
    let average = doc! { "$divide": [
        { "$multiply": [1_000.0, weighed] },
        { "$add": [10.0, "$rating_count"] },
    ] };
    // The server's own rounding takes a half to the even side.
    doc! { "$toLong": { "$floor": { "$add": [average, 0.5] } } }.into()
}
