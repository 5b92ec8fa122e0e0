// The same server behind TLS.
import Glibc
import HTTP
import Testing

@Suite struct ServerTLSTests {
  private static func run(
    _ handler: @escaping @Sendable (Request) async throws -> Response,
    _ body: (TestServer) async throws -> Void
  ) async throws {
    let certificate = try TestCertificate()
    defer { certificate.remove() }
    let files = ServerConfiguration.TLSFiles(
      certificateChainPath: certificate.certificatePath, privateKeyPath: certificate.keyPath)
    try await TestServer.run({ $0.tls = files }, handler: handler, body)
  }

  @Test func requestsAndLargeBodiesGoThroughTLS() async throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    try await Self.run { request in
      #expect(request.isSecure)
      return Response(body: .bytes(try await request.body.collect(upTo: 10 << 20)))
    } _: { server in
      let (got, chosen) = try await server.connect { _ in
        let client = try TLSClient(port: server.port)
        let head = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n"
        try client.send(Array(head.utf8) + body)
        return (try client.readToEnd(), client.chosenProtocol)
      }
      #expect(chosen == "http/1.1")
      #expect(got.starts(with: "HTTP/1.1 200 OK\r\n".utf8))
      #expect(got.suffix(body.count) == body[...])
    }
  }

  @Test func filesAndSlowReadersWorkToo() async throws {
    var template = Array("/tmp/martlet-file-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 11) }
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    try await Self.run { request in
      guard request.path == "/stream" else { return Response(body: .file(try FileBody(path: path))) }
      return Response(
        headers: ["Content-Length": "\(bytes.count)"],
        body: .stream { writer in
          for start in stride(from: 0, to: bytes.count, by: 40_000) {
            try await writer.write(Array(bytes[start..<(start + 40_000)]))
          }
        })
    } _: { server in
      for target in ["/file", "/stream"] {
        let got = try await server.connect { _ in
          let client = try TLSClient(port: server.port, receiveBuffer: 8 << 10)
          try client.send(Array("GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
          return try client.readToEnd()
        }
        #expect(got.suffix(bytes.count) == bytes[...], "\(target)")
      }
    }
  }

  @Test func plainTextOnATLSPortIsDroppedAndTheServerGoesOn() async throws {
    try await Self.run { _ in
      .text("secure")
    } _: { server in
      _ = try await server.connect { client in
        try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return try client.readToEnd()
      }
      let got = try await server.connect { _ in
        let client = try TLSClient(port: server.port)
        try client.send(Array("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
        return try client.readToEnd()
      }
      #expect(String(decoding: got, as: UTF8.self).hasSuffix("secure"))
    }
  }

  @Test func aMissingCertificateIsAnErrorThatNamesIt() async throws {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.tls = .init(certificateChainPath: "/no/certificate.pem", privateKeyPath: "/no/key.pem")
    let server = HTTPServer(configuration: configuration, responder: ClosureResponder { _ in .text("x") })
    let error = await #expect(throws: HTTPError.self) { try await server.start() }
    #expect(error?.code == .tls)
    #expect(error?.message.contains("/no/certificate.pem") == true)
  }
}
