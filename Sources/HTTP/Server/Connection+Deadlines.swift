// Time-outs. A connection has at most one live entry in the loop's heap; moving a deadline later is a store, and the entry
// looks again when it fires.

extension Connection {
  func milliseconds(_ seconds: Double) -> UInt64 { UInt64(max(0.001, min(seconds, 1e9)) * 1000) }

  /// Sets the deadline that fits what is being waited for: a head, a body, the next request, or nothing.
  func refreshReadDeadline() {
    guard phase == .open, session == nil else { return }
    if bodyDecoder != nil {
      setReadDeadline(isBodyPaused ? .max : loop.now + milliseconds(configuration.bodyIdleTimeoutSeconds))
    } else if exchange != nil {
      setReadDeadline(.max)
    } else if let headDeadline {
      setReadDeadline(headDeadline)
    } else {
      setReadDeadline(loop.now + milliseconds(configuration.idleTimeoutSeconds))
    }
  }

  func setReadDeadline(_ deadline: UInt64) {
    readDeadline = deadline
    arm()
  }

  func setWriteDeadline(_ deadline: UInt64) {
    writeDeadline = deadline
    arm()
  }

  private func arm() {
    let earliest = min(readDeadline, writeDeadline)
    guard earliest < armedDeadline, let registration else { return }
    armedDeadline = earliest
    loop.pushDeadline(earliest, for: registration)
  }

  func reached(deadline: UInt64) {
    guard deadline == armedDeadline else { return }
    armedDeadline = .max
    if writeDeadline <= loop.now {
      peerGone()
    } else if readDeadline <= loop.now {
      readDeadline = .max
      readTimedOut()
    }
    if phase != .closed { arm() }
  }

  private func readTimedOut() {
    if phase == .lingering { return close() }
    if let session { return session.timedOut() }
    if bodyDecoder != nil {
      bodyDecoder = nil
      hasLostFraming = true
      guard let exchange else { return closeAndFlush() }
      exchange.bodyFailed(HTTPError(.requestTimeout, "The request body did not arrive in time."))
    } else if headDeadline != nil {
      refuse(HTTPError(.requestTimeout, "The request head did not arrive in time."))
    } else {
      closeAndFlush()
    }
  }

  private func closeAndFlush() {
    closeAfterFlush(losingFraming: false)
    flush()
  }
}
