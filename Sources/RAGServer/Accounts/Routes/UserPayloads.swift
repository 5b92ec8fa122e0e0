// What goes over the wire about users, for administrators and about oneself.
internal import HTTP

/// A user as administrators see it. `api_key` is always null: only hashes of keys are stored.
struct UserPayload: Payload {
  let id: String
  let name: String
  let email: String
  let username: String?
  let role: Role
  let profileImageURL: String
  let bio: String?
  let gender: String?
  let dateOfBirth: String?
  let info: JSONValue?
  let settings: JSONValue?
  let apiKey: String?
  let oauthSubject: String?
  let lastActiveAt: Int64
  let updatedAt: Int64
  let createdAt: Int64

  private enum CodingKeys: String, CodingKey {
    case id, name, email, username, role, bio, gender, info, settings
    case profileImageURL = "profile_image_url"
    case dateOfBirth = "date_of_birth"
    case apiKey = "api_key"
    case oauthSubject = "oauth_sub"
    case lastActiveAt = "last_active_at"
    case updatedAt = "updated_at"
    case createdAt = "created_at"
  }

  init(_ user: User) {
    id = user.id
    name = user.name
    email = user.email
    username = nil
    role = user.role
    profileImageURL = user.profileImageURL
    bio = user.bio
    gender = user.gender
    dateOfBirth = user.dateOfBirth
    info = user.info.flatMap { try? JSONValue(parsing: Array($0.text.utf8)) }
    settings = user.settings.flatMap { try? JSONValue(parsing: Array($0.text.utf8)) }
    apiKey = nil
    oauthSubject = nil
    lastActiveAt = user.lastActiveAt
    updatedAt = user.updatedAt
    createdAt = user.createdAt
  }
}

/// A page of users. `total` counts all that match.
struct UserListPayload: Payload {
  let users: [UserPayload]
  let total: Int
}

/// How to list users.
struct UserListQueryPayload: Payload, PayloadDocumented {
  let query: String?
  let orderBy: String?
  let direction: String?
  let page: Int?

  private enum CodingKeys: String, CodingKey {
    case query, direction, page
    case orderBy = "order_by"
  }

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: [
      "query": FieldRules("A part of the name or email."),
      "order_by": FieldRules("name, email, role, created_at, updated_at or last_active_at."),
      "direction": FieldRules("asc or desc."), "page": FieldRules("From 1; 30 users each.", standard: 1),
    ])
  }
}

/// A part of a name or email to look for.
struct UserSearchPayload: Payload {
  let query: String?
}

/// A user as other users see it.
struct PublicUserPayload: Payload {
  let id: String
  let name: String
  let profileImageURL: String
  let active: Bool

  private enum CodingKeys: String, CodingKey {
    case id, name, active
    case profileImageURL = "profile_image_url"
  }
}

/// Users in brief, for administrators.
struct UserInfoListPayload: Payload {
  struct Entry: Codable, Sendable {
    let id: String
    let name: String
    let email: String
    let role: Role
  }
  let users: [Entry]
  let total: Int
}

/// Users by name only.
struct UserNameListPayload: Payload {
  struct Entry: Codable, Sendable {
    let id: String
    let name: String
  }
  let users: [Entry]
  let total: Int
}

/// What an administrator's form says of a user.
struct UserFormPayload: Payload, PayloadDocumented {
  let role: Role
  let name: String
  let email: String
  let profileImageURL: String
  let password: String?

  private enum CodingKeys: String, CodingKey {
    case role, name, email, password
    case profileImageURL = "profile_image_url"
  }

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: ["password": FieldRules("Empty or null leaves it as it is.", isSecret: true)])
  }
}

/// Some facts about a user to change, as the quick reference sends them.
struct UserPatchPayload: Payload, PayloadDocumented {
  let name: String?
  let profileImageURL: String?
  let email: String?
  let role: Role?
  let password: String?

  private enum CodingKeys: String, CodingKey {
    case name, email, role, password
    case profileImageURL = "profile_image_url"
  }

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: [
      "email": FieldRules("Administrators only."), "role": FieldRules("Administrators only."),
      "password": FieldRules("Administrators only.", isSecret: true),
    ])
  }
}

/// A role to give.
struct RolePayload: Payload {
  let role: Role
}
