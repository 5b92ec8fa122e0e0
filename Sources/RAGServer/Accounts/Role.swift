// What a user may do, in three steps, named as the API names them.
/// A user's role.
package enum Role: String, Sendable, Codable, CaseIterable {
  /// Has signed up and waits for an administrator: may sign in and look at the own account, nothing else.
  case pending
  case user
  case admin
}
