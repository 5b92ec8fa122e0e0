// Sorted insertion by whole vectors: each implementation against the plain one, and that against sorting.
import CKernels
import Testing

struct CandidateKernelTests {
  private static var kernels: [martlet_candidate_kernels] {
    var all: [martlet_candidate_kernels] = []
    while let next = martlet_candidate_available(all.count) { all.append(next.pointee) }
    return all
  }

  /// A pool as `kernels.insert` wants it.
  private struct Pool {
    var candidates: [martlet_candidate]
    var count = 0
    let limit: Int

    init(limit: Int) {
      self.limit = limit
      candidates = Array(
        repeating: martlet_candidate(tagged: 1 << 31, distance: .infinity),
        count: limit + Int(MARTLET_CANDIDATE_SLACK))
    }

    mutating func insert(_ distances: [Float], by kernels: martlet_candidate_kernels) -> Int {
      let slots = distances.indices.map { UInt32($0) }
      return kernels.insert(&candidates, &count, limit, slots, distances, distances.count)
    }

    var distances: [Float] { candidates[..<count].map(\.distance) }
  }

  /// Distances such as a search meets, and some it should not: ties, infinities, what is not a number.
  private static func distances(_ random: inout SeededRandom) -> [Float] {
    (0..<random.next(below: 33)).map { _ in
      switch random.next(below: 40) {
      case 0: .nan
      case 1: .infinity
      case 2: -0.0
      case 3: .leastNonzeroMagnitude
      default: Float(Int(random.next(below: 1000)) - 500) / 8
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 40, 127, 128, 129, 300])
  func theNearestAreKeptInOrder(limit: Int) {
    for kernels in Self.kernels {
      var random = SeededRandom(seed: UInt64(limit))
      var pool = Pool(limit: limit)
      var all: [Float] = []
      for _ in 0..<60 {
        let newcomers = Self.distances(&random)
        let before = pool.distances
        let lowest = pool.insert(newcomers, by: kernels)
        all += newcomers.filter { !$0.isNaN }
        #expect(pool.distances == all.sorted().prefix(limit).map { $0 }, "\(String(cString: kernels.name))")
        let firstChange = zip(before, pool.distances).enumerated().first { $1.0 != $1.1 }?.offset
        if let firstChange { #expect(lowest <= firstChange) }
        #expect(lowest <= limit)
      }
    }
  }

  @Test func noCandidateIsLostOrDoubledWhereDistancesAreEqualAndSomeAreMarked() {
    for kernels in Self.kernels {
      var random = SeededRandom(seed: 17)
      for limit in [5, 16, 50, 200] {
        var pool = Pool(limit: limit)
        var distances: [Float] = []
        for _ in 0..<40 {
          let newcomers = (0..<random.next(below: 20)).map { _ in Float(random.next(below: 6)) - 3 }
          let slots = newcomers.indices.map { UInt32(distances.count + $0) }
          distances += newcomers
          _ = kernels.insert(&pool.candidates, &pool.count, limit, slots, newcomers, newcomers.count)
          let kept = pool.candidates[..<pool.count].map { $0.tagged & 0x7fff_ffff }
          #expect(Set(kept).count == kept.count)
          #expect(kept.map { distances[Int($0)] } == pool.distances)
          for index in 0..<pool.count where random.next(below: 3) == 0 { pool.candidates[index].tagged |= 1 << 31 }
        }
      }
    }
  }
}
