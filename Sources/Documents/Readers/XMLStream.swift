// XML of strangers, read node by node through libxml2's text reader: the document is never held as a whole.
//
// No entity is expanded, no DTD is loaded, nothing is fetched; a document type declaration is refused outright, since the
// formats read here never have one and every entity attack needs one. The parser's own limits stay on (256 levels,
// 10 MB in one piece of text).
internal import CSystemXML2

/// A pass over one XML part of an archive.
final class XMLStream {
  private let reader: OpaquePointer
  private let part: ZipArchive.Part
  private let source: Unmanaged<ZipArchive.Part>
  private let kind: String

  /// - Parameter kind: what the document is, for error messages.
  init(_ part: ZipArchive.Part, kind: String) throws(DocumentError) {
    self.part = part
    self.kind = kind
    let source = Unmanaged.passRetained(part)
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_COMPACT.rawValue
    let opened = xmlReaderForIO(
      { context, buffer, count in
        guard let context, let buffer else { return -1 }
        let part = Unmanaged<ZipArchive.Part>.fromOpaque(context).takeUnretainedValue()
        return Int32(part.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))))
      }, { _ in 0 }, source.toOpaque(), nil, nil, Int32(options))
    guard let opened else {
      source.release()
      throw DocumentError(.damaged, "The \(kind) could not be read: its XML could not be opened.")
    }
    // Errors are asked for, not printed.
    xmlSetStructuredErrorFunc(nil) { _, _ in }
    reader = opened
    self.source = source
  }

  deinit {
    xmlFreeTextReader(reader)
    source.release()
  }

  enum Node {
    case start, end, text, other
  }

  /// Moves to the next node; `nil` at the document's end.
  func next() throws(DocumentError) -> Node? {
    try step(xmlTextReaderRead(reader))
  }

  /// Moves past the children of the current element, to the node after its end.
  func skipChildren() throws(DocumentError) -> Node? {
    try step(xmlTextReaderNext(reader))
  }

  private func step(_ status: Int32) throws(DocumentError) -> Node? {
    if let failure = part.failure { throw failure }
    guard status >= 0 else { throw parseError() }
    guard status == 1 else { return nil }
    switch xmlTextReaderNodeType(reader) {
    case Int32(XML_READER_TYPE_ELEMENT.rawValue): return .start
    case Int32(XML_READER_TYPE_END_ELEMENT.rawValue): return .end
    case Int32(XML_READER_TYPE_TEXT.rawValue), Int32(XML_READER_TYPE_CDATA.rawValue),
      Int32(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue), Int32(XML_READER_TYPE_WHITESPACE.rawValue):
      return .text
    case Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue):
      throw declaredType
    default: return .other
    }
  }

  private var declaredType: DocumentError {
    .damaged(kind, "it declares a document type (DTD), which such a document never does")
  }

  private func parseError() -> DocumentError {
    guard let last = xmlGetLastError()?.pointee else { return .damaged(kind, "its XML is malformed") }
    if last.code == Int32(XML_ERR_ENTITY_LOOP.rawValue) { return declaredType }
    let message = last.message.map { String(cString: $0) } ?? ""
    if message.contains("depth") {
      return DocumentError(
        .tooComplex, "The \(kind)'s markup nests deeper than 256 levels. No program writes that; save it anew.")
    }
    if message.contains("huge") {
      return DocumentError(
        .tooComplex, "The \(kind) has a piece of text longer than 10 MB without a break. Split it, or save it anew.")
    }
    // The parser reports its limits under the code of exhausted memory too; what remains of it is the real thing.
    if last.code == Int32(XML_ERR_NO_MEMORY.rawValue) {
      return DocumentError(.memoryLimit, "Reading the \(kind) took more memory than allowed (`memoryBytes`).")
    }
    return .damaged(kind, "its XML is malformed in line \(last.line)")
  }

  /// The current node's name without its prefix.
  var name: String { xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? "" }

  /// The current node's namespace.
  var namespace: String { xmlTextReaderConstNamespaceUri(reader).map { String(cString: $0) } ?? "" }

  /// Whether the current element is written `<…/>`: no end follows.
  var isEmptyElement: Bool { xmlTextReaderIsEmptyElement(reader) == 1 }

  /// The bytes of the current text node.
  var text: UnsafeBufferPointer<UInt8> {
    guard let start = xmlTextReaderConstValue(reader) else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(start: start, count: Int(xmlStrlen(start)))
  }

  /// The value of an attribute of the current element, by its name without prefix.
  func attribute(_ name: String) -> String? {
    guard xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return nil }
    defer { xmlTextReaderMoveToElement(reader) }
    repeat {
      if self.name == name { return xmlTextReaderConstValue(reader).map { String(cString: $0) } }
    } while xmlTextReaderMoveToNextAttribute(reader) == 1
    return nil
  }
}
