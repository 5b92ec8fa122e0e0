// The `credential` table: password hashes and the version that session tokens carry.
package import Database

/// A user with what a sign-in is checked against.
package struct AccountCredential: Sendable {
  package let user: User
  /// bcrypt's.
  package let hash: String
  /// What the user's session tokens must carry.
  package let version: Int
}

/// Reads and writes passwords' hashes within one transaction.
package struct CredentialStore {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// The user with this id and the credentials; nil when there is none.
  package func account(id: String) throws(DatabaseError) -> AccountCredential? {
    guard let user = try UserStore(connection).find(id: id) else { return nil }
    return try withCredential(user)
  }

  /// The user with this email and the credentials; nil when there is none.
  package func account(email: String) throws(DatabaseError) -> AccountCredential? {
    guard let user = try UserStore(connection).find(email: email) else { return nil }
    return try withCredential(user)
  }

  private func withCredential(_ user: User) throws(DatabaseError) -> AccountCredential? {
    let sql = "SELECT password_hash, version FROM credential WHERE account_id = ?"
    guard let row = try connection.first(sql, user.id) else { return nil }
    return AccountCredential(user: user, hash: try row["password_hash"], version: try row["version"])
  }

  package func insert(hash: String, for accountID: String) throws(DatabaseError) {
    try connection.execute(
      "INSERT INTO credential (account_id, password_hash, version) VALUES (?, ?, 1)", accountID, hash)
  }

  /// Replaces the password; tokens issued before are no longer accepted. Returns the new version.
  package func replace(hash: String, for accountID: String) throws(DatabaseError) -> Int {
    try connection.execute(
      "UPDATE credential SET password_hash = ?, version = version + 1 WHERE account_id = ?", hash, accountID)
    return try connection.value("SELECT version FROM credential WHERE account_id = ?", accountID) ?? 0
  }

  /// Ends every session of the user.
  package func endSessions(of accountID: String) throws(DatabaseError) {
    try connection.execute("UPDATE credential SET version = version + 1 WHERE account_id = ?", accountID)
  }
}
