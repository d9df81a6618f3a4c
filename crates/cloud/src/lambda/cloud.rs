//! What a function is wired to in the cloud.

use std::path::Path;
use std::sync::Arc;

use kenmovie_common::ports::Clock;

use super::logs;
use super::settings::{GOOGLE_CLIENT_ID, LAMBDA_TASK_ROOT, Settings, StartError};
use crate::SystemClock;

/// Connects what a function's `main.rs` asks for, once an environment, in init.
pub struct Cloud {
    pub(super) settings: Settings,
    clock: Arc<dyn Clock>,
    #[cfg(feature = "kv")]
    random: Arc<dyn kenmovie_common::ports::Random>,
    #[cfg(feature = "kv")]
    kv: tokio::sync::OnceCell<crate::Dynamo>,
}

impl Cloud {
    /// Reads the environment and begins to log.
    pub fn from_env() -> Result<Self, StartError> {
        let settings = Settings::from_env();
        logs::start(&settings)?;
        Ok(Self {
            settings,
            clock: Arc::new(SystemClock),
            #[cfg(feature = "kv")]
            random: Arc::new(crate::SystemRandom),
            #[cfg(feature = "kv")]
            kv: tokio::sync::OnceCell::new(),
        })
    }

    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// A text file that was packaged with the function.
    pub fn packaged(&self, name: &str) -> Result<String, StartError> {
        let path = Path::new(self.settings.need(&LAMBDA_TASK_ROOT)?).join(name);
        std::fs::read_to_string(&path)
            .map_err(|error| LAMBDA_TASK_ROOT.wrong(format_args!("{}: {error}", path.display())))
    }

    /// Whether browsers can sign in with Google.
    pub fn has_google(&self) -> bool {
        self.settings.get(&GOOGLE_CLIENT_ID).is_some()
    }
}

#[cfg(feature = "store")]
mod store {
    use std::sync::Arc;

    use super::{Cloud, StartError};
    use crate::lambda::settings::MONGODB_URI;
    use crate::{Mongo, MongoOptions};

    impl Cloud {
        /// The documents. An environment answers one request at a time, so one connection to a node is enough.
        /// Of this type and not a port, so that a binary holds the ports it is wired to and no others.
        pub async fn store(&self) -> Result<Arc<Mongo>, StartError> {
            let uri = self.settings.need(&MONGODB_URI)?;
            let options = MongoOptions { pool: 1, compress: true, ..MongoOptions::new(uri) };
            let mongo = Mongo::connect(options).await.map_err(|error| MONGODB_URI.wrong(error))?;
            Ok(Arc::new(mongo))
        }
    }
}

#[cfg(feature = "mail")]
mod mail {
    use std::sync::Arc;

    use kenmovie_common::ports::Mailer;

    use super::{Cloud, StartError};
    use crate::lambda::settings::{KENMOVIE_MAIL_FROM, KENMOVIE_SES_ENDPOINT};
    use crate::{Ses, SesOptions};

    impl Cloud {
        /// The way letters leave.
        pub async fn mailer(&self) -> Result<Arc<dyn Mailer>, StartError> {
            let from = self.settings.need(&KENMOVIE_MAIL_FROM)?;
            let endpoint = self.settings.get(&KENMOVIE_SES_ENDPOINT).map(str::to_owned);
            Ok(Arc::new(Ses::connect(SesOptions { endpoint, ..SesOptions::new(from) }).await))
        }
    }
}

#[cfg(feature = "blobs")]
mod blobs {
    use std::sync::Arc;

    use kenmovie_common::ports::Blobs;

    use super::{Cloud, StartError};
    use crate::lambda::settings::{KENMOVIE_MEDIA_BUCKET, KENMOVIE_S3_ENDPOINT};
    use crate::{S3, S3Options};

    impl Cloud {
        /// Pictures.
        pub async fn blobs(&self) -> Result<Arc<dyn Blobs>, StartError> {
            let bucket = self.settings.need(&KENMOVIE_MEDIA_BUCKET)?;
            let endpoint = self.settings.get(&KENMOVIE_S3_ENDPOINT).map(str::to_owned);
            Ok(Arc::new(S3::connect(S3Options { endpoint, ..S3Options::new(bucket) }).await))
        }
    }
}

#[cfg(feature = "kv")]
mod kv {
    use std::sync::Arc;

    use kenmovie_common::auth::{
        Audience, Hmac, Identifier, KeySet, Links, Passwords, Peppers, SignIn, Verifier, VerifyingKey,
    };
    use kenmovie_common::http::{Edge, Front, FrontParts, Limits, Route, Site};
    use kenmovie_common::ports::Letters;

    use super::{Cloud, StartError};
    use crate::lambda::place;
    use crate::lambda::settings::{
        KENMOVIE_DYNAMODB_ENDPOINT, KENMOVIE_EDGE, KENMOVIE_FINGERPRINT, KENMOVIE_KEYS, KENMOVIE_LIMITS,
        KENMOVIE_PEPPER, KENMOVIE_PUBLIC_KEYS, KENMOVIE_PUBLIC_URL, KENMOVIE_TABLE,
    };
    use crate::{Dynamo, DynamoOptions};

    /// The fewest bytes of a secret that keys an HMAC (RFC 2104: its output's length).
    const SHORTEST_SECRET: usize = 32;

    impl Cloud {
        /// What is ephemeral.
        pub async fn kv(&self) -> Result<Arc<Dynamo>, StartError> {
            let table = self.settings.need(&KENMOVIE_TABLE)?;
            let endpoint = self.settings.get(&KENMOVIE_DYNAMODB_ENDPOINT).map(str::to_owned);
            let options = DynamoOptions { endpoint, ..DynamoOptions::new(table) };
            Ok(Arc::new(self.kv.get_or_init(|| Dynamo::connect(options)).await.clone()))
        }

