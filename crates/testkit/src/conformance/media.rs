//! Pictures: uploaded, used, and left to be swept.

use kenmovie_common::domain::{Media, MediaPurpose, MediaState, User};
use kenmovie_common::ports::{Collection, Constraint, Erasure, NewMessage, StoreError, StoreResult};
use kenmovie_common::{MediaId, Time, UserId};

use super::stage::{LATER, PIXELS, Stage, at, at_once, new_media, new_message, user_id};

/// Before everything: what is swept as of then is what nothing uses any more.
const NEVER: Time = Time::from_millis(0);
const NO_MEDIA: MediaId = MediaId::from_bytes([9; 16]);

async fn unused(stage: &Stage, before: Time) -> Vec<MediaId> {
    let mut unused = stage.store.unused_media(before, 100).await.unwrap();
    unused.sort_unstable();
    unused
}

async fn found(stage: &Stage, id: MediaId) -> Option<Media> {
    stage.store.media(id).await.unwrap()
}

fn is_refused<T: std::fmt::Debug>(outcome: &StoreResult<T>) -> bool {
    matches!(outcome, Err(StoreError::Conflict(Constraint::Media)))
}

async fn set(stage: &Stage, user: UserId, media: MediaId) -> StoreResult<Option<User>> {
    stage.store.set_avatar(user, Some(media)).await
}

fn with_picture(from: UserId, to: UserId, media: MediaId, millis: i64) -> NewMessage {
    NewMessage { text: None, media: Some(media), ..new_message(from, to, millis) }
}

pub async fn a_picture_is_awaited_then_ready_then_used(stage: &Stage) {
    let ana = stage.user("ana@example.org").await;
    let new = Media { size: Media::MAX_BYTES, ..new_media(ana.id, MediaPurpose::Avatar, 5) };
    assert!(stage.store.await_media(&new).await.unwrap());
    assert_eq!(found(stage, new.id).await, Some(new.clone()));
    assert!(stage.store.finish_media(new.id, PIXELS).await.unwrap());
    let ready = Media { state: MediaState::Ready(PIXELS), ..new.clone() };
    assert_eq!(found(stage, new.id).await, Some(ready.clone()));
    // What stands is not made again, of another size.
    let other = kenmovie_common::domain::PictureSize { width: 1, height: 1 };
    for id in [new.id, NO_MEDIA] {
        assert!(!stage.store.finish_media(id, other).await.unwrap());
    }
    assert_eq!(found(stage, new.id).await, Some(ready));
    let user = set(stage, ana.id, new.id).await.unwrap().unwrap();
    assert_eq!(user, User { avatar_url: Some(Media::url(new.id)), ..ana.clone() });
    assert_eq!(stage.store.user(ana.id).await.unwrap(), Some(user));
    let used = Media { state: MediaState::Used(PIXELS), ..new.clone() };
    assert_eq!(found(stage, new.id).await, Some(used));
    assert!(!stage.store.finish_media(new.id, other).await.unwrap());
    assert_eq!(found(stage, NO_MEDIA).await, None);
    assert_eq!(unused(stage, LATER).await, []);
    let nobodys = new_media(user_id(9), MediaPurpose::Avatar, 5);
    assert!(!stage.store.await_media(&nobodys).await.unwrap());
    assert_eq!(found(stage, nobodys.id).await, None);
}

pub async fn what_replaces_an_avatar_leaves_it_to_be_swept_at_once(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let first = stage.picture(ana, MediaPurpose::Avatar, 5).await;
    let second = stage.picture(ana, MediaPurpose::Avatar, 6).await;
    for _ in 0..2 {
        let user = set(stage, ana, first).await.unwrap().unwrap();
        assert_eq!(user.avatar_url, Some(Media::url(first)));
        assert_eq!(unused(stage, NEVER).await, []);
    }
    let user = set(stage, ana, second).await.unwrap().unwrap();
    assert_eq!(user.avatar_url, Some(Media::url(second)));
    assert_eq!(unused(stage, NEVER).await, [first]);
    assert_eq!(found(stage, first).await, None);
    // There is no way back to it: its bytes may be gone.
    assert!(is_refused(&set(stage, ana, first).await));
    assert!(!stage.store.finish_media(first, PIXELS).await.unwrap());
    for _ in 0..2 {
        assert_eq!(stage.store.set_avatar(ana, None).await.unwrap().unwrap().avatar_url, None);
    }
    let mut both = vec![first, second];
    both.sort_unstable();
    assert_eq!(unused(stage, NEVER).await, both);
    assert_eq!(stage.store.user(ana).await.unwrap().unwrap().avatar_url, None);
    assert_eq!(stage.store.set_avatar(user_id(9), None).await.unwrap(), None);
    stage.assert_settled().await;
}

