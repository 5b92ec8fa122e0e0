// FlateDecode through zlib. One state serves all streams of a document: a manual has thousands of short ones.
internal import CSystemZlib
internal import Glibc

/// zlib's state, kept between streams. Not for several threads.
final class PDFInflater {
  /// zlib's state points back to this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isUsable: Bool

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    isUsable = inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isUsable { inflateEnd(stream) }
    stream.deallocate()
  }

  func inflate(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout PDFBuilder, limit: Int
  ) -> PDFFilters.Outcome {
    guard isUsable, inflateReset2(stream, 15) == Z_OK, let base = input.baseAddress else {
      return input.isEmpty ? .whole : .brokenOff
    }
    var done = 0
    while true {
      if output.count >= limit { return .tooLarge }
      output.reserve(max(output.count, min(input.count, 1 << 20) * 3, 4096))
      let piece = min(input.count - done, 1 << 30)
      let room = min(output.capacity - output.count, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: base + done)
      stream.pointee.avail_in = UInt32(piece)
      stream.pointee.next_out = output.base + output.count
      stream.pointee.avail_out = UInt32(room)
      let status = CSystemZlib.inflate(stream, Z_NO_FLUSH)
      let read = piece - Int(stream.pointee.avail_in)
      let written = room - Int(stream.pointee.avail_out)
      done += read
      output.advance(written)
      switch status {
      case Z_STREAM_END: return output.count > limit ? .tooLarge : .whole
      case Z_OK where read > 0 || written > 0: continue
      default: return .brokenOff
      }
    }
  }
}
