// The one error type of the HTTP room. The code says what happened and knows which status a client is shown for it;
// `message` is safe to show when the fault is the caller's. What went wrong inside us travels in `cause` and is for logs.

/// Something the server, the client or a payload could not do.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure this is.
  public let code: Code
  /// One sentence. When `code.isCallersFault` it may be shown to the caller as it is.
  public let message: String
  /// What lay beneath, for logs only.
  public let cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// The status a client is answered with.
  public var status: HTTPStatus { code.status }

  public var description: String {
    cause.map { "\(code): \(message) (\($0))" } ?? "\(code): \(message)"
  }

  /// The kinds of failure, an open set to callers.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: String {
      case badRequest, unauthorized, forbidden, notFound, methodNotAllowed, notAcceptable, requestTimeout, conflict
      case contentTooLarge, uriTooLong, unsupportedMediaType, rangeNotSatisfiable, expectationFailed
      case unprocessableContent, upgradeRequired, tooManyRequests, headersTooLarge
      case internalError, notImplemented, badGateway, unavailable, gatewayTimeout, versionNotSupported
      case insufficientStorage, clientGone, cancelled, io, bindFailed, tls, webSocketProtocol, configuration
    }
    private let kind: Kind
    private init(_ kind: Kind) { self.kind = kind }

    public static let badRequest = Code(.badRequest)
    public static let unauthorized = Code(.unauthorized)
    public static let forbidden = Code(.forbidden)
    public static let notFound = Code(.notFound)
    public static let methodNotAllowed = Code(.methodNotAllowed)
    public static let notAcceptable = Code(.notAcceptable)
    public static let requestTimeout = Code(.requestTimeout)
    public static let conflict = Code(.conflict)
    public static let contentTooLarge = Code(.contentTooLarge)
    public static let uriTooLong = Code(.uriTooLong)
    public static let unsupportedMediaType = Code(.unsupportedMediaType)
    public static let rangeNotSatisfiable = Code(.rangeNotSatisfiable)
    public static let expectationFailed = Code(.expectationFailed)
    public static let unprocessableContent = Code(.unprocessableContent)
    /// The resource speaks another protocol only (WebSocket).
    public static let upgradeRequired = Code(.upgradeRequired)
    public static let tooManyRequests = Code(.tooManyRequests)
    public static let headersTooLarge = Code(.headersTooLarge)
    /// A fault of ours; the caller learns no more than that.
    public static let internalError = Code(.internalError)
    public static let notImplemented = Code(.notImplemented)
    /// An engine behind us answered wrongly or not at all.
    public static let badGateway = Code(.badGateway)
    public static let unavailable = Code(.unavailable)
    public static let gatewayTimeout = Code(.gatewayTimeout)
    public static let versionNotSupported = Code(.versionNotSupported)
    public static let insufficientStorage = Code(.insufficientStorage)
    /// The peer closed its connection; nobody is left to answer.
    public static let clientGone = Code(.clientGone)
    /// The task was cancelled.
    public static let cancelled = Code(.cancelled)
    /// A system call failed.
    public static let io = Code(.io)
    /// The address could not be listened on.
    public static let bindFailed = Code(.bindFailed)
    /// A TLS context, certificate or handshake failed.
    public static let tls = Code(.tls)
    /// A WebSocket peer broke RFC 6455.
    public static let webSocketProtocol = Code(.webSocketProtocol)
    /// A setting is out of its range.
    public static let configuration = Code(.configuration)

    /// Whether whoever sent the request is to blame (the 4xx family, and a WebSocket peer's violation).
    public var isCallersFault: Bool { kind == .webSocketProtocol || (400..<500).contains(status.code) }

    /// The status shown to a client.
    public var status: HTTPStatus {
      switch kind {
      case .badRequest, .webSocketProtocol: .badRequest
      case .unauthorized: .unauthorized
      case .forbidden: .forbidden
      case .notFound: .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .notAcceptable: .notAcceptable
      case .requestTimeout: .requestTimeout
      case .conflict: .conflict
      case .contentTooLarge: .contentTooLarge
      case .uriTooLong: .uriTooLong
      case .unsupportedMediaType: .unsupportedMediaType
      case .rangeNotSatisfiable: .rangeNotSatisfiable
      case .expectationFailed: .expectationFailed
      case .unprocessableContent: .unprocessableContent
      case .upgradeRequired: .upgradeRequired
      case .tooManyRequests: .tooManyRequests
      case .headersTooLarge: .headersTooLarge
      case .notImplemented: .notImplemented
      case .badGateway: .badGateway
      case .unavailable, .cancelled: .serviceUnavailable
      case .gatewayTimeout: .gatewayTimeout
      case .versionNotSupported: .versionNotSupported
      case .insufficientStorage: .insufficientStorage
      case .internalError, .clientGone, .io, .bindFailed, .tls, .configuration: .internalServerError
      }
    }

    public var description: String { kind.rawValue }
  }
}
