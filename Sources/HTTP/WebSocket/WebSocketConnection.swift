// A WebSocket as its handler sees it: a sequence of messages in, `send` out, both with back-pressure. Pings are answered,
// fragments joined and close frames exchanged beneath it.

/// What carries a WebSocket's messages; the server's connections and tests implement it.
package protocol WebSocketChannel: Sendable {
  /// The next message, nil when the peer has closed.
  func receive() async throws(HTTPError) -> WebSocketMessage?
  func send(_ message: WebSocketMessage) async throws(HTTPError)
  func close(code: WebSocketCloseCode, reason: String) async
  var closeCode: WebSocketCloseCode? { get async }
}

/// An open WebSocket. Any thread may send; one task reads.
public struct WebSocketConnection: Sendable {
  private let channel: any WebSocketChannel

  package init(channel: any WebSocketChannel) { self.channel = channel }

  /// The next message; nil when the peer closed the connection in order.
  /// - Throws: `clientGone` when the connection broke, `webSocketProtocol` when the peer broke the protocol, `cancelled`.
  public func receive() async throws(HTTPError) -> WebSocketMessage? { try await channel.receive() }

  /// Sends a message. Suspends while the peer is slow.
  /// - Throws: `clientGone` when the connection is closed or broke, `cancelled`.
  public func send(_ message: WebSocketMessage) async throws(HTTPError) { try await channel.send(message) }

  public func send(_ text: String) async throws(HTTPError) { try await channel.send(.text(text)) }

  /// Sends a close frame and waits for the peer's, for a few seconds at most. Later sends throw.
  public func close(_ code: WebSocketCloseCode = .normal, reason: String = "") async {
    await channel.close(code: code, reason: reason)
  }

  /// The code the connection was closed with, nil while it is open.
  public var closeCode: WebSocketCloseCode? {
    get async { await channel.closeCode }
  }

  /// The messages until the peer closes.
  public var messages: Messages { Messages(channel: channel) }

  /// A sequence of messages.
  public struct Messages: AsyncSequence, AsyncIteratorProtocol, Sendable {
    public typealias Element = WebSocketMessage
    public typealias Failure = HTTPError
    fileprivate let channel: any WebSocketChannel

    public func makeAsyncIterator() -> Messages { self }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> WebSocketMessage? {
      try await channel.receive()
    }

    public mutating func next() async throws(HTTPError) -> WebSocketMessage? { try await channel.receive() }
  }
}
