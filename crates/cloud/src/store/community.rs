//! What people see of each other, what they report and what they are told of is found in indexes, in few commands.

use std::sync::Arc;

use kenmovie_common::domain::{
    CommentSort, Decision, Language, MovieDraft, NewUser, Reason, ReportStatus, Target, TargetKind,
};
use kenmovie_common::ports::{
    CaseFilter, CommentPlace, CommentQuery, Comments as _, Movies as _, NewComment, NewMovie, NewReport,
    Notifications as _, People as _, Reports as _, Upkeep, Users as _,
};
use kenmovie_common::{CommentId, MovieId, NotificationId, ReportId, Time, UserId};
use kenmovie_system::SystemRandom;
use mongodb::bson::{Document, Uuid, doc};

use super::client::Mongo;
use super::comments::{Sight, replies_of, rows_of, standing_between, standing_pipeline, threads_pipeline};
use super::explained::{Explained, with_database};
use super::monitor::CommandCounter;
use super::notifications::{orphans, told};
use super::people::{comments_of, latest_blocked, named, ratings_of};
use super::reports::{queue, undecided, unknown};
use super::schema::{BLOCKS, CASES, COMMENTS, NOTIFICATIONS, REACTIONS, REPORTS};

const NOW: Time = Time::from_millis(1_000_000);

async fn person(mongo: &Mongo, name: &str) -> UserId {
    let id = UserId::new(NOW, &SystemRandom);
    let new = NewUser {
        id,
        name: name.into(),
        age: None,
        email: format!("{id}@example.test"),
        email_verified: true,
        password_hash: None,
        language: Language::Es,
        created_at: NOW,
    };
    mongo.create_user(new).await.unwrap().id
}

async fn film(mongo: &Mongo, creator: UserId) -> MovieId {
    let draft = MovieDraft { title: "Arrival".into(), ..MovieDraft::default() };
    let id = MovieId::new(NOW, &SystemRandom);
    let new = NewMovie { id, draft, creator, idempotency: None, now: NOW };
    mongo.create_movie(new).await.unwrap().value.card.id
}

async fn say(mongo: &Mongo, place: CommentPlace, author: UserId) -> CommentId {
    let id = CommentId::new(NOW, &SystemRandom);
    let new =
        NewComment { id, place, author, body: "a word".into(), spoiler: false, idempotency: None, now: NOW };
    mongo.create_comment(new).await.unwrap().unwrap().value.id
}

fn report(user: UserId, target: Target) -> NewReport {
    let id = ReportId::new(NOW, &SystemRandom);
    NewReport { id, user, target, reason: Reason::Spam, text: None, idempotency: None, now: NOW }
}

/// A film with threads of two people, of which one blocked a third, muted a thread and reported something.
struct Scene {
    ana: UserId,
    film: MovieId,
    root: CommentId,
}

impl Scene {
    async fn of(mongo: &Mongo) -> Self {
        let [ana, eva, leo] =
            [person(mongo, "Ana").await, person(mongo, "Eva").await, person(mongo, "Leo").await];
        let film = film(mongo, ana).await;
        let mut roots = Vec::new();
        for author in [ana, eva, leo, ana, eva, leo] {
            let root = say(mongo, CommentPlace::Movie(film), author).await;
            for author in [leo, eva, eva, ana] {
                say(mongo, CommentPlace::Reply(root), author).await;
            }
            roots.push(root);
        }
        mongo.block_user(ana, leo, NOW).await.unwrap();
        mongo.mute_thread(ana, roots[0], true, NOW).await.unwrap();
        mongo.report(report(ana, Target::Comment(roots[1]))).await.unwrap().unwrap();
        mongo.report(report(eva, Target::Movie(film))).await.unwrap().unwrap();
        Self { ana, film, root: roots[0] }
    }
}

fn id(bytes: &[u8; 16]) -> Uuid {
    Uuid::from_bytes(*bytes)
}

fn assert_walks(explained: &Explained, index: &str, of: &str) {
    assert!(!explained.has("COLLSCAN") && !explained.has("SORT"), "{of}: {explained:?}");
    assert!(explained.indexes.iter().any(|used| used == index), "{of}: {explained:?}");
}

