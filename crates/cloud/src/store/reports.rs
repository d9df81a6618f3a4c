//! Reports of films, and what they hide.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{
    BlockedMovie, Case, Decision, MovieMine, Reason, Report, ReportStatus, Target,
};
use kenmovie_common::ports::{
    CaseFilter, Constraint, Created, Idempotency, NewReport, Page, Reports, StoreError, StoreResult,
};
use kenmovie_common::{MovieId, ReportId, UserId};
use mongodb::ClientSession;
use mongodb::bson::{Binary, Bson, DateTime, Document, Uuid, doc};
use mongodb::options::Hint;
use serde::{Deserialize, Serialize};

use super::client::{LONGEST, Mongo};
use super::error::{Outcome, corrupt};
use super::mine::Mine;
use super::movies::{CardDocument, card_projection};
use super::reactions::MOVIE;
use super::schema::{HIDDEN_MOVIES, MOVIES, REPORTS, USERS};
use super::users::living;
use super::value::{date, hash, one_more, time, uuid};

/// A report, with its maker's name and address as they were.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ReportDocument {
    #[serde(rename = "_id")]
    pub(super) id: Uuid,
    pub(super) user: Uuid,
    pub(super) user_name: String,
    pub(super) user_email: String,
    /// What the target is: `movie`.
    pub(super) kind: String,
    pub(super) target: Uuid,
    pub(super) reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    pub(super) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) decided_at: Option<DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<Binary>,
}

impl ReportDocument {
    fn report(&self) -> Outcome<Report> {
        let Self { reason, status, .. } = self;
        Ok(Report {
            id: ReportId::from_bytes(self.id.bytes()),
            movie_id: MovieId::from_bytes(self.target.bytes()),
            comment_id: None,
            reason: Reason::parse(reason).ok_or_else(|| corrupt(format!("the reason {reason:?}")))?,
            status: ReportStatus::parse(status).ok_or_else(|| corrupt(format!("the status {status:?}")))?,
            text: self.text.clone(),
            note: self.note.clone(),
            created_at: time(self.created_at),
            decided_at: None,
        })
    }
}

/// What a person does not see, and the report that hid it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hidden {
    #[serde(rename = "_id")]
    pub(super) key: HiddenKey,
    pub(super) report: Uuid,
}

/// The fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct HiddenKey {
    pub(super) user: Uuid,
    pub(super) movie: Uuid,
}

impl HiddenKey {
    fn bson(self) -> Bson {
        doc! { "user": self.user, "movie": self.movie }.into()
    }
}

#[derive(Deserialize)]
struct Reporter {
    name: String,
    email: String,
}

#[async_trait]
impl Reports for Mongo {
    /// None too where the reporter's account is gone.
    async fn report(&self, new: NewReport) -> StoreResult<Option<Created<Report>>> {
        self.run(async move |mongo: Self| mongo.make_report(new).await).await
    }

    async fn list_blocked_movies(
        &self,
        user: UserId,
        after: Option<ReportId>,
        limit: usize,
    ) -> StoreResult<Page<BlockedMovie, ReportId>> {
        self.run(async move |mongo: Self| mongo.blocked(uuid(user.bytes()), after, limit).await).await
    }

    async fn unblock_movie(&self, user: UserId, movie: MovieId) -> StoreResult<bool> {
        let key = HiddenKey { user: uuid(user.bytes()), movie: uuid(movie.bytes()) };
        self.run(async move |mongo: Self| {
            mongo.transaction(move |mongo, session| Box::pin(mongo.unblock(session, key))).await
        })
        .await
    }

    async fn list_cases(
        &self,
        _: CaseFilter,
        _: Option<ReportId>,
        _: usize,
    ) -> StoreResult<Page<Case, ReportId>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }

    async fn decide_case(&self, _: ReportId, _: Decision) -> StoreResult<Option<Case>> {
        Err(StoreError::Unavailable("not written".to_owned()))
    }
}

