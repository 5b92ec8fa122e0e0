// What a transaction's body works with: statements in, rows out. It is lent for the time of `Database.read` or
// `Database.write` and belongs to that transaction; not being Sendable, it cannot leave it.
//
// Parameters are written as `?` and bound in order. Statements are prepared once per connection and kept.

/// A connection inside a transaction.
///
///     try connection.execute("INSERT INTO note (id, title) VALUES (?, ?)", id, title)
///     let titles = try connection.query("SELECT title FROM note WHERE owner = ?", owner) { try $0["title"] as String }
public final class Connection {
  let handle: SQLiteHandle
  /// The engine's spelling of what has no common one.
  public let dialect: Dialect

  init(handle: SQLiteHandle, dialect: Dialect) {
    self.handle = handle
    self.dialect = dialect
  }

  /// Runs one statement and returns how many rows it inserted, updated or deleted.
  @discardableResult
  public func execute(_ sql: String, _ bindings: (any SQLBindable)?...) throws(DatabaseError) -> Int {
    try execute(sql, bindings: bindings)
  }

  /// Runs one statement with values from an array.
  @discardableResult
  public func execute(_ sql: String, bindings: [(any SQLBindable)?]) throws(DatabaseError) -> Int {
    try run(sql, bindings) { (statement) throws(DatabaseError) in
      while try statement.step() {}
    }
    return handle.changes
  }

  /// Runs several statements, separated by semicolons, that take no values.
  public func executeScript(_ sql: String) throws(DatabaseError) {
    try handle.executeScript(sql)
  }

  /// All rows of a query.
  public func query(_ sql: String, _ bindings: (any SQLBindable)?...) throws(DatabaseError) -> [Row] {
    try query(sql, bindings: bindings)
  }

  /// All rows of a query with values from an array.
  public func query(_ sql: String, bindings: [(any SQLBindable)?]) throws(DatabaseError) -> [Row] {
    try run(sql, bindings) { (statement) throws(DatabaseError) in
      var rows: [Row] = []
      while try statement.step() { rows.append(statement.row()) }
      return rows
    }
  }

  /// All rows of a query, each turned into a value.
  public func query<Value>(
    _ sql: String, _ bindings: (any SQLBindable)?..., decode: (Row) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    try forEach(sql, bindings: bindings) { values.append(try decode($0)) }
    return values
  }

  /// All rows of a query with values from an array, each turned into a value.
  public func query<Value>(
    _ sql: String, bindings: [(any SQLBindable)?], decode: (Row) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    try forEach(sql, bindings: bindings) { values.append(try decode($0)) }
    return values
  }

  /// The first row of a query, or nil.
  public func first(_ sql: String, _ bindings: (any SQLBindable)?...) throws(DatabaseError) -> Row? {
    try first(sql, bindings: bindings)
  }

  /// The first row of a query with values from an array, or nil.
  public func first(_ sql: String, bindings: [(any SQLBindable)?]) throws(DatabaseError) -> Row? {
    try run(sql, bindings) { (statement) throws(DatabaseError) in
      try statement.step() ? statement.row() : nil
    }
  }

  /// The first column of the first row, or nil when there is no row.
  ///
  ///     let count: Int = try connection.value("SELECT count(*) FROM note") ?? 0
  public func value<Value: SQLDecodable>(
    _ sql: String, _ bindings: (any SQLBindable)?..., as type: Value.Type = Value.self
  ) throws(DatabaseError) -> Value? {
    guard let row = try first(sql, bindings: bindings) else { return nil }
    return try row[0] as Value
  }

  /// Hands each row of a query to `body` as it is read; for results too large to hold.
  public func forEach(_ sql: String, bindings: [(any SQLBindable)?] = [], _ body: (Row) throws -> Void) throws {
    try handle.withStatement(sql, bindings) { statement in
      while try statement.step() { try body(statement.row()) }
    } failure: {
      $0
    }
  }

  /// The id SQLite gave the last row inserted through this connection into a table with an integer key.
  public var lastInsertedID: Int64 { handle.lastInsertedRowID }

  /// Prepared statements this connection keeps.
  package var cachedStatementCount: Int { handle.cachedStatementCount }

  private func run<Result>(
    _ sql: String, _ bindings: [(any SQLBindable)?], _ body: (SQLiteStatement) throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result {
    try handle.withStatement(sql, bindings, body) { $0 }
  }
}
