// Text that people do not see is either left out and counted, or kept and pointed at.
import Documents
import Testing

struct InvisibleTextTests {
  @Test func charactersWithoutWidthAreReported() throws {
    let document = try readHere(Array("a\u{200B}\u{200B}b\u{202E}c\u{E0041}\u{E0042} \u{200D}👩\u{200D}🚀".utf8), filename: "a.txt")
    #expect(document.text.contains("\u{200B}"))
    #expect(document.invisible.map(\.reason) == [.zeroWidth, .direction, .tag])
    #expect(document.invisible.map(\.utf8) == [1..<7, 8..<11, 12..<20])
    #expect(document.metadata["zeroWidthCharacters"] == "2")
    #expect(document.metadata["directionCharacters"] == "1")
    #expect(document.metadata["tagCharacters"] == "2")
  }

  @Test func manyPlacesAreCountedButNotAllKept() throws {
    let document = try readHere(Array(String(repeating: "a\u{200B}", count: 5000).utf8), filename: "a.txt")
    #expect(document.invisible.count == 1000)
    #expect(document.metadata["zeroWidthCharacters"] == "5000")
  }

  @Test(arguments: [
    "<p hidden>secret</p>", "<p style='display : none'>secret</p>", "<div style=\"color:red;visibility: hidden\"><b>secret</b></div>",
    "<span style='font-size:0'>secret</span>", "<span style='OPACITY:0'>sec<i>ret</i></span>",
  ])
  func hiddenPartsOfPagesAreLeftOutAndCounted(part: String) throws {
    let document = try readHere(Array("<!doctype html><p>seen</p>\(part)".utf8), filename: "a.html")
    #expect(document.text == "seen")
    #expect(document.metadata["hiddenCharacters"] == "6")
  }

  @Test func linksKeepTheirAddresses() throws {
    let page =
      "<!doctype html><main><p>See <a href='https://example.org/a'> the  guide </a>, <a href='#top'>top</a> or "
      + "<a href='mailto:a@example.org'>write</a>.<table><tr><td>x<td><a href=http://example.org>y</a></table></main>"
    let document = try readHere(Array(page.utf8), filename: "a.html")
    let words = document.links.map { String(decoding: Array(document.text.utf8)[$0.utf8], as: UTF8.self) }
    #expect(words == ["the guide", "write", "y"])
    #expect(document.links.map(\.address) == ["https://example.org/a", "mailto:a@example.org", "http://example.org"])
  }
}
