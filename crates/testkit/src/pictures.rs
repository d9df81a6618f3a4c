//! Pictures, and people who upload them.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use kenmovie_common::MediaId;
use serde_json::{Value, json};

use crate::client::Client;

/// A PNG.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = RgbImage::from_pixel(width, height, Rgb([200, 40, 90]));
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("a picture");
    bytes
}

impl Client {
    /// Asks to upload a PNG of so many bytes; what is answered.
    pub async fn asks_to_upload(&self, purpose: &str, size: usize) -> Value {
        let body = json!({ "purpose": purpose, "content_type": "image/png", "size": size });
        self.post("/api/media", &body).await.ok(201)
    }

    /// Uploads this as a PNG; nobody has looked at it yet.
    pub async fn uploads(&self, purpose: &str, bytes: Vec<u8>) -> MediaId {
        let asked = self.asks_to_upload(purpose, bytes.len()).await;
        let url = asked["upload"]["url"].as_str().expect("an address");
        self.request("PUT", url).raw("image/png", bytes).await.ok(200);
        asked["media_id"].as_str().expect("an id").parse().expect("an id")
    }
}
