// What becomes of a user's data when the account goes.
internal import Retrieval

extension Corpus {
  /// Deletes a user's knowledge bases and files, passages included.
  func eraseEverything(ofUser id: String) async throws {
    let user = Principal(userID: id, isAdministrator: false)
    for knowledge in try await authorizer.knowledge(for: user) where knowledge.record.userID == id {
      try await delete(authorizer.writableKnowledge(knowledge.record.id, for: user))
    }
    for file in try await authorizer.files(for: user) {
      do {
        try await delete(authorizer.writableFile(file.record.id, for: user))
      } catch {
        guard error.code == .notFound else { throw error }
      }
    }
  }
}
