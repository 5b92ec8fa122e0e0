// Writing: the queue towards the socket, those who wait for room in it, and the ways a connection ends.

extension Connection {
  /// Writes what waits, tells the waiting, and closes when that was all and it should. Does nothing while corked.
  func flush() {
    guard phase == .open, !isCorked || output.byteCount >= configuration.writeHighWaterBytes else { return }
    if !output.isEmpty {
      let before = output.byteCount
      switch output.flush(to: transport, loop: loop) {
      case .drained: setWriteDeadline(.max)
      case .blocked:
        isWritable = false
        if output.byteCount < before || writeDeadline == .max {
          setWriteDeadline(loop.now + milliseconds(configuration.writeStallTimeoutSeconds))
        }
      case .failed: return peerGone()
      }
      if output.byteCount < before { hasRoom(before: before) }
    }
    if output.isEmpty, closesWhenFlushed { beginClose() }
  }

  private func hasRoom(before: Int) {
    let left = output.byteCount
    if !waiters.isEmpty {
      let ready = waiters.filter { left <= $0.threshold }
      waiters.removeAll { left <= $0.threshold }
      for waiter in ready { waiter.continuation.resume(returning: .success(())) }
    }
    // Requests or frames may have waited for the output.
    let high = configuration.writeHighWaterBytes
    if !isCorked, before >= high, left < high { loop.execute { self.advance() } }
  }

  /// Counts a write; true when the writer has written often in this round of the loop and should give way. A writer
  /// whose client takes everything would otherwise never suspend, and no other connection of the loop would be served.
  func shouldGiveWay() -> Bool {
    if turnOfWrites != loop.turn { (turnOfWrites, writesInTurn) = (loop.turn, 0) }
    writesInTurn += 1
    return writesInTurn >= 64
  }

  /// Suspends until at most `threshold` bytes wait. Any thread.
  /// - Throws: `clientGone`, or `cancelled` when the task is cancelled.
  func waitForRoom(_ threshold: Int) async throws(HTTPError) {
    let mark = CancellationMark()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<Void, HTTPError>, Never>) in
        loop.perform { self.addWaiter(Waiter(mark: mark, threshold: threshold, continuation: continuation)) }
      }
    } onCancel: {
      mark.set()
      loop.execute { self.cancelWaiter(mark) }
    }
    try result.get()
  }

  private func addWaiter(_ waiter: Waiter) {
    if phase != .open {
      waiter.continuation.resume(returning: .failure(HTTPError(.clientGone, "The client has gone.")))
    } else if output.byteCount <= waiter.threshold {
      waiter.continuation.resume(returning: .success(()))
    } else if waiter.mark.isSet {
      waiter.continuation.resume(returning: .failure(CancellationMark.error))
    } else {
      waiters.append(waiter)
    }
  }

  private func cancelWaiter(_ mark: CancellationMark) {
    guard let index = waiters.firstIndex(where: { $0.mark === mark }) else { return }
    waiters.remove(at: index).continuation.resume(returning: .failure(CancellationMark.error))
  }

  func resumeWaiters(_ result: Result<Void, HTTPError>) {
    let all = waiters
    waiters = []
    for waiter in all { waiter.continuation.resume(returning: result) }
  }

  /// Closes once everything queued has left.
  func closeAfterFlush(losingFraming: Bool) {
    closesWhenFlushed = true
    if losingFraming { hasLostFraming = true }
  }

  /// Closing a socket with unread bytes resets the connection, and the reset may overtake the response: then writing ends
  /// first and the rest of the input is read and dropped for a while.
  private func beginClose() {
    guard hasLostFraming || isReadable || !input.isEmpty, !hasInputEnded else { return close() }
    phase = .lingering
    input = InputBuffer()
    bodyDecoder = nil
    transport.finishWriting()
    setReadDeadline(loop.now + milliseconds(configuration.lingerSeconds))
    loop.execute { self.readAvailable() }
  }
}
