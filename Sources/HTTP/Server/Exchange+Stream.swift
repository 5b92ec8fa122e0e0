// The writing end of a streamed body: chunk framing, and back-pressure towards the handler.

extension Exchange: BodySink {
  func send(streamOf response: Response, _ write: @Sendable (BodyWriter) async throws -> Void) async {
    let declared = response.headers["Content-Length"].flatMap { Int($0) }
    let framing: ResponseFraming =
      response.status.forbidsBody ? .bodiless : declared.map { .length($0) } ?? (isHTTP10 ? .untilClose : .chunked)
    streamFraming = framing
    start(response.status, response.headers, framing)
    guard !isHead, framing != .bodiless else { return end() }
    connection.flush()
    do {
      try await write(BodyWriter(sink: self))
    } catch {
      return end(cut: true)
    }
    guard connection.isServing(self) else { return end(cut: true) }
    if framing == .chunked {
      connection.output.append(from: loop) { ResponseEncoder.append("0\r\n\r\n", to: &$0) }
    }
    // Fewer bytes than declared: only closing tells the client.
    if let declared, declared != bytesOut { end(cut: true) } else { end() }
  }

  private enum Verdict: Sendable {
    case taken
    case givingWay
    case full
    case refused(HTTPError)
  }

  func write(_ bytes: [UInt8]) async throws(HTTPError) {
    if Task.isCancelled { throw HTTPError(.cancelled, "The request was cancelled.") }
    let verdict = loop.isCurrent ? accept(bytes) : await loop.run { self.accept(bytes) }
    switch verdict {
    case .taken: return
    case .givingWay: await Task.yield()
    case .full:
      try await connection.waitForRoom(connection.configuration.writeLowWaterBytes)
    case .refused(let error): throw error
    }
  }

  func flush() async throws(HTTPError) {
    if Task.isCancelled { throw HTTPError(.cancelled, "The request was cancelled.") }
    try await connection.waitForRoom(0)
  }

  private func accept(_ bytes: [UInt8]) -> Verdict {
    guard connection.isServing(self), !hasEnded, hasStarted else {
      return .refused(HTTPError(.clientGone, "The client has gone."))
    }
    guard !bytes.isEmpty else { return .taken }
    if case .length(let declared) = streamFraming, bytes.count > declared - bytesOut {
      return .refused(HTTPError(.internalError, "A streamed body is longer than its Content-Length."))
    }
    bytesOut += bytes.count
    if streamFraming == .chunked {
      connection.output.append(from: loop) { ResponseEncoder.appendChunkSize(bytes.count, to: &$0) }
      connection.output.append(bytes, from: loop)
      connection.output.append(from: loop) { ResponseEncoder.append("\r\n", to: &$0) }
    } else {
      connection.output.append(bytes, from: loop)
    }
    connection.flush()
    guard connection.isServing(self) else { return .refused(HTTPError(.clientGone, "The client has gone.")) }
    if connection.output.byteCount > connection.configuration.writeHighWaterBytes { return .full }
    return connection.shouldGiveWay() ? .givingWay : .taken
  }
}
