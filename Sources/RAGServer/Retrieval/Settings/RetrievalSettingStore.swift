// The `retrieval_setting` table: what administrators have changed about retrieval, and what is remembered of engines. Keys of
// engines lie in it as they are: the data folder belongs to the service's user alone, and a key that could only be read with
// another key beside it would be no safer.
package import Database

extension MigrationSet {
  /// The schema of the retrieval settings.
  package static let retrievalSettings = MigrationSet(
    area: "retrieval-settings",
    migrations: [
      Migration(
        1, "changed settings, dimensions of remote models, the engine that serves",
        sql: """
          CREATE TABLE retrieval_setting (
            name TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
          );
          CREATE TABLE known_dimension (
            model TEXT PRIMARY KEY NOT NULL,
            dimension INTEGER NOT NULL
          );
          -- The settings by which the model that serves can be opened again, while the corpus moves to another.
          CREATE TABLE serving_engine_setting (
            name TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
          );
          """)
    ])
}

/// Reads and writes settings within one transaction.
struct RetrievalSettingStore {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  /// Changed settings by name.
  func changed() throws(DatabaseError) -> [String: String] { try all("retrieval_setting") }

  func put(_ changes: [String: String]) throws(DatabaseError) {
    for (name, value) in changes {
      try connection.execute(
        "INSERT INTO retrieval_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name, value)
    }
  }

  /// The settings that the serving model was opened with.
  func serving() throws(DatabaseError) -> [String: String] { try all("serving_engine_setting") }

  func setServing(_ values: [String: String]) throws(DatabaseError) {
    try connection.execute("DELETE FROM serving_engine_setting")
    for (name, value) in values {
      try connection.execute("INSERT INTO serving_engine_setting (name, value) VALUES (?, ?)", name, value)
    }
  }

  /// The dimension that an engine gave for a model before.
  func dimension(of model: String) throws(DatabaseError) -> Int? {
    try connection.value("SELECT dimension FROM known_dimension WHERE model = ?", model)
  }

  func setDimension(_ dimension: Int, of model: String) throws(DatabaseError) {
    try connection.execute("INSERT OR REPLACE INTO known_dimension (model, dimension) VALUES (?, ?)", model, dimension)
  }

  private func all(_ table: StaticString) throws(DatabaseError) -> [String: String] {
    var values: [String: String] = [:]
    for row in try connection.query("SELECT name, value FROM \(table)") { values[try row["name"]] = try row["value"] }
    return values
  }
}
