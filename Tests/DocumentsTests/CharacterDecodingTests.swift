// Text files come out right whatever encoding they were saved in, and binary data does not come out at all.
import Documents
import TestSupport
import Testing

struct CharacterDecodingTests {
  private static let german = """
    Der Mauersegler ist ein Zugvogel. Er verbringt fast sein ganzes Leben in der Luft, schläft und frißt im Flug.
    Die Jungvögel müssen üben, bevor sie das Nest für immer verlassen; danach bleiben sie bis zu zwei Jahre oben.
    """
  private static let russian = """
    Чёрный стриж проводит в полёте большую часть жизни. Он ест, пьёт и даже спит в воздухе.
    Гнездо строит под крышами домов, а зимует в Африке южнее экватора.
    """
  private static let japanese = """
    アマツバメは一生のほとんどを空で過ごす鳥です。食べることも眠ることも飛びながら行います。
    巣は建物の屋根の下に作られ、冬はアフリカの南部で過ごします。
    """

  /// The bytes of `text` in a single-byte encoding given as its upper half.
  private func bytes(_ text: String, _ table: (Unicode.Scalar) -> UInt8?) throws -> [UInt8] {
    try text.unicodeScalars.map { scalar in
      try scalar.isASCII ? UInt8(scalar.value) : #require(table(scalar), "\(scalar)")
    }
  }

  private func latin1(_ text: String) throws -> [UInt8] {
    try bytes(text) { $0.value < 0x100 ? UInt8($0.value) : nil }
  }

  private func windows1251(_ text: String) throws -> [UInt8] {
    try bytes(text) { scalar in
      switch scalar.value {
      case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
      case 0x451: 0xB8
      case 0x401: 0xA8
      default: nil
      }
    }
  }

  private func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  @Test func latin1IsRecognised() async throws {
    let document = try await extract(latin1(Self.german), filename: "segler.txt")
    #expect(document.text == Self.german)
  }

  @Test func windows1251IsRecognised() async throws {
    let document = try await extract(windows1251(Self.russian), filename: "стриж.txt")
    #expect(document.text == Self.russian)
    #expect(document.metadata["encoding"] == "WINDOWS-1251")
  }

  @Test func shiftJISIsRecognised() async throws {
    // アマツバメは… of the text above, as a Japanese editor saves it.
    let document = try await extract(try #require(ShiftJIS.encode(Self.japanese)), filename: "tori.txt")
    #expect(document.text == Self.japanese)
  }

  @Test func theLastLetterOfAHebrewTextIsKept() async throws {
    // The C library holds a letter back until it knows whether a point follows that joins it.
    let page: [UInt8] = Array("<meta charset=windows-1255><p>".utf8) + [0xF9, 0xEC, 0xE5, 0xED]
    #expect(try await extract(page, filename: "a.html").text == "שלום")
    let letters: [UInt8] = [0xF9, 0xEC, 0xE5, 0xED]
    let hint = DocumentHint(filename: "a.txt", declaredType: nil)
    #expect(try CharacterDecoding.decode(letters, declared: "windows-1255", hint: hint, limit: 100).text == "שלום")
  }

  @Test(arguments: [true, false], [true, false])
  func utf16IsRecognisedWithAndWithoutMark(bigEndian: Bool, mark: Bool) async throws {
    let bytes = utf16(Self.german, bigEndian: bigEndian, mark: mark)
    let document = try await extract(bytes, filename: "segler.txt")
    #expect(document.text == Self.german)
  }

  @Test func utf16OfOtherScriptsIsRecognisedByItsMark() async throws {
    let document = try await extract(utf16(Self.russian + "𝒳", bigEndian: false, mark: true), filename: "a.txt")
    #expect(document.text == Self.russian + "𝒳")
  }

  @Test func utf32IsRecognisedByItsMark() async throws {
    let bytes = ("\u{FEFF}" + Self.russian).unicodeScalars.flatMap { scalar in
      (0..<4).map { UInt8(scalar.value >> (8 * $0) & 0xFF) }
    }
    #expect(try await extract(bytes, filename: "a.txt").text == Self.russian)
  }

  @Test func aByteOrderMarkIsNoText() async throws {
    #expect(try await extract("\u{FEFF}swift", filename: "a.txt").text == "swift")
  }

  @Test func lineEndsBecomeNewlines() async throws {
    #expect(try await extract("a\r\nb\rc\n\r\nd\r", filename: "a.txt").text == "a\nb\nc\n\nd\n")
  }

  @Test func aLetterCutInHalfDoesNotTurnTheTextIntoAnotherEncoding() async throws {
    let bytes = Array(Self.russian.utf8).dropLast(1) + [0xD0]
    let document = try await extract(Array(bytes), filename: "a.txt")
    #expect(document.text.hasPrefix("Чёрный стриж"))
    #expect(document.text.hasSuffix("\u{FFFD}"))
  }

  @Test func aStrayNULIsReplaced() async throws {
    let text = String(repeating: "The swift flies on. ", count: 100)
    let document = try await extract(text + "\0" + text, filename: "a.log")
    #expect(document.text == text + "\u{FFFD}" + text)
  }

  @Test func theEncodingAPageDeclaresIsUsed() async throws {
    let page = "<html><head><meta charset=\"windows-1251\"></head><body><p>Стриж</p></body></html>"
    let document = try await extract(try windows1251(page), filename: "a.html")
    #expect(document.text == "Стриж")
  }

  @Test func binaryDataIsRefused() async throws {
    var random = SeededRandom(seed: 1)
    let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for filename in ["data.txt", "data", "data.bin"] {
      try await expectFailure(.unsupportedType, [0, 1, 2, 3] + noise, filename: filename)
    }
    let zeros = try await expectFailure(
      .unsupportedType, Array("text".utf8) + Array(repeating: 0, count: 500), filename: "a.txt")
    #expect(zeros?.message.contains("NUL") == true)
  }
}

/// Enough of Shift JIS (JIS X 0208 by arithmetic) to write the test's text: kana and a few kanji by table.
private enum ShiftJIS {
  private static let kanji: [Character: UInt16] = [
    "一": 0x88EA, "生": 0x90B6, "空": 0x8BF3, "過": 0x89DF, "鳥": 0x92B9, "食": 0x9048, "眠": 0x96B0, "飛": 0x94F2,
    "行": 0x8D73, "巣": 0x9183, "建": 0x8C9A, "物": 0x95A8, "屋": 0x89AE, "根": 0x8DAA, "下": 0x89BA, "作": 0x8DEC,
    "冬": 0x937E, "南": 0x93EC, "部": 0x9594, "。": 0x8142, "、": 0x8141, "\n": 0x0A,
  ]

  static func encode(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    for character in text {
      let code: UInt16
      let value = character.unicodeScalars.first?.value ?? 0
      switch value {
      case 0x3041...0x3093: code = 0x829F + UInt16(value - 0x3041)
      case 0x30A1...0x30DF: code = 0x8340 + UInt16(value - 0x30A1)
      case 0x30E0...0x30F6: code = 0x8380 + UInt16(value - 0x30E0)
      default:
        guard let found = kanji[character] else { return nil }
        code = found
      }
      if code > 0xFF { result.append(UInt8(code >> 8)) }
      result.append(UInt8(code & 0xFF))
    }
    return result
  }
}
