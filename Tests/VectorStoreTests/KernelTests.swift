// Every distance kernel this processor can run equals the scalar one, and the checksum equals its published values.
import CKernels
import Testing

struct KernelTests {
  /// The implementations this processor can run, scalar first.
  private static var available: [martlet_distance_kernels] {
    var all: [martlet_distance_kernels] = []
    while let next = martlet_distance_available(all.count) { all.append(next.pointee) }
    return all
  }

  private static let dimensions =
    Array(1...300) + [383, 384, 385, 511, 767, 768, 784, 1023, 1536, 2047, 3072, 4095, 4096]

  @Test func everyImplementationEqualsTheScalarOneInEveryDimension() throws {
    var random = SeededRandom(seed: 1)
    let scalar = try #require(Self.available.first)
    for dimension in Self.dimensions {
      // One float of offset: kernels must not rely on alignment.
      let a = random.floats(dimension + 1)
      let b = random.floats(dimension + 1)
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          let a = a.baseAddress! + 1
          let b = b.baseAddress! + 1
          let tolerance = Float(dimension) * 4e-6 + 1e-6
          for kernels in Self.available {
            let name = String(cString: kernels.name)
            #expect(
              abs(kernels.dot(a, b, dimension) - scalar.dot(a, b, dimension)) <= tolerance, "\(name) \(dimension)")
            #expect(abs(kernels.l2(a, b, dimension) - scalar.l2(a, b, dimension)) <= tolerance, "\(name) \(dimension)")
          }
        }
      }
    }
  }

  @Test func kernelsReadNothingPastTheLastComponent() throws {
    for kernels in Self.available {
      for dimension in 1...70 {
        var a = [Float](repeating: 1, count: dimension + 64)
        var b = a
        for i in dimension..<a.count {
          a[i] = .nan
          b[i] = .nan
        }
        #expect(kernels.dot(a, b, dimension) == Float(dimension))
        #expect(kernels.l2(a, b, dimension) == 0)
      }
    }
  }

  @Test func rowsGiveWhatPairsGive() throws {
    var random = SeededRandom(seed: 2)
    for kernels in Self.available {
      for dimension in [1, 7, 64, 100, 384] {
        let stride = (dimension * 4 + 63) / 64 * 64 + 64
        let rowCount = 40
        let rows = random.floats(stride / 4 * rowCount)
        let query = random.floats(dimension)
        let slots: [UInt32] = (0..<33).map { _ in UInt32(random.next(below: UInt64(rowCount))) }
        for count in [0, 1, 2, 3, 32, 33] {
          var dots = [Float](repeating: 0, count: 33)
          var squares = dots
          kernels.dot_rows(query, rows, stride, slots, count, dimension, &dots)
          kernels.l2_rows(query, rows, stride, slots, count, dimension, &squares)
          rows.withUnsafeBufferPointer { rows in
            for i in 0..<count {
              let row = rows.baseAddress! + Int(slots[i]) * stride / 4
              #expect(dots[i] == -kernels.dot(query, row, dimension))
              #expect(squares[i] == kernels.l2(query, row, dimension))
            }
          }
        }
      }
    }
  }

  @Test func theChecksumHasItsPublishedValues() {
    // RFC 3720, B.4.
    #expect(martlet_crc32c(0, [UInt8](repeating: 0, count: 32), 32) == 0x8a91_36aa)
    #expect(martlet_crc32c(0, [UInt8](repeating: 0xff, count: 32), 32) == 0x62a8_ab43)
    #expect(martlet_crc32c(0, [UInt8](0..<32), 32) == 0x46dd_794e)
  }

  @Test func theChecksumByTableEqualsTheInstructionAndContinues() {
    var random = SeededRandom(seed: 3)
    let bytes = (0..<1000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for count in 0...300 {
      #expect(martlet_crc32c(0, bytes, count) == martlet_crc32c_table(0, bytes, count))
      let part = martlet_crc32c(0, bytes, count / 3)
      let rest = Array(bytes[(count / 3)..<count])
      #expect(martlet_crc32c(part, rest, rest.count) == martlet_crc32c(0, bytes, count))
    }
  }
}
