// The routes of API keys: Open WebUI's, which know one key without a name, and the quick reference's, which name them.
//
// A key is stored as a hash, so only the answer that creates it can hold it. `GET /api/v1/auths/api_key` answers with the
// key masked (`sk-****…1a2b`) where Open WebUI would answer with the key itself.
package import HTTP

/// The key of an account; masked unless it has just been made.
struct APIKeyPayload: Payload {
  let apiKey: String

  private enum CodingKeys: String, CodingKey { case apiKey = "api_key" }
}

/// The name of a key to be made.
struct APIKeyNamePayload: Payload, PayloadDocumented {
  let name: String

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: ["name": FieldRules(minLength: 1, maxLength: 255)])
  }
}

/// A named key. `api_key` is masked unless it has just been made.
struct NamedAPIKeyPayload: Payload {
  let apiKey: String
  let name: String
  let createdAt: Int64
  let lastUsedAt: Int64?

  private enum CodingKeys: String, CodingKey {
    case name
    case apiKey = "api_key"
    case createdAt = "created_at"
    case lastUsedAt = "last_used_at"
  }

  init(_ record: APIKeyRecord, key: String? = nil) {
    apiKey = key ?? APIKey.masked(hint: record.hint)
    name = record.name
    createdAt = record.createdAt
    lastUsedAt = record.lastUsedAt
  }
}

/// The API key rows of the route table.
package struct APIKeyRoutes: Sendable {
  private let accounts: AccountService
  private let access: AccessRules
  private static let tags = ["api keys"]

  package init(accounts: AccountService, access: AccessRules) {
    self.accounts = accounts
    self.access = access
  }

  package var rows: [Route] { unnamedRows + namedRows }

  private var unnamedRows: [Route] {
    let accounts = accounts
    let aliases = ["/api/auths/api_key"]
    return [
      Route.get(
        "/api/v1/auths/api_key", aliases: aliases, access: access.authenticated, returns: APIKeyPayload.self,
        summary: "The own API key, masked", tags: Self.tags
      ) { _, caller in APIKeyPayload(apiKey: try await accounts.maskedAPIKey(of: caller.id)) }
      .described("Only a hash of the key is stored; the key itself is told once, when it is made.")
      .answering(.notFound, "There is none."),

      Route.post(
        "/api/v1/auths/api_key", aliases: aliases, access: access.authenticated, returns: APIKeyPayload.self,
        summary: "Make a new API key in place of the old one", tags: Self.tags
      ) { _, caller in APIKeyPayload(apiKey: try await accounts.createAPIKey(for: caller.id).key) }
      .answering(.forbidden, "API keys are switched off."),

      Route.delete(
        "/api/v1/auths/api_key", aliases: aliases, access: access.authenticated, returns: Bool.self,
        summary: "Remove the own API key", tags: Self.tags
      ) { _, caller in
        try await accounts.deleteAPIKey(of: caller.id)
        return true
      },
    ]
  }

  private var namedRows: [Route] {
    let accounts = accounts
    return [
      Route.post(
        "/api/users/api_key", aliases: ["/api/v1/users/api_key"], access: access.authenticated,
        body: APIKeyNamePayload.self, returns: NamedAPIKeyPayload.self, summary: "Make an API key with a name",
        tags: Self.tags
      ) { _, caller, form in
        let (key, record) = try await accounts.createAPIKey(named: form.name, for: caller.id)
        return NamedAPIKeyPayload(record, key: key)
      }
      .described("Replaces the key of the same name. The key is told here and never again."),

      Route.get(
        "/api/users/api_key", aliases: ["/api/v1/users/api_key"], access: access.authenticated,
        returns: [NamedAPIKeyPayload].self, summary: "The own API keys, masked", tags: Self.tags
      ) { _, caller in try await accounts.apiKeys(of: caller.id).map { NamedAPIKeyPayload($0) } },

      Route.delete(
        "/api/users/api_key/{name}", aliases: ["/api/v1/users/api_key/{name}"], access: access.authenticated,
        returns: Bool.self, summary: "Remove the API key of that name", tags: Self.tags
      ) { request, caller in
        guard try await accounts.deleteAPIKey(named: try request.parameter("name"), of: caller.id) else {
          throw AccountError(.apiKeyNotFound)
        }
        return true
      },
    ]
  }
}
