// gzip: only for who accepts it, only where it helps, and told to caches.
import CSystemZlib
import HTTP
import TestSupport
import Testing

/// Decompresses gzip.
func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
    throw TestFailure.malformed("inflate")
  }
  defer { inflateEnd(&stream) }
  var input = bytes
  var output: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 65536)
  var status = Z_OK
  input.withUnsafeMutableBufferPointer { input in
    stream.next_in = input.baseAddress
    stream.avail_in = UInt32(input.count)
    while status == Z_OK {
      status = piece.withUnsafeMutableBufferPointer { piece in
        stream.next_out = piece.baseAddress
        stream.avail_out = UInt32(piece.count)
        return inflate(&stream, Z_NO_FLUSH)
      }
      output += piece[..<(piece.count - Int(stream.avail_out))]
    }
  }
  guard status == Z_STREAM_END else { throw TestFailure.malformed("gzip \(status)") }
  return output
}

@Suite struct ServerCompressionTests {
  private static let json = Array(("[" + String(repeating: #"{"name":"value"},"#, count: 500) + "0]").utf8)

  @Test(arguments: ["gzip", "br, gzip;q=0.5", "*", "deflate, GZIP"]) func whoAcceptsGzipGetsIt(_ value: String)
    async throws
  {
    try await TestServer.run(handler: { _ in .json(Self.json) }) { server in
      let response = try await server.get("/", "Accept-Encoding: \(value)\r\n")
      #expect(response.header("Content-Encoding") == "gzip")
      #expect(response.header("Vary") == "Accept-Encoding")
      #expect(response.body.count < Self.json.count / 4)
      #expect(try gunzip(response.body) == Self.json)
    }
  }

  @Test(arguments: ["identity", "gzip;q=0", "gzip; q=0.0", "br", "x-gzip-not"])
  func whoDoesNotGetsThePlainBodyAndCachesAreTold(_ value: String) async throws {
    try await TestServer.run(handler: { _ in .json(Self.json) }) { server in
      let response = try await server.get("/", "Accept-Encoding: \(value)\r\n")
      #expect(response.header("Content-Encoding") == nil)
      #expect(response.header("Vary") == "Accept-Encoding")
      #expect(response.body == Self.json)
    }
  }

  @Test func aBodyTooLargeForTheLoopIsCompressedAllTheSame() async throws {
    let large = (0..<40).flatMap { _ in Self.json }
    try await TestServer.run(handler: { _ in .json(large) }) { server in
      let response = try await server.get("/", "Accept-Encoding: gzip\r\n")
      #expect(response.header("Content-Encoding") == "gzip")
      #expect(try gunzip(response.body) == large)
    }
  }

  @Test func shortEncodedIncompressibleAndStreamedBodiesAreLeftAlone() async throws {
    try await TestServer.run(
      handler: { request in
        switch request.path {
        case "/short": return .json(Array("[1]".utf8))
        case "/encoded":
          return Response(
            headers: ["Content-Type": "text/plain", "Content-Encoding": "br"], body: .bytes(Self.json))
        case "/png": return Response(headers: ["Content-Type": "image/png"], body: .bytes(Self.json))
        case "/random":
          var generator = SeededRandom(seed: 1)
          let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
          return Response(headers: ["Content-Type": "text/plain"], body: .bytes(bytes))
        default:
          return Response(
            headers: ["Content-Type": "text/event-stream"],
            body: .stream { try await $0.write(Self.json) })
        }
      },
      { server in
        for path in ["/short", "/encoded", "/png", "/random", "/stream"] {
          let response = try await server.get(path, "Accept-Encoding: gzip\r\n")
          #expect(response.header("Content-Encoding") != "gzip", "\(path)")
        }
      })
  }

  @Test func anEntityTagBecomesWeakAndStillMatches() async throws {
    try await TestServer.run(
      handler: { _ in
        Response(headers: ["Content-Type": "application/json", "ETag": "\"v1\""], body: .bytes(Self.json))
      },
      { server in
        let response = try await server.get("/", "Accept-Encoding: gzip\r\n")
        #expect(response.header("ETag") == "W/\"v1\"")
        let again = try await server.get("/", "Accept-Encoding: gzip\r\nIf-None-Match: W/\"v1\"\r\n")
        #expect(again.status == 304)
      })
  }
}
