// Who is asking. This room knows an id, whether it is an administrator, and its groups; accounts live above it.

/// The user on whose behalf the corpus is read or changed.
public struct Principal: Sendable, Hashable {
  public let userID: String
  public let isAdministrator: Bool
  public let groupIDs: Set<String>

  public init(userID: String, isAdministrator: Bool, groupIDs: Set<String> = []) {
    self.userID = userID
    self.isAdministrator = isAdministrator
    self.groupIDs = groupIDs
  }
}
