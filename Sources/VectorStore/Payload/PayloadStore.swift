// The payloads of a collection: columns, keywords, lists of equal values, and when they change.
//
// A slot's values are written while its commit is prepared, before anything can see the slot, and never change: an
// upsert is a new slot. They are erased when a sweep takes the dead slot out of the graph; by then no running search can
// return it. A search takes a PayloadView: which columns there are, and the memory behind them, which does not move.
import Platform

/// Payload fields of all slots. Any thread takes views; only the holder of the write turn changes it.
final class PayloadStore: Sendable {
  /// The parts that change as a whole.
  struct Tables {
    /// By column number; `nil` where a number is not in use.
    var columns: [PayloadColumn?] = []
    var values: ValueTable?
    var terms: TermTable?
    /// How many slots have a value, by column number.
    var counts: [Int] = []
  }

  private let tables: Lock<Tables>
  /// The most slots a column must have room for.
  private let slotCapacity: Int
  /// Addresses kept for keywords.
  private let reservedBytes: Int

  init(slotCapacity: Int, reservedBytes: Int, tables: sending Tables = Tables()) {
    self.slotCapacity = slotCapacity
    self.reservedBytes = reservedBytes
    self.tables = Lock(tables)
  }

  /// The columns and keywords as they are now, for a search; `nil` while no vector ever had a payload.
  ///
  /// Take it before the graph's view: every slot below the graph's limit then has a cell in every column.
  func view() -> PayloadView? {
    tables.withLock { tables in
      tables.columns.isEmpty ? nil : PayloadView(columns: tables.columns, text: tables.terms?.text)
    }
  }

  /// Lends the tables for looking up values; for the length of a few look-ups.
  func withTables<Result>(_ body: (borrowing Tables) -> sending Result) -> sending Result {
    tables.withLock { tables in body(tables) }
  }

  // MARK: Writing, with the turn

  /// Makes room for `payloads` and for slots below `slotCount`, so that `store` cannot fail.
  ///
  /// - Throws: `.capacityExceeded`, `.invalidArgument` when the collection would get too many fields.
  func reserve(_ payloads: [Payload], slotCount: Int) throws(VectorStoreError) {
    var tables = tables.withLock { $0 }
    for case let column? in tables.columns { try column.grow(to: slotCount) }
    guard !payloads.isEmpty else { return }
    for payload in payloads {
      for (name, value) in payload.fields where tables.number(of: name, value.type) == nil {
        try addColumn(name, value.type, slotCount: slotCount, to: &tables)
      }
    }
    var listed = 0
    var keywords = 0
    var units = 0
    for payload in payloads {
      for value in payload.fields.values {
        if value.type.isListed { listed += 1 }
        guard case .keyword(let text) = value else { continue }
        keywords += 1
        units += TermText.units(text.utf8.count)
      }
    }
    if listed > 0 {
      if tables.values == nil { tables.values = try ValueTable() }
      if let values = tables.values, !values.hasRoom(for: listed) {
        tables.values = try values.grown(for: 2 * (values.count + listed))
      }
    }
    if keywords > 0 {
      if tables.terms == nil { tables.terms = try TermTable(reservedBytes: reservedBytes) }
      if let terms = tables.terms {
        try terms.reserve(keywords: keywords, units: units)
        if !terms.hasRoom(for: keywords) { tables.terms = try terms.grown(for: 2 * (terms.count + keywords)) }
      }
    }
    let changed = tables
    self.tables.withLock { $0 = changed }
  }

  private func addColumn(
    _ name: String, _ type: PayloadType, slotCount: Int, to tables: inout Tables
  ) throws(VectorStoreError) {
    let number = tables.columns.firstIndex { $0 == nil } ?? tables.columns.count
    guard number < Payload.maximumFieldCountOfCollection else {
      throw VectorStoreError(
        code: .invalidArgument,
        message: "payload field '\(name)' would be one more than the "
          + "\(Payload.maximumFieldCountOfCollection) a collection can have")
    }
    let column = try PayloadColumn(name: name, type: type, slotCapacity: slotCapacity)
    try column.grow(to: slotCount)
    if number == tables.columns.count {
      tables.columns.append(column)
      tables.counts.append(0)
    } else {
      tables.columns[number] = column
    }
  }

  /// Writes the payload of a slot that nobody can see yet. `reserve` has made room.
  func store(_ payload: Payload, in slot: UInt32, limit: UInt32) {
    tables.withLock { tables in
      for (name, value) in payload.fields {
        guard let number = tables.number(of: name, value.type), let column = tables.columns[number] else { continue }
        var key = value.key
        if case .keyword(let text) = value {
          guard let term = tables.terms?.retain(text) else { continue }
          key = UInt64(term) + 1
        }
        column.setKey(slot, key)
        column.putInOrder(slot, key)
        tables.counts[number] += 1
        guard column.type.isListed else { continue }
        tables.values?.link(slot, key: ValueKey(key: key, column: UInt32(number)), in: column, limit: limit)
      }
    }
  }

  /// Erases the payloads of slots that no search can return any more. Their links stay for walks that stand on them.
  func erase(_ slots: [UInt32], limit: UInt32) {
    let columns = tables.withLock { $0.columns }
    guard columns.contains(where: { $0 != nil }) else { return }
    for slot in slots {
      tables.withLock { tables in
        for case (let number, let column?) in tables.columns.enumerated() {
          let key = column.key(slot)
          guard key != PayloadKey.absent else { continue }
          if column.type.isListed {
            tables.values?.unlink(slot, key: ValueKey(key: key, column: UInt32(number)), in: column, limit: limit)
          }
          if column.type == .keyword { tables.terms?.release(UInt32(truncatingIfNeeded: key - 1)) }
          column.setKey(slot, PayloadKey.absent)
          tables.counts[number] = max(tables.counts[number] - 1, 0)
        }
      }
    }
  }

  /// The tables as they are, for a checkpoint. With the turn, which keeps them as they are.
  var snapshot: Tables { tables.withLock { $0 } }
}

extension PayloadStore.Tables {
  /// The number of the column for values of `type` under `name`.
  func number(of name: String, _ type: PayloadType) -> Int? {
    columns.firstIndex { $0?.name == name && $0?.type == type }
  }
}
