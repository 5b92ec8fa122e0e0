// Where tesseract is installed, pictures of text are read.
import Documents
import Glibc
import Testing

@Suite(.enabled(if: access("/usr/bin/tesseract", X_OK) == 0, "tesseract is not installed"))
struct TextRecognitionTests {
  @Test(arguments: ["sign.png", "sign.pdf"]) func picturesOfTextAreRead(name: String) async throws {
    let document = try await extract(Installation.fixture("formats/\(name)"), filename: name)
    let expected = String(decoding: try Installation.fixture("formats/expected/sign.txt").dropLast(), as: UTF8.self)
    #expect(document.text == expected)
    #expect(document.metadata["recognizedBy"] == "tesseract")
    #expect(document.pages.count == (name == "sign.pdf" ? 1 : 0))
  }

  @Test func aPictureThatIsCutOffIsNamed() async throws {
    let whole = try Installation.fixture("formats/sign.png")
    for count in [20, 100, 1000] {
      let error = await #expect(throws: DocumentError.self) {
        try await extract(Array(whole[..<count]), filename: "sign.png")
      }
      #expect(error?.code == .damaged || error?.code == .noText, "\(String(describing: error))")
    }
  }
}
