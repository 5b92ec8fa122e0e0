// How fast an engine embeds lines: what `martlet embed --speed` prints.
import Embeddings
import FoundationEssentials

enum EmbeddingSpeed {
  private struct Report: Codable {
    let model: String
    let kind: String?
    let texts: Int
    let bytes: Int
    let seconds: Double
    let textsPerSecond: Double
    let megabytesPerSecond: Double

    private enum CodingKeys: String, CodingKey {
      case model, kind, texts, bytes, seconds
      case textsPerSecond = "texts_per_second"
      case megabytesPerSecond = "megabytes_per_second"
    }
  }

  /// Lines of one request: an ingest of a large file asks for about as many passages.
  private static let linesPerRequest = 4096

  /// Reads all lines, then embeds them, and prints the rate as JSON. The first request, which touches everything for the first
  /// time, is made twice and counts once.
  static func measure(_ embedder: any Embedder, files: [String], as purpose: Purpose) async throws {
    var lines: [String] = []
    for file in files {
      let reader = try LineReader(file)
      while let line = try reader.next() {
        if !line.isEmpty { lines.append(line) }
      }
    }
    let requests = stride(from: 0, to: lines.count, by: linesPerRequest).map { first in
      Array(lines[first..<min(first + linesPerRequest, lines.count)])
    }
    if let first = requests.first { _ = try await embedder.embed(first, as: purpose) }
    let clock = ContinuousClock()
    let start = clock.now
    // Two requests are always under way, so that no thread waits for the next.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, request) in requests.enumerated() {
        if index >= 2 { try await group.next() }
        group.addTask { _ = try await embedder.embed(request, as: purpose) }
      }
      try await group.waitForAll()
    }
    let seconds = (clock.now - start) / .seconds(1)
    let bytes = lines.reduce(0) { $0 + $1.utf8.count }
    Output.line(
      try JSONText.encoded(
        Report(
          model: embedder.model.id, kind: embedder.kind?.rawValue, texts: lines.count, bytes: bytes, seconds: seconds,
          textsPerSecond: Double(lines.count) / seconds, megabytesPerSecond: Double(bytes) / seconds / 1e6)))
  }
}
