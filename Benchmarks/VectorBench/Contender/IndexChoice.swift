// The index kinds of the store as the command line names them: the kind, and how components are kept when not as the
// store chooses.
import BenchmarkSupport
import VectorStore

/// A kind of index, `exact` or `fused-f32` for instance.
struct IndexChoice: Hashable, Sendable {
  let kind: IndexKind
  /// nil: what the store chooses for the kind.
  let components: ComponentFormat?

  /// All names of kinds, for help.
  static var names: String { IndexKind.allCases.map { "\($0)" }.joined(separator: ", ") }

  /// - Throws: `BenchmarkError` for a name of no kind.
  init(_ name: String) throws {
    let parts = name.split(separator: "-", maxSplits: 1)
    guard let kind = IndexKind.allCases.first(where: { "\($0)" == parts.first ?? "" }) else {
      throw BenchmarkError("there is no kind '\(name)'; kinds: \(Self.names), each with -f32 or -f16 behind it or not")
    }
    self.kind = kind
    switch parts.dropFirst().first {
    case nil: components = nil
    case "f32": components = .float32
    case "f16": components = .float16
    default: throw BenchmarkError("components are kept as f32 or f16, not as in '\(name)'")
    }
  }

  var name: String {
    switch components {
    case nil: "\(kind)"
    case .float32: "\(kind)-f32"
    case .float16: "\(kind)-f16"
    }
  }

  /// The configuration of a collection of this kind, with the parameters all contenders share.
  func configuration(dimension: Int, metric: Metric) -> CollectionConfiguration {
    CollectionConfiguration(
      dimension: dimension, metric: metric, m: 16, efConstruction: 200, kind: kind, components: components,
      model: "bench")
  }
}
