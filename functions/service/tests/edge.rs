//! Behind an edge, where one is configured.

use kenmovie_common::http::Edge;
use kenmovie_testkit::TestApp;

use crate::health::behind_edge;

/// What stands for `butaca` and for `platea`: `printf butaca | sha256sum`.
const DIGESTS: &str = "e2dcb12ba8508859499f0e3b9046e6e3e4c0ae2a48e3fff3209497caa04fa37d,c5e860d426591fe81612b3732aac43acd6bad35a484e6a091f1d06ead728ef02";

const PUBLIC: [&str; 4] = ["/api/health", "/api/config", "/.well-known/jwks.json", "/api/nothing-there"];

#[tokio::test]
async fn nobody_walks_around_the_edge_not_even_to_what_is_public() {
    let client = behind_edge(&TestApp::new().await, Edge::parse(DIGESTS).unwrap());
    for path in PUBLIC {
        let reply = client.get(path).await;
        assert!(reply.header("x-request-id").is_some());
        reply.problem(403, "edge_required");
        for wrong in ["", "butac", DIGESTS] {
            client.get(path).header("x-km-edge", wrong).await.problem(403, "edge_required");
        }
    }
}

#[tokio::test]
async fn both_secrets_are_taken_while_one_is_rotated_out() {
    let client = behind_edge(&TestApp::new().await, Edge::parse(DIGESTS).unwrap());
    for secret in ["butaca", "platea"] {
        client.get("/api/health").header("x-km-edge", secret).await.ok(200);
        client.get("/api/nothing-there").header("x-km-edge", secret).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn on_one_machine_there_is_no_edge() {
    TestApp::new().await.visitor().get("/api/health").await.ok(200);
}
