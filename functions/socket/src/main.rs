//! Sockets as a Lambda binary: the route that gives tickets, and the events of a WebSocket API.

use kenmovie_cloud::lambda::{Cloud, Error, serve_socket};
use kenmovie_socket::{ROUTES, Sockets, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let sockets = Sockets::new(&front, cloud.clock(), store, kv.clone(), cloud.hub().await?);
    serve_socket(&front, router(&front, kv), sockets).await
}
