//! Which addresses lead out into the world. Whoever names a receiver must not reach by it what stands beside us: other
//! services of this machine or network, or the metadata of a cloud (OWASP, Server-Side Request Forgery).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Blocks that are not global, by first address and length of the prefix. IANA IPv4 Special-Purpose Address Registry.
const NOT_GLOBAL: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),           // RFC 791: this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // RFC 1918: private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // RFC 6598: shared by a carrier
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // RFC 1122: loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // RFC 3927: link-local, and the metadata of clouds
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // RFC 1918: private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // RFC 6890: protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // RFC 5737: documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // RFC 7526: 6to4 relays of old
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // RFC 1918: private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // RFC 2544: benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // RFC 5737: documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // RFC 5737: documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // RFC 5771: multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // RFC 1112: reserved, and broadcast (RFC 919)
];

/// Whether an address is anybody's in the world, whatever it is wrapped in.
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_global_v4(address),
        IpAddr::V6(address) => is_global_v6(address),
    }
}

fn is_global_v4(address: Ipv4Addr) -> bool {
    let inside = |(first, length): &(Ipv4Addr, u32)| {
        (address.to_bits() ^ first.to_bits()).checked_shr(32 - length).unwrap_or(0) == 0
    };
    !NOT_GLOBAL.iter().any(inside)
}

/// Only 2000::/3 is given out (RFC 4291, IANA IPv6 Global Unicast Address Assignments), and of that not all leads out.
fn is_global_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // RFC 6052: an IPv4 address behind a translator.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_global_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        // RFC 2928: protocol assignments, with Teredo; RFC 3849 and 9637: documentation; RFC 7526: 6to4 of old.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] | [0x2002, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Those a name leads to; an error, as a sentence, where one of them is not global.
pub fn only_global(host: &str, found: &[SocketAddr]) -> Result<(), String> {
    match found.iter().find(|address| !is_global(address.ip())) {
        Some(address) => Err(refusal(host, address.ip())),
        None if found.is_empty() => Err(format!("{host} leads to no address")),
        None => Ok(()),
    }
}

pub fn refusal(host: &str, address: IpAddr) -> String {
    format!(
        "{host} is {address}, which is not an address of the public network; hooks.private = true allows it"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_us_is_told_from_the_world() {
        for near in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_global(near.parse().unwrap()), "{near}");
        }
        for far in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::200e",
            "64:ff9b::808:808",
        ] {
            assert!(is_global(far.parse().unwrap()), "{far}");
        }
    }
}
