//! The HTTP/1.1 server: hands each request the address it came from, and drains what is running when told to stop.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use kenmovie_common::http::ClientAddress;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::linger::Lingering;

/// A client that has not sent its headers by then is let go.
const HEADER_TIME: Duration = Duration::from_secs(15);
/// What is running has this long to end after the signal to stop.
const DRAIN_TIME: Duration = Duration::from_secs(20);
/// Where hyper itself stops reading headers; the gateway's own, smaller limit answers with a problem.
const HEADER_BUFFER: usize = 64 * 1024;

/// Serves until `stop` resolves, then until every answer under way is sent.
pub async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME).max_buf_size(HEADER_BUFFER);
    // Each connection holds a receiver until it ends.
    let stopping = watch::Sender::new(());
    let mut stop = pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: let some connections end before the next try.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let app = app.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ClientAddress(peer.ip()));
            app.clone().oneshot(request.map(Body::new))
        });
        let connection = http.serve_connection(TokioIo::new(Lingering::new(stream)), service).with_upgrades();
        let mut stops = stopping.subscribe();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = stops.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_TIME, drained(stopping)).await.is_err() {
        tracing::warn!("some requests were still running after {} s", DRAIN_TIME.as_secs());
    }
}

async fn drained(stopping: watch::Sender<()>) {
    let _ = stopping.send(());
    stopping.closed().await;
}
