// Where lines begin, for readers whose libraries speak of lines.

/// The starts of a text's lines in UTF-8 bytes.
struct LineTable {
  private var starts: [Int] = [0]
  private let end: Int

  init(_ text: String) {
    end = text.utf8.count
    for (offset, byte) in text.utf8.enumerated() where byte == 0x0A { starts.append(offset + 1) }
  }

  /// The offset of `column` in `line`, both counted from 1; clamped to the text.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= starts.count else { return line < 1 ? 0 : end }
    return min(starts[line - 1] + max(column - 1, 0), end)
  }
}
