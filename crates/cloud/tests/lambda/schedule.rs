//! What a schedule calls.

use serde_json::json;

use crate::site::Site;

#[tokio::test]
async fn maintenance_tells_how_much_it_settled() {
    let site = Site::with(&["maintenance"]).await;
    // After the example in AWS's documentation: "Invoke a Lambda function on a schedule".
    let event = json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-21T09:30:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:events:eu-central-1:123456789012:rule/maintenance"],
        "detail": {},
    });
    let done = json!({ "finished": 0, "drifts": 0, "letters": 0, "pictures": 0 });
    assert_eq!(site.invoke("maintenance", &event).await, done);
}
