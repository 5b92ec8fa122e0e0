// The service as a whole: health, versions, configuration by role, pictures, header fields.
import HTTP
import RAGServer
import Testing

struct SystemRouteTests {
  @Test func healthAnswersAnybody() async throws {
    try await withService { service in
      let health = try await service.anybody.get("/health")
      #expect(health.status == 200)
      #expect(health["status"] == true)
      #expect(health["embedding"] == ["available": true, "model": "test-words"])
      #expect(try await service.anybody.get("/health/db").json == ["status": true])
    }
  }

  @Test func theDatabasesHealthIsTheDatabases() async throws {
    try await withService { service in
      try await service.session.database.close()
      #expect(try await service.anybody.get("/health/db").status == 503)
      #expect(try await service.anybody.get("/health").status == 200)
    }
  }

  @Test func theConfigurationGrowsWithTheRole() async throws {
    try await withService { service in
      let before = try await service.anybody.get("/api/config")
      #expect(before["onboarding"] == true)
      let admin = try await service.caller("Root", role: .admin)
      let pending = try await service.caller("New", role: .pending)
      let user = try await service.caller("Bob", role: .user)
      let anonymous = try await service.anybody.get("/api/config")
      #expect(
        anonymous.json.object?.keys.sorted() == ["default_locale", "features", "name", "oauth", "status", "version"])
      #expect(anonymous["version"] == "0.6.34")
      #expect(anonymous["features"]?["enable_channels"] == nil)
      let garbage = Caller(responder: service.service.responder, token: "garbage", userID: "")
      #expect(try await garbage.get("/api/config").json == anonymous.json)
      let waiting = try await pending.get("/api/config")
      #expect(waiting["ui"]?["pending_user_overlay_title"] == "")
      #expect(waiting["permissions"] == nil)
      let whole = try await user.get("/api/config")
      #expect(whole["user_count"] == 3)
      #expect(whole["permissions"]?["workspace"]?["knowledge"] == false)
      #expect(whole["active_entries"] == nil)
      #expect(try await admin.get("/api/config")["active_entries"] == .null)
    }
  }

  @Test func versionManifestAndChangelogAreThere() async throws {
    try await withService(settings: [.name: "Lore"]) { service in
      let version = try await service.anybody.get("/api/version")
      #expect(version["version"] == "0.6.34")
      #expect(version["product_version"]?.string == ProductVersion.current)
      #expect(try await service.anybody.get("/manifest.json")["name"] == "Lore")
      #expect(try await service.anybody.get("/api/changelog").json == [:])
    }
  }

  @Test func theHomePageAndThePicturesAreServed() async throws {
    try await withService(settings: [.name: "<Lore>"]) { service in
      let page = try await service.anybody.get("/")
      #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
      #expect(page.text.contains("&lt;Lore>") && !page.text.contains("<Lore>"))
      #expect(page.text.contains("href=\"/docs\""))
      for path in ["/favicon.png", "/static/favicon.png", "/static/logo.png", "/user.png"] {
        let picture = try await service.anybody.get(path)
        #expect(picture.headers["Content-Type"] == "image/png")
        #expect(Array(picture.body.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
      }
      #expect(try await service.anybody.get("/static/nothing.png").status == 404)
    }
  }

  @Test func everyAnswerCarriesTheSecurityFields() async throws {
    try await withService { service in
      for target in ["/health", "/", "/nothing/here", "/api/v1/files/", "/docs"] {
        let answer = try await service.anybody.get(target)
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
        #expect(answer.headers["X-Frame-Options"] == "SAMEORIGIN")
        #expect(answer.headers["Referrer-Policy"] != nil)
        #expect(answer.headers["Content-Security-Policy"] != nil)
      }
      #expect(try await service.anybody.get("/health").headers["Cache-Control"] == "no-store")
    }
  }
}
