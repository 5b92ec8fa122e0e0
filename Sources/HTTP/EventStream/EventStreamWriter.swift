// Event streams as responses. Writes are passed on as they are made, and in the pauses between them a comment is sent now
// and then: proxies cut a connection on which nothing moves, and a write is the only way to notice a client that left
// without closing.
internal import Platform

/// Writes the events of one response. Any task may call it; events are written whole, in the order of the calls.
public struct EventStreamWriter: Sendable {
  private let writer: BodyWriter
  private let turn = WriteTurn()

  init(_ writer: BodyWriter) { self.writer = writer }

  /// Sends an event. Suspends while the client is slow.
  /// - Throws: `clientGone`, `cancelled`.
  public func send(_ event: ServerSentEvent) async throws(HTTPError) { try await write(event.encoded) }

  /// Sends text as the data of an event.
  public func send(_ data: String) async throws(HTTPError) { try await send(ServerSentEvent(data)) }

  /// Sends a value's JSON as the data of an event.
  public func send(json value: some Encodable, event: String? = nil) async throws {
    try await send(ServerSentEvent(String(decoding: try JSONBytes.encode(value), as: UTF8.self), event: event))
  }

  /// Sends a comment, which clients ignore.
  public func comment(_ text: String = "") async throws(HTTPError) {
    let line = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    try await write(Array(": ".utf8) + line + Array("\n\n".utf8))
  }

  private func write(_ bytes: [UInt8]) async throws(HTTPError) {
    await turn.take()
    defer { turn.giveBack() }
    try await writer.write(bytes)
  }

  /// Sends a comment unless a write is under way, in which case none is needed.
  func beat() async throws(HTTPError) {
    guard turn.takeIfFree() else { return }
    defer { turn.giveBack() }
    try await writer.write(": \n\n")
  }
}

extension Response {
  /// A response that is an event stream. It ends when `body` returns.
  /// - Parameters:
  ///   - heartbeat: how often a comment is sent while nothing else is; nil for never.
  ///   - clock: measures the heartbeat.
  public static func eventStream(
    heartbeat: Duration? = .seconds(15), clock: any Clock<Duration> = ContinuousClock(),
    _ body: @escaping @Sendable (EventStreamWriter) async throws -> Void
  ) -> Response {
    Response(
      headers: [
        "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
      ],
      body: .stream { writer in
        let events = EventStreamWriter(writer)
        guard let heartbeat else { return try await body(events) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
          group.addTask {
            try await body(events)
            return true
          }
          group.addTask {
            while true {
              try await clock.sleep(for: heartbeat)
              try await events.beat()
            }
          }
          // Whichever ends first ends the other: the body by returning or throwing, the heartbeat when the client left.
          defer { group.cancelAll() }
          _ = try await group.next()
        }
      })
  }
}

/// Lets one task at a time write, in the order they asked.
private final class WriteTurn: Sendable {
  private struct State {
    var isTaken = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Lock(State())

  func takeIfFree() -> Bool {
    state.withLock { state in
      if state.isTaken { return false }
      state.isTaken = true
      return true
    }
  }

  func take() async {
    if takeIfFree() { return }
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state -> Bool in
        if state.isTaken {
          state.waiting.append(continuation)
          return false
        }
        state.isTaken = true
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  func giveBack() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.isTaken = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
