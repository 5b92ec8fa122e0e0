// What a client is told of the errors of every room, and what it is not told.
import Database
import Embeddings
import HTTP
import RAGServer
import Retrieval
import Testing

struct ErrorTableTests {
  private func answer(to error: any Error) async throws -> Reaction {
    var options = RouterOptions()
    options.errors = .service
    let route = Route.get("/", access: .everyone, returns: Response.self, summary: "fails") { _, _ in throw error }
    return try await Caller(responder: try Router([route], options: options), token: nil, userID: "").get("/")
  }

  @Test(arguments: [
    (RetrievalError.Code.notFound, 404), (.notPermitted, 403), (.invalidInput, 400), (.unprocessableDocument, 400),
    (.duplicate, 400), (.tooLarge, 413), (.embeddingUnavailable, 503), (.storageFull, 507), (.closed, 503),
    (.storage, 500), (.corrupt, 500),
  ])
  func everyRetrievalErrorHasItsStatus(code: RetrievalError.Code, status: Int) async throws {
    let answer = try await answer(to: RetrievalError(code, "A sentence."))
    #expect(answer.status == status)
    #expect(answer.detail?.isEmpty == false)
  }

  @Test(arguments: [
    (DatabaseError.Code.diskFull, 507), (.readOnly, 507), (.busy, 503), (.closed, 503), (.corrupt, 500), (.other, 500),
  ])
  func everyDatabaseErrorHasItsStatus(code: DatabaseError.Code, status: Int) async throws {
    #expect(try await answer(to: DatabaseError(code, "A sentence.")).status == status)
  }

  @Test func ourOwnFaultsShowNothingOfThemselvesButTheRequestsID() async throws {
    let secret = "/var/lib/martlet/blobs/ab"
    for error in [
      RetrievalError(.storage, "Cannot read \(secret)."), RetrievalError(.corrupt, secret),
      DatabaseError(.inputOutput, secret, sql: "SELECT secret"), TestFailure(secret), HTTPError(.io, secret),
    ] as [any Error] {
      let answer = try await answer(to: error)
      #expect(answer.status == 500)
      #expect(!answer.text.contains(secret) && !answer.text.contains("SELECT"))
    }
    #expect(try await answer(to: TestFailure(secret))["request_id"]?.string?.isEmpty == false)
  }

  @Test func aRefusedSignInSaysWhenToTryAgain() async throws {
    let answer = try await answer(to: AccountError(.tooManyAttempts, retryAfterSeconds: 17))
    #expect(answer.status == 429)
    #expect(answer.headers["Retry-After"] == "17")
    #expect(try await self.answer(to: AccountError(.notAuthenticated)).headers["WWW-Authenticate"] == "Bearer")
  }

  @Test func whatIsMissingAndWhatIsHiddenAreOneAnswer() async throws {
    let missing = try await answer(to: RetrievalError(.notFound, "The file has been deleted."))
    #expect(missing.detail == "We could not find what you're looking for :/")
  }
}
