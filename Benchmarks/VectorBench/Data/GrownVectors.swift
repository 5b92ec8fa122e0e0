// More vectors than a data set has, that look like its own: points between near neighbours, moved off the line by noise
// as long as half the neighbours' distance. Density grows where it is high already, as in a growing collection of texts,
// and the intrinsic dimension stays about what it was; plain random vectors would have neither.
import VectorStore

/// Grows a set of vectors by interpolation between near neighbours.
struct GrownVectors: Sendable {
  let metric: Metric
  let dimension: Int
  private let base: [Float]
  /// For each row of the base: itself and its nearest.
  private let neighbours: [Int32]
  /// Each new vector lies between one of the base and one of this many nearest to it.
  private static let neighbourCount = 8
  private static let noise: Float = 0.5
  /// How many ids `neighbours` has for each row: the row's own and its nearest.
  static let neighbourWidth = neighbourCount + 1

  init(_ base: [Float], metric: Metric, dimension: Int, neighbours: [Int32]) {
    (self.metric, self.dimension, self.base, self.neighbours) = (metric, dimension, base, neighbours)
  }

  /// Each row and its nearest. Complexity: quadratic in the rows.
  static func neighbours(of base: [Float], metric: Metric, dimension: Int) async -> [Int32] {
    await ExactNeighbours(metric: metric, dimension: dimension, k: neighbourWidth).find(base, in: base)
  }

  /// The base followed by new vectors, `count` in all (of length 1 under cosine). The same seed makes the same, and a
  /// larger count only adds.
  func grow(to count: Int, seed: UInt64 = 1) -> [Float] {
    let rows = base.count / dimension
    guard count > rows, rows > Self.neighbourCount else { return Array(base.prefix(count * dimension)) }
    let width = Self.neighbourWidth
    var random = SeededRandom(seed: seed)
    var grown = base
    grown.reserveCapacity(count * dimension)
    for _ in rows..<count {
      let one = Int.random(in: 0..<rows, using: &random)
      // The nearest is the row itself.
      let other = Int(neighbours[one * width + Int.random(in: 1..<width, using: &random)])
      let share = Float(random.unit())
      let a = base[one * dimension..<(one + 1) * dimension]
      let b = base[other * dimension..<(other + 1) * dimension]
      let spacing = zip(a, b).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      let deviation = Self.noise * spacing / Float(dimension).squareRoot()
      var vector = zip(a, b).map { $0 + share * ($1 - $0) + deviation * random.normal() }
      if metric == .cosine { UnitLength.normalise(&vector, dimension: dimension) }
      grown += vector
    }
    return grown
  }
}

enum UnitLength {
  /// Brings every row to length 1; a row of zeros stays.
  static func normalise(_ rows: inout [Float], dimension: Int) {
    for start in stride(from: 0, to: rows.count, by: dimension) {
      let row = start..<start + dimension
      let length = row.reduce(Float(0)) { $0 + rows[$1] * rows[$1] }.squareRoot()
      if length > 0 { for index in row { rows[index] /= length } }
    }
  }
}
