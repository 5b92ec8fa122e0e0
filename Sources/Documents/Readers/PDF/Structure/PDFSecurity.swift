// Encryption by the standard handler (ISO 32000-1, 7.6; ISO 32000-2, 7.6.4): documents that anybody may open, but not change or
// print, are encrypted with an empty password, and are read. Those that want a password are named.
//
// The old ciphers are as weak as they were; here they only stand between a reader and what everybody may read.

/// Undoes a document's encryption.
struct PDFSecurity {
  private enum Method { case none, rc4, aes }

  private let key: [UInt8]
  /// Whether the key serves all objects as it is (AES with 256 bits).
  private let isShared: Bool
  private let strings: Method
  private let streams: Method
  private let coversMetadata: Bool

  /// - Throws: `.encrypted` when the empty password does not open it.
  init(_ dictionary: PDFDictionary, file: PDFFile) throws(PDFFault) {
    guard file.resolve(dictionary["Filter"])?.name == "Standard" else {
      throw .unsupported("encryption by certificates")
    }
    let version = file.resolve(dictionary["V"])?.integer ?? 0
    let revision = file.resolve(dictionary["R"])?.integer ?? 0
    coversMetadata = file.resolve(dictionary["EncryptMetadata"])?.boolean ?? true
    isShared = version == 5
    func method(_ key: String) throws(PDFFault) -> Method {
      let name = file.resolve(dictionary[key])?.name ?? "Identity"
      if name == "Identity" { return .none }
      let filter = file.resolve(file.resolve(dictionary["CF"])?.dictionary?[name])?.dictionary
      switch file.resolve(filter?["CFM"])?.name {
      case "V2"?: return .rc4
      case "AESV2"?, "AESV3"?: return .aes
      case "None"?, nil: return .none
      case let other?: throw .unsupported("encryption by \(other)")
      }
    }
    switch version {
    case 1, 2: (strings, streams) = (.rc4, .rc4)
    case 4, 5: (strings, streams) = (try method("StrF"), try method("StmF"))
    default: throw .unsupported("encryption of version \(version)")
    }
    let entry = Entry(
      owner: file.resolve(dictionary["O"])?.string ?? [], user: file.resolve(dictionary["U"])?.string ?? [],
      userKey: file.resolve(dictionary["UE"])?.string ?? [], permissions: file.resolve(dictionary["P"])?.integer ?? 0,
      revision: revision,
      keyBytes: version == 1
        ? 5 : min(max((file.resolve(dictionary["Length"])?.integer ?? (version == 4 ? 128 : 40)) / 8, 5), 16),
      coversMetadata: coversMetadata,
      identifier: file.resolve(file.resolve(file.trailer["ID"])?.array?.first)?.string ?? [])
    guard let key = version == 5 ? entry.sharedKey() : entry.objectKey() else { throw .document(.encrypted("PDF")) }
    self.key = key
  }

  /// What the encryption dictionary says of passwords.
  private struct Entry {
    var owner: [UInt8]
    var user: [UInt8]
    var userKey: [UInt8]
    var permissions: Int
    var revision: Int
    var keyBytes: Int
    var coversMetadata: Bool
    var identifier: [UInt8]

    /// What an empty password is filled up with.
    private static let padding: [UInt8] = [
      0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00,
      0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
    ]

    /// The key by the empty password, up to revision 4 (algorithms 2, 4 and 5); `nil` when that is not the password.
    func objectKey() -> [UInt8]? {
      guard owner.count >= 32, user.count >= 16 else { return nil }
      let flags = UInt32(truncatingIfNeeded: permissions)
      var seed = Self.padding + owner.prefix(32)
      for shift in [0, 8, 16, 24] as [UInt32] { seed.append(UInt8(truncatingIfNeeded: flags >> shift)) }
      seed += identifier
      if revision >= 4, !coversMetadata { seed += [0xFF, 0xFF, 0xFF, 0xFF] }
      var key = PDFCiphers.md5(seed)
      if revision >= 3 { for _ in 0..<50 { key = PDFCiphers.md5(Array(key.prefix(keyBytes))) } }
      key = Array(key.prefix(keyBytes))
      if revision == 2 { return PDFCiphers.rc4(Self.padding, key: key) == Array(user.prefix(32)) ? key : nil }
      var check = PDFCiphers.rc4(PDFCiphers.md5(Self.padding + identifier), key: key)
      for round in UInt8(1)...19 { check = PDFCiphers.rc4(check, key: key.map { $0 ^ round }) }
      return check.prefix(16).elementsEqual(user.prefix(16)) ? key : nil
    }

