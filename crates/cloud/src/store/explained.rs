//! What a real server, which `KENMOVIE_TEST_MONGODB` names, says of how it answers queries.

use std::future::Future;
use std::sync::Arc;

use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, doc};

use super::client::{Mongo, MongoOptions};
use super::find::Find;
use super::monitor::CommandCounter;

/// Runs this in a database of its own, and removes that whatever happens.
pub(super) async fn with_database<F>(test: impl FnOnce(Mongo, Arc<CommandCounter>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let uri = std::env::var("KENMOVIE_TEST_MONGODB").expect(
        "KENMOVIE_TEST_MONGODB is to name a MongoDB for tests: run `cargo xtask test`, which starts one",
    );
    let (hosts, options) = uri.split_once('?').unwrap_or((&uri, ""));
    let hosts = hosts.trim_end_matches('/');
    let named = format!("{hosts}/kenmovie_store_{}?{options}", ObjectId::new());
    let counter = Arc::new(CommandCounter::default());
    let options = MongoOptions { counter: Some(Arc::clone(&counter)), ..MongoOptions::new(named) };
    let mongo = Mongo::connect(options).await.unwrap();
    mongo.migrate().await.unwrap();
    let outcome = tokio::spawn(test(mongo.clone(), counter)).await;
    mongo.database.drop().await.unwrap();
    outcome.unwrap();
}

/// What the server says of a query: its stages, the indexes, the keys and the documents that it went through.
#[derive(Debug, Default)]
pub(super) struct Explained {
    pub(super) stages: Vec<String>,
    pub(super) indexes: Vec<String>,
    pub(super) keys: i64,
    pub(super) documents: i64,
    pub(super) found: i64,
}

impl Explained {
    pub(super) async fn of(mongo: &Mongo, find: &Find) -> Self {
        Self::of_command(mongo, find.explain_command()).await
    }

    pub(super) async fn of_command(mongo: &Mongo, command: Document) -> Self {
        let told = mongo.database.run_command(command).await.unwrap();
        let run = told.get_document("executionStats").unwrap();
        let number = |name| run.get(name).and_then(|n| n.as_i64().or(n.as_i32().map(i64::from))).unwrap();
        let mut explained = Self {
            keys: number("totalKeysExamined"),
            documents: number("totalDocsExamined"),
            found: number("nReturned"),
            ..Self::default()
        };
        explained.visit(told.get_document("queryPlanner").unwrap().get_document("winningPlan").unwrap());
        explained
    }

    /// Of an aggregation: the stages and the indexes of all its look-ups that are planned by themselves.
    pub(super) async fn of_stages(
        mongo: &Mongo,
        collection: &str,
        stages: &[Document],
        index: Option<&str>,
    ) -> Self {
        let mut aggregate = doc! { "aggregate": collection, "pipeline": stages, "cursor": {} };
        if let Some(index) = index {
            aggregate.insert("hint", index);
        }
        let command = doc! { "explain": aggregate, "verbosity": "executionStats" };
        let told = mongo.database.run_command(command).await.unwrap();
        let mut explained = Self::default();
        explained.visit_plans(&Bson::Document(told));
        explained
    }

    fn visit_plans(&mut self, told: &Bson) {
        match told {
            Bson::Document(told) => {
                if let Ok(plan) = told.get_document("winningPlan") {
                    self.visit(plan);
                }
                // Of a join, which tells what it walked.
                if let Ok(used) = told.get_array("indexesUsed") {
                    self.indexes.extend(used.iter().filter_map(Bson::as_str).map(str::to_owned));
                }
                let scans = told.get("collectionScans");
                if scans
                    .and_then(|scans| scans.as_i64().or(scans.as_i32().map(i64::from)))
                    .is_some_and(|n| n > 0)
                {
                    self.stages.push("COLLSCAN".to_owned());
                }
                told.values().for_each(|value| self.visit_plans(value));
            }
            Bson::Array(all) => all.iter().for_each(|value| self.visit_plans(value)),
            _ => {}
        }
    }

    fn visit(&mut self, stage: &Document) {
        self.stages.extend(stage.get_str("stage").map(str::to_owned));
        self.indexes.extend(stage.get_str("indexName").map(str::to_owned));
        for value in stage.values() {
            match value {
                Bson::Document(inner) => self.visit(inner),
                Bson::Array(all) => {
                    all.iter().filter_map(Bson::as_document).for_each(|inner| self.visit(inner));
                }
                _ => {}
            }
        }
    }

    pub(super) fn has(&self, stage: &str) -> bool {
        self.stages.iter().any(|other| other == stage)
    }
}
