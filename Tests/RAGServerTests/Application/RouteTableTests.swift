// What holds for every row of the route table, whoever wrote it.
import HTTP
import RAGServer
import Testing

struct RouteTableTests {
  /// Those that anybody may call, and why nobody is asked who: signing up and in, health, versions, documentation,
  /// pictures.
  private static let open: Set<String> = [
    "/", "/health", "/health/db", "/api/version", "/api/config", "/api/changelog", "/manifest.json", "/openapi.json",
    "/docs", "/redoc", "/api/v1/auths/signup", "/api/v1/auths/signin", "/api/v1/auths/signout", "/api/v1/retrieval/",
  ]

  private func isOpen(_ route: Route) -> Bool {
    Self.open.contains(route.path) || route.path.hasPrefix("/static/")
      || ["/favicon.png", "/user.png"].contains(route.path)
  }

  /// The path with something in the place of each parameter.
  private func target(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix("{") ? "x" : String($0) }
      .joined(separator: "/")
  }

  @Test func everyOtherRowAnswersNobodyWith401() async throws {
    try await withService { service in
      for route in service.service.routes where !isOpen(route) {
        for path in route.paths {
          let answer = try await service.anybody.send(route.method, target(path))
          #expect(answer.status == 401, "\(route.method) \(path)")
          #expect(answer.detail == "Not authenticated", "\(route.method) \(path)")
          #expect(answer.headers["WWW-Authenticate"] == "Bearer", "\(route.method) \(path)")
        }
      }
    }
  }

  @Test func everyOtherRowAnswersAWorthlessTokenWith401() async throws {
    try await withService { service in
      let stranger = Caller(responder: service.service.responder, token: "eyJhbGciOiJub25lIn0.e30.", userID: "")
      for route in service.service.routes where !isOpen(route) {
        let answer = try await stranger.send(route.method, target(route.path))
        #expect(answer.status == 401, "\(route.method) \(route.path)")
      }
    }
  }

  @Test func thoseWhoWaitForApprovalGetNoFurtherThanTheirOwnAccount() async throws {
    try await withService { service in
      let pending = try await service.caller("New", role: .pending)
      for route in service.service.routes where ["verified", "admin"].contains(route.accessName) {
        #expect(try await pending.send(route.method, target(route.path)).status == 401, "\(route.method) \(route.path)")
      }
    }
  }

  @Test func rowsForAdministratorsAnswerOthersWith401() async throws {
    try await withService { service in
      let bob = try await service.caller("Bob", role: .user)
      for route in service.service.routes where route.accessName == "admin" {
        let answer = try await bob.send(route.method, target(route.path))
        #expect(answer.status == 401, "\(route.method) \(route.path)")
        #expect(answer.detail?.hasPrefix("You do not have permission") == true)
      }
    }
  }

  @Test func theOpenRowsAreTheOnesListedAndNoMore() async throws {
    try await withService { service in
      for route in service.service.routes {
        #expect(isOpen(route) == ["everyone", "optional"].contains(route.accessName), "\(route.method) \(route.path)")
      }
    }
  }

  @Test func theDocumentationNamesEveryDocumentedRow() async throws {
    try await withService { service in
      let document = try await service.anybody.get("/openapi.json")
      #expect(document.status == 200)
      for route in service.service.routes where route.isDocumented {
        #expect(
          document["paths"]?[route.path]?[route.method.rawValue.lowercased()] != nil, "\(route.method) \(route.path)")
      }
      for page in ["/docs", "/redoc"] {
        #expect(try await service.anybody.get(page).headers["Content-Type"]?.hasPrefix("text/html") == true)
      }
    }
  }
}
