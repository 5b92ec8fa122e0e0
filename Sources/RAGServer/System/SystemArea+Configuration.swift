// `/api/config`: what an interface needs to know before it shows anything, growing with the caller's role. Features
// that this service does not have are reported as off, so that an interface does not offer them.
internal import HTTP
internal import Retrieval

extension SystemArea {
  /// The configuration for a caller; nil is someone not signed in.
  func configuration(for caller: AuthenticatedUser?) async throws -> JSONValue {
    let settings = accounts.settings
    var answer: JSONObject = [
      "status": true, "name": .string(configuration.name), "version": .string(ProductVersion.compatibleWith),
      "default_locale": "", "oauth": ["providers": [:]],
    ]
    var features = Self.openFeatures(settings)
    if let caller {
      features.merge(Self.memberFeatures(settings))
      if caller.role == .pending {
        answer["ui"] = .object(Self.overlay(settings))
      } else {
        answer.merge(try await memberSections(settings))
        if caller.role == .admin { answer["active_entries"] = .null }
      }
    } else if try await !accounts.hasUsers() {
      answer["onboarding"] = true
    }
    answer["features"] = .object(features)
    return .object(answer)
  }

  /// What anyone may know.
  private static func openFeatures(_ settings: AdminSettings) -> JSONObject {
    [
      "auth": true, "auth_trusted_header": false, "enable_signup_password_confirmation": false, "enable_ldap": false,
      "enable_api_key": .bool(settings.enableAPIKeys), "enable_signup": .bool(settings.enableSignup),
      "enable_login_form": true, "enable_websocket": false, "enable_version_update_check": false,
    ]
  }

  /// What those may know who are signed in.
  private static func memberFeatures(_ settings: AdminSettings) -> JSONObject {
    [
      "enable_direct_connections": false, "enable_channels": false, "enable_notes": false, "enable_web_search": false,
      "enable_code_execution": false, "enable_code_interpreter": false, "enable_image_generation": false,
      "enable_autocomplete_generation": false, "enable_community_sharing": .bool(settings.enableCommunitySharing),
      "enable_message_rating": .bool(settings.enableMessageRating),
      "enable_user_webhooks": .bool(settings.enableUserWebhooks), "enable_admin_export": false,
      "enable_admin_chat_access": false, "enable_google_drive_integration": false,
      "enable_onedrive_integration": false,
    ]
  }

  private static func overlay(_ settings: AdminSettings) -> JSONObject {
    [
      "pending_user_overlay_title": .string(settings.pendingUserOverlayTitle),
      "pending_user_overlay_content": .string(settings.pendingUserOverlayContent),
    ]
  }

  private func memberSections(_ settings: AdminSettings) async throws -> JSONObject {
    var ui = Self.overlay(settings)
    ui["response_watermark"] = .string(settings.responseWatermark)
    var one = UserSelection()
    one.limit = 1
    return [
      "default_models": .null, "default_prompt_suggestions": [],
      "user_count": .integer(Int64(try await accounts.users(one).total)), "code": ["engine": ""],
      "audio": ["tts": ["engine": "", "voice": "", "split_on": "punctuation"], "stt": ["engine": ""]],
      "file": [
        "max_size": .integer(configuration.fileMaximumBytes >> 20), "max_count": .null,
        "image_compression": ["width": .null, "height": .null],
      ],
      "permissions": try JSONValue(encoding: permissions), "google_drive": ["client_id": "", "api_key": ""],
      "onedrive": [
        "client_id_personal": "", "client_id_business": "", "sharepoint_url": "", "sharepoint_tenant_id": "",
      ], "ui": .object(ui), "license_metadata": .null,
    ]
  }
}
