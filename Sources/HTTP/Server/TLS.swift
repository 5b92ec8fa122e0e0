// TLS through OpenSSL: one context per server, one session per connection, the handshake hidden in the first read.
internal import CSystemOpenSSL
internal import Glibc

/// The certificate, key and protocol choice of a server.
final class TLSContext: @unchecked Sendable {
  // Sendable: an SSL_CTX may be used by several threads at once once it is configured, which `init` completes.
  private let context: OpaquePointer

  // SSL_OP_NO_RENEGOTIATION and SSL_OP_IGNORE_UNEXPECTED_EOF, macros Swift does not import.
  private static let noRenegotiation: UInt64 = 1 << 30
  private static let ignoreUnexpectedEOF: UInt64 = 1 << 7

  init(_ files: ServerConfiguration.TLSFiles) throws(HTTPError) {
    guard let context = SSL_CTX_new(TLS_server_method()) else { throw TLSContext.failure("no TLS context") }
    self.context = context
    // The next three are macros over SSL_CTX_ctrl: minimum version, write modes, options.
    SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
    let modes = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(modes) | Int(SSL_MODE_RELEASE_BUFFERS), nil)
    SSL_CTX_set_options(context, TLSContext.noRenegotiation | TLSContext.ignoreUnexpectedEOF)
    guard SSL_CTX_use_certificate_chain_file(context, files.certificateChainPath) == 1 else {
      throw TLSContext.failure("the certificate chain \(files.certificateChainPath) cannot be used")
    }
    guard SSL_CTX_use_PrivateKey_file(context, files.privateKeyPath, SSL_FILETYPE_PEM) == 1 else {
      throw TLSContext.failure("the private key \(files.privateKeyPath) cannot be used")
    }
    guard SSL_CTX_check_private_key(context) == 1 else {
      throw TLSContext.failure("the private key does not belong to the certificate")
    }
    SSL_CTX_set_alpn_select_cb(
      context,
      { _, chosen, chosenLength, offered, offeredLength, _ in
        TLSContext.chooseHTTP1(chosen, chosenLength, offered, offeredLength)
      }, nil)
  }

  deinit { SSL_CTX_free(context) }

  func session(on descriptor: CInt) throws(HTTPError) -> TLSSession {
    guard let session = SSL_new(context), SSL_set_fd(session, descriptor) == 1 else {
      throw TLSContext.failure("no TLS session")
    }
    SSL_set_accept_state(session)
    return TLSSession(session)
  }

  /// Picks `http/1.1` from the protocols a client offers; a client that offers only others goes on without a choice.
  private static func chooseHTTP1(
    _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ chosenLength: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ offeredLength: UInt32
  ) -> CInt {
    guard let chosen, let chosenLength, let offered else { return SSL_TLSEXT_ERR_NOACK }
    let list = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
    var index = 0
    while index < list.count {
      let length = Int(list[index])
      guard index + 1 + length <= list.count else { break }
      if list[(index + 1)..<(index + 1 + length)].elementsEqual("http/1.1".utf8) {
        chosen.pointee = offered + index + 1
        chosenLength.pointee = UInt8(length)
        return SSL_TLSEXT_ERR_OK
      }
      index += 1 + length
    }
    return SSL_TLSEXT_ERR_NOACK
  }

  private static func failure(_ what: String) -> HTTPError {
    var text = [CChar](repeating: 0, count: 256)
    ERR_error_string_n(ERR_get_error(), &text, text.count)
    ERR_clear_error()
    let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return HTTPError(.tls, "TLS: \(what) (\(reason)).")
  }
}

/// One connection's TLS state. Loop only.
final class TLSSession {
  private let session: OpaquePointer

  init(_ session: OpaquePointer) { self.session = session }

  deinit { SSL_free(session) }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> IOOutcome {
    ERR_clear_error()
    let count = SSL_read(session, buffer.baseAddress, CInt(min(buffer.count, 1 << 30)))
    return count > 0 ? .bytes(Int(count)) : outcome(of: count)
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> IOOutcome {
    ERR_clear_error()
    let count = SSL_write(session, bytes.baseAddress, CInt(min(bytes.count, 1 << 30)))
    return count > 0 ? .bytes(Int(count)) : outcome(of: count)
  }

  func finishWriting() {
    // Sends close_notify; only allowed after a handshake that worked.
    guard SSL_is_init_finished(session) == 1 else { return }
    ERR_clear_error()
    SSL_shutdown(session)
  }

  private func outcome(of result: CInt) -> IOOutcome {
    switch SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
    case SSL_ERROR_ZERO_RETURN: return .ended
    default:
      SSL_set_quiet_shutdown(session, 1)
      return .failed
    }
  }
}
