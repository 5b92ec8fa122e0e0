// `martlet verify`: checks a data folder and says what is wrong with it.
import RAGServer
import Retrieval

enum VerifyCommand {
  static let command = Command(
    name: "verify", operands: "[flags]",
    summary: "Check that everything in the data folder is whole and agrees.",
    explanation: """
      Reads all rows, texts, vectors and uploaded bytes of the data folder: checksums, references, that every passage is
      its range of its document's text, and that the vector index holds exactly the vectors it should.

      Stop the server first. Exits 0 when all is well and 1 when something is not, with one line for each finding.
      """,
    flags: [.init("--json", nil, "Print JSON instead of text.")],
    settings: CommonFlags.corpusSettings,
    run: run)

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    let report = try await CommonFlags.withCorpus(values) { try await $0.corpus.verify() }
    if arguments.switches.contains("--json") {
      Output.line(try JSONText.encoded(report))
    } else {
      for problem in report.problems { Output.line("problem: \(problem)") }
      Output.line(
        "\(report.files) files (\(report.pendingFiles) pending, \(report.failedFiles) failed), "
          + "\(report.documents) documents, \(report.chunks) passages, \(report.vectors) vectors: "
          + (report.problems.isEmpty ? "all is well." : "\(report.problems.count) problems."))
    }
    return report.problems.isEmpty ? 0 : 1
  }
}
