// Which row answers a path, and what is said when none does.
import HTTP
import Testing

struct RouterMatchingTests {
  private func row(_ verb: RouteVerb, _ path: String, aliases: [String] = []) -> Route {
    verb(path, aliases: aliases, access: .everyone, summary: path) { request, _ in
      let parameters = request.pathParameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return Response.text(([path] + parameters).joined(separator: " "))
    }
  }

  @Test func fixedBeatsParameterBeatsRest() async throws {
    let router = try Router([
      row(.init(.get), "/a/{id}"), row(.init(.get), "/a/all"), row(.init(.get), "/a/{rest...}"),
      row(.init(.get), "/a/{id}/x"), row(.init(.get), "/a/all/y"),
    ])
    #expect(try await router.exchange(.get, "/a/all").text == "/a/all")
    #expect(try await router.exchange(.get, "/a/7").text == "/a/{id} id=7")
    #expect(try await router.exchange(.get, "/a/all/x").text == "/a/{id}/x id=all")
    #expect(try await router.exchange(.get, "/a/all/y").text == "/a/all/y")
    #expect(try await router.exchange(.get, "/a/all/z/w").text == "/a/{rest...} rest=all/z/w")
  }

  @Test func aFixedPathOfAnotherMethodDoesNotHideAParameter() async throws {
    let router = try Router([row(.init(.post), "/a/all"), row(.init(.get), "/a/{id}")])
    #expect(try await router.exchange(.get, "/a/all").text == "/a/{id} id=all")
    #expect(try await router.exchange(.post, "/a/all").text == "/a/all")
    #expect(try await router.exchange(.put, "/a/all").headers["Allow"] == "GET, HEAD, OPTIONS, POST")
  }

  @Test func aTrailingSlashIsFoundEitherWayWithoutARedirect() async throws {
    let router = try Router([
      row(.init(.get), "/files/"), row(.init(.get), "/users"), row(.init(.get), "/both"), row(.init(.get), "/both/"),
      row(.init(.post), "/files"), row(.init(.get), "/files/{id}"), row(.init(.get), "/"),
    ])
    #expect(try await router.exchange(.get, "/files").text == "/files/")
    #expect(try await router.exchange(.get, "/files/").text == "/files/")
    #expect(try await router.exchange(.post, "/files/").text == "/files")
    #expect(try await router.exchange(.get, "/users/").text == "/users")
    #expect(try await router.exchange(.get, "/both").text == "/both")
    #expect(try await router.exchange(.get, "/both/").text == "/both/")
    #expect(try await router.exchange(.get, "/files/1/").text == "/files/{id} id=1")
    #expect(try await router.exchange(.get, "/").text == "/")
    #expect(try await router.exchange(.get, "/files//").status == 404)
  }

  @Test func segmentsAreDecodedOneByOne() async throws {
    let router = try Router([row(.init(.get), "/m/{id}"), row(.init(.get), "/s/{rest...}")])
    #expect(try await router.exchange(.get, "/m/org%2Fmodel%20x").text == "/m/{id} id=org/model x")
    #expect(try await router.exchange(.get, "/m/%E4%BD%A0").text == "/m/{id} id=你")
    #expect(try await router.exchange(.get, "/s/").text == "/s/{rest...} rest=")
    #expect(try await router.exchange(.get, "/s/./x").status == 404)
    #expect(try await router.exchange(.get, "/m/").status == 404)
  }

  @Test func aPathOfOtherMethodsIs405WithAllow() async throws {
    let router = try Router([row(.init(.get), "/a"), row(.init(.delete), "/a")])
    let answer = try await router.exchange(.post, "/a")
    #expect(answer.status == 405)
    #expect(answer.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS")
    #expect(answer.text == #"{"detail":"Method Not Allowed"}"#)
    #expect(try await router.exchange(.options, "/a").status == 204)
  }

  @Test func anUnknownPathIs404() async throws {
    let answer = try await Router([row(.init(.get), "/a")]).exchange(.get, "/b")
    #expect(answer.status == 404)
    #expect(answer.text == #"{"detail":"Not Found"}"#)
  }

  @Test func headIsAnsweredByGet() async throws {
    #expect(try await Router([row(.init(.get), "/a")]).exchange(.head, "/a").status == 200)
  }

  @Test func aliasesReachTheSameHandler() async throws {
    let router = try Router([row(.init(.get), "/api/v1/files/{id}", aliases: ["/api/files/{id}"])])
    #expect(try await router.exchange(.get, "/api/files/9").text == "/api/v1/files/{id} id=9")
  }

  @Test func theFallbackAnswersWhatNoRowMatches() async throws {
    var options = RouterOptions()
    options.fallback = ClosureResponder { .text("page for \($0.path)") }
    let router = try Router([row(.init(.get), "/a")], options: options)
    #expect(try await router.exchange(.get, "/c/1").text == "page for /c/1")
    #expect(try await router.exchange(.get, "/a").text == "/a")
  }

  @Test(arguments: [
    ("/a/{id}", "/a/{name}"), ("/a", "/a"), ("/x/{rest...}", "/x/{other...}"),
  ])
  func twoRowsForTheSameRequestsAreRefusedByName(first: String, second: String) {
    let error = #expect(throws: HTTPError.self) { _ = try Router([row(.init(.get), first), row(.init(.get), second)]) }
    #expect(error?.message.contains("GET \(first) ") == true)
    #expect(error?.message.contains("GET \(second) ") == true)
    #expect(error?.code == .configuration)
  }

  @Test func anAliasThatCollidesIsRefused() {
    #expect(throws: HTTPError.self) {
      _ = try Router([row(.init(.get), "/a"), row(.init(.get), "/b", aliases: ["/a"])])
    }
    #expect(throws: HTTPError.self) { _ = try Router([row(.init(.get), "/a/{id}", aliases: ["/b/{name}"])]) }
  }

  @Test(arguments: ["a", "", "/a/{id}.json", "/{rest...}/x", "/{}", "/{a b}", "/a?b", "/{id}/{id}", "/%41"])
  func aMalformedPatternIsRefused(path: String) {
    #expect(throws: HTTPError.self) { _ = try Router([row(.init(.get), path)]) }
  }
}
