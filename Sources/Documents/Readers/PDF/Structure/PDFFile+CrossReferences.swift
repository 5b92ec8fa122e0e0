// Where a file says its objects are: tables and streams of cross-references, the newest first, each leading to the one
// before (ISO 32000-1, 7.5.4 to 7.5.8). Files that have both for the same objects are read as 7.5.8.4 says.

extension PDFFile {
  /// Reads all sections; `false` when one of them cannot be.
  func readCrossReferences() -> Bool {
    guard let mark = buffer.findLast("startxref", from: buffer.count - 2048, before: buffer.count) else { return false }
    var lexer = PDFLexer(buffer, from: mark + 9)
    guard case .integer(var offset) = lexer.token() else { return false }
    var visited: Set<Int> = []
    while visited.insert(offset).inserted {
      guard let section = readSection(at: offset) else { return false }
      if let both = resolve(section["XRefStm"])?.integer, visited.insert(both).inserted { _ = readSection(at: both) }
      guard let previous = section["Prev"]?.integer else { break }
      offset = previous
    }
    return trailer["Root"] != nil
  }

  private func readSection(at offset: Int) -> PDFDictionary? {
    guard offset >= 0, offset < buffer.count else { return nil }
    var lexer = PDFLexer(buffer, from: offset)
    let section: PDFDictionary?
    switch lexer.token() {
    case .keyword(let word) where lexer.isKeyword(word, "xref"): section = readTable(&lexer)
    case .integer(let number): section = readStream(number, at: offset)
    default: section = nil
    }
    if let section, trailer["Root"] == nil { trailer = section }
    return section
  }

  /// Reads a table, from behind its first word through the trailer.
  private func readTable(_ lexer: inout PDFLexer) -> PDFDictionary? {
    while true {
      switch lexer.token() {
      case .keyword(let word) where lexer.isKeyword(word, "trailer"): return lexer.value()?.dictionary
      case .integer(let first):
        guard case .integer(let count) = lexer.token(), first >= 0, count >= 0 else { return nil }
        for index in 0..<count {
          guard case .integer(let offset) = lexer.token(), case .integer(_) = lexer.token(),
            case .keyword(let kind) = lexer.token()
          else { return nil }
          let number = first &+ index
          if lexer.isKeyword(kind, "n") {
            note(number, Place(kind: .offset, at: offset))
          } else if lexer.isKeyword(kind, "f") {
            note(number, Place(kind: .free))
          } else {
            return nil
          }
        }
      default: return nil
      }
    }
  }

  private func readStream(_ number: Int, at offset: Int) -> PDFDictionary? {
    guard let stream = readObject(number, at: offset)?.stream, stream.dictionary["Type"]?.name == "XRef",
      let data = try? decode(stream), let widths = resolve(stream.dictionary["W"])?.array?.map({ $0.integer ?? 0 }),
      widths.count >= 3, widths.allSatisfy({ (0...8).contains($0) })
    else { return nil }
    let size = resolve(stream.dictionary["Size"])?.integer ?? 0
    let sections = resolve(stream.dictionary["Index"])?.array?.map { $0.integer ?? 0 } ?? [0, size]
    let entryBytes = widths[0] + widths[1] + widths[2]
    guard entryBytes > 0 else { return nil }
    var position = 0
    func field(_ index: Int, otherwise: Int) -> Int {
      guard widths[index] > 0 else { return otherwise }
      var value: UInt64 = 0
      for _ in 0..<widths[index] {
        value = value << 8 | UInt64(data.byte(position))
        position += 1
      }
      return Int(truncatingIfNeeded: value)
    }
    for pair in stride(from: 0, to: sections.count - 1, by: 2) {
      let first = sections[pair]
      guard first >= 0, sections[pair + 1] >= 0 else { return nil }
      var index = 0
      while index < sections[pair + 1], position + entryBytes <= data.count {
        let kind = field(0, otherwise: 1)
        let second = field(1, otherwise: 0)
        let third = field(2, otherwise: 0)
        switch kind {
        case 0: note(first &+ index, Place(kind: .free))
        case 1: note(first &+ index, Place(kind: .offset, at: second))
        case 2: note(first &+ index, Place(kind: .packed, index: UInt32(clamping: third), at: second))
        default: break
        }
        index += 1
      }
    }
    return stream.dictionary
  }
}
