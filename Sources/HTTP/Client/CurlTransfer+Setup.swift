// A request in libcurl's options. Runs on the caller's thread, before the loop sees the handle.
internal import CSystemCurl

extension CurlTransfer {
  var isUnpacking: Bool { request.acceptsCompression && !request.headers.contains("Accept-Encoding") }

  private func set(_ option: CURLoption, _ value: Int) { _ = martlet_curl_set_long(easy, option, value) }

  private func set(_ option: CURLoption, _ text: String) throws(HTTPError) {
    let code = text.withCString { martlet_curl_set_pointer(easy, option, $0) }  // libcurl copies it
    if code != CURLE_OK {
      throw HTTPError(.badRequest, "The request cannot be sent: \(String(cString: curl_easy_strerror(code))).")
    }
  }

  func configure(_ configuration: ClientConfiguration) throws(HTTPError) {
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
      guard isSendable else {
        throw HTTPError(.badRequest, "The header field \(field.name.debugDescription) cannot be sent.")
      }
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
    if request.addressPolicy.allows != nil { try configureGuard(context) }
  }

  /// Has every address judged before it is connected to. The connection pool must be out of reach: its connections have
  /// not been judged by this policy, and those made under it must not serve others. Asking for a fresh connection is not
  /// enough, because libcurl heeds that for the first of a chain of redirects only; so the transfer gets a pool of its
  /// own. HTTP/1.1, because connections in use are shared under HTTP/2.
  private func configureGuard(_ context: UnsafeMutableRawPointer) throws(HTTPError) {
    ownPool = curl_share_init()
    guard let pool = ownPool,
      martlet_curl_share_own(pool, CURL_LOCK_DATA_CONNECT) == CURLSHE_OK,
      martlet_curl_set_pointer(easy, CURLOPT_SHARE, pool) == CURLE_OK
    else { throw HTTPError(.internalError, "libcurl gave no connection pool of its own.") }
    try set(CURLOPT_PROXY, "")
    set(CURLOPT_FRESH_CONNECT, 1)
    set(CURLOPT_FORBID_REUSE, 1)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    _ = martlet_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context)
    _ = martlet_curl_on_open_socket(easy) { context, _, address in
      guard let address else { return martlet_curl_no_socket }
      return CurlTransfer.of(context)?.openSocket(for: address) ?? martlet_curl_no_socket
    }
  }

  /// The transfer a callback belongs to; the loop keeps it alive while libcurl can call.
  private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }
}
