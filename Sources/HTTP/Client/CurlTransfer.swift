// One request on its way: a libcurl easy handle, the pipe its answer flows into and the deadlines it has to meet. Made on
// the caller's thread, then handed to the loop, which alone touches it from then on.
internal import CSystemCurl
internal import Glibc
internal import Platform

/// The head of an answer.
struct ClientHead: Sendable {
  let status: HTTPStatus
  let headers: Headers
  let url: String
}

/// A transfer.
final class CurlTransfer: @unchecked Sendable {
  // Sendable: made by one thread, which then gives it to the loop through a locked queue; from there only the loop's
  // thread touches what is mutable. `head`, `pipe` and `upload`, which other threads use too, have locks of their own.

  private static let lastIdentifier = Lock(0)

  let identifier: Int
  let easy: UnsafeMutableRawPointer
  let head = HeadPromise()
  let pipe: BodyPipe
  let upload: UploadPipe?
  private let request: ClientRequest
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  // The rest is the loop's.
  var sentBytes = 0
  private var receivedBytes = 0
  private var fields: [Headers.Field] = []
  private var hasHead = false
  /// The reader has no room.
  private var isPaused = false
  /// The writer has nothing to send yet.
  private var isStarved = false
  private var lastProgress = 0
  private var start = 0
  private var uploadTask: Task<Void, Never>?
  /// What a callback found wrong, which says more than the code libcurl makes of it.
  private var ownError: HTTPError?
  private var refusedAddress: IPAddress?

