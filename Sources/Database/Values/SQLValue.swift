// The five kinds of value that cross into and out of the database. They are SQLite's storage classes and also what a
// PostgreSQL client sends in binary form, so nothing above this file knows which engine answers.

/// One value bound to a `?` or read from a column.
public enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// The kind's name, for messages; never the value itself.
  package var kindName: String {
    switch self {
    case .null: "null"
    case .integer: "integer"
    case .real: "real"
    case .text: "text"
    case .blob: "blob"
    }
  }
}
