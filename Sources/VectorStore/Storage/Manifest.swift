// MANIFEST: which index file and which log make up the collection, and its configuration.
//
// Replaced whole, by rename, so there is always exactly one truth. A checkpoint becomes real in the moment its manifest
// takes the old one's place.

/// The contents of MANIFEST.
struct Manifest: Equatable {
  /// Version 2 names the kind of index and the format of components.
  static let version: UInt32 = 2
  private static let magic: StaticString = "MARTLETM"
  private static let fixedByteCount = 64

  var configuration: CollectionConfiguration
  /// Number of the log, and of the index file if there is one.
  var generation: UInt64
  /// The commit the index file holds; 0 without one.
  var checkpointCommit: UInt64
  /// Bytes of the index file; 0 when there is none yet.
  var indexByteCount: UInt64

  var encoded: [UInt8] {
    let model = Array(configuration.model.utf8)
    var writer = ByteWriter()
    writer.put(Self.magic)
    writer.put(Self.version)
    writer.put(UInt32(0))
    writer.put(UInt32(configuration.dimension))
    writer.put(UInt32(configuration.metric.rawValue))
    writer.put(UInt32(configuration.m))
    writer.put(UInt32(configuration.efConstruction))
    writer.put(generation)
    writer.put(checkpointCommit)
    writer.put(indexByteCount)
    writer.put(UInt32(model.count))
    let resolved = configuration.resolved
    writer.put(resolved.kind?.rawValue ?? 0)
    writer.put(resolved.components?.rawValue ?? 0)
    writer.pad(to: Self.fixedByteCount)
    writer.put(model)
    writer.patch(Checksum.of(writer.bytes[16...]), at: 12)
    return writer.bytes
  }

  /// - Throws: `.corrupted`, `.unsupportedVersion`.
  init(decoding bytes: [UInt8], path: String) throws(VectorStoreError) {
    var reader = ByteReader(bytes)
    guard let magic = reader.take(count: 8), magic.elementsEqual("MARTLETM".utf8) else {
      throw .corrupted(path, at: 0, "it does not begin as a manifest")
    }
    guard let version = reader.take(UInt32.self), let checksum = reader.take(UInt32.self) else {
      throw .corrupted(path, at: bytes.count, "it ends inside its header")
    }
    guard version <= Self.version else { throw .tooNew(path, version: version, known: Self.version) }
    guard version > 0, Checksum.of(bytes[16...]) == checksum else { throw .corrupted(path, at: 12, "wrong checksum") }
    guard let dimension = reader.take(UInt32.self), let metric = reader.take(UInt32.self),
      let m = reader.take(UInt32.self), let efConstruction = reader.take(UInt32.self),
      // Numbers that go on from here must have somewhere to go.
      let generation = reader.take(UInt64.self), generation < 1 << 48,
      let checkpointCommit = reader.take(UInt64.self), checkpointCommit < SlotTable.never,
      let indexByteCount = reader.take(UInt64.self), indexByteCount < 1 << 48,
      let modelCount = reader.take(UInt32.self),
      let kind = reader.take(UInt8.self),
      let components = reader.take(UInt8.self).flatMap(ComponentFormat.init(rawValue:)),
      // Version 1 has zeros here, and knew one kind.
      let kind = version == 1 ? .exact : IndexKind(rawValue: kind),
      reader.take(count: Self.fixedByteCount - reader.offset) != nil, let model = reader.take(count: Int(modelCount)),
      let metric = UInt8(exactly: metric).flatMap(Metric.init(rawValue:))
    else { throw .corrupted(path, at: 16, "a field is missing or out of range") }
    configuration = CollectionConfiguration(
      dimension: Int(dimension), metric: metric, m: Int(m), efConstruction: Int(efConstruction),
      kind: kind, components: components, model: String(decoding: model, as: UTF8.self))
    self.generation = generation
    self.checkpointCommit = checkpointCommit
    self.indexByteCount = indexByteCount
    do throws(VectorStoreError) { try configuration.validate() } catch {
      throw .corrupted(path, at: 16, error.message)
    }
  }

  init(configuration: CollectionConfiguration, generation: UInt64, checkpointCommit: UInt64, indexByteCount: UInt64) {
    self.configuration = configuration
    self.generation = generation
    self.checkpointCommit = checkpointCommit
    self.indexByteCount = indexByteCount
  }

  /// Writes this manifest beside the present one, durably. `replace` puts it in its place.
  func stage(in files: CollectionFiles, _ fileSystem: any FileSystem) throws(VectorStoreError) {
    let file = try fileSystem.open(files.manifest + ".tmp", .create)
    defer { file.close() }
    try file.truncate(to: 0)
    try file.write(encoded, at: 0)
    try file.synchronize()
  }

  /// Puts the staged manifest in the place of the present one. Durable after the directory is synchronised.
  static func replace(in files: CollectionFiles, _ fileSystem: any FileSystem) throws(VectorStoreError) {
    try fileSystem.rename(files.manifest + ".tmp", to: files.manifest)
  }

  /// Reads the manifest.
  static func read(from files: CollectionFiles, in fileSystem: any FileSystem) throws(VectorStoreError) -> Manifest {
    let file = try fileSystem.open(files.manifest, .read)
    defer { file.close() }
    let largest = fixedByteCount + CollectionConfiguration.maximumModelByteCount
    let bytes = try file.bytes(at: 0, count: min(try file.size(), largest))
    return try Manifest(decoding: bytes, path: files.manifest)
  }
}
