// Cuts a request's body out of the connection's bytes, by length or by chunks (RFC 9112 §6, §7.1), enforcing the limit
// while it goes. Chunk extensions are skipped and trailers are read and dropped, both bounded.

struct BodyDecoder {
  private enum Phase {
    case length(remaining: Int)
    case chunkSize(Int, digits: Int)
    case chunkExtension(Int, seen: Int)
    case chunkSizeFeed(Int)
    case chunkData(remaining: Int)
    case chunkDataReturn
    case chunkDataFeed
    case trailer(lineLength: Int, seen: Int)
    case trailerFeed(lineLength: Int, seen: Int)
    case done
  }

  private var phase: Phase
  private let limit: Int
  private(set) var byteCount = 0

  private static let maximumExtensionBytes = 4096
  private static let maximumTrailerBytes = 8192

  /// A body of known length, already checked against the limit.
  init(length: Int) {
    phase = length == 0 ? .done : .length(remaining: length)
    limit = .max
  }

  init(chunkedUpTo limit: Int) {
    phase = .chunkSize(0, digits: 0)
    self.limit = limit
  }

  var isDone: Bool { if case .done = phase { true } else { false } }

  /// Bytes still to come, nil when that is not known.
  var remaining: Int? { if case .length(let remaining) = phase { remaining } else { nil } }

  /// Takes bytes of the message until the body or `bytes` ends, handing body bytes to `emit`. Returns how many were used.
  /// - Throws: `badRequest` for malformed chunks, `contentTooLarge` above the limit.
  mutating func feed(
    _ bytes: UnsafeRawBufferPointer, emit: (UnsafeRawBufferPointer) -> Void
  ) throws(HTTPError) -> Int {
    var offset = 0
    while offset < bytes.count {
      switch phase {
      case .done: return offset
      case .length(let remaining):
        let taken = min(remaining, bytes.count - offset)
        pass(bytes, offset, taken, emit)
        offset += taken
        phase = taken == remaining ? .done : .length(remaining: remaining - taken)
      case .chunkData(let remaining):
        let taken = min(remaining, bytes.count - offset)
        pass(bytes, offset, taken, emit)
        offset += taken
        phase = taken == remaining ? .chunkDataReturn : .chunkData(remaining: remaining - taken)
      default:
        try step(bytes[offset])
        offset += 1
      }
    }
    return offset
  }

  private mutating func pass(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ count: Int, _ emit: (UnsafeRawBufferPointer) -> Void
  ) {
    byteCount += count
    emit(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)]))
  }

  /// One byte of chunk framing.
  private mutating func step(_ byte: UInt8) throws(HTTPError) {
    switch phase {
    case .chunkSize(let size, let digits):
      if let digit = PercentCoding.hexValue(byte) {
        guard digits < 16, size <= (Int.max >> 5) else { throw RequestBody.tooLarge(limit) }
        phase = .chunkSize(size << 4 | Int(digit), digits: digits + 1)
      } else {
        guard digits > 0 else { throw malformed }
        guard size <= limit - byteCount else { throw RequestBody.tooLarge(limit) }
        switch byte {
        case 0x0D: phase = .chunkSizeFeed(size)
        case UInt8(ascii: ";"): phase = .chunkExtension(size, seen: 0)
        default: throw malformed
        }
      }
    case .chunkExtension(let size, let seen):
      if byte == 0x0D {
        phase = .chunkSizeFeed(size)
      } else {
        guard HTTPGrammar.isFieldValue(byte), seen < BodyDecoder.maximumExtensionBytes else { throw malformed }
        phase = .chunkExtension(size, seen: seen + 1)
      }
    case .chunkSizeFeed(let size):
      guard byte == 0x0A else { throw malformed }
      phase = size == 0 ? .trailer(lineLength: 0, seen: 0) : .chunkData(remaining: size)
    case .chunkDataReturn:
      guard byte == 0x0D else { throw malformed }
      phase = .chunkDataFeed
    case .chunkDataFeed:
      guard byte == 0x0A else { throw malformed }
      phase = .chunkSize(0, digits: 0)
    case .trailer(let lineLength, let seen):
      if byte == 0x0D {
        phase = .trailerFeed(lineLength: lineLength, seen: seen)
      } else {
        guard HTTPGrammar.isFieldValue(byte), seen < BodyDecoder.maximumTrailerBytes else { throw malformed }
        phase = .trailer(lineLength: lineLength + 1, seen: seen + 1)
      }
    case .trailerFeed(let lineLength, let seen):
      guard byte == 0x0A else { throw malformed }
      phase = lineLength == 0 ? .done : .trailer(lineLength: 0, seen: seen)
    case .length, .chunkData, .done: break
    }
  }

  private var malformed: HTTPError { HTTPError(.badRequest, "The chunked request body is malformed.") }
}
