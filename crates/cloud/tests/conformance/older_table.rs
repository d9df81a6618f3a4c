//! A table that was made before there were lists.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use kenmovie_cloud::{Dynamo, DynamoOptions};
use kenmovie_common::domain::{Device, SignInMethod, SignInOutcome, SignInRecord};
use kenmovie_common::ports::{Sessions as _, SignIns as _};
use kenmovie_common::{SessionId, Time, UserId};

/// A client that knows nothing of KenMovie.
fn plain(endpoint: &str) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "made up"));
    Client::from_conf(config.build())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_table_gets_its_index_and_its_sessions_live_on() {
    let endpoint = std::env::var("KENMOVIE_TEST_DYNAMODB").unwrap();
    let table = format!("kenmovie-older-{}", std::process::id());
    let client = plain(&endpoint);
    let key = AttributeDefinition::builder().attribute_name("pk").attribute_type(ScalarAttributeType::S);
    let schema = KeySchemaElement::builder().attribute_name("pk").key_type(KeyType::Hash);
    let create = client.create_table().table_name(&table).billing_mode(BillingMode::PayPerRequest);
    let create = create.attribute_definitions(key.build().unwrap()).key_schema(schema.build().unwrap());
    create.send().await.unwrap();
    let (id, user, now) =
        (SessionId::from_bytes([1; 16]), UserId::from_bytes([2; 16]), Time::from_millis(5_000));
    let text = |value: String| AttributeValue::S(value);
    let number = |value: u64| AttributeValue::N(value.to_string());
    let session = HashMap::from([
        ("pk", text(format!("session#{id}"))),
        ("user", text(user.to_string())),
        ("client", text("web".into())),
        ("auth_epoch", number(0)),
        ("auth_time", number(1_000)),
        ("created_at", number(1_000)),
        ("idle_until", number(9_000)),
        ("ends_at", number(9_000)),
        ("refresh", number(0)),
        ("rotated_at", number(0)),
        ("expires", number(9)),
    ]);
    let session = session.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    client.put_item().table_name(&table).set_item(Some(session)).send().await.unwrap();

    let options = DynamoOptions { endpoint: Some(endpoint), ..DynamoOptions::new(&table) };
    let dynamo = Dynamo::connect(options).await;
    for _ in 0..2 {
        dynamo.migrate().await.unwrap();
    }
    let living = dynamo.live_session(id, user, now).await.unwrap().unwrap();
    assert_eq!((living.seen_at, living.device), (Time::from_millis(1_000), Device::default()));
    let record = SignInRecord {
        at: now,
        method: SignInMethod::Password,
        outcome: SignInOutcome::SignedIn,
        machine: false,
        device: Device::default(),
    };
    dynamo.record_sign_in(Some(user), &record).await.unwrap();
    assert_eq!(dynamo.sign_ins_of(user, now).await.unwrap(), [record]);
    client.delete_table().table_name(&table).send().await.unwrap();
}
