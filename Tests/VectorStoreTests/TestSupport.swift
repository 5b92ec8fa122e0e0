// What the room's tests share: a directory that goes away, vectors in clusters, the exact answer.
import FoundationEssentials
import Testing
import VectorStore

/// A fresh directory, removed when the test lets go of it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/martlet-vectors-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Copies the directory as it is at this moment: what a crash would leave (all writes so far, no more).
  func copy() throws -> TemporaryDirectory {
    let copy = try TemporaryDirectory()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(copy.path)/\(name)")
    }
    return copy
  }

  func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

  /// Whether any file holds these bytes.
  func contains(_ needle: [UInt8]) throws -> Bool {
    try names.contains { name in
      try bytes(of: name).withUnsafeBytes { file in
        var start = 0
        while let found = file[start...].firstIndex(of: needle[0]) {
          if file[found...].starts(with: needle) { return true }
          start = found + 1
        }
        return false
      }
    }
  }
}

/// Vectors around random centres, as embeddings lie.
func clusteredVectors(_ count: Int, dimension: Int, clusters: Int, random: inout SeededRandom) -> [[Float]] {
  let centres = (0..<clusters).map { _ in random.floats(dimension) }
  return (0..<count).map { index in centres[index % clusters].map { $0 + 0.6 * random.float() } }
}

/// What an index can be; the tests of behaviour run for each.
struct IndexShape: Sendable, Equatable, CustomTestStringConvertible {
  var kind: IndexKind
  var components: ComponentFormat
  var testDescription: String { "\(kind), \(components)" }

  static let exact = IndexShape(kind: .exact, components: .float32)
  /// One shape of each kind, for tests of many steps that the format of components has no part in.
  static let ofEachKind = [
    exact, IndexShape(kind: .compact, components: .float32), IndexShape(kind: .fused, components: .float16),
  ]
  static let all = IndexKind.allCases.flatMap { kind in
    ComponentFormat.allCases.map { IndexShape(kind: kind, components: $0) }
  }

  /// How much more efSearch vectors of few components need: a fused index knows little of them from one-bit codes.
  var effort: Int { kind == .fused ? 4 : 1 }

  /// How far a stored component may be from the one given, for components of about 1.
  var tolerance: Float { components == .float16 ? 2e-3 : kind == .exact ? 0 : 1e-5 }
}

func configuration(
  _ dimension: Int, _ metric: Metric = .l2, model: String = "test", shape: IndexShape = .exact
) -> CollectionConfiguration {
  CollectionConfiguration(
    dimension: dimension, metric: metric, m: 12, efConstruction: 100, kind: shape.kind, components: shape.components,
    model: model)
}

/// Whether two vectors are the same but for the rounding of an index shape.
func isNear(_ a: [Float]?, _ b: [Float], in shape: IndexShape) -> Bool {
  guard let a, a.count == b.count else { return false }
  let scale = max(1, b.reduce(0) { max($0, abs($1)) })
  return zip(a, b).allSatisfy { abs($0 - $1) <= shape.tolerance * scale }
}

/// Options under which nothing happens behind a test's back.
var quietOptions: OpenOptions {
  var options = OpenOptions()
  options.checkpointLogBytes = nil
  options.sweepRatio = 2
  options.reservedBytes = 1 << 30
  return options
}

extension VectorCollection {
  /// Prepares and publishes a batch.
  func commit(_ number: UInt64, _ fill: (inout WriteBatch) -> Void) throws {
    var batch = WriteBatch()
    fill(&batch)
    try prepare(batch, commit: number).publish()
  }

  /// Upserts `vectors` with their index as id and `label(index)` as label, as one commit.
  func commit(_ number: UInt64, vectors: [[Float]], label: (Int) -> UInt64 = { _ in 0 }) throws {
    try commit(number) { batch in
      for (index, vector) in vectors.enumerated() {
        batch.upsert(id: UInt64(index), label: label(index), vector: vector)
      }
    }
  }
}

/// Expects `body` to throw an error with this code, and returns it.
@discardableResult
func expectError(
  _ code: VectorStoreError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> VectorStoreError? {
  do {
    try body()
    Issue.record("no error was thrown, \(code) was expected", sourceLocation: sourceLocation)
  } catch let error as VectorStoreError {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
  return nil
}

/// Share of the exact answers that `search` finds.
func recall(
  of collection: VectorCollection, queries: [[Float]], k: Int, efSearch: Int, filter: Filter? = nil
) throws -> Double {
  var hits = 0
  var total = 0
  for query in queries {
    let exact = Set(try collection.searchExactly(query, k: k, filter: filter).map(\.id))
    let found = try collection.search(query, k: k, efSearch: efSearch, filter: filter)
    hits += found.filter { exact.contains($0.id) }.count
    total += exact.count
  }
  return total == 0 ? 1 : Double(hits) / Double(total)
}
