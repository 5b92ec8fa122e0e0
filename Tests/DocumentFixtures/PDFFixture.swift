// PDFs of a few objects.

package enum PDF {
  /// A PDF of `objects`, the first of which is the catalogue.
  package static func document(_ objects: [String]) -> [UInt8] {
    var text = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }

  /// A page tree whose one node is its own child, twice.
  package static var pageTreeThatContainsItself: [UInt8] {
    document(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1000000 /Kids [2 0 R 2 0 R] >>"])
  }

  /// A page tree each of whose 2,000 levels has the next one twice.
  package static var pageTreeWithoutEnd: [UInt8] {
    var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    for index in 2..<2000 {
      objects.append("<< /Type /Pages /Count 1000000 /Kids [\(index + 1) 0 R \(index + 1) 0 R] >>")
    }
    return document(objects)
  }

  /// A million pages, none of which is there.
  package static var claimOfAMillionPages: [UInt8] {
    document(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1000000 /Kids [] >>"])
  }

  /// A page that draws itself, twice.
  package static var contentThatDrawsItself: [UInt8] {
    let form = "/Fm Do /Fm Do"
    return document([
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << /XObject << /Fm 4 0 R >> >> >>",
      "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Fm 4 0 R >> >> /Length \(form.utf8.count) >>\n"
        + "stream\n\(form)\nendstream",
    ])
  }

  /// 64 MiB of drawing that two layers of compression make a few kilobytes of.
  package static func filterBomb(of unit: String) throws -> [UInt8] {
    let drawing = Array(String(repeating: unit, count: (64 << 20) / unit.utf8.count).utf8)
    let packed = try deflated(deflated(Array("BT /F1 1 Tf ".utf8) + drawing))
    let head = """
      %PDF-1.4
      1 0 obj
      << /Type /Catalog /Pages 2 0 R >>
      endobj
      2 0 obj
      << /Type /Pages /Count 1 /Kids [3 0 R] >>
      endobj
      3 0 obj
      << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>
      endobj
      5 0 obj
      << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
      endobj
      4 0 obj
      << /Filter [/FlateDecode /FlateDecode] /Length \(packed.count) >>
      stream

      """
    let tail = "\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    return Array(head.utf8) + packed + Array(tail.utf8)
  }
}
