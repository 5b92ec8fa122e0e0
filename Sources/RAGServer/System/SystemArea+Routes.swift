// The rows of the service as a whole.
internal import HTTP

extension SystemArea {
  private static let tags = ["main"]

  func routes(_ access: AccessRules) -> [Route] {
    [
      .get("/health", access: access.open, returns: HealthPayload.self, summary: "Is the service up?", tags: Self.tags)
      {
        _, _ in health()
      },
      .get(
        "/health/db", access: access.open, returns: Reply<DatabaseHealthPayload>.self, summary: "Is the database up?",
        tags: Self.tags
      ) { _, _ in await databaseHealth() },
      .get(
        "/api/version", aliases: ["/api/v1/version"], access: access.open, returns: VersionPayload.self,
        summary: "Which version is this?", tags: Self.tags
      ) { _, _ in version },
      .get(
        "/api/config", aliases: ["/api/v1/config"], access: access.optional, returns: JSONValue.self,
        summary: "What an interface needs to know, by the caller's role", tags: Self.tags
      ) { _, caller in try await configuration(for: caller) },
      .get(
        "/api/changelog", access: access.open, returns: JSONValue.self, summary: "What changed, by version",
        tags: Self.tags
      ) { _, _ in [:] },
      .get(
        "/manifest.json", access: access.open, returns: JSONValue.self, summary: "The web application's manifest",
        tags: Self.tags
      ) { _, _ in manifest },
      Route.get("/", access: access.open, returns: Response.self, summary: "A page for people") { _, _ in
        HomePage.response(name: configuration.name)
      }.undocumented(),
    ] + assetRoutes(access)
  }

  private func assetRoutes(_ access: AccessRules) -> [Route] {
    StaticAsset.all.map { asset in
      Route.get(
        asset.paths[0], aliases: Array(asset.paths.dropFirst()), access: access.open, returns: Response.self,
        summary: "A picture or style of the interface"
      ) { _, _ in asset.response }.undocumented()
    }
  }
}
