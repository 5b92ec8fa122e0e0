// What an administrator may change while the service runs. Each setting starts at its configured value; once changed, the
// changed value is stored and wins over the configuration, as in Open WebUI. Only changed settings are stored, so the
// others keep following the configuration.

/// The accounts area's settings, and those of other areas that share its form.
package struct AdminSettings: Sendable, Equatable {
  package var enableSignup = true
  package var enableAPIKeys = true
  package var restrictAPIKeyEndpoints = false
  /// Path prefixes separated by commas, for `restrictAPIKeyEndpoints`.
  package var apiKeyAllowedEndpoints = ""
  package var defaultUserRole = Role.pending.rawValue
  /// As `TokenLifetime` reads it.
  package var tokenLifetime = "4w"
  package var showAdminDetails = true
  package var webUIURL = ""
  package var enableCommunitySharing = true
  package var enableMessageRating = true
  package var enableChannels = false
  package var enableNotes = true
  package var enableUserWebhooks = true
  package var pendingUserOverlayTitle = ""
  package var pendingUserOverlayContent = ""
  package var responseWatermark = ""

  package init() {}

  /// Throws `invalidSetting` when a value cannot be worked with.
  package func check() throws(AccountError) {
    guard Role(rawValue: defaultUserRole) != nil else {
      throw AccountError(.invalidSetting, "DEFAULT_USER_ROLE must be pending, user or admin.")
    }
    guard TokenLifetime(tokenLifetime) != nil else {
      throw AccountError(.invalidSetting, "JWT_EXPIRES_IN must be a span such as 30m, 12h or 4w, or -1 for no end.")
    }
  }

  /// Whether an API key may be used for this path.
  package func allowsAPIKey(forPath path: String) -> Bool {
    guard restrictAPIKeyEndpoints else { return true }
    return apiKeyAllowedEndpoints.split(separator: ",").contains { entry in
      let prefix = entry.trimmingSpaces()
      return !prefix.isEmpty && (path == prefix || path.hasPrefix(prefix.hasSuffix("/") ? prefix : prefix + "/"))
    }
  }
}

extension AdminSettings {
  /// The switches by the names they are stored and configured under.
  private static let switches: [(name: String, path: any WritableKeyPath<AdminSettings, Bool> & Sendable)] = [
    ("ENABLE_SIGNUP", \.enableSignup), ("ENABLE_API_KEY", \.enableAPIKeys),
    ("ENABLE_API_KEY_ENDPOINT_RESTRICTIONS", \.restrictAPIKeyEndpoints), ("SHOW_ADMIN_DETAILS", \.showAdminDetails),
    ("ENABLE_COMMUNITY_SHARING", \.enableCommunitySharing), ("ENABLE_MESSAGE_RATING", \.enableMessageRating),
    ("ENABLE_CHANNELS", \.enableChannels), ("ENABLE_NOTES", \.enableNotes),
    ("ENABLE_USER_WEBHOOKS", \.enableUserWebhooks),
  ]

  /// The texts by name.
  private static let texts: [(name: String, path: any WritableKeyPath<AdminSettings, String> & Sendable)] = [
    ("API_KEY_ALLOWED_ENDPOINTS", \.apiKeyAllowedEndpoints), ("DEFAULT_USER_ROLE", \.defaultUserRole),
    ("JWT_EXPIRES_IN", \.tokenLifetime), ("WEBUI_URL", \.webUIURL),
    ("PENDING_USER_OVERLAY_TITLE", \.pendingUserOverlayTitle),
    ("PENDING_USER_OVERLAY_CONTENT", \.pendingUserOverlayContent), ("RESPONSE_WATERMARK", \.responseWatermark),
  ]

  /// These settings with the stored values put over them; names and values that are not understood are left alone.
  package func applying(_ stored: [String: String]) -> AdminSettings {
    var settings = self
    for (name, path) in Self.switches {
      if let value = stored[name].flatMap(Bool.init) { settings[keyPath: path] = value }
    }
    for (name, path) in Self.texts {
      if let value = stored[name] { settings[keyPath: path] = value }
    }
    return settings
  }

  /// What must be stored to come from `other` to these settings.
  package func changes(from other: AdminSettings) -> [String: String] {
    var changes: [String: String] = [:]
    for (name, path) in Self.switches where self[keyPath: path] != other[keyPath: path] {
      changes[name] = String(self[keyPath: path])
    }
    for (name, path) in Self.texts where self[keyPath: path] != other[keyPath: path] {
      changes[name] = self[keyPath: path]
    }
    return changes
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