#[tokio::test]
async fn what_a_viewer_sees_of_comments_walks_indexes() {
    with_database(async |mongo: Mongo, _| {
        let Scene { ana, film, root } = Scene::of(&mongo).await;
        let (film, thread, viewer) = (id(film.bytes()), id(root.bytes()), id(ana.bytes()));
        let mut narrow = Sight::of(Some(ana));
        for sight in [&Sight::of(None), narrow.without(Uuid::from_bytes([7; 16]))] {
            for (sort, index) in [
                (CommentSort::Top, "comments_top"),
                (CommentSort::Newest, "comments_age"),
                (CommentSort::Oldest, "comments_age"),
            ] {
                for after in [None, Some((0, root))] {
                    let pipeline = threads_pipeline(film, sort, after, 10, sight);
                    let explained = Explained::of_stages(&mongo, COMMENTS, &pipeline, Some(index)).await;
                    assert_walks(&explained, index, "threads");
                    if after.is_none() {
                        assert_walks(&explained, "comments_root", "first replies");
                    }
                }
            }
            for after in [None, Some(root)] {
                let explained = Explained::of(&mongo, &replies_of(thread, after, 10, sight)).await;
                assert_walks(&explained, "comments_root", "replies");
            }
        }
        let found = mongo.collection::<super::comments::CommentDocument>(COMMENTS);
        let found = found.find_one(doc! { "_id": thread }).await.unwrap().unwrap();
        for (collection, pipeline) in [
            (REACTIONS, rows_of(viewer, &[&found])),
            (BLOCKS, standing_between(viewer, Uuid::from_bytes([7; 16]), thread)),
            (COMMENTS, standing_pipeline(thread)),
        ] {
            let explained = Explained::of_stages(&mongo, collection, &pipeline, None).await;
            assert!(!explained.has("COLLSCAN"), "{collection}: {explained:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn people_cases_and_notifications_walk_indexes() {
    with_database(async |mongo: Mongo, _| {
        let Scene { ana, film, root } = Scene::of(&mongo).await;
        let viewer = id(ana.bytes());
        for (beginning, after) in [("", None), ("e", None), ("", Some(("eva".to_owned(), ana)))] {
            let explained = Explained::of(&mongo, &named(viewer, beginning, after).up_to(10)).await;
            assert_walks(&explained, "users_name", "people");
        }
        for after in [None, Some((NOW.millis(), ana))] {
            let explained = Explained::of(&mongo, &latest_blocked(viewer, after, 10)).await;
            assert_walks(&explained, "blocks_latest", "blocked people");
        }
        for find in [comments_of(viewer), ratings_of(viewer), unknown()] {
            assert_walks(&Explained::of(&mongo, &find).await, find.hint, "counted");
        }
        for kind in [None, Some(TargetKind::Comment)] {
            for status in [None, Some(ReportStatus::Open)] {
                for after in [None, Some(ReportId::from_bytes([0xff; 16]))] {
                    let (pipeline, index) = queue(CaseFilter { status, kind }, after, 10);
                    let explained = Explained::of_stages(&mongo, CASES, &pipeline, Some(index)).await;
                    assert_walks(&explained, index, "cases");
                    assert_walks(&explained, "reports_latest", "latest reports");
                }
            }
        }
        let undecided = undecided(id(film.bytes()), ReportStatus::Resolved, None);
        let explain =
            doc! { "explain": { "find": REPORTS, "filter": undecided }, "verbosity": "executionStats" };
        assert!(!Explained::of_command(&mongo, explain).await.has("COLLSCAN"));
        for (since, after) in [(None, None), (Some(viewer), Some(NotificationId::of_reply(root)))] {
            let pipeline = told(viewer, since, after, 10);
            let explained =
                Explained::of_stages(&mongo, NOTIFICATIONS, &pipeline, Some("notifications_user")).await;
            assert_walks(&explained, "notifications_user", "notifications");
        }
        let explained = Explained::of_stages(&mongo, NOTIFICATIONS, &orphans(NOW), None).await;
        assert_walks(&explained, "_id_", "orphans");
    })
    .await;
}

#[tokio::test]
async fn a_page_of_comments_is_two_commands_for_a_visitor_and_three_for_a_viewer() {
    with_database(async |mongo: Mongo, commands: Arc<CommandCounter>| {
        let Scene { ana, film, .. } = Scene::of(&mongo).await;
        let eva = person(&mongo, "Noa").await;
        for (viewer, sent) in [(None, 2), (Some(eva), 3)] {
            commands.take();
            let query = CommentQuery { after: None, limit: 20, viewer, now: NOW };
            let page = mongo.list_comments(film, CommentSort::Top, query).await.unwrap().unwrap();
            assert_eq!((page.items.len(), commands.take().len()), (6, sent));
        }
        mongo.list_notifications(ana, None, 20).await.unwrap();
        assert_eq!(commands.take().len(), 4);
        mongo.list_people(ana, "", None, 20).await.unwrap();
        assert_eq!(commands.take().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn reports_of_an_earlier_version_get_their_cases_once() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = (person(&mongo, "Ana").await, person(&mongo, "Eva").await);
        let kept = film(&mongo, ana).await;
        let first = mongo.report(report(ana, Target::Movie(kept))).await.unwrap().unwrap().value;
        // Ids of one moment have no order.
        let now = Time::from_millis(NOW.millis() + 1);
        let second = report(eva, Target::Movie(kept));
        mongo
            .report(NewReport { id: ReportId::new(now, &SystemRandom), now, ..second })
            .await
            .unwrap()
            .unwrap();
        let case = mongo.list_cases(CaseFilter::default(), None, 10).await.unwrap().items;
        let reports = mongo.collection::<Document>(REPORTS);
        let later = doc! { "$unset": { "movie": "", "quote": "" } };
        reports.update_many(doc! {}, later).await.unwrap();
        mongo.collection::<Document>(CASES).delete_many(doc! {}).await.unwrap();
        let blocked = mongo.list_blocked_movies(ana, None, 10).await.unwrap().items;
        assert_eq!(blocked[0].report, first);
        for _ in 0..2 {
            mongo.migrate().await.unwrap();
            assert_eq!(mongo.list_cases(CaseFilter::default(), None, 10).await.unwrap().items, case);
            assert_eq!(mongo.verify_counters().await.unwrap(), []);
        }
        let (status, note) = (ReportStatus::Resolved, Some("Gracias".to_owned()));
        let decision = Decision { status, note, moderator: Some(eva), now: NOW };
        let decided = mongo.decide_case(first.id, decision).await.unwrap().unwrap();
        assert_eq!((decided.count, decided.status), (2, ReportStatus::Resolved));
    })
    .await;
}

#[tokio::test]
async fn a_notification_of_what_is_not_there_is_swept() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = (person(&mongo, "Ana").await, person(&mongo, "Eva").await);
        let film = film(&mongo, ana).await;
        let root = say(&mongo, CommentPlace::Movie(film), ana).await;
        let kept = say(&mongo, CommentPlace::Reply(root), eva).await;
        let gone = say(&mongo, CommentPlace::Reply(root), eva).await;
        let all = mongo.collection::<Document>(NOTIFICATIONS);
        let slow = all.find_one(doc! { "_id": id(gone.bytes()) }).await.unwrap().unwrap();
        let editor = kenmovie_common::ports::Editor { user: eva, moderator: false };
        mongo.delete_comment(gone, editor, NOW).await.unwrap();
        all.insert_one(slow).await.unwrap();
        let listed = async || mongo.list_notifications(ana, None, 10).await.unwrap();
        assert_eq!((listed().await.page.items.len(), listed().await.unread), (1, 1));
        let later = Time::from_millis(NOW.millis() + 60_000);
        for swept in [1, 0] {
            assert_eq!(Upkeep::settle(&mongo, later).await.unwrap(), swept);
        }
        let left: Vec<_> = all.distinct("_id", doc! {}).await.unwrap();
        assert_eq!(left, [id(kept.bytes()).into()]);
        assert_eq!(listed().await.page.items[0].id, NotificationId::of_reply(kept));
    })
    .await;
}

#[tokio::test]
async fn a_reply_that_a_crash_left_is_told_of_once_it_is_settled() {
    with_database(async |mongo: Mongo, _| {
        let (ana, eva) = (person(&mongo, "Ana").await, person(&mongo, "Eva").await);
        let film = film(&mongo, ana).await;
        let root = say(&mongo, CommentPlace::Movie(film), ana).await;
        let reply = say(&mongo, CommentPlace::Reply(root), eva).await;
        let pending = super::pending::Pending::new(NOW).bson();
        let comments = mongo.collection::<Document>(COMMENTS);
        let left = doc! { "$set": { "pending": pending } };
        comments.update_one(doc! { "_id": id(reply.bytes()) }, left).await.unwrap();
        mongo.collection::<Document>(NOTIFICATIONS).delete_many(doc! {}).await.unwrap();
        assert_eq!(Upkeep::settle(&mongo, Time::from_millis(NOW.millis() + 1)).await.unwrap(), 1);
        assert_eq!(mongo.list_notifications(ana, None, 10).await.unwrap().unread, 1);
        assert_eq!(mongo.verify_counters().await.unwrap(), []);
    })
    .await;
}
