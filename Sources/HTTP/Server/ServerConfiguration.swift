// Every limit and time-out of the server in one value, with defaults for a public-facing server behind no proxy.

/// How a server listens and what it puts up with.
public struct ServerConfiguration: Sendable {
  /// Addresses to listen on, all on the same port: IPv4, IPv6 or names (`localhost` gives both of its addresses).
  public var hosts: [String] = ["127.0.0.1"]
  /// The TCP port; 0 lets the kernel choose one, which `start` returns.
  public var port: Int = 8080
  /// Event loops, one thread each. Nil: one per core.
  public var loopCount: Int?
  /// PEM files; with them the server speaks TLS only.
  public var tls: TLSFiles?

  /// Connections held at once; further ones are answered 503 and closed.
  public var maximumConnections = 10_000
  /// Bytes of request line and header fields together (431 above, 414 when the request line alone is longer).
  public var maximumHeadBytes = 32 << 10
  /// Header fields of a request (431 above).
  public var maximumHeaderCount = 100
  /// Bytes of body when the responder names no limit of its own (413 above).
  public var maximumBodyBytes = 16 << 20
  /// A streamed response suspends its writer when this many bytes wait for the client …
  public var writeHighWaterBytes = 256 << 10
  /// … and lets it go on when no more than this many are left.
  public var writeLowWaterBytes = 64 << 10

  /// From the first byte of a request to the end of its head (408 above). Dripping bytes do not extend it.
  public var headTimeoutSeconds = 10.0
  /// How long a connection may wait for its next request.
  public var idleTimeoutSeconds = 75.0
  /// The longest silence inside a body that the handler waits for (408 above).
  public var bodyIdleTimeoutSeconds = 30.0
  /// How long a client may take nothing of what waits for it before it counts as gone.
  public var writeStallTimeoutSeconds = 30.0
  /// How long the rest of a refused request is read and dropped, so that the client gets to see the refusal.
  public var lingerSeconds = 5.0

  /// Whether compressible bodies are gzipped for clients that accept it.
  public var compressesResponses = true
  /// Bodies below this many bytes are never compressed.
  public var minimumCompressedBytes = 1024

  /// Called on the loop after every exchange; must not block (hand over to a queue).
  public var onExchange: (@Sendable (ExchangeRecord) -> Void)?

  public init() {}

  /// The certificate chain and private key of a TLS server.
  public struct TLSFiles: Sendable {
    public var certificateChainPath: String
    public var privateKeyPath: String

    public init(certificateChainPath: String, privateKeyPath: String) {
      self.certificateChainPath = certificateChainPath
      self.privateKeyPath = privateKeyPath
    }
  }
}
