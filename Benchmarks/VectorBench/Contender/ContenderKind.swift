// Who takes part: index kinds of Martlet's store, and libraries through Python.
import BenchmarkSupport
import FoundationEssentials

/// A library, or one of the store's index kinds.
enum ContenderKind: Hashable, Sendable {
  case martlet(IndexChoice)
  case peer(String)

  var name: String {
    switch self {
    case .martlet(let choice): "martlet \(choice.name)"
    case .peer(let name): name
    }
  }

  var isPeer: Bool {
    if case .peer = self { true } else { false }
  }

  /// The name as part of a path.
  var fileName: String { name.replacing(" ", with: "-") }
}

/// Starts contenders on one data set.
struct ContenderFactory: Sendable {
  /// Where `DataSet.write` has put the vectors.
  let dataDirectory: String
  /// Where indexes go, one folder or file for each contender.
  let indexDirectory: String
  let dataSet: DataSet
  let arguments: Arguments

  /// Copies the files of one index of `kind` to those of another variant, in place of what was there.
  func copyIndex(of kind: ContenderKind, from: String, to: String) throws {
    let path = "\(indexDirectory)/\(kind.fileName)"
    let ending = kind.isPeer ? ".index" : ""
    let files = FileManager.default
    if files.fileExists(atPath: path + to + ending) { try files.removeItem(atPath: path + to + ending) }
    try files.copyItem(atPath: path + from + ending, toPath: path + to + ending)
  }

  /// A new process.
  ///
  /// - Parameter residency: how Martlet opens index files; nil leaves it to the arguments.
  func start(_ kind: ContenderKind, residency: String? = nil) throws -> ContenderProcess {
    let shared = [
      "--data", dataDirectory, "--index", "\(indexDirectory)/\(kind.fileName)",
      "--dimension", "\(dataSet.dimension)", "--metric", "\(dataSet.metric)", "--k", "\(dataSet.k)",
    ]
    switch kind {
    case .martlet(let choice):
      return try ContenderProcess(
        name: kind.name,
        command: [
          "/proc/self/exe", "contender", "--kind", choice.name, "--residency", residency ?? arguments.residency,
          "--durability",
          arguments.durability,
        ] + shared)
    case .peer(let name):
      guard let python = arguments.python else { throw BenchmarkError("\(name) needs --python") }
      let script = Self.script()
      return try ContenderProcess(name: name, command: [python, script, name] + shared)
    }
  }

  /// vector_peers.py, which stands in the repository beside the sources.
  static func script() -> String {
    var folder = #filePath
    for _ in 0..<3 { folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? folder }
    return folder + "/vector_peers.py"
  }
}
