//! Who comes upon what a crash left.

use std::sync::Arc;

use kenmovie_cloud::{CommandCounter, Mongo, MongoOptions, SystemRandom};
use kenmovie_common::domain::MovieDraft;
use kenmovie_common::ports::{
    CommentPlace, Comments as _, Idempotency, Movies as _, NewComment, NewMovie, StoreError,
};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use mongodb::Client;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{DateTime, Document, doc};

const NOW: Time = Time::from_millis(1_700_000_000_000);

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_does_not_make_again_what_was_deleted_while_it_waited() {
    let server = std::env::var("KENMOVIE_TEST_MONGODB").expect("`cargo xtask servers` says where MongoDB is");
    let name = format!("kenmovie_crashed_{}", std::process::id());
    let uri = server.replacen("/?", &format!("/{name}?"), 1);
    let counter = Arc::<CommandCounter>::default();
    let options = MongoOptions { counter: Some(Arc::clone(&counter)), ..MongoOptions::new(&uri) };
    let mongo = Mongo::connect(options).await.unwrap();
    mongo.migrate().await.unwrap();
    let (creator, draft) =
        (UserId::from_bytes([1; 16]), MovieDraft { title: "Arrival".into(), ..MovieDraft::default() });
    let film = NewMovie { id: MovieId::new(NOW, &SystemRandom), draft, creator, idempotency: None, now: NOW };
    let asked = NewComment {
        id: CommentId::new(NOW, &SystemRandom),
        place: CommentPlace::Movie(film.id),
        author: creator,
        body: "Una vez".into(),
        spoiler: false,
        idempotency: Some(Idempotency { key: "k".into(), fingerprint: [1; 32] }),
        now: NOW,
    };
    mongo.create_movie(film).await.unwrap();
    mongo.create_comment(asked.clone()).await.unwrap().unwrap();

    let database = Client::with_uri_str(&uri).await.unwrap().database(&name);
    let comments = database.collection::<Document>("comments");
    let pending = doc! { "op": ObjectId::new(), "at": DateTime::from_millis(NOW.millis()), "counted": [] };
    comments.update_many(doc! {}, doc! { "$set": { "pending": pending } }).await.unwrap();
    counter.take();
    let again = NewComment { id: CommentId::new(NOW, &SystemRandom), ..asked };
    let waiting = tokio::spawn({
        let mongo = mongo.clone();
        async move { mongo.create_comment(again).await }
    });
    // It has seen the comment once it looks for the second time.
    let mut looked = 0;
    while looked < 2 {
        looked += counter.take().len();
        tokio::task::yield_now().await;
    }
    comments.delete_many(doc! {}).await.unwrap();

    let refused = waiting.await.unwrap();
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert_eq!(comments.count_documents(doc! {}).await.unwrap(), 0);
    database.drop().await.unwrap();
}
