//! `score::wilson` as the server computes it, in the same steps, so that a vote on a comment is one write.

use mongodb::bson::{Bson, Document, doc};

/// The 97.5 % quantile of the normal distribution, as in `score::wilson`.
const Z: f64 = 1.959_963_984_540_054;

/// The update that adds to a comment's likes and dislikes and sets its place in the order `top`.
pub(super) fn top_after(likes: i64, dislikes: i64) -> Vec<Document> {
    vec![
        doc! { "$set": {
            "likes": { "$add": ["$likes", likes] },
            "dislikes": { "$add": ["$dislikes", dislikes] },
        } },
        doc! { "$set": { "top": top() } },
    ]
}

fn top() -> Bson {
    let squared = Z * Z;
    let centre = doc! { "$add": ["$$share", { "$divide": [squared, { "$multiply": [2.0, "$$votes"] }] }] };
    let variance = doc! { "$divide": [
        { "$add": [
            { "$multiply": ["$$share", { "$subtract": [1.0, "$$share"] }] },
            { "$divide": [squared, { "$multiply": [4.0, "$$votes"] }] },
        ] },
        "$$votes",
    ] };
    let lower = doc! { "$divide": [
        { "$subtract": [centre, { "$multiply": [Z, { "$sqrt": variance }] }] },
        { "$add": [1.0, { "$divide": [squared, "$$votes"] }] },
    ] };
    let scored = doc! { "$toLong": { "$round": [
        { "$multiply": [1_000_000.0, { "$max": [lower, 0.0] }] }, 0,
    ] } };
    let share = doc! { "$divide": ["$likes", "$$votes"] };
    doc! { "$cond": [
        { "$eq": [{ "$add": ["$likes", "$dislikes"] }, 0] },
        0_i64,
        { "$let": {
            "vars": { "votes": { "$toDouble": { "$add": ["$likes", "$dislikes"] } } },
            "in": { "$let": { "vars": { "share": share }, "in": scored } },
        } },
    ] }
    .into()
}
