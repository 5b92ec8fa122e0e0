// What libcurl asks and tells while a transfer runs: always on the loop's thread, always with the transfer alive.
internal import CSystemCurl
internal import Glibc

extension CurlTransfer {
  /// A line of a head or a trailer. Heads that are not the final answer (1xx, a redirect that is followed) are forgotten.
  func receive(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    lastProgress = Self.now
    guard let bytes, !hasHead else { return count }
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
      .trimmingSuffix { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
    if line.hasPrefix("HTTP/"), !line.prefix(while: { $0 != " " }).contains(":") {
      fields = []
    } else if line.isEmpty {
      if isFinalHead { deliverHead() }
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        .trimmingSuffix { $0 == " " || $0 == "\t" }
      fields.append(Headers.Field(name: String(line[..<colon]), value: String(value)))
    }
    return count
  }

  private var statusCode: Int {
    var code = 0
    _ = martlet_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &code)
    return code
  }

  private var isFinalHead: Bool {
    let code = statusCode
    if code < 200 { return false }
    guard case .follow = request.redirects, 300..<400 ~= code else { return true }
    return !fields.contains { Headers.areSame($0.name, "Location") }
  }

  func deliverHead() {
    guard !hasHead else { return }
    hasHead = true
    var effective: UnsafeMutablePointer<CChar>?
    _ = martlet_curl_get_string(easy, CURLINFO_EFFECTIVE_URL, &effective)
    let url = effective.map { String(cString: $0) } ?? request.url
    var headers = Headers(fields: fields)
    if isUnpacking, headers.contains("Content-Encoding") {
      // They describe the packed bytes, which nobody gets to see.
      headers.remove("Content-Encoding")
      headers.remove("Content-Length")
    }
    head.fulfil(.success(ClientHead(status: HTTPStatus(statusCode), headers: headers, url: url)))
  }

  func receive(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    if isPaused { return martlet_curl_pause_writing }
    lastProgress = Self.now
    guard let bytes, count > 0 else { return count }
    deliverHead()
    receivedBytes += count
    if let limit = request.responseLimitBytes, receivedBytes > limit {
      ownError = HTTPError(.badGateway, "The answer of \(host) is longer than the \(limit) bytes allowed.")
      return 0
    }
    // The piece is taken either way; libcurl is stopped at the next one.
    isPaused = !pipe.push(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    return count
  }

  func send(into buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int) -> Int {
    guard let buffer else { return martlet_curl_abort_reading }
    let target = UnsafeMutableRawBufferPointer(start: buffer, count: capacity)
    switch request.body {
    case .empty: return 0
    case .bytes(let bytes):
      let count = min(capacity, bytes.count - sentBytes)
      bytes.withUnsafeBytes {
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sentBytes..<sentBytes + count]))
      }
      sentBytes += count
      lastProgress = Self.now
      return count
    case .stream:
      switch upload?.pull(into: target) ?? .failed {
      case .bytes(let count):
        lastProgress = Self.now
        return count
      case .nothing:
        isStarved = true
        return martlet_curl_pause_reading
      case .end: return 0
      case .failed: return martlet_curl_abort_reading
      }
    }
  }

  /// libcurl sends a body again after a redirect that keeps the method, or when a kept connection turned out dead.
  func rewind(to offset: curl_off_t, whence: CInt) -> CInt {
    guard case .bytes(let bytes) = request.body, whence == SEEK_SET, 0...bytes.count ~= Int(offset) else {
      return CURL_SEEKFUNC_CANTSEEK
    }
    sentBytes = Int(offset)
    return CURL_SEEKFUNC_OK
  }

  func openSocket(for target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    let judged = withUnsafePointer(to: target.pointee.addr) { IPAddress.of($0) }
    guard let (address, port) = judged, request.addressPolicy.allows?(address, port) == true else {
      refusedAddress = judged?.address ?? IPAddress(bytes: [0, 0, 0, 0])
      return martlet_curl_no_socket
    }
    return socket(target.pointee.family, target.pointee.socktype | CInt(SOCK_CLOEXEC.rawValue), target.pointee.protocol)
  }
}

extension StringProtocol {
  /// The text without the characters at its end that satisfy the condition.
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, condition(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
