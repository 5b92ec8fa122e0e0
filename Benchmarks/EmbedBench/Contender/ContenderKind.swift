// Who takes part: the arithmetics of Martlet's encoder, and ONNX Runtime through Python.
import BenchmarkSupport
import Embeddings

/// An arithmetic, or the peer.
enum ContenderKind: Hashable, Sendable {
  case martlet(Arithmetic)
  case peer(python: String)

  var name: String {
    switch self {
    case .martlet(let arithmetic): "martlet \(arithmetic)"
    case .peer: "onnxruntime f32"
    }
  }

  /// A new process.
  func start(modelFolder: String) throws -> ContenderProcess {
    switch self {
    case .martlet(let arithmetic):
      try ContenderProcess(name: name, command: ["/proc/self/exe", "contender", modelFolder, "\(arithmetic)"])
    case .peer(let python):
      try ContenderProcess(name: name, command: [python, Self.script, modelFolder])
    }
  }

  /// encoder_peers.py, which stands in the repository beside the sources.
  static var script: String {
    var folder = #filePath
    for _ in 0..<3 { folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? folder }
    return folder + "/encoder_peers.py"
  }
}
