// EPUB books (2 and 3): chapters are HTML pages, in the order of the package's spine, which is the order of reading and not
// that of the archive.
//
// A chapter's headings are those of its page. One without any has the name that the table of contents gives it.
// Books under copy protection are named; obfuscated fonts, which look the same in the archive, do not matter.

/// Reads .epub.
struct EpubReader {
  static let kind = DocumentFormat.epub.noun
  let limits: ExtractionLimits

  func read(_ archive: ZipArchive) throws(DocumentError) -> ExtractedText {
    let files = OfficePackage(archive: archive, kind: Self.kind)
    try checkProtection(files)
    guard let root = try rootFile(files) else { throw .damaged(Self.kind, "it does not say where its contents are") }
    let package = try EpubPackage(files, at: root)
    let names = try package.contentsNames(files)

    let reader = HTMLReader(limits: limits)
    var flow = FlowText(limit: limits.outputBytes)
    var missing = 0
    for chapter in package.chapters {
      guard let bytes = try archive.bytes(of: chapter, kind: Self.kind) else {
        missing += 1
        continue
      }
      let page = try CharacterDecoding.decode(
        bytes, hint: DocumentHint(filename: "chapter.html", declaredType: nil), limit: limits.outputBytes)
      let (start, count) = (flow.byteCount, flow.headings.count)
      flow.add(.block)
      flow = try reader.append(page.text, to: flow)
      if flow.headings.count == count, flow.byteCount > start, let name = names[chapter] {
        flow.addSilentHeading(level: 1, title: name, at: flow.firstVisible(from: start))
      }
    }
    guard missing == 0 || missing < package.chapters.count else {
      throw .damaged(Self.kind, "its chapters are missing")
    }
    var document = ExtractedText(
      text: flow.text, mediaType: DocumentFormat.epub.mediaType, title: package.title, metadata: package.metadata,
      headings: flow.headings)
    document.metadata["chapters"] = String(package.chapters.count)
    if missing > 0 { document.metadata["warning"] = "The book's archive lacks \(missing) of its chapters." }
    return document
  }

  private func rootFile(_ files: OfficePackage) throws(DocumentError) -> String? {
    let stream = try files.requiredStream("META-INF/container.xml")
    while let node = try stream.next() {
      if node == .start, stream.name == "rootfile", let path = stream.attribute("full-path") {
        return OfficePackage.resolve(path, in: "")
      }
    }
    return nil
  }

  private func checkProtection(_ files: OfficePackage) throws(DocumentError) {
    guard let stream = try files.stream("META-INF/encryption.xml") else { return }
    let ofFonts = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"]
    while let node = try stream.next() {
      if node == .start, stream.name == "EncryptionMethod", let algorithm = stream.attribute("Algorithm"),
        !ofFonts.contains(algorithm)
      {
        throw .encrypted(Self.kind)
      }
    }
  }
}
