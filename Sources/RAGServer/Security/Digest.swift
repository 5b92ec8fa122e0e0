// SHA-256, HMAC-SHA-256 and the comparison that takes the same time whatever differs: OpenSSL's, in Swift's terms.
internal import CSystemOpenSSL

package enum Digest {
  /// SHA-256 of the bytes: 32 bytes.
  package static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let input = Array(bytes)
    return [UInt8](unsafeUninitializedCapacity: 32) { output, count in
      var length: UInt32 = 0
      // Fails only for an unknown digest, which SHA-256 is not; the all-or-nothing count below would show it.
      let done = EVP_Digest(input, input.count, output.baseAddress, &length, EVP_sha256(), nil)
      count = done == 1 ? Int(length) : 0
    }
  }

  /// HMAC-SHA-256 of `message` under `key`: 32 bytes.
  package static func hmacSHA256(_ message: some Collection<UInt8>, key: [UInt8]) -> [UInt8] {
    let input = Array(message)
    return [UInt8](unsafeUninitializedCapacity: 32) { output, count in
      var length: UInt32 = 0
      let done = HMAC(EVP_sha256(), key, Int32(clamping: key.count), input, input.count, output.baseAddress, &length)
      count = done == nil ? 0 : Int(length)
    }
  }

  /// Whether the two are the same bytes, in a time that depends on their lengths only. Empty is equal to nothing: a digest
  /// that could not be computed must not pass a comparison.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    !left.isEmpty && left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }
}
