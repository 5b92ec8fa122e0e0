// What `martlet ingest` says at the end of a run: the same facts as a sentence and as JSON.
import Platform
import Retrieval

/// The reports of all sources of one run, added up.
struct IngestSummary {
  private var total = FolderReport()
  private var isIncomplete = false
  var failures: [FolderProblem] = []
  var seconds = 0.0

  var hasChangedAnything: Bool { total.hasChangedAnything }

  mutating func add(_ report: FolderReport) {
    total.added += report.added
    total.changed += report.changed
    total.renamed += report.renamed
    total.unchanged += report.unchanged
    total.touched += report.touched
    total.removed += report.removed
    total.kept += report.kept
    total.skips.add(report.skips)
    failures += report.failures
    isIncomplete = isIncomplete || report.isIncomplete
  }

  private struct Listing: Encodable {
    var files: Int
    var added: Int
    var changed: Int
    var renamed: Int
    var removed: Int
    var kept: Int
    var unchanged: Int
    var reread: Int
    var passedOver: FolderSkips
    var failed: [FolderProblem]
    var isComplete: Bool
    var seconds: Double

    private enum CodingKeys: String, CodingKey {
      case files, added, changed, renamed, removed, kept, unchanged, reread, failed, seconds
      case passedOver = "passed_over"
      case isComplete = "complete"
    }
  }

  private var fileCount: Int { total.added + total.changed + total.renamed + total.unchanged + failures.count }

  var json: String {
    let listing = Listing(
      files: fileCount, added: total.added, changed: total.changed, renamed: total.renamed, removed: total.removed,
      kept: total.kept, unchanged: total.unchanged, reread: total.touched, passedOver: total.skips, failed: failures,
      isComplete: !isIncomplete, seconds: (seconds * 1_000).rounded() / 1_000)
    return (try? JSONText.line(listing)) ?? "{}"
  }

  /// For the log of a service.
  var fields: LogFields {
    [
      "added": .integer(total.added), "changed": .integer(total.changed), "renamed": .integer(total.renamed),
      "removed": .integer(total.removed), "unchanged": .integer(total.unchanged), "failed": .integer(failures.count),
      "seconds": .double(seconds),
    ]
  }

  var text: String {
    var counts = ["\(total.added) added", "\(total.changed) changed"]
    if total.renamed > 0 { counts.append("\(total.renamed) renamed") }
    counts += ["\(total.removed) removed", "\(total.unchanged) unchanged", "\(failures.count) failed"]
    if total.kept > 0 { counts.append("\(total.kept) kept that are gone") }
    var lines = ["\(fileCount) files: \(counts.joined(separator: ", ")), in \(JSONText.number(seconds)) s."]
    if isIncomplete { lines[0] += " Stopped; the next run goes on." }
    if let sentence = total.skips.sentence { lines.append(sentence) }
    lines += failures.map { "  failed: \($0.path): \($0.reason)" }
    return lines.joined(separator: "\n")
  }
}

extension FolderSkips {
  mutating func add(_ other: FolderSkips) {
    ignored += other.ignored
    links += other.links
    special += other.special
    empty += other.empty
  }

  /// "Passed over: 3 ignored, 1 links."; nil when nothing was.
  var sentence: String? {
    let parts = [(ignored, "ignored"), (links, "links"), (special, "special files"), (empty, "empty")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? nil : "Passed over: \(parts.joined(separator: ", "))."
  }
}
