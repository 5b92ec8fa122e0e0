// Reading a child's two pipes while watching for its end, the clock and a cancellation, all in one poll.
internal import Glibc

/// What a child has written so far, and the ends of its pipes.
struct ChildOutput: ~Copyable {
  private var outputPipe: ChildPipe
  private var errorsPipe: ChildPipe
  private let outputLimit: Int
  private let errorOutputLimit: Int
  private(set) var output: [UInt8] = []
  private(set) var errorOutput: [UInt8] = []
  private(set) var isOverLimit = false
  private var isOutputOpen = true
  private var isErrorsOpen = true

  init(process: ChildProcess, output: consuming ChildPipe, errors: consuming ChildPipe) {
    outputPipe = output
    errorsPipe = errors
    outputLimit = process.outputLimit
    errorOutputLimit = process.errorOutputLimit
  }

  /// Closes our copies of the child's ends, so that its death is seen as an end of file.
  mutating func closeWriteEnds() {
    outputPipe.closeWriteEnd()
    errorsPipe.closeWriteEnd()
  }

  /// Reads until the process ends (`nil`) or must be ended (the reason).
  mutating func readUntilEnd(
    watch: Int32, cancellation: ChildProcess.Cancellation?, timeoutSeconds: Double
  ) -> ChildProcess.Ending? {
    let start = MonotonicTime.nanoseconds
    while true {
      let left = timeoutSeconds - Double(MonotonicTime.nanoseconds - start) / 1e9
      if left <= 0 { return .timedOut }
      // A negative descriptor is passed over by poll: what is closed or absent is not waited for.
      let wanted = Int16(POLLIN)
      var entries = [
        pollfd(fd: watch, events: wanted, revents: 0),
        pollfd(fd: cancellation?.descriptor ?? -1, events: wanted, revents: 0),
        pollfd(fd: isOutputOpen ? outputPipe.readEnd : -1, events: wanted, revents: 0),
        pollfd(fd: isErrorsOpen ? errorsPipe.readEnd : -1, events: wanted, revents: 0),
      ]
      let ready = poll(&entries, nfds_t(entries.count), Int32(min(left * 1000, 1e9).rounded(.up)))
      if ready <= 0 { continue }
      if entries[1].revents != 0 { return .cancelled }
      if entries[2].revents != 0 { readOutput() }
      if entries[3].revents != 0 { readErrors() }
      if isOverLimit { return .outputTooLarge }
      if entries[0].revents != 0 { return nil }
    }
  }

  /// Reads what is left in the pipes after the process has ended; does not wait for more.
  mutating func drain() {
    if isOutputOpen { readOutput() }
    if isErrorsOpen { readErrors() }
  }

  private mutating func readOutput() {
    let limit = outputLimit
    var kept = [UInt8]()
    swap(&kept, &output)
    var isOver = false
    isOutputOpen = Self.readAvailable(from: outputPipe.readEnd) { bytes in
      let room = limit - kept.count
      kept.append(contentsOf: bytes.prefix(room))
      isOver = bytes.count > room
      return !isOver
    }
    swap(&kept, &output)
    isOverLimit = isOverLimit || isOver
  }

  private mutating func readErrors() {
    let limit = errorOutputLimit
    var kept = [UInt8]()
    swap(&kept, &errorOutput)
    isErrorsOpen = Self.readAvailable(from: errorsPipe.readEnd) { bytes in
      kept.append(contentsOf: bytes.prefix(limit - kept.count))
      return true
    }
    swap(&kept, &errorOutput)
  }

  /// More than a pipe holds, so that nothing of a child that has ended is missed; and a child that writes as fast as we
  /// read cannot keep us from looking at the clock.
  private static let mostBytesAtATime = 1 << 20

  /// Reads until there is nothing more just now, or it has been much. Returns whether there may be more later.
  private static func readAvailable(
    from descriptor: Int32, _ take: (UnsafeRawBufferPointer) -> Bool
  ) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      var left = mostBytesAtATime
      while left > 0 {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 {
          if !take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return true }
          left -= count
        } else if count == 0 {
          return false
        } else if errno != EINTR {
          return errno == EAGAIN
        }
      }
      return true
    }
  }
}
