//! The suite that every engine passes, on MongoDB and DynamoDB; and what is MongoDB's own.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test panics where it fails")]

mod crashed;

mod store {
    kenmovie_testkit::store_conformance!("MongoDB", kenmovie_testkit::engines::mongodb);
}

mod kv {
    kenmovie_testkit::kv_conformance!("DynamoDB", kenmovie_testkit::engines::dynamodb);
}
