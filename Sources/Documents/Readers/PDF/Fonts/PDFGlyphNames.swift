// What character a glyph's name means (Adobe Glyph List specification, section 2): the list, "uni" with hexadecimal digits,
// parts joined by "_", and what follows a "." set aside.

enum PDFGlyphNames {
  private static let characters: [String: UInt32] = {
    var characters: [String: UInt32] = [:]
    characters.reserveCapacity(3000)
    var key: Substring?
    let text = table.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if let name = key {
        characters[String(name)] = UInt32(word, radix: 16)
        key = nil
      } else {
        key = word
      }
    }
    return characters
  }()

  /// The characters of the glyph `name`; empty when the name says nothing.
  static func characters(of name: String) -> [UInt32] {
    // Most names are letters, which need no list.
    let utf8 = name.utf8
    if utf8.count == 1, let letter = utf8.first, letter | 0x20 >= 0x61, letter | 0x20 <= 0x7A {
      return [UInt32(letter)]
    }
    if let known = characters[name] { return [known] }
    let base = name.prefix { $0 != "." }
    if base.isEmpty { return [] }
    if base.count < name.count { return characters(of: String(base)) }
    if base.contains("_") {
      let parts = base.split(separator: "_")
      return parts.count > 1 && parts.count < 9 ? parts.flatMap { characters(of: String($0)) } : []
    }
    return numbered(base)
  }

  private static func numbered(_ name: Substring) -> [UInt32] {
    func isCharacter(_ value: UInt32) -> Bool { Unicode.Scalar(value) != nil && value > 0 }
    if name.hasPrefix("uni"), name.utf8.count >= 7, (name.utf8.count - 3) % 4 == 0, name.utf8.count < 40 {
      var values: [UInt32] = []
      var rest = name.dropFirst(3)
      while !rest.isEmpty {
        guard let value = UInt32(rest.prefix(4), radix: 16), isCharacter(value) else { return [] }
        values.append(value)
        rest = rest.dropFirst(4)
      }
      return values
    }
    if name.hasPrefix("u"), (5...7).contains(name.utf8.count), let value = UInt32(name.dropFirst(), radix: 16),
      isCharacter(value)
    {
      return [value]
    }
    return []
  }
}
