// The frame decoder alone: however its bytes are cut, the events are the same; whatever its bytes are, it ends in events
// or a violation and stores no more than its limit.
import HTTP
import TestSupport
import Testing

@Suite struct WebSocketDecoderTests {
  private static func events(
    _ bytes: [UInt8], pieceSize: Int, limit: Int = 1000
  ) -> ([WebSocketDecoder.Event], WebSocketViolation?) {
    var decoder = WebSocketDecoder(maximumMessageBytes: limit)
    var events: [WebSocketDecoder.Event] = []
    for start in stride(from: 0, to: bytes.count, by: pieceSize) {
      let piece = Array(bytes[start..<min(start + pieceSize, bytes.count)])
      var offset = 0
      do {
        while offset < piece.count {
          let before = offset
          let event = try piece.withUnsafeBytes { try decoder.decode($0, &offset) }
          if let event { events.append(event) }
          if offset == before, event == nil { break }
        }
      } catch {
        return (events, error as? WebSocketViolation)
      }
    }
    return (events, nil)
  }

  private static let mask: [UInt8] = [0xA1, 0x02, 0xFF, 0x30]

  @Test(arguments: [1, 2, 3, 5, 7, 64, 10_000]) func theCutOfTheBytesDoesNotMatter(_ pieceSize: Int) {
    var bytes: [UInt8] = []
    WebSocketFrame.append(.text, Array("héllo".utf8), mask: Self.mask, to: &bytes)
    WebSocketFrame.append(.binary, [UInt8](repeating: 5, count: 300), isFinal: false, mask: Self.mask, to: &bytes)
    WebSocketFrame.append(.ping, [1, 2, 3], mask: Self.mask, to: &bytes)
    WebSocketFrame.append(.continuation, [6, 7], mask: Self.mask, to: &bytes)
    WebSocketFrame.append(.pong, [], mask: Self.mask, to: &bytes)
    WebSocketFrame.append(.text, [], mask: Self.mask, to: &bytes)
    WebSocketFrame.append(.close, WebSocketFrame.closePayload(.goingAway, "bye"), mask: Self.mask, to: &bytes)
    let (events, violation) = Self.events(bytes, pieceSize: pieceSize)
    #expect(violation == nil)
    #expect(
      events == [
        .message(.text("héllo")), .ping([1, 2, 3]), .message(.binary([UInt8](repeating: 5, count: 300) + [6, 7])),
        .pong,
        .message(.text("")), .close(.goingAway, reason: "bye"),
      ])
  }

  @Test(arguments: [7, 2026, 31_415] as [UInt64]) func noiseEndsInEventsOrAViolation(_ seed: UInt64) {
    print("seed \(seed)")
    var generator = SeededRandom(seed: seed)
    for _ in 0..<2000 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let (events, _) = Self.events(bytes, pieceSize: Int.random(in: 1...200, using: &generator), limit: 50)
      for case .message(.binary(let message)) in events { #expect(message.count <= 50) }
    }
  }

  @Test func aReasonIsCutBetweenCharactersToFitItsFrame() {
    let payload = WebSocketFrame.closePayload(.normal, String(repeating: "é", count: 100))
    #expect(payload.count == 124)
    #expect(String(validating: payload[2...], as: UTF8.self) == String(repeating: "é", count: 61))
    #expect(WebSocketFrame.closePayload(.none, "x").isEmpty)
  }
}
