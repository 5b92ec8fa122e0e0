// The two JSON objects kept per user without being understood: the interface's settings, and what users tell of
// themselves. A change is merged key by key at the top level, as Open WebUI's clients expect.
internal import Database
package import HTTP

/// One of a user's JSON objects.
package enum UserDocument: String, Sendable {
  case settings, info
}

extension AccountService {
  /// The object; nil when nothing has been stored yet.
  nonisolated(nonsending) package func document(_ document: UserDocument, of userID: String) async throws -> JSONObject?
  {
    try await database.read { try UserStore($0).document(document, of: userID) }.flatMap(Self.parse)
  }

  /// Writes the keys of `changes` over the stored object and returns the whole. Throws `userNotFound`.
  nonisolated(nonsending) package func merge(
    _ changes: JSONObject, into document: UserDocument, of userID: String
  ) async throws -> JSONObject {
    try await database.write { connection in
      let users = UserStore(connection)
      guard try users.find(id: userID) != nil else { throw AccountError(.userNotFound) }
      var whole = try users.document(document, of: userID).flatMap(Self.parse) ?? JSONObject()
      whole.merge(changes)
      let text = String(decoding: JSONValue.object(whole).serialized(), as: UTF8.self)
      try users.setDocument(document, JSONText(text: text), of: userID)
      return whole
    }
  }

  private static func parse(_ text: JSONText) -> JSONObject? {
    (try? JSONValue(parsing: Array(text.text.utf8)))?.object
  }
}
