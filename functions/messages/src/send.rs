//! `POST /api/conversations/{user_id}/messages`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{MediaPurpose, Message};
use kenmovie_common::http::{
    Access, Caller, Field, FieldCode, FieldError, Json, Kind, Limit, Path, Problem, Route,
};
use kenmovie_common::ports::NewMessage;
use kenmovie_common::{MediaId, MessageId, UserId};
use serde::Deserialize;

use crate::Desk;

pub(crate) const ROUTE: Route =
    Route::post("/api/conversations/{user_id}/messages", Access::Scope(Scope::MessagesWrite))
        .summary(
            "Write to somebody: a text, a picture, or both. The same client_id again is answered with what was stored (200).",
        )
        .body(&[
            Field::required("client_id", Kind::Line { min: 1, max: 64 }),
            Field::optional("text", Kind::Text { min: 1, max: 4000 }),
            Field::optional("media_id", Kind::Id),
        ])
        .answers::<Message>(201)
        .problems(&["not_found", "blocked", "idempotency_conflict"])
        .limited(&Limit::MESSAGE)
        .makes("Messages");

#[derive(Deserialize)]
pub(crate) struct Draft {
    client_id: String,
    text: Option<String>,
    media_id: Option<MediaId>,
}

pub(crate) async fn send(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Path(to): Path<UserId>,
    Json(draft): Json<Draft>,
) -> Result<Response, Problem> {
    if draft.text.is_none() && draft.media_id.is_none() {
        let fault = FieldError::new("text", FieldCode::Required, "A text or a picture.");
        return Err(Problem::Invalid(vec![fault]));
    }
    let now = desk.front.now();
    if let Some(media) = draft.media_id {
        desk.intake.take(caller.user, media, MediaPurpose::Message, now).await?;
    }
    let new = NewMessage {
        id: MessageId::new(now, desk.front.random()),
        from: caller.user,
        to,
        client_id: draft.client_id,
        text: draft.text,
        media: draft.media_id,
        now,
    };
    let mut sent = desk.messages.send_message(new).await?.ok_or(Problem::NotFound)?;
    // One that was stored and never told, since its first request died, is told now.
    if !sent.replayed || sent.value.delivered_at.is_none() {
        desk.tell(&mut sent.value).await;
    }
    let status = if sent.replayed { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(sent.value)).into_response())
}
