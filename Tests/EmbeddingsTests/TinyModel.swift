// A small randomly initialised BERT in a temporary folder, and the same model computed the slow and obvious way.
import Embeddings
import Glibc
import TestSupport

extension SeededRandom {
  mutating func float(_ range: ClosedRange<Float>) -> Float { Float.random(in: range, using: &self) }
}

/// A temporary folder that is removed with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/martlet-embeddings-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nonexistent"
    }
  }

  deinit { removeTree(path) }

  func write(_ bytes: [UInt8], to name: String) {
    let folder = name.split(separator: "/").dropLast().joined(separator: "/")
    if !folder.isEmpty { mkdir("\(path)/\(folder)", 0o755) }
    guard let file = fopen("\(path)/\(name)", "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func write(_ text: String, to name: String) { write(Array(text.utf8), to: name) }

  func remove(_ name: String) { unlink("\(path)/\(name)") }

  private func removeTree(_ path: String) {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      if entry.pointee.d_type == UInt8(DT_DIR) { removeTree("\(path)/\(name)") } else { unlink("\(path)/\(name)") }
    }
    closedir(directory)
    rmdir(path)
  }
}

enum StoredType: String {
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
}

struct TinyModel {
  static let words = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "bird", "##s", "fly", "##ing", "never", "stop", "a", "b", "c",
    "##d",
    "##e", "!", ".", "swift", "mart", "##let",
  ]
  let folder = TemporaryFolder()
  let configuration: BertConfiguration
  /// Tensor name → shape and the values as the encoder should see them (rounded to the stored type).
  private(set) var tensors: [String: (shape: [Int], values: [Float])] = [:]

  init(
    seed: UInt64, hidden: Int = 36, layers: Int = 2, heads: Int = 3, inner: Int = 50, pooling: String = "mean_tokens",
    normalizes: Bool = true, type: StoredType = .f32, prefix: String = "", head: String? = nil
  ) {
    configuration = BertConfiguration(
      hiddenSize: hidden, layerCount: layers, headCount: heads, intermediateSize: inner,
      vocabularySize: Self.words.count,
      positionCount: 64, typeCount: 2, layerNormEpsilon: 1e-12)
    var random = SeededRandom(seed: seed)
    func add(_ name: String, _ shape: [Int], around centre: Float = 0, _ spread: Float) {
      let values = (0..<shape.reduce(1, *)).map { _ in
        Self.round(centre + random.float(-spread...spread), to: type)
      }
      tensors[prefix + name] = (shape, values)
    }
    func norm(_ name: String) {
      add("\(name).weight", [hidden], around: 1, 0.2)
      add("\(name).bias", [hidden], 0.2)
    }
    add("embeddings.word_embeddings.weight", [Self.words.count, hidden], 1)
    add("embeddings.position_embeddings.weight", [64, hidden], 0.5)
    add("embeddings.token_type_embeddings.weight", [2, hidden], 0.5)
    norm("embeddings.LayerNorm")
    for layer in 0..<layers {
      let name = "encoder.layer.\(layer)"
      for part in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"] {
        add("\(name).\(part).weight", [hidden, hidden], 0.4)
        add("\(name).\(part).bias", [hidden], 0.1)
      }
      norm("\(name).attention.output.LayerNorm")
      add("\(name).intermediate.dense.weight", [inner, hidden], 0.4)
      add("\(name).intermediate.dense.bias", [inner], 0.1)
      add("\(name).output.dense.weight", [hidden, inner], 0.4)
      add("\(name).output.dense.bias", [hidden], 0.1)
      norm("\(name).output.LayerNorm")
    }
    if head != nil {
      add("pooler.dense.weight", [hidden, hidden], 0.4)
      add("pooler.dense.bias", [hidden], 0.1)
      tensors["classifier.weight"] = (
        [1, hidden], (0..<hidden).map { _ in Self.round(random.float(-0.5...0.5), to: type) }
      )
      tensors["classifier.bias"] = ([1], [Self.round(random.float(-0.5...0.5), to: type)])
    }
    write(pooling: pooling, normalizes: normalizes, type: type, head: head)
  }

  /// - Parameter head: further lines of config.json, which say that there is a classification head.
  private func write(pooling: String, normalizes: Bool, type: StoredType, head: String?) {
    folder.write(
      """
      {"model_type": "bert", "hidden_act": "gelu", "hidden_size": \(configuration.hiddenSize),
       "num_hidden_layers": \(configuration.layerCount), "num_attention_heads": \(configuration.headCount),
       "intermediate_size": \(configuration.intermediateSize), "vocab_size": \(configuration.vocabularySize),
       "max_position_embeddings": 64, "type_vocab_size": 2, "layer_norm_eps": 1e-12\(head.map { ", " + $0 } ?? "")}
      """, to: "config.json")
    folder.write(Self.words.joined(separator: "\n") + "\n", to: "vocab.txt")
    folder.write(#"{"do_lower_case": true}"#, to: "tokenizer_config.json")
    folder.write(
      """
      [{"path": "", "type": "sentence_transformers.models.Transformer"},
       {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
       \(normalizes ? #", {"path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}"# : "")]
      """, to: "modules.json")
    folder.write("{\"pooling_mode_\(pooling)\": true}", to: "1_Pooling/config.json")
    folder.write(#"{"max_seq_length": 32}"#, to: "sentence_bert_config.json")
    folder.write(safetensors(type), to: "model.safetensors")
  }

  private func safetensors(_ type: StoredType) -> [UInt8] {
    var entries: [String] = []
    var data: [UInt8] = []
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = data.count
      for value in tensor.values { data += Self.bytes(value, as: type) }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\"\(name)\":{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(data.count)]}")
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
  }

  private static func bytes(_ value: Float, as type: StoredType) -> [UInt8] {
    switch type {
    case .f32: withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    case .bf16: withUnsafeBytes(of: UInt16(value.bitPattern >> 16).littleEndian) { Array($0) }
    case .f16: withUnsafeBytes(of: halfBits(value).littleEndian) { Array($0) }
    }
  }

  /// Cuts a value to what the type can hold; values of these models are far from the limits of f16's range.
  private static func round(_ value: Float, to type: StoredType) -> Float {
    switch type {
    case .f32: value
    case .bf16: Float(bitPattern: value.bitPattern & 0xFFFF_0000)
    case .f16: abs(value) < 0x1p-14 ? 0 : Float(bitPattern: value.bitPattern & 0xFFFF_E000)
    }
  }

  private static func halfBits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(bits >> 16 & 0x8000)
    guard value != 0 else { return sign }
    return sign | UInt16((bits >> 13 & 0x3FFFF) - (127 - 15) << 10)
  }
}
