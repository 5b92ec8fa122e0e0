// Everything in which SQL engines differ, in one place: the statements this layer itself sends and the few expressions
// that repositories need and that no common spelling exists for. Repositories write parameters as `?` everywhere.
// SQLite is the one dialect there is; a second engine adds a second value here and no change above it.

/// The spelling of one SQL engine.
public struct Dialect: Sendable {
  /// Begins a transaction that only reads; its first query fixes the snapshot.
  package let beginRead: String
  /// Begins a transaction that will write, taking the write lock now instead of failing half-way.
  package let beginWrite: String
  package let commit: String
  package let rollback: String
  /// Marks a point inside a transaction; undoes what came after it; forgets it.
  package let savepoint: String
  package let rollbackToSavepoint: String
  package let releaseSavepoint: String
  /// Creates the table in which applied migrations are recorded, if it is missing.
  package let createMigrationTable: String
  /// The operator that matches a pattern without regard to the case of ASCII letters.
  public let caseInsensitiveLike: String

  /// SQLite 3.40.
  package static let sqlite = Dialect(
    beginRead: "BEGIN DEFERRED",
    beginWrite: "BEGIN IMMEDIATE",
    commit: "COMMIT",
    rollback: "ROLLBACK",
    savepoint: "SAVEPOINT one_write",
    rollbackToSavepoint: "ROLLBACK TO one_write",
    releaseSavepoint: "RELEASE one_write",
    createMigrationTable: """
      CREATE TABLE IF NOT EXISTS schema_migration (
        area TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at INTEGER NOT NULL,
        PRIMARY KEY (area, number)
      ) WITHOUT ROWID
      """,
    caseInsensitiveLike: "LIKE")

  /// `count` parameters for an IN list: `(?, ?, ?)`. For zero it is `(NULL)`, which nothing equals.
  public func list(count: Int) -> String {
    count == 0 ? "(NULL)" : "(" + Array(repeating: "?", count: count).joined(separator: ", ") + ")"
  }

  /// `text` with the pattern characters `%`, `_` and `\` made literal, for `LIKE ? ESCAPE '\'`.
  public func escapedForLike(_ text: String) -> String {
    // Scalar by scalar, as the engine compares: with an accent behind it, a `%` is another character and still a wildcard.
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "_" || scalar == "\\" { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }
}