impl Mongo {
    async fn make_report(&self, new: NewReport) -> Outcome<Option<Created<Report>>> {
        if let Some(asked) = &new.idempotency
            && let Some(report) = self.made(new.user, asked).await?
        {
            return Ok(Some(Created { value: report, replayed: true }));
        }
        let Target::Movie(movie) = new.target else {
            return Err(StoreError::Unavailable("not written".to_owned()).into());
        };
        let user = uuid(new.user.bytes());
        let reporters = self.collection::<Reporter>(USERS);
        let named = reporters.find_one(living(user)).projection(doc! { "name": 1, "email": 1 });
        let Some(Reporter { name, email }) = named.max_time(LONGEST).await? else { return Ok(None) };
        let document = ReportDocument {
            id: uuid(new.id.bytes()),
            user,
            user_name: name,
            user_email: email,
            kind: MOVIE.to_owned(),
            target: uuid(movie.bytes()),
            reason: new.reason.code().to_owned(),
            text: new.text,
            status: ReportStatus::Open.as_str().to_owned(),
            note: None,
            created_at: date(new.now),
            decided_at: None,
            key: new.idempotency.as_ref().map(|asked| asked.key.clone()),
            fingerprint: new.idempotency.as_ref().map(|asked| hash(asked.fingerprint)),
        };
        let report = document.report()?;
        let document = Arc::new(document);
        let stored = self.transaction(move |mongo, session| {
            let document = Arc::clone(&document);
            Box::pin(async move { mongo.store_report(session, &document).await })
        });
        let stored = stored.await;
        match (stored, &new.idempotency) {
            (Ok(true), _) => Ok(Some(Created { value: report, replayed: false })),
            (Ok(false), _) => Ok(None),
            (Err(failure), Some(asked)) if failure.is_duplicate("reports_key") => {
                let first = self.made(new.user, asked).await?;
                let first =
                    first.ok_or_else(|| StoreError::Unavailable("the same key is being used".to_owned()))?;
                Ok(Some(Created { value: first, replayed: true }))
            }
            (Err(failure), asked) if failure.is_duplicate("reports_open") => {
                // The same request at the same moment may have been the one that opened it.
                match asked {
                    Some(asked) => match self.made(new.user, asked).await? {
                        Some(first) => Ok(Some(Created { value: first, replayed: true })),
                        None => Err(StoreError::Conflict(Constraint::OpenReport).into()),
                    },
                    None => Err(StoreError::Conflict(Constraint::OpenReport).into()),
                }
            }
            (Err(failure), _) => Err(failure),
        }
    }

    /// False where there is no such film.
    async fn store_report(&self, session: &mut ClientSession, report: &ReportDocument) -> Outcome<bool> {
        let films = self.collection::<Document>(MOVIES);
        let counted = doc! { "$inc": { "reports": 1_i64 } };
        let film = films.update_one(doc! { "_id": report.target }, counted).session(&mut *session).await?;
        if film.matched_count == 0 {
            return Ok(false);
        }
        self.collection::<ReportDocument>(REPORTS).insert_one(report).session(&mut *session).await?;
        let key = HiddenKey { user: report.user, movie: report.target }.bson();
        let hides = doc! { "$set": { "report": report.id } };
        let hidden = self.collection::<Document>(HIDDEN_MOVIES);
        hidden.update_one(doc! { "_id": key }, hides).upsert(true).session(session).await?;
        Ok(true)
    }

    /// The report that was made under this key.
    async fn made(&self, user: UserId, asked: &Idempotency) -> Outcome<Option<Report>> {
        let reports = self.collection::<ReportDocument>(REPORTS);
        let found = reports.find_one(doc! { "user": uuid(user.bytes()), "key": &asked.key });
        match found.max_time(LONGEST).await? {
            Some(found)
                if found.fingerprint.as_ref().is_none_or(|print| print.bytes != asked.fingerprint) =>
            {
                Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
            }
            found => found.as_ref().map(ReportDocument::report).transpose(),
        }
    }

