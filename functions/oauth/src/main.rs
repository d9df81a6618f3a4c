//! Signing in by a provider as a Lambda binary.

use kenmovie_cloud::lambda::{Cloud, Error, serve};
use kenmovie_oauth::{Google, Ports, ROUTES, Reach, router};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = Cloud::from_env()?;
    let (front, store, kv) = (cloud.front(ROUTES).await?, cloud.store().await?, cloud.kv().await?);
    let (sign_in, google) = (cloud.sign_in(&front).await?, cloud.google().await?);
    let known = Google { issuer: google.issuer().to_owned(), is_on: google.is_on() };
    let links = cloud.links(&front, store.clone()).await?;
    let ports = Ports {
        users: store.clone(),
        tokens: store.clone(),
        letters: store,
        sessions: cloud.sessions().await?,
        one_time: kv.clone(),
        sign_ins: kv,
    };
    let reach = Reach::new(ports, cloud.providers(google), sign_in, links, known);
    serve(&front, router(&front, reach)).await
}
