//! Which addresses may be asked.
//!
//! Peers may stand in the same network or on this machine. What may not be asked are the services by which a cloud tells
//! its machines their secrets: they live on link-local and a few other addresses, and whoever can make us ask them could
//! read the answer. A name is judged when it is resolved, so that one that leads there is refused too.

#[cfg(test)]
mod tests;

use super::SourceError;
use futures::future::BoxFuture;
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// Names of services that hand out secrets to machines.
const METADATA_NAMES: [&str; 5] = ["metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal"];

/// The same by address, outside the link-local ranges: Alibaba, Oracle, Azure; then AWS and Google by IPv6.
const METADATA_V4: [Ipv4Addr; 3] = [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(192, 0, 0, 192), Ipv4Addr::new(168, 63, 129, 16)];
const METADATA_V6: [Ipv6Addr; 3] = [
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

/// How a name becomes addresses.
type Lookup = fn(String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;

/// Which addresses may be asked: all but link-local and metadata services, and those too where they are allowed by name
/// or address.
#[derive(Clone)]
pub struct Reach {
    allowed: Arc<[String]>,
    lookup: Lookup,
}

impl Default for Reach {
    fn default() -> Self {
        Self::allowing([])
    }
}

impl fmt::Debug for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reach").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl Reach {
    /// Lets these hosts be asked whatever they are: names or addresses, as they stand in a URL.
    pub fn allowing(hosts: impl IntoIterator<Item = String>) -> Self {
        let allowed = hosts.into_iter().map(|host| plain(&host)).collect();
        Self { allowed, lookup }
    }

    /// Refuses an address that is no plain web address, or that may not be asked.
    pub fn check(&self, url: &Url) -> Result<(), SourceError> {
        let refused = |detail: String| Err(SourceError::Refused { detail });
        if url.cannot_be_a_base() || !url.username().is_empty() || url.password().is_some() {
            return refused("the base address must be a plain address without a user".into());
        }
        let Some(host) = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")) else {
            return refused("the base address must start with https:// or http://".into());
        };
        let host = plain(host);
        let metadata = host.parse().map_or_else(|_| METADATA_NAMES.contains(&host.as_str()), is_forbidden);
        if metadata && !self.allows(&host) { refused(Forbidden(host).to_string()) } else { Ok(()) }
    }

    /// What resolves the names of peers: an address that may not be asked is no answer.
    pub(super) fn resolver(&self) -> Arc<Guard> {
        Arc::new(Guard(self.clone()))
    }

    fn allows(&self, host: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed == host)
    }

    async fn resolve(self, name: String) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let found = (self.lookup)(name.clone()).await?;
        let name = plain(&name);
        // One forbidden address among good ones is an attack, not an accident: the next connection might use it.
        let bad = found.iter().map(SocketAddr::ip).find(|ip| is_forbidden(*ip) && !self.allows(&ip.to_string()));
        match bad {
            Some(ip) if !self.allows(&name) => Err(Forbidden(format!("{name} ({ip})")).into()),
            _ => Ok(found),
        }
    }

    #[cfg(test)]
    pub(super) fn resolving_by(lookup: Lookup) -> Self {
        Self { lookup, ..Self::default() }
    }
}

/// The resolver of a client.
pub(super) struct Guard(Reach);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, name) = (self.0.clone(), name.as_str().to_owned());
        Box::pin(async move { Ok(Box::new(reach.resolve(name).await?.into_iter()) as Addrs) })
    }
}

/// Why a name was not resolved.
#[derive(Debug, thiserror::Error)]
#[error("{0} is an address for machines of a cloud, which is not asked unless it is allowed")]
pub(super) struct Forbidden(String);

fn lookup(name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    // The port is set by the client afterwards.
    Box::pin(async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) })
}

/// A host without brackets, final dot and capitals.
fn plain(host: &str) -> String {
    host.trim().trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase()
}

fn is_forbidden(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_forbidden_v4(v4),
        IpAddr::V6(v6) => v6.is_unicast_link_local() || METADATA_V6.contains(&v6) || inner(v6).is_some_and(is_forbidden_v4),
    }
}

fn is_forbidden_v4(ip: Ipv4Addr) -> bool {
    ip.is_link_local() || METADATA_V4.contains(&ip)
}

/// The IPv4 address inside one of IPv6: mapped, compatible, translated (NAT64) or tunnelled (6to4).
fn inner(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let tail = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match ip.segments() {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(tail(high, low)),
        [0x2002, high, low, ..] => Some(tail(high, low)),
        _ => None,
    }
}
