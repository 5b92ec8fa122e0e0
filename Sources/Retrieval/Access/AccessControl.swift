// Who besides its owner may read or change a knowledge base, in the shape Open WebUI's clients send and store.
//
// `null` means every verified user may read it and only the owner change it; `{}` means the owner alone;
// `{"read": {"group_ids": […], "user_ids": […]}, "write": {…}}` names the others. Administrators may do everything.
import FoundationEssentials

/// The sharing rule of a knowledge base.
public enum AccessControl: Sendable, Hashable, Codable {
  /// Every verified user may read.
  case everyone
  /// The owner, and those named.
  case restricted(Grants)

  /// Who is named, for each of the two permissions. Whoever may write may read.
  public struct Grants: Sendable, Hashable, Codable {
    public var read: Grantees?
    public var write: Grantees?

    public init(read: Grantees? = nil, write: Grantees? = nil) {
      self.read = read
      self.write = write
    }
  }

  /// Users and groups by id.
  public struct Grantees: Sendable, Hashable, Codable {
    public var groupIDs: [String]
    public var userIDs: [String]

    private enum CodingKeys: String, CodingKey {
      case groupIDs = "group_ids"
      case userIDs = "user_ids"
    }

    public init(groupIDs: [String] = [], userIDs: [String] = []) {
      self.groupIDs = groupIDs
      self.userIDs = userIDs
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      groupIDs = try container.decodeIfPresent([String].self, forKey: .groupIDs) ?? []
      userIDs = try container.decodeIfPresent([String].self, forKey: .userIDs) ?? []
    }

    func include(_ principal: Principal) -> Bool {
      userIDs.contains(principal.userID) || groupIDs.contains { principal.groupIDs.contains($0) }
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = container.decodeNil() ? .everyone : .restricted(try container.decode(Grants.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .everyone: try container.encodeNil()
    case .restricted(let grants): try container.encode(grants)
    }
  }

  package func mayRead(_ principal: Principal, owner: String) -> Bool {
    if principal.isAdministrator || principal.userID == owner { return true }
    switch self {
    case .everyone: return true
    case .restricted(let grants):
      return grants.read?.include(principal) == true || grants.write?.include(principal) == true
    }
  }

  package func mayWrite(_ principal: Principal, owner: String) -> Bool {
    if principal.isAdministrator || principal.userID == owner { return true }
    guard case .restricted(let grants) = self else { return false }
    return grants.write?.include(principal) == true
  }
}
