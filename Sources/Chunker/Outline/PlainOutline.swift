// Running text: paragraphs, which empty lines part.

extension Outline {
  /// - Complexity: O(n).
  init(plain text: UTF8Text) {
    var position = 0
    // One look for a line feed finds the next line; the next byte says whether it is empty.
    while let newline = text.first(0x0A, in: position..<text.count) {
      position = newline + 1
      var next = position
      while next < text.count, Self.isBlank(text[next]) { next += 1 }
      let isParagraph = next > position && text.first(0x0A, in: position..<next) != nil
      guard isParagraph, next < text.count else {
        position = max(next, position)
        continue
      }
      // Spaces in front of the first word belong to its line.
      while next > position, text[next - 1] != 0x0A { next -= 1 }
      cut(next, .block)
      position = next
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
