// The reading side of server-sent events, for answers of engines behind us: a push parser after the HTML standard
// (§9.2.6). Pieces may end anywhere, also within a character or between the two halves of a line end.

/// Turns the bytes of an event stream into events.
public struct EventStreamParser: Sendable {
  private let limitBytes: Int
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var event = ""
  private var retryMilliseconds: Int?
  private var lastID: String?
  private var endsInCarriageReturn = false
  private var isAtStart = true

  /// - Parameter limitBytes: the longest line and the longest event accepted.
  public init(limitBytes: Int = 16 << 20) { self.limitBytes = limitBytes }

  /// Takes the next piece and gives the events that it completes. An event that is cut off by the end of the stream is
  /// dropped, as the standard says.
  /// - Throws: `badGateway` when a line or an event is longer than the limit.
  public mutating func consume(_ bytes: [UInt8]) throws(HTTPError) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var start = 0
    for (index, byte) in bytes.enumerated() {
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      // The second half of a CRLF, possibly of the piece before.
      if byte == UInt8(ascii: "\n"), index == start, endsInCarriageReturn {
        endsInCarriageReturn = false
        start = index + 1
        continue
      }
      line += bytes[start..<index]
      start = index + 1
      endsInCarriageReturn = byte == UInt8(ascii: "\r")
      if let event = try endLine() { events.append(event) }
    }
    if start < bytes.count {
      endsInCarriageReturn = false
      line += bytes[start...]
      try check(line.count)
    }
    return events
  }

  private func check(_ count: Int) throws(HTTPError) {
    if count > limitBytes { throw HTTPError(.badGateway, "An event is longer than \(limitBytes) bytes.") }
  }

  private mutating func endLine() throws(HTTPError) -> ServerSentEvent? {
    if isAtStart, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    isAtStart = false
    defer { line.removeAll(keepingCapacity: true) }
    if line.isEmpty { return dispatch() }
    try check(line.count + data.count)
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    var value = colon.map { line[($0 + 1)...] } ?? []
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    switch String(decoding: line[..<(colon ?? line.endIndex)], as: UTF8.self) {
    case "data":
      if hasData { data.append(UInt8(ascii: "\n")) }
      data += value
      hasData = true
    case "event": event = String(decoding: value, as: UTF8.self)
    case "id": if !value.contains(0) { lastID = String(decoding: value, as: UTF8.self) }
    case "retry":
      let text = String(decoding: value, as: UTF8.self)
      if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) { retryMilliseconds = Int(text) }
    default: break  // a comment, or a field that the standard does not know
    }
    return nil
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer {
      data = []
      hasData = false
      event = ""
      retryMilliseconds = nil
    }
    guard hasData else { return nil }
    return ServerSentEvent(
      String(decoding: data, as: UTF8.self), event: event.isEmpty ? nil : event, id: lastID,
      retryMilliseconds: retryMilliseconds)
  }
}
