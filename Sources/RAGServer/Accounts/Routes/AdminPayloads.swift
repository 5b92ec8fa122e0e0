// What goes over the wire when administrators look after accounts and their settings.
internal import HTTP

/// An account made by an administrator.
struct AddUserPayload: Payload, PayloadDocumented {
  let name: String
  let email: String
  let password: String
  let profileImageURL: String?
  let role: Role?

  private enum CodingKeys: String, CodingKey {
    case name, email, password, role
    case profileImageURL = "profile_image_url"
  }

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: [
      "password": FieldRules("At most 72 bytes.", isSecret: true),
      "profile_image_url": FieldRules(standard: "/user.png"),
      "role": FieldRules(standard: "pending"),
    ])
  }
}

/// The account that was made, with a first token for it.
struct AddedUserPayload: JoinedPayload {
  let base: UserSummaryPayload
  let more: More

  struct More: Codable, Sendable {
    let token: String
    let tokenType: String

    private enum CodingKeys: String, CodingKey {
      case token
      case tokenType = "token_type"
    }
  }
}

extension AddedUserPayload {
  init(_ session: Session) {
    self.init(base: UserSummaryPayload(session.user), more: More(token: session.token, tokenType: "Bearer"))
  }
}

/// The administrator a waiting user may write to.
struct AdminDetailsPayload: Payload {
  let name: String
  let email: String
}

/// The settings under the names Open WebUI gives them.
struct AdminConfigPayload: Payload {
  let showAdminDetails: Bool
  let webUIURL: String
  let enableSignup: Bool
  let enableAPIKey: Bool
  let enableAPIKeyEndpointRestrictions: Bool
  let apiKeyAllowedEndpoints: String
  let defaultUserRole: String
  let jwtExpiresIn: String
  let enableCommunitySharing: Bool
  let enableMessageRating: Bool
  let enableChannels: Bool
  let enableNotes: Bool
  let enableUserWebhooks: Bool
  let pendingUserOverlayTitle: String?
  let pendingUserOverlayContent: String?
  let responseWatermark: String?

  private enum CodingKeys: String, CodingKey {
    case showAdminDetails = "SHOW_ADMIN_DETAILS"
    case webUIURL = "WEBUI_URL"
    case enableSignup = "ENABLE_SIGNUP"
    case enableAPIKey = "ENABLE_API_KEY"
    case enableAPIKeyEndpointRestrictions = "ENABLE_API_KEY_ENDPOINT_RESTRICTIONS"
    case apiKeyAllowedEndpoints = "API_KEY_ALLOWED_ENDPOINTS"
    case defaultUserRole = "DEFAULT_USER_ROLE"
    case jwtExpiresIn = "JWT_EXPIRES_IN"
    case enableCommunitySharing = "ENABLE_COMMUNITY_SHARING"
    case enableMessageRating = "ENABLE_MESSAGE_RATING"
    case enableChannels = "ENABLE_CHANNELS"
    case enableNotes = "ENABLE_NOTES"
    case enableUserWebhooks = "ENABLE_USER_WEBHOOKS"
    case pendingUserOverlayTitle = "PENDING_USER_OVERLAY_TITLE"
    case pendingUserOverlayContent = "PENDING_USER_OVERLAY_CONTENT"
    case responseWatermark = "RESPONSE_WATERMARK"
  }

  init(_ settings: AdminSettings) {
    showAdminDetails = settings.showAdminDetails
    webUIURL = settings.webUIURL
    enableSignup = settings.enableSignup
    enableAPIKey = settings.enableAPIKeys
    enableAPIKeyEndpointRestrictions = settings.restrictAPIKeyEndpoints
    apiKeyAllowedEndpoints = settings.apiKeyAllowedEndpoints
    defaultUserRole = settings.defaultUserRole
    jwtExpiresIn = settings.tokenLifetime
    enableCommunitySharing = settings.enableCommunitySharing
    enableMessageRating = settings.enableMessageRating
    enableChannels = settings.enableChannels
    enableNotes = settings.enableNotes
    enableUserWebhooks = settings.enableUserWebhooks
    pendingUserOverlayTitle = settings.pendingUserOverlayTitle
    pendingUserOverlayContent = settings.pendingUserOverlayContent
    responseWatermark = settings.responseWatermark
  }

  var settings: AdminSettings {
    var settings = AdminSettings()
    settings.showAdminDetails = showAdminDetails
    settings.webUIURL = webUIURL
    settings.enableSignup = enableSignup
    settings.enableAPIKeys = enableAPIKey
    settings.restrictAPIKeyEndpoints = enableAPIKeyEndpointRestrictions
    settings.apiKeyAllowedEndpoints = apiKeyAllowedEndpoints
    settings.defaultUserRole = defaultUserRole
    settings.tokenLifetime = jwtExpiresIn
    settings.enableCommunitySharing = enableCommunitySharing
    settings.enableMessageRating = enableMessageRating
    settings.enableChannels = enableChannels
    settings.enableNotes = enableNotes
    settings.enableUserWebhooks = enableUserWebhooks
    settings.pendingUserOverlayTitle = pendingUserOverlayTitle ?? ""
    settings.pendingUserOverlayContent = pendingUserOverlayContent ?? ""
    settings.responseWatermark = responseWatermark ?? ""
    return settings
  }
}
