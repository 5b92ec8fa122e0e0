// gzip of response bodies. A loop keeps one compressor and its 256 KB of state for small bodies; larger ones are
// compressed on a pool with a compressor of their own, so that no loop is held up.
internal import CSystemZlib

final class GzipCompressor {
  private let stream: UnsafeMutablePointer<z_stream>
  private let isUsable: Bool

  /// A body up to this many bytes is compressed on the loop (about 1 ms).
  static let largestOnLoop = 64 << 10

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Level 4: within a few per cent of level 6 on JSON and text at twice the speed. 15 + 16: a gzip header.
    isUsable =
      deflateInit2_(
        stream, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// The compressed bytes, nil when they would not be fewer.
  func compress(_ bytes: [UInt8]) -> [UInt8]? {
    guard isUsable, bytes.count <= Int(UInt32.max), deflateReset(stream) == Z_OK else { return nil }
    let room = bytes.count - 1
    guard room > 0 else { return nil }
    return bytes.withUnsafeBufferPointer { input -> [UInt8]? in
      var isComplete = false
      let output = [UInt8](unsafeUninitializedCapacity: room) { output, count in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(room)
        isComplete = deflate(stream, Z_FINISH) == Z_STREAM_END
        count = room - Int(stream.pointee.avail_out)
      }
      return isComplete ? output : nil
    }
  }

  /// Whether bodies of this type shrink: text, JSON, XML, SVG, JavaScript, WebAssembly. Never event streams, whose pieces
  /// must leave at once.
  static func isWorthwhile(type: String) -> Bool {
    let bare = type.prefix { $0 != ";" }.lowercased()
    if bare.hasPrefix("text/") { return !bare.hasPrefix("text/event-stream") }
    if bare.hasSuffix("+json") || bare.hasSuffix("+xml") { return true }
    switch bare {
    case "application/json", "application/javascript", "application/xml", "application/x-ndjson", "application/wasm",
      "application/manifest+json", "application/x-javascript":
      return true
    default: return false
    }
  }
}
