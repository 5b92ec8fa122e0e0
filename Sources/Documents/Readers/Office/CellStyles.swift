// Which of a workbook's cell styles show numbers as dates, times or percentages: Excel keeps all of them as plain numbers.
// The built-in formats are ECMA-376's (18.8.30); others are judged by the letters of their pattern.

/// What a workbook's cell styles make of numbers.
struct CellStyles {
  enum Meaning: Equatable {
    case number, percentage
    case date(hasDay: Bool, hasTime: Bool)
  }

  private var meanings: [Meaning] = []

  /// - Parameter stream: the workbook's part; `nil` when it has none.
  init(_ stream: XMLStream?) throws(DocumentError) {
    guard let stream else { return }
    var custom: [Int: Meaning] = [:]
    var isInCellFormats = false
    while let node = try stream.next() {
      switch node {
      case .start:
        switch stream.name {
        case "numFmt":
          guard let id = stream.attribute("numFmtId").flatMap({ Int($0) }) else { break }
          custom[id] = Self.meaning(ofPattern: stream.attribute("formatCode") ?? "")
        case "cellXfs": isInCellFormats = true
        case "xf":
          guard isInCellFormats else { break }
          let id = stream.attribute("numFmtId").flatMap { Int($0) } ?? 0
          meanings.append(custom[id] ?? Self.meaning(ofBuiltIn: id))
        default: break
        }
      case .end: if stream.name == "cellXfs" { isInCellFormats = false }
      case .text, .other: break
      }
    }
  }

  /// What the style of this number means.
  subscript(number: Int) -> Meaning { meanings.indices.contains(number) ? meanings[number] : .number }

  private static func meaning(ofBuiltIn id: Int) -> Meaning {
    switch id {
    case 9, 10: .percentage
    case 14...17, 27...31, 36, 50...54, 57, 58: .date(hasDay: true, hasTime: false)
    case 22: .date(hasDay: true, hasTime: true)
    case 18...21, 32...35, 45...47, 55, 56: .date(hasDay: false, hasTime: true)
    default: .number
    }
  }

  /// Judges by the letters outside quotes, brackets and escapes of the first section.
  static func meaning(ofPattern pattern: String) -> Meaning {
    var hasDay = false
    var hasTime = false
    var hasPercent = false
    var isQuoted = false
    var isBracketed = false
    var isEscaped = false
    scan: for character in pattern.lowercased() {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch character {
      case "\\", "_", "*": isEscaped = !isQuoted
      case "\"": isQuoted.toggle()
      case "[": isBracketed = true
      case "]": isBracketed = false
      case ";" where !isQuoted: break scan
      case "d" where !isQuoted && !isBracketed, "y" where !isQuoted && !isBracketed: hasDay = true
      // Hours that go on counting are written in brackets.
      case "h" where !isQuoted, "s" where !isQuoted && !isBracketed: hasTime = true
      case "%" where !isQuoted: hasPercent = true
      default: break
      }
    }
    if hasDay || hasTime { return .date(hasDay: hasDay, hasTime: hasTime) }
    return hasPercent ? .percentage : .number
  }
}
