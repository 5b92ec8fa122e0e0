// A static model: the vector of a text is the mean of its tokens' rows in a table. There is no transformer, so it embeds at the
// tokenizer's speed, and word order means nothing to it.
//
// The table stays mapped in the file: a text touches few of its rows.

/// A loaded table with its tokenizer. Immutable; any thread.
package final class StaticModel: Sendable {
  package let model: EmbeddingModel
  package let tokenizer: any Tokenizer
  private let folder: ModelFolder
  private let table: StaticTable
  private let rows: Rows
  /// What a token's row counts for; empty: 1.
  private let weights: [Float]
  /// A token's row; empty: its own number.
  private let mapping: [Int32]
  /// Tokens that do not count; nil for none.
  private let unknownID: Int32?
  private let output: OutputSteps

  private enum Rows: Sendable {
    case floats(Tensor)
    /// Signed bytes, all of one scale, which the mean does not care for after normalisation.
    case bytes(MappedRegion)
  }

  /// Maps the table and reads the tokenizer.
  /// - Throws: `.modelUnsupported` when the folder holds another kind of model; `.modelDamaged` naming what contradicts the
  ///   rest; `.inputOutput`.
  package init(folder: ModelFolder) throws(EmbeddingError) {
    guard case .table(let table) = folder.content else {
      throw EmbeddingError(code: .modelUnsupported, message: "\(folder.path) is no static model.")
    }
    (self.folder, self.table) = (folder, table)
    model = folder.model
    let reader = TableReader(file: try FolderFiles(path: table.folder).weights(), table: table)
    if let bytes = reader.signedBytes() {
      rows = .bytes(bytes)
    } else {
      rows = .floats(try reader.file.tensor(table.tensor, shape: [table.rowCount, table.width]))
    }
    mapping = try reader.mapping()
    weights = try reader.weights()
    let loaded = try TokenizerFolder(path: table.folder).load()
    tokenizer = loaded.tokenizer
    unknownID = table.format == .model2vec ? loaded.unknownID : nil
    output = try OutputSteps(folder, width: table.width)
    let known = [mapping.count, weights.count].filter { $0 > 0 }.min() ?? table.rowCount
    // WordLlama takes the last row for tokens behind the table.
    guard tokenizer.vocabularySize <= known || table.format == .wordLlama else {
      throw EmbeddingError(
        code: .modelDamaged,
        message: "The tokenizer of \(folder.path) has ids up to \(tokenizer.vocabularySize - 1), the table \(known) rows.")
    }
  }

  /// The vector of a text. One of which no token counts has the same number in every component: zeros would have no direction,
  /// and no index takes them under cosine.
  package func vector(of text: String, as purpose: Purpose) -> [Float] {
    let prefix = purpose == .query ? folder.queryPrefix : folder.passagePrefix
    let tokens = tokenizer.tokenize(prefix.isEmpty ? text : prefix + text, limit: table.maxTokens)
    let width = table.width
    var sum = [Float](repeating: 0, count: width)
    var count = 0
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { scratch in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let sum = sum.baseAddress, let scratch = scratch.baseAddress else { return }
        for token in tokens where token.id != unknownID {
          add(token.id, to: sum, scratch)
          count += 1
        }
        guard count > 0 else { return sum.update(repeating: 1 / Float(width).squareRoot(), count: width) }
        let share = 1 / Float(count)
        for column in 0..<width { sum[column] *= share }
      }
    }
    return output.finished(sum)
  }

  private func add(_ id: Int32, to sum: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>) {
    let row = min(mapping.isEmpty ? Int(id) : Int(mapping[Int(id)]), table.rowCount - 1)
    let weight = weights.isEmpty ? 1 : weights[Int(id)]
    let width = table.width
    switch rows {
    case .floats(let tensor):
      tensor.copyRow(row, to: scratch)
      for column in 0..<width { sum[column] += weight * scratch[column] }
    case .bytes(let region):
      guard let bytes = region.bytes.baseAddress.map({ ($0 + row * width).assumingMemoryBound(to: Int8.self) }) else {
        return
      }
      for column in 0..<width { sum[column] += weight * Float(bytes[column]) }
    }
  }
}

/// The tensors beside the table.
private struct TableReader {
  let file: SafetensorsFile
  let table: StaticTable

  /// The table, when its elements are signed bytes.
  func signedBytes() -> MappedRegion? {
    guard file.type(of: table.tensor) == .i8 else { return nil }
    return file.region(table.tensor, byteCount: table.rowCount * table.width)
  }

  func mapping() throws(EmbeddingError) -> [Int32] {
    guard table.format == .model2vec, let numbers = try numbers("mapping") else { return [] }
    return try numbers.map { number throws(EmbeddingError) in
      guard number >= 0, number < Double(table.rowCount) else {
        throw damaged("leads from a token to row \(number) of \(table.rowCount)")
      }
      return Int32(number)
    }
  }

  func weights() throws(EmbeddingError) -> [Float] {
    guard table.format == .model2vec, let numbers = try numbers("weights") else { return [] }
    return numbers.map { Float($0) }
  }

  /// The elements of a list; nil when there is none of that name.
  private func numbers(_ name: String) throws(EmbeddingError) -> [Double]? {
    guard let shape = file.shape(of: name), let type = file.type(of: name) else { return nil }
    guard shape.count == 1, let region = file.region(name, byteCount: shape[0] * type.byteCount)?.bytes else {
      throw damaged("has a \"\(name)\" that is no list")
    }
    if type.float != nil { return try file.tensor(name, shape: shape).floats().map { Double($0) } }
    return try (0..<shape[0]).map { index throws(EmbeddingError) in
      switch type {
      case .i64: Double(region.loadUnaligned(fromByteOffset: index * 8, as: Int64.self))
      case .i32: Double(region.loadUnaligned(fromByteOffset: index * 4, as: Int32.self))
      case .f64: region.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
      default: throw damaged("has a \"\(name)\" of the type \(type.rawValue)")
      }
    }
  }

  private func damaged(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .modelDamaged, message: "\(table.folder)/model.safetensors \(what).")
  }
}
