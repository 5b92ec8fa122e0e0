// The ciphers and digests of PDF's encryption: OpenSSL's, but for RC4, which it no longer offers by itself.
internal import CSystemOpenSSL

enum PDFCiphers {
  enum Direction: Int32 { case decrypt = 0, encrypt = 1 }

  static func md5(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_md5()) }

  /// SHA-2 of 256, 384 or 512 bits.
  static func sha2(_ bits: Int, _ bytes: [UInt8]) -> [UInt8] {
    digest(bytes, bits == 256 ? EVP_sha256() : bits == 384 ? EVP_sha384() : EVP_sha512())
  }

  private static func digest(_ bytes: [UInt8], _ kind: OpaquePointer?) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: 64)
    var count: UInt32 = 0
    guard EVP_Digest(bytes, bytes.count, &output, &count, kind, nil) == 1 else { return Array(repeating: 0, count: 64) }
    return Array(output.prefix(Int(count)))
  }

  /// AES in CBC mode without padding, with a key of 16 or 32 bytes; `nil` when the lengths do not fit.
  static func aes(_ bytes: [UInt8], key: [UInt8], vector: [UInt8], _ direction: Direction) -> [UInt8]? {
    guard key.count == 16 || key.count == 32, vector.count == 16, bytes.count % 16 == 0, bytes.count < 1 << 30 else {
      return nil
    }
    if bytes.isEmpty { return [] }
    guard let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    let kind = key.count == 16 ? EVP_aes_128_cbc() : EVP_aes_256_cbc()
    guard EVP_CipherInit_ex(context, kind, nil, key, vector, direction.rawValue) == 1 else { return nil }
    EVP_CIPHER_CTX_set_padding(context, 0)
    var output = [UInt8](repeating: 0, count: bytes.count + 16)
    var count: Int32 = 0
    guard EVP_CipherUpdate(context, &output, &count, bytes, Int32(bytes.count)) == 1, Int(count) == bytes.count else {
      return nil
    }
    return Array(output.prefix(bytes.count))
  }

  static func rc4(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    guard !key.isEmpty else { return bytes }
    var state = (0..<256).map { UInt8($0) }
    var j: UInt8 = 0
    for i in 0..<256 {
      j = j &+ state[i] &+ key[i % key.count]
      state.swapAt(i, Int(j))
    }
    var output = bytes
    var i: UInt8 = 0
    j = 0
    for index in output.indices {
      i = i &+ 1
      j = j &+ state[Int(i)]
      state.swapAt(Int(i), Int(j))
      output[index] ^= state[Int(state[Int(i)] &+ state[Int(j)])]
    }
    return output
  }
}
