// A client of raw bytes: sends exactly what a test says and reads responses by their framing. Blocking, each step bounded
// by a time-out, so a server that does not answer fails the test instead of hanging it.
import Glibc

enum TestFailure: Error, Equatable {
  case connect(Int32)
  case send(Int32)
  /// Nothing came within the time-out.
  case silence
  /// The server closed where more was due; what had come.
  case closed([UInt8])
  case malformed(String)
}

struct TestResponse: Sendable {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
  var text: String { String(decoding: body, as: UTF8.self) }
}

final class TestConnection: @unchecked Sendable {
  // Sendable: a test hands it from one step to the next, each awaited before the next begins; never two at once.
  private let descriptor: CInt
  private var buffer: [UInt8] = []

  /// How long each step waits for a server that may hang. A busy machine must stay far below it.
  static let patienceSeconds = 120.0

  init(host: String = "127.0.0.1", port: Int, receiveBuffer: Int? = nil) throws {
    let isIPv6 = host.contains(":")
    descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    if let receiveBuffer {
      var size = CInt(receiveBuffer)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    }
    setTimeouts(seconds: TestConnection.patienceSeconds)
    let result: CInt
    if isIPv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = UInt16(port).bigEndian
      inet_pton(AF_INET6, host, &address.sin6_addr)
      result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
      }
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(port).bigEndian
      inet_pton(AF_INET, host, &address.sin_addr)
      result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
    guard result == 0 else { throw TestFailure.connect(errno) }
  }

  deinit { close() }

  private var isClosed = false

  func close() {
    if !isClosed { Glibc.close(descriptor) }
    isClosed = true
  }

  /// Ends the sending half only.
  func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

  func setTimeouts(seconds: Double) {
    var time = timeval()
    time.tv_sec = Int(seconds)
    time.tv_usec = Int((seconds - seconds.rounded(.down)) * 1e6)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    let sent = sendWhatFits(bytes)
    if sent < bytes.count { throw TestFailure.send(errno) }
  }

  /// Sends until done, refused or timed out; returns how many bytes the kernel took.
  func sendWhatFits(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, CInt(MSG_NOSIGNAL))
      }
      if count <= 0 { break }
      sent += count
    }
    return sent
  }

  /// More bytes; false at the end of the stream (a reset counts as one).
  private func fill() throws -> Bool {
    var piece = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &piece, piece.count, 0)
    if count < 0, errno == EAGAIN { throw TestFailure.silence }
    if count <= 0 { return false }
    buffer.append(contentsOf: piece[..<count])
    return true
  }

  /// Returns when there are bytes that were not read yet. Closing then resets the connection instead of ending it in order.
  func waitForUnreadBytes() throws {
    var byte: UInt8 = 0
    guard recv(descriptor, &byte, 1, CInt(MSG_PEEK)) == 1 else { throw TestFailure.silence }
  }

  /// Exactly `count` bytes.
  func read(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { guard try fill() else { throw TestFailure.closed(buffer) } }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// Everything until the server closes.
  func readToEnd() throws -> [UInt8] {
    while try fill() {}
    defer { buffer = [] }
    return buffer
  }

  /// A line without its CR LF.
  func line() throws -> String {
    while true {
      if let feed = buffer.firstIndex(of: 10) {
        defer { buffer.removeFirst(feed + 1) }
        guard feed > 0, buffer[feed - 1] == 13 else { throw TestFailure.malformed("line without CR") }
        return String(decoding: buffer[..<(feed - 1)], as: UTF8.self)
      }
      guard try fill() else { throw TestFailure.closed(buffer) }
    }
  }

  func head() throws -> (status: Int, headers: [(name: String, value: String)]) {
    let first = try line()
    guard first.hasPrefix("HTTP/1.1 "), let status = Int(first.dropFirst(9).prefix(3)) else {
      throw TestFailure.malformed(first)
    }
    var headers: [(name: String, value: String)] = []
    while true {
      let field = try line()
      if field.isEmpty { return (status, headers) }
      guard let colon = field.firstIndex(of: ":") else { throw TestFailure.malformed(field) }
      headers.append((String(field[..<colon]), String(field[field.index(colon, offsetBy: 2)...])))
    }
  }

  /// A whole response, its body read as its head says.
  func response(to method: String = "GET") throws -> TestResponse {
    let (status, headers) = try head()
    let response = TestResponse(status: status, headers: headers, body: [])
    if method == "HEAD" || status < 200 || status == 204 || status == 304 { return response }
    let body: [UInt8]
    if response.header("Transfer-Encoding") == "chunked" {
      body = try chunks().flatMap { $0 }
    } else if let length = response.header("Content-Length").flatMap({ Int($0) }) {
      body = try read(length)
    } else {
      body = try readToEnd()
    }
    return TestResponse(status: status, headers: headers, body: body)
  }

  /// The next chunk; nil for the last, empty one.
  func chunk() throws -> [UInt8]? {
    let size = try line()
    guard let count = Int(size, radix: 16) else { throw TestFailure.malformed(size) }
    let bytes = try read(count)
    guard try line().isEmpty else { throw TestFailure.malformed("chunk end") }
    return count == 0 ? nil : bytes
  }

  private func chunks() throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    while let chunk = try chunk() { all.append(chunk) }
    return all
  }
}