pub async fn only_ones_own_ready_avatar_becomes_ones_avatar(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let mine = stage.picture(ana, MediaPurpose::Avatar, 0).await;
    set(stage, ana, mine).await.unwrap().unwrap();
    let awaited = new_media(ana, MediaPurpose::Avatar, 0);
    assert!(stage.store.await_media(&awaited).await.unwrap());
    let others = stage.picture(eva, MediaPurpose::Avatar, 0).await;
    let for_messages = stage.picture(ana, MediaPurpose::Message, 0).await;
    let sent = stage.picture(ana, MediaPurpose::Message, 0).await;
    stage.store.send_message(with_picture(ana, eva, sent, 1)).await.unwrap().unwrap();
    for wrong in [awaited.id, others, for_messages, sent, NO_MEDIA] {
        assert!(is_refused(&set(stage, ana, wrong).await));
    }
    assert!(is_refused(&set(stage, eva, mine).await));
    assert_eq!(stage.store.user(ana).await.unwrap().unwrap().avatar_url, Some(Media::url(mine)));
    assert_eq!(stage.store.user(eva).await.unwrap().unwrap().avatar_url, None);
    assert_eq!(unused(stage, NEVER).await, []);
    stage.store.begin_deletion(eva, 0, at(9)).await.unwrap().unwrap();
    assert_eq!(set(stage, eva, others).await.unwrap(), None);
    assert!(!stage.store.await_media(&new_media(eva, MediaPurpose::Avatar, 9)).await.unwrap());
}

pub async fn the_picture_of_a_message_is_shared_by_the_same_act(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let picture = stage.picture(ana, MediaPurpose::Message, 0).await;
    assert_eq!(found(stage, picture).await.unwrap().shared_with, None);
    stage.store.send_message(with_picture(ana, eva, picture, 1)).await.unwrap().unwrap();
    let media = found(stage, picture).await.unwrap();
    assert_eq!((media.state, media.shared_with), (MediaState::Used(PIXELS), Some(eva)));
    assert_eq!((media.owner, media.created_at), (ana, at(0)));
    assert_eq!(unused(stage, LATER).await, []);
    stage.assert_settled().await;
}

pub async fn a_picture_that_cannot_be_sent_leaves_no_message(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let sent = stage.picture(ana, MediaPurpose::Message, 0).await;
    stage.store.send_message(with_picture(ana, eva, sent, 1)).await.unwrap().unwrap();
    let awaited = new_media(ana, MediaPurpose::Message, 0);
    assert!(stage.store.await_media(&awaited).await.unwrap());
    let others = stage.picture(eva, MediaPurpose::Message, 0).await;
    let avatar = stage.picture(ana, MediaPurpose::Avatar, 0).await;
    for wrong in [awaited.id, others, avatar, sent, NO_MEDIA] {
        assert!(is_refused(&stage.store.send_message(with_picture(ana, eva, wrong, 2)).await));
    }
    let all = stage.transcript(ana, eva).await;
    assert_eq!(all.len(), 1);
    let listed = stage.store.list_conversations(eva, None, 10).await.unwrap();
    assert_eq!((listed.unread_total, &listed.page.items[0].last_message), (1, &all[0]));
    assert_eq!(found(stage, others).await.unwrap().state, MediaState::Ready(PIXELS));
    // A name that was refused is not taken by that.
    let mut again = with_picture(ana, eva, NO_MEDIA, 3);
    assert!(is_refused(&stage.store.send_message(again.clone()).await));
    again.media = None;
    again.text = Some("a word".into());
    assert!(!stage.store.send_message(again).await.unwrap().unwrap().replayed);
    stage.assert_settled().await;
}

pub async fn of_many_messages_at_once_with_one_picture_one_has_it(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let leo = stage.user("leo@example.org").await.id;
    for round in 0..4 {
        let picture = stage.picture(ana, MediaPurpose::Message, round).await;
        let sent = at_once(10, |number| {
            let store = stage.store.clone();
            let to = if number % 2 == 0 { eva } else { leo };
            async move { store.send_message(with_picture(ana, to, picture, round)).await }
        })
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = sent.into_iter().partition(Result::is_ok);
        assert!(lost.iter().all(is_refused), "{lost:?}");
        let [Ok(Some(won))] = won.as_slice() else { panic!("{won:?}") };
        let media = found(stage, picture).await.unwrap();
        assert_eq!((media.state, media.shared_with), (MediaState::Used(PIXELS), Some(won.value.to)));
    }
    assert_eq!(stage.transcript(ana, eva).await.len() + stage.transcript(ana, leo).await.len(), 4);
    stage.assert_settled().await;
}

pub async fn of_many_avatars_at_once_one_stays(stage: &Stage) {
    let ana = stage.user("ana@example.org").await.id;
    let mut pictures = Vec::new();
    for number in 0..10 {
        pictures.push(stage.picture(ana, MediaPurpose::Avatar, number).await);
    }
    let set = at_once(10, |number| {
        let (store, picture) = (stage.store.clone(), pictures[number]);
        async move { store.set_avatar(ana, Some(picture)).await.unwrap().unwrap() }
    })
    .await;
    assert!(set.iter().zip(&pictures).all(|(user, id)| user.avatar_url == Some(Media::url(*id))));
    let stays = stage.store.user(ana).await.unwrap().unwrap().avatar_url;
    pictures.retain(|id| Some(Media::url(*id)) != stays);
    pictures.sort_unstable();
    assert_eq!((pictures.len(), unused(stage, NEVER).await), (9, pictures));
    stage.assert_settled().await;
}

