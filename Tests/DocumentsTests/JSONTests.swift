// JSON stays JSON, and its records stand by themselves.
import Documents
import FoundationEssentials
import TestSupport
import Testing

struct JSONTests {
  private func read(_ text: String, filename: String = "a.json") throws -> ExtractedText {
    try readHere(Array(text.utf8), filename: filename)
  }

  private let bird = #"{"name": "swift", "note": "never, ever [lands] {it \"says\"}", "sizes": [1, 2]}"#

  @Test func smallJSONIsKeptAsItIsWritten() throws {
    for text in [bird, "{\n  \"a\": 1,\n  \"b\": [true, null]\n}", "[]", "5", "\"a\\\"b\""] {
      let document = try read(text)
      #expect(document.text == text && document.mediaType == "application/json" && document.headings.isEmpty)
    }
  }

  @Test func elementsOfALongArrayStandByThemselves() throws {
    let document = try read("[" + Array(repeating: bird, count: 50).joined(separator: ",") + "]")
    let blocks = document.text.components(separatedBy: "\n\n")
    #expect(blocks.first == "[" && blocks.last == "]" && blocks.count == 52)
    #expect(blocks.dropFirst().dropLast().allSatisfy { $0 == bird + "," || $0 == bird })
    #expect(document.metadata["records"] == "50")
  }

  @Test func linesOfJSONLinesStandByThemselves() throws {
    let document = try read(Array(repeating: bird, count: 3).joined(separator: "\n") + "\n", filename: "a.jsonl")
    #expect(document.text == [bird, bird, bird].joined(separator: "\n\n"))
    #expect(document.metadata["records"] == "3" && document.mediaType == "application/jsonl")
  }

  @Test func largeMembersAreSections() throws {
    let list = "[" + Array(repeating: bird, count: 20).joined(separator: ",") + "]"
    let document = try read("{\"source\": \"field notes\", \"birds\": \(list), \"nests\": \(list), \"count\": 40}")
    #expect(document.headings.map(\.title) == ["birds", "nests"])
    #expect(headingLines(document) == ["\"birds\": [", "\"nests\": ["])
    #expect(document.isConsistent)
  }

  @Test func whatIsNoJSONIsLeftAlone() throws {
    for text in ["{\"a\": [1, 2}", "[\"open", "{" + String(repeating: "[", count: 100_000), "// a note\n{]"] {
      #expect(try read(text).text == text)
    }
  }

  @Test(arguments: UInt64(0)..<60) func theValueStaysTheSame(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    func value(_ depth: Int) -> String {
      let space = ["", " ", "\n  ", "\n\n\t"].randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<(depth > 4 ? 3 : 6), using: &random) {
      case 0: return String(Int.random(in: -5...500, using: &random))
      case 1: return "\"" + (["a,b", "\\\"", "\\\\", "{[", "ü \\u00e9", ""].randomElement(using: &random) ?? "") + "\""
      case 2: return ["true", "null", "-1.5e3"].randomElement(using: &random) ?? "0"
      case 3, 4:
        let elements = (0..<Int.random(in: 0...40, using: &random)).map { _ in value(depth + 1) }
        return "[" + space + elements.joined(separator: "," + space) + space + "]"
      default:
        let members = (0..<Int.random(in: 0...20, using: &random)).map {
          "\"k\($0)\"\(space):\(space)\(value(depth + 1))"
        }
        return "{" + members.joined(separator: space + "," + space) + "}"
      }
    }
    let text = value(0)
    func tokens(_ text: String) -> String {
      var (result, isString, isEscaped) = ("", false, false)
      for scalar in text.unicodeScalars {
        if isString || !scalar.properties.isWhitespace { result.unicodeScalars.append(scalar) }
        if scalar == "\"", !isEscaped { isString.toggle() }
        isEscaped = scalar == "\\" && !isEscaped
      }
      return result
    }
    let document = try read(text)
    #expect(tokens(document.text) == tokens(text), "seed \(seed)")
    #expect(document.isConsistent, "seed \(seed)")
  }
}
