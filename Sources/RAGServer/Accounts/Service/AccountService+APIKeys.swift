// API keys. A user has one without a name, which Open WebUI's interface makes and removes, and any number with names.
// Only a hash is stored, so a key is told once, when it is made; later answers show it masked.
internal import Database

extension AccountService {
  /// Makes a key in place of the one of the same name and returns it: the only time it can be read.
  /// Throws `apiKeysDisabled`, `invalidName`.
  nonisolated(nonsending) package func createAPIKey(
    named name: String = "", for userID: String
  ) async throws -> (key: String, record: APIKeyRecord) {
    guard settings.enableAPIKeys else {
      throw AccountError(.apiKeysDisabled, "API key creation is not allowed in the environment.")
    }
    guard name.unicodeScalars.count <= 255, !name.utf8.contains(0) else { throw AccountError(.invalidName) }
    let key = APIKey.generate()
    let record = APIKeyRecord(name: name, hint: APIKey.hint(key), createdAt: time.now, lastUsedAt: nil)
    try await database.write { try APIKeyStore($0).put(hash: APIKey.hash(key), record, for: userID) }
    cache.forget(userID: userID)
    return (key, record)
  }

  /// The key of that name, masked. Throws `apiKeyNotFound`.
  nonisolated(nonsending) package func maskedAPIKey(named name: String = "", of userID: String) async throws -> String {
    guard let record = try await apiKeys(of: userID).first(where: { $0.name == name }) else {
      throw AccountError(.apiKeyNotFound)
    }
    return APIKey.masked(hint: record.hint)
  }

  /// All keys of a user, oldest first.
  nonisolated(nonsending) package func apiKeys(of userID: String) async throws -> [APIKeyRecord] {
    try await database.read { try APIKeyStore($0).list(of: userID) }
  }

  /// Removes a key; it is refused from now on. False when there was none of that name.
  @discardableResult
  nonisolated(nonsending) package func deleteAPIKey(named name: String = "", of userID: String) async throws -> Bool {
    let existed = try await database.write { try APIKeyStore($0).delete(name: name, of: userID) }
    cache.forget(userID: userID)
    return existed
  }
}
