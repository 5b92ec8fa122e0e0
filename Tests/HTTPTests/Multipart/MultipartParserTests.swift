// The multipart parser: the same parts whatever pieces the body comes in, and an error for whatever is not a form.
import HTTP
import Testing

struct MultipartParserTests {
  struct Part: Equatable {
    var header: MultipartHeader
    var content: [UInt8] = []
    var isEnded = false
    var text: String { String(decoding: content, as: UTF8.self) }
  }

  /// Parses a body cut into pieces of `size` bytes.
  private func parts(
    _ body: String, boundary: String = "B", pieces size: Int = .max,
    limits: MultipartLimits = MultipartLimits(fileBytes: 100)
  ) throws -> [Part] {
    var parser = MultipartParser(boundary: boundary, limits: limits)
    var found: [Part] = []
    var rest = Array(body.utf8)[...]
    while !rest.isEmpty {
      try parser.consume(Array(rest.prefix(size))) { (event) throws(HTTPError) in
        switch event {
        case .began(let header): found.append(Part(header: header))
        case .content(let bytes): found[found.count - 1].content += bytes
        case .ended: found[found.count - 1].isEnded = true
        }
      }
      rest = rest.dropFirst(size)
    }
    try parser.finish()
    #expect(!found.contains { !$0.isEnded })
    return found
  }

  private func disposition(_ value: String) throws -> MultipartHeader {
    try #require(try parts("--B\r\nContent-Disposition: \(value)\r\n\r\nx\r\n--B--\r\n").first).header
  }

  @Test(arguments: [1, 2, 3, 5, 7, 16, 1000])
  func partsAreTheSameWhateverPiecesTheBodyComesIn(size: Int) throws {
    let tricky = "line\r\n--Not\r\n\r--B\n--B\r\n-\r\n--\r\r\n"
    let body =
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\(tricky)\r\n"
      + "--B  \r\ncontent-type: text/plain\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\r\n\r\n"
      + "--B\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\nepilogue"
    let found = try parts(body, pieces: size)
    #expect(found.map(\.header.name) == ["a", "f", "empty"])
    #expect(found.map(\.text) == [tricky, "", ""])
    #expect(found[1].header == MultipartHeader(name: "f", filename: "x.txt", contentType: "text/plain"))
  }

  @Test func aFormMayHaveNoPartsAndAPreamble() throws {
    #expect(try parts("--B--\r\n").isEmpty)
    #expect(
      try parts("ignored\r\n--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B--").map(\.text) == ["1"])
  }

  @Test(arguments: [
    "", "--B", "--B\r\n", "no boundary at all",
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunterminated",
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B",
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--Bx\r\n\r\n--B--",
    "--B\r\n\r\nno header\r\n--B--",
    "--B\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--B--",
    "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--",
    "--B\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nunclosed quote\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\ntwice\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n folded\r\n\r\nx\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\n--B--",
    "--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\u{0}y\"\r\n\r\nx\r\n--B--",
    "--B\nContent-Disposition: form-data; name=\"a\"\n\nx\n--B--\n",
  ])
  func malformedBodiesAreBadRequests(body: String) {
    for size in [1, 1000] {
      let error = #expect(throws: HTTPError.self) { try parts(body, pieces: size) }
      #expect(error?.code == .badRequest)
    }
  }

  @Test func aHeaderWithoutEndIsRefusedBeforeItIsKept() throws {
    var parser = MultipartParser(boundary: "B", limits: MultipartLimits(fileBytes: 1))
    try parser.consume(Array("--B\r\n".utf8)) { (_) throws(HTTPError) in }
    let error = #expect(throws: HTTPError.self) {
      for _ in 0..<1000 { try parser.consume(Array(repeating: 0x61, count: 1000)) { (_) throws(HTTPError) in } }
    }
    #expect(error?.code == .badRequest)
  }

  @Test func aPreambleWithoutEndIsRefused() throws {
    var parser = MultipartParser(boundary: "B", limits: MultipartLimits(fileBytes: 1))
    #expect(throws: HTTPError.self) {
      for _ in 0..<1000 { try parser.consume(Array(repeating: 0x61, count: 1000)) { (_) throws(HTTPError) in } }
    }
  }

  @Test func thePartsAreCounted() {
    var limits = MultipartLimits(fileBytes: 1)
    limits.parts = 2
    let part = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
    #expect(throws: HTTPError.self) { try parts(part + part + part + "--B--", limits: limits) }
    #expect(throws: Never.self) { try parts(part + part + "--B--", limits: limits) }
  }

  @Test(arguments: [
    (#"form-data; name="file"; filename="report \"final\".pdf""#, #"report "final".pdf"#),
    (#"form-data; name="file"; filename="a%22b.txt""#, #"a"b.txt"#),
    (#"form-data; name="file"; filename="C:\Users\me\notes.txt""#, "notes.txt"),
    (#"form-data; name="file"; filename="folder/sub/notes.txt""#, "notes.txt"),
    (#"form-data; name="file"; filename="/etc/passwd""#, "passwd"),
    (#"form-data; name="file"; filename="semi;colon.txt""#, "semi;colon.txt"),
    (#"form-data; name="file"; filename="naïve – 文档.md""#, "naïve – 文档.md"),
    (#"form-data; name="file"; filename*=UTF-8''na%C3%AFve.txt"#, "naïve.txt"),
    (#"form-data; name="file"; filename="plain.txt"; filename*=UTF-8''other.txt"#, "plain.txt"),
    (#"FORM-DATA ; NAME=file ; FILENAME=bare.txt"#, "bare.txt"),
    (#"form-data; name="file"; filename="""#, ""),
  ])
  func fileNamesAreReadAndStrippedOfTheirFolders(value: String, filename: String) throws {
    #expect(try disposition(value).filename == filename)
  }

  @Test(arguments: [
    #"form-data; name="file"; filename="../../etc/passwd""#,
    #"form-data; name="file"; filename="..\..\boot.ini""#,
    #"form-data; name="file"; filename="..""#,
    #"form-data; name="file"; filename="a/..""#,
    #"form-data; name="file"; filename*=UTF-8''..%2Fx"#,
    #"form-data; name="file"; filename*=UTF-8''a%00b"#,
    #"form-data; name="file"; filename*=broken"#,
    #"form-data; name="file"; filename="\#(String(repeating: "x", count: 300))""#,
    #"form-data; name="file"; filename="\#(String(repeating: "ä", count: 128))""#,
  ])
  func harmfulFileNamesAreBadRequests(value: String) {
    let error = #expect(throws: HTTPError.self) { try disposition(value) }
    #expect(error?.code == .badRequest)
  }

  @Test func randomBodiesNeverTrap() {
    let seed: UInt64 = 7
    print("seed \(seed)")
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "--B", "\r\n", "--", "Content-Disposition: form-data; name=", "a", "\"", ";", "filename=", "\r", "\n", "x",
      "\u{0}", "ä", "=", ":", "\\",
    ]
    for _ in 0..<5_000 {
      let body = (0..<next(30)).map { _ in pieces[next(pieces.count)] }.joined()
      _ = try? parts(body, pieces: 1 + next(9))
    }
  }
}
