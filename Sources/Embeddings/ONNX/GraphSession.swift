// One graph loaded by ONNX Runtime: what it takes in, what it gives, and running it on a batch.

/// An element type of a tensor, by ONNX's number.
private enum GraphType: Int32 {
  case float = 1
  case int32 = 6
  case int64 = 7
}

/// A session. Any thread: ONNX Runtime allows concurrent runs.
final class GraphSession: @unchecked Sendable {
  // Sendable: the pointers are set in `init` and released in `deinit`; running does not change the session.
  private let runtime: GraphRuntime
  private let session: OpaquePointer
  private let memory: OpaquePointer
  private let inputs: [(role: Role, name: String, type: GraphType)]
  private let output: String
  /// Whether the graph pools by itself: its output has one row per text.
  let isPooled: Bool

  /// What an input is for, by the name that exporters give it.
  private enum Role: String, CaseIterable {
    case ids = "input_ids"
    case mask = "attention_mask"
    case types = "token_type_ids"
  }

  /// Loads a graph.
  /// - Parameter threads: how many compute one run.
  /// - Throws: `.engineFailed` with the library's reason; `.modelUnsupported` naming an input or output that is not understood.
  init(_ runtime: GraphRuntime, path: String, threads: Int) throws(EmbeddingError) {
    self.runtime = runtime
    typealias Create = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    var options: OpaquePointer?
    try runtime.check(runtime.function(.createOptions, as: Create.self)(&options), "make options")
    defer { runtime.release(.releaseOptions, options) }
    typealias SetThreads = @convention(c) (OpaquePointer?, Int32) -> OpaquePointer?
    try runtime.check(
      runtime.function(.setThreads, as: SetThreads.self)(options, Int32(clamping: threads)), "take the number of threads")
    typealias Open = @convention(c) (
      OpaquePointer, UnsafePointer<CChar>, OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>
    ) -> OpaquePointer?
    var session: OpaquePointer?
    try runtime.check(
      runtime.function(.createSession, as: Open.self)(runtime.environment, path, options, &session), "load \(path)")
    guard let session else { throw EmbeddingError(code: .engineFailed, message: "\(path) gave no session.") }
    let description = GraphDescription(runtime: runtime, session: session)
    var memory: OpaquePointer?
    do throws(EmbeddingError) {
      (inputs, output, isPooled) = try Self.roles(description, path)
      typealias CreateMemory = @convention(c) (Int32, Int32, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
      // The allocator with an arena (1), memory of the processor (0).
      try runtime.check(runtime.function(.createMemoryInfo, as: CreateMemory.self)(1, 0, &memory), "describe memory")
      guard let memory else { throw EmbeddingError(code: .engineFailed, message: "ONNX Runtime described no memory.") }
      self.memory = memory
    } catch {
      runtime.release(.releaseSession, session)
      throw error
    }
    self.session = session
  }

  deinit {
    runtime.release(.releaseMemoryInfo, memory)
    runtime.release(.releaseSession, session)
  }

  private static func roles(
    _ graph: GraphDescription, _ path: String
  ) throws(EmbeddingError) -> (inputs: [(role: Role, name: String, type: GraphType)], output: String, isPooled: Bool) {
    func unsupported(_ what: String) -> EmbeddingError {
      EmbeddingError(code: .modelUnsupported, message: "\(path) \(what).")
    }
    var inputs: [(role: Role, name: String, type: GraphType)] = []
    for input in try graph.inputs() {
      guard let role = Role(rawValue: input.name), let type = GraphType(rawValue: input.type), type != .float else {
        throw unsupported(
          "wants the input \"\(input.name)\" of type \(input.type) (supported: input_ids, attention_mask and "
            + "token_type_ids of whole numbers)")
      }
      inputs.append((role, input.name, type))
    }
    guard inputs.contains(where: { $0.role == .ids }) else { throw unsupported("has no input \"input_ids\"") }
    let outputs = try graph.outputs().filter { $0.type == GraphType.float.rawValue }
    let states =
      outputs.first { $0.name == "last_hidden_state" } ?? outputs.first { $0.rank == 3 }
      ?? outputs.first { $0.rank == 2 }
    guard let states else { throw unsupported("has no output of f32 vectors, one per token or text") }
    return (inputs, states.name, states.rank == 2)
  }

  /// Runs the graph on texts.
  /// - Parameters:
  ///   - texts: token ids, at least one text.
  ///   - padding: the id that fills shorter texts up.
  ///   - body: given the output, [texts × longest × width] or [texts × width] when `isPooled`, and its width.
  /// - Throws: `.engineFailed` with the library's reason.
  func run<Output>(
    _ texts: [[Int32]], padding: Int32, _ body: (UnsafePointer<Float>, _ longest: Int, _ width: Int) -> Output
  ) throws(EmbeddingError) -> Output {
    let longest = texts.reduce(1) { max($0, $1.count) }
    let shape = [Int64(texts.count), Int64(longest)]
    var buffers: [UnsafeMutableRawBufferPointer] = []
    var values: [OpaquePointer?] = []
    defer {
      for value in values { runtime.release(.releaseValue, value) }
      for buffer in buffers { buffer.deallocate() }
    }
    for input in inputs {
      let numbers = Self.numbers(input.role, texts, longest, padding)
      let buffer = Self.buffer(numbers, input.type)
      buffers.append(buffer)
      values.append(try tensor(buffer, shape, input.type))
    }
    let result = try run(values)
    defer { runtime.release(.releaseValue, result) }
    let dimensions = try GraphDescription(runtime: runtime, session: session).dimensions(of: result)
    let expected = isPooled ? [texts.count] : [texts.count, longest]
    guard dimensions.count == expected.count + 1, Array(dimensions.dropLast()) == expected, let width = dimensions.last,
      width > 0
    else {
      throw EmbeddingError(
        code: .engineFailed, message: "The graph gave an output of \(dimensions) for \(shape) tokens.")
    }
    typealias Data = @convention(c) (OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> OpaquePointer?
    var data: UnsafeMutableRawPointer?
    try runtime.check(runtime.function(.tensorData, as: Data.self)(result, &data), "give its output")
    guard let floats = data?.assumingMemoryBound(to: Float.self) else {
      throw EmbeddingError(code: .engineFailed, message: "The graph gave an empty output.")
    }
    return body(floats, longest, width)
  }

  private func run(_ values: [OpaquePointer?]) throws(EmbeddingError) -> OpaquePointer? {
    typealias Names = UnsafePointer<UnsafePointer<CChar>?>?
    typealias Run = @convention(c) (
      OpaquePointer, OpaquePointer?, Names, UnsafePointer<OpaquePointer?>, Int, Names, Int,
      UnsafeMutablePointer<OpaquePointer?>
    ) -> OpaquePointer?
    let function = runtime.function(.run, as: Run.self)
    var result: OpaquePointer?
    let status = Self.withNames(inputs.map(\.name)) { inputNames in
      Self.withNames([output]) { outputNames in
        function(session, nil, inputNames, values, values.count, outputNames, 1, &result)
      }
    }
    try runtime.check(status, "run the graph")
    return result
  }

  private func tensor(
    _ buffer: UnsafeMutableRawBufferPointer, _ shape: [Int64], _ type: GraphType
  ) throws(EmbeddingError) -> OpaquePointer? {
    typealias Create = @convention(c) (
      OpaquePointer, UnsafeMutableRawPointer?, Int, UnsafePointer<Int64>, Int, Int32,
      UnsafeMutablePointer<OpaquePointer?>
    ) -> OpaquePointer?
    var value: OpaquePointer?
    let create = runtime.function(.createTensor, as: Create.self)
    try runtime.check(
      create(memory, buffer.baseAddress, buffer.count, shape, shape.count, type.rawValue, &value), "take its input")
    return value
  }

  private static func numbers(_ role: Role, _ texts: [[Int32]], _ longest: Int, _ padding: Int32) -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(texts.count * longest)
    for text in texts {
      switch role {
      case .ids: numbers += text
      case .mask: numbers += repeatElement(1, count: text.count)
      case .types: numbers += repeatElement(0, count: text.count)
      }
      numbers += repeatElement(role == .ids ? padding : 0, count: longest - text.count)
    }
    return numbers
  }

  private static func buffer(_ numbers: [Int32], _ type: GraphType) -> UnsafeMutableRawBufferPointer {
    let width = type == .int64 ? 8 : 4
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: numbers.count * width, alignment: 8)
    for (index, number) in numbers.enumerated() {
      if type == .int64 {
        buffer.storeBytes(of: Int64(number), toByteOffset: index * 8, as: Int64.self)
      } else {
        buffer.storeBytes(of: number, toByteOffset: index * 4, as: Int32.self)
      }
    }
    return buffer
  }

  private static func withNames<Result>(
    _ names: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
  ) -> Result {
    // One buffer for all, each name with its zero.
    let bytes = names.flatMap { Array($0.utf8CString) }
    return bytes.withUnsafeBufferPointer { buffer in
      var pointers: [UnsafePointer<CChar>?] = []
      var offset = 0
      for name in names {
        pointers.append(buffer.baseAddress.map { $0 + offset })
        offset += name.utf8.count + 1
      }
      return pointers.withUnsafeBufferPointer { list in body(list.baseAddress) }
    }
  }
}
