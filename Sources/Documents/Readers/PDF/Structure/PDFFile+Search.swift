// Finding a file's objects without its cross-references: every "N G obj" counts, the last one of a number wins, and packed
// objects are taken where nothing else has their number.

extension PDFFile {
  /// Fills the table of places and the trailer from what the file has.
  func searchObjects() throws(PDFFault) {
    var found: [(number: Int, offset: Int)] = []
    var position = 0
    while let word = buffer.find("obj", from: position) {
      position = word + 3
      guard let (number, offset) = header(before: word) else { continue }
      found.append((number, offset))
      if found.count >= Self.mostObjects { break }
    }
    for (number, offset) in found.reversed() { note(number, Place(kind: .offset, at: offset)) }

    var candidates: [PDFDictionary] = []
    position = 0
    while let word = buffer.find("trailer", from: position) {
      position = word + 7
      var lexer = PDFLexer(buffer, from: position)
      if let dictionary = lexer.value()?.dictionary { candidates.append(dictionary) }
    }
    var catalog: Int?
    var packing: [Int] = []
    for (number, offset) in found where number < places.count && places[number].at == offset {
      // The word is within the object's first bytes; most objects need not be parsed to see that it is not there.
      let end = min(offset + 1024, buffer.count)
      guard let type = buffer.find("/Type", from: offset, before: end) else { continue }
      let isCatalog = buffer.find("/Catalog", from: type, before: end) != nil
      let isPacked = buffer.find("/ObjStm", from: type, before: end) != nil
      let isTable = buffer.find("/XRef", from: type, before: end) != nil
      guard isCatalog || isPacked || isTable, let dictionary = readObject(number, at: offset)?.dictionary else {
        continue
      }
      switch dictionary["Type"]?.name {
      case "Catalog": catalog = number
      case "XRef": candidates.append(dictionary)
      case "ObjStm": packing.append(number)
      default: break
      }
    }
    trailer = candidates.last { $0["Encrypt"] != nil } ?? PDFDictionary()
    try secure()
    // The newest first, as with the others.
    for number in packing.reversed() {
      for (index, packed) in (objectStream(number)?.contents ?? []).enumerated() {
        note(packed.number, Place(kind: .packed, index: UInt32(clamping: index), at: number))
      }
    }
    // The last trailer that leads to a catalogue is the newest.
    trailer =
      candidates.last { resolve($0["Root"])?.dictionary?["Pages"] != nil } ?? candidates.last { $0["Root"] != nil }
      ?? PDFDictionary()
    if resolve(trailer["Root"])?.dictionary == nil {
      catalog =
        catalog
        ?? places.indices.first { places[$0].kind == .packed && object($0)?.dictionary?["Type"]?.name == "Catalog" }
      if let catalog {
        var found = PDFDictionary()
        found.add("Root", .reference(PDFReference(number: catalog, generation: 0)))
        if let encryption = candidates.compactMap({ $0["Encrypt"] }).last { found.add("Encrypt", encryption) }
        trailer = found
      }
    }
  }

  /// The number before the word "obj" at `word`, and where it begins.
  private func header(before word: Int) -> (number: Int, offset: Int)? {
    var index = word - 1
    func skipSpace() -> Bool {
      let start = index
      while index >= 0, PDFLexer.isSpace(buffer.base[index]) { index -= 1 }
      return index < start
    }
    func digits() -> Int? {
      var value = 0
      var scale = 1
      let start = index
      while index >= 0, start - index < 10, case let byte = buffer.base[index], (0x30...0x39).contains(byte) {
        value += Int(byte - 0x30) * scale
        scale *= 10
        index -= 1
      }
      return index < start ? value : nil
    }
    guard skipSpace(), digits() != nil, skipSpace(), let number = digits(), number < Self.mostObjects else {
      return nil
    }
    return (number, index + 1)
  }
}
