// Kernels of the coded index: half floats, the rotation, the one-bit codes. Each against a scalar form or a definition.
import CKernels
import Testing

struct CodeKernelTests {
  private static var distances: [martlet_distance_kernels] {
    var all: [martlet_distance_kernels] = []
    while let next = martlet_distance_available(all.count) { all.append(next.pointee) }
    return all
  }

  private static var codes: [martlet_bit_kernels] {
    var all: [martlet_bit_kernels] = []
    while let next = martlet_bit_available(all.count) { all.append(next.pointee) }
    return all
  }

  @Test func everyHalfFloatIsWidenedExactlyAndNarrowedBack() {
    let all = (0...UInt16.max).map { $0 }
    for kernels in Self.distances {
      var wide = [Float](repeating: 0, count: all.count)
      kernels.widen(all, all.count, &wide)
      for (half, value) in zip(all, wide) {
        let expected = Float(Float16(bitPattern: half))
        #expect(value == expected || (value.isNaN && expected.isNaN), "\(half)")
      }
      var back = all
      martlet_narrow(wide, wide.count, &back)
      for (half, value) in zip(all, back) where !Float16(bitPattern: half).isNaN { #expect(half == value) }
    }
  }

  @Test func narrowingRoundsToTheNearestWithTiesToEven() {
    var random = SeededRandom(seed: 90)
    var values: [Float] = (0..<20_000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
    values += [65_519, 65_520, -65_520, 1e-8, 5.97e-8, 2.98e-8, 0, -0, 1.000488, 1.0004883, 6.1e-5, 6.09e-5]
    var halves = [UInt16](repeating: 0, count: values.count)
    martlet_narrow(values, values.count, &halves)
    for (value, half) in zip(values, halves) where !value.isNaN {
      #expect(half == Float16(value).bitPattern, "\(value)")
    }
  }

  @Test func rowsOfHalfFloatsGiveWhatTheirValuesGive() throws {
    var random = SeededRandom(seed: 91)
    let scalar = try #require(Self.distances.first)
    for dimension in [16, 32, 48, 384, 784, 4096] {
      let query = random.floats(dimension)
      let rows = random.floats(dimension * 5)
      var halves = [UInt16](repeating: 0, count: rows.count)
      martlet_narrow(rows, rows.count, &halves)
      let values = halves.map { Float(Float16(bitPattern: $0)) }
      let slots: [UInt32] = [4, 0, 2, 2, 1, 3]
      for kernels in Self.distances {
        var found = [Float](repeating: 0, count: slots.count)
        var expected = found
        kernels.half_dot_rows(query, halves, dimension * 2, slots, slots.count, dimension, .infinity, &found)
        scalar.dot_rows(query, values, dimension * 4, slots, slots.count, dimension, .infinity, &expected)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < Float(dimension) * 4e-6 })
        kernels.half_l2_rows(query, halves, dimension * 2, slots, slots.count, dimension, .infinity, &found)
        scalar.l2_rows(query, values, dimension * 4, slots, slots.count, dimension, .infinity, &expected)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < Float(dimension) * 4e-6 })
      }
    }
  }

  @Test func aRotationKeepsDistancesAndCanBeTakenBack() {
    var random = SeededRandom(seed: 92)
    for dimension in [16, 32, 48, 64, 112, 384, 512, 784, 1536, 4112] {
      let signs: [Float] = (0..<4 * dimension).map { _ in random.next(below: 2) == 0 ? 1 : -1 }
      let a = random.floats(dimension)
      let b = random.floats(dimension)
      var rotatedA = a
      var rotatedB = b
      martlet_rotate(&rotatedA, dimension, signs)
      martlet_rotate(&rotatedB, dimension, signs)
      func dot(_ x: [Float], _ y: [Float]) -> Float { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(abs(dot(a, b) - dot(rotatedA, rotatedB)) < 1e-5 * Float(dimension))
      martlet_unrotate(&rotatedA, dimension, signs)
      #expect(zip(a, rotatedA).allSatisfy { abs($0 - $1) < 1e-4 })
      // A vector of one component is spread out: no component keeps more than a small part.
      var spike = [Float](repeating: 0, count: dimension)
      spike[dimension / 3] = 1
      martlet_rotate(&spike, dimension, signs)
      #expect(spike.allSatisfy { abs($0) < 6 / Float(dimension).squareRoot() })
    }
  }

  /// A vertex, a query and the codes of 32 neighbours made by one implementation.
  private struct Block {
    var dimension: Int
    var query: [Float]
    var neighbours: [[Float]]
    var codes: [UInt8]
    var constants = [Float](repeating: 0, count: 32)
    var slopes = [Float](repeating: 0, count: 32)
    var base: Float

    init(dimension: Int, kernels: martlet_bit_kernels, random: inout SeededRandom) {
      self.dimension = dimension
      let vertex = random.floats(dimension)
      let query = vertex.map { $0 + 0.7 * random.float() }
      self.query = query
      neighbours = (0..<32).map { _ in vertex.map { $0 + 0.5 * random.float() } }
      codes = [UInt8](repeating: 0xa5, count: 4 * dimension)
      base = zip(query, vertex).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      for (lane, neighbour) in neighbours.enumerated() {
        let sums = kernels.encode(vertex, neighbour, dimension, UInt32(lane), &codes)
        slopes[lane] = 2 * sums.squared / sums.absolute
        constants[lane] = sums.squared + slopes[lane] * sums.signs_dot_center
      }
    }
  }

  @Test func everyImplementationOfTheCodesEqualsTheScalarOne() throws {
    let scalar = try #require(Self.codes.first)
    for kernels in Self.codes {
      for dimension in Array(stride(from: 16, through: 400, by: 16)) + [784, 1024, 1040, 1536, 4096, 4112] {
        var random = SeededRandom(seed: UInt64(dimension))
        var same = random
        let expected = Block(dimension: dimension, kernels: scalar, random: &random)
        let block = Block(dimension: dimension, kernels: kernels, random: &same)
        #expect(block.codes == expected.codes)
        let scale = expected.base * 1e-3
        #expect(zip(block.constants, expected.constants).allSatisfy { abs($0 - $1) <= scale })
        #expect(zip(block.slopes, expected.slopes).allSatisfy { abs($0 - $1) <= scale })

        var table = [UInt8](repeating: 0, count: 4 * dimension)
        var scalarTable = table
        let range = kernels.make_table(block.query, dimension, &table)
        let scalarRange = scalar.make_table(block.query, dimension, &scalarTable)
        #expect(zip(table, scalarTable).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(abs(range.offset - scalarRange.offset) <= 1e-4 * abs(range.offset))
        #expect(abs(range.scale - scalarRange.scale) <= 1e-6 * range.scale)

        var out = [Float](repeating: 0, count: 32)
        var scalarOut = out
        let threshold = expected.base
        let mask = kernels.estimate(
          expected.codes, scalarTable, scalarRange, dimension, expected.constants, expected.slopes, expected.base,
          threshold, &out)
        _ = scalar.estimate(
          expected.codes, scalarTable, scalarRange, dimension, expected.constants, expected.slopes, expected.base,
          threshold, &scalarOut)
        #expect(zip(out, scalarOut).allSatisfy { abs($0 - $1) <= scale })
        for lane in 0..<32 { #expect((mask >> UInt32(lane) & 1 == 1) == (out[lane] < threshold)) }
      }
    }
  }

  @Test func estimatesAreNearTheDistancesTheyStandFor() throws {
    var random = SeededRandom(seed: 93)
    for kernels in Self.codes {
      let block = Block(dimension: 384, kernels: kernels, random: &random)
      var table = [UInt8](repeating: 0, count: 4 * block.dimension)
      let range = kernels.make_table(block.query, block.dimension, &table)
      var out = [Float](repeating: 0, count: 32)
      _ = kernels.estimate(
        block.codes, table, range, block.dimension, block.constants, block.slopes, block.base, 0, &out)
      var error: Float = 0
      for (lane, neighbour) in block.neighbours.enumerated() {
        let distance = zip(block.query, neighbour).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        error += abs(out[lane] - distance) / distance / 32
      }
      #expect(error < 0.05)
    }
  }

  @Test func encodingALaneLeavesTheOthersAlone() throws {
    var random = SeededRandom(seed: 94)
    for kernels in Self.codes {
      let block = Block(dimension: 64, kernels: kernels, random: &random)
      for lane in 0..<32 {
        var changed = block.codes
        _ = kernels.encode(block.query, random.floats(64), 64, UInt32(lane), &changed)
        let mask: UInt8 = lane < 16 ? 0x0f : 0xf0
        for index in changed.indices where index % 16 != lane % 16 { #expect(changed[index] == block.codes[index]) }
        for index in stride(from: lane % 16, to: changed.count, by: 16) {
          #expect(changed[index] & ~mask == block.codes[index] & ~mask)
        }
      }
    }
  }

  @Test func everyImplementationOfTheFourBitCodesEqualsTheScalarOne() throws {
    var all: [martlet_nibble_kernels] = []
    while let next = martlet_nibble_available(all.count) { all.append(next.pointee) }
    let scalar = try #require(all.first)
    for kernels in all {
      for dimension in [64, 128, 192, 256, 320, 384, 832, 1536, 4096, 4160] {
        var random = SeededRandom(seed: UInt64(dimension))
        let query = random.floats(dimension)
        var code = [Int8](repeating: 0, count: dimension)
        let rounded = martlet_nibble_round(query, dimension, &code)
        let stride = 128 + dimension / 2
        var rows = [UInt8](repeating: 0, count: stride * 7)
        let vectors = (0..<7).map { _ in query.map { $0 + 0.8 * random.float() } }
        rows.withUnsafeMutableBytes { bytes in
          for (index, vector) in vectors.enumerated() {
            let row = bytes.baseAddress! + index * stride
            let target = (row + 64).assumingMemoryBound(to: UInt8.self)
            row.storeBytes(of: martlet_nibble_encode(vector, dimension, target), as: martlet_nibble_factors.self)
          }
        }
        rows.withUnsafeBytes { bytes in
          var place = martlet_nibble_rows(
            rows: bytes.baseAddress, stride: stride, factors_offset: 0, code_offset: 64, dimension: dimension)
          let slots: [UInt32] = [6, 0, 3, 3, 1, 5, 2, 4]
          for isSquared in [0, 1] as [Int32] {
            var found = [Float](repeating: 0, count: slots.count)
            var expected = found
            kernels.distances(code, rounded, &place, slots, slots.count, isSquared, &found)
            scalar.distances(code, rounded, &place, slots, slots.count, isSquared, &expected)
            #expect(found == expected, "\(String(cString: kernels.name)) \(dimension)")
            for (slot, estimate) in zip(slots, found) {
              let pairs = zip(query, vectors[Int(slot)])
              let distance = pairs.reduce(Float(0)) { sum, pair in
                isSquared == 1 ? sum + (pair.0 - pair.1) * (pair.0 - pair.1) : sum - pair.0 * pair.1
              }
              #expect(abs(estimate - distance) <= 0.12 * abs(distance), "\(dimension)")
            }
          }
        }
      }
    }
  }
}
