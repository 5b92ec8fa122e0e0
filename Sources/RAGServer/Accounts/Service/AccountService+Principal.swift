// From an account to who asks in the corpus.
package import Retrieval

extension AccountService {
  /// Who stands behind an email, nil when there is no such account.
  package func principal(email: String) async throws -> Principal? {
    do {
      let user = try await user(email: email)
      return Principal(userID: user.id, isAdministrator: user.role == .admin)
    } catch let error as AccountError where error.code == .userNotFound {
      return nil
    }
  }
}
