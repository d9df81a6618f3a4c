//! Whether an engine answers.

use super::stage::{KvStage, Stage};

pub async fn a_document_store_answers(stage: &Stage) {
    for _ in 0..3 {
        stage.store.ping().await.unwrap();
    }
}

pub async fn an_ephemeral_store_answers(stage: &KvStage) {
    for _ in 0..3 {
        stage.kv.ping().await.unwrap();
    }
}
