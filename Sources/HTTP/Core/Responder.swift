// The seam between the server and what it serves: one function from a request to a response.

/// Answers requests. The router is one; tests use closures through `ClosureResponder`.
public protocol Responder: Sendable {
  /// Answers a request. Runs on the connection's event loop: hand heavy work to a pool. The task is cancelled when the
  /// client leaves.
  func respond(to request: Request) async -> Response

  /// How many bytes of body this request may have; asked before any of it is read. Nil means the server's default.
  func bodyLimit(for head: RequestHead) -> Int?
}

extension Responder {
  public func bodyLimit(for head: RequestHead) -> Int? { nil }
}

/// A responder that is a closure. What it throws becomes the response of that error; an unknown error shows nothing of itself.
public struct ClosureResponder: Responder {
  private let body: @Sendable (Request) async throws -> Response

  public init(_ body: @escaping @Sendable (Request) async throws -> Response) { self.body = body }

  public func respond(to request: Request) async -> Response {
    do {
      return try await body(request)
    } catch let error as HTTPError {
      return .error(error)
    } catch {
      return .error(HTTPError(.internalError, "The handler failed.", cause: error))
    }
  }
}
