// One row of a result, copied out of the engine: it may be kept, sent to another task and read after the transaction.
// The column names are shared by all rows of a statement.

/// One row of a result.
///
///     let name: String = try row["name"]
///     let bio: String? = try row["bio"]
public struct Row: Sendable {
  package let columns: ColumnNames
  /// The values, in the order of the columns.
  public let values: [SQLValue]

  package init(columns: ColumnNames, values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// The column's value as the type asked for. O(number of columns) for the name, which is a few comparisons.
  ///
  /// Throws `noSuchColumn`, or `typeMismatch` when it holds another type (NULL is only an `Optional`'s value).
  public subscript<Value: SQLDecodable>(_ name: String) -> Value {
    get throws(DatabaseError) {
      guard let index = columns.index(of: name) else {
        throw DatabaseError(.noSuchColumn, "the row has no column \"\(name)\", only \(columns.names)")
      }
      return try self[index]
    }
  }

  /// The value of the column at `index` (from 0) as the type asked for.
  public subscript<Value: SQLDecodable>(_ index: Int) -> Value {
    get throws(DatabaseError) {
      guard values.indices.contains(index) else {
        throw DatabaseError(.noSuchColumn, "the row has \(values.count) columns, not one at \(index)")
      }
      guard let value = Value.decode(values[index]) else {
        throw DatabaseError(
          .typeMismatch, "column \"\(columns.names[index])\" is \(values[index].kindName), not \(Value.self)")
      }
      return value
    }
  }

  /// The column's JSON decoded; `typeMismatch` when it is no text, no JSON or of another shape.
  public func json<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws(DatabaseError) -> Value {
    let text: JSONText = try self[name]
    return try text.decode(as: type)
  }
}

/// The names of a statement's columns, shared by its rows.
package final class ColumnNames: Sendable {
  package let names: [String]

  package init(_ names: [String]) { self.names = names }

  /// The first column of that name. A linear search: rows here have fewer than twenty columns, where it beats hashing.
  package func index(of name: String) -> Int? { names.firstIndex(of: name) }
}