pub async fn what_nothing_uses_is_swept_when_it_is_old_and_what_is_used_never(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    let avatar = stage.picture(ana, MediaPurpose::Avatar, 0).await;
    set(stage, ana, avatar).await.unwrap().unwrap();
    let sent = stage.picture(ana, MediaPurpose::Message, 0).await;
    stage.store.send_message(with_picture(ana, eva, sent, 1)).await.unwrap().unwrap();
    let ready = stage.picture(ana, MediaPurpose::Message, 1_000).await;
    let awaited = new_media(ana, MediaPurpose::Avatar, 2_000);
    assert!(stage.store.await_media(&awaited).await.unwrap());
    let awaited = awaited.id;
    for (before, expected) in
        [(1_000, vec![]), (1_001, vec![ready]), (2_000, vec![ready]), (2_001, vec![ready, awaited])]
    {
        assert_eq!(unused(stage, at(before)).await, expected);
    }
    assert_eq!(stage.store.unused_media(LATER, 1).await.unwrap().len(), 1);
    stage.store.forget_media(&[avatar, sent, ready, NO_MEDIA]).await.unwrap();
    stage.store.forget_media(&[]).await.unwrap();
    assert_eq!(found(stage, ready).await, None);
    for used in [avatar, sent] {
        assert!(matches!(found(stage, used).await.unwrap().state, MediaState::Used(_)));
    }
    assert_eq!(unused(stage, LATER).await, [awaited]);
    assert!(is_refused(&stage.store.send_message(with_picture(ana, eva, ready, 9)).await));
    // What was left is forgotten for good.
    stage.store.set_avatar(ana, None).await.unwrap().unwrap();
    stage.store.forget_media(&unused(stage, LATER).await).await.unwrap();
    assert_eq!(unused(stage, LATER).await, []);
    assert_eq!(stage.store.count_records(Collection::Media).await.unwrap(), 1);
    stage.assert_settled().await;
}

pub async fn of_a_use_and_a_sweep_at_once_one_comes_first(stage: &Stage) {
    let (ana, eva) = (stage.user("ana@example.org").await.id, stage.user("eva@example.org").await.id);
    for round in 0..6 {
        let picture = stage.picture(ana, MediaPurpose::Message, round).await;
        let sent = at_once(2, |number| {
            let store = stage.store.clone();
            async move {
                if number == 0 {
                    store.forget_media(&[picture]).await.unwrap();
                    return None;
                }
                Some(store.send_message(with_picture(ana, eva, picture, round)).await)
            }
        })
        .await;
        let sent = sent.into_iter().flatten().next().unwrap();
        assert_eq!(sent.is_ok(), found(stage, picture).await.is_some(), "{sent:?}");
        assert!(sent.is_ok() || is_refused(&sent));
    }
    stage.assert_settled().await;
}

pub async fn the_pictures_of_somebody_who_is_erased_are_left_to_be_swept(stage: &Stage) {
    for (round, limit) in [1, 2, 1_000].into_iter().enumerate() {
        let ana = stage.user("ana@example.org").await.id;
        let eva = stage.user(&format!("eva{round}@example.org")).await.id;
        let avatar = stage.picture(ana, MediaPurpose::Avatar, 0).await;
        set(stage, ana, avatar).await.unwrap().unwrap();
        let evas = stage.picture(eva, MediaPurpose::Avatar, 0).await;
        set(stage, eva, evas).await.unwrap().unwrap();
        let awaited = new_media(ana, MediaPurpose::Message, 0);
        assert!(stage.store.await_media(&awaited).await.unwrap());
        let mut expected = vec![avatar, awaited.id];
        for number in 0..4 {
            let (from, to) = if number % 2 == 0 { (ana, eva) } else { (eva, ana) };
            let picture = stage.picture(from, MediaPurpose::Message, number).await;
            stage.store.send_message(with_picture(from, to, picture, number)).await.unwrap().unwrap();
            expected.push(picture);
        }
        expected.sort_unstable();
        stage.store.begin_deletion(ana, 0, at(20)).await.unwrap().unwrap();
        while stage.erase(ana, limit).await != Erasure::Gone {
            stage.assert_settled().await;
        }
        assert_eq!(unused(stage, NEVER).await, expected, "{limit}");
        for id in &expected {
            assert_eq!(found(stage, *id).await, None);
        }
        assert_eq!(stage.store.records_of(ana).await.unwrap(), []);
        assert!(matches!(found(stage, evas).await.unwrap().state, MediaState::Used(_)));
        stage.store.forget_media(&expected).await.unwrap();
        assert_eq!(unused(stage, LATER).await, []);
        stage.assert_settled().await;
    }
}
