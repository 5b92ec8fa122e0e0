// What a PDF says of itself: pdfinfo's list of names and values.
internal import Platform

/// Title, author, dates and the number of pages a PDF claims.
struct PopplerInformation {
  private(set) var title: String?
  private(set) var metadata: [String: String] = [:]
  /// As claimed: the pages may not be there. `nil` when pdfinfo could not tell.
  private(set) var pageCount: Int?

  init(_ input: DocumentInput, helpers: HelperPrograms) throws(DocumentError) {
    let run = try helpers.run(
      "pdfinfo", ["-enc", "UTF-8", "-isodates", "/dev/stdin"], input: input, outputLimit: 1 << 20)
    guard run.ending == .exited(0) else { return }
    let names = [
      "Author": "author", "Subject": "subject", "Keywords": "keywords", "CreationDate": "created",
      "ModDate": "modified",
    ]
    for line in String(decoding: run.output, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = FlowText.singleLine(String(parts[1]))
      if value.isEmpty || value.contains("\0") { continue }
      if parts[0] == "Pages" { pageCount = Int(value) }
      // What programs write when nobody gave a title.
      if parts[0] == "Title", value.lowercased() != "untitled" { title = value }
      if let name = names[String(parts[0])] { metadata[name] = value }
    }
  }
}
