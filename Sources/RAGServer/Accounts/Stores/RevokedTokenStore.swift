// The `revoked_token` table: sessions that were signed out. A row lives until its token would have expired anyway.
package import Database

/// Reads and writes revoked tokens within one transaction.
package struct RevokedTokenStore {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  package func contains(_ id: String) throws(DatabaseError) -> Bool {
    try connection.first("SELECT 1 FROM revoked_token WHERE id = ?", id) != nil
  }

  /// Revokes a token and forgets those that have expired. `expiresAt` nil: kept for ever.
  package func insert(_ id: String, expiresAt: Int64?, now: Int64) throws(DatabaseError) {
    try connection.execute("DELETE FROM revoked_token WHERE expires_at <= ?", now)
    try connection.execute(
      "INSERT INTO revoked_token (id, expires_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", id, expiresAt ?? .max)
  }
}
