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

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt as _;
    use kenmovie_common::domain::SourceRating;
    use mongodb::bson::serialize_to_bson;
    use serde::Deserialize;

    use super::*;
    use crate::store::client::Mongo;
    use crate::store::explained::with_database;
    use crate::store::schema::MOVIES;

    #[derive(Deserialize)]
    struct Film {
        #[serde(default)]
        source_rating: Option<SourceRating>,
        rating_sum: i64,
        rating_count: i64,
        top_rated: i64,
    }

    /// Many of the averages end with a half.
    #[tokio::test]
    async fn the_server_orders_by_scores_as_the_domain_does() {
        with_database(async |mongo: Mongo, _| {
            let source = |average, votes| Some(SourceRating { average, votes });
            let sources = [None, source(7.3, 999), source(7.3, 1_000), source(8.0, 5_000), source(9.95, 1 << 40)];
            let mut films = Vec::new();
            for source_rating in sources {
                for rating_count in 0_i64..40 {
                    for tenth in 0_i64..10 {
                        let rating_sum = rating_count + rating_count * tenth;
                        films.push(doc! {
                            "source_rating": serialize_to_bson(&source_rating).unwrap(), "popular": 0_i64, "top_rated": 0_i64,
                            "rating_sum": rating_sum, "rating_count": rating_count, "histogram": vec![0_i64; 10],
                        });
                    }
                }
            }
            let all = mongo.collection::<Document>(MOVIES);
            all.insert_many(films).await.unwrap();
            all.update_many(doc! {}, rated_after([0, 0, 0, 0, 0, 1, 0, 0, 0, 0])).await.unwrap();
            let films: Vec<Film> =
                mongo.collection::<Film>(MOVIES).find(doc! {}).await.unwrap().try_collect().await.unwrap();
            assert_eq!(films.len(), 2_000);
            for film in films {
                let [sum, count] = [film.rating_sum, film.rating_count].map(|n| u64::try_from(n).unwrap());
                let exact = score::top_rated(film.source_rating, sum, count);
                assert_eq!(film.top_rated, exact, "{sum} of {count} {:?}", film.source_rating);
            }
        })
        .await;
    }
}
