// A look at hostile nesting before the parser sees it: gumbo's time grows with the square of the depth, so a page of a
// million open elements would use up its processor time only to be refused.

extension HTMLReader {
  /// Whether `bytes` open so many more elements than they close that nothing but an attack does it.
  ///
  /// Only a count of tags that must be closed, not a parse; it is wrong about odd pages by a little and therefore only
  /// used with a wide margin.
  static func seemsNested(_ bytes: UnsafeBufferPointer<UInt8>, deeperThan limit: Int) -> Bool {
    var depth = 0
    var index = 0
    while let found = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = found + 1
      guard index < bytes.count else { return false }
      if bytes[index] == UInt8(ascii: "/") {
        depth = max(depth - 1, 0)
        continue
      }
      let name = bytes[index...].prefix(12).prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x31 }
      if name.isEmpty || closedByThemselves.contains(String(decoding: name, as: UTF8.self).lowercased()) { continue }
      depth += 1
      if depth > limit { return true }
    }
    return false
  }

  /// Elements whose end tag may be left out, or that have none.
  private static let closedByThemselves: Set<String> = [
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "rp", "rt",
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "param",
    "path", "rect", "circle", "line", "use", "g",
  ]
}
