// `martlet chunk` shows where a document would be cut.
import FoundationEssentials
import Platform
import Testing

@Suite("Chunk command")
struct ChunkCommandTests {
  private struct Listing: Decodable {
    struct Place: Decodable {
      var utf8: [Int]
      var utf16: [Int]
    }
    struct Entry: Decodable {
      var range: Place
      var headings: [String]
      var size: Int
      var text: String
    }
    var strategy: String
    var chunks: [Entry]
  }

  private func martlet(_ arguments: [String]) throws -> ChildProcess.Run {
    try ChildProcess(executable: TestFolder.martlet, arguments: arguments, timeoutSeconds: 120).run()
  }

  @Test func rangesPointAtTheTextThatIsPrinted() throws {
    let folder = try TestFolder()
    let path = folder.path + "/birds.md"
    let text = "# Vögel\n\nAll fly.\n\n## Swifts 🐦\n\nThey sleep on the wing.\n\n## Swallows\n\nThey perch.\n"
    try Data(text.utf8).write(to: URL(filePath: path))
    let run = try martlet(["chunk", path, "--size", "60", "--json"])
    #expect(run.ending == .exited(0), "\(String(decoding: run.errorOutput, as: UTF8.self))")
    let listing = try JSONDecoder().decode(Listing.self, from: Data(run.output))
    #expect(listing.strategy == "markdown")
    #expect(listing.chunks.map(\.headings) == [["Vögel"], ["Vögel", "Swifts 🐦"], ["Vögel", "Swallows"]])
    #expect(listing.chunks.map(\.text).joined() == text)
    for chunk in listing.chunks {
      let bytes = Array(text.utf8)[chunk.range.utf8[0]..<chunk.range.utf8[1]]
      #expect(String(decoding: bytes, as: UTF8.self) == chunk.text && chunk.size <= 60)
      let units = Array(text.utf16)[chunk.range.utf16[0]..<chunk.range.utf16[1]]
      #expect(String(decoding: units, as: UTF16.self) == chunk.text)
    }
    let lines = try martlet(["chunk", path, "--size", "60"])
    #expect(String(decoding: lines.output, as: UTF8.self).hasSuffix("3 chunks.\n"))
  }

  @Test func whatCannotBeIsRefusedInASentence() throws {
    for (arguments, reason) in [
      (["chunk", "x.md", "--strategy", "scissors"], "--strategy is 'scissors'"),
      (["chunk", "x.md", "--size", "10", "--overlap", "6"], "half of the chunk size"), (["chunk"], "Name one file"),
    ] {
      let run = try martlet(arguments)
      #expect(run.ending == .exited(2))
      #expect(String(decoding: run.errorOutput, as: UTF8.self).contains(reason))
    }
  }
}