    /// The key by the empty password from revision 5 on (algorithm 2.A); `nil` when that is not the password.
    func sharedKey() -> [UInt8]? {
      guard user.count >= 48, userKey.count >= 32 else { return nil }
      guard hash(Array(user[32..<40])).elementsEqual(user.prefix(32)) else { return nil }
      let key = hash(Array(user[40..<48]))
      return PDFCiphers.aes(Array(userKey.prefix(32)), key: key, vector: Array(repeating: 0, count: 16), .decrypt)
    }

    /// The hash of the empty password with `salt`: from revision 6 on a slow one (algorithm 2.B).
    private func hash(_ salt: [UInt8]) -> [UInt8] {
      var key = PDFCiphers.sha2(256, salt)
      guard revision >= 6 else { return key }
      var round = 0
      while true {
        let block = (0..<64).flatMap { _ in key }
        guard let mixed = PDFCiphers.aes(block, key: Array(key[0..<16]), vector: Array(key[16..<32]), .encrypt),
          let last = mixed.last
        else { return [] }
        let remainder = mixed.prefix(16).reduce(0) { $0 + Int($1) } % 3
        key = PDFCiphers.sha2([256, 384, 512][remainder], mixed)
        round += 1
        if round >= 64, Int(last) <= round - 32 { return Array(key.prefix(32)) }
      }
    }
  }

  /// `value` with its strings as they were.
  func decrypt(_ value: PDFValue, of reference: PDFReference) -> PDFValue {
    guard strings != .none else { return value }
    switch value {
    case .string(let bytes): return .string(decrypt(bytes, strings, reference) ?? [])
    case .array(let values): return .array(values.map { decrypt($0, of: reference) })
    case .dictionary(let dictionary):
      var plain = PDFDictionary()
      for (key, value) in dictionary.entries { plain.add(key, decrypt(value, of: reference)) }
      return .dictionary(plain)
    default: return value
    }
  }

  /// Whether `stream` is encrypted. Cross-references never are, and a stream can say that it is not.
  func covers(_ stream: PDFStream, filters: [String]) -> Bool {
    let type = stream.dictionary["Type"]?.name
    return streams != .none && type != "XRef" && !filters.contains("Crypt") && (coversMetadata || type != "Metadata")
  }

  func decrypt(_ bytes: UnsafeBufferPointer<UInt8>, of reference: PDFReference) throws(PDFFault) -> [UInt8] {
    guard let plain = decrypt(Array(bytes), streams, reference) else { throw .damaged("its encryption is broken") }
    return plain
  }

  private func decrypt(_ bytes: [UInt8], _ method: Method, _ reference: PDFReference) -> [UInt8]? {
    if method == .none { return bytes }
    var own = key
    if !isShared {
      for shift in [0, 8, 16] { own.append(UInt8(truncatingIfNeeded: reference.number >> shift)) }
      for shift in [0, 8] { own.append(UInt8(truncatingIfNeeded: reference.generation >> shift)) }
      if method == .aes { own += Array("sAlT".utf8) }
      own = Array(PDFCiphers.md5(own).prefix(min(key.count + 5, 16)))
    }
    if method == .rc4 { return PDFCiphers.rc4(bytes, key: own) }
    guard bytes.count >= 16 else { return [] }
    // What is cut off in the middle of a block ends with the block before.
    let whole = bytes.count & ~15
    guard var plain = PDFCiphers.aes(Array(bytes[16..<whole]), key: own, vector: Array(bytes[0..<16]), .decrypt) else {
      return nil
    }
    if let padding = plain.last, (1...16).contains(padding), Int(padding) <= plain.count {
      plain.removeLast(Int(padding))
    }
    return plain
  }
}
