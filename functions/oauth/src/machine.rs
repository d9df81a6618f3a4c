//! `POST /api/sign-provider`

use axum::extract::{FromRequest as _, Request, State};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::auth::{MachineToken, Scope, api_token_of, sha256};
use kenmovie_common::domain::{ApiToken, Device, Language, ProviderAccount, Role, User};
use kenmovie_common::http::{Access, Field, FieldCode, FieldError, Json, Kind, Limit, Problem, Route};
use kenmovie_common::ports::Purpose;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Desk;
use crate::person::Arrival;

pub(crate) const ROUTE: Route = Route::post("/api/sign-provider", Access::Public)
    .summary(
        "Sign somebody in whom a provider knows, for a machine client with X-Api-Token: {provider, id_token} with \
         signin:auth, checked here; or, with signin:provider, {provider, subject, email, email_verified, name} of a \
         person whom the client has verified itself. provider is google, or the issuer's address.",
    )
    .body(&[
        Field::required("provider", Kind::Line { min: 1, max: 255 }),
        Field::optional("id_token", Kind::Secret { min: 1, max: 8192 }),
        Field::optional("subject", Kind::Line { min: 1, max: 255 }),
        Field::optional("email", Kind::Email),
        Field::optional("email_verified", Kind::Boolean),
        Field::optional("name", Kind::Line { min: 1, max: 200 }),
        Field::optional("picture", Kind::HttpsUrl),
    ])
    .answers::<SignedIn>(200)
    .problems(&["invalid_credentials", "insufficient_scope", "email_taken", "provider_unavailable"])
    .limited(&Limit::SIGN_PROVIDER)
    .by_address();

#[derive(Deserialize)]
pub(crate) struct Word {
    provider: String,
    id_token: Option<String>,
    subject: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
    name: Option<String>,
    picture: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SignedIn {
    user: User,
    #[serde(flatten)]
    token: MachineToken,
}

pub(crate) async fn sign_in(
    State(desk): State<Desk>,
    device: Device,
    request: Request,
) -> Result<Json<SignedIn>, Problem> {
    let headers = request.headers().clone();
    let client = desk.client(&headers).await?;
    // Only now: who may not is told so before what is wrong with the body.
    let Json(word) = Json::<Word>::from_request(request, &()).await?;
    word.is_of_one_form()?;
    let needs = if word.id_token.is_some() { Scope::SigninAuth } else { Scope::SigninProvider };
    if !client.scopes.has(needs) {
        return Err(Problem::InsufficientScope);
    }
    let language = Language::asked(&headers);
    let user = match word.id_token.clone() {
        Some(id_token) => desk.by_token(&client, &word.provider, &id_token, language).await?,
        None => desk.by_word(word, language).await?,
    };
    let begun = desk.reach.sign_in.machine(&user, &client, device.clone()).await?;
    let token = begun.ok_or(Problem::InvalidCredentials)?;
    desk.note(&user, device, true).await;
    Ok(Json(SignedIn { user, token }))
}

impl Word {
    /// 422 unless it is an ID token, or all that a trusted client says in place of one.
    fn is_of_one_form(&self) -> Result<(), Problem> {
        let said = [
            ("subject", self.subject.is_some()),
            ("email", self.email.is_some()),
            ("email_verified", self.email_verified.is_some()),
            ("name", self.name.is_some()),
        ];
        let none = !said.iter().any(|(_, there)| *there) && self.picture.is_none();
        let errors: Vec<FieldError> = if self.id_token.is_some() {
            let beside = said.into_iter().chain([("picture", self.picture.is_some())]);
            beside.filter(|(_, there)| *there).map(|(name, _)| beside_token(name)).collect()
        } else if none {
            vec![needed("id_token")]
        } else {
            said.into_iter().filter(|(_, there)| !there).map(|(name, _)| needed(name)).collect()
        };
        if errors.is_empty() { Ok(()) } else { Err(Problem::Invalid(errors)) }
    }
}

fn needed(field: &str) -> FieldError {
    FieldError::new(field, FieldCode::Required, "This is needed.")
}

fn beside_token(field: &str) -> FieldError {
    FieldError::new(field, FieldCode::UnknownField, "Not beside id_token, which says it.")
}

impl Desk {
    /// The machine client that asks: 401 where its API token is none, 403 where that lets nobody in by a provider.
    async fn client(&self, headers: &HeaderMap) -> Result<ApiToken, Problem> {
        let secret = headers.get("x-api-token").ok_or(Problem::InvalidCredentials)?;
        let (tokens, now) = (self.reach.ports.tokens.as_ref(), self.front.now());
        match api_token_of(tokens, secret, Scope::SigninAuth, now).await {
            Err(Problem::InsufficientScope) => api_token_of(tokens, secret, Scope::SigninProvider, now).await,
            known => known,
        }
    }

    /// By an ID token that one of the client's own issuers gave to it: once.
    async fn by_token(
        &self,
        client: &ApiToken,
        provider: &str,
        id_token: &str,
        language: Language,
    ) -> Result<User, Problem> {
        let now = self.front.now();
        let identity = self.reach.providers.verify(id_token, &client.issuers, now).await?;
        if identity.account.issuer != self.issuer(provider) {
            return Err(Problem::InvalidCredentials);
        }
        // By what was signed: some signatures can be written in more than one way.
        let signed = id_token.rsplit_once('.').map_or(id_token, |(signed, _)| signed);
        let subject = URL_SAFE_NO_PAD.encode(sha256(signed.as_bytes()));
        if !self.reach.ports.one_time.claim(Purpose::IdToken, &subject, now, identity.expires_at).await? {
            return Err(Problem::InvalidCredentials);
        }
        let arrival = Arrival::of(identity, &self.reach.google);
        self.person(arrival, language).await?.ok_or_else(|| {
            let detail = "It names no address, and nobody is known by it yet.";
            Problem::Invalid(vec![FieldError::new("id_token", FieldCode::InvalidValue, detail)])
        })
    }

    /// By the word of a trusted client, and only as somebody who has no other way in and no more rights than everybody: 403
    /// for an account with a password or a role. The address finds nobody.
    async fn by_word(&self, word: Word, language: Language) -> Result<User, Problem> {
        let arrival = Arrival {
            account: ProviderAccount {
                issuer: self.issuer(&word.provider).to_owned(),
                subject: word.subject.unwrap_or_default(),
            },
            email: word.email,
            email_verified: word.email_verified == Some(true),
            proves_email: false,
            name: word.name,
        };
        let user = self.person(arrival, language).await?.ok_or(Problem::InvalidCredentials)?;
        if user.has_password || user.role != Role::User {
            return Err(Problem::InsufficientScope);
        }
        Ok(user)
    }

    /// The issuer that a client means.
    fn issuer<'a>(&'a self, provider: &'a str) -> &'a str {
        if provider == "google" { &self.reach.google.issuer } else { provider }
    }
}
