// A TLS client for tests, and a certificate of its own making: both straight from OpenSSL, so that no test depends on a
// command or a file that may be missing.
import CSystemOpenSSL
import Glibc

/// A self-signed certificate for `localhost` and its key, as PEM files in a temporary folder.
struct TestCertificate {
  let folder: String
  var certificatePath: String { folder + "/certificate.pem" }
  var keyPath: String { folder + "/key.pem" }

  init() throws {
    var template = Array("/tmp/martlet-tls-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure.malformed("mkdtemp") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil), let certificate = X509_new() else {
      throw TestFailure.malformed("OpenSSL")
    }
    defer {
      EVP_PKEY_CTX_free(context)
      X509_free(certificate)
    }
    var key: OpaquePointer?
    EVP_PKEY_keygen_init(context)
    EVP_PKEY_keygen(context, &key)
    defer { EVP_PKEY_free(key) }
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1)
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600)
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400)
    let name = X509_get_subject_name(certificate)
    let subject = Array("localhost".utf8)
    // 0x1001 is MBSTRING_ASC, a macro.
    X509_NAME_add_entry_by_txt(name, "CN", 0x1001, subject, CInt(subject.count), -1, 0)
    X509_set_issuer_name(certificate, name)
    X509_set_pubkey(certificate, key)
    guard X509_sign(certificate, key, nil) > 0 else { throw TestFailure.malformed("X509_sign") }
    try write(certificatePath) { PEM_write_bio_X509($0, certificate) }
    try write(keyPath) { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
  }

  func remove() {
    unlink(certificatePath)
    unlink(keyPath)
    rmdir(folder)
  }

  private func write(_ path: String, _ body: (OpaquePointer?) -> CInt) throws {
    let file = BIO_new_file(path, "w")
    defer { BIO_free(file) }
    guard body(file) == 1 else { throw TestFailure.malformed(path) }
  }
}

/// A blocking TLS connection that trusts any certificate.
final class TLSClient {
  private let descriptor: CInt
  private let context: OpaquePointer
  private let session: OpaquePointer

  init(port: Int, receiveBuffer: Int? = nil) throws {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    if let receiveBuffer {
      var size = CInt(receiveBuffer)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    }
    var time = timeval(tv_sec: Int(TestConnection.patienceSeconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0, let context = SSL_CTX_new(TLS_client_method()), let session = SSL_new(context) else {
      throw TestFailure.connect(errno)
    }
    self.context = context
    self.session = session
    let protocols = [UInt8(2)] + Array("h2".utf8) + [UInt8(8)] + Array("http/1.1".utf8)
    SSL_set_alpn_protos(session, protocols, UInt32(protocols.count))
    SSL_set_fd(session, descriptor)
    guard SSL_connect(session) == 1 else { throw TestFailure.malformed("handshake") }
  }

  deinit {
    SSL_free(session)
    SSL_CTX_free(context)
    close(descriptor)
  }

  /// The protocol the server chose.
  var chosenProtocol: String {
    var start: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    SSL_get0_alpn_selected(session, &start, &count)
    return String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
  }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        SSL_write(session, $0.baseAddress.map { $0 + sent }, CInt(bytes.count - sent))
      }
      guard count > 0 else { throw TestFailure.send(errno) }
      sent += Int(count)
    }
  }

  /// Everything until the server ends the session in order.
  func readToEnd() throws -> [UInt8] {
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = SSL_read(session, &piece, CInt(piece.count))
      if count > 0 {
        all.append(contentsOf: piece[..<Int(count)])
      } else if SSL_get_error(session, count) == SSL_ERROR_ZERO_RETURN {
        return all
      } else {
        throw TestFailure.closed(all)
      }
    }
  }
}
