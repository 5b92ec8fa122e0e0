// ONNX Runtime, found at run time: nothing is linked and no header is needed.
//
// The library exports `OrtGetApiBase`, which leads to a table of functions that only ever grows at its end; the places below are
// those of onnxruntime_c_api.h and have not changed since the first releases. Every function that can fail returns a status,
// nil for success.
import Glibc
import Platform

/// A loaded library with its environment. Never unloaded: its threads may outlive any session. Any thread.
package final class GraphRuntime: @unchecked Sendable {
  // Sendable: `table` is constant and its functions may be called from any thread; `environment` is set in `init` alone.
  /// Such as `1.17.1`.
  package let version: String
  let table: UnsafePointer<UnsafeRawPointer?>
  let environment: OpaquePointer

  /// The interface asked for: any ONNX Runtime from 1.17 on has it.
  private static let interface: UInt32 = 17
  private static let names = ["libonnxruntime.so", "libonnxruntime.so.1"]
  private static let loaded = Lock<[String: GraphRuntime]>([:])

  /// Places in the table.
  enum Function: Int {
    case errorMessage = 2
    case createEnvironment = 3
    case createSession = 7
    case run = 9
    case createOptions = 10
    case setThreads = 24
    case inputCount = 30
    case outputCount = 31
    case inputType = 33
    case outputType = 34
    case inputName = 36
    case outputName = 37
    case createTensor = 49
    case tensorData = 51
    case tensorInfo = 55
    case elementType = 60
    case rank = 61
    case dimensions = 62
    case shapeOfValue = 65
    case createMemoryInfo = 69
    case free = 76
    case allocator = 78
    case releaseStatus = 93
    case releaseMemoryInfo = 94
    case releaseSession = 95
    case releaseValue = 96
    case releaseTypeInfo = 98
    case releaseShape = 99
    case releaseOptions = 100
  }

  /// The library, loaded once.
  /// - Parameter path: its file; nil for where the loader looks.
  /// - Throws: `.runtimeMissing` saying what to install or configure.
  package static func load(_ path: String?) throws(EmbeddingError) -> GraphRuntime {
    try loaded.withLock { loaded throws(EmbeddingError) in
      if let runtime = loaded[path ?? ""] { return runtime }
      let runtime = try GraphRuntime(path)
      loaded[path ?? ""] = runtime
      return runtime
    }
  }

  private init(_ path: String?) throws(EmbeddingError) {
    let candidates = path.map { [$0] } ?? Self.names
    var reason = ""
    var library: UnsafeMutableRawPointer?
    for name in candidates where library == nil {
      library = dlopen(name, RTLD_NOW | RTLD_LOCAL)
      if library == nil { reason = dlerror().map { String(cString: $0) } ?? "" }
    }
    func missing(_ what: String) -> EmbeddingError {
      EmbeddingError(
        code: .runtimeMissing,
        message: "\(what) Install ONNX Runtime 1.17 or newer where the system's loader finds libonnxruntime.so, or name "
          + "the library's file (--onnxruntime, MARTLET_ONNXRUNTIME).")
    }
    guard let library else { throw missing("ONNX Runtime cannot be loaded (\(reason)).") }
    guard let symbol = dlsym(library, "OrtGetApiBase") else {
      throw missing("\(candidates[0]) is not ONNX Runtime: it has no OrtGetApiBase.")
    }
    let base = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<UnsafeRawPointer?>?).self)()
    guard let base, let getInterface = base[0], let getVersion = base[1] else {
      throw missing("\(candidates[0]) offers no interface.")
    }
    let text = unsafeBitCast(getVersion, to: (@convention(c) () -> UnsafePointer<CChar>?).self)()
    version = text.map { String(cString: $0) } ?? "unknown"
    let get = unsafeBitCast(
      getInterface, to: (@convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer?>?).self)
    guard let table = get(Self.interface) else {
      throw missing("ONNX Runtime \(version) is too old: it lacks version \(Self.interface) of its interface.")
    }
    self.table = table
    typealias Create = @convention(c) (Int32, UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    let create = unsafeBitCast(table[Function.createEnvironment.rawValue], to: Create.self)
    var environment: OpaquePointer?
    // 3: errors alone go to the library's own log.
    let status = create(3, "martlet", &environment)
    guard status == nil, let environment else {
      throw EmbeddingError(code: .engineFailed, message: "ONNX Runtime \(version) could not be started.")
    }
    self.environment = environment
  }

  /// A function of the table.
  /// - Precondition: `type` is the C type that the header states for it.
  func function<F>(_ place: Function, as type: F.Type) -> F { unsafeBitCast(table[place.rawValue], to: type) }

  /// Turns a status into an error and releases it.
  func check(_ status: OpaquePointer?, _ what: String) throws(EmbeddingError) {
    guard let status else { return }
    let text = function(.errorMessage, as: (@convention(c) (OpaquePointer) -> UnsafePointer<CChar>?).self)(status)
    let reason = text.map { String(cString: $0) } ?? "no reason"
    release(.releaseStatus, status)
    throw EmbeddingError(code: .engineFailed, message: "ONNX Runtime \(version) could not \(what): \(reason).")
  }

  func release(_ place: Function, _ object: OpaquePointer?) {
    guard let object else { return }
    function(place, as: (@convention(c) (OpaquePointer) -> Void).self)(object)
  }
}