    async fn unblock(&self, session: &mut ClientSession, key: HiddenKey) -> Outcome<bool> {
        let hidden = self.collection::<Document>(HIDDEN_MOVIES);
        let shown = hidden.delete_one(doc! { "_id": key.bson() }).session(&mut *session).await?;
        if shown.deleted_count == 0 {
            return Ok(false);
        }
        let open = doc! { "user": key.user, "target": key.movie, "status": ReportStatus::Open.as_str() };
        self.withdraw(session, open, Some(key.movie)).await?;
        Ok(true)
    }

    /// Takes a report away, if it is there, and counts it out where it is of a film.
    pub(super) async fn withdraw(
        &self,
        session: &mut ClientSession,
        report: Document,
        film: Option<Uuid>,
    ) -> Outcome<()> {
        let reports = self.collection::<Document>(REPORTS);
        let withdrawn = reports.delete_one(report).session(&mut *session).await?;
        if let Some(film) = film.filter(|_| withdrawn.deleted_count > 0) {
            let uncounted = doc! { "$inc": { "reports": -1_i64 } };
            let films = self.collection::<Document>(MOVIES);
            films.update_one(doc! { "_id": film }, uncounted).session(session).await?;
        }
        Ok(())
    }

    async fn blocked(
        &self,
        user: Uuid,
        after: Option<ReportId>,
        limit: usize,
    ) -> Outcome<Page<BlockedMovie, ReportId>> {
        let mut stretch = doc! { "_id.user": user };
        if let Some(after) = after {
            stretch.insert("report", doc! { "$lt": uuid(after.bytes()) });
        }
        let rows = self.collection::<Hidden>(HIDDEN_MOVIES);
        let hidden = rows
            .find(stretch)
            .sort(doc! { "report": -1 })
            .hint(Hint::Name("hidden_movies_report".to_owned()))
            .limit(one_more(limit))
            .batch_size(1_000)
            .max_time(LONGEST);
        let mut hidden: Vec<Hidden> = hidden.await?.try_collect().await?;
        let more = hidden.len() > limit;
        hidden.truncate(limit);
        let next = hidden.last().filter(|_| more).map(|last| ReportId::from_bytes(last.report.bytes()));
        let films: Vec<Uuid> = hidden.iter().map(|hidden| hidden.key.movie).collect();
        let reports: Vec<Uuid> = hidden.iter().map(|hidden| hidden.report).collect();
        let (mut films, mut reports, mine) = tokio::try_join!(
            self.films(films.clone()),
            self.reports(reports),
            Mine::of(self, user, &films),
        )?;
        let mut items = Vec::with_capacity(hidden.len());
        for Hidden { key, report } in hidden {
            // A film or a report that goes at this moment is no longer listed.
            let (Some(film), Some(report)) = (films.remove(&key.movie), reports.remove(&report)) else {
                continue;
            };
            let mut movie = film.card()?;
            movie.mine = Some(MovieMine { blocked: true, ..mine.with(key.movie) });
            items.push(BlockedMovie { movie, report: report.report()? });
        }
        Ok(Page { items, next })
    }

    async fn films(&self, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, CardDocument>> {
        let rows = self.collection::<CardDocument>(MOVIES);
        let films = rows.find(doc! { "_id": { "$in": ids } });
        let films = films.projection(card_projection()).batch_size(1_000).max_time(LONGEST);
        Ok(films.await?.map_ok(|film| (film.id, film)).try_collect().await?)
    }

    async fn reports(&self, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, ReportDocument>> {
        let rows = self.collection::<ReportDocument>(REPORTS);
        let reports = rows.find(doc! { "_id": { "$in": ids } });
        let reports = reports.batch_size(1_000).max_time(LONGEST);
        Ok(reports.await?.map_ok(|report| (report.id, report)).try_collect().await?)
    }
}
