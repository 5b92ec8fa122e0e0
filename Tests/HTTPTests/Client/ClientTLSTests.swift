// TLS from the client's side: only a certificate that is trusted and made for the host will do.
import HTTP
import Testing

struct ClientTLSTests {
  private func exchange<Result: Sendable>(_ body: (_ certificatePath: String, _ port: Int) async throws -> Result)
    async throws -> Result
  {
    let certificate = try TestCertificate()
    defer { certificate.remove() }
    let files = ServerConfiguration.TLSFiles(
      certificateChainPath: certificate.certificatePath, privateKeyPath: certificate.keyPath)
    return try await TestServer.run({ $0.tls = files }, handler: { .text("secret of \($0.isSecure)") }) { server in
      try await body(certificate.certificatePath, server.port)
    }
  }

  @Test func aCertificateThatIsNotTrustedIsRefused() async throws {
    try await exchange { _, port in
      let client = try HTTPClient()
      let error = await #expect(throws: HTTPError.self) {
        try await client.send(ClientRequest(.get, "https://localhost:\(port)/"))
      }
      #expect(error?.code == .badGateway)
    }
  }

  @Test func aTrustedCertificateServesItsOwnHostOnly() async throws {
    try await exchange { path, port in
      var configuration = ClientConfiguration()
      configuration.trustedCertificatesPath = path
      let client = try HTTPClient(configuration: configuration)
      let response = try await client.send(ClientRequest(.get, "https://localhost:\(port)/"))
      #expect(try await response.body.collect(upTo: 100) == Array("secret of true".utf8))
      await #expect(throws: HTTPError.self) {
        try await client.send(ClientRequest(.get, "https://127.0.0.1:\(port)/"))
      }
    }
  }
}
