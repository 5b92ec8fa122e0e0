// The sharing rule of a knowledge base as clients send and read it: null for everybody, `{}` for the owner alone, or
// the users and groups who may read and write.
internal import HTTP
internal import Retrieval

/// Who besides the owner may read and write.
struct AccessControlPayload: Payload, OmitsNilFields, Equatable {
  struct Grantees: Codable, Sendable, Equatable {
    let groupIDs: [String]?
    let userIDs: [String]?

    private enum CodingKeys: String, CodingKey {
      case groupIDs = "group_ids"
      case userIDs = "user_ids"
    }
  }

  let read: Grantees?
  let write: Grantees?
}

extension AccessControl {
  init(_ payload: AccessControlPayload?) {
    guard let payload else {
      self = .everyone
      return
    }
    self = .restricted(
      Grants(read: payload.read.map(Grantees.init), write: payload.write.map(Grantees.init)))
  }

  /// Null stands for everybody.
  var payload: AccessControlPayload? {
    guard case .restricted(let grants) = self else { return nil }
    return AccessControlPayload(
      read: grants.read.map(AccessControlPayload.Grantees.init),
      write: grants.write.map(AccessControlPayload.Grantees.init))
  }
}

extension AccessControl.Grantees {
  fileprivate init(_ payload: AccessControlPayload.Grantees) {
    self.init(groupIDs: payload.groupIDs ?? [], userIDs: payload.userIDs ?? [])
  }
}

extension AccessControlPayload.Grantees {
  fileprivate init(_ grantees: AccessControl.Grantees) {
    self.init(groupIDs: grantees.groupIDs, userIDs: grantees.userIDs)
  }
}
