// Reads documents as the settings say: what an engine is for, it reads; plain text and source code, and what an engine does not
// know, are read by the program's own readers, as 0.6.34 does.
package import Documents
internal import Glibc

/// Reads documents through an engine on another machine. Callable from any task.
package struct EngineExtractor: TextExtracting {
  private let engine: any ExtractionEngine
  private let readers: any TextExtracting
  package let limits: ExtractionLimits
  private let name: String
  /// Whether the engine is for PDF alone.
  private let isForPDF: Bool

  /// - Parameters:
  ///   - method: what names the engine's texts.
  ///   - readers: for documents that the engine is not for.
  package init(
    _ engine: any ExtractionEngine, method: String, isForPDF: Bool, readers: any TextExtracting,
    limits: ExtractionLimits
  ) {
    (self.engine, name, self.isForPDF, self.readers, self.limits) = (engine, method, isForPDF, readers, limits)
  }

  package func method(filename: String, declaredType: String?) -> String {
    isForEngine(filename, declaredType) ? name : readers.method(filename: filename, declaredType: declaredType)
  }

  package func extract(
    fileAt path: String, filename: String, declaredType: String?
  ) async throws(DocumentError) -> ExtractedText {
    guard isForEngine(filename, declaredType) else {
      return try await readers.extract(fileAt: path, filename: filename, declaredType: declaredType)
    }
    let size = try OpenDocument(path: path).input.byteCount
    guard size <= limits.inputBytes else { throw .tooLarge(bytes: size, limit: limits.inputBytes) }
    return try await engine.read(
      EngineDocument(path: path, byteCount: size, filename: filename, declaredType: declaredType), limits: limits)
  }

  private func isForEngine(_ filename: String, _ declaredType: String?) -> Bool {
    let hint = DocumentHint(filename: filename, declaredType: declaredType)
    return isForPDF ? hint.saysPDF : !hint.saysText
  }
}

/// A document's open file, closed with the value.
final class OpenDocument {
  let input: DocumentInput

  init(path: String) throws(DocumentError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw DocumentError(.unreadable, "The document could not be opened: \(String(cString: strerror(errno))).")
    }
    do { input = try DocumentInput(descriptor: descriptor) } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(input.descriptor) }
}
