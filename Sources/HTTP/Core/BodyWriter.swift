// The writing end of a streamed response. Writes suspend while the client is slow (above the connection's high-water
// mark), which is what keeps an endless stream to a stalled reader from growing memory.

/// Where a streamed body goes; the server's connections and tests implement it.
package protocol BodySink: Sendable {
  func write(_ bytes: [UInt8]) async throws(HTTPError)
  func flush() async throws(HTTPError)
}

/// Writes the body of a `ResponseBody.stream`.
///
/// Any thread may call it, one call at a time.
public struct BodyWriter: Sendable {
  private let sink: any BodySink

  package init(sink: any BodySink) { self.sink = sink }

  /// Sends bytes. Returns when they are queued and the queue is below its high-water mark; one write is one piece to the
  /// client when it is not busy.
  /// - Throws: `clientGone` when the peer has left or stalled too long, `cancelled` when the task was cancelled.
  public func write(_ bytes: [UInt8]) async throws(HTTPError) { try await sink.write(bytes) }

  /// Sends text as UTF-8.
  public func write(_ text: String) async throws(HTTPError) { try await sink.write(Array(text.utf8)) }

  /// Returns when the kernel has taken everything written so far.
  public func flush() async throws(HTTPError) { try await sink.flush() }
}
