// What a collection is made of. Written into its files when it is made and compared on every open.

/// The shape of a collection.
public struct CollectionConfiguration: Sendable, Codable, Equatable {
  /// The number of components of every vector, 1 … 4,096.
  public var dimension: Int
  /// How vectors are compared.
  public var metric: Metric
  /// HNSW's M, 2 … 128: links a vertex chooses for itself. It holds up to 2·M at level 0 and M above. More links
  /// cost memory (8·M bytes a vector) and give recall on hard data.
  public var m: Int
  /// HNSW's efConstruction: how many candidates an insert looks at. Higher builds slower and better.
  public var efConstruction: Int
  /// The kind of index. `nil` is the kind an existing collection has; for a new one `.fused` from
  /// `fusedDimension` components on, else `.exact`. An open collection's configuration says which.
  public var kind: IndexKind?
  /// How components are kept. `nil` is what an existing collection has; for a new one `.float16` under cosine in a
  /// fused index, else `.float32`.
  public var components: ComponentFormat?
  /// The embedding model's id, as free text. Opening with another one is an error that names both, because vectors of
  /// two models cannot be compared.
  public var model: String

  public init(
    dimension: Int, metric: Metric, m: Int = 16, efConstruction: Int = 200, kind: IndexKind? = nil,
    components: ComponentFormat? = nil, model: String
  ) {
    self.dimension = dimension
    self.metric = metric
    self.m = m
    self.efConstruction = efConstruction
    self.kind = kind
    self.components = components
    self.model = model
  }

  /// The number of components from which one-bit codes tell enough: below it a fused index needs a larger efSearch for
  /// the same recall than it saves time.
  public static let fusedDimension = 128

  /// This configuration for a new collection: with every choice made.
  var resolved: CollectionConfiguration {
    var resolved = self
    let kind = kind ?? (dimension >= Self.fusedDimension ? .fused : .exact)
    resolved.kind = kind
    resolved.components = components ?? (kind == .fused && metric == .cosine ? .float16 : .float32)
    return resolved
  }

  /// The largest dimension a collection can have.
  public static let maximumDimension = 4096
  /// The longest `model`, in UTF-8 bytes.
  public static let maximumModelByteCount = 1024

  /// Checks every range.
  ///
  /// - Throws: `.invalidArgument` naming the field.
  package func validate() throws(VectorStoreError) {
    func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(VectorStoreError) {
      if !condition { throw VectorStoreError(code: .invalidArgument, message: message()) }
    }
    try require(
      (1...Self.maximumDimension).contains(dimension),
      "dimension is \(dimension); it must be 1 to \(Self.maximumDimension)")
    try require((2...128).contains(m), "m is \(m); it must be 2 to 128")
    try require((1...100_000).contains(efConstruction), "efConstruction is \(efConstruction); it must be 1 to 100000")
    try require(
      model.utf8.count <= Self.maximumModelByteCount,
      "the model's name has \(model.utf8.count) bytes; at most \(Self.maximumModelByteCount) fit")
  }
}
