//! What a function says that cannot start.

use std::process::Command;

use crate::deployed::ORIGIN;
use crate::site::binary;

/// What is printed by a function with nothing but these variables.
fn said(function: &str, variables: &[(&str, &str)]) -> String {
    let ended = Command::new(binary(function)).env_clear().envs(variables.iter().copied()).output().unwrap();
    assert!(!ended.status.success());
    String::from_utf8(ended.stderr).unwrap()
}

#[test]
fn a_function_that_lacks_a_variable_names_it() {
    let lacking = said("maintenance", &[]);
    assert_eq!(lacking, "Error: MONGODB_URI is not set; it says where MongoDB is, without a password\n");
    let lacking = said("authorizer", &[("KENMOVIE_PUBLIC_URL", ORIGIN)]);
    assert_eq!(lacking, "Error: KENMOVIE_TABLE is not set; it says the name of the DynamoDB table\n");
}

#[test]
fn a_variable_that_cannot_be_used_is_named_with_the_reason_but_not_its_text() {
    let wrong = said(
        "authorizer",
        &[("KENMOVIE_PUBLIC_URL", ORIGIN), ("KENMOVIE_TABLE", "t"), ("KENMOVIE_PUBLIC_KEYS", "{}")],
    );
    assert_eq!(wrong, "Error: KENMOVIE_PUBLIC_KEYS cannot be used: not a JWK set of Ed25519 keys\n");
    let wrong = said("maintenance", &[("MONGODB_URI", "mongodb://ana:hunter2@")]);
    assert!(
        wrong.starts_with("Error: MONGODB_URI cannot be used: ") && !wrong.contains("hunter2"),
        "{wrong}"
    );
}
