// The JSON parser: accepts RFC 8259 and nothing else, and describes mistakes in the words and places of Python's json.
import HTTP
import Testing

struct JSONParserTests {
  @Test(arguments: [
    ("", 0, "Expecting value"),
    ("{bad", 1, "Expecting property name enclosed in double quotes"),
    ("{", 1, "Expecting property name enclosed in double quotes"),
    (#"{"a""#, 4, "Expecting ':' delimiter"),
    (#"{"a":"#, 5, "Expecting value"),
    (#"{"a":1"#, 6, "Expecting ',' delimiter"),
    (#"{"a":1,}"#, 7, "Expecting property name enclosed in double quotes"),
    (#"{"a":1 "b":2}"#, 7, "Expecting ',' delimiter"),
    ("[", 1, "Expecting value"),
    ("[1", 2, "Expecting ',' delimiter"),
    ("[1,]", 3, "Expecting value"),
    ("[1,\n ]", 5, "Expecting value"),
    ("nul", 0, "Expecting value"),
    (#""abc"#, 0, "Unterminated string starting at"),
    ("\"a\nb\"", 2, "Invalid control character at"),
    (#""\x""#, 1, "Invalid \\escape"),
    (#""\u12""#, 2, "Invalid \\uXXXX escape"),
    (#"{"a":1} x"#, 8, "Extra data"),
    ("01", 1, "Extra data"),
    ("-", 0, "Expecting value"),
    ("1.", 1, "Extra data"),
    ("1e", 1, "Extra data"),
    ("+1", 0, "Expecting value"),
    ("NaN", 0, "Expecting value"),
    ("{'a':1}", 1, "Expecting property name enclosed in double quotes"),
  ])
  func mistakesAreToldAsPythonTellsThem(text: String, offset: Int, message: String) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset)
    #expect(error?.message == message)
  }

  @Test func offsetsCountScalarsAndNotBytes() {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: #"{"ä€😀" 1}"#) }
    #expect(error?.offset == 7)
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test func numbersKeepTheirForm() throws {
    let text = "[0,-1,9223372036854775807,-9223372036854775808,1.0,0.5,-1e-07,1e+20]"
    let tree = try JSONValue(parsing: text)
    #expect(tree[0] == .integer(0))
    #expect(tree[2] == .integer(.max))
    #expect(tree[4] == .double(1))
    #expect(tree.description == text)
    #expect(try JSONValue(parsing: "9223372036854775808") == .double(9_223_372_036_854_775_808))
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "1e999") }
  }

  @Test func keysKeepTheirOrderAndTheLastOfTwoCounts() throws {
    let tree = try JSONValue(parsing: #"{"b":1,"a":{"z":[],"y":{}},"b":2}"#)
    #expect(tree.description == #"{"b":2,"a":{"z":[],"y":{}}}"#)
  }

  @Test func escapesAreReadAndOnlyTheNeededOnesAreWritten() throws {
    let tree = try JSONValue(parsing: #""\u00e4\n\"\\\/\ud83d\ude00\u0001 ü""#)
    #expect(tree.string == "ä\n\"\\/😀\u{1} ü")
    #expect(tree.description == "\"ä\\n\\\"\\\\/😀\\u0001 ü\"")
  }

  @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\u0041""#])
  func loneSurrogatesBecomeReplacementCharacters(text: String) throws {
    let read = try #require(try JSONValue(parsing: text).string)
    #expect(read.unicodeScalars.first == "\u{FFFD}")
  }

  @Test func nestingBeyondTheLimitIsAnErrorAndNotACrash() throws {
    for opening in ["[", #"{"a":"#] {
      let hostile = String(repeating: opening, count: 1_000_000)
      let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: hostile) }
      #expect(error?.message == "Nesting deeper than 128 levels")
    }
    let deepest = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try JSONValue(parsing: deepest).description == deepest)
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
  }

  @Test func randomBytesNeverTrap() {
    let seed: UInt64 = 20_251_105
    print("seed \(seed)")
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let alphabet = Array(#"{}[]":,\u0123eE+-.tfn "#.utf8) + [0x00, 0xC3, 0xA4, 0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<Int(next() % 40)).map { _ in alphabet[Int(next()) % alphabet.count] }
      if let tree = try? JSONValue(parsing: bytes) {
        #expect((try? JSONValue(parsing: tree.serialized())) == tree)
      }
    }
  }
}
