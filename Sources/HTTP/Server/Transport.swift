// Non-blocking bytes over a socket, in the clear or through TLS. It knows no HTTP and keeps no queue.
internal import CLinux
internal import Glibc

/// What became of one read or write.
enum IOOutcome: Equatable {
  case bytes(Int)
  /// Nothing possible now; epoll will say when.
  case wouldBlock
  /// The peer has finished sending.
  case ended
  /// The connection is broken.
  case failed
}

struct Transport {
  let descriptor: CInt
  let tls: TLSSession?

  func read(into buffer: UnsafeMutableRawBufferPointer) -> IOOutcome {
    if let tls { return tls.read(into: buffer) }
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .ended }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed
    }
  }

  /// - Parameter hasMore: more follows at once, so the kernel may wait for it before it sends a short packet.
  func write(_ bytes: UnsafeRawBufferPointer, hasMore: Bool) -> IOOutcome {
    if let tls { return tls.write(bytes) }
    while true {
      let flags = CInt(MSG_NOSIGNAL) | (hasMore ? CInt(MSG_MORE) : 0)
      let count = send(descriptor, bytes.baseAddress, bytes.count, flags)
      if count >= 0 { return .bytes(count) }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed
    }
  }

  /// Sends part of a file: through the kernel in the clear, through `scratch` with TLS.
  func write(file: CInt, offset: Int, count: Int, scratch: UnsafeMutableRawBufferPointer) -> IOOutcome {
    guard let tls else {
      while true {
        var position = off_t(offset)
        let sent = sendfile(descriptor, file, &position, min(count, 1 << 20))
        // Zero: the file has become shorter than what was promised; the body cannot be completed.
        if sent > 0 { return .bytes(sent) }
        if sent == 0 { return .failed }
        if errno == EINTR { continue }
        return errno == EAGAIN ? .wouldBlock : .failed
      }
    }
    // OpenSSL wants an interrupted write repeated with the same bytes, which reading the same range again gives.
    let filled = pread(file, scratch.baseAddress, min(count, 16 << 10, scratch.count), off_t(offset))
    guard filled > 0 else { return .failed }
    return tls.write(UnsafeRawBufferPointer(rebasing: scratch[..<filled]))
  }

  /// Tells the peer that nothing more comes; reading goes on.
  func finishWriting() {
    tls?.finishWriting()
    shutdown(descriptor, CInt(SHUT_WR))
  }

  func close() {
    tls?.finishWriting()
    Glibc.close(descriptor)
  }
}
