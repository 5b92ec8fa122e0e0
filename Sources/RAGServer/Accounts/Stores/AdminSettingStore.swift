// The `account_setting` table: what an administrator has changed, by name.
package import Database

/// Reads and writes changed settings within one transaction.
package struct AdminSettingStore {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func all() throws(DatabaseError) -> [String: String] {
    var values: [String: String] = [:]
    for row in try connection.query("SELECT name, value FROM account_setting") {
      values[try row["name"]] = try row["value"]
    }
    return values
  }

  package func put(_ changes: [String: String]) throws(DatabaseError) {
    for (name, value) in changes {
      try connection.execute(
        "INSERT INTO account_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name, value)
    }
  }
}