        /// The public keys of access tokens, the newest first.
        pub fn public_keys(&self) -> Result<Vec<VerifyingKey>, StartError> {
            let text = self.settings.need(&KENMOVIE_PUBLIC_KEYS)?;
            VerifyingKey::parse_set(text).map_err(|error| KENMOVIE_PUBLIC_KEYS.wrong(error))
        }

        /// What stands before a function with these routes.
        pub async fn front(&self, routes: &[Route]) -> Result<Front, StartError> {
            let site = self.site()?;
            let kv = self.kv().await?;
            let audience = Audience::of_site(site.origin());
            let verifier = Verifier::new(&self.public_keys()?, &audience)
                .map_err(|error| KENMOVIE_PUBLIC_KEYS.wrong(error))?;
            Ok(Front::new(FrontParts {
                site,
                clock: Arc::clone(&self.clock),
                random: Arc::clone(&self.random),
                identifier: Arc::new(Identifier::new(verifier, kv.clone(), Arc::clone(&self.clock))),
                counters: kv,
                limits: self.limits()?,
                edge: self.edge()?,
                fingerprint: self.fingerprint(routes).await?,
            }))
        }

        /// Begins and renews sessions: whoever asks for this may read the private keys.
        pub async fn sign_in(&self, front: &Front) -> Result<SignIn, StartError> {
            let text = place::read(&self.settings, &KENMOVIE_KEYS).await?;
            let keys = KeySet::parse(text.as_bytes()).map_err(|fault| KENMOVIE_KEYS.wrong(fault))?;
            let signing = keys.public();
            if !signing.first().is_some_and(|key| self.public_keys().is_ok_and(|known| known.contains(key))) {
                return Err(KENMOVIE_PUBLIC_KEYS.wrong("the key that signs is not among them"));
            }
            let audience = Audience::of_site(self.site()?.origin());
            Ok(SignIn::new(front.clone(), keys.issuer(audience), self.kv().await?))
        }

        /// Sends links and takes their tokens.
        pub async fn links(&self, front: &Front, letters: Arc<dyn Letters>) -> Result<Links, StartError> {
            Ok(Links::new(front.clone(), self.kv().await?, letters))
        }

        /// An environment answers one request at a time, so one password is hashed at a time.
        pub async fn passwords(&self) -> Result<Passwords, StartError> {
            let peppers = match self.settings.get(&KENMOVIE_PEPPER) {
                None => Peppers::default(),
                Some(_) => Peppers::parse(&place::read(&self.settings, &KENMOVIE_PEPPER).await?)
                    .map_err(|fault| KENMOVIE_PEPPER.wrong(fault))?,
            };
            Ok(Passwords::new(1, peppers, Arc::clone(&self.random)))
        }

        fn site(&self) -> Result<Site, StartError> {
            let origin = self.settings.need(&KENMOVIE_PUBLIC_URL)?;
            Site::new(origin).map_err(|error| KENMOVIE_PUBLIC_URL.wrong(error))
        }

        fn limits(&self) -> Result<Limits, StartError> {
            match self.settings.get(&KENMOVIE_LIMITS) {
                None | Some("production") => Ok(Limits::Production),
                Some("relaxed") => Ok(Limits::Relaxed),
                Some(_) => Err(KENMOVIE_LIMITS.wrong("it is neither production nor relaxed")),
            }
        }

        fn edge(&self) -> Result<Option<Edge>, StartError> {
            let digests = self.settings.get(&KENMOVIE_EDGE).map(Edge::parse);
            digests.transpose().map_err(|error| KENMOVIE_EDGE.wrong(error))
        }

        /// The secret behind idempotency keys and the keys of addresses is one for all environments. A function that has no
        /// use for it gets what nobody knows.
        async fn fingerprint(&self, routes: &[Route]) -> Result<Hmac, StartError> {
            if routes.iter().any(|route| route.idempotent || route.by_address) {
                let secret = place::read(&self.settings, &KENMOVIE_FINGERPRINT).await?;
                if secret.len() < SHORTEST_SECRET {
                    let reason = format!("it is shorter than {SHORTEST_SECRET} bytes");
                    return Err(KENMOVIE_FINGERPRINT.wrong(reason));
                }
                return Ok(Hmac::new(secret.as_bytes()));
            }
            let mut secret = [0; SHORTEST_SECRET];
            self.random.fill(&mut secret);
            Ok(Hmac::new(&secret))
        }
    }
}

#[cfg(all(feature = "kv", feature = "oidc"))]
mod providers {
    use std::sync::Arc;

    use kenmovie_common::ports::Providers;
    use kenmovie_oidc::{GOOGLE, Google, Oidc};

    use super::{Cloud, StartError};
    use crate::lambda::place;
    use crate::lambda::settings::{GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_ISSUER};

    impl Cloud {
        /// Google, or who stands in its place. Without an id there the site is nobody to it, and no secret is read.
        pub async fn google(&self) -> Result<Google, StartError> {
            let issuer = self.settings.get(&GOOGLE_ISSUER).unwrap_or(GOOGLE);
            let google = Google::at(issuer).map_err(|error| GOOGLE_ISSUER.wrong(error))?;
            let Some(id) = self.settings.get(&GOOGLE_CLIENT_ID) else { return Ok(google) };
            let secret = place::read(&self.settings, &GOOGLE_CLIENT_SECRET).await?;
            Ok(google.with_client(id.to_owned(), secret))
        }

        /// Whoever says who somebody is.
        pub fn providers(&self, google: Google) -> Arc<dyn Providers> {
            Arc::new(Oidc::new(google, self.clock()))
        }
    }
}
