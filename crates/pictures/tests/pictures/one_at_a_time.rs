//! The pictures of a process, one after the other.

use kenmovie_common::domain::MediaPurpose;
use kenmovie_common::domain::PictureKind::{Jpeg, Png};
use kenmovie_pictures::{Tidier, Unreadable, tidy};

use crate::made::picture;

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_done_as_if_one_by_one() {
    let (tidier, bytes) = (Tidier::default(), picture(300, 200, Jpeg));
    let expected = tidy(&bytes, Jpeg, MediaPurpose::Avatar);
    let running: Vec<_> = (0..16)
        .map(|_| {
            let (tidier, bytes) = (tidier.clone(), bytes.clone());
            tokio::spawn(async move { tidier.tidy(bytes, Jpeg, MediaPurpose::Avatar).await.unwrap() })
        })
        .collect();
    for one in running {
        assert_eq!(one.await.unwrap(), expected);
    }
    assert_eq!(tidier.tidy(bytes, Png, MediaPurpose::Avatar).await.unwrap(), Err(Unreadable));
}
