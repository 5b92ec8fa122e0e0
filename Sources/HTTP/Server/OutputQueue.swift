// What waits to be written on a connection: bytes and parts of files, in order, with their total, which is what
// back-pressure is decided on. Small pieces are gathered in one open buffer, so a burst of small responses or events
// leaves in one system call; a large piece is queued as it is, without a copy.

struct OutputQueue {
  private enum Segment {
    case bytes([UInt8])
    case file(FileBody.Handle, offset: Int, count: Int)
  }

  enum Outcome {
    case drained
    case blocked
    case failed
  }

  private var sealed: [Segment] = []
  private var firstSealed = 0
  /// Bytes of the first segment, or of `open` when there is none, that are already sent.
  private var sent = 0
  private var open: [UInt8] = []
  /// Bytes waiting, those of files included.
  private(set) var byteCount = 0

  private static let copyLimit = 16 << 10
  /// The open buffer is sealed at this size, so that sent bytes leave memory even when the queue never runs empty.
  private static let openLimit = 64 << 10

  var isEmpty: Bool { byteCount == 0 }

  /// Appends to the open buffer in place, which comes from `loop`'s spare ones when there is none.
  mutating func append(from loop: EventLoop, _ body: (inout [UInt8]) -> Void) {
    if open.count >= OutputQueue.openLimit { seal() }
    if open.capacity == 0 { open = loop.takeBuffer() }
    let before = open.count
    body(&open)
    byteCount += open.count - before
  }

  /// Appends a piece: copied when small, as it is when large.
  mutating func append(_ bytes: [UInt8], from loop: EventLoop) {
    if bytes.count <= OutputQueue.copyLimit {
      append(from: loop) { $0.append(contentsOf: bytes) }
    } else {
      seal()
      sealed.append(.bytes(bytes))
      byteCount += bytes.count
    }
  }

  mutating func append(_ file: FileBody.Handle, offset: Int, count: Int) {
    guard count > 0 else { return }
    seal()
    sealed.append(.file(file, offset: offset, count: count))
    byteCount += count
  }

  private mutating func seal() {
    guard !open.isEmpty else { return }
    sealed.append(.bytes(open))
    open = []
  }

  /// Drops everything.
  mutating func clear() { self = OutputQueue() }

  /// Writes as much as the socket takes.
  mutating func flush(to transport: Transport, loop: EventLoop) -> Outcome {
    while byteCount > 0 {
      let outcome: IOOutcome
      var isWhole = false
      if firstSealed < sealed.count {
        let hasMore = firstSealed + 1 < sealed.count || !open.isEmpty
        switch sealed[firstSealed] {
        case .bytes(let bytes):
          outcome = bytes.withUnsafeBytes {
            transport.write(UnsafeRawBufferPointer(rebasing: $0[sent...]), hasMore: hasMore)
          }
          if case .bytes(let count) = outcome { isWhole = sent + count == bytes.count }
        case .file(let file, let offset, let count):
          outcome = transport.write(
            file: file.descriptor, offset: offset + sent, count: count - sent, scratch: loop.fileScratch)
          if case .bytes(let written) = outcome { isWhole = sent + written == count }
        }
        if isWhole { dropFirst() }
      } else {
        outcome = open.withUnsafeBytes {
          transport.write(UnsafeRawBufferPointer(rebasing: $0[sent...]), hasMore: false)
        }
        if case .bytes(let count) = outcome { isWhole = sent + count == open.count }
        if isWhole {
          loop.giveBack(open)
          open = []
        }
      }
      switch outcome {
      case .bytes(let count):
        byteCount -= count
        sent = isWhole ? 0 : sent + count
      case .wouldBlock: return .blocked
      case .ended, .failed: return .failed
      }
    }
    return .drained
  }

  private mutating func dropFirst() {
    sealed[firstSealed] = .bytes([])
    firstSealed += 1
    if firstSealed == sealed.count {
      sealed.removeAll(keepingCapacity: sealed.capacity <= 16)
      firstSealed = 0
    } else if firstSealed == 32 {
      sealed.removeFirst(firstSealed)
      firstSealed = 0
    }
  }
}
