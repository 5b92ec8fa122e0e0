// API keys: `sk-` and 32 hexadecimal digits, 128 random bits. Only the SHA-256 is stored; a key with that much entropy
// needs no slow hash. It is shown once, when it is made; afterwards its last four digits tell it from others.

package enum APIKey {
  /// What every key starts with.
  package static let prefix = "sk-"

  /// A new key.
  package static func generate() -> String { prefix + hexadecimal(SecureRandom.bytes(16)) }

  /// What is stored of it: 32 bytes.
  package static func hash(_ key: String) -> [UInt8] { Digest.sha256(key.utf8) }

  /// The last four characters, kept to recognise it by.
  package static func hint(_ key: String) -> String { String(key.suffix(4)) }

  /// The key as it is shown after its creation: `sk-****************************1a2b`.
  package static func masked(hint: String) -> String { prefix + String(repeating: "*", count: 28) + hint }
}
