//! The authorizer as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve_authorizer};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let front = Cloud::from_env()?.front(&[]).await?;
    serve_authorizer(async |headers| kenmovie_authorizer::authorize(&front, &headers).await).await
}
