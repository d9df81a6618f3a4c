use std::sync::Arc;

use kenmovie_common::ports::{Blobs as _, Clock as _};
use kenmovie_embedded::{Folder, SystemClock, SystemRandom};

use crate::site::at;

fn folder(root: &std::path::Path) -> Folder {
    Folder::open(root.join("media"), Arc::new(SystemRandom)).unwrap()
}

#[tokio::test]
async fn a_picture_is_stored_replaced_and_removed() {
    let root = tempfile::tempdir().unwrap();
    let blobs = folder(root.path());
    assert_eq!(blobs.get("avatars/ana.webp").await.unwrap(), None);
    for bytes in [b"one".as_slice(), b"another", b""] {
        blobs.put("avatars/ana.webp", bytes).await.unwrap();
        assert_eq!(blobs.get("avatars/ana.webp").await.unwrap().as_deref(), Some(bytes));
    }
    blobs.delete("avatars/ana.webp").await.unwrap();
    blobs.delete("avatars/ana.webp").await.unwrap();
    assert_eq!(blobs.get("avatars/ana.webp").await.unwrap(), None);
    blobs.put("avatars/file", b"x").await.unwrap();
    assert_eq!(blobs.get("avatars/file/more").await.unwrap(), None);
    assert!(blobs.put("avatars/file/more", b"x").await.is_err());
}

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let blobs = folder(root.path());
    for key in ["../out", "a/../../out", "/etc/passwd", "..", "a\0b", ".new/x", "A"] {
        assert!(blobs.put(key, b"x").await.is_err(), "{key:?}");
        assert!(blobs.get(key).await.is_err(), "{key:?}");
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
    assert!(blobs.get("kept.jpg").await.unwrap().is_some());
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
