//! The suite that every engine passes.

mod store {
    kenmovie_testkit::store_conformance!("SQLite", crate::site::stage);
}

mod kv {
    kenmovie_testkit::kv_conformance!("SQLite", crate::site::kv_stage);
}
