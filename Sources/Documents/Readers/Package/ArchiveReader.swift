// Most documents of offices are ZIP archives. Which kind, the archive says: Open XML by its relationships, OpenDocument and
// EPUB by the entry `mimetype`. An archive that is none of them is named, not unpacked.

/// Reads the formats that are archives.
struct ArchiveReader {
  let limits: ExtractionLimits

  func read(_ input: DocumentInput, hint: DocumentHint) throws(DocumentError) -> ExtractedText {
    let claimed = hint.claim?.archiveFormat
    let archive = try ZipArchive(input, limits: limits, kind: claimed?.noun ?? "ZIP archive")
    if let format = try mimeType(of: archive) {
      switch format {
      case .epub: return try EpubReader(limits: limits).read(archive)
      default: return try OpenDocumentReader(limits: limits, format: format).read(archive)
      }
    }
    if archive.contains("META-INF/container.xml"), archive.names.contains(where: { $0.hasSuffix(".opf") }) {
      return try EpubReader(limits: limits).read(archive)
    }
    let kind = claimed?.noun ?? "Office document"
    if let main = try OfficePackage.mainPart(of: archive, kind: kind) {
      if main.hasPrefix("word/") {
        return try WordReader(limits: limits).read(OfficePackage(archive: archive, kind: DocumentFormat.word.noun), main)
      } else if main.hasPrefix("ppt/") {
        return try PresentationReader(limits: limits)
          .read(OfficePackage(archive: archive, kind: DocumentFormat.presentation.noun), main)
      } else if main.hasPrefix("xl/") {
        return try WorkbookReader(limits: limits)
          .read(OfficePackage(archive: archive, kind: DocumentFormat.workbook.noun), main)
      }
    }
    if let claimed { throw .wrongType(claimed: claimed.named, found: "a ZIP archive") }
    throw .unsupported("a ZIP archive", namedAs: hint)
  }

  /// The format that the entry `mimetype` states.
  private func mimeType(of archive: ZipArchive) throws(DocumentError) -> DocumentFormat? {
    guard archive.contains("mimetype"),
      let bytes = try archive.bytes(of: "mimetype", kind: "document", limit: 1 << 10)
    else { return nil }
    let type = FlowText.singleLine(String(decoding: bytes, as: UTF8.self))
    return DocumentFormat.archiveFormats.first { format in
      // Templates and master documents are read like what they are templates of.
      type == format.mediaType || (format.isOpenDocument && type.hasPrefix(format.mediaType + "-"))
    }
  }
}
