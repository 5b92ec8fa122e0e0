// XML of strangers, read node by node through libxml2's text reader: the document is never held as a whole.
//
// No entity is expanded, no DTD is loaded, nothing is fetched; a document type declaration is refused outright in the
// parts of archives, which never have one, and in files of its own kind when it declares anything, since every entity
// attack needs that. The parser's own limits stay on (256 levels, 10 MB in one piece of text).
internal import CSystemXML2

/// Where XML comes from.
protocol XMLSource: AnyObject {
  /// The next bytes into `buffer`: how many, 0 at the end, -1 after a failure.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int
  /// Why reading stopped early.
  var failure: DocumentError? { get }
}

/// XML that is in memory.
final class XMLText: XMLSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var failure: DocumentError? { nil }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<(position + count)])
    position += count
    return count
  }
}

/// A pass over one XML document.
final class XMLStream {
  /// What `xmlReaderForIO` is given to find its source again.
  private final class Box {
    let source: any XMLSource
    init(_ source: any XMLSource) { self.source = source }
  }

  private let reader: OpaquePointer
  private let part: any XMLSource
  private let source: Unmanaged<Box>
  private let kind: String
  private let allowsDocumentType: Bool

  /// - Parameters:
  ///   - kind: what the document is, for error messages.
  ///   - allowsDocumentType: whether a document type may be named, as long as it declares nothing.
  ///   - encoding: the encoding whatever the XML declares; `nil` to believe it.
  init(
    _ part: some XMLSource, kind: String, allowsDocumentType: Bool = false, encoding: String? = nil
  ) throws(DocumentError) {
    self.part = part
    self.kind = kind
    self.allowsDocumentType = allowsDocumentType
    let source = Unmanaged.passRetained(Box(part))
    let encodingOption = encoding == nil ? 0 : XML_PARSE_IGNORE_ENC.rawValue
    let options =
      encodingOption | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_COMPACT.rawValue
    let opened = xmlReaderForIO(
      { context, buffer, count in
        guard let context, let buffer else { return -1 }
        let box = Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
        return Int32(box.source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))))
      }, { _ in 0 }, source.toOpaque(), nil, encoding, Int32(options))
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
      guard allowsDocumentType, !declaresAnything else { throw declaredType }
      return .other
    default: return .other
    }
  }

  /// Whether the current document type has declarations inside.
  private var declaresAnything: Bool {
    guard let node = xmlTextReaderCurrentNode(reader) else { return true }
    return node.pointee.children != nil
  }

  private var declaredType: DocumentError {
    allowsDocumentType
      ? DocumentError(
        .tooComplex,
        "The \(kind) declares entities or other things in its document type (DTD), which are never expanded: that is how"
          + " XML is made to do harm. Remove the declarations and give it again.")
      : .damaged(kind, "it declares a document type (DTD), which such a document never does")
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
  ///
  /// - Parameter hasPrefix: whether only an attribute with a prefix is meant.
  func attribute(_ name: String, hasPrefix: Bool = false) -> String? {
    guard xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return nil }
    defer { xmlTextReaderMoveToElement(reader) }
    repeat {
      guard self.name == name, !hasPrefix || xmlTextReaderConstPrefix(reader) != nil else { continue }
      return xmlTextReaderConstValue(reader).map { String(cString: $0) }
    } while xmlTextReaderMoveToNextAttribute(reader) == 1
    return nil
  }

  /// All attributes of the current element but namespace declarations, in order.
  var attributes: [(name: String, value: String)] {
    guard xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return [] }
    defer { xmlTextReaderMoveToElement(reader) }
    var result: [(name: String, value: String)] = []
    repeat {
      if xmlTextReaderIsNamespaceDecl(reader) == 1 { continue }
      result.append((name, xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? ""))
    } while xmlTextReaderMoveToNextAttribute(reader) == 1
    return result
  }
}
