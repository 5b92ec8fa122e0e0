// The answer of another server: its head, and its body as a stream that is read at the reader's pace.

/// An answer whose head has arrived.
public struct ClientResponse: Sendable {
  public let status: HTTPStatus
  public let headers: Headers
  /// Where the answer came from, after redirects.
  public let url: String
  public let body: ClientResponseBody
}

/// The body of an answer; read it once, by iterating or with `collect`. Dropping it unread, or stopping early, ends the
/// transfer. While the reader is slow the server is made to wait; at most a few hundred kilobytes are held.
///
/// Iterating throws `gatewayTimeout`, `badGateway` (the connection broke, or more came than `responseLimitBytes`) and
/// `cancelled`.
public struct ClientResponseBody: Sendable, AsyncSequence {
  public typealias Element = [UInt8]
  public typealias Failure = HTTPError

  let pipe: BodyPipe
  let transfer: TransferHandle

  /// The whole body.
  /// - Throws: `badGateway` when it is longer than `limit` bytes; what iterating throws.
  public func collect(upTo limit: Int, isolation: isolated (any Actor)? = #isolation) async throws(HTTPError) -> [UInt8]
  {
    var whole: [UInt8] = []
    while let piece = try await pipe.next() {
      guard whole.count + piece.count <= limit else {
        transfer.cancel()
        throw HTTPError(.badGateway, "The answer is longer than the \(limit) bytes allowed.")
      }
      whole += piece
    }
    return whole
  }

  /// The body as server-sent events.
  public var events: ClientEvents { ClientEvents(body: self) }

  public func makeAsyncIterator() -> Iterator { Iterator(pipe: pipe, transfer: transfer) }

  /// Reads the pieces in order.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let pipe: BodyPipe
    fileprivate let transfer: TransferHandle

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
      try await pipe.next(isolation: actor)
    }

    public mutating func next() async throws(HTTPError) -> [UInt8]? { try await next(isolation: nil) }
  }
}

/// The events of an event stream.
public struct ClientEvents: Sendable, AsyncSequence {
  public typealias Element = ServerSentEvent
  public typealias Failure = HTTPError

  let body: ClientResponseBody

  public func makeAsyncIterator() -> Iterator { Iterator(pieces: body.makeAsyncIterator()) }

  /// Reads the events in order.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var pieces: ClientResponseBody.Iterator
    private var parser = EventStreamParser()
    private var ready: ArraySlice<ServerSentEvent> = []

    fileprivate init(pieces: ClientResponseBody.Iterator) { self.pieces = pieces }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> ServerSentEvent? {
      while ready.isEmpty {
        guard let piece = try await pieces.next(isolation: actor) else { return nil }
        ready = try parser.consume(piece)[...]
      }
      return ready.popFirst()
    }

    public mutating func next() async throws(HTTPError) -> ServerSentEvent? { try await next(isolation: nil) }
  }
}

/// Ends a transfer when the last one who could read its body is gone.
final class TransferHandle: Sendable {
  private let loop: CurlLoop
  private let identifier: Int

  init(loop: CurlLoop, identifier: Int) {
    self.loop = loop
    self.identifier = identifier
  }

  func cancel() { loop.enqueue(.cancel(identifier)) }

  deinit { cancel() }
}
