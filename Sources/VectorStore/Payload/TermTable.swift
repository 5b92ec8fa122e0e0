// From a keyword to its number and back: what makes comparing keywords comparing words.
//
// One table for all fields of a collection. Numbers are counted by reference: the last vector of a keyword takes its
// text along. The hash table is one of numbers, its keys being the texts.

/// All keywords of a collection. Not thread-safe: kept under a lock.
struct TermTable {
  private(set) var text: TermText
  private var cells: HashCells<NumberCell>
  /// The first free number plus 1; free numbers are chained through their records.
  private(set) var firstFree: UInt32 = 0
  /// Places of freed texts, by their number of units.
  private var freePlaces: [[UInt32]]

  init(reservedBytes: Int) throws(VectorStoreError) {
    text = try TermText(reservedBytes: reservedBytes)
    cells = try HashCells()
    freePlaces = Array(repeating: [], count: TermText.units(Payload.maximumKeywordByteCount) + 1)
  }

  /// Where the parts of a stored table lie.
  struct Source {
    var records: IndexHeader.Extent
    var text: IndexHeader.Extent
    var cells: IndexHeader.Extent
    var count: Int
    var firstFree: UInt32
  }

  init(mapping file: any StoreFile, from source: Source, reservedBytes: Int) throws(VectorStoreError) {
    text = try TermText(reservedBytes: reservedBytes)
    try text.records.map(file, offset: source.records.offset, byteCount: source.records.byteCount)
    try text.bytes.map(file, offset: source.text.offset, byteCount: source.text.byteCount)
    cells = try HashCells(mapping: file, source.cells, count: source.count)
    text.termLimit = source.records.byteCount / TermText.recordByteCount
    firstFree = source.firstFree
    text.unitLimit = source.text.byteCount / TermText.unit
    freePlaces = Array(repeating: [], count: TermText.units(Payload.maximumKeywordByteCount) + 1)
  }

  /// Terms in use.
  var count: Int { cells.count }
  /// The bytes of the hash cells.
  var bytes: UnsafeRawBufferPointer { cells.bytes }

  /// FNV-1a, its halves mixed.
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash ^ hash >> 32
  }

  /// The hash of a cell's text; `nil` for a number that is no term's.
  private func hash(_ cell: NumberCell) -> UInt64? {
    cell.number < text.termLimit ? Self.hash(text.text(cell.number)) : nil
  }

  /// The cell that holds the term with this text, or the empty one where it would go.
  private func index(of text: some Collection<UInt8>) -> Int? {
    cells.index(hash: Self.hash(text)) { cell in
      cell.number < self.text.termLimit && self.text.references(cell.number).pointee.load(ordering: .relaxed) > 0
        && self.text.text(cell.number).elementsEqual(text)
    }
  }

  /// The number of the keyword, if any vector has it. Expected O(its bytes).
  func term(_ keyword: String) -> UInt32? {
    guard let index = index(of: Array(keyword.utf8)), !cells[index].isEmpty else { return nil }
    return cells[index].number
  }

  func hasRoom(for additional: Int) -> Bool { cells.hasRoom(for: additional) }

  /// Makes memory for `keywords` more terms with `units` of text in all.
  ///
  /// - Throws: `.capacityExceeded`.
  func reserve(keywords: Int, units: Int) throws(VectorStoreError) {
    try text.records.grow(to: (text.termLimit + keywords) * TermText.recordByteCount)
    try text.bytes.grow(to: (text.unitLimit + units) * TermText.unit)
  }

  /// The number of `keyword` with one more reference to it. `reserve` and `hasRoom` have made room.
  mutating func retain(_ keyword: String) -> UInt32? {
    let bytes = Array(keyword.utf8)
    guard let index = index(of: bytes) else { return nil }
    if !cells[index].isEmpty {
      text.references(cells[index].number).pointee.wrappingAdd(1, ordering: .relaxed)
      return cells[index].number
    }
    let term = takeNumber()
    let units = TermText.units(bytes.count)
    let place: UInt32
    if let free = freePlaces[units].popLast() {
      place = free
    } else {
      place = UInt32(truncatingIfNeeded: text.unitLimit)
      text.unitLimit += units
    }
    (text.bytes.base + Int(place) * TermText.unit).copyMemory(from: bytes, byteCount: bytes.count)
    text.record(term).pointee = .init(place: place, byteCount: UInt32(bytes.count), references: 1, unused: 0)
    cells.set(NumberCell(term), at: index)
    return term
  }

  private mutating func takeNumber() -> UInt32 {
    if firstFree != 0, firstFree <= text.termLimit,
      text.references(firstFree - 1).pointee.load(ordering: .relaxed) == 0
    {
      let term = firstFree - 1
      firstFree = text.record(term).pointee.place
      return term
    }
    // Also the way on from a damaged chain.
    firstFree = 0
    defer { text.termLimit += 1 }
    return UInt32(truncatingIfNeeded: text.termLimit)
  }

  /// Takes one reference away, and with the last one the term: its text is overwritten.
  mutating func release(_ term: UInt32) {
    guard term < text.termLimit else { return }
    let references = text.references(term).pointee.load(ordering: .relaxed)
    guard references > 0 else { return }
    if references > 1 {
      text.references(term).pointee.store(references - 1, ordering: .relaxed)
      return
    }
    let record = text.record(term)
    let bytes = text.text(term)
    if let index = index(of: bytes), cells[index].number == term { cells.remove(at: index, hash: hash) }
    if bytes.baseAddress != nil {
      let place = Int(record.pointee.place)
      let units = TermText.units(bytes.count)
      (text.bytes.base + place * TermText.unit).initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count)
      freePlaces[units].append(UInt32(place))
    }
    record.pointee = .init(place: firstFree, byteCount: 0, references: 0, unused: 0)
    firstFree = term + 1
  }

  /// A copy of the hash cells, with at least twice the room `total` terms need; texts and records stay where they are.
  func grown(for total: Int) throws(VectorStoreError) -> TermTable {
    var copy = self
    copy.cells = try cells.grown(for: total, hash: hash)
    return copy
  }
}
