// A helper program that does not start is this installation's fault, not the document's.
import DocumentFixtures
import Documents
import FoundationEssentials
import Testing

struct MissingProgramTests {
  @Test func aProgramThatDoesNotStartIsNamedAndTheDocumentIsNotBlamed() throws {
    let folder = "/tmp/martlet-programs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("#!/bin/sh\nexec /nowhere/libexec/tesseract\n".utf8).write(to: URL(filePath: "\(folder)/tesseract"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/tesseract")
    let error = #expect(throws: DocumentError.self) {
      try readHere(fixture("formats/sign.png"), filename: "sign.png", searchPath: [folder])
    }
    #expect(
      error?.code == .workerUnavailable && error?.message.contains("The program tesseract") == true,
      "\(String(describing: error))")
  }
}
