// Payloads in an index file: which sections there are, how they are written, and how they are mapped again.
//
// A collection without payloads has none of these sections. A column that no vector has a value in is left out, and its
// name with it. Texts of keywords are packed, so what freed ones left behind does not reach the file.

extension PayloadStore.Tables {
  /// The fixed part of the fields section, and each column's entry in it.
  static let fieldsHeaderByteCount = 32
  static let fieldByteCount = 80

  /// The sections a checkpoint of these tables has.
  var sections: [IndexHeader.Section] {
    let columns = storedColumns
    guard !columns.isEmpty else { return [] }
    var sections: [IndexHeader.Section] = [.payloadFields, .payloadCells]
    if columns.contains(where: { $0.column.type.isListed }) { sections += [.payloadLinks, .payloadValues] }
    if columns.contains(where: { $0.column.type == .keyword }) { sections += [.terms, .termText, .termCells] }
    return sections
  }

  private var storedColumns: [(number: Int, column: PayloadColumn)] {
    columns.enumerated().compactMap { number, column in
      guard let column, counts[number] > 0 else { return nil }
      return (number, column)
    }
  }

  /// What the sections will take, about.
  func approximateByteCount(slotCount: Int) -> Int {
    let words = storedColumns.reduce(0) { $0 + ($1.column.type.isListed ? 2 : 1) }
    let terms = terms.map { $0.text.termLimit * TermText.recordByteCount + $0.text.unitLimit * TermText.unit } ?? 0
    return words * slotCount * PayloadColumn.cellByteCount + (values?.bytes.count ?? 0) + terms
  }

  // MARK: Writing

  /// Appends one of the payload sections.
  func write(
    _ section: IndexHeader.Section, slotCount: Int, to writer: inout SectionWriter
  ) throws(VectorStoreError) {
    switch section {
    case .payloadFields: try writer.write(fieldsBytes)
    case .payloadCells:
      for (_, column) in storedColumns {
        try writer.write(column.cells.front(slotCount * PayloadColumn.cellByteCount))
        try writer.alignToPage()
      }
    case .payloadLinks:
      for (_, column) in storedColumns {
        guard let links = column.links else { continue }
        try writer.write(links.front(slotCount * PayloadColumn.linkByteCount))
        try writer.alignToPage()
      }
    case .payloadValues: if let values { try writer.write(values.bytes) }
    case .terms: try terms?.writeRecords(to: &writer)
    case .termText: try terms?.writeText(to: &writer)
    case .termCells: if let terms { try writer.write(terms.bytes) }
    default: break
    }
  }

  private var fieldsBytes: [UInt8] {
    let columns = storedColumns
    var writer = ByteWriter()
    writer.put(UInt32(columns.count))
    writer.put(UInt32(terms?.count ?? 0))
    writer.put(terms?.firstFree ?? 0)
    writer.put(UInt32(0))
    writer.put(UInt64(values?.count ?? 0))
    writer.pad(to: Self.fieldsHeaderByteCount)
    for (number, column) in columns {
      let end = writer.bytes.count + Self.fieldByteCount
      writer.put(UInt32(number))
      writer.put(column.type.rawValue)
      writer.put(UInt8(column.name.utf8.count))
      writer.put(UInt16(0))
      writer.put(UInt64(counts[number]))
      writer.put(Array(column.name.utf8))
      writer.pad(to: end)
    }
    return writer.bytes
  }

  // MARK: Reading

