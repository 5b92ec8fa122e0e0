// Finds the end of a request's head in a buffer that grows, looking at every byte once however the head is dripped in.
//
// Every line feed must follow a carriage return (a bare LF is how two parsers come to disagree about where a head ends),
// and a stream that cannot be HTTP, such as a TLS hello, is refused at its first byte instead of at the deadline.
internal import Glibc

struct HeadScanner {
  /// Bytes already examined, from the start of the head.
  private var scanned = 0
  /// Where the last line started.
  private var lineStart = 0
  private var lineCount = 0

  enum Outcome: Equatable {
    case needsMore
    /// The head, with its last empty line, is this many bytes long.
    case complete(Int)
  }

  /// Examines what is new in `bytes`, which starts where the head starts.
  /// - Throws: `badRequest`, `uriTooLong` or `headersTooLarge`.
  mutating func scan(_ bytes: UnsafeRawBufferPointer, maximumBytes: Int) throws(HTTPError) -> Outcome {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return .needsMore }
    if scanned == 0, !HTTPGrammar.isToken(bytes[0]) { throw HTTPError(.badRequest, "This is not an HTTP request.") }
    while scanned < bytes.count {
      guard let found = memchr(base + scanned, 0x0A, bytes.count - scanned) else {
        scanned = bytes.count
        break
      }
      let feed = UnsafeRawPointer(found) - base
      guard feed > 0, bytes[feed - 1] == 0x0D else {
        throw HTTPError(.badRequest, "A line does not end with CR LF.")
      }
      scanned = feed + 1
      if feed - 1 == lineStart, lineCount > 0 {
        guard scanned <= maximumBytes else { throw tooLarge }
        return .complete(scanned)
      }
      lineStart = scanned
      lineCount += 1
    }
    guard bytes.count <= maximumBytes else { throw tooLarge }
    return .needsMore
  }

  private var tooLarge: HTTPError {
    lineCount == 0
      ? HTTPError(.uriTooLong, "The request line is too long.")
      : HTTPError(.headersTooLarge, "The request's header fields are too large.")
  }
}
