// What a loaded graph says of its inputs and outputs.

/// Reads names, types and shapes. Used while its session lives.
struct GraphDescription {
  let runtime: GraphRuntime
  let session: OpaquePointer

  struct Port {
    var name: String
    /// ONNX's number of the element type.
    var type: Int32
    var rank: Int
  }

  func inputs() throws(EmbeddingError) -> [Port] { try ports(.inputCount, .inputName, .inputType) }

  func outputs() throws(EmbeddingError) -> [Port] { try ports(.outputCount, .outputName, .outputType) }

  private func ports(
    _ counter: GraphRuntime.Function, _ namer: GraphRuntime.Function, _ typer: GraphRuntime.Function
  ) throws(EmbeddingError) -> [Port] {
    typealias Count = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
    typealias TypeOf = @convention(c) (OpaquePointer, Int, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    typealias Cast = @convention(c) (OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    var count = 0
    try runtime.check(runtime.function(counter, as: Count.self)(session, &count), "count inputs and outputs")
    var ports: [Port] = []
    for index in 0..<count {
      var type: OpaquePointer?
      try runtime.check(runtime.function(typer, as: TypeOf.self)(session, index, &type), "describe the graph")
      defer { runtime.release(.releaseTypeInfo, type) }
      // Belongs to `type`; nil when it is no tensor.
      var info: OpaquePointer?
      try runtime.check(runtime.function(.tensorInfo, as: Cast.self)(type, &info), "describe the graph")
      guard let info else { continue }
      ports.append(
        Port(name: try name(index, namer), type: try elementType(info), rank: try dimensions(info).count))
    }
    return ports
  }

  private func name(_ index: Int, _ namer: GraphRuntime.Function) throws(EmbeddingError) -> String {
    typealias Allocator = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    typealias Name = @convention(c) (
      OpaquePointer, Int, OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    ) -> OpaquePointer?
    typealias Free = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> OpaquePointer?
    var allocator: OpaquePointer?
    try runtime.check(runtime.function(.allocator, as: Allocator.self)(&allocator), "give its allocator")
    var text: UnsafeMutablePointer<CChar>?
    try runtime.check(runtime.function(namer, as: Name.self)(session, index, allocator, &text), "name its inputs")
    let name = text.map { String(cString: $0) } ?? ""
    try runtime.check(runtime.function(.free, as: Free.self)(allocator, text), "free a name")
    return name
  }

  private func elementType(_ info: OpaquePointer) throws(EmbeddingError) -> Int32 {
    typealias ElementType = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int32>) -> OpaquePointer?
    var type: Int32 = 0
    try runtime.check(runtime.function(.elementType, as: ElementType.self)(info, &type), "describe a tensor")
    return type
  }

  private func dimensions(_ info: OpaquePointer) throws(EmbeddingError) -> [Int] {
    typealias Rank = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
    typealias Dimensions = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int64>, Int) -> OpaquePointer?
    var rank = 0
    try runtime.check(runtime.function(.rank, as: Rank.self)(info, &rank), "describe a tensor")
    var sizes = [Int64](repeating: 0, count: max(1, rank))
    try runtime.check(runtime.function(.dimensions, as: Dimensions.self)(info, &sizes, rank), "describe a tensor")
    return sizes.prefix(rank).map { Int($0) }
  }

  /// The shape of a tensor that a run gave.
  func dimensions(of value: OpaquePointer?) throws(EmbeddingError) -> [Int] {
    typealias Shape = @convention(c) (OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    var info: OpaquePointer?
    try runtime.check(runtime.function(.shapeOfValue, as: Shape.self)(value, &info), "describe its output")
    defer { runtime.release(.releaseShape, info) }
    guard let info else { return [] }
    return try dimensions(info)
  }
}
