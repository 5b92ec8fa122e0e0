// Showing strings (ISO 32000-1, 9.4.3 and 9.4.4): every glyph moves the pen by its width, and goes to the page's words with
// the place where it stands.

extension PDFInterpreter {
  func moveLine(_ x: Double, _ y: Double) {
    lineMatrix.e += x * lineMatrix.a + y * lineMatrix.c
    lineMatrix.f += x * lineMatrix.b + y * lineMatrix.d
    textMatrix = lineMatrix
  }

  func showArray(_ array: PDFContentScanner.Operand, _ scanner: PDFContentScanner) {
    guard let font = state.font else { return }
    var pen = Pen(self, font)
    for index in array.start..<(array.start + array.count) {
      let item = scanner.items[index]
      switch item.kind {
      case .number: pen.x -= item.number * 0.001 * state.size * state.horizontalScale
      case .string: show(UnsafeBufferPointer(start: scanner.strings.base + item.start, count: item.count), font, &pen)
      default: break
      }
    }
    finish(pen)
  }

  func show(_ string: PDFContentScanner.Operand, _ scanner: PDFContentScanner) {
    guard string.kind == .string, let font = state.font else { return }
    var pen = Pen(self, font)
    show(UnsafeBufferPointer(start: scanner.strings.base + string.start, count: string.count), font, &pen)
    finish(pen)
  }

  private func finish(_ pen: Pen) {
    guard pen.x.isFinite else { return }
    textMatrix.e += pen.x * textMatrix.a
    textMatrix.f += pen.x * textMatrix.b
  }

  /// Where the pen is while one operator shows strings: all that is the same for each of its glyphs is worked out once.
  struct Pen {
    /// How far it has moved, in text space.
    var x = 0.0
    /// Where it began, along the direction of the text, in points.
    let start: Double
    /// Points for each unit of text space, along that direction.
    let unit: Double
    let run: PDFPageText.Run
    /// Whether the place is one that can be worked with at all: a number, on some page.
    let isValid: Bool
    /// No page reaches further, in points.
    static let farthest = 1e6

    init(_ interpreter: PDFInterpreter, _ font: PDFFont) {
      let state = interpreter.state
      let matrix = interpreter.textMatrix.then(state.matrix)
      let origin = matrix.map(0, state.rise)
      let direction: UInt8
      if abs(matrix.b) <= abs(matrix.a) {
        direction = matrix.a >= 0 ? 0 : 2
      } else {
        direction = matrix.b >= 0 ? 1 : 3
      }
      let (along, baseline) = PDFFrame.turn(origin.x, origin.y, direction)
      start = along
      unit = (matrix.a * matrix.a + matrix.b * matrix.b).squareRoot()
      let height = (matrix.c * matrix.c + matrix.d * matrix.d).squareRoot()
      let size = abs(state.size) * height
      let visibility: PDFWord.Visibility =
        state.renderMode == 3 || state.renderMode == 7
        ? .unpainted : state.isFillWhite && state.renderMode != 1 ? .white : .visible
      run = PDFPageText.Run(
        baseline: baseline, size: size, ascent: Float(font.ascent), descent: Float(font.descent), direction: direction,
        visibility: visibility)
      isValid = abs(along) < Self.farthest && abs(baseline) < Self.farthest && size < Self.farthest && unit.isFinite
    }
  }

  private func show(_ codes: UnsafeBufferPointer<UInt8>, _ font: PDFFont, _ pen: inout Pen) {
    guard pen.isValid else { return }
    let size = state.size
    let scale = state.horizontalScale
    let spacing = state.characterSpacing * scale
    let wordSpacing = state.wordSpacing * scale
    let replaced = replacement != nil
    let table = font.glyphs
    var glyphs = table.glyphs(0)
    var index = 0
    while index < codes.count {
      let first = codes[index]
      var code = first
      var isSingle = true
      if let firsts = font.twoByteFirsts, firsts[Int(first)] {
        guard index + 1 < codes.count else { break }
        glyphs = table.glyphs(first)
        code = codes[index + 1]
        index += 1
        isSingle = false
      } else if font.twoByteFirsts != nil {
        glyphs = table.glyphs(0)
      }
      index += 1
      let glyph = glyphs[Int(code)]
      let width = Double(glyph.width) * size * scale
      if replaced, abs(pen.x * pen.unit) < Pen.farthest {
        replacement?.cover(pen.run, from: pen.start + pen.x * pen.unit, to: pen.start + (pen.x + width) * pen.unit)
      } else if glyph.isSpace {
        text.addSpace()
      } else if glyph.count > 0, case let left = pen.start + pen.x * pen.unit, abs(left) < Pen.farthest {
        let right = left + width * pen.unit
        let composed = text.hasAccent ? text.taken(over: glyph, pen.run, left: left, right: right) : nil
        let before = glyph.accent == 0 ? 0 : text.lastRight
        text.place(pen.run, left: left, right: right)
        if glyph.accent != 0 {
          text.append(glyph.utf8, glyph.count)
          text.noteAccent(glyph.accent, byteCount: glyph.count, left: left, right: right, before: before)
        } else if let composed {
          text.append(composed[...])
        } else if glyph.count <= 4 {
          text.append(glyph.utf8, glyph.count)
        } else {
          text.append(table.pool[Int(glyph.utf8)..<(Int(glyph.utf8) + Int(glyph.count))])
        }
      }
      pen.x += width + spacing
      if isSingle, first == 32 { pen.x += wordSpacing }
    }
  }
}

/// Turns places on the page into those of a direction of text, and back.
enum PDFFrame {
  /// - Parameter direction: quarter turns clockwise of the text.
  static func turn(_ x: Double, _ y: Double, _ direction: UInt8) -> (Double, Double) {
    switch direction {
    case 1: (y, -x)
    case 2: (-x, -y)
    case 3: (-y, x)
    default: (x, y)
    }
  }

  static func turnBack(_ u: Double, _ v: Double, _ direction: UInt8) -> (Double, Double) {
    switch direction {
    case 1: (-v, u)
    case 2: (-u, -v)
    case 3: (v, -u)
    default: (u, v)
    }
  }
}
