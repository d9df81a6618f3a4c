use std::sync::Arc;

use kenmovie_common::auth::Hmac;
use kenmovie_common::ports::{Blobs as _, Clock as _, StoreError};
use kenmovie_embedded::{Folder, SystemClock, SystemRandom};

use crate::site::at;

const MOST: u64 = 1000;

fn folder(root: &std::path::Path) -> Folder {
    Folder::open(root.join("media"), Arc::new(SystemRandom), Hmac::new(b"a key")).unwrap()
}

#[tokio::test]
async fn a_picture_is_stored_replaced_and_removed() {
    let root = tempfile::tempdir().unwrap();
    let blobs = folder(root.path());
    assert_eq!(blobs.get("avatars/ana.webp", MOST).await.unwrap(), None);
    for bytes in [b"one".as_slice(), b"another", b""] {
        blobs.put("avatars/ana.webp", bytes).await.unwrap();
        assert_eq!(blobs.get("avatars/ana.webp", MOST).await.unwrap().as_deref(), Some(bytes));
    }
    blobs.delete("avatars/ana.webp").await.unwrap();
    blobs.delete("avatars/ana.webp").await.unwrap();
    assert_eq!(blobs.get("avatars/ana.webp", MOST).await.unwrap(), None);
    blobs.put("avatars/file", b"x").await.unwrap();
    assert_eq!(blobs.get("avatars/file/more", MOST).await.unwrap(), None);
    assert!(blobs.put("avatars/file/more", b"x").await.is_err());
}

#[tokio::test]
async fn no_more_is_read_than_was_asked_for() {
    let root = tempfile::tempdir().unwrap();
    let blobs = folder(root.path());
    blobs.put("a.jpg", b"12345").await.unwrap();
    assert_eq!(blobs.get("a.jpg", 5).await.unwrap().as_deref(), Some(&b"12345"[..]));
    assert!(matches!(blobs.get("a.jpg", 4).await, Err(StoreError::Corrupt(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_write_what_is_new_at_once_one_does() {
    let root = tempfile::tempdir().unwrap();
    let blobs = folder(root.path());
    let writers: Vec<_> = (0..16_u8)
        .map(|number| {
            let blobs = blobs.clone();
            tokio::spawn(async move { blobs.put_new("uploads/a", vec![number; 100]).await.unwrap() })
        })
        .collect();
    let mut wrote = Vec::new();
    for (number, writer) in (0_u8..).zip(writers) {
        if writer.await.unwrap() {
            wrote.push(number);
        }
    }
    let [one] = wrote[..] else { panic!("{wrote:?}") };
    assert_eq!(blobs.get("uploads/a", MOST).await.unwrap(), Some(vec![one; 100]));
    assert_eq!(std::fs::read_dir(root.path().join("media/.new")).unwrap().count(), 0);
}

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let blobs = folder(root.path());
    for key in ["../out", "a/../../out", "/etc/passwd", "..", "a\0b", ".new/x", "A"] {
        assert!(blobs.put(key, b"x").await.is_err(), "{key:?}");
        assert!(blobs.get(key, MOST).await.is_err(), "{key:?}");
        assert!(blobs.delete(key).await.is_err(), "{key:?}");
    }
    assert!(!root.path().join("out").exists());
}

#[tokio::test]
async fn what_a_killed_process_left_half_written_goes_at_the_next_start() {
    let root = tempfile::tempdir().unwrap();
    folder(root.path()).put("kept.jpg", b"x").await.unwrap();
    let half = root.path().join("media/.new/half");
    std::fs::write(&half, b"x").unwrap();
    let blobs = folder(root.path());
    assert!(!half.exists());
    assert!(blobs.get("kept.jpg", MOST).await.unwrap().is_some());
}

#[test]
fn the_system_has_a_clock_and_randomness() {
    use kenmovie_common::ports::Random as _;
    assert!(SystemClock.now() > at(0));
    let (mut one, mut two) = ([0; 32], [0; 32]);
    SystemRandom.fill(&mut one);
    SystemRandom.fill(&mut two);
    assert_ne!(one, two);
}
