import Retrieval
import Testing

/// The rules of gitignore(5), case by case; the expectations were compared with `git check-ignore`.
@Suite("Ignore patterns")
struct IgnoreRulesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var patterns: String
    var ignored: [String]
    var kept: [String]

    init(_ patterns: String, ignores ignored: [String] = [], keeps kept: [String] = []) {
      (self.patterns, self.ignored, self.kept) = (patterns, ignored, kept)
    }

    var testDescription: String { patterns.debugDescription }
  }

  private static let cases: [Case] = [
    // A pattern without a slash matches the last component at any depth.
    Case("notes.txt", ignores: ["notes.txt", "a/notes.txt", "a/b/notes.txt"], keeps: ["notes.txt2", "xnotes.txt"]),
    Case("*.log", ignores: ["x.log", "a/x.log"], keeps: ["x.logs", "log"]),
    Case("*", ignores: ["a", "a/b"]),
    Case("**", ignores: ["a", "a/b"]),
    Case("a?c", ignores: ["abc", "x/a-c"], keeps: ["ac", "abbc"]),
    Case("a*b*c", ignores: ["abc", "aXbYc", "abcbc"], keeps: ["acb", "ab"]),
    // A slash at the beginning or in the middle ties it to the folder of its file.
    Case("/notes.txt", ignores: ["notes.txt"], keeps: ["a/notes.txt"]),
    Case("doc/notes.txt", ignores: ["doc/notes.txt"], keeps: ["a/doc/notes.txt"]),
    Case("doc/*.txt", ignores: ["doc/a.txt"], keeps: ["doc/b/a.txt", "x/doc/a.txt"]),
    Case("/*", ignores: ["a", "b/"], keeps: ["b/c"]),
    // A slash at the end means folders alone.
    Case("build/", ignores: ["build/", "a/build/"], keeps: ["build", "a/build"]),
    Case("a/b/", ignores: ["a/b/"], keeps: ["a/b", "x/a/b/"]),
    // `**` is any number of folders.
    Case("**/foo", ignores: ["foo", "a/foo", "a/b/foo"], keeps: ["afoo"]),
    Case("**/foo/bar", ignores: ["foo/bar", "a/foo/bar"], keeps: ["foo/x/bar"]),
    Case("abc/**", ignores: ["abc/x", "abc/x/y"], keeps: ["abc/", "x/abc/y"]),
    Case("a/**/b", ignores: ["a/b", "a/x/b", "a/x/y/b"], keeps: ["ab", "a/xb", "x/a/b"]),
    Case("a/**/b/**/c", ignores: ["a/b/c", "a/1/b/2/3/c"], keeps: ["a/c", "a/b"]),
    Case("a**b", ignores: ["ab", "axxb", "x/axb"], keeps: ["a/b"]),
    Case("/**/x", ignores: ["x", "a/x"]),
    // Sets, escapes, comments, spaces.
    Case("[abc].txt", ignores: ["a.txt", "c.txt"], keeps: ["d.txt", "[abc].txt"]),
    Case("[a-c]1", ignores: ["b1"], keeps: ["d1", "-1"]),
    Case("[!a-c]1", ignores: ["d1"], keeps: ["b1"]),
    Case("[^a]1", ignores: ["b1"], keeps: ["a1"]),
    Case("[]x]1", ignores: ["]1", "x1"], keeps: ["a1"]),
    Case("[a-]1", ignores: ["a1", "-1"], keeps: ["b1"]),
    Case("[[:digit:]]x", ignores: ["7x"], keeps: ["ax", ":x"]),
    Case("[[:upper:][:digit:]]x", ignores: ["7x", "Ax"], keeps: ["ax"]),
    Case("[ab", keeps: ["a", "[ab", "b"]),
    Case("a\\", keeps: ["a", "a\\"]),
    Case("\\*", ignores: ["*"], keeps: ["a"]),
    Case("# comment\n\\#real", ignores: ["#real"], keeps: ["# comment", "comment"]),
    Case("\\!x", ignores: ["!x"], keeps: ["x"]),
    Case("trail   ", ignores: ["trail"], keeps: ["trail   "]),
    Case("trail\\ ", ignores: ["trail "], keeps: ["trail"]),
    Case("carriage\r\nreturn\r\n", ignores: ["carriage", "return"]),
    Case("\u{FEFF}marked", ignores: ["marked"]),
    Case("\n\n/\n!\n", keeps: ["a", "a/"]),
    // The last line that matches decides.
    Case("*.txt\n!keep.txt", ignores: ["a.txt"], keeps: ["keep.txt", "a/keep.txt"]),
    Case("!keep.txt\n*.txt", ignores: ["keep.txt"]),
    Case("*\n!*/\n!*.md", ignores: ["a.txt", "x/a.txt"], keeps: ["x/", "a.md", "x/a.md"]),
    Case("/*\n!/docs", ignores: ["src/", "a.txt"], keeps: ["docs", "docs/", "docs/a.txt"]),
    // Many stars cost no time.
    Case(String(repeating: "a*", count: 60) + "b", keeps: [String(repeating: "a", count: 250)]),
    Case(
      String(repeating: "**/a/", count: 40) + "b", keeps: [Array(repeating: "a", count: 120).joined(separator: "/")]),
  ]

  private func components(_ path: String) -> (path: [[UInt8]], isFolder: Bool) {
    (path.utf8.split(separator: 0x2F).map(Array.init), path.hasSuffix("/"))
  }

  @Test(arguments: cases) func aPatternMatchesWhatGitMatches(_ example: Case) {
    var rules = IgnoreRules()
    rules.add(Array(example.patterns.utf8), depth: 0)
    for path in example.ignored {
      let (components, isFolder) = components(path)
      #expect(rules.ignore(components, isFolder: isFolder), "\(path)")
    }
    for path in example.kept {
      let (components, isFolder) = components(path)
      #expect(!rules.ignore(components, isFolder: isFolder), "\(path)")
    }
  }

  @Test func anInnerFileOutranksAnOuterOneAndTheCommandLineBoth() {
    var rules = IgnoreRules(patterns: ["!/a/forced.txt", "never.md"])
    rules.add(Array("*.txt\n".utf8), depth: 0)
    rules.add(Array("!here.txt\n!never.md\n/top.md\n".utf8), depth: 1)
    func ignored(_ path: String) -> Bool { rules.ignore(components(path).path, isFolder: false) }
    #expect(ignored("a/other.txt"))
    #expect(!ignored("a/here.txt"))
    #expect(!ignored("a/forced.txt"))
    #expect(ignored("a/never.md"))
    #expect(ignored("a/top.md"))
    #expect(!ignored("a/b/top.md"))
  }

  @Test func whatNobodyMeansIsPassedOverUnlessItIsTakenBack() {
    let rules = IgnoreRules()
    for path in [".git/", ".env", "node_modules/", "x/__pycache__/", "main.o", "libz.so.1", "~$letter.docx", "a.txt~"] {
      let (components, isFolder) = components(path)
      #expect(rules.ignore(components, isFolder: isFolder), "\(path)")
    }
    for path in ["build/", "a.so.md", "target.txt", "object.obj.md", "a.b"] {
      let (components, isFolder) = components(path)
      #expect(!rules.ignore(components, isFolder: isFolder), "\(path)")
    }
    // Neither does a line that takes everything back mean these.
    let all = IgnoreRules(patterns: ["*", "!*/", "!*.md"])
    #expect(all.ignore(components(".git/").path, isFolder: true))
    #expect(all.ignore(components("node_modules/").path, isFolder: true))
    #expect(!all.ignore(components("docs/").path, isFolder: true))
    #expect(!all.ignore(components("docs/.md.md").path, isFolder: false))
    #expect(IgnoreRules(patterns: ["!.*"]).ignore(components(".martletignore").path, isFolder: false))
    let taken = IgnoreRules(patterns: ["!.github/"])
    #expect(!taken.ignore(components(".github/").path, isFolder: true))
    #expect(taken.ignore(components(".git/").path, isFolder: true))
  }

  @Test func namesThatAreNoTextAreMatchedByteByByte() {
    var rules = IgnoreRules()
    rules.add([0xFF, UInt8(ascii: "*")], depth: 0)
    #expect(rules.ignore([[0xFF, 0xFE, 0x0A]], isFolder: false))
    #expect(!rules.ignore([[0xFE, 0xFF]], isFolder: false))
  }
}
