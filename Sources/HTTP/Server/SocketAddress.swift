// Addresses as text and port: resolved for listening, printed for people and logs.
internal import CLinux
internal import Glibc

/// A TCP address the server listens on.
public struct SocketAddress: Sendable, Equatable, CustomStringConvertible {
  /// Numeric, without brackets.
  public let host: String
  public let port: Int

  /// `127.0.0.1:8080`, `[::1]:8080`.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// The address and port in a socket address of the kernel.
  init(_ storage: sockaddr_storage) {
    var storage = storage
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let isIPv6 = storage.ss_family == sa_family_t(AF_INET6)
    port = withUnsafeMutablePointer(to: &storage) { pointer in
      if isIPv6 {
        return pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
          inet_ntop(AF_INET6, &$0.pointee.sin6_addr, &text, socklen_t(text.count))
          return Int(UInt16(bigEndian: $0.pointee.sin6_port))
        }
      }
      return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        inet_ntop(AF_INET, &$0.pointee.sin_addr, &text, socklen_t(text.count))
        return Int(UInt16(bigEndian: $0.pointee.sin_port))
      }
    }
    host = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The address a socket is bound to.
  init(boundTo descriptor: CInt) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
    }
    self.init(storage)
  }
}

/// A socket that listens, closed by whoever holds it.
enum ListeningSocket {
  /// Opens a listening socket for every address of `host`. Port 0 is chosen once and used for all.
  static func open(host: String, port: Int) throws(HTTPError) -> [CInt] {
    guard (0...65_535).contains(port) else { throw HTTPError(.configuration, "There is no port \(port).") }
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let failure = getaddrinfo(host, "\(port)", &hints, &found)
    guard failure == 0, let first = found else {
      throw HTTPError(.bindFailed, "The address \(host) is unknown: \(String(cString: gai_strerror(failure))).")
    }
    defer { freeaddrinfo(first) }
    var sockets: [CInt] = []
    var chosen = port
    var lastError: HTTPError?
    var entry: UnsafeMutablePointer<addrinfo>? = first
    while let current = entry {
      switch open(current, host, chosen) {
      case .success(let socket):
        sockets.append(socket)
        chosen = SocketAddress(boundTo: socket).port
      case .failure(.unsupported(let error)): lastError = error
      case .failure(.failed(let error)):
        for socket in sockets { close(socket) }
        throw error
      }
      entry = current.pointee.ai_next
    }
    if sockets.isEmpty, let lastError { throw lastError }
    return sockets
  }

  private enum Failure: Error {
    /// The machine has no such address family, as a container without IPv6: the name's other addresses will do.
    case unsupported(HTTPError)
    case failed(HTTPError)
  }

  private static func open(
    _ entry: UnsafeMutablePointer<addrinfo>, _ host: String, _ port: Int
  ) -> Result<CInt, Failure> {
    let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(entry.pointee.ai_family, kind, 0)
    guard descriptor >= 0 else { return .failure(failure(host, port)) }
    enable(SOL_SOCKET, SO_REUSEADDR, on: descriptor)
    if entry.pointee.ai_family == AF_INET6 { enable(CInt(IPPROTO_IPV6), IPV6_V6ONLY, on: descriptor) }
    setPort(port, entry)
    guard bind(descriptor, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0, listen(descriptor, 1024) == 0 else {
      let error = failure(host, port)
      close(descriptor)
      return .failure(error)
    }
    return .success(descriptor)
  }

  /// The port stands at the same place in both families' addresses, right behind the family.
  private static func setPort(_ port: Int, _ entry: UnsafeMutablePointer<addrinfo>) {
    guard let address = entry.pointee.ai_addr else { return }
    UnsafeMutableRawPointer(address).storeBytes(of: UInt16(port).bigEndian, toByteOffset: 2, as: UInt16.self)
  }

  static func enable(_ level: CInt, _ option: CInt, on descriptor: CInt) {
    var on: CInt = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<CInt>.size))
  }

  private static func failure(_ host: String, _ port: Int) -> Failure {
    let number = errno
    let error = HTTPError(.bindFailed, "Cannot listen on \(host) port \(port): \(String(cString: strerror(number))).")
    return number == EAFNOSUPPORT || number == EADDRNOTAVAIL ? .unsupported(error) : .failed(error)
  }
}
