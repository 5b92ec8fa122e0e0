// PDFs that are cut off, lie about themselves or never end.
import DocumentFixtures
import Documents
import TestSupport
import Testing

struct HostilePDFTests {
  private static let quick = ExtractionLimits.patient(processorSeconds: 10)

  @Test func aPDFCutOffAnywhereIsRefusedOrWhole() async throws {
    let whole = try Installation.fixture("documents/vx3-variometer-manual.pdf")
    let text = try await extract(whole, filename: "a.pdf").text
    for count in stride(from: 8, to: whole.count, by: 61) {
      do {
        let document = try await extract(Array(whole[..<count]), filename: "a.pdf", limits: Self.quick)
        // Without its last bytes only the end mark is missing, and nothing of the text.
        #expect(document.text == text, "cut to \(count) of \(whole.count)")
      } catch let error as DocumentError {
        #expect(error.code == .damaged, "cut to \(count): \(error)")
      }
    }
  }

  @Test func alteredBytesNeverCrashTheReader() async throws {
    let whole = try Installation.fixture("documents/vx3-variometer-manual.pdf")
    for seed in UInt64(0)..<40 {
      var random = SeededRandom(seed: seed)
      var bytes = whole
      for _ in 0..<20 {
        bytes[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        _ = try await extract(bytes, filename: "a.pdf", limits: Self.quick)
      } catch let error as DocumentError {
        #expect(error.code.isCallersFault, "seed \(seed): \(error)")
      }
    }
  }

  @Test func aPageTreeThatContainsItselfEnds() async throws {
    try await expectPDFFailure(PDF.pageTreeThatContainsItself)
  }

  @Test func aPageTreeWithoutEndEnds() async throws { try await expectPDFFailure(PDF.pageTreeWithoutEnd) }

  @Test func aClaimOfAMillionPagesIsNotBelieved() async throws { try await expectPDFFailure(PDF.claimOfAMillionPages) }

  @Test func aContentStreamThatDrawsItselfEnds() async throws { try await expectPDFFailure(PDF.contentThatDrawsItself) }

  @Test(arguments: ["(aa) Tj ", "q ", "0 0 m 1 1 l S "])
  func aFilterBombEnds(unit: String) async throws {
    let bomb = try PDF.filterBomb(of: unit)
    #expect(bomb.count < 20_000)
    var limits = Self.quick
    limits.outputBytes = 8 << 20
    do {
      let document = try await extract(bomb, filename: "a.pdf", limits: limits)
      #expect(document.text.utf8.count <= limits.outputBytes)
    } catch let error as DocumentError {
      let allowed: [DocumentError.Code] = [.noText, .timedOut, .memoryLimit, .tooComplex, .damaged]
      #expect(allowed.contains(error.code), "\(error)")
    }
  }

  @Test func aHeaderAloneIsDamaged() async throws {
    try await expectFailure(.damaged, Array("%PDF-1.7\n".utf8), filename: "a.pdf")
    try await expectFailure(
      .damaged, Array("%PDF-1.7\n".utf8) + Array(repeating: 0, count: 100_000), filename: "a.pdf", limits: Self.quick)
  }

  @Test func aPDFWithoutPagesHasNoText() async throws {
    try await expectPDFFailure(
      PDF.document(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"]))
  }

  private func expectPDFFailure(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let error = await #expect(throws: DocumentError.self, sourceLocation: sourceLocation) {
      try await extract(bytes, filename: "a.pdf", limits: Self.quick)
    }
    let allowed: [DocumentError.Code] = [.damaged, .noText, .timedOut, .memoryLimit, .tooComplex]
    #expect(
      error.map { allowed.contains($0.code) } == true, "\(String(describing: error))", sourceLocation: sourceLocation)
  }
}
