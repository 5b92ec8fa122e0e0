// One prepared SQLite statement: bind, step, read, reset. It is used by the connection that owns it and nobody else.
//
// Text and blobs are handed over as copies (SQLITE_TRANSIENT) and by length, so NUL bytes survive both ways.
internal import CSystemSQLite

/// A prepared statement of one connection. Not thread-safe; its connection is confined to one thread at a time.
final class SQLiteStatement {
  let sql: String
  private let pointer: OpaquePointer
  private let connection: OpaquePointer
  /// When it was last used, in the cache's ticks.
  var lastUse: UInt64 = 0
  /// Whether a query is stepping through it, so that the same SQL inside needs another statement.
  var isBusy = false
  private var names: ColumnNames?

  /// Compiles `sql`, which must be exactly one statement.
  init(_ sql: String, on connection: OpaquePointer, isKept: Bool) throws(DatabaseError) {
    var statement: OpaquePointer?
    var hasMore = false
    var copy = sql
    let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let result = copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let result = sqlite3_prepare_v3(
          connection, text.baseAddress, Int32(clamping: text.count), flags, &statement, &tail)
        if let tail, let base = text.baseAddress {
          hasMore = bytes[(tail - base)...].contains {
            $0 != UInt8(ascii: " ") && $0 != 10 && $0 != 13 && $0 != 9 && $0 != UInt8(ascii: ";")
          }
        }
        return result
      }
    }
    guard result == SQLITE_OK else { throw .sqlite(result, on: connection, sql: sql) }
    guard let statement else { throw DatabaseError(.invalidSQL, "the statement is empty", sql: sql) }
    guard !hasMore else {
      sqlite3_finalize(statement)
      throw DatabaseError(.invalidSQL, "more than one statement; use executeScript for several", sql: sql)
    }
    self.sql = sql
    self.connection = connection
    pointer = statement
  }

  deinit { sqlite3_finalize(pointer) }

  /// Binds one value to each `?`.
  func bind(_ bindings: [(any SQLBindable)?]) throws(DatabaseError) {
    let expected = Int(sqlite3_bind_parameter_count(pointer))
    guard expected == bindings.count else {
      throw DatabaseError(.invalidSQL, "\(expected) parameters but \(bindings.count) values", sql: sql)
    }
    for (offset, binding) in bindings.enumerated() {
      let result = bind(binding?.sqlValue ?? .null, at: Int32(offset + 1))
      guard result == SQLITE_OK else { throw .sqlite(result, on: connection, sql: sql) }
    }
  }

  private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    // SQLITE_TRANSIENT, a cast the C header spells as a macro: SQLite copies before the call returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return sqlite3_bind_null(pointer, index)
    case .integer(let number): return sqlite3_bind_int64(pointer, index, number)
    case .real(let number): return sqlite3_bind_double(pointer, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        guard let base = bytes.baseAddress else {
          return sqlite3_bind_text64(pointer, index, "", 0, transient, UInt8(SQLITE_UTF8))
        }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          sqlite3_bind_text64(pointer, index, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
        }
      }
    case .blob(let bytes):
      // A nil pointer would bind NULL; an empty array has one.
      if bytes.isEmpty { return sqlite3_bind_zeroblob(pointer, index, 0) }
      return bytes.withUnsafeBytes { sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), transient) }
    }
  }

  /// Advances to the next row; false at the end.
  func step() throws(DatabaseError) -> Bool {
    let result = sqlite3_step(pointer)
    switch result {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw .sqlite(result, on: connection, sql: sql)
    }
  }

  /// The current row, copied.
  func row() -> Row {
    let count = Int(sqlite3_column_count(pointer))
    let columns = columnNames(count: count)
    let values = [SQLValue](unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count {
        buffer.initializeElement(at: index, to: value(at: Int32(index)))
      }
      filled = count
    }
    return Row(columns: columns, values: values)
  }

  private func columnNames(count: Int) -> ColumnNames {
    // SQLite re-prepares a statement when the schema changes, and `SELECT *` may then have other columns.
    if let names, names.names.count == count { return names }
    let fresh = ColumnNames(
      (0..<Int32(count)).map { sqlite3_column_name(pointer, $0).map { String(cString: $0) } ?? "" })
    names = fresh
    return fresh
  }

  private func value(at index: Int32) -> SQLValue {
    switch sqlite3_column_type(pointer, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, index))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, index))
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(pointer, index) else { return .text("") }
      let count = Int(sqlite3_column_bytes(pointer, index))
      return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      guard let blob = sqlite3_column_blob(pointer, index) else { return .blob([]) }
      let count = Int(sqlite3_column_bytes(pointer, index))
      return .blob([UInt8](UnsafeRawBufferPointer(start: blob, count: count)))
    default: return .null
    }
  }

  /// Makes the statement ready for the next use and lets go of its values and its snapshot.
  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }
}
