// XML gives its text: prose as paragraphs, data as named values.
import Documents
import Testing

struct XMLTests {
  private func document(_ text: String) throws -> ExtractedText { try readHere(Array(text.utf8), filename: "a.xml") }

  @Test func proseKeepsItsSentences() throws {
    let document = try document(
      "<?xml version=\"1.0\"?><book xml:lang=\"en\"><title>Birds</title><para>Swifts <em>never</em> land.</para><para>Well.</para></book>")
    #expect(document.text == "Birds\n\nSwifts never land.\n\nWell.")
    #expect(document.title == "Birds")
    #expect(document.metadata["language"] == "en")
  }

  @Test func dataKeepsItsNames() throws {
    let document = try document(
      "<nests><nest id=\"1\"><place>Mill</place><count>14</count></nest><nest id=\"2\"><place>Hall</place></nest></nests>")
    #expect(document.text == "nest (id: 1)\nplace: Mill\ncount: 14\n\nnest (id: 2)\nplace: Hall")
    #expect(document.metadata["rootElement"] == "nests")
  }

  @Test func aDocumentTypeIsAllowedAndItsDeclarationsAreNot() throws {
    #expect(try document("<!DOCTYPE a PUBLIC \"-//x//EN\" \"http://127.0.0.1:1/x.dtd\"><a>words</a>").text == "a: words")
    var bomb = "<!DOCTYPE a [<!ENTITY x0 \"ha\">"
    for level in 1...9 { bomb += "<!ENTITY x\(level) \"\(String(repeating: "&x\(level - 1);", count: 10))\">" }
    for text in [bomb + "]><a>&x9;</a>", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"] {
      let error = #expect(throws: DocumentError.self) { try document(text) }
      #expect(error?.code == .tooComplex && error?.message.contains("entities") == true, "\(String(describing: error))")
    }
  }

  @Test func theDeclaredEncodingIsBelieved() throws {
    let bytes = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>".utf8) + [0xB1, 0xEA] + Array("</a>".utf8)
    #expect(try readHere(bytes, filename: "a.xml").text == "a: ąę")
  }

  @Test(arguments: ["<a>", "<a><b></a>", "<a>&unknown;</a>", "words"])
  func malformedXMLIsNamed(text: String) throws {
    let error = #expect(throws: DocumentError.self) { try document(text) }
    #expect(error?.code == .damaged)
  }
}
