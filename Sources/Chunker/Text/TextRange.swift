// A place in a text, in the two units its readers need: UTF-8 bytes (Swift, files, databases) and UTF-16 units
// (JavaScript, browsers). Both are produced while splitting and are never searched for afterwards.

/// A half-open range of a text.
public struct TextRange: Sendable, Codable, Hashable {
  /// Byte offsets into the text's UTF-8.
  public var utf8: Range<Int>
  /// Offsets into the text's UTF-16 code units, as JavaScript's `slice` takes them.
  public var utf16: Range<Int>

  public init(utf8: Range<Int>, utf16: Range<Int>) {
    self.utf8 = utf8
    self.utf16 = utf16
  }
}

extension String {
  /// The part of the text that `range` names.
  ///
  /// A range that is not inside this text is clamped to it, so that a range kept from another version of a text
  /// cannot trap; a bound inside a scalar is rounded down to the scalar's start.
  /// - Complexity: O(1) and the copy.
  public subscript(range: TextRange) -> Substring {
    let count = utf8.count
    let lower = min(max(range.utf8.lowerBound, 0), count)
    let upper = min(max(range.utf8.upperBound, lower), count)
    return self[utf8.index(startIndex, offsetBy: lower)..<utf8.index(startIndex, offsetBy: upper)]
  }
}
