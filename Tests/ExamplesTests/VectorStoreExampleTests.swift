// The example of the README, run as a user runs it: it must build, end well and find what it says it finds.
import FoundationEssentials
import Platform
import Testing

struct VectorStoreExampleTests {
  @Test func theExampleFindsWhatItInsertedAndForgetsWhatItDeleted() throws {
    // SwiftPM puts executables beside the test program.
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = try #require(program.lastIndex(of: "/").map { String(program[..<$0]) })
    let run = try ChildProcess(executable: "\(folder)/vector-store-example", timeoutSeconds: 60).run()
    #expect(run.ending == .exited(0), "\(String(decoding: run.errorOutput, as: UTF8.self))")
    let lines = String(decoding: run.output, as: UTF8.self).split(separator: "\n").map(String.init)
    func best(under title: String) throws -> String {
      let place = try #require(lines.firstIndex(of: title + ":"))
      return try #require(lines.dropFirst(place + 1).first)
    }
    #expect(try best(under: "nearest").hasSuffix("a swift can stay in the air for ten months"))
    #expect(try best(under: "in English, from page 3 on").hasSuffix("the heron stands still in the pond and waits"))
    #expect(try best(under: "after reopening") == best(under: "nearest"))
    #expect(try !best(under: "after the delete").hasSuffix("ten months"))
    #expect(lines.last == "clean")
  }
}
