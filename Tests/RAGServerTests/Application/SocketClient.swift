// The least of an HTTP client: one connection a request, on a thread that may block.
import Glibc
import HTTP
import Platform

struct SocketClient: Sendable {
  let port: Int
  private let threads: BlockingPool

  init(url: String) throws {
    guard let colon = url.lastIndex(of: ":"), let port = Int(url[url.index(after: colon)...]) else {
      throw TestFailure("The address '\(url)' has no port.")
    }
    self.port = port
    threads = try BlockingPool(name: "client", threads: 1)
  }

  func get(_ target: String, token: String? = nil) async throws -> Reaction {
    try await send("GET", target, [:], [], token)
  }

  func post(_ target: String, _ json: JSONValue, token: String? = nil) async throws -> Reaction {
    try await send("POST", target, ["Content-Type": "application/json"], json.serialized(), token)
  }

  func upload(_ text: String, named name: String, token: String?, waits: Bool = true) async throws -> Reaction {
    try await upload(Array(text.utf8), named: name, type: "text/plain", token: token, waits: waits)
  }

  func upload(
    _ content: [UInt8], named name: String, type: String, token: String?, waits: Bool = true
  ) async throws -> Reaction {
    let boundary = "martlet-test-boundary"
    let head =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
      + "Content-Type: \(type)\r\n\r\n"
    return try await send(
      "POST", "/api/files/?process_in_background=\(!waits)",
      ["Content-Type": "multipart/form-data; boundary=\(boundary)"],
      Array(head.utf8) + content + Array("\r\n--\(boundary)--\r\n".utf8), token)
  }

  private func send(
    _ method: String, _ target: String, _ fields: Headers, _ body: [UInt8], _ token: String?
  ) async throws -> Reaction {
    var head =
      "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: \(body.count)\r\n"
    for field in fields { head += "\(field.name): \(field.value)\r\n" }
    if let token { head += "Authorization: Bearer \(token)\r\n" }
    let request = Array("\(head)\r\n".utf8) + body
    let port = port
    let answer = try await threads.run { try Self.exchange(request, port) }
    return try Self.parse(answer)
  }

  private static func exchange(_ request: [UInt8], _ port: Int) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw TestFailure("Nobody listens on port \(port).") }
    var rest = request[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      // A refusal may come, and the connection end, before everything was sent.
      if count <= 0 { break }
      rest = rest.dropFirst(count)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { answer += buffer[..<count] }
    return answer
  }

  private static func parse(_ answer: [UInt8]) throws -> Reaction {
    let text = String(decoding: answer, as: UTF8.self)
    let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = halves[0].split(separator: "\r\n")
    guard halves.count == 2, let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else {
      throw TestFailure("The answer is no HTTP: \(text.prefix(200))")
    }
    var headers = Headers()
    for line in lines.dropFirst() {
      let field = line.split(separator: ":", maxSplits: 1)
      if field.count == 2 { headers.add(String(field[0]), String(field[1].drop { $0 == " " })) }
    }
    let isChunked = headers["Transfer-Encoding"] == "chunked"
    return Reaction(
      status: status, headers: headers, body: Array((isChunked ? unchunked(halves[1]) : String(halves[1])).utf8))
  }

  private static func unchunked(_ text: Substring) -> String {
    var (rest, whole) = (text.utf8[...], "")
    while let end = rest.firstIndex(of: 0x0D), let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
      size > 0
    {
      rest = rest[rest.index(end, offsetBy: 2)...]
      let chunk = rest.prefix(size)
      whole += String(decoding: chunk, as: UTF8.self)
      rest = rest.dropFirst(size + 2)
    }
    return whole
  }
}
