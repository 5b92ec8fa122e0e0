// Each row of a table becomes a block that says which column each value is of.
import Documents
import Testing

struct TableTests {
  @Test(arguments: [
    ("name,qty\napple,3\npear,4\n", "name: apple\nqty: 3\n\nname: pear\nqty: 4"),
    ("name;qty\r\napple;3,5\r\n", "name: apple\nqty: 3,5"),
    ("name\tqty\napple\t3", "name: apple\nqty: 3"),
    ("a|b\n1|2", "a: 1\nb: 2"),
    ("\"last, first\",n\n\"Swift, \"\"J\"\"\",1", "last, first: Swift, \"J\"\nn: 1"),
    ("a,b\n\"two\nlines\",2", "a: two lines\nb: 2"),
    ("a,b\n1\n1,2,3\n,\n\n4,", "a: 1\n\na: 1\nb: 2\n3\n\na: 4\nb:"),
    ("only,a,header\n", "only, a, header"),
    ("one\ntwo\nthree", "one: two\n\none: three"),
    ("a,b\n\"never closed,2\n3,4", "a: \"never closed\nb: 2\n\na: 3\nb: 4"),
    ("\u{FEFF}a,b\n1,2", "a: 1\nb: 2"),
    (" a , b \n 1 , 2 ", "a: 1\nb: 2"),
    (",b\n1,2", "1\nb: 2"),
    (",b\n,2", "b: 2"),
  ])
  func rowsBecomeBlocks(source: String, expected: String) async throws {
    #expect(try await extract(source, filename: "a.csv").text == expected)
  }

  @Test func theSizeIsTold() async throws {
    let document = try await extract("a\tb\n1\t2\n3\t4\n", filename: "a.tsv")
    #expect(document.metadata["rows"] == "2")
    #expect(document.metadata["columns"] == "2")
    #expect(document.mediaType == "text/tab-separated-values")
  }
}
