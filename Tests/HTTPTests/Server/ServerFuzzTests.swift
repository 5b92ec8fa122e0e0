// Hostile bytes: random, and requests with random damage. Nothing of it may stop the server. Seeds are printed; the
// number of rounds is fixed, not the time.
import HTTP
import TestSupport
import Testing

@Suite struct ServerFuzzTests {
  private static let seeds = [
    "GET /health HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\nhello world",
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\n",
    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\u{1}\u{2}\u{3}",
    "GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=0-5\r\nIf-None-Match: \"a\"\r\nAccept-Encoding: gzip;q=0.3\r\n\r\n",
  ]

  @Test(arguments: [1, 2026, 77, 31_415] as [UInt64])
  func noBytesStopTheServer(_ seed: UInt64) async throws {
    print("seed \(seed)")
    try await TestServer.run(
      { $0.lingerSeconds = 0.2 },
      handler: { request in
        if request.path == "/ws" {
          return Response(
            body: .webSocket(WebSocketUpgrade { for try await message in $0.messages { try await $0.send(message) } }))
        }
        return .text(String(decoding: try await request.body.collect(upTo: 10_000), as: UTF8.self))
      },
      { server in
        try await server.connect { _ in
          var generator = SeededRandom(seed: seed)
          for round in 0..<400 {
            let client = try TestConnection(port: server.port)
            client.setTimeouts(seconds: 0.002)
            for piece in Self.message(round, &generator) {
              guard client.sendWhatFits(piece) == piece.count else { break }
            }
            _ = try? client.readToEnd()
          }
        }
        let response = try await server.get("/health")
        #expect(response.status == 200)
      })
  }

  /// Pure noise every fourth time, otherwise one to three requests with a few bytes changed, dropped, doubled or inserted;
  /// cut into pieces at random.
  private static func message(_ round: Int, _ generator: inout SeededRandom) -> [[UInt8]] {
    var bytes: [UInt8] = []
    if round % 4 == 0 {
      bytes = (0..<Int.random(in: 1...3000, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
      }
    } else {
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes += Array(seeds[Int.random(in: 0..<seeds.count, using: &generator)].utf8)
      }
      for _ in 0..<Int.random(in: 0...6, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
        default: bytes.insert([0, 10, 13, 32, 58, 255].randomElement(using: &generator) ?? 0, at: place)
        }
      }
    }
    let cut = Int.random(in: 0...bytes.count, using: &generator)
    return [Array(bytes[..<cut]), Array(bytes[cut...])]
  }
}
