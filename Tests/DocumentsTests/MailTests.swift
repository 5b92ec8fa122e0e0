// An e-mail gives its head, its words in whatever encoding they travelled, and the names of what hangs on it.
import Documents
import Testing

struct MailTests {
  private func document(_ message: String) throws -> ExtractedText {
    try readHere(Array(message.utf8), filename: "a.eml")
  }

  @Test func aPlainMessageIsRead() throws {
    let document = try document("From: a@example.org\nSubject: Nests\n\nFourteen.\n")
    #expect(document.text == "Nests\n\nFrom: a@example.org\n\nFourteen.")
    #expect(document.title == "Nests")
    #expect(document.mediaType == "message/rfc822")
  }

  @Test(arguments: [
    ("=?utf-8?q?caf=C3=A9_x?=", "café x"), ("=?ISO-8859-1?Q?caf=E9?= =?utf-8?B?w6k=?=", "caféé"),
    ("=?utf-8*en?q?a?= b", "a b"), ("a =?x?y?z?= b", "a =?x?y?z?= b"), ("=?utf-8?q?open", "=?utf-8?q?open"),
    ("=?windows-1251?b?z/Do?=", "При"), ("folded\n  on", "folded on"), ("naïve raw", "naïve raw"),
  ])
  func subjectsAreDecoded(field: String, expected: String) throws {
    #expect(try document("From: a\nSubject: \(field)\n\nx\n").title == expected)
  }

  @Test func bodiesAreDecoded() throws {
    let head = "Subject: s\nContent-Type: text/plain; charset=\"iso-8859-1\"\nContent-Transfer-Encoding: "
    #expect(try document(head + "quoted-printable\n\ncaf=E9 =\nand=3D\n").text == "s\n\ncafé and=")
    #expect(try document(head + "base64\n\nY2Fm\n6SB4\n").text == "s\n\ncafé x")
  }

  @Test func htmlIsReadWhereThereIsNoPlainText() throws {
    let message = """
      Subject: s
      Content-Type: multipart/alternative; boundary=b

      --b
      Content-Type: text/html

      <p>one</p><p style="display: none">no</p><p>two</p>
      --b--
      """
    let document = try document(message)
    #expect(document.text == "s\n\none\n\ntwo")
    #expect(document.metadata["hiddenCharacters"] == "2")
  }

  @Test func aForwardedMessageIsReadWithItsHead() throws {
    let message = """
      Subject: outer
      Content-Type: multipart/mixed; boundary="b b"

      --b b
      Content-Type: text/plain; format=flowed

      one 
      two
      three
      --b b
      Content-Type: message/rfc822
      Content-Disposition: attachment

      From: inner@example.org
      Subject: inner

      words
      --b b
      Content-Type: application/pdf; name*0*=utf-8''ch%C3%A2; name*1=teau.pdf

      xxx
      --b b--
      """
    let document = try document(message)
    #expect(document.text.hasPrefix("outer\n\none two\nthree\n\ninner\n\nFrom: inner@example.org\n\nwords"))
    #expect(document.text.hasSuffix("Attachment: château.pdf"))
    #expect(document.headings.map(\.level) == [1, 2])
  }

  @Test func aNULInTheHeadIsASpace() throws {
    let document = try document(
      "Subject: a\u{0}b\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: app\u{0}lication/x; name=\"n\u{0}m\"\n\n--x\nContent-Type: app\u{0}x/y\n\n--x--\n")
    #expect(document.isConsistent)
    #expect(document.text == "a b\n\nAttachment: n m\nAttachment: app x/y")
  }

  @Test func whatHasNoHeadIsNoMail() throws {
    let error = #expect(throws: DocumentError.self) { try document("just words\n") }
    #expect(error?.code == .damaged)
  }

  @Test func partsThatNestWithoutEndAreRefused() throws {
    var message = "Subject: s\n"
    for depth in 0..<200 { message += "Content-Type: multipart/mixed; boundary=b\(depth)\n\n--b\(depth)\n" }
    let error = #expect(throws: DocumentError.self) { try document(message + "\nx\n") }
    #expect(error?.code == .tooComplex)
  }

  @Test func aMessageCutOffAnywhereIsReadAsFarAsItGoes() throws {
    let whole = try Installation.fixture("formats/letter.eml")
    for count in stride(from: 200, to: whole.count, by: 13) {
      let document = try readHere(Array(whole[..<count]), filename: "a.eml")
      #expect(document.isConsistent)
    }
  }
}
