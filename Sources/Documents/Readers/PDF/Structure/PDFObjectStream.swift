// Objects packed together into one stream (ISO 32000-1, 7.5.7): a list of numbers and offsets, then the objects.

/// A stream of packed objects, unpacked.
struct PDFObjectStream {
  private let buffer: PDFBuffer
  /// Numbers with the offsets where their objects begin.
  let contents: [(number: Int, offset: Int)]

  init(_ buffer: PDFBuffer, count: Int, first: Int) {
    self.buffer = buffer
    var lexer = PDFLexer(buffer, to: min(max(first, 0), buffer.count))
    var contents: [(number: Int, offset: Int)] = []
    // Each takes at least four bytes of the list.
    while contents.count < count, case .integer(let number) = lexer.token(), case .integer(let offset) = lexer.token() {
      contents.append((number, max(offset, 0) &+ max(first, 0)))
    }
    self.contents = contents
  }

  /// The object with this number, which should be at `index`.
  func object(_ number: Int, index: Int) -> PDFValue? {
    var offset: Int?
    if index < contents.count, contents[index].number == number { offset = contents[index].offset }
    offset = offset ?? contents.first { $0.number == number }?.offset
    guard let offset, offset >= 0, offset < buffer.count else { return nil }
    var lexer = PDFLexer(buffer, from: offset)
    return lexer.value() ?? .null
  }
}
