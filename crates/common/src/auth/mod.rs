//! Identity: who a caller is, how that is proven, and what it allows.

mod api_token;
mod identity;
mod key_set;
mod keys;
mod link;
mod new_device;
mod password;
mod pepper;
mod roles;
mod scope;
mod secret;
mod sign_in;
mod token;

pub use api_token::{NewApiToken, api_token_of};
pub use identity::{Identifier, Identity, Verdict};
pub use key_set::{KeySet, KeySetFault};
pub use keys::{KeyError, KeysFault, SigningKey, VerifyingKey};
pub use link::{Links, Reset};
pub use new_device::tell_of_new_device;
pub use password::{Checked, HashFault, Passwords, refuse_same_as_identity};
pub use pepper::{PepperFault, Peppers};
pub use roles::give_role;
pub use scope::{Preset, Scope, Scopes};
pub use secret::{Hmac, new_api_token, sha256};
pub use sign_in::{MachineToken, SignIn, effective_scopes};
pub use token::{Audience, Claims, Issuer, TOKEN_LIFE, TokenFault, Verifier};
