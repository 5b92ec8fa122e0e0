// The filters that are older than zlib: LZW, ASCII85, hexadecimal, run lengths (ISO 32000-1, 7.4.2 to 7.4.5).

enum PDFTextFilters {
  /// LZW with codes of 9 to 12 bits, most significant bit first.
  ///
  /// - Parameter early: whether codes grow one code earlier than they would need to, as is usual.
  static func lzw(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout PDFBuilder, limit: Int, early: Bool
  ) -> PDFFilters.Outcome {
    // What a code stands for is a piece of the output: where it begins, and how long it is.
    var starts = [Int](repeating: 0, count: 4096)
    var lengths = [Int](repeating: 0, count: 4096)
    var next = 258
    var width = 9
    var bits = 0
    var bitCount = 0
    var previous: (start: Int, length: Int)?
    for byte in input {
      bits = (bits << 8 | Int(byte)) & 0xFF_FFFF
      bitCount += 8
      guard bitCount >= width else { continue }
      bitCount -= width
      let code = bits >> bitCount & (1 << width - 1)
      if code == 257 { return .whole }
      if code == 256 {
        next = 258
        width = 9
        previous = nil
        continue
      }
      let start = output.count
      if code < 256 {
        output.append(UInt8(code))
      } else if code < next {
        copy(starts[code], lengths[code], &output)
      } else if code == next, let previous {
        copy(previous.start, previous.length, &output)
        output.append(output.base[previous.start])
      } else {
        return .brokenOff
      }
      if output.count > limit { return .tooLarge }
      if let previous, next < 4096 {
        // The piece before and the first byte of this one stand next to each other in the output.
        starts[next] = previous.start
        lengths[next] = previous.length + 1
        next += 1
      }
      previous = (start, output.count - start)
      let reached = next + (early ? 1 : 0)
      width = reached >= 2048 ? 12 : reached >= 1024 ? 11 : reached >= 512 ? 10 : 9
    }
    return .brokenOff
  }

  private static func copy(_ start: Int, _ length: Int, _ output: inout PDFBuilder) {
    for index in start..<(start + length) { output.append(output.base[index]) }
  }

  static func ascii85(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout PDFBuilder, limit: Int
  ) -> PDFFilters.Outcome {
    var value: UInt32 = 0
    var count = 0
    for byte in input {
      if output.count > limit { return .tooLarge }
      switch byte {
      case UInt8(ascii: "z") where count == 0: for _ in 0..<4 { output.append(0) }
      case UInt8(ascii: "!")...UInt8(ascii: "u"):
        value = value &* 85 &+ UInt32(byte - 33)
        count += 1
        if count == 5 {
          for shift in [24, 16, 8, 0] as [UInt32] { output.append(UInt8(truncatingIfNeeded: value >> shift)) }
          value = 0
          count = 0
        }
      case UInt8(ascii: "~"):
        finish(value, count, &output)
        return .whole
      default: break
      }
    }
    finish(value, count, &output)
    return .brokenOff
  }

  /// Writes the last group, which may be short.
  private static func finish(_ value: UInt32, _ count: Int, _ output: inout PDFBuilder) {
    guard count > 1 else { return }
    var value = value
    for _ in count..<5 { value = value &* 85 &+ 84 }
    for index in 0..<(count - 1) { output.append(UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index))) }
  }

  static func asciiHex(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout PDFBuilder, limit: Int
  ) -> PDFFilters.Outcome {
    var high: UInt8?
    var outcome = PDFFilters.Outcome.brokenOff
    for byte in input {
      if byte == UInt8(ascii: ">") {
        outcome = .whole
        break
      }
      guard let digit = PDFLexer.digit(byte) else { continue }
      if let first = high {
        output.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
      if output.count > limit { return .tooLarge }
    }
    if let high { output.append(high << 4) }
    return outcome
  }

  static func runLength(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout PDFBuilder, limit: Int
  ) -> PDFFilters.Outcome {
    var index = 0
    while index < input.count {
      let length = Int(input[index])
      index += 1
      if length == 128 { return .whole }
      if length < 128 {
        let end = min(index + length + 1, input.count)
        while index < end {
          output.append(input[index])
          index += 1
        }
      } else if index < input.count {
        for _ in 0..<(257 - length) { output.append(input[index]) }
        index += 1
      }
      if output.count > limit { return .tooLarge }
    }
    return .brokenOff
  }
}
