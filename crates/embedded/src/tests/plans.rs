//! Lists walk indexes: no statement of theirs reads a whole table, and only those sort that say so.

use rusqlite::Connection;

use crate::{
    Embedded, api_tokens, circle, comments, erase, letters, media, messages, movies, notifications, people,
    reports, sessions, sign_ins, user_movies, users, verify,
};

/// The steps of a statement, one a line.
fn plan(db: &Connection, sql: &str) -> String {
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<Vec<_>, _>>();
    steps.unwrap().join("\n")
}

/// An empty database of this schema, and the folder it lies in.
fn database() -> (Connection, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kenmovie.db");
    drop(Embedded::open(&path).unwrap());
    let db = Connection::open(path).unwrap();
    movies::add_functions(&db).unwrap();
    (db, folder)
}

/// Steps that read rows in no index's order: of a table, or of an index from one end to the other.
fn scans(plan: &str) -> Vec<&str> {
    // What a statement has put together itself is small, and so are the indexes of what is being deleted. The few films
    // that a search found are handed in as a table.
    let known = [
        "SCAN (subquery",
        "SCAN found",
        "SCAN best",
        "SCAN titled",
        "SCAN p",
        "SCAN ranked",
        "SCAN few VIRTUAL TABLE INDEX",
        "SCAN users USING COVERING INDEX users_deleting",
        "SCAN movie_deletions USING INDEX movie_deletions_begun",
    ];
    plan.lines()
        .filter(|line| line.starts_with("SCAN") && !known.iter().any(|known| line.starts_with(known)))
        .collect()
}

