// Reading: from the socket into the loop's scratch buffer, from there into heads, bodies or WebSocket frames. Only what
// cannot be used yet is copied into the connection's own buffer.

extension Connection {
  /// Whether more bytes have a use now. When not, they stay in the kernel and the peer's window closes: back-pressure.
  private var wantsInput: Bool {
    switch phase {
    case .closed: return false
    case .lingering: return !hasInputEnded
    case .open:
      if hasInputEnded || closesWhenFlushed || hasLostFraming { return false }
      if let session { return session.wantsInput && output.byteCount < configuration.writeHighWaterBytes }
      if bodyDecoder != nil { return !isBodyPaused }
      return exchange == nil && output.byteCount < configuration.writeHighWaterBytes
    }
  }

  /// Reads and processes until the socket is empty or nothing more is wanted. Never called while bytes are processed:
  /// the scratch buffer is in use then.
  func readAvailable() {
    var turns = 0
    while isReadable, wantsInput {
      guard turns < 16 else {
        // A busy sender must not keep the loop from its other connections.
        loop.execute { self.readAvailable() }
        return
      }
      turns += 1
      switch transport.read(into: loop.scratch) {
      case .bytes(let count):
        // A short read empties a plain socket; later bytes raise a new event, as an end announced before does not.
        if transport.tls == nil, count < loop.scratch.count, !peerHasFinished { isReadable = false }
        receive(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
      case .wouldBlock: isReadable = false
      case .ended:
        isReadable = false
        hasInputEnded = true
        inputEnded()
      case .failed: peerGone()
      }
    }
  }

  private func inputEnded() {
    if phase == .lingering { return close() }
    if bodyDecoder != nil || session != nil { return peerGone() }
    if let exchange { return exchange.cancel() }
    if output.isEmpty { close() } else { closesWhenFlushed = true }
  }

  private func receive(_ bytes: UnsafeRawBufferPointer) {
    guard phase == .open else { return }
    if input.isEmpty {
      let used = process(bytes)
      if phase == .open, used < bytes.count { input.append(UnsafeRawBufferPointer(rebasing: bytes[used...])) }
    } else {
      input.append(bytes)
      processInput()
    }
    afterProcessing()
  }

  /// Goes on with what was left when an exchange ended or the output drained.
  func advance() {
    guard phase == .open else { return readAvailable() }
    if !input.isEmpty {
      processInput()
      afterProcessing()
    }
    if hasInputEnded, phase == .open, exchange == nil, session == nil { inputEnded() }
    readAvailable()
  }

  private func processInput() {
    var taken = InputBuffer()
    swap(&taken, &input)
    let used = taken.withUnsafeBytes { process($0) }
    taken.drop(used)
    if phase == .open { input = taken }
  }

  private func afterProcessing() {
    guard phase == .open else { return }
    if session == nil { refreshReadDeadline() }
  }

  /// Uses as many bytes as possible and returns how many. What this causes (responses, closing) happens within, but
  /// nothing in here reads.
  private func process(_ bytes: UnsafeRawBufferPointer) -> Int {
    isCorked = true
    defer {
      isCorked = false
      flush()
    }
    var offset = 0
    while offset < bytes.count, phase == .open {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      if hasLostFraming { return bytes.count }
      if let session {
        let used = session.receive(rest)
        offset += used
        if used < rest.count { return offset }
      } else if bodyDecoder != nil {
        offset += receiveBody(rest)
      } else {
        if output.byteCount >= configuration.writeHighWaterBytes { flush() }
        guard phase == .open, exchange == nil, !closesWhenFlushed,
          output.byteCount < configuration.writeHighWaterBytes
        else { break }
        let used = receiveHead(rest)
        if used == 0 { break }
        offset += used
      }
    }
    return offset
  }

  /// Bytes of a body under way: to the handler, or nowhere when it has answered already. Returns how many were used.
  private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard var decoder = bodyDecoder else { return 0 }
    var piece: [UInt8] = []
    do throws(HTTPError) {
      let used = try decoder.feed(bytes) { piece.append(contentsOf: $0) }
      bodyDecoder = decoder.isDone ? nil : decoder
      if let exchange {
        exchange.bytesIn += piece.count
        if let pipe = exchange.pipe {
          isBodyPaused = !pipe.push(piece)
          if decoder.isDone { pipe.finish() }
        }
      } else {
        droppedBytes += piece.count
        if droppedBytes > Connection.maximumDroppedBytes { closeAfterFlush(losingFraming: true) }
      }
      return used
    } catch {
      bodyDecoder = nil
      hasLostFraming = true
      if let exchange { exchange.bodyFailed(error) } else { closeAfterFlush(losingFraming: true) }
      return bytes.count
    }
  }

  /// How much of a body its handler did not read is read and dropped to save the connection.
  static let maximumDroppedBytes = 256 << 10

  /// The handler asks for its body: the first time, or again after the pipe was full.
  func bodyDemanded(by exchange: Exchange) {
    guard isServing(exchange) else { return }
    if exchange.awaitsContinue {
      exchange.awaitsContinue = false
      if !exchange.hasStarted {
        output.append(from: loop) { ResponseEncoder.append("HTTP/1.1 100 Continue\r\n\r\n", to: &$0) }
        flush()
      }
    }
    isBodyPaused = false
    refreshReadDeadline()
    readAvailable()
  }
}
