//! What AWS and MongoDB publish as their prices, in US dollars without tax, in eu-central-1 (Frankfurt) where they differ by
//! region, and without any free tier. Written down from memory of the public price lists: compare them before you lean on them.

/// When they were believed to hold.
pub(super) const DATE: &str = "2025-10";

/// Lambda: a request, and a second of a gibibyte on arm64 (`x86_64` costs a quarter more).
pub(super) const LAMBDA_REQUEST: f64 = 0.20e-6;
pub(super) const LAMBDA_GIB_SECOND: f64 = 0.000_013_333_4;
/// API Gateway: a request of an HTTP API, a message of a WebSocket API (a connection counts as one), a minute of a connection.
pub(super) const HTTP_REQUEST: f64 = 1.11e-6;
pub(super) const SOCKET_MESSAGE: f64 = 1.14e-6;
pub(super) const SOCKET_MINUTE: f64 = 0.285e-6;
/// DynamoDB on demand: a read unit (a consistent read of 4 KB), a write unit.
pub(super) const TABLE_READ: f64 = 0.152_5e-6;
pub(super) const TABLE_WRITE: f64 = 0.762_5e-6;
/// CloudFront: a request over https, a run of a function, a gigabyte to a viewer in Europe or North America.
pub(super) const EDGE_REQUEST: f64 = 1.2e-6;
pub(super) const EDGE_FUNCTION: f64 = 0.10e-6;
pub(super) const EDGE_GB: f64 = 0.085;
/// `CloudWatch`: a gigabyte of logs, an alarm and a metric of one's own each month; a dashboard each month.
pub(super) const LOG_GB: f64 = 0.63;
pub(super) const ALARM: f64 = 0.10;
pub(super) const METRIC: f64 = 0.30;
pub(super) const DASHBOARD: f64 = 3.0;
/// X-Ray: a trace.
pub(super) const TRACE: f64 = 5e-6;
/// Secrets Manager: a secret each month.
pub(super) const SECRET: f64 = 0.40;
/// S3: a gigabyte each month, a GET.
pub(super) const BUCKET_GB: f64 = 0.024_5;
/// Atlas: the smallest dedicated cluster (M10, three nodes), each month.
pub(super) const ATLAS_M10: f64 = 62.0;
