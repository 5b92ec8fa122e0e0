// Request ids: a client's own when it cannot do harm in logs and headers, otherwise 64 random bits. Thirteen base-32
// digits fit in a String's inline storage, so making one allocates nothing.

enum RequestID {
  static func accept(_ offered: String?) -> String? {
    guard let offered, (1...64).contains(offered.utf8.count), offered.utf8.allSatisfy(isSafe) else { return nil }
    return offered
  }

  static func make(_ random: inout SystemRandomNumberGenerator) -> String {
    var rest = random.next()
    return String(unsafeUninitializedCapacity: 13) { digits in
      for index in 0..<13 {
        let digit = UInt8(rest & 31)
        digits[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
        rest >>= 5
      }
      return 13
    }
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
    default: false
    }
  }
}
