// Excel workbooks (Office Open XML): a sheet's name is a heading, a row is a line of cells, in the workbook's order of
// sheets. Values are what the sheet shows, as far as it matters for reading: dates as dates, truth as TRUE and
// FALSE, formulas as the results Excel kept. Number formats are otherwise not applied.
//
// Hidden sheets, rows and columns are left out; the metadata names or counts them.

/// Reads .xlsx.
struct WorkbookReader {
  let limits: ExtractionLimits

  private struct Sheet {
    var name: String
    var identifier: String
    var isHidden: Bool
  }

  /// - Parameter main: the name of the package's main part.
  func read(_ package: OfficePackage, _ main: String) throws(DocumentError) -> ExtractedText {
    let relationships = try package.relationships(of: main)
    func target(_ type: String) -> String? { relationships.first { $0.type == type }?.target }

    let (sheets, isFrom1904) = try sheets(package, main)
    let strings = try SharedStrings(target("sharedStrings").flatMap { name throws(DocumentError) in try package.stream(name) })
    let styles = try CellStyles(target("styles").flatMap { name throws(DocumentError) in try package.stream(name) })
    var writer = SheetTextWriter(
      strings: strings, styles: styles, isFrom1904: isFrom1904, flow: FlowText(limit: limits.outputBytes))
    for sheet in sheets where !sheet.isHidden {
      guard
        let relationship = relationships.first(where: { $0.id == sheet.identifier }),
        relationship.type == "worksheet", let stream = try package.stream(relationship.target)
      else { continue }
      try writer.write(stream, name: sheet.name)
    }
    var document = ExtractedText(
      text: writer.flow.text, mediaType: DocumentFormat.workbook.mediaType, headings: writer.flow.headings)
    try package.addProperties(to: &document)
    document.metadata["sheets"] = String(sheets.count)
    document.metadata["rows"] = String(writer.rowCount)
    let hidden = sheets.filter(\.isHidden).map(\.name)
    if !hidden.isEmpty { document.metadata["hiddenSheets"] = hidden.joined(separator: ", ") }
    if writer.hiddenRowCount > 0 { document.metadata["hiddenRows"] = String(writer.hiddenRowCount) }
    return document
  }

  private func sheets(
    _ package: OfficePackage, _ main: String
  ) throws(DocumentError) -> (sheets: [Sheet], isFrom1904: Bool) {
    let stream = try package.requiredStream(main)
    var sheets: [Sheet] = []
    var isFrom1904 = false
    while let node = try stream.next() {
      guard node == .start else { continue }
      switch stream.name {
      case "workbookPr": isFrom1904 = ["1", "true"].contains(stream.attribute("date1904") ?? "0")
      case "sheet":
        guard let identifier = stream.attribute("id", hasPrefix: true) else { break }
        sheets.append(
          Sheet(
            name: stream.attribute("name") ?? "", identifier: identifier,
            isHidden: ["hidden", "veryHidden"].contains(stream.attribute("state") ?? "")))
      default: break
      }
    }
    return (sheets, isFrom1904)
  }
}