#[test]
fn a_page_of_films_walks_an_index() {
    let (db, _folder) = database();
    let statements = movies::statements();
    assert!(statements.len() > 20);
    for (sql, may_sort) in statements {
        let plan = plan(&db, &sql);
        assert!(scans(&plan).is_empty(), "{sql}\n{plan}");
        assert!(may_sort || !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        let facets = plan.lines().find(|line| line.contains("facets_") || line.contains("PRIMARY KEY"));
        assert!(facets.is_some_and(|line| line.contains("SEARCH p USING")), "{sql}\n{plan}");
    }
}

#[test]
fn the_place_before_and_the_year_bound_the_stretch_of_the_index() {
    let (db, _folder) = database();
    for (sql, may_sort) in movies::statements() {
        if !may_sort {
            let plan = plan(&db, &sql);
            let first = plan.lines().next().unwrap();
            assert!(first.contains(",id)<(?,?)") || first.contains(",id)>(?,?)"), "{sql}\n{plan}");
            assert!(!sql.contains("p.year >= ?5") || first.contains("year>?"), "{sql}\n{plan}");
        }
    }
}

#[test]
fn a_walk_over_all_films_needs_nothing_but_its_stretch_of_the_index_of_ids() {
    let (db, _folder) = database();
    let plan = plan(&db, movies::WALK);
    assert_eq!(plan, "SEARCH movies USING COVERING INDEX sqlite_autoindex_movies_1 (id>?)");
}

#[test]
fn a_page_of_comments_walks_an_index() {
    let (db, _folder) = database();
    for sql in comments::statements() {
        let plan = plan(&db, &sql);
        assert!(scans(&plan).is_empty(), "{sql}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}

#[test]
fn what_a_person_sees_of_their_sessions_and_sign_ins_walks_an_index() {
    let (db, _folder) = database();
    for sql in [&sessions::list(), sign_ins::LIST] {
        let plan = plan(&db, sql);
        assert!(scans(&plan).is_empty(), "{sql}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        assert!(plan.contains("_of_users"), "{sql}\n{plan}");
    }
}

#[test]
fn people_are_found_and_walked_by_an_index() {
    let (db, _folder) = database();
    let [count, found, walk] = users::statements().map(|sql| (plan(&db, &sql), sql));
    for (plan, sql) in [&count, &found, &walk] {
        assert!(scans(plan).is_empty(), "{sql}\n{plan}");
    }
    for (plan, sql) in [&count, &found] {
        let indexes = [
            "users_name (name_folded>? AND name_folded<?)",
            "users_email (email_folded>? AND email_folded<?)",
        ];
        assert!(indexes.iter().all(|index| plan.contains(index)), "{sql}\n{plan}");
    }
    assert_eq!(walk.0, "SEARCH u USING PRIMARY KEY (id<?)", "{}", walk.1);
}

#[test]
fn lists_of_people_films_notifications_reports_cases_and_messages_walk_an_index() {
    let (db, _folder) = database();
    let mut statements = vec![user_movies::statement(), reports::blocked_statement()];
    statements.extend(people::statements());
    statements.extend(notifications::statements());
    statements.extend(reports::case_statements());
    statements.extend(circle::statements());
    statements.extend(messages::statements());
    statements.extend(messages::mark_statements().map(str::to_owned));
    statements.extend(media::STATEMENTS.map(str::to_owned));
    for sql in statements {
        let plan = plan(&db, &sql);
        assert!(scans(&plan).is_empty(), "{sql}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}

#[test]
fn the_place_before_bounds_the_stretch_of_a_persons_index() {
    let (db, _folder) = database();
    for (sql, stretch) in [
        (user_movies::statement(), "user_movies_added (user_id=? AND (added_at,movie)<(?,?))"),
        (reports::blocked_statement(), "hidden_movies_report (user_id=? AND report<?)"),
        (people::statements()[0].clone(), "users_name ((name_folded,id)>(?,?) AND name_folded<?)"),
        (people::statements()[1].clone(), "blocks_made (user_id=? AND (created_at,blocked)<(?,?))"),
        (notifications::statements()[0].clone(), "notifications_user (user_id=? AND id<?)"),
        (notifications::statements()[1].clone(), "notifications_user (user_id=? AND id>?)"),
        (notifications::statements()[2].clone(), "notifications_user (user_id=? AND id=?)"),
        (messages::statements()[0].clone(), "messages_to (receiver=? AND sender=? AND id<?)"),
        (messages::statements()[1].clone(), "messages_to (receiver=? AND sender=? AND id>?)"),
        (messages::statements()[2].clone(), "conversations_low (low=? AND last<?)"),
        (messages::statements()[2].clone(), "conversations_high (high=? AND last<?)"),
        (messages::statements()[2].clone(), "messages_unread (receiver=? AND sender=?)"),
        (messages::statements()[3].clone(), "messages_unread (receiver=?)"),
        (messages::mark_statements()[0].to_owned(), "sqlite_autoindex_messages_1 (id=?)"),
        (
            messages::mark_statements()[1].to_owned(),
            "messages_undelivered (receiver=? AND sender=? AND id<?)",
        ),
        (messages::mark_statements()[2].to_owned(), "messages_to (receiver=? AND sender=? AND id<?)"),
        (messages::mark_statements()[2].to_owned(), "messages_undelivered (receiver=? AND sender=?)"),
        (messages::mark_statements()[3].to_owned(), "messages_unread (receiver=? AND sender=? AND id<?)"),
        (messages::mark_statements()[4].to_owned(), "messages_to (receiver=? AND sender=? AND id<?)"),
        (messages::mark_statements()[5].to_owned(), "messages_unread (receiver=? AND sender=?)"),
        (media::STATEMENTS[0].to_owned(), "media_avatar (owner=?)"),
        (media::STATEMENTS[1].to_owned(), "media_owner (owner=?)"),
        (media::STATEMENTS[1].to_owned(), "media_unused (created_at<?)"),
    ] {
        let plan = plan(&db, &sql);
        assert!(plan.contains(stretch), "{sql}\n{plan}");
    }
}

#[test]
fn a_film_that_is_looked_at_alone_is_found_with_all_that_hangs_on_it() {
    let (db, _folder) = database();
    for sql in verify::statements() {
        let plan = plan(&db, &sql);
        assert!(scans(&plan).is_empty(), "{sql}\n{plan}");
    }
}

#[test]
fn tokens_due_letters_and_all_that_is_one_persons_or_films_are_found_by_an_index() {
    let (db, _folder) = database();
    let unsorted = [api_tokens::LIST, erase::UNFINISHED, reports::OF_MOVIE].into_iter();
    let unsorted = unsorted.chain(erase::statements()).chain(movies::ERASURE).chain(comments::GONE);
    for (sql, may_sort) in unsorted.map(|sql| (sql, false)).chain([(letters::DUE, true)]) {
        let plan = plan(&db, sql);
        assert!(scans(&plan).is_empty(), "{sql}\n{plan}");
        assert!(may_sort || !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}
