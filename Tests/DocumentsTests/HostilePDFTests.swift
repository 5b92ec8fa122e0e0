// PDFs that are cut off, lie about themselves or never end.
import Documents
import TestSupport
import Testing

struct HostilePDFTests {
  private static let quick = ExtractionLimits.patient(processorSeconds: 10)

  /// A PDF of `objects`, the first of which is the catalogue.
  private func pdf(_ objects: [String]) -> [UInt8] {
    var text = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }

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
    let bytes = pdf([
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1000000 /Kids [2 0 R 2 0 R] >>",
    ])
    try await expectPDFFailure(bytes)
  }

  @Test func aPageTreeWithoutEndEnds() async throws {
    var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    for index in 2..<2000 {
      objects.append("<< /Type /Pages /Count 1000000 /Kids [\(index + 1) 0 R \(index + 1) 0 R] >>")
    }
    try await expectPDFFailure(pdf(objects))
  }

  @Test func aClaimOfAMillionPagesIsNotBelieved() async throws {
    try await expectPDFFailure(
      pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1000000 /Kids [] >>"]))
  }

  @Test func aContentStreamThatDrawsItselfEnds() async throws {
    let form = "/Fm Do /Fm Do"
    let bytes = pdf([
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << /XObject << /Fm 4 0 R >> >> >>",
      "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Fm 4 0 R >> >> /Length \(form.utf8.count) >>\n"
        + "stream\n\(form)\nendstream",
    ])
    try await expectPDFFailure(bytes)
  }

  @Test(arguments: ["(aa) Tj ", "q ", "0 0 m 1 1 l S "])
  func aFilterBombEnds(unit: String) async throws {
    // 64 MiB of drawing that two layers of compression make a few kilobytes of.
    let drawing = Array(String(repeating: unit, count: (64 << 20) / unit.utf8.count).utf8)
    let packed = try deflated(deflated(Array("BT /F1 1 Tf ".utf8) + drawing))
    #expect(packed.count < 10_000)
    let head = """
      %PDF-1.4
      1 0 obj
      << /Type /Catalog /Pages 2 0 R >>
      endobj
      2 0 obj
      << /Type /Pages /Count 1 /Kids [3 0 R] >>
      endobj
      3 0 obj
      << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>
      endobj
      5 0 obj
      << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
      endobj
      4 0 obj
      << /Filter [/FlateDecode /FlateDecode] /Length \(packed.count) >>
      stream

      """
    let tail = "\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    var limits = Self.quick
    limits.outputBytes = 8 << 20
    do {
      let document = try await extract(
        Array(head.utf8) + packed + Array(tail.utf8), filename: "a.pdf", limits: limits)
      #expect(document.text.utf8.count <= limits.outputBytes)
    } catch let error as DocumentError {
      let allowed: [DocumentError.Code] = [.noText, .timedOut, .memoryLimit, .tooComplex, .damaged]
      #expect(allowed.contains(error.code), "\(error)")
    }
  }

  /// `bytes` as zlib packs them: an archive's packed part, between zlib's head and no checksum.
  private func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
    let archive = try archive([("x", bytes)])
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(archive[offset + $1]) << (8 * $1) }
    }
    // The directory entry knows the packed size; the part begins after its own head, name and extra field.
    let end = try #require((0..<(archive.count - 3)).last { archive[$0..<($0 + 4)].elementsEqual([0x50, 0x4B, 1, 2]) })
    let start = 30 + number(26, 2) + number(28, 2)
    return [0x78, 0x9C] + archive[start..<(start + number(end + 20, 4))]
  }

  @Test func aHeaderAloneIsDamaged() async throws {
    try await expectFailure(.damaged, Array("%PDF-1.7\n".utf8), filename: "a.pdf")
    try await expectFailure(
      .damaged, Array("%PDF-1.7\n".utf8) + Array(repeating: 0, count: 100_000), filename: "a.pdf", limits: Self.quick)
  }

  @Test func aPDFWithoutPagesHasNoText() async throws {
    let bytes = pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"])
    try await expectPDFFailure(bytes)
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
