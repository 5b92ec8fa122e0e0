// The hostile set: documents made to harm their reader, by code. Tests read each of them in a worker of its own, and upload all
// of them to a running service; `hostile-set` writes them into a folder for measurements.

/// A document made to do harm, and how its reading must end.
package struct HostileDocument: Sendable, CustomStringConvertible {
  /// How reading ends.
  package enum Ending: Sendable {
    /// With an error that names the limit or the cause: its message has one of these words.
    case refused([String])
    /// With its text: the bytes are legitimate, if odd.
    case read
    /// Either is right.
    case refusedOrRead([String])
  }

  /// What it attacks and how: "guide.docx: entities that unfold without end".
  package let name: String
  /// What it is uploaded as.
  package let filename: String
  package let ending: Ending
  private let make: @Sendable () throws -> [UInt8]

  init(_ name: String, as filename: String, _ ending: Ending, _ make: @escaping @Sendable () throws -> [UInt8]) {
    (self.name, self.filename, self.ending, self.make) = (name, filename, ending, make)
  }

  package var description: String { name }

  /// Makes its bytes anew.
  package func bytes() throws -> [UInt8] { try make() }

  /// Why an ending is not the right one; nil when it is.
  /// - Parameter failure: the error's message; nil when the document was read.
  package func objection(to failure: String?) -> String? {
    switch (ending, failure) {
    case (.read, nil), (.refusedOrRead, nil): return nil
    case (.read, let failure?): return "\(name): it should be read, and it was refused: \(failure)"
    case (.refused, nil): return "\(name): it should be refused, and it was read."
    case (.refused(let words), let failure?), (.refusedOrRead(let words), let failure?):
      if words.contains(where: { failure.contains($0) }), failure.hasSuffix(".") { return nil }
      return "\(name): the error names none of \(words): \(failure)"
    }
  }

  /// The whole set.
  package static let all: [HostileDocument] =
    archives + bombs + pdfs + markup + texts + mail + pictures + lies + truncated

  /// What ends a reader that takes too much.
  static let limits = ["processorSeconds", "timeoutSeconds", "memoryBytes", "outputBytes"]

  static func repeated(_ unit: String, _ count: Int) -> [UInt8] { Array(String(repeating: unit, count: count).utf8) }
}
