// Files: whole, in part, and not at all when the client has them.
import Glibc
import HTTP
import Testing

@Suite struct ServerFileTests {
  /// A file of `size` known bytes with a fixed modification time, removed afterwards.
  private static func withFile<Output>(
    size: Int, _ body: (_ path: String, _ bytes: [UInt8]) async throws -> Output
  ) async throws -> Output {
    var template = Array("/tmp/martlet-file-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 2) }
    var written = 0
    while written < size {
      written += write(descriptor, Array(bytes[written..<min(size, written + 1 << 20)]), min(size - written, 1 << 20))
    }
    var times = [timespec(tv_sec: 784_111_777, tv_nsec: 0), timespec(tv_sec: 784_111_777, tv_nsec: 0)]
    futimens(descriptor, &times)
    close(descriptor)
    return try await body(path, bytes)
  }

  private static func serving(_ path: String, type: String = "application/octet-stream")
    -> @Sendable (Request) async throws -> Response
  {
    { _ in Response(headers: ["Content-Type": type], body: .file(try FileBody(path: path))) }
  }

  @Test func aFileArrivesWholeWithItsTagAndDate() async throws {
    try await Self.withFile(size: 5_000_000) { path, bytes in
      try await TestServer.run(handler: Self.serving(path)) { server in
        let response = try await server.get("/")
        #expect(response.status == 200)
        #expect(response.body == bytes)
        #expect(response.header("Last-Modified") == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(response.header("Accept-Ranges") == "bytes")
        #expect(response.header("ETag")?.hasPrefix("\"") == true)
      }
    }
  }

  @Test(arguments: [
    ("bytes=0-0", 206, 0..<1), ("bytes=10-19", 206, 10..<20), ("bytes=990-", 206, 990..<1000),
    ("bytes=-5", 206, 995..<1000), ("bytes=-5000", 206, 0..<1000), ("bytes=990-5000", 206, 990..<1000),
    ("bytes=1000-", 416, 0..<0), ("bytes=-0", 416, 0..<0), ("bytes=5-2", 200, 0..<1000), ("bytes=a-b", 200, 0..<1000),
    ("bytes=0-1,4-5", 200, 0..<1000), ("lines=0-1", 200, 0..<1000), ("bytes=-", 200, 0..<1000),
    ("bytes=99999999999999999999-", 200, 0..<1000),
  ])
  func oneRangeIsServedAndWhatIsNoRangeIsIgnored(_ field: String, _ status: Int, _ range: Range<Int>) async throws {
    try await Self.withFile(size: 1000) { path, bytes in
      try await TestServer.run(handler: Self.serving(path)) { server in
        let response = try await server.get("/", "Range: \(field)\r\n")
        #expect(response.status == status)
        if status == 416 {
          #expect(response.header("Content-Range") == "bytes */1000")
        } else {
          #expect(response.body == Array(bytes[range]))
        }
        if status == 206 {
          #expect(response.header("Content-Range") == "bytes \(range.lowerBound)-\(range.upperBound - 1)/1000")
        }
      }
    }
  }

  @Test func aClientThatHasTheFileGets304() async throws {
    try await Self.withFile(size: 1000) { path, bytes in
      try await TestServer.run(handler: Self.serving(path)) { server in
        let tag = try #require(try await server.get("/").header("ETag"))
        for condition in [
          "If-None-Match: \(tag)", "If-None-Match: W/\(tag)", "If-None-Match: \"x\", \(tag)", "If-None-Match: *",
          "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", "If-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT",
        ] {
          let response = try await server.get("/", condition + "\r\n")
          #expect(response.status == 304, "\(condition)")
          #expect(response.header("ETag") == tag)
        }
        for condition in [
          "If-None-Match: \"x\"", "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT", "If-Modified-Since: yesterday",
          "If-None-Match: \"x\"\r\nIf-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT",
        ] {
          #expect(try await server.get("/", condition + "\r\n").status == 200, "\(condition)")
        }
        #expect(try await server.get("/", "Range: bytes=0-1\r\nIf-Range: \(tag)\r\n").status == 206)
        #expect(try await server.get("/", "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n").body == bytes)
      }
    }
  }

  @Test func headOfAFileTellsItsLength() async throws {
    try await Self.withFile(size: 1000) { path, _ in
      try await TestServer.run(handler: Self.serving(path)) { server in
        let response = try await server.get("/", method: "HEAD")
        #expect(response.header("Content-Length") == "1000")
      }
    }
  }

  @Test func anEmptyFileIsServed() async throws {
    try await Self.withFile(size: 0) { path, _ in
      try await TestServer.run(handler: Self.serving(path)) { server in
        let response = try await server.get("/")
        #expect(response.status == 200)
        #expect(response.header("Content-Length") == "0")
        #expect(try await server.get("/", "Range: bytes=0-\r\n").status == 416)
      }
    }
  }

  @Test func whatIsNoFileIs404() async throws {
    try await TestServer.run(handler: { Response(body: .file(try FileBody(path: $0.path))) }) { server in
      for path in ["/no/such/file", "/tmp", "/dev/null", "/etc/passwd/x"] {
        let response = try await server.get(path)
        #expect(response.status == 404, "\(path)")
      }
    }
  }

  @Test func aTextFileIsCompressedForThoseWhoAcceptIt() async throws {
    try await Self.withFile(size: 100_000) { path, bytes in
      try await TestServer.run(handler: Self.serving(path, type: "text/plain")) { server in
        let small = try await server.get("/", "Accept-Encoding: gzip\r\n")
        #expect(small.header("Content-Encoding") == "gzip")
        #expect(small.header("ETag")?.hasPrefix("W/") == true)
        #expect(try gunzip(small.body) == bytes)
        let plain = try await server.get("/")
        #expect(plain.body == bytes)
        #expect(plain.header("Vary") == "Accept-Encoding")
        let part = try await server.get("/", "Accept-Encoding: gzip\r\nRange: bytes=0-9\r\n")
        #expect(part.status == 206)
        #expect(part.header("Content-Encoding") == nil)
      }
    }
  }

  @Test func aClientThatHasNothingMoreToSendStillGetsTheWholeFile() async throws {
    try await Self.withFile(size: 8_000_000) { path, bytes in
      try await TestServer.run(handler: Self.serving(path)) { server in
        let body = try await server.connect(receiveBuffer: 16 << 10) { client in
          try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          client.finishSending()
          return try client.response().body
        }
        #expect(body == bytes)
      }
    }
  }
}
