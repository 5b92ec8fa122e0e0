// What a page has besides text, as far as text is judged by it: white print is hidden unless something dark lies behind it,
// and unpainted print over a picture of the whole page is what a text recognition put there, to be found and copied.

/// The places of a page's pictures and dark surfaces.
struct PDFSurfaces {
  private var dark: [PDFBox] = []
  private var largestImage = 0.0
  private static let mostSurfaces = 1000

  mutating func addImage(_ box: PDFBox) {
    largestImage = max(largestImage, box.area)
    addFill(box)
  }

  mutating func addFill(_ box: PDFBox) {
    if box.area > 0, dark.count < Self.mostSurfaces { dark.append(box) }
  }

  /// Whether something dark may lie behind the point. More surfaces than are kept count as everywhere.
  func isDark(_ x: Double, _ y: Double) -> Bool {
    dark.count >= Self.mostSurfaces || dark.contains { $0.contains(x, y) }
  }

  /// Whether a picture covers most of a page.
  func isScan(width: Double, height: Double) -> Bool { largestImage > 0.6 * width * height }
}
