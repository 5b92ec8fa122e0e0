// One open SQLite connection with its statement cache and settings.
//
// Opened with NOMUTEX: SQLite's own locks are not needed, because a handle is only ever used by one thread at a time (the
// writer's thread, or whoever the reader pool has lent it to). Readers are opened for writing but `query_only`: in WAL mode
// a reader must be able to write the shared index.
internal import CSystemSQLite
internal import Glibc

/// An open connection. Not thread-safe.
final class SQLiteHandle {
  enum Role { case writer, reader }

  let pointer: OpaquePointer
  private let cacheLimit: Int
  private var cache: [String: SQLiteStatement] = [:]
  private var tick: UInt64 = 0

  /// Opens (the writer: creates) the file and applies the settings.
  init(path: String, role: Role, configuration: DatabaseConfiguration) throws(DatabaseError) {
    if role == .writer { try createPrivateFile(at: path) }
    var handle: OpaquePointer?
    let result = sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard result == SQLITE_OK, let handle else {
      var error = DatabaseError.sqlite(result, on: handle)
      error.message = "\(path): \(error.message)"
      sqlite3_close_v2(handle)
      throw error
    }
    pointer = handle
    cacheLimit = max(configuration.statementCacheSize, 1)
    do throws(DatabaseError) {
      try configure(role: role, configuration)
    } catch {
      var named = error
      named.message = "\(path): \(error.message)"
      named.sql = nil
      throw named
    }
  }

  deinit {
    cache.removeAll()
    // Closes at once when every statement is finalised, which the line above sees to.
    sqlite3_close_v2(pointer)
  }

  private func configure(role: Role, _ configuration: DatabaseConfiguration) throws(DatabaseError) {
    sqlite3_busy_timeout(pointer, configuration.busyTimeoutMilliseconds)
    // The first statement that reads the file; a file that is no database fails here.
    if role == .writer {
      try run("PRAGMA journal_mode = WAL")
      try run("PRAGMA synchronous = FULL")
      try run("PRAGMA journal_size_limit = \(configuration.journalSizeLimitByteCount)")
      // Freed pages are overwritten with zeros, so that deleted text is not left in the file.
      try run("PRAGMA secure_delete = ON")
      if let limit = configuration.maximumByteCount {
        let pageSize: Int64 = try query("PRAGMA page_size")[0][0]
        try run("PRAGMA max_page_count = \(max(1, Int64(limit) / pageSize))")
      }
    } else {
      try run("PRAGMA query_only = ON")
      try run("PRAGMA mmap_size = \(configuration.memoryMapByteCount)")
    }
    try run("PRAGMA foreign_keys = ON")
    try run("PRAGMA cache_size = -\(configuration.cacheKibibytes)")
    try run("PRAGMA temp_store = MEMORY")
  }

  private func run(_ sql: String) throws(DatabaseError) { _ = try query(sql) }

  private func query(_ sql: String) throws(DatabaseError) -> [Row] {
    let statement = try SQLiteStatement(sql, on: pointer, isKept: false)
    var rows: [Row] = []
    while try statement.step() { rows.append(statement.row()) }
    return rows
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(pointer) == 0 }

  /// Rows changed by the last INSERT, UPDATE or DELETE.
  var changes: Int { Int(sqlite3_changes64(pointer)) }

  var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(pointer) }

  /// Runs several statements without values.
  func executeScript(_ sql: String) throws(DatabaseError) {
    let result = sqlite3_exec(pointer, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw .sqlite(result, on: pointer) }
  }

  /// Lends the prepared statement for `sql`, with its values bound, for the time of `body`.
  func withStatement<Result, Failure: Error>(
    _ sql: String, _ bindings: [(any SQLBindable)?], _ body: (SQLiteStatement) throws(Failure) -> Result,
    failure: (DatabaseError) -> Failure
  ) throws(Failure) -> Result {
    let statement: SQLiteStatement
    do throws(DatabaseError) {
      statement = try cachedStatement(sql)
    } catch {
      throw failure(error)
    }
    statement.isBusy = true
    defer {
      statement.reset()
      statement.isBusy = false
    }
    do throws(DatabaseError) {
      try statement.bind(bindings)
    } catch {
      throw failure(error)
    }
    return try body(statement)
  }

  private func cachedStatement(_ sql: String) throws(DatabaseError) -> SQLiteStatement {
    tick += 1
    if let kept = cache[sql] {
      // The same SQL is being stepped through further up: it gets a statement of its own, thrown away afterwards.
      if kept.isBusy { return try SQLiteStatement(sql, on: pointer, isKept: false) }
      kept.lastUse = tick
      return kept
    }
    let fresh = try SQLiteStatement(sql, on: pointer, isKept: true)
    if cache.count >= cacheLimit,
      let oldest = cache.filter({ !$0.value.isBusy }).min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      cache[oldest.key] = nil
    }
    fresh.lastUse = tick
    cache[sql] = fresh
    return fresh
  }

  /// Statements kept at the moment.
  var cachedStatementCount: Int { cache.count }
}

/// Makes the file before SQLite does, readable by its owner alone: it will hold password hashes. The log and the shared
/// index take over its mode.
private func createPrivateFile(at path: String) throws(DatabaseError) {
  let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else {
    let number = errno
    let code: DatabaseError.Code =
      switch number {
      case EROFS, EACCES, EPERM: .readOnly
      case ENOSPC, EDQUOT: .diskFull
      case EIO: .inputOutput
      default: .cannotOpen
      }
    throw DatabaseError(code, "\(path): \(String(cString: strerror(number)))")
  }
  close(descriptor)
}
