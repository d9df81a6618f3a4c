//! Many environments at once.

use std::path::Path;

use mongodb::bson::{Document, doc};

use crate::deployed::{Deployed, variable};
use crate::process::Process;
use crate::questions::Questions;
use crate::runtime::Runtime;

const MANY: usize = 200;

/// Starts them, has each answer, and tells how many connections the server holds then.
pub(crate) async fn many(folder: &Path, deployed: &Deployed, runtime: &Runtime, questions: &Questions) {
    let client = mongodb::Client::with_uri_str(variable("KENMOVIE_TEST_MONGODB")).await.unwrap();
    let before = connections(&client).await;
    let event = questions.film();
    let mut running = Vec::new();
    for number in 0..MANY {
        let process = Process::of(&folder.join("movies"), &format!("movies-{number}"), deployed, runtime);
        let event = event.clone();
        running.push(tokio::spawn(async move { process.first(&event).await }));
    }
    let mut environments = Vec::new();
    for one in running {
        environments.push(one.await.unwrap());
    }
    let held = connections(&client).await;
    println!("connections before\t{before}\nconnections with {MANY} environments\t{held}");
}

async fn connections(client: &mongodb::Client) -> i64 {
    let status: Document = client.database("admin").run_command(doc! { "serverStatus": 1 }).await.unwrap();
    i64::from(status.get_document("connections").unwrap().get_i32("current").unwrap())
}
