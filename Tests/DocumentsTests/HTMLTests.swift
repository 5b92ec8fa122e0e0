// A page gives what its visitor reads, in lines that follow its blocks.
import Documents
import Testing

struct HTMLTests {
  private func text(_ body: String) async throws -> String {
    try await extract("<!doctype html><body>\(body)</body>", filename: "a.html").text
  }

  @Test(arguments: [
    ("<p>One\n  two</p><p>three", "One two\n\nthree"),
    ("a<b>b</b>c <i> d</i> e", "abc d e"),
    ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
    ("<ul><li>a</li><li>b <ul><li>c</ul></ul>d", "a\nb\n\nc\n\nd"),
    ("<dl><dt>Term<dd>Meaning</dl>", "Term\nMeaning"),
    ("x &amp; y &lt;z&gt; &eacute; &#128020; a&nbsp;b", "x & y <z> é 🐔 a b"),
    ("<pre>\n  a\n    b\n</pre>", "  a\n    b"),
    ("<script>no</script><style>no</style><noscript>no</noscript><template>no</template>yes", "yes"),
    ("<p hidden>no</p><p aria-hidden=true>no</p><button>no</button><select><option>no</select>yes", "yes"),
    ("<nav>no</nav><aside>no</aside><article>yes<footer>signed</footer></article><footer>no</footer>", "yes\n\nsigned"),
    ("<div>before</div><main><p>the text</p></main><div>after</div>", "the text"),
    ("<main></main><p>all", "all"),
    ("<a href=\"https://example.org\">words</a><img src=x alt=picture>", "words"),
    ("<!-- no --><p>yes<!-- no -->", "yes"),
    ("<p></p><div><span> </span></div>", "x"),
  ])
  func blocksBecomeLines(body: String, expected: String) async throws {
    if expected == "x" {
      #expect(try await text(body + "x") == "x")
    } else {
      #expect(try await text(body) == expected)
    }
  }

  @Test func rowsStayRows() async throws {
    let table = """
      <p>before</p><table><caption>Birds</caption><tr><th>Name<th>Weight<tr><td><p>Swift</p><p>(Apus)</p><td>40 g
      <tr><td><td>no name<tr><td>last<td></table>after
      """
    #expect(try await text(table) == "before\n\nBirds\nName | Weight\nSwift (Apus) | 40 g\n| no name\nlast\n\nafter")
  }

  @Test func layoutTablesAreNoTables() async throws {
    let page = """
      <table><tr><td>menu<td><h1>Head</h1><p>One</p><p>Two</p><table><tr><td>a<td>b</table></table>
      """
    #expect(try await text(page) == "menu\n\nHead\n\nOne\n\nTwo\n\na | b")
  }

  @Test func headingsAreFoundWhereTheyStand() async throws {
    let document = try await extract(
      "<html><body>pre<h1> A  <em>b</em><br>c </h1>x<h3></h3><div><h2>Ünder</h2></div>y", filename: "a.htm")
    #expect(document.text == "pre\n\nA b\nc\n\nx\n\nÜnder\n\ny")
    #expect(document.headings.map(\.title) == ["A b c", "Ünder"])
    #expect(document.headings.map(\.level) == [1, 2])
    #expect(headingLines(document) == ["A b", "Ünder"])
    #expect(document.title == "A b c")
  }

  @Test func whiteSpaceAloneIsNoHeading() async throws {
    let document = try await extract(
      "<html><body><table><tr><td>x<h4><pre> </pre></h4></table>", filename: "a.html")
    #expect(document.text == "x")
    #expect(document.headings.isEmpty)
    let padded = try await extract("<html><body>x<h1><pre>  Head</pre></h1>", filename: "a.html")
    #expect(headingLines(padded) == ["Head"])
  }

  @Test func aCarriageReturnWrittenAsANumberIsALinesEnd() async throws {
    #expect(try await text("<pre>a&#13;b</pre>") == "a\nb")
  }

  @Test func titleAndDescriptionAreKept() async throws {
    let head = """
      <html lang="de"><head><title> A
      title </title><meta name="Description" content="About   it"><meta property="x" content="y"></head><body>words
      """
    let document = try await extract(head, filename: "a.html")
    #expect(document.title == "A title")
    #expect(document.metadata["description"] == "About it")
    #expect(document.metadata["language"] == "de")
  }
}
