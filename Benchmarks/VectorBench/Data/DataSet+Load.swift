// From the files named on the command line to a data set that is ready to run on.
import BenchmarkSupport
import FoundationEssentials
import VectorStore

extension DataSet {
  /// Reads, cuts, normalises and grows as `arguments` say, once for each size asked for, and makes the true neighbours
  /// where they are not given or no longer fit. `body` runs on each.
  static func forEach(_ arguments: Arguments, _ body: (DataSet) async throws -> Void) async throws {
    let (basePath, queryPath) = (arguments.paths[0], arguments.paths[1])
    let baseMatrix = try Matrix.read(basePath)
    let queryMatrix = try Matrix.read(queryPath)
    let (dimension, metric, k) = (baseMatrix.columnCount, arguments.metric, arguments.k)
    guard dimension > 0, queryMatrix.columnCount == dimension else {
      throw BenchmarkError("the base has \(dimension) columns and the queries have \(queryMatrix.columnCount)")
    }
    var base = try baseMatrix.floats(basePath)
    var queries = try queryMatrix.floats(queryPath)
    if let limit = arguments.limit { base.removeLast(max(0, base.count - limit * dimension)) }
    queries.removeLast(max(0, queries.count - arguments.queryCount * dimension))
    if metric == .cosine {
      UnitLength.normalise(&base, dimension: dimension)
      UnitLength.normalise(&queries, dimension: dimension)
    }
    func dataSet(_ base: [Float], truth: [Int32]) -> DataSet {
      let count = base.count / dimension
      let name =
        arguments.grownCounts.isEmpty ? arguments.name : arguments.name.map { "\($0), \(Shown.count(Double(count)))" }
      return DataSet(
        name: name ?? "\(count) x \(dimension)", metric: metric, dimension: dimension, base: base, queries: queries,
        truth: truth, k: k, labels: arguments.labelPlan.labels(count: count))
    }
    let exact = ExactNeighbours(metric: metric, dimension: dimension, k: k)
    guard !arguments.grownCounts.isEmpty else {
      let truth =
        if arguments.limit == nil, arguments.paths.count == 3 {
          try given(arguments.paths[2], queryCount: queries.count / dimension, k: k)
        } else {
          await exact.find(queries, in: base)
        }
      return try await body(dataSet(base, truth: truth))
    }
    let neighbours = try await Self.neighbours(of: base, metric: metric, dimension: dimension, arguments)
    let growing = GrownVectors(base, metric: metric, dimension: dimension, neighbours: neighbours)
    for count in arguments.grownCounts {
      Progress.say("growing to \(Shown.count(Double(count))) vectors")
      let grown = growing.grow(to: count)
      Progress.say("comparing \(queries.count / dimension) queries with all of them")
      try await body(dataSet(grown, truth: await exact.find(queries, in: grown)))
    }
  }

  /// The neighbours `GrownVectors` needs: those an earlier run has kept, or found now, which takes a minute or two.
  private static func neighbours(
    of base: [Float], metric: Metric, dimension: Int, _ arguments: Arguments
  ) async throws -> [Int32] {
    let count = base.count / dimension
    let path = arguments.keptDirectory.map { "\($0)/neighbours-\(count)x\(dimension)-\(metric).i32" }
    if let path, let kept = FileManager.default.contents(atPath: path),
      kept.count == count * GrownVectors.neighbourWidth * 4
    {
      return kept.withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
    }
    Progress.say("finding the near neighbours of \(Shown.count(Double(count))) vectors")
    let found = await GrownVectors.neighbours(of: base, metric: metric, dimension: dimension)
    if let path, let directory = arguments.keptDirectory {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      try found.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
    }
    return found
  }

  private static func given(_ path: String, queryCount: Int, k: Int) throws -> [Int32] {
    let matrix = try Matrix.read(path)
    let all = try matrix.integers(path)
    guard matrix.rowCount >= queryCount, matrix.columnCount >= k else {
      throw BenchmarkError(
        "\(path) has \(matrix.rowCount) rows of \(matrix.columnCount) neighbours; "
          + "\(queryCount) rows of \(k) are needed")
    }
    return (0..<queryCount).flatMap { all[$0 * matrix.columnCount..<$0 * matrix.columnCount + k] }
  }

  /// Writes what the contenders read: `base.f32`, `queries.f32`, `labels.i32` (little-endian, no header).
  func write(to directory: String) throws {
    func write<Element>(_ elements: [Element], _ name: String) throws {
      try elements.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        let data = Data(
          bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
        try data.write(to: URL(filePath: "\(directory)/\(name)"))
      }
    }
    try write(base, "base.f32")
    try write(queries, "queries.f32")
    try write(labels, "labels.i32")
  }
}
