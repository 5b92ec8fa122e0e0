// Word documents of a few lines of XML.

package enum Word {
  package static let namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

  /// A .docx whose body is `body`; `parts` are added to it.
  package static func document(body: String, parts: [ArchivePart] = []) throws -> [UInt8] {
    try document(
      xml: "<?xml version=\"1.0\"?><w:document \(namespace)><w:body>\(body)</w:body></w:document>", parts: parts)
  }

  package static func document(xml: String, parts: [ArchivePart] = []) throws -> [UInt8] {
    let relationships = """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      <Relationship Id="r1" Target="word/document.xml" \
      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>
      """
    return try archive(
      [("_rels/.rels", Array(relationships.utf8)), ("word/document.xml", Array(xml.utf8))] + parts)
  }

  package static func paragraph(_ text: String, properties: String = "") -> String {
    "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
  }
}
