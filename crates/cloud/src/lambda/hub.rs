//! What tells devices, and the sessions whose end closes sockets.

use std::sync::Arc;

use kenmovie_common::ports::{Push, Sessions};
use kenmovie_common::socket::{ClosingSessions, Hub};

use super::Cloud;
use super::settings::{KENMOVIE_SOCKET_ENDPOINT, StartError};
use crate::{ApiGateway, ApiGatewayOptions};

impl Cloud {
    /// Tells the devices of people.
    pub async fn hub(&self) -> Result<Hub, StartError> {
        let kv = self.kv().await?;
        Ok(Hub::new(kv.clone(), kv, self.push().await?, self.clock()))
    }

    /// Sessions, for functions that end them: their sockets are closed too.
    pub async fn sessions(&self) -> Result<Arc<dyn Sessions>, StartError> {
        Ok(Arc::new(ClosingSessions::new(self.kv().await?, self.hub().await?)))
    }

    /// The way of frames to open sockets.
    pub async fn push(&self) -> Result<Arc<dyn Push>, StartError> {
        let endpoint = self.settings.need(&KENMOVIE_SOCKET_ENDPOINT)?;
        Ok(Arc::new(ApiGateway::connect(ApiGatewayOptions::new(endpoint)).await))
    }
}
