// SQLite's result codes in this room's terms.
internal import CSystemSQLite

extension DatabaseError.Code {
  /// The code for SQLite's extended result code.
  init(sqlite extended: Int32) {
    // The extended codes that matter; the C macros for them are expressions Swift does not import.
    let unique = SQLITE_CONSTRAINT | (8 << 8)
    let primaryKey = SQLITE_CONSTRAINT | (6 << 8)
    let rowID = SQLITE_CONSTRAINT | (10 << 8)
    let foreignKey = SQLITE_CONSTRAINT | (3 << 8)
    switch extended {
    case unique, primaryKey, rowID: self = .uniqueViolation
    case foreignKey: self = .foreignKeyViolation
    default:
      switch extended & 0xff {
      case SQLITE_CONSTRAINT: self = .constraintViolation
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .busy
      case SQLITE_FULL: self = .diskFull
      case SQLITE_IOERR, SQLITE_NOLFS: self = .inputOutput
      case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
      case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
      case SQLITE_CANTOPEN: self = .cannotOpen
      case SQLITE_TOOBIG: self = .tooBig
      case SQLITE_NOMEM: self = .outOfMemory
      case SQLITE_ERROR, SQLITE_RANGE: self = .invalidSQL
      case SQLITE_MISUSE: self = .misuse
      case SQLITE_INTERRUPT, SQLITE_ABORT: self = .interrupted
      default: self = .other
      }
    }
  }
}

extension DatabaseError {
  /// The failure SQLite reports for `handle`'s last call.
  static func sqlite(_ result: Int32, on handle: OpaquePointer?, sql: String? = nil) -> DatabaseError {
    let extended = handle.map(sqlite3_extended_errcode) ?? result
    let words = handle.flatMap(sqlite3_errmsg).map { String(cString: $0) } ?? String(cString: sqlite3_errstr(result))
    // `sqlite3_errmsg` speaks of the connection's last call. When that one succeeded, the result itself is the better witness.
    if extended & 0xff == SQLITE_OK {
      return DatabaseError(Code(sqlite: result), String(cString: sqlite3_errstr(result)), sql: sql)
    }
    return DatabaseError(Code(sqlite: extended), words, sql: sql)
  }
}
