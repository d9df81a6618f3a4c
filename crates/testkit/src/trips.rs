//! What the application sends to the engines of the cloud.

use std::sync::Arc;

use kenmovie_cloud::{CommandCounter, RequestCounter};
use kenmovie_common::http::Limits;

use crate::app::{ORIGIN, TestApp};
use crate::engines::{counted_dynamodb, counted_mongodb};

/// The application on MongoDB and DynamoDB, with the limits of production, and a count of what it sends to them.
pub struct Trips {
    pub app: TestApp,
    mongodb: Arc<CommandCounter>,
    dynamodb: Arc<RequestCounter>,
}

impl Trips {
    pub async fn new() -> Self {
        let (mongodb, dynamodb) = (Arc::<CommandCounter>::default(), Arc::<RequestCounter>::default());
        let engines = tokio::join!(
            counted_mongodb(Some(Arc::clone(&mongodb))),
            counted_dynamodb(Some(Arc::clone(&dynamodb)))
        );
        let app = TestApp::on(engines, ORIGIN, Limits::Production);
        Self { app, mongodb, dynamodb }
    }

    /// The names of the commands to MongoDB and of the requests to DynamoDB since the last call, in their order.
    pub fn take(&self) -> (Vec<String>, Vec<String>) {
        (self.mongodb.take(), self.dynamodb.take())
    }
}
