//! The suite that every engine passes, on MongoDB and DynamoDB; and what is each one's own.

mod crashed;
mod older_table;
mod sockets;

mod store {
    kenmovie_testkit::store_conformance!("MongoDB", kenmovie_testkit::engines::mongodb);
}

mod kv {
    kenmovie_testkit::kv_conformance!("DynamoDB", kenmovie_testkit::engines::dynamodb);
}
