// The body of a request as a sequence of byte pieces. A small body that came with its head is held as it is; a larger one
// flows through a bounded pipe, so a handler that writes an upload to disk never holds more than a few hundred kilobytes.

/// A request's body: read it once, by iterating or with `collect`.
///
///     for try await piece in request.body { file.write(piece) }
///
/// Iterating throws `clientGone` when the peer left, `contentTooLarge` when more came than the route allows and
/// `badRequest` when a chunked body is malformed.
public struct RequestBody: Sendable, AsyncSequence {
  public typealias Element = [UInt8]
  public typealias Failure = HTTPError

  private enum Source: Sendable {
    case bytes([UInt8])
    case pipe(BodyPipe)
  }

  private let source: Source
  /// The length the client declared in bytes, nil for a chunked body.
  public let declaredLength: Int?

  /// No body.
  public static let empty = RequestBody([])

  /// A body that is already here.
  public init(_ bytes: [UInt8]) {
    source = .bytes(bytes)
    declaredLength = bytes.count
  }

  /// A body that is still arriving.
  package init(pipe: BodyPipe, declaredLength: Int?) {
    source = .pipe(pipe)
    self.declaredLength = declaredLength
  }

  /// The whole body.
  /// - Throws: `contentTooLarge` (413) when it is or says to be longer than `limit` bytes; what iterating throws.
  public func collect(upTo limit: Int, isolation: isolated (any Actor)? = #isolation) async throws(HTTPError) -> [UInt8]
  {
    if let declaredLength, declaredLength > limit { throw RequestBody.tooLarge(limit) }
    switch source {
    case .bytes(let bytes): return bytes
    case .pipe(let pipe):
      guard var whole = try await pipe.next() else { return [] }
      if let declaredLength { whole.reserveCapacity(declaredLength) }
      while whole.count <= limit {
        guard let piece = try await pipe.next() else { return whole }
        whole.append(contentsOf: piece)
      }
      throw RequestBody.tooLarge(limit)
    }
  }

  package static func tooLarge(_ limit: Int) -> HTTPError {
    HTTPError(.contentTooLarge, "The request body is larger than the \(limit) bytes allowed.")
  }

  public func makeAsyncIterator() -> Iterator {
    switch source {
    case .bytes(let bytes): Iterator(bytes: bytes.isEmpty ? nil : bytes, pipe: nil)
    case .pipe(let pipe): Iterator(bytes: nil, pipe: pipe)
    }
  }

  /// Reads the pieces in order.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var bytes: [UInt8]?
    fileprivate let pipe: BodyPipe?

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
      guard let pipe else { return bytes.take() }
      return try await pipe.next(isolation: actor)
    }

    public mutating func next() async throws(HTTPError) -> [UInt8]? { try await next(isolation: nil) }
  }
}
