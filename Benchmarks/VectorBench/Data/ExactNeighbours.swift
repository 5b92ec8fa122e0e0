// True neighbours by comparing everything with everything: the judge of every recall, so it shares no code with the
// store it judges. Base rows go by in blocks that stay in the cache while four queries at a time are compared with them.
import VectorStore

/// Finds the nearest rows of a matrix by exhaustive comparison.
struct ExactNeighbours: Sendable {
  let metric: Metric
  let dimension: Int
  let k: Int
  private static let blockRows = 64

  /// The `k` nearest rows of each query, nearest first; -1 where fewer match. Uses `threads` threads.
  ///
  /// - Parameter admits: which rows count, by row number; nil admits all.
  func find(
    _ queries: [Float], in base: [Float], threads: Int = 2, where admits: (@Sendable (Int) -> Bool)? = nil
  ) async -> [Int32] {
    let queryCount = queries.count / dimension
    let share = (queryCount + threads - 1) / threads
    return await withTaskGroup(of: (Int, [Int32]).self) { group in
      for start in stride(from: 0, to: queryCount, by: max(share, 1)) {
        group.addTask {
          (start, find(queries, in: base, queries: start..<min(start + share, queryCount), where: admits))
        }
      }
      var parts: [(Int, [Int32])] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  private func find(
    _ queries: [Float], in base: [Float], queries range: Range<Int>, where admits: ((Int) -> Bool)?
  ) -> [Int32] {
    let rows = base.count / dimension
    var nearest = range.map { _ in NearestList(k: k) }
    queries.withUnsafeBufferPointer { queries in
      base.withUnsafeBufferPointer { base in
        for block in stride(from: 0, to: rows, by: Self.blockRows) {
          let block = block..<min(block + Self.blockRows, rows)
          for first in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
            for row in block where admits?(row) ?? true {
              let distances = distances(queries, first, to: base, row)
              for lane in 0..<min(4, range.upperBound - first) {
                nearest[first - range.lowerBound + lane].offer(Int32(row), distances[lane])
              }
            }
          }
        }
      }
    }
    return nearest.flatMap(\.ids)
  }

  /// The distances of four queries from `first` on to one row; queries past the end repeat the last.
  private func distances(
    _ queries: UnsafeBufferPointer<Float>, _ first: Int, to base: UnsafeBufferPointer<Float>, _ row: Int
  ) -> SIMD4<Float> {
    let last = queries.count / dimension - 1
    func start(_ lane: Int) -> Int { min(first + lane, last) * dimension }
    let (q0, q1, q2, q3) = (start(0), start(1), start(2), start(3))
    let b = row * dimension
    var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    var column = 0
    let raw = (UnsafeRawPointer(queries.baseAddress), UnsafeRawPointer(base.baseAddress))
    guard let q = raw.0, let rows = raw.1 else { return .zero }
    func load(_ pointer: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> {
      pointer.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    }
    if metric == .l2 {
      while column + 8 <= dimension {
        let y = load(rows, b + column)
        let (d0, d1) = (load(q, q0 + column) - y, load(q, q1 + column) - y)
        let (d2, d3) = (load(q, q2 + column) - y, load(q, q3 + column) - y)
        sums.0 += d0 * d0
        sums.1 += d1 * d1
        sums.2 += d2 * d2
        sums.3 += d3 * d3
        column += 8
      }
    } else {
      while column + 8 <= dimension {
        let y = load(rows, b + column)
        sums.0 -= load(q, q0 + column) * y
        sums.1 -= load(q, q1 + column) * y
        sums.2 -= load(q, q2 + column) * y
        sums.3 -= load(q, q3 + column) * y
        column += 8
      }
    }
    var result = SIMD4(sums.0.sum(), sums.1.sum(), sums.2.sum(), sums.3.sum())
    while column < dimension {
      let x = SIMD4(queries[q0 + column], queries[q1 + column], queries[q2 + column], queries[q3 + column])
      let y = SIMD4(repeating: base[b + column])
      result += metric == .l2 ? (x - y) * (x - y) : -(x * y)
      column += 1
    }
    return result
  }
}

/// The `k` smallest of what was offered; of equal distances the lower id stays.
private struct NearestList {
  private var entries: [(distance: Float, id: Int32)] = []
  private let k: Int

  init(k: Int) {
    self.k = k
    entries.reserveCapacity(k + 1)
  }

  mutating func offer(_ id: Int32, _ distance: Float) {
    if entries.count == k, distance >= entries[k - 1].distance { return }
    let place = entries.lastIndex { $0.distance <= distance }.map { $0 + 1 } ?? 0
    entries.insert((distance, id), at: place)
    if entries.count > k { entries.removeLast() }
  }

  /// `k` ids, nearest first, -1 where there are fewer.
  var ids: [Int32] { entries.map(\.id) + Array(repeating: -1, count: k - entries.count) }
}

extension SIMD8 where Scalar == Float {
  fileprivate func sum() -> Float { (lowHalf + highHalf).sum() }
}
