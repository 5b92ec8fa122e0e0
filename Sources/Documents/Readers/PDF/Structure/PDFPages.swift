// The tree of pages (ISO 32000-1, 7.7.3), walked without recursion. A branch is entered once, whoever else points to it; what a
// page does not say is what its branch says.

/// A page: what is needed to read it.
struct PDFPage {
  /// The object it is, to find it as the target of a bookmark.
  var number: Int?
  var dictionary: PDFDictionary
  var resources: PDFValue?
  /// Left, bottom, right, top, in the page's own space.
  var box: (left: Double, bottom: Double, right: Double, top: Double)
  /// Quarter turns clockwise.
  var rotation: Int

  var width: Double { rotation % 2 == 0 ? box.right - box.left : box.top - box.bottom }
  var height: Double { rotation % 2 == 0 ? box.top - box.bottom : box.right - box.left }

  /// From the page's own space to points from the upper left corner of the page as it is seen.
  var matrix: PDFMatrix {
    switch rotation {
    case 1: PDFMatrix(a: 0, b: 1, c: 1, d: 0, e: -box.bottom, f: -box.left)
    case 2: PDFMatrix(a: -1, b: 0, c: 0, d: 1, e: box.right, f: -box.bottom)
    case 3: PDFMatrix(a: 0, b: -1, c: -1, d: 0, e: box.top, f: box.right)
    default: PDFMatrix(a: 1, b: 0, c: 0, d: -1, e: -box.left, f: box.top)
    }
  }

  /// Its content, in one piece; `nil` when it has none.
  func content(_ file: PDFFile) throws(PDFFault) -> PDFBuffer? {
    switch file.resolve(dictionary["Contents"]) {
    case .stream(let stream)?: return try file.decode(stream)
    case .array(let parts)?:
      var joined = PDFBuilder(capacity: 1 << 14)
      for part in parts {
        guard let stream = file.resolve(part)?.stream else { continue }
        let piece: PDFBuffer
        do { piece = try file.decode(stream) } catch {
          joined.discard()
          throw error
        }
        joined.append(UnsafeRawBufferPointer(start: piece.base, count: piece.count))
        joined.append(10)
      }
      return PDFBuffer(joined)
    default: return nil
    }
  }
}

/// A document's pages in order.
struct PDFPages {
  private(set) var pages: [PDFPage] = []

  private struct Inherited {
    var resources: PDFValue?
    var mediaBox: PDFValue?
    var cropBox: PDFValue?
    var rotation: PDFValue?
  }

  init(_ file: PDFFile) throws(PDFFault) {
    guard let root = file.resolve(file.trailer["Root"])?.dictionary else { throw .damaged("it has no catalogue") }
    if let claimed = file.resolve(file.resolve(root["Pages"])?.dictionary?["Count"])?.integer,
      claimed > file.limits.pages
    {
      throw .document(.tooManyPages(claimed, limit: file.limits.pages))
    }
    var entered: Set<Int> = []
    var open: [(value: PDFValue?, inherited: Inherited)] = [(root["Pages"], Inherited())]
    while let (value, outer) = open.popLast() {
      guard let node = file.resolve(value)?.dictionary else {
        file.noteError()
        continue
      }
      let inherited = Inherited(
        resources: node["Resources"] ?? outer.resources, mediaBox: node["MediaBox"] ?? outer.mediaBox,
        cropBox: node["CropBox"] ?? outer.cropBox, rotation: node["Rotate"] ?? outer.rotation)
      if let kids = file.resolve(node["Kids"])?.array {
        if let number = value?.reference?.number, !entered.insert(number).inserted {
          file.noteError()
          continue
        }
        guard open.count + kids.count <= PDFFile.mostObjects else {
          throw .document(.tooManyPages(open.count + kids.count, limit: file.limits.pages))
        }
        for kid in kids.reversed() { open.append((kid, inherited)) }
      } else {
        guard pages.count < file.limits.pages else {
          throw .document(.tooManyPages(pages.count + 1, limit: file.limits.pages))
        }
        pages.append(Self.page(node, value?.reference?.number, inherited, file))
      }
    }
  }

  private static func page(_ node: PDFDictionary, _ number: Int?, _ inherited: Inherited, _ file: PDFFile) -> PDFPage {
    let letter = (left: 0.0, bottom: 0.0, right: 612.0, top: 792.0)
    let media = box(inherited.mediaBox, file) ?? letter
    var seen = media
    if let crop = box(inherited.cropBox, file) {
      let inner = (
        left: max(crop.left, media.left), bottom: max(crop.bottom, media.bottom), right: min(crop.right, media.right),
        top: min(crop.top, media.top)
      )
      if inner.right > inner.left, inner.top > inner.bottom { seen = inner }
    }
    let degrees = file.resolve(inherited.rotation)?.integer ?? 0
    return PDFPage(
      number: number, dictionary: node, resources: inherited.resources, box: seen, rotation: (degrees / 90 % 4 + 4) % 4)
  }

  private static func box(_ value: PDFValue?, _ file: PDFFile) -> (
    left: Double, bottom: Double, right: Double, top: Double
  )? {
    guard let numbers = file.resolve(value)?.array?.compactMap({ file.resolve($0)?.number }), numbers.count == 4,
      numbers.allSatisfy({ abs($0) < 1e6 }), numbers[0] != numbers[2], numbers[1] != numbers[3]
    else { return nil }
    return (
      min(numbers[0], numbers[2]), min(numbers[1], numbers[3]), max(numbers[0], numbers[2]), max(numbers[1], numbers[3])
    )
  }
}
