// From a keyword to its number and back: what makes comparing keywords comparing words.
//
// One table for all fields of a collection. Numbers are counted by reference: the last vector of a keyword takes its
// text along. The hash table has the form of IdentifierTable, its keys being the texts.

/// All keywords of a collection. Not thread-safe: kept under a lock.
struct TermTable {
  private(set) var text: TermText
  private var memory: ReservedMemory
  /// Hash cells: term number plus 1; a power of two.
  private(set) var capacity: Int
  /// Terms in use.
  private(set) var count = 0
  /// The first free number plus 1; free numbers are chained through their records.
  private(set) var firstFree: UInt32 = 0
  /// Places of freed texts, by their number of units.
  private var freePlaces: [[UInt32]]

  static let minimumCapacity = 256

  init(reservedBytes: Int, capacity: Int = minimumCapacity) throws(VectorStoreError) {
    text = try TermText(reservedBytes: reservedBytes)
    memory = try ReservedMemory(reserving: capacity * 4, hugePages: false)
    try memory.grow(to: capacity * 4)
    self.capacity = capacity
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
    memory = try ReservedMemory(reserving: source.cells.byteCount, hugePages: false)
    try memory.map(file, offset: source.cells.offset, byteCount: source.cells.byteCount)
    capacity = source.cells.byteCount / 4
    count = source.count
    text.termLimit = source.records.byteCount / TermText.recordByteCount
    firstFree = source.firstFree
    text.unitLimit = source.text.byteCount / TermText.unit
    freePlaces = Array(repeating: [], count: TermText.units(Payload.maximumKeywordByteCount) + 1)
  }

  /// The bytes of the hash cells.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory.base, count: capacity * 4) }

  private var cells: UnsafeMutablePointer<UInt32> { memory.base.assumingMemoryBound(to: UInt32.self) }

  /// FNV-1a, and a multiplication that brings its bits to the top.
  private func home(_ bytes: some Sequence<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: hash >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  /// The cell that holds the term with this text, or the empty one where it would go.
  private func cell(of text: some Collection<UInt8>) -> Int? {
    var index = home(text)
    for _ in 0..<capacity {
      let value = cells[index]
      if value == 0 { return index }
      if value <= self.text.termLimit, self.text.record(value - 1).pointee.references > 0,
        self.text.text(value - 1).elementsEqual(text)
      {
        return index
      }
      index = (index + 1) & (capacity - 1)
    }
    return nil
  }

  /// The number of the keyword, if any vector has it. Expected O(its bytes).
  func term(_ keyword: String) -> UInt32? {
    guard let index = cell(of: Array(keyword.utf8)), cells[index] != 0 else { return nil }
    return cells[index] - 1
  }

  func hasRoom(for additional: Int) -> Bool { (count + additional) * 2 <= capacity }

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
    guard let index = cell(of: bytes) else { return nil }
    if cells[index] != 0 {
      let record = text.record(cells[index] - 1)
      record.pointee.references &+= 1
      return cells[index] - 1
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
    cells[index] = term + 1
    count += 1
    return term
  }

  private mutating func takeNumber() -> UInt32 {
    if firstFree != 0, firstFree <= text.termLimit, text.record(firstFree - 1).pointee.references == 0 {
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
    guard term < text.termLimit, text.record(term).pointee.references > 0 else { return }
    let record = text.record(term)
    if record.pointee.references > 1 {
      record.pointee.references -= 1
      return
    }
    let bytes = text.text(term)
    if let index = cell(of: bytes), cells[index] == term + 1 { removeCell(index) }
    if bytes.baseAddress != nil {
      let place = Int(record.pointee.place)
      let units = TermText.units(bytes.count)
      (text.bytes.base + place * TermText.unit).initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count)
      freePlaces[units].append(UInt32(place))
    }
    record.pointee = .init(place: firstFree, byteCount: 0, references: 0, unused: 0)
    firstFree = term + 1
    count = max(count - 1, 0)
  }

  /// Closes the gap an emptied cell leaves (Knuth 6.4 R).
  private mutating func removeCell(_ start: Int) {
    var hole = start
    var index = start
    for _ in 0..<capacity {
      index = (index + 1) & (capacity - 1)
      let value = cells[index]
      if value == 0 || value > text.termLimit { break }
      let home = home(text.text(value - 1))
      let distanceFromHome = (index - home) & (capacity - 1)
      let distanceFromHole = (index - hole) & (capacity - 1)
      if distanceFromHome >= distanceFromHole {
        cells[hole] = value
        hole = index
      }
    }
    cells[hole] = 0
  }

  /// A copy of the hash cells, with at least twice the room `total` terms need; texts and records stay where they are.
  func grown(for total: Int) throws(VectorStoreError) -> TermTable {
    var copy = self
    while copy.capacity < total * 2 { copy.capacity *= 2 }
    copy.memory = try ReservedMemory(reserving: copy.capacity * 4, hugePages: false)
    try copy.memory.grow(to: copy.capacity * 4)
    for index in 0..<capacity where cells[index] != 0 && cells[index] <= text.termLimit {
      guard let place = copy.cell(of: text.text(cells[index] - 1)) else { continue }
      copy.cells[place] = cells[index]
    }
    return copy
  }
}
