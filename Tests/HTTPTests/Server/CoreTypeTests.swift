// The value types every other part of the HTTP room stands on.
import HTTP
import Testing

@Suite struct HeadersTests {
  @Test func namesAreComparedWithoutCaseAndOrderIsKept() {
    var headers: Headers = ["Content-Type": "a", "X-One": "1"]
    headers.add("x-one", "2")
    #expect(headers["content-TYPE"] == "a")
    #expect(headers["X-ONE"] == "1")
    #expect(headers.values(named: "x-One") == ["1", "2"])
    #expect(headers.map(\.name) == ["Content-Type", "X-One", "x-one"])
    #expect(headers["missing"] == nil)
    // Only letters fold: `@` and `` ` `` differ by the same bit as A and a.
    #expect(Headers(dictionaryLiteral: ("a@", "1"))["A`"] == nil)
  }

  @Test func settingReplacesEveryFieldOfThatName() {
    var headers: Headers = ["A": "1", "B": "2", "a": "3"]
    headers["a"] = "4"
    #expect(headers == ["a": "4", "B": "2"])
    headers["C"] = "5"
    headers["b"] = nil
    #expect(headers == ["a": "4", "C": "5"])
    headers.remove("A")
    #expect(headers.count == 1)
  }

  @Test(arguments: [
    ("upgrade", true), ("keep-alive, Upgrade", true), ("upgrade;x=1", true), ("keep-alive,\tupgrade ", true),
    ("upgraded", false), ("up grade", false), ("", false),
  ])
  func aListFieldIsSearchedByItem(_ value: String, _ isThere: Bool) {
    let headers: Headers = ["Connection": value]
    #expect(headers.hasToken("upgrade", in: "connection") == isThere)
  }
}

@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("/a/b", "/a/b"), ("/a%20b", "/a b"), ("/%E2%82%AC", "/€"), ("/a%2Fb", "/a/b"), ("/a+b", "/a+b"), ("/", "/"),
    ("http://host:80/x?y", "/x"), ("HTTPS://host", "/"), ("http://host?y", "/"), ("/a?b/../c", "/a"), ("/...", "/..."),
    ("/a..b/c", "/a..b/c"), ("/.hidden", "/.hidden"),
  ])
  func aTargetGivesItsDecodedPath(_ target: String, _ path: String) throws {
    #expect(try RequestHead(method: .get, target: target).path == path)
  }

  @Test(arguments: [
    "", "a", "*", "/..", "/a/../b", "/%2e%2e/b", "/a/%2E./b", "/a%", "/a%1", "/a%gg", "/%00", "/%0a", "/%7f", "/%ff",
    "/%c3%28",
    "ftp://host/x", "http:/x", "http://",
  ])
  func aTargetThatCanBeReadTwoWaysIsRefused(_ target: String) {
    let error = #expect(throws: HTTPError.self) { try RequestHead(method: .get, target: target) }
    #expect(error?.code == .badRequest)
  }

  @Test func starIsForOptionsOnly() throws {
    #expect(try RequestHead(method: .options, target: "*").path == "*")
  }

  @Test func aQueryIsDecodedLeniently() throws {
    let query = try RequestHead(method: .get, target: "/x?a=1&b=x+y%21&a=2&flag&=e&bad=%zz&eq=a=b&&u=%C3%A9").query
    #expect(query["a"] == "1")
    #expect(query.values(named: "a") == ["1", "2"])
    #expect(query["b"] == "x y!")
    #expect(query["flag"] == "")
    #expect(query[""] == "e")
    #expect(query["bad"] == "%zz")
    #expect(query["eq"] == "a=b")
    #expect(query["u"] == "é")
    #expect(query["none"] == nil)
    #expect(QueryParameters(decoding: String(repeating: "a&", count: 5000)).count == 1000)
  }
}

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
    (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func secondsAndTextAreTheSameMoment(_ seconds: Int, _ text: String) {
    #expect(HTTPDate.format(seconds) == text)
    #expect(HTTPDate.parse(text) == seconds)
  }

  @Test func timesThatHTTPCannotWriteAreMovedToTheNearest() {
    #expect(HTTPDate.format(-5) == HTTPDate.format(0))
    #expect(HTTPDate.format(.max) == "Fri, 31 Dec 9999 23:59:59 GMT")
  }

  @Test(arguments: [
    "", "yesterday", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
  ])
  func whatIsNoDateIsNone(_ text: String) { #expect(HTTPDate.parse(text) == nil) }
}

@Suite struct ResponseTests {
  @Test func anErrorOfOursShowsNothingAndTheCallersIsEscaped() {
    let theirs = Response.error(HTTPError(.badRequest, "a \"b\"\n\\"))
    let ours = Response.error(HTTPError(.io, "/secret/path is full"))
    #expect(theirs.status == .badRequest)
    #expect(ours.status == .internalServerError)
    #expect(bytes(theirs) == #"{"detail":"a \"b\"\n\\"}"#)
    #expect(bytes(ours) == #"{"detail":"Internal Server Error"}"#)
  }

  private func bytes(_ response: Response) -> String {
    guard case .bytes(let bytes) = response.body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
