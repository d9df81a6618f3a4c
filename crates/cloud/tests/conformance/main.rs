//! The suite that every engine passes, on MongoDB and DynamoDB.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod older_table;

mod store {
    kenmovie_testkit::store_conformance!("MongoDB", kenmovie_testkit::engines::mongodb);
}

mod kv {
    kenmovie_testkit::kv_conformance!("DynamoDB", kenmovie_testkit::engines::dynamodb);
}
