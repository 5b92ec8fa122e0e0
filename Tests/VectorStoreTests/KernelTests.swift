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
          kernels.dot_rows(query, rows, stride, slots, count, dimension, .infinity, &dots)
          kernels.l2_rows(query, rows, stride, slots, count, dimension, .infinity, &squares)
          rows.withUnsafeBufferPointer { rows in
            for i in 0..<count {
              let row = rows.baseAddress! + Int(slots[i]) * stride / 4
              #expect(dots[i] == -kernels.dot(query, row, dimension))
              // Squares are summed in pieces of 256.
              let square = kernels.l2(query, row, dimension)
              #expect(abs(squares[i] - square) <= (dimension > 256 ? 1e-5 * square : 0))
            }
          }
        }
      }
    }
  }

  @Test func aBoundChangesNothingBelowItAndHidesNothingAboveIt() throws {
    var random = SeededRandom(seed: 4)
    for kernels in Self.available {
      for dimension in [16, 256, 272, 784, 1536] {
        let rows = random.floats(dimension * 30)
        var halves = [UInt16](repeating: 0, count: rows.count)
        martlet_narrow(rows, rows.count, &halves)
        let query = random.floats(dimension)
        let slots = (0..<30).map { UInt32($0) }
        var all = [Float](repeating: 0, count: 30)
        var bounded = all
        func expectBounded(_ bound: Float) {
          for (whole, found) in zip(all, bounded) { #expect(whole <= bound ? found == whole : found > bound) }
        }
        for rank in [0, 10, 29] {
          kernels.l2_rows(query, rows, dimension * 4, slots, 30, dimension, .infinity, &all)
          var bound = all.sorted()[rank]
          kernels.l2_rows(query, rows, dimension * 4, slots, 30, dimension, bound, &bounded)
          expectBounded(bound)
          kernels.half_l2_rows(query, halves, dimension * 2, slots, 30, dimension, .infinity, &all)
          bound = all.sorted()[rank]
          kernels.half_l2_rows(query, halves, dimension * 2, slots, 30, dimension, bound, &bounded)
          expectBounded(bound)
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
