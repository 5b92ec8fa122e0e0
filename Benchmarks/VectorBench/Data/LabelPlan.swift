// Which label each vector gets, so that one data set serves filters of every selectivity.
//
// Labels are dealt by a seeded generator, independent of the vectors, in sizes such that the labels below n match a
// known share: {0} matches 0.01 %, {0, 1} 0.1 %, and so on. With more labels than that each size is cut into equal
// pieces: a filter then names many labels, as a knowledge base of many files does.

/// The labels of a data set and the filters over them.
struct LabelPlan {
  /// Shares of the vectors that filters match, in rising order.
  static let selectivities = [0.0001, 0.001, 0.01, 0.1, 0.5, 1]

  /// Pieces each size is cut into.
  let piecesPerSelectivity: Int

  /// The labels of `count` vectors.
  func labels(count: Int) -> [Int32] {
    var random = SeededRandom(seed: 0xF117)
    return (0..<count).map { _ in
      let share = random.unit()
      let step = Self.selectivities.firstIndex { share < $0 } ?? Self.selectivities.count - 1
      return Int32(step * piecesPerSelectivity + Int.random(in: 0..<piecesPerSelectivity, using: &random))
    }
  }

  /// The filter of selectivity `selectivities[index]` admits the labels below this.
  func labelLimit(ofSelectivity index: Int) -> Int { (index + 1) * piecesPerSelectivity }
}
