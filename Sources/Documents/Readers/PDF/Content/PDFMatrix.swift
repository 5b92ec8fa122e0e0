// A transformation of the plane (ISO 32000-1, 8.3.3).

/// Maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
struct PDFMatrix {
  var a = 1.0
  var b = 0.0
  var c = 0.0
  var d = 1.0
  var e = 0.0
  var f = 0.0

  /// First this, then `next`.
  @inline(__always)
  func then(_ next: PDFMatrix) -> PDFMatrix {
    PDFMatrix(
      a: a * next.a + b * next.c, b: a * next.b + b * next.d, c: c * next.a + d * next.c, d: c * next.b + d * next.d,
      e: e * next.a + f * next.c + next.e, f: e * next.b + f * next.d + next.f)
  }

  @inline(__always)
  func map(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (a * x + c * y + e, b * x + d * y + f) }

  init(a: Double = 1, b: Double = 0, c: Double = 0, d: Double = 1, e: Double = 0, f: Double = 0) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  /// - Parameter numbers: six of them; `nil` with any other count.
  init?(_ numbers: [Double]) {
    guard numbers.count == 6 else { return nil }
    self.init(a: numbers[0], b: numbers[1], c: numbers[2], d: numbers[3], e: numbers[4], f: numbers[5])
  }

  /// The box around the image of a rectangle.
  func box(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> PDFBox {
    var box = PDFBox()
    for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
      let point = map(x, y)
      box.add(point.x, point.y)
    }
    return box
  }
}

/// An upright rectangle; empty until something is added.
struct PDFBox {
  var left = Double.infinity
  var top = Double.infinity
  var right = -Double.infinity
  var bottom = -Double.infinity

  mutating func add(_ x: Double, _ y: Double) {
    left = min(left, x)
    right = max(right, x)
    top = min(top, y)
    bottom = max(bottom, y)
  }

  var area: Double { right > left && bottom > top ? (right - left) * (bottom - top) : 0 }

  func contains(_ x: Double, _ y: Double) -> Bool { x >= left && x <= right && y >= top && y <= bottom }
}
