// Pages of the usual shapes that mark no main part: what they say is kept, what stands around it is not, and where it is not
// clear what is what, all is kept.
import Documents
import Testing

struct HTMLMainPartTests {
  private static let menu =
    "<ul class=nav><li><a href=/>Home page</a></li><li><a href=/birds>All birds</a></li><li><a href=/shop>Our shop</a></li>"
    + "<li><a href=/about>About us</a></li></ul>"
  private static let prose = (1...6).map { number in
    "<p>Swifts, paragraph \(number), spend almost all of their life in the air, sleep there, drink there, and only land to nest "
      + "under the eaves of <a href=/towers>towers</a>.</p>"
  }.joined()

  private func read(_ body: String, head: String = "") throws -> String {
    try readHere(Array("<!doctype html><html><head>\(head)</head><body>\(body)</body></html>".utf8), filename: "a.html")
      .text
  }

  private func expect(
    _ text: String, has kept: [String], hasNot dropped: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for words in kept {
      #expect(text.contains(words), "\(words) is missing in: \(text)", sourceLocation: sourceLocation)
    }
    for words in dropped {
      #expect(!text.contains(words), "\(words) is left in: \(text)", sourceLocation: sourceLocation)
    }
  }

  @Test func aBlogInDivsGivesItsPost() throws {
    let text = try read(
      "<div id=top>The Bird Blog <span>all about wings</span></div><div id=menu>\(Self.menu)</div>"
        + "<div id=wrap><div id=post><h1>On swifts</h1>\(Self.prose)</div>"
        + "<div id=side><div>Subscribe to our newsletter today</div>\(Self.menu)</div></div><div id=foot>Copyright 2024, all rights</div>"
    )
    expect(
      text, has: ["On swifts", "paragraph 1", "paragraph 6", "towers"],
      hasNot: ["Home page", "Subscribe", "Copyright", "all about wings"])
  }

  @Test func aTitleBesideThePostIsKept() throws {
    let text = try read(
      "<div>\(Self.menu)</div><div id=page><div id=head><h1>On swifts</h1><p>By Ann</p></div><div id=post>\(Self.prose)</div></div>"
        + "<div>Copyright 2024</div>")
    expect(text, has: ["On swifts", "By Ann", "paragraph 6"], hasNot: ["Home page", "Copyright"])
  }

  @Test func anOldPageOfTablesGivesItsCell() throws {
    let text = try read(
      "<table><tr><td>\(Self.menu)</td><td><h1>On swifts</h1>\(Self.prose)</td></tr><tr><td colspan=2>Best viewed at 800 x 600</td></tr></table>"
    )
    expect(text, has: ["On swifts", "paragraph 6"], hasNot: ["Home page", "Best viewed"])
  }

  @Test func wordsWithoutParagraphsAreFound() throws {
    let lines = (1...12).map { "Line \($0) of a text, set with breaks, as people did, and do.<br><br>" }.joined()
    let text = try read("<div>\(Self.menu)</div><div><div>\(lines)</div></div><div>Contact us, or do not.</div>")
    expect(text, has: ["Line 1 of", "Line 12 of"], hasNot: ["Home page"])
  }

  @Test func bothHalvesOfAPageAreKept() throws {
    let text = try read(
      "<div>\(Self.menu)</div><div>\(Self.prose)</div><div>\(Self.prose.replacing("Swifts", with: "Swallows"))</div>")
    expect(text, has: ["Swifts, paragraph 1", "Swallows, paragraph 6"], hasNot: ["Home page"])
  }

  @Test func answersOfAForumAreAllKept() throws {
    let posts = (1...5).map {
      "<div class=post><div>user\($0)</div><div><p>Answer \($0): I have seen swifts, swallows, and martins, all in one summer, over one roof.</p></div></div>"
    }
    let text = try read("<div>\(Self.menu)</div><div id=thread>\(posts.joined())</div><div>Imprint</div>")
    expect(text, has: ["Answer 1", "Answer 5", "user3"], hasNot: ["Home page"])
  }

  @Test func aPageOfLinksIsKept() throws {
    let links = (1...30).map { "<li><a href=/\($0)>Chapter \($0) of the handbook</a></li>" }.joined()
    let text = try read("<h1>Contents</h1><ul>\(links)</ul>")
    expect(text, has: ["Contents", "Chapter 1 of", "Chapter 30 of"], hasNot: [])
  }

  @Test func aShortPageIsKept() throws {
    let text = try read("<div>\(Self.menu)</div><div><p>Swifts never land.</p></div>")
    expect(text, has: ["Swifts never land.", "Home page"], hasNot: [])
  }

  @Test func aMarkedMainPartWins() throws {
    let text = try read("<div>\(Self.prose)</div><main><p>What counts.</p></main>")
    #expect(text == "What counts.")
  }

  @Test func codeAndListsBelongToTheText() throws {
    let text = try read(
      "<div>\(Self.menu)</div><div id=post><h1>How to</h1>\(Self.prose)<pre>let swift = 1\nlet nest = 2</pre>"
        + "<ul><li>a first thing</li><li>a second thing</li></ul><table><tr><th>bird</th></tr><tr><td>martin</td></tr></table></div>"
    )
    expect(text, has: ["let nest = 2", "a second thing", "martin"], hasNot: ["Home page"])
  }

  // MARK: Hidden text

  @Test(arguments: [
    "<p style='color:white'>SECRET</p>", "<p style='color: #FFF ;'>SECRET</p>", "<font color=white>SECRET</font>",
    "<p style='color:#000;background:#000000'>SECRET</p>",
    "<div style='background-color: rgb(10, 20, 30)'><span style='color:#0a141e'>SECRET</span></div>",
    "<p style='display: none'>SECRET</p>", "<p style='visibility:hidden'>SECRET</p>",
    "<p style='font-size:0'>SECRET</p>",
    "<p style='font-size: 0.1px; color: red'>SECRET</p>",
    "<table bgcolor=black><tr><td style='color:black'>SECRET</td></tr></table>",
  ])
  func textNobodySeesIsLeftOutAndCounted(hidden: String) throws {
    let document = try readHere(
      Array("<!doctype html><p>Swifts never land.</p>\(hidden)<p>They sleep in the air.</p>".utf8), filename: "a.html")
    #expect(!document.text.contains("SECRET") && document.metadata["hiddenCharacters"] == "6", "\(document.text)")
    #expect(document.text.contains("never land.") && document.text.contains("sleep in the air."))
  }

  @Test(arguments: [
    "<div style='background:#000'><p style='color:white'>SEEN</p></div>",
    "<div style='background:url(night.png)'><p style='color:white'>SEEN</p></div>",
    "<p style='color:white;background:navy'>SEEN</p>",
    "<table bgcolor=black><tr><td style='color:white'>SEEN</td></tr></table>",
    "<p style='color:var(--ink)'>SEEN</p>", "<p style='color:#fffffe'>SEEN</p>", "<p style='font-size:0.8em'>SEEN</p>",
    "<style>body{background:black}</style><p style='color:white'>SEEN</p>",
  ])
  func textThatIsSeenStays(shown: String) throws {
    let document = try readHere(Array("<!doctype html>\(shown)".utf8), filename: "a.html")
    #expect(document.text.contains("SEEN") && document.metadata["hiddenCharacters"] == nil)
  }
}
