// The `api_key` table. Keys are looked up by their SHA-256; the text of a key is never stored.
package import Database

/// What is known of an API key after its creation. Times are seconds since 1970.
package struct APIKeyRecord: Sendable, Equatable {
  /// Empty for the one made without a name.
  package let name: String
  /// The last four characters.
  package let hint: String
  package let createdAt: Int64
  package let lastUsedAt: Int64?
}

/// Reads and writes API keys within one transaction.
package struct APIKeyStore {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Stores a key under a name, in place of the one of that name.
  package func put(hash: [UInt8], _ record: APIKeyRecord, for accountID: String) throws(DatabaseError) {
    try delete(name: record.name, of: accountID)
    try connection.execute(
      "INSERT INTO api_key (key_hash, account_id, name, hint, created_at) VALUES (?, ?, ?, ?, ?)",
      hash, accountID, record.name, record.hint, record.createdAt)
  }

  /// The owner's id and the name of the key with this hash.
  package func owner(ofHash hash: [UInt8]) throws(DatabaseError) -> (accountID: String, name: String)? {
    guard let row = try connection.first("SELECT account_id, name FROM api_key WHERE key_hash = ?", hash) else {
      return nil
    }
    return (try row["account_id"], try row["name"])
  }

  /// The user's keys, oldest first.
  package func list(of accountID: String) throws -> [APIKeyRecord] {
    try connection.query(
      "SELECT name, hint, created_at, last_used_at FROM api_key WHERE account_id = ? ORDER BY created_at, name",
      accountID
    ) {
      APIKeyRecord(
        name: try $0["name"], hint: try $0["hint"], createdAt: try $0["created_at"], lastUsedAt: try $0["last_used_at"])
    }
  }

  /// Removes a key; false when there was none of that name.
  @discardableResult
  package func delete(name: String, of accountID: String) throws(DatabaseError) -> Bool {
    try connection.execute("DELETE FROM api_key WHERE account_id = ? AND name = ?", accountID, name) > 0
  }

  package func recordUse(ofHash hash: [UInt8], at now: Int64) throws(DatabaseError) {
    try connection.execute("UPDATE api_key SET last_used_at = ? WHERE key_hash = ?", now, hash)
  }
}
