// Peers that break the protocol: each is told the code that RFC 6455 names, and the handler that it was the peer.
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct WebSocketViolationTests {
  static let violations: [(String, [UInt8], UInt16)] = [
    ("an unmasked frame", [0x81, 0x01, 0x61], 1002),
    ("a reserved bit", [0xC1, 0x80, 0, 0, 0, 0], 1002),
    ("an unknown opcode", [0x83, 0x80, 0, 0, 0, 0], 1002),
    ("a fragmented ping", [0x09, 0x80, 0, 0, 0, 0], 1002),
    ("a ping of 126 bytes", [0x89, 0xFE, 0, 126, 0, 0, 0, 0], 1002),
    ("a continuation of nothing", [0x80, 0x80, 0, 0, 0, 0], 1002),
    ("a text inside a text", [0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0], 1002),
    ("a text that is not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28], 1007),
    ("a negative length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002),
    ("a message over the limit", [0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1, 0, 0, 0, 0], 1009),
    ("a close frame of one byte", [0x88, 0x81, 0, 0, 0, 0, 3], 1002),
    ("a close code that must not be sent", [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xED], 1002),
    ("a close reason that is not UTF-8", [0x88, 0x83, 0, 0, 0, 0, 0x03, 0xE8, 0xFF], 1007),
  ]

  @Test(arguments: violations.indices)
  func whatBreaksTheProtocolEndsTheConnectionWithItsCode(_ index: Int) async throws {
    let (name, bytes, code) = Self.violations[index]
    let outcome = Lock<HTTPError?>(nil)
    let ended = TestEvent()
    try await TestServer.run(
      handler: WebSocketHandlers.serving { socket in
        defer { ended.fire() }
        do {
          while try await socket.receive() != nil {}
        } catch let error as HTTPError {
          outcome.withLock { $0 = error }
          throw error
        }
      },
      { server in
        let (got, rest) = try await server.connect { client in
          try client.upgrade()
          try client.send(bytes)
          return (try client.readFrame().closeCode, try client.readToEnd())
        }
        #expect(got == code, "\(name)")
        #expect(rest.isEmpty)
        await ended.wait()
        #expect(outcome.withLock { $0?.code } == .webSocketProtocol)
      })
  }

  @Test func fragmentsTogetherMayNotExceedTheLimit() async throws {
    try await TestServer.run(handler: WebSocketHandlers.serving(maximumMessageBytes: 100) { _ = try await $0.receive() }) { server in
      let code = try await server.connect { client in
        try client.upgrade()
        try client.sendFrame(.binary, [UInt8](repeating: 0, count: 60), isFinal: false)
        try client.sendFrame(.continuation, [UInt8](repeating: 0, count: 41))
        return try client.readFrame().closeCode
      }
      #expect(code == 1009)
    }
  }
}
