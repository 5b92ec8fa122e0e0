// Markdown stays as written; its headings are found where a Markdown program finds them.
import Documents
import Testing

struct MarkdownTests {
  @Test func headingsOfBothKindsAreFoundAndThoseInCodeAreNot() async throws {
    let source = """
      Intro

      Title *with* `code` & more
      ==========================

      ```sh
      # not a heading
      ```

          # nor this

      > ## Quoted

      Second
      level
      ---
      #no space, no heading
      ### [A link](https://example.org) ###
      - # In a list
      """
    let document = try await extract(source, filename: "a.md")
    #expect(document.text == source)
    #expect(
      document.headings.map(\.title) == ["Title with code & more", "Quoted", "Second level", "A link", "In a list"])
    #expect(document.headings.map(\.level) == [1, 2, 2, 3, 1])
    #expect(
      headingLines(document) == [
        "Title *with* `code` & more", "## Quoted", "Second", "### [A link](https://example.org) ###", "# In a list",
      ])
    #expect(document.title == "Title with code & more")
  }

  @Test func offsetsAreBytesAlsoBehindOtherScripts() async throws {
    let document = try await extract("Ünïcödé 漢字 🦅\r\n\r\n# Überschrift\r\n", filename: "a.md")
    #expect(headingLines(document) == ["# Überschrift"])
    #expect(document.headings.first?.title == "Überschrift")
  }

  @Test func frontMatterGivesTheTitleAndNoHeading() async throws {
    let source = "---\ntitle: 'A: title'\nauthor: Me\ntags:\n  - x\n---\n# First\n"
    let document = try await extract(source, filename: "a.md")
    #expect(document.title == "A: title")
    #expect(document.metadata["author"] == "Me")
    #expect(document.headings.map(\.title) == ["First"])
    let unclosed = try await extract("---\ntitle: x\n\nwords\n", filename: "a.md")
    #expect(unclosed.title == nil)
  }
}
