// Sending what a handler returned. Bytes are sent in one piece; the rest has its own file.
internal import Platform

extension Exchange {
  /// Sends the handler's response to its end. On the loop.
  func send(_ response: Response) async {
    let response = answer(to: response)
    guard connection.isServing(self) else {
      status = response.status
      return end(cut: true)
    }
    switch response.body {
    case .empty: sendAtOnce(response)
    case .bytes(let bytes):
      let largestOnLoop = GzipCompressor.largestOnLoop
      if bytes.count > largestOnLoop, compresses(response, bytes.count), !isNotModified(response) {
        let pool = connection.context.compressionPool
        // A full pool, too, only means that the body goes out as it is.
        let smaller = try? await pool.run { GzipCompressor().compress(bytes) }
        sendAtOnce(response, encoded: smaller)
      } else {
        sendAtOnce(response)
      }
    case .file(let file): await send(file, of: response)
    case .stream(let write): await send(streamOf: response, write)
    case .webSocket(let upgrade): await send(upgrade, of: response)
    }
  }

  /// Sends a response whose body is in memory and ends the exchange.
  /// - Parameter encoded: the body, compressed already.
  func sendAtOnce(_ response: Response, encoded: [UInt8]? = nil) {
    guard connection.isServing(self) else { return end(cut: true) }
    var response = answer(to: response)
    var bytes: [UInt8] = []
    if case .bytes(let body) = response.body { bytes = body }
    if isNotModified(response) {
      response.status = .notModified
      bytes = []
    } else if isCompressible(response, bytes.count) {
      response.headers.add("Vary", "Accept-Encoding")
      let smaller = encoded ?? (compresses(response, bytes.count) ? compressedOnLoop(bytes) : nil)
      if let smaller {
        Exchange.markCompressed(&response.headers)
        bytes = smaller
      }
    }
    let framing = response.status.forbidsBody ? ResponseFraming.bodiless : .length(bytes.count)
    start(response.status, response.headers, framing)
    if !isHead, !response.status.forbidsBody, !bytes.isEmpty {
      bytesOut += bytes.count
      connection.output.append(bytes, from: loop)
    }
    end()
  }

  /// Queues the response's head. Whether the connection survives is decided here, because the head says so.
  func start(_ status: HTTPStatus, _ headers: Headers, _ framing: ResponseFraming) {
    let connection = connection
    if awaitsContinue || framing == .untilClose || connection.context.isDraining || connection.hasLostFraming
      || (connection.hasInputEnded && connection.input.isEmpty)
    {
      keepsAlive = false
    } else if let decoder = connection.bodyDecoder, (decoder.remaining ?? .max) > Connection.maximumDroppedBytes {
      keepsAlive = false
    }
    hasStarted = true
    self.status = status
    let standardFields = loop.standardFields()
    let closes = !keepsAlive
    let requestID = requestID
    connection.output.append(from: loop) {
      ResponseEncoder.appendHead(
        to: &$0, status: status, headers: headers, framing: framing, closes: closes, requestID: requestID,
        standardFields: standardFields)
    }
  }

  // MARK: Compression

  /// Whether this response has two representations, plain and compressed.
  func isCompressible(_ response: Response, _ count: Int) -> Bool {
    let configuration = connection.configuration
    guard configuration.compressesResponses, count >= configuration.minimumCompressedBytes,
      !response.status.forbidsBody, let type = response.headers["Content-Type"], GzipCompressor.isWorthwhile(type: type)
    else { return false }
    return !response.headers.contains("Content-Encoding") && !response.headers.contains("Content-Range")
  }

  func compresses(_ response: Response, _ count: Int) -> Bool { acceptsGzip && isCompressible(response, count) }

  private func compressedOnLoop(_ bytes: [UInt8]) -> [UInt8]? {
    bytes.count <= GzipCompressor.largestOnLoop ? loop.compressor.compress(bytes) : nil
  }

  /// The compressed bytes are another representation: a strong entity tag would say they are the same (RFC 9110 §8.8.1).
  static func markCompressed(_ headers: inout Headers) {
    headers["Content-Encoding"] = "gzip"
    if let tag = headers["ETag"], !tag.hasPrefix("W/") { headers["ETag"] = "W/" + tag }
  }
}
