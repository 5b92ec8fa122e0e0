// The models in a data folder: what is there, is it whole, away with it. Pulling one is in ModelLibrary+Pull.swift.
package import Embeddings
internal import FoundationEssentials

/// A folder of models.
package struct ModelLibrary: Sendable {
  /// The folder.
  package let path: String

  /// - Parameter root: `DataLayout.models`.
  package init(root: String) { path = root }

  var root: String { path }

  /// A model that is there.
  package struct Entry: Sendable {
    package let name: String
    package let byteCount: Int64
    /// Where it was pulled from; nil when somebody put it there.
    package let source: String?
    /// What it is; nil when it cannot be used.
    package let model: EmbeddingModel?
    /// What computes it.
    package let kind: ModelFolder.Kind?
    /// Whether it reranks instead of embedding.
    package let isReranker: Bool
    /// Why it cannot be used.
    package let problem: String?
  }

  /// All models, by name.
  package func entries() throws(ModelLibraryError) -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    var entries: [Entry] = []
    for name in names.sorted() where Self.isUsableName(name) {
      let folder = "\(root)/\(name)"
      var (model, kind): (EmbeddingModel?, ModelFolder.Kind?) = (nil, nil)
      var (isReranker, problem): (Bool, String?) = (false, nil)
      do throws(EmbeddingError) {
        let described = try ModelFolder.open(at: folder)
        (model, kind, isReranker) = (described.model, described.kind, described.scoring != nil)
      } catch {
        problem = error.message
      }
      entries.append(
        Entry(
          name: name, byteCount: Self.byteCount(of: folder), source: (try? ModelManifest.read(folder))?.source,
          model: model, kind: kind, isReranker: isReranker, problem: problem))
    }
    return entries
  }

  /// What is wrong with a model, a sentence each; empty when it is whole and can be loaded. Reads all of it.
  /// - Parameter runtime: the file of ONNX Runtime's library; nil for where the loader looks.
  package func problems(of name: String, runtime: String? = nil) throws(ModelLibraryError) -> [String] {
    let folder = try existing(name)
    var problems = try ModelManifest.read(folder)?.problems(in: folder) ?? []
    guard problems.isEmpty else { return problems }
    do throws(EmbeddingError) {
      let description = try ModelFolder.open(at: folder)
      if description.scoring != nil {
        try CrossEncoder.open(modelFolder: folder).stop()
      } else {
        _ = try LocalEmbedder.open(modelFolder: folder, runtime: runtime)
      }
    } catch {
      problems.append(error.message)
    }
    return problems
  }

  /// Whether it was pulled, so that its files can be compared with what they were.
  package func hasManifest(_ name: String) -> Bool { ((try? ModelManifest.read("\(root)/\(name)")) ?? nil) != nil }

  /// Deletes a model.
  package func remove(_ name: String) throws(ModelLibraryError) {
    let folder = try existing(name)
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      throw ModelLibraryError(.storage, "\(folder) cannot be removed.", cause: error)
    }
  }

  private func existing(_ name: String) throws(ModelLibraryError) -> String {
    guard Self.isUsableName(name), FileManager.default.fileExists(atPath: "\(root)/\(name)") else {
      throw ModelLibraryError(.notFound, "There is no model '\(name)' in \(root). 'martlet models list' shows all.")
    }
    return "\(root)/\(name)"
  }

  /// Whether a name can be that of a folder of ours: not hidden, and nowhere else.
  package static func isUsableName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-")
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }

  private static func byteCount(of folder: String) -> Int64 {
    let files = FileManager.default
    var total: Int64 = 0
    for name in (try? files.subpathsOfDirectory(atPath: folder)) ?? [] {
      total += (try? ModelManifest.byteCount(of: "\(folder)/\(name)")) ?? 0
    }
    return total
  }
}
