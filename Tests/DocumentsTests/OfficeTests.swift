// What workbooks show is what is read, and parts are found by what points at them.
import DocumentFixtures
import Documents
import Testing

struct OfficeTests {
  private func workbook(_ rows: String, formats: [String] = [], styles: [Int] = [], is1904: Bool = false) throws
    -> ExtractedText
  {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let custom = formats.enumerated().map { "<numFmt numFmtId=\"\(164 + $0.offset)\" formatCode=\"\($0.element)\"/>" }
      .joined()
    let cells = styles.map { "<xf numFmtId=\"\($0)\"/>" }.joined()
    let parts: [(String, String)] = [
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"\(types)/officeDocument\" Target=\"/xl/wb.xml\"/></Relationships>"
      ),
      (
        "xl/wb.xml",
        "<workbook xmlns:r=\"r\"><workbookPr date1904=\"\(is1904 ? 1 : 0)\"/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/wb.xml.rels",
        "<Relationships><Relationship Id=\"b\" Type=\"\(types)/worksheet\" Target=\"../xl/./sheet.xml\"/>"
          + "<Relationship Id=\"c\" Type=\"\(types)/styles\" Target=\"st.xml\"/></Relationships>"
      ),
      (
        "xl/st.xml",
        "<styleSheet><numFmts>\(custom)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>\(cells)</cellXfs></styleSheet>"
      ),
      ("xl/sheet.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
    ]
    return try readHere(archive(parts.map { ($0.0, Array($0.1.utf8)) }), filename: "a.xlsx")
  }

  @Test(arguments: [
    ("1", 0, "1"), ("0.30000000000000004", 0, "0.3"), ("1E+3", 0, "1000"),
    ("123456789.123456789", 0, "123456789.123457"),
    ("-2.5", 0, "-2.5"), ("1e300", 0, "1e+300"), ("text", 0, "text"), ("0.125", 1, "12.5%"), ("45414", 2, "2024-05-02"),
    ("45414.75", 2, "2024-05-02 18:00"), ("0.5", 3, "12:00"), ("1.5", 3, "36:00"), ("59", 2, "1900-02-28"),
    ("61", 2, "1900-03-01"),
    ("1", 2, "1900-01-01"), ("2958465", 2, "9999-12-31"), ("1e18", 2, "1e+18"), ("-5", 2, "-5"),
    ("45414", 4, "2024-05-02"),
    ("3", 5, "3"),
  ])
  func numbersAreWhatTheSheetShows(value: String, style: Int, expected: String) throws {
    let row = "<row><c r=\"A1\" s=\"\(style)\"><f>1+1</f><v>\(value)</v></c></row>"
    let document = try workbook(
      row, formats: ["[$-409]d\\-mmm\\-yy;@", "0&quot; days&quot;"], styles: [0, 10, 14, 21, 164, 165])
    #expect(document.text == "S\n\n\(expected)")
  }

  @Test func daysMayCountFrom1904() throws {
    let row = "<row><c r=\"A1\" s=\"0\"><v>43952</v></c></row>"
    #expect(try workbook(row, styles: [14], is1904: true).text == "S\n\n2024-05-02")
  }

  @Test func hiddenRowsAndColumnsAreLeftOut() throws {
    let rows =
      "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><row><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"D1\"><v>4</v></c></row>"
      + "<row hidden=\"1\"><c r=\"A2\"><v>9</v></c></row>"
    let document = try workbook(rows)
    #expect(document.text == "S\n\n1 | | | 4")
    #expect(document.metadata["hiddenRows"] == "1")
  }

  @Test(arguments: [
    ("t=\"b\"", "1", "TRUE"), ("t=\"e\"", "#REF!", "#REF!"), ("t=\"str\"", "joined", "joined"), ("t=\"s\"", "7", "x"),
  ])
  func otherValuesAreRead(type: String, value: String, expected: String) throws {
    let row =
      "<row><c r=\"A1\" \(type)><v>\(value)</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>x</t><rPh><t>no</t></rPh></is></c></row>"
    #expect(try workbook(row).text == (expected == "x" ? "S\n\n| x" : "S\n\n\(expected) | x"))
  }
}