  /// Sets up the handle.
  /// - Throws: `badRequest` when the URL or a header cannot be sent.
  init(_ request: ClientRequest, configuration: ClientConfiguration, loop: CurlLoop) throws(HTTPError) {
    guard let easy = curl_easy_init() else { throw HTTPError(.internalError, "libcurl gave no handle.") }
    self.easy = easy
    self.request = request
    let identifier = Self.lastIdentifier.withLock { last -> Int in
      last += 1
      return last
    }
    self.identifier = identifier
    pipe = BodyPipe { [weak loop] in loop?.enqueue(.resume(identifier)) }
    if case .stream = request.body {
      upload = UploadPipe { [weak loop] in loop?.enqueue(.resume(identifier)) }
    } else {
      upload = nil
    }
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try configure(configuration)
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  private var isUnpacking: Bool { request.acceptsCompression && !request.headers.contains("Accept-Encoding") }

  // MARK: Setting up

  private func set(_ option: CURLoption, _ value: Int) { _ = martlet_curl_set_long(easy, option, value) }

  private func set(_ option: CURLoption, _ text: String) throws(HTTPError) {
    let code = text.withCString { martlet_curl_set_pointer(easy, option, $0) }  // libcurl copies it
    if code != CURLE_OK { throw HTTPError(.badRequest, "The request cannot be sent: \(String(cString: curl_easy_strerror(code))).") }
  }

  private func configure(_ configuration: ClientConfiguration) throws(HTTPError) {
    guard request.url.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw HTTPError(.badRequest, "The URL has characters that must be percent-encoded.")
    }
    _ = martlet_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_URL, request.url)
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_USERAGENT, configuration.userAgent)
    if let path = configuration.trustedCertificatesPath { try set(CURLOPT_CAINFO, path) }
    if case .follow(let limit) = request.redirects {
      set(CURLOPT_FOLLOWLOCATION, 1)
      set(CURLOPT_MAXREDIRS, limit)
    }
    if let seconds = request.timeouts.connectSeconds { set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(seconds * 1000))) }
    if isUnpacking { try set(CURLOPT_ACCEPT_ENCODING, "") }
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if !configuration.usesEnvironmentProxy { try set(CURLOPT_PROXY, "") }
    try configureHeaders()
    try configureMethod()
    try configureCallbacks()
  }

  private func configureHeaders() throws(HTTPError) {
    for field in request.headers {
      let isSendable =
        !field.name.isEmpty && field.name.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: ":") }
        && field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      guard isSendable else { throw HTTPError(.badRequest, "The header field \(field.name.debugDescription) cannot be sent.") }
      // `Name;` is libcurl's way to write a field without a value.
      append(header: field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    append(header: "Expect:")  // no waiting for 100-continue
    if case .stream(nil, _) = request.body { append(header: "Transfer-Encoding: chunked") }
    _ = martlet_curl_set_pointer(easy, CURLOPT_HTTPHEADER, headerList)
  }

  private func append(header: String) {
    if let longer = curl_slist_append(headerList, header) { headerList = longer }
  }

  private func configureMethod() throws(HTTPError) {
    let length: Int?
    switch request.body {
    case .empty: length = request.method == .post || request.method == .put || request.method == .patch ? 0 : nil
    case .bytes(let bytes): length = bytes.count
    case .stream(let declared, _): length = declared ?? -1
    }
    switch (request.method, length) {
    case (.get, nil): set(CURLOPT_HTTPGET, 1)
    case (.head, nil): set(CURLOPT_NOBODY, 1)
    case (.post, let length?):
      // Not CUSTOMREQUEST: with it a 303 would be followed by another POST.
      set(CURLOPT_POST, 1)
      _ = martlet_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(length))
    case (let method, let length?):
      set(CURLOPT_UPLOAD, 1)
      _ = martlet_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(length))
      if method != .put { try set(CURLOPT_CUSTOMREQUEST, method.rawValue) }
    case (let method, nil): try set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    }
  }

  private func configureCallbacks() throws(HTTPError) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = martlet_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    _ = martlet_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    _ = martlet_curl_set_pointer(easy, CURLOPT_READDATA, context)
    _ = martlet_curl_set_pointer(easy, CURLOPT_SEEKDATA, context)
    _ = martlet_curl_on_write(easy) { CurlTransfer.of($3)?.receive(body: $0, $1 * $2) ?? 0 }
    _ = martlet_curl_on_header(easy) { CurlTransfer.of($3)?.receive(header: $0, $1 * $2) ?? 0 }
    _ = martlet_curl_on_read(easy) { CurlTransfer.of($3)?.send(into: $0, $1 * $2) ?? martlet_curl_abort_reading }
    _ = martlet_curl_on_seek(easy) { CurlTransfer.of($0)?.rewind(to: $1, whence: $2) ?? CURL_SEEKFUNC_FAIL }
    if request.addressPolicy.allows != nil {
      try set(CURLOPT_PROXY, "")
      // A pooled connection has not been judged by this policy, and one made under it must not serve others as "any".
      set(CURLOPT_FRESH_CONNECT, 1)
      set(CURLOPT_FORBID_REUSE, 1)
      _ = martlet_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context)
      _ = martlet_curl_on_open_socket(easy) { context, _, address in
        guard let address else { return martlet_curl_no_socket }
        return CurlTransfer.of(context)?.openSocket(for: address) ?? martlet_curl_no_socket
      }
    }
  }

  /// The transfer a callback belongs to; the loop keeps it alive while libcurl can call.
  private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: On the loop's thread

  func begin() {
    start = MonotonicTime.now
    lastProgress = start
    if case .stream(_, let write) = request.body, let upload {
      uploadTask = Task {
        do {
          try await write(BodyWriter(sink: upload))
          upload.finish()
        } catch {
          upload.finish(error)
        }
      }
    }
  }

  /// Goes on after the reader made room or the writer wrote.
  func resume() {
    if isPaused || isStarved { lastProgress = MonotonicTime.now }
    isPaused = false
    isStarved = false
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  /// When something has to have happened, in milliseconds of the monotonic clock; nil when nothing is waited for.
  var deadline: Int? {
    [total, isPaused || isStarved ? nil : silence].compactMap { $0 }.min()
  }

  private var total: Int? { request.timeouts.totalSeconds.map { start + Int($0 * 1000) } }

  private var silence: Int? {
    (hasHead ? request.timeouts.idleSeconds : request.timeouts.firstByteSeconds).map { lastProgress + Int($0 * 1000) }
  }

  /// The error of a deadline that has passed.
  func overdue(at now: Int) -> HTTPError? {
    guard let deadline, deadline <= now else { return nil }
    if let total, total <= now { return HTTPError(.gatewayTimeout, "\(host) did not finish its answer in time.") }
    return HTTPError(.gatewayTimeout, hasHead ? "\(host) fell silent within its answer." : "\(host) did not answer in time.")
  }

  /// What libcurl's final code means.
  func outcome(of code: CURLcode) -> Result<Void, HTTPError> {
    if code == CURLE_OK { return .success(()) }
    return .failure(ownError ?? refusal(code) ?? CurlFailure.error(code, host: host, details: String(cString: errorText), cause: upload?.failure))
  }

  private func refusal(_ code: CURLcode) -> HTTPError? {
    guard code == CURLE_COULDNT_CONNECT, let refusedAddress else { return nil }
    return HTTPError(.forbidden, "The address \(refusedAddress) of \(host) is not allowed (\(request.addressPolicy.name)).")
  }

  /// Tells everyone who waits that it is over.
  func end(_ result: Result<Void, HTTPError>) {
    uploadTask?.cancel()
    upload?.abandon()
    switch result {
    case .success:
      deliverHead()
      pipe.finish()
    case .failure(let error):
      head.fulfil(.failure(error))
      pipe.fail(error)
    }
  }

  private var host: String {
    let behindScheme = request.url.firstRange(of: "://").map { request.url[$0.upperBound...] } ?? request.url[...]
    let authority = behindScheme.prefix { !"/?#".contains($0) }
    return String(authority.split(separator: "@").last ?? authority)
  }
}

