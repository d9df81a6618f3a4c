//! What the addresses sign. What S3 makes of them is S3's.

use std::collections::{BTreeMap, BTreeSet};

use kenmovie_common::MediaId;
use kenmovie_common::domain::Media;

use super::*;

/// 2023-11-14T22:13:20Z
const NOW: Time = Time::from_millis(1_700_000_000_000);
const ID: MediaId = MediaId::from_bytes([7; 16]);

async fn bucket(endpoint: &str) -> S3 {
    S3::connect(S3Options { endpoint: Some(endpoint.to_owned()), ..S3Options::new("kenmovie-media") }).await
}

fn parts(url: &str) -> (&str, BTreeMap<String, String>) {
    let (path, query) = url.split_once('?').unwrap();
    let query = query.split('&').map(|pair| pair.split_once('=').unwrap());
    (path, query.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

#[tokio::test]
async fn an_upload_is_signed_with_its_size_its_type_and_that_nothing_is_there() {
    let s3 = bucket("http://127.0.0.1:1").await;
    let until = NOW + Duration::from_mins(10);
    let key = Media::upload_key(ID);
    let upload = s3.sign_upload(&key, PictureKind::Png, 4_321, NOW, until).await.unwrap();
    let (path, query) = parts(&upload.url);
    assert_eq!(path, format!("http://127.0.0.1:1/kenmovie-media/uploads/{ID}"));
    let signed: BTreeSet<&str> = query["X-Amz-SignedHeaders"].split("%3B").collect();
    assert_eq!(signed, BTreeSet::from(["content-length", "content-type", "host", "if-none-match"]));
    assert_eq!((query["X-Amz-Date"].as_str(), query["X-Amz-Expires"].as_str()), ("20231114T221320Z", "600"));
    let headers: BTreeMap<_, _> = upload.headers.iter().cloned().collect();
    let sent = [("content-type", "image/png"), ("if-none-match", "*")];
    assert_eq!(headers, sent.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    let again = s3.sign_upload(&key, PictureKind::Png, 4_321, NOW, until).await.unwrap();
    assert_eq!(again, upload);
    for (kind, size) in [(PictureKind::Png, 4_322), (PictureKind::Gif, 4_321)] {
        let other = s3.sign_upload(&key, kind, size, NOW, until).await.unwrap();
        assert_ne!(parts(&other.url).1["X-Amz-Signature"], query["X-Amz-Signature"]);
    }
}

#[tokio::test]
async fn a_download_is_shown_as_the_picture_that_it_is() {
    let s3 = bucket("http://127.0.0.1:1").await;
    let url = s3.sign_download(&Media::copy_key(ID), NOW, NOW + Duration::from_mins(5)).await.unwrap();
    let (path, query) = parts(&url);
    assert_eq!(path, format!("http://127.0.0.1:1/kenmovie-media/pictures/{ID}.jpg"));
    assert_eq!(query["X-Amz-Expires"], "300");
    assert_eq!(query["response-content-type"], "image%2Fjpeg");
    assert_eq!(query["response-content-disposition"], "inline");
    assert_eq!(query["X-Amz-SignedHeaders"], "host");
}

#[tokio::test]
async fn an_address_that_would_be_over_before_it_began_is_not_signed() {
    let s3 = bucket("http://127.0.0.1:1").await;
    let week = Duration::from_hours(24 * 7);
    assert!(s3.sign_download("pictures/a.jpg", NOW, NOW + week).await.is_ok());
    let longer = NOW + week + Duration::from_secs(1);
    let refused = s3.sign_download("pictures/a.jpg", NOW, longer).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let s3 = bucket("http://127.0.0.1:1").await;
    assert!(matches!(s3.get("pictures/a.jpg", 10).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(s3.put("pictures/a.jpg", b"x").await, Err(StoreError::Unavailable(_))));
    assert!(matches!(s3.delete("pictures/a.jpg").await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn no_more_is_read_than_was_asked_for() {
    let body = || ByteStream::from_static(b"0123456789");
    assert_eq!(read(body(), 10).await.unwrap(), b"0123456789");
    assert!(matches!(read(body(), 9).await, Err(StoreError::Corrupt(_))));
}
