//! What goes back to a client: a status, a media type, a body.

use bytes::Bytes;
use hyper::header::HeaderName;
use hyper::{StatusCode, header};

/// An answer, or why there is none.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    pub status: StatusCode,
    /// The media type.
    pub kind: &'static str,
    pub body: Bytes,
    /// One more header.
    pub header: Option<(HeaderName, &'static str)>,
}

impl Reply {
    pub(super) fn ok(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, kind, body: body.into(), header: None }
    }

    /// A sentence for a person: why not, or that it is done.
    pub(super) fn text(status: StatusCode, message: impl AsRef<str>) -> Self {
        let body = format!("{}\n", message.as_ref().trim_end());
        Self { status, kind: "text/plain; charset=utf-8", body: body.into(), header: None }
    }

    pub(super) fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    pub(super) fn bad_request(message: impl AsRef<str>) -> Self {
        Self::text(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn wrong_method(allowed: &'static str) -> Self {
        let message = format!("this address takes {allowed}");
        Self::text(StatusCode::METHOD_NOT_ALLOWED, message).with(header::ALLOW, allowed)
    }

    pub(super) fn busy(message: impl AsRef<str>) -> Self {
        Self::text(StatusCode::SERVICE_UNAVAILABLE, message).with(header::RETRY_AFTER, "5")
    }

    pub(super) fn failed(message: impl AsRef<str>) -> Self {
        Self::text(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}
