// bcrypt (`$2b$`) through libxcrypt. Deliberately slow: about 220 ms at cost 12, so it never runs on an event loop; use
// `PasswordHasher`, which has threads for it.
//
// bcrypt reads 72 bytes and stops at a NUL. Both limits are errors here: cutting a password silently would let a longer
// one in.
internal import CSystemCrypt
internal import CSystemOpenSSL

package enum Bcrypt {
  /// The cost of new hashes: 2^12 rounds, as Open WebUI's.
  package static let standardCost = 12
  /// The most bytes of a password that count.
  package static let maximumByteCount = 72

  /// A new hash of `password` with a random salt. Takes 2^`cost` rounds; blocks.
  package static func hash(_ password: String, cost: Int = standardCost) throws(SecurityError) -> String {
    try check(password)
    let salt = SecureRandom.bytes(16).map { CChar(bitPattern: $0) }
    var setting = [CChar](repeating: 0, count: 64)
    let made = crypt_gensalt_rn("$2b$", UInt(cost), salt, Int32(salt.count), &setting, Int32(setting.count))
    guard made != nil else {
      throw SecurityError(.hashMalformed, "A bcrypt cost of \(cost) is outside 4 to 31.")
    }
    guard let hash = crypted(password, setting) else {
      throw SecurityError(.hashMalformed, "The password could not be hashed.")
    }
    return hash
  }

  /// Whether `hash` was made from `password`; takes as long as making it did. Blocks.
  ///
  /// A password no hash can have been made from (too long, empty, with a NUL) is simply wrong.
  package static func verify(_ password: String, against hash: String) throws(SecurityError) -> Bool {
    guard isWellFormed(hash) else { throw SecurityError(.hashMalformed, "A stored password hash is not bcrypt's.") }
    let isUsable = isAcceptable(password)
    // The work is done in either case, so that the time says nothing about the password's form.
    guard let computed = crypted(isUsable ? password : "x", hash.utf8CString.map { $0 }) else {
      throw SecurityError(.hashMalformed, "A stored password hash is not bcrypt's.")
    }
    return Digest.areEqual(Array(computed.utf8), Array(hash.utf8)) && isUsable
  }

  /// A hash no password has, of the cost given: what a sign-in with an unknown email is checked against, so that it takes
  /// as long as one with a known email.
  package static func unmatchableHash(cost: Int) -> String {
    "$2b$\(cost < 10 ? "0" : "")\(cost)$" + String(repeating: ".", count: 53)
  }

  /// Throws when bcrypt would not read the whole password.
  package static func check(_ password: String) throws(SecurityError) {
    if password.isEmpty { throw SecurityError(.passwordEmpty, "The password must not be empty.") }
    if password.utf8.count > maximumByteCount {
      throw SecurityError(
        .passwordTooLong,
        "Uh-oh! The password you entered is too long. Please make sure your password is less than 72 bytes long.")
    }
    if password.utf8.contains(0) {
      throw SecurityError(.passwordUnusable, "The password must not contain a NUL character.")
    }
  }

  private static func isAcceptable(_ password: String) -> Bool {
    !password.isEmpty && password.utf8.count <= maximumByteCount && !password.utf8.contains(0)
  }

  /// `$2a$`, `$2b$` or `$2y$`, two digits, `$`, 53 characters of bcrypt's alphabet.
  private static func isWellFormed(_ hash: String) -> Bool {
    let bytes = Array(hash.utf8)
    guard bytes.count == 60, bytes.starts(with: "$2".utf8), "aby".utf8.contains(bytes[2]),
      bytes[3] == UInt8(ascii: "$"),
      bytes[6] == UInt8(ascii: "$"), let cost = Int(String(decoding: bytes[4..<6], as: UTF8.self)),
      (4...31).contains(cost)
    else { return false }
    return bytes[7...].allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"):
        true
      default: false
      }
    }
  }

  private static func crypted(_ password: String, _ setting: [CChar]) -> String? {
    // 32 KB of scratch space: on the heap, and wiped, because it has held the password.
    let scratch = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    defer {
      OPENSSL_cleanse(scratch, MemoryLayout<crypt_data>.size)
      scratch.deallocate()
    }
    scratch.initialize(to: crypt_data())
    guard let output = crypt_r(password, setting, scratch), output.pointee != CChar(UInt8(ascii: "*")) else {
      return nil
    }
    return String(cString: output)
  }
}
