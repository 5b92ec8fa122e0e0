// From the bytes of a head to a running exchange, or to a refusal.

extension Connection {
  /// Tries to take a head, and what is there of its body, from the front of `bytes`. Returns the bytes used, 0 when the
  /// head is incomplete.
  func receiveHead(_ bytes: UnsafeRawBufferPointer) -> Int {
    // An empty line before a request is ignored (RFC 9112 §2.2).
    if bytes[0] == 0x0D, bytes.count == 1 || bytes[1] == 0x0A { return bytes.count == 1 ? 0 : 2 }
    do throws(HTTPError) {
      guard case .complete(let length) = try scanner.scan(bytes, maximumBytes: configuration.maximumHeadBytes) else {
        if headDeadline == nil { headDeadline = loop.now + milliseconds(configuration.headTimeoutSeconds) }
        return 0
      }
      scanner = HeadScanner()
      headDeadline = nil
      let parsed = try HeadParser(maximumHeaderCount: configuration.maximumHeaderCount).parse(
        UnsafeRawBufferPointer(rebasing: bytes[..<length]))
      return length + begin(parsed, UnsafeRawBufferPointer(rebasing: bytes[length...]))
    } catch {
      refuse(error)
      return bytes.count
    }
  }

  /// Answers what could not be made a request, and closes.
  func refuse(_ error: HTTPError, _ parsed: ParsedHead? = nil) {
    hasLostFraming = true
    let exchange = Exchange(on: self, parsed: parsed)
    exchange.keepsAlive = false
    self.exchange = exchange
    exchange.sendAtOnce(.error(error))
  }

  /// Starts the handler for a parsed head. Returns how many of the bytes behind the head were its body.
  private func begin(_ parsed: ParsedHead, _ rest: UnsafeRawBufferPointer) -> Int {
    let limit = context.responder.bodyLimit(for: parsed.head) ?? configuration.maximumBodyBytes
    if let length = parsed.contentLength, length > limit {
      refuse(RequestBody.tooLarge(limit), parsed)
      return rest.count
    }
    let exchange = Exchange(on: self, parsed: parsed)
    var decoder = parsed.isChunked ? BodyDecoder(chunkedUpTo: limit) : BodyDecoder(length: parsed.contentLength ?? 0)
    var used = 0
    var bytes: [UInt8] = []
    if !decoder.isDone {
      do throws(HTTPError) {
        used = try decoder.feed(rest) { bytes.append(contentsOf: $0) }
      } catch {
        refuse(error, parsed)
        return rest.count
      }
    }
    exchange.bytesIn = bytes.count
    let body: RequestBody
    if decoder.isDone {
      body = RequestBody(bytes)
    } else {
      exchange.awaitsContinue = parsed.expectsContinue && rest.isEmpty
      let pipe = BodyPipe { [loop] in loop.execute { self.bodyDemanded(by: exchange) } }
      isBodyPaused = !pipe.push(bytes)
      exchange.pipe = pipe
      bodyDecoder = decoder
      body = RequestBody(pipe: pipe, declaredLength: parsed.contentLength)
    }
    self.exchange = exchange
    exchange.launch(
      Request(
        head: parsed.head, body: body, remoteAddress: remoteAddress, id: exchange.requestID,
        isSecure: transport.tls != nil))
    return used
  }

  /// An exchange is over: its response is queued entirely, or was cut short.
  func exchangeEnded(_ exchange: Exchange, closing: Bool) {
    guard isServing(exchange) else { return }
    self.exchange = nil
    session = nil
    if closing || hasLostFraming {
      closeAfterFlush(losingFraming: bodyDecoder != nil || hasLostFraming)
    } else if bodyDecoder != nil {
      exchange.pipe?.discard()
      isBodyPaused = false
      droppedBytes = 0
    }
    guard !isCorked else { return }
    flush()
    guard phase == .open else { return }
    refreshReadDeadline()
    // Not within this call: the task of the finished exchange should end before the next one starts.
    if !input.isEmpty || isReadable || hasInputEnded { loop.execute { self.advance() } }
  }

  /// Stops taking requests: closes at once when idle, otherwise with the end of the running exchange.
  func drain() {
    guard phase == .open else { return }
    // A request that has already arrived is still served.
    isReadable = true
    readAvailable()
    guard phase == .open else { return }
    if let session { return session.goAway() }
    guard exchange == nil else { return }
    closeAfterFlush(losingFraming: false)
    flush()
  }

  /// Ends the connection whatever it is doing.
  func abort() { peerGone() }
}
