// Marked content (ISO 32000-1, 14.6 and 14.9.4): pieces of a page that say which text they stand for, where the glyphs do not: a
// ligature, a word with its hyphen taken out, a drawing of a letter.

/// A text that stands for the glyphs it covers.
struct PDFReplacement {
  var text: [UInt8]
  var run: PDFPageText.Run?
  var left = 0.0
  var right = 0.0

  mutating func cover(_ run: PDFPageText.Run, from left: Double, to right: Double) {
    if self.run == nil {
      self.run = run
      self.left = min(left, right)
      self.right = max(left, right)
    } else {
      self.left = min(self.left, left, right)
      self.right = max(self.right, left, right)
    }
  }
}

extension PDFInterpreter {
  private static let mostMarks = 512

  func beginMarked(_ text: [UInt8]?) {
    guard marks.count < Self.mostMarks else { return }
    marks.append(text != nil && replacement == nil)
    if let text, replacement == nil { replacement = PDFReplacement(text: text) }
  }

  func endMarked() {
    guard let hasText = marks.popLast(), hasText, let ended = replacement else { return }
    replacement = nil
    guard let run = ended.run, !ended.text.isEmpty else { return }
    // Each of its words gets its share of the width.
    let unit = (ended.right - ended.left) / Double(ended.text.count)
    var index = 0
    while index < ended.text.count {
      if ended.text[index] <= 0x20 {
        text.addSpace()
        index += 1
        continue
      }
      let end = ended.text[index...].firstIndex { $0 <= 0x20 } ?? ended.text.count
      text.place(run, left: ended.left + Double(index) * unit, right: ended.left + Double(end) * unit)
      text.append(ended.text[index..<end])
      index = end
    }
  }

  /// The text that the operands of BDC give to what follows, in UTF-8.
  func replacementText(
    _ operands: [PDFContentScanner.Operand], _ scanner: PDFContentScanner, _ resources: PDFResources
  ) -> [UInt8]? {
    guard operands.count == 2 else { return nil }
    let properties: PDFDictionary?
    switch operands[1].kind {
    case .dictionary:
      let range = operands[1].start..<(operands[1].start + operands[1].count)
      guard scanner.buffer.find("/ActualText", from: range.lowerBound, before: range.upperBound) != nil else {
        return nil
      }
      var lexer = PDFLexer(scanner.buffer, from: range.lowerBound, to: range.upperBound)
      properties = lexer.value()?.dictionary
    case .name where scanner.name(operands[0]) == "Span":
      properties = file.resolve(resources.entry("Properties", scanner.name(operands[1])))?.dictionary
    default: properties = nil
    }
    return file.resolve(properties?["ActualText"])?.string.map { Array(PDFTextString.decode($0).utf8) }
  }
}
