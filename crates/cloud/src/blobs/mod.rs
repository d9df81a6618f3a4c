//! Pictures in Amazon S3: one private bucket, to which browsers come by signed addresses alone.

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::primitives::ByteStream;
use kenmovie_common::Time;
use kenmovie_common::domain::PictureKind;
use kenmovie_common::ports::{Blobs, StoreError, StoreResult, Upload};

use crate::aws;

const CONNECTING: Duration = Duration::from_secs(1);
/// One try of a request, until its answer begins.
const ATTEMPT: Duration = Duration::from_secs(4);
/// A request with all its tries.
const OPERATION: Duration = Duration::from_secs(10);
/// A picture on its way here.
const READING: Duration = Duration::from_secs(10);
const ATTEMPTS: u32 = 3;
const BACKOFF: Duration = Duration::from_millis(50);

/// How a bucket is reached.
#[derive(Debug, Clone)]
pub struct S3Options {
    pub bucket: String,
    /// A server other than AWS's own, `http://127.0.0.1:8014`, which names the bucket in its paths.
    pub endpoint: Option<String>,
}

impl S3Options {
    /// For a bucket at AWS.
    pub fn new(bucket: impl Into<String>) -> Self {
        Self { bucket: bucket.into(), endpoint: None }
    }
}

/// Keeps each picture in an object whose name is its key. Clones share the connections.
#[derive(Debug, Clone)]
pub struct S3 {
    client: Client,
    bucket: String,
}

impl S3 {
    /// Reads the configuration. Nothing is asked of the bucket before it is needed.
    pub async fn connect(options: S3Options) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECTING)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(OPERATION)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF);
        let named_in_path = options.endpoint.is_some();
        let config = aws::config(timeouts, retries, options.endpoint).await;
        // TLS guards the bytes; a checksum would stand among the headers that an upload has to bring.
        let settings = Builder::from(&config)
            .force_path_style(named_in_path)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        Self { client: Client::from_conf(settings.build()), bucket: options.bucket }
    }
}

#[async_trait]
impl Blobs for S3 {
    async fn put(&self, key: &str, bytes: &[u8]) -> StoreResult<()> {
        let asked = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type(key));
        let body = ByteStream::from(bytes.to_vec());
        asked.body(body).send().await.map(drop).map_err(|error| unavailable(&error))
    }

    /// Who may not list the bucket is told 403 of what is not there: the grant has to hold `s3:ListBucket`.
    async fn get(&self, key: &str, most: u64) -> StoreResult<Option<Vec<u8>>> {
        let object = match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Ok(object) => object,
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => {
                return Ok(None);
            }
            Err(error) => return Err(unavailable(&error)),
        };
        let reading = tokio::time::timeout(READING, read(object.body, most));
        reading.await.map_err(|_| StoreError::Unavailable("S3 stopped half way".to_owned()))?.map(Some)
    }

    async fn delete(&self, key: &str) -> StoreResult<()> {
        let asked = self.client.delete_object().bucket(&self.bucket).key(key);
        asked.send().await.map(drop).map_err(|error| unavailable(&error))
    }

    /// S3 takes no other number of bytes, no other type, and nothing where something is.
    async fn sign_upload(
        &self,
        key: &str,
        kind: PictureKind,
        size: u64,
        now: Time,
        until: Time,
    ) -> StoreResult<Upload> {
        let asked = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(kind.as_str())
            .content_length(i64::try_from(size).unwrap_or(i64::MAX))
            .if_none_match("*");
        let signed = asked.presigned(lasting(now, until)?).await.map_err(|error| unavailable(&error))?;
        Ok(Upload { url: signed.uri().to_owned(), headers: to_send(&signed) })
    }

    async fn sign_download(&self, key: &str, now: Time, until: Time) -> StoreResult<String> {
        let asked = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_type(content_type(key))
            .response_content_disposition("inline");
        let signed = asked.presigned(lasting(now, until)?).await.map_err(|error| unavailable(&error))?;
        Ok(signed.uri().to_owned())
    }
}

/// Reads a body that is no longer than this.
async fn read(mut body: ByteStream, most: u64) -> StoreResult<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| StoreError::Unavailable(error.to_string()))?);
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
            return Err(StoreError::Corrupt(format!("a picture of more than {most} bytes")));
        }
    }
    Ok(bytes)
}

fn lasting(now: Time, until: Time) -> StoreResult<PresigningConfig> {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    let begins = std::time::UNIX_EPOCH + Duration::from_millis(millis);
    let lasting = PresigningConfig::builder().start_time(begins).expires_in(until.since(now)).build();
    lasting.map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// The headers that were signed, without those that every client sends by itself and no script can set.
fn to_send(signed: &PresignedRequest) -> Vec<(String, String)> {
    let by_itself =
        |name: &str| name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("host");
    let headers = signed.headers().filter(|(name, _)| !by_itself(name));
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// By the key's ending.
fn content_type(key: &str) -> &'static str {
    match key.rsplit_once('.') {
        Some((_, "jpg")) => PictureKind::Jpeg.as_str(),
        Some((_, "png")) => PictureKind::Png.as_str(),
        Some((_, "webp")) => PictureKind::Webp.as_str(),
        Some((_, "gif")) => PictureKind::Gif.as_str(),
        _ => "application/octet-stream",
    }
}

/// What S3 says by its code alone: its words name the bucket.
fn unavailable<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> StoreError {
    StoreError::Unavailable(format!("S3 answers {}", error.code().unwrap_or("nothing")))
}
