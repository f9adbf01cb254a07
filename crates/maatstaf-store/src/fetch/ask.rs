//! One question to a server: headers, redirects, time-outs.

use std::io;
use std::time::Duration;

use ureq::http::header::{ACCEPT_ENCODING, LOCATION};
use ureq::http::{Response, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};

use super::address::{address, is_loopback, redirected};
use super::error::CannotFetch;
use super::patience::Setback;
use super::{Options, patience};

/// How often an answer may lead elsewhere.
const MOST_REDIRECTS: usize = 5;
/// The longest that one answer may take; what is missing then is asked for anew.
const LONGEST_ANSWER: Duration = Duration::from_secs(3600);

const SILENT: &str = "it was silent for too long";

/// What puts questions, as patient as the options say.
pub fn agent(options: &Options) -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::WebPki).build();
    Agent::config_builder()
        .user_agent(concat!("maatstaf/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_connections(0)
        .timeout_resolve(Some(options.connect))
        .timeout_connect(Some(options.connect))
        .timeout_per_read(Some(options.silence))
        .timeout_per_write(Some(options.silence))
        .timeout_recv_response(Some(options.silence))
        .timeout_recv_body(Some(LONGEST_ANSWER))
        .build()
        .new_agent()
}

/// Asks, and follows where the answer leads. Gives answers that are a success.
pub fn ask(
    agent: &Agent,
    url: &str,
    headers: &[(&str, String)],
    now: u64,
) -> Result<Response<Body>, Setback> {
    let mut at = address(url)?;
    for _ in 0..=MOST_REDIRECTS {
        let answer = ask_once(agent, &at, headers).map_err(|error| failed(url, error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let location = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        match location {
            Some(to) if status.is_redirection() => at = redirected(&at, to)?,
            _ => return Err(patience::setback(url, status, answer.headers(), now)),
        }
    }
    let why = "there was one turn too many on the way";
    Err(CannotFetch::Redirect { url: url.to_owned(), to: at.to_string(), why }.into())
}

fn ask_once(agent: &Agent, at: &Uri, headers: &[(&str, String)]) -> Result<Response<Body>, Error> {
    let mut request = agent.get(at);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    // A packed answer has no byte to go on from.
    request = request.header(ACCEPT_ENCODING, "identity");
    if is_loopback(at) {
        return request.config().proxy(None).build().call();
    }
    request.call()
}

/// What a failure on the way means. A host that is not found, a line that is not there and a
/// certificate that is not trusted are no better a moment later.
fn failed(url: &str, error: Error) -> Setback {
    use io::ErrorKind as Kind;
    let why = match error {
        Error::HostNotFound | Error::Timeout(Timeout::Resolve) => {
            "the host cannot be found".to_owned()
        }
        Error::Timeout(_) => return Setback::passing(SILENT),
        Error::Io(error) => match error.kind() {
            Kind::UnexpectedEof
            | Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::ConnectionRefused
            | Kind::BrokenPipe
            | Kind::TimedOut
            | Kind::WouldBlock => return Setback::passing(cut(&error)),
            Kind::InvalidData => format!("no safe connection comes about ({error})"),
            _ => error.to_string(),
        },
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => {
            format!("no safe connection comes about ({error})")
        }
        Error::InvalidProxyUrl | Error::ConnectProxyFailed(_) => error.to_string(),
        other => return Setback::passing(other.to_string()),
    };
    CannotFetch::Unreachable { url: url.to_owned(), why }.into()
}

/// What a failure in the middle of an answer means, in words.
pub fn cut(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            "the connection was cut".to_owned()
        }
        io::ErrorKind::ConnectionRefused => "nobody answers there".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => SILENT.to_owned(),
        _ if is_timeout(error) => SILENT.to_owned(),
        _ => error.to_string(),
    }
}

fn is_timeout(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    matches!(inner, Some(Error::Timeout(_)))
}

#[cfg(test)]
#[path = "ask_tests.rs"]
mod tests;