  /// Maps the payload sections of `file`; an older file, or one of a collection without payloads, has none.
  ///
  /// - Throws: `.corrupted` when the sections do not fit each other.
  init(
    mapping file: any StoreFile, header: IndexHeader, slotCapacity: Int, reservedBytes: Int
  ) throws(VectorStoreError) {
    self.init()
    let fields = header[.payloadFields]
    guard fields.byteCount > 0 else { return }
    func damaged(_ section: IndexHeader.Section, _ what: String) -> VectorStoreError {
      .corrupted(file.path, at: header[section].offset, what)
    }
    guard fields.byteCount <= Self.fieldsHeaderByteCount + Payload.maximumFieldCountOfCollection * Self.fieldByteCount
    else { throw damaged(.payloadFields, "there are more payload fields than a collection can have") }
    var reader = ByteReader(try file.bytes(at: fields.offset, count: fields.byteCount))
    guard let columnCount = reader.take(UInt32.self), let termCount = reader.take(UInt32.self),
      let firstFree = reader.take(UInt32.self), reader.take(UInt32.self) != nil,
      let valueCount = reader.take(UInt64.self),
      reader.take(UInt64.self) != nil,
      fields.byteCount == Self.fieldsHeaderByteCount + Int(columnCount) * Self.fieldByteCount
    else { throw damaged(.payloadFields, "the list of payload fields is cut off") }

    let slotCount = header.slotCount
    let columnByteCount = IndexHeader.pageAligned(slotCount * PayloadColumn.cellByteCount)
    var cells = header[.payloadCells].offset
    var links = header[.payloadLinks].offset
    for _ in 0..<columnCount {
      guard let (number, column, count) = try Self.field(from: &reader, slotCapacity: slotCapacity),
        number < Payload.maximumFieldCountOfCollection, self.number(of: column.name, column.type) == nil,
        !columns.indices.contains(number) || columns[number] == nil,
        cells + columnByteCount <= header[.payloadCells].end,
        column.links == nil || links + columnByteCount <= header[.payloadLinks].end
      else { throw damaged(.payloadFields, "a payload field is out of range or listed twice") }
      try column.cells.map(file, offset: cells, byteCount: slotCount * PayloadColumn.cellByteCount)
      cells += columnByteCount
      if let memory = column.links {
        try memory.map(file, offset: links, byteCount: slotCount * PayloadColumn.linkByteCount)
        links += columnByteCount
      }
      while columns.count <= number {
        columns.append(nil)
        counts.append(0)
      }
      columns[number] = column
      counts[number] = min(count, slotCount)
    }
    if columns.contains(where: { $0?.type.isListed == true }) {
      let extent = header[.payloadValues]
      guard let count = Int(exactly: valueCount), ValueTable.fits(extent, count: count) else {
        throw damaged(.payloadValues, "the table of payload values does not fit its count")
      }
      values = try ValueTable(mapping: file, extent, count: count)
    }
    if columns.contains(where: { $0?.type == .keyword }) {
      let source = TermTable.Source(
        records: header[.terms], text: header[.termText], cells: header[.termCells], count: Int(termCount),
        firstFree: firstFree)
      guard source.fits else { throw damaged(.terms, "the keywords do not fit their count") }
      terms = try TermTable(mapping: file, from: source, reservedBytes: reservedBytes)
    }
  }

  /// One entry of the fields section; `nil` if it is none.
  private static func field(
    from reader: inout ByteReader, slotCapacity: Int
  ) throws(VectorStoreError) -> (number: Int, column: PayloadColumn, count: Int)? {
    guard let number = reader.take(UInt32.self),
      let type = reader.take(UInt8.self).flatMap(PayloadType.init(rawValue:)),
      let nameByteCount = reader.take(UInt8.self), reader.take(UInt16.self) != nil,
      let count = reader.take(UInt64.self).flatMap(Int.init(exactly:)),
      let name = reader.take(count: Payload.maximumNameByteCount),
      (1...Payload.maximumNameByteCount).contains(Int(nameByteCount))
    else { return nil }
    let text = String(decoding: name.prefix(Int(nameByteCount)), as: UTF8.self)
    return (Int(number), try PayloadColumn(name: text, type: type, slotCapacity: slotCapacity), count)
  }
}

extension TermTable.Source {
  /// Whether the parts fit each other.
  var fits: Bool {
    HashCells<NumberCell>.fits(cells, count: count)
      && records.byteCount % TermText.recordByteCount == 0 && text.byteCount % TermText.unit == 0
      && records.byteCount / TermText.recordByteCount < Int(UInt32.max)
      && text.byteCount / TermText.unit < Int(UInt32.max)
  }
}

extension TermTable {
  /// Writes the records as they are when texts lie one after the other.
  fileprivate func writeRecords(to writer: inout SectionWriter) throws(VectorStoreError) {
    var bytes = ByteWriter()
    var place = 0
    for term in 0..<UInt32(text.termLimit) {
      let record = text.record(term).pointee
      let isUsed = record.references > 0
      let byteCount = isUsed ? text.text(term).count : 0
      bytes.put(isUsed ? UInt32(place) : record.place)
      bytes.put(UInt32(byteCount))
      bytes.put(record.references)
      bytes.put(UInt32(0))
      if isUsed { place += TermText.units(byteCount) }
      if bytes.bytes.count >= 1 << 20 {
        try writer.write(bytes.bytes)
        bytes = ByteWriter()
      }
    }
    try writer.write(bytes.bytes)
  }

  fileprivate func writeText(to writer: inout SectionWriter) throws(VectorStoreError) {
    var bytes = ByteWriter()
    for term in 0..<UInt32(text.termLimit) where text.record(term).pointee.references > 0 {
      let text = text.text(term)
      let end = bytes.bytes.count + TermText.units(text.count) * TermText.unit
      bytes.put(Array(text))
      bytes.pad(to: end)
      if end >= 1 << 20 {
        try writer.write(bytes.bytes)
        bytes = ByteWriter()
      }
    }
    try writer.write(bytes.bytes)
  }
}