// MARK: Callbacks

extension CurlTransfer {
  /// A line of a head or a trailer. Heads that are not the final answer (1xx, a redirect that is followed) are forgotten.
  private func receive(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    lastProgress = MonotonicTime.now
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

  private func deliverHead() {
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

  private func receive(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    if isPaused { return martlet_curl_pause_writing }
    lastProgress = MonotonicTime.now
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

  private func send(into buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int) -> Int {
    guard let buffer else { return martlet_curl_abort_reading }
    let target = UnsafeMutableRawBufferPointer(start: buffer, count: capacity)
    switch request.body {
    case .empty: return 0
    case .bytes(let bytes):
      let count = min(capacity, bytes.count - sentBytes)
      bytes.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sentBytes..<sentBytes + count])) }
      sentBytes += count
      lastProgress = MonotonicTime.now
      return count
    case .stream:
      switch upload?.pull(into: target) ?? .failed {
      case .bytes(let count):
        lastProgress = MonotonicTime.now
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
  private func rewind(to offset: curl_off_t, whence: CInt) -> CInt {
    guard case .bytes(let bytes) = request.body, whence == SEEK_SET, 0...bytes.count ~= Int(offset) else {
      return CURL_SEEKFUNC_CANTSEEK
    }
    sentBytes = Int(offset)
    return CURL_SEEKFUNC_OK
  }

  private func openSocket(for target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
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

/// The head that `send` waits for. Fulfilled once; later results are of no interest.
final class HeadPromise: Sendable {
  typealias Outcome = Result<ClientHead, HTTPError>

  private let waiter = Lock<CheckedContinuation<Outcome, Never>?>(nil)

  /// Sets who waits, before the transfer starts.
  func expect(_ continuation: CheckedContinuation<Outcome, Never>) { waiter.withLock { $0 = continuation } }

  func fulfil(_ outcome: Outcome) {
    waiter.withLock { $0.take() }?.resume(returning: outcome)
  }
}
