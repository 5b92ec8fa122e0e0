// An IP address as its bytes, read from the kernel's socket addresses or from text, and the question whether it belongs to
// the public internet (the IANA special-purpose registries of IPv4 and IPv6).
internal import Glibc

/// An IPv4 or IPv6 address.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// 4 bytes of IPv4 or 16 of IPv6, in network order.
  public let bytes: [UInt8]

  /// Reads a numeric address in its full form: `127.0.0.1`, `fe80::1`. Nil for anything else, names included.
  public init?(_ text: String) {
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, text, &v4) == 1 {
      bytes = withUnsafeBytes(of: &v4) { Array($0) }
    } else if inet_pton(AF_INET6, text, &v6) == 1 {
      bytes = withUnsafeBytes(of: &v6) { Array($0) }
    } else {
      return nil
    }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The address and port of a socket address; nil for families other than the internet's.
  static func of(_ address: UnsafePointer<sockaddr>) -> (address: IPAddress, port: Int)? {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
        (
          IPAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }),
          Int(UInt16(bigEndian: pointer.pointee.sin_port))
        )
      }
    case AF_INET6:
      return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        (
          IPAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }),
          Int(UInt16(bigEndian: pointer.pointee.sin6_port))
        )
      }
    default: return nil
    }
  }

  public var isIPv4: Bool { bytes.count == 4 }

  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether the address is one of the public internet: not this host, not a local or private network, not a cloud's
  /// metadata service, not a group, not reserved.
  public var isPublic: Bool { isIPv4 ? isPublicIPv4 : isPublicIPv6 }

  private func isWithin(_ prefix: [UInt8], bits: Int) -> Bool {
    let whole = bits / 8
    guard bytes.count >= prefix.count, bytes[..<whole].elementsEqual(prefix[..<whole]) else { return false }
    let rest = bits % 8
    return rest == 0 || bytes[whole] >> (8 - rest) == prefix[whole] >> (8 - rest)
  }

  private static let nonPublicIPv4: [([UInt8], Int)] = [
    ([0], 8),  // this network; Linux takes 0.0.0.0 for the local host
    ([10], 8), ([172, 16], 12), ([192, 168], 16),  // private
    ([100, 64], 10),  // carriers' shared space, and the metadata service of one cloud
    ([127], 8),  // loopback
    ([169, 254], 16),  // link-local, and the metadata service of most clouds
    ([192, 0, 0], 24),  // protocol assignments, and the metadata service of one cloud
    ([192, 0, 2], 24), ([198, 51, 100], 24), ([203, 0, 113], 24),  // documentation
    ([192, 88, 99], 24),  // 6to4 relays
    ([198, 18], 15),  // benchmarks
    ([224], 4), ([240], 4),  // groups; reserved and broadcast
    ([168, 63, 129, 16], 32),  // one cloud's host agent behind a public address
  ]

  private var isPublicIPv4: Bool { !Self.nonPublicIPv4.contains { isWithin($0, bits: $1) } }

  private static let nonPublicIPv6: [([UInt8], Int)] = [
    ([0x20, 0x01, 0x00], 23),  // protocol assignments: Teredo, ORCHID, …
    ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF, 0x00], 20),  // documentation
    ([0x20, 0x02], 16),  // 6to4, which carries an IPv4 address
  ]

  /// Only global unicast (2000::/3) is public; that leaves out ::, ::1, IPv4-mapped and -compatible, ULA, link-local and
  /// groups. A NAT64 address (64:ff9b::/96) is as public as the IPv4 address within it.
  private var isPublicIPv6: Bool {
    if isWithin([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], bits: 96) {
      return IPAddress(bytes: Array(bytes[12...])).isPublic
    }
    return isWithin([0x20], bits: 3) && !Self.nonPublicIPv6.contains { isWithin($0, bits: $1) }
  }
}
