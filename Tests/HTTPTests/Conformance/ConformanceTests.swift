// What a strict HTTP/1.1 server answers to well-formed, malformed and hostile messages, byte for byte on a real socket.
// Each row names the message, the statuses that are right, and how many answers there may be.
import HTTP
import Testing

struct ConformanceRow: Sendable, CustomTestStringConvertible {
  let name: String
  let message: String
  let statuses: Set<Int>
  /// Final answers before the server closes.
  var answers = 1

  var testDescription: String { name }
}

private let host = "Host: x\r\n"
private let get = "GET /health HTTP/1.1\r\nHost: x\r\n"
private let json = #"{"email":"nobody@example.com","password":"x"}"#

private func post(_ headers: String, _ body: String = "") -> String {
  "POST /echo HTTP/1.1\r\n\(host)Content-Type: application/json\r\n\(headers)\r\n\(body)"
}

private let last = get + "Connection: close\r\n\r\n"

@Suite struct ConformanceTests {
  static let refusals: [ConformanceRow] = [
    .init(name: "no Host", message: "GET /health HTTP/1.1\r\n\r\n", statuses: [400]),
    .init(name: "two Hosts", message: "GET /health HTTP/1.1\r\n\(host)\(host)\r\n", statuses: [400]),
    .init(name: "Host with a path", message: "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", statuses: [400]),
    .init(name: "a lone method", message: "GET\r\n\r\n", statuses: [400]),
    .init(name: "two spaces after the method", message: "GET  / HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(name: "a tab in the request line", message: "GET\t/ HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(name: "HTTP/9.9", message: "GET / HTTP/9.9\r\n\(host)\r\n", statuses: [505]),
    .init(name: "HTTP/1.10", message: "GET / HTTP/1.10\r\n\(host)\r\n", statuses: [400]),
    .init(name: "lower-case http", message: "GET / http/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(name: "space before the colon", message: get + "A : b\r\n\r\n", statuses: [400]),
    .init(name: "an empty field name", message: get + ": b\r\n\r\n", statuses: [400]),
    .init(name: "a line without colon", message: get + "A b\r\n\r\n", statuses: [400]),
    .init(name: "a folded line", message: get + "A: b\r\n c\r\n\r\n", statuses: [400]),
    .init(name: "NUL in a value", message: get + "A: b\0c\r\n\r\n", statuses: [400]),
    .init(name: "bare CR in a value", message: get + "A: b\rc\r\n\r\n", statuses: [400]),
    .init(name: "bare LF between fields", message: "GET /health HTTP/1.1\nHost: x\n\n", statuses: [400]),
    .init(name: "bare LF after the fields", message: get + "A: b\n\r\n", statuses: [400]),
    .init(
      name: "Content-Length and Transfer-Encoding",
      message: post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + get + "\r\n"), statuses: [400]),
    .init(
      name: "Transfer-Encoding and Content-Length",
      message: post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + get + "\r\n"), statuses: [400]),
    .init(
      name: "two different lengths", message: post("Content-Length: 5\r\nContent-Length: 6\r\n", "abcdef"),
      statuses: [400]),
    .init(name: "a list of lengths", message: post("Content-Length: 5, 5\r\n", "abcde"), statuses: [400]),
    .init(name: "a negative length", message: post("Content-Length: -1\r\n"), statuses: [400]),
    .init(name: "a signed length", message: post("Content-Length: +5\r\n", "abcde"), statuses: [400]),
    .init(name: "a hexadecimal length", message: post("Content-Length: 0x5\r\n", "abcde"), statuses: [400]),
    .init(name: "an empty length", message: post("Content-Length: \r\n"), statuses: [400]),
    .init(
      name: "a length of twenty digits", message: post("Content-Length: 99999999999999999999\r\n"), statuses: [413]),
    .init(name: "an unknown coding", message: post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), statuses: [501]),
    .init(
      name: "chunked, identity", message: post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), statuses: [501]
    ),
    .init(
      name: "Transfer-Encoding twice",
      message: post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), statuses: [501]),
    .init(
      name: "Transfer-Encoding in HTTP/1.0",
      message: "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", statuses: [400]),
    .init(
      name: "a chunk size of letters", message: post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"),
      statuses: [400]),
    .init(
      name: "an empty chunk size", message: post("Transfer-Encoding: chunked\r\n", "\r\nabc\r\n0\r\n\r\n"),
      statuses: [400]),
    .init(
      name: "a chunk size with a sign", message: post("Transfer-Encoding: chunked\r\n", "+3\r\nabc\r\n0\r\n\r\n"),
      statuses: [400]),
    .init(
      name: "a chunk longer than it says", message: post("Transfer-Encoding: chunked\r\n", "3\r\nabcd\r\n0\r\n\r\n"),
      statuses: [400]),
    .init(
      name: "bare LF after a chunk size", message: post("Transfer-Encoding: chunked\r\n", "3\nabc\r\n0\r\n\r\n"),
      statuses: [400]),
    .init(
      name: "a huge chunk size", message: post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\nabc"),
      statuses: [413]),
    .init(name: "an unknown expectation", message: post("Expect: foo\r\nContent-Length: 5\r\n"), statuses: [417]),
    .init(
      name: "a field of 100 KB", message: get + "A: " + String(repeating: "x", count: 100_000) + "\r\n\r\n",
      statuses: [431]),
    .init(name: "2,000 fields", message: get + String(repeating: "A: b\r\n", count: 2000) + "\r\n", statuses: [431]),
    .init(name: "101 fields", message: get + String(repeating: "A: b\r\n", count: 100) + "\r\n", statuses: [431]),
    .init(
      name: "a target of 100 KB",
      message: "GET /" + String(repeating: "x", count: 100_000) + " HTTP/1.1\r\n\(host)\r\n", statuses: [414]),
    .init(name: "a body of a terabyte", message: post("Content-Length: 1099511627776\r\n", "abc"), statuses: [413]),
    .init(name: "CONNECT", message: "CONNECT a:443 HTTP/1.1\r\n\(host)\r\n", statuses: [400, 501]),
    .init(name: "a path that climbs", message: "GET /a/../../etc/passwd HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(
      name: "an encoded path that climbs", message: "GET /a/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n\(host)\r\n",
      statuses: [400]),
    .init(name: "a bad escape in the path", message: "GET /a%zz HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(name: "NUL escaped in the path", message: "GET /a%00b HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(name: "a path that is not UTF-8", message: "GET /a%ff HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
    .init(name: "a target without slash", message: "GET health HTTP/1.1\r\n\(host)\r\n", statuses: [400]),
  ]

  static let acceptable: [ConformanceRow] = [
    .init(name: "a plain GET", message: last, statuses: [200]),
    .init(name: "HTTP/1.0 without Host, which closes", message: "GET /health HTTP/1.0\r\n\r\n", statuses: [200]),
    .init(
      name: "an absolute target", message: "GET http://x/health HTTP/1.1\r\n\(host)Connection: close\r\n\r\n",
      statuses: [200]),
    .init(name: "an empty line before the request", message: "\r\n" + last, statuses: [200]),
    .init(name: "a value with bytes above ASCII", message: get + "A: é\r\nConnection: close\r\n\r\n", statuses: [200]),
    .init(name: "close in a list", message: get + "Connection: foo, Close\r\n\r\n", statuses: [200]),
    .init(
      name: "a body with its length",
      message: post("Content-Length: \(json.utf8.count)\r\nConnection: close\r\n", json), statuses: [200]),
    .init(
      name: "a chunked body with extension and trailer",
      message: post("Transfer-Encoding: Chunked\r\nConnection: close\r\n", "5;a=1\r\nhello\r\n0\r\nTrailer: x\r\n\r\n"),
      statuses: [200]),
    .init(name: "three pipelined requests", message: get + "\r\n" + get + "\r\n" + last, statuses: [200], answers: 3),
    .init(
      name: "2,000 pipelined requests", message: String(repeating: get + "\r\n", count: 1999) + last, statuses: [200],
      answers: 2000),
    .init(
      name: "a pipelined request behind a body", message: post("Content-Length: 5\r\n", "hello") + last,
      statuses: [200],
      answers: 2),
    .init(
      name: "a pipelined request behind chunks",
      message: post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n") + last, statuses: [200], answers: 2),
    .init(
      name: "an unknown path", message: "GET /no/such HTTP/1.1\r\n\(host)Connection: close\r\n\r\n", statuses: [404]),
  ]

  @Test(arguments: refusals + acceptable)
  func theServerAnswersAsTheStandardSaysAndCloses(_ row: ConformanceRow) async throws {
    try await TestServer.run(handler: conformanceHandler) { server in
      let got = try await server.connect { client in
        // The server may refuse and close before it has taken everything.
        _ = client.sendWhatFits(Array(row.message.utf8))
        return try client.readToEnd()
      }
      let text = String(decoding: got, as: UTF8.self)
      let statuses = text.split(separator: "HTTP/1.1 ").map { Int($0.prefix(3)) ?? 0 }
      #expect(statuses.count == row.answers)
      #expect(statuses.allSatisfy { row.statuses.contains($0) }, "\(statuses)")
    }
  }

  @Test func aTLSHelloOnAPlainPortIsRefusedAtOnce() async throws {
    try await TestServer.run(handler: conformanceHandler) { server in
      let got = try await server.connect { client in
        try client.send([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00, 0xa1] + [UInt8](repeating: 0, count: 160))
        return try client.readToEnd()
      }
      #expect(String(decoding: got, as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
    }
  }

  @Test func aHeadDrippedByteByByteIsUnderstood() async throws {
    try await TestServer.run(handler: conformanceHandler) { server in
      let response = try await server.connect { client in
        for byte in Array((get + "A: b\r\n\r\n").utf8) { try client.send([byte]) }
        return try client.response()
      }
      #expect(response.status == 200)
    }
  }

  @Test func theServerStillServesAfterEveryRefusal() async throws {
    try await TestServer.run(handler: conformanceHandler) { server in
      for row in Self.refusals {
        _ = try await server.connect { client in
          _ = client.sendWhatFits(Array(row.message.utf8))
          return try client.readToEnd()
        }
      }
      #expect(try await server.get("/health").status == 200)
    }
  }
}

@Sendable private func conformanceHandler(_ request: Request) async throws -> Response {
  switch request.path {
  case "/health": return .json(Array(#"{"status":true}"#.utf8))
  case "/echo": return .json(try await request.body.collect(upTo: 1 << 20))
  default: throw HTTPError(.notFound, "Not Found")
  }
}
