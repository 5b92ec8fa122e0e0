// A wildcard pattern for one component of a path, on bytes: what git's wildmatch does between two slashes.
//
// Names of files are bytes, not text, so no character has to be valid; `?` is one byte, as for git. A pattern with many stars
// costs O(pattern * name), never more: after a mismatch only the last star can help.

/// A pattern such as `*.o`, `[a-z]?` or `\*`.
struct Glob: Sendable, Hashable {
  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    case anyByte
    case anyRun
    case oneOf(ByteSet)
  }
  private let tokens: [Token]

  /// Nil for a pattern that is broken and so matches nothing: a bracket that never ends, a backslash with nothing behind it.
  init?(_ pattern: some Sequence<UInt8>) {
    var rest = Array(pattern)[...]
    var tokens: [Token] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"): if tokens.last != .anyRun { tokens.append(.anyRun) }
      case UInt8(ascii: "?"): tokens.append(.anyByte)
      case UInt8(ascii: "["):
        guard let set = ByteSet(bracket: &rest) else { return nil }
        tokens.append(.oneOf(set))
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        tokens.append(.byte(escaped))
      default: tokens.append(.byte(byte))
      }
    }
    self.tokens = tokens
  }

  /// Whether some byte of what it matches is given.
  var hasLiterals: Bool {
    tokens.contains { if case .byte = $0 { true } else { false } }
  }

  /// Whether it is the whole of `name`.
  func matches(_ name: [UInt8]) -> Bool {
    var (token, position) = (0, 0)
    /// Where to go on when what follows the last star does not fit: behind it, one byte later.
    var star: (token: Int, position: Int)?
    while position < name.count || token < tokens.count {
      if token < tokens.count {
        switch tokens[token] {
        case .anyRun:
          star = (token + 1, position)
          token += 1
          continue
        case let single where position < name.count && Self.fits(single, name[position]):
          token += 1
          position += 1
          continue
        default: break
        }
      }
      guard let retry = star, retry.position < name.count else { return false }
      star = (retry.token, retry.position + 1)
      (token, position) = (retry.token, retry.position + 1)
    }
    return true
  }

  private static func fits(_ token: Token, _ byte: UInt8) -> Bool {
    switch token {
    case .byte(let wanted): wanted == byte
    case .anyByte: true
    case .oneOf(let set): set.contains(byte)
    case .anyRun: false
    }
  }
}

/// The bytes that a bracket stands for.
private struct ByteSet: Sendable, Hashable {
  private var members = Set<UInt8>()
  private var isInverted = false

  func contains(_ byte: UInt8) -> Bool { members.contains(byte) != isInverted }

  /// Takes what follows a `[` up to its `]` from `rest`; nil when that does not come.
  init?(bracket rest: inout ArraySlice<UInt8>) {
    if rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^") {
      isInverted = true
      rest.removeFirst()
    }
    var isFirst = true
    var last: UInt8?
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "]") && !isFirst { return }
      isFirst = false
      if byte == UInt8(ascii: "["), rest.first == UInt8(ascii: ":"), rest.dropFirst().contains(UInt8(ascii: "]")) {
        guard insertClass(&rest) else { return nil }
        last = nil
      } else if byte == UInt8(ascii: "-"), let lower = last, let next = rest.first, next != UInt8(ascii: "]") {
        guard let upper = Self.literal(&rest) else { return nil }
        if lower <= upper { members.formUnion(lower...upper) }
        last = nil
      } else {
        rest = [byte] + rest
        guard let member = Self.literal(&rest) else { return nil }
        members.insert(member)
        last = member
      }
    }
    return nil
  }

  private static func literal(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    let byte = rest.popFirst()
    return byte == UInt8(ascii: "\\") ? rest.popFirst() : byte
  }

  /// `[:name:]`, of which the first bracket has been taken.
  private mutating func insertClass(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
    let word = rest[rest.startIndex..<end]
    rest = rest[(end + 1)...]
    guard word.count >= 2, word.last == UInt8(ascii: ":") else { return false }
    let ascii = UInt8(0)...127
    let characters = ascii.map { (byte: $0, character: Character(UnicodeScalar($0))) }
    func insert(_ test: (Character) -> Bool) { members.formUnion(characters.filter { test($0.character) }.map(\.byte)) }
    switch String(decoding: word.dropFirst().dropLast(), as: UTF8.self) {
    case "alpha": insert(\.isLetter)
    case "digit": insert { ("0"..."9").contains($0) }
    case "alnum": insert { $0.isLetter || ("0"..."9").contains($0) }
    case "lower": insert { ("a"..."z").contains($0) }
    case "upper": insert { ("A"..."Z").contains($0) }
    case "xdigit": insert(\.isHexDigit)
    case "space": members.formUnion([9, 10, 11, 12, 13, 32])
    case "blank": members.formUnion([9, 32])
    case "cntrl": members.formUnion(ascii.filter { $0 < 32 || $0 == 127 })
    case "print": members.formUnion(32...126)
    case "graph": members.formUnion(33...126)
    case "punct":
      members.formUnion(
        characters.filter {
          (33...126).contains($0.byte) && !$0.character.isLetter && !("0"..."9").contains($0.character)
        }.map(\.byte))
    default: return false
    }
    return true
  }
}
