// Runs a page's content as far as it shows text (ISO 32000-1, 8.4, 9.3, 9.4): where the pen is, in which font, how large. Nothing
// is painted; of pictures and surfaces only the places are kept, to know what lies behind white print and what is a scan.

/// What text state and graphics state say of text.
struct PDFGraphicsState {
  var matrix = PDFMatrix()
  var font: PDFFont?
  var size = 0.0
  var characterSpacing = 0.0
  var wordSpacing = 0.0
  /// As a factor.
  var horizontalScale = 1.0
  var leading = 0.0
  var rise = 0.0
  var renderMode = 0
  var isFillWhite = false
}

/// Interprets content streams into a page's words.
final class PDFInterpreter {
  let file: PDFFile
  let text: PDFPageText
  let library: PDFFontLibrary
  var state = PDFGraphicsState()
  private var stack: [PDFGraphicsState] = []
  var textMatrix = PDFMatrix()
  var lineMatrix = PDFMatrix()
  /// What the page has behind its text.
  private(set) var surfaces = PDFSurfaces()
  private var path = PDFBox()
  private var resourceCache: [Int: PDFResources] = [:]
  private var activeForms: Set<Int> = []
  private var formsLeft = 0
  /// Marked content that is open: whether it has a text of its own.
  var marks: [Bool] = []
  var replacement: PDFReplacement?

  private static let mostStates = 512
  private static let mostForms = 2000
  private static let mostNestedForms = 16

  init(file: PDFFile) {
    self.file = file
    text = PDFPageText()
    library = PDFFontLibrary(file: file)
  }

  /// Reads a page into `text`.
  ///
  /// - Parameter matrix: from the page's own space to points from the upper left corner, going down.
  func run(_ page: PDFPage, matrix: PDFMatrix) throws(PDFFault) {
    text.removeAll()
    surfaces = PDFSurfaces()
    state = PDFGraphicsState()
    state.matrix = matrix
    stack.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    replacement = nil
    activeForms = []
    formsLeft = Self.mostForms
    guard let content = try page.content(file) else { return }
    try run(content, resources(page.resources))
  }

  private func resources(_ value: PDFValue?) -> PDFResources {
    if let number = value?.reference?.number {
      if let known = resourceCache[number] { return known }
      let made = PDFResources(file.resolve(value)?.dictionary ?? PDFDictionary(), file: file, library: library)
      resourceCache[number] = made
      return made
    }
    return PDFResources(file.resolve(value)?.dictionary ?? PDFDictionary(), file: file, library: library)
  }

  private func run(_ content: PDFBuffer, _ resources: PDFResources) throws(PDFFault) {
    var scanner = PDFContentScanner(content)
    let depth = stack.count
    do {
      while let word = scanner.next() { try execute(word, &scanner, resources, depth: depth) }
    } catch {
      scanner.discard()
      throw error
    }
    scanner.discard()
    // What a stream forgot to restore is restored with it.
    if stack.count > depth {
      state = stack[depth]
      stack.removeSubrange(depth...)
    }
  }

  private func execute(
    _ word: UInt32, _ scanner: inout PDFContentScanner, _ resources: PDFResources, depth: Int
  ) throws(PDFFault) {
    let operands = scanner.operands
    func number(_ index: Int) -> Double { index < operands.count ? operands[index].number : 0 }
    switch word {
    case PDFOperator.showArray:
      guard let array = operands.last, array.kind == .array else { return }
      showArray(array, scanner)
    case PDFOperator.show: if let string = operands.last { show(string, scanner) }
    case PDFOperator.move:
      moveLine(number(0), number(1))
    case PDFOperator.moveWithLeading:
      state.leading = -number(1)
      moveLine(number(0), number(1))
    case PDFOperator.setMatrix:
      guard operands.count >= 6 else { return }
      textMatrix = PDFMatrix(a: number(0), b: number(1), c: number(2), d: number(3), e: number(4), f: number(5))
      lineMatrix = textMatrix
    case PDFOperator.nextLine: moveLine(0, -state.leading)
    case PDFOperator.nextLineShow:
      moveLine(0, -state.leading)
      if let string = operands.last { show(string, scanner) }
    case PDFOperator.nextLineSpacedShow:
      state.wordSpacing = number(0)
      state.characterSpacing = number(1)
      moveLine(0, -state.leading)
      if let string = operands.last { show(string, scanner) }
    case PDFOperator.font:
      guard operands.count >= 2 else { return }
      state.font = try resources.font(scanner.name(operands[0]))
      state.size = number(1)
    case PDFOperator.beginText:
      textMatrix = PDFMatrix()
      lineMatrix = PDFMatrix()
    case PDFOperator.endText: break
    case PDFOperator.characterSpacing: state.characterSpacing = number(0)
    case PDFOperator.wordSpacing: state.wordSpacing = number(0)
    case PDFOperator.horizontalScale: state.horizontalScale = number(0) / 100
    case PDFOperator.leading: state.leading = number(0)
    case PDFOperator.rise: state.rise = number(0)
    case PDFOperator.renderMode: state.renderMode = Int(min(max(number(0), 0), 7))
    case PDFOperator.save: if stack.count < Self.mostStates { stack.append(state) }
    case PDFOperator.restore: if stack.count > depth, let last = stack.popLast() { state = last }
    case PDFOperator.concatenate:
      guard operands.count >= 6 else { return }
      state.matrix = PDFMatrix(
        a: number(0), b: number(1), c: number(2), d: number(3), e: number(4), f: number(5)
      ).then(state.matrix)
    case PDFOperator.draw: if let name = operands.first { try draw(scanner.name(name), resources) }
    case PDFOperator.graphicsState: if let name = operands.first { try setGraphicsState(scanner.name(name), resources) }
    case PDFOperator.inlineImage:
      surfaces.addImage(state.matrix.box(0, 0, 1, 1))
      scanner.skipInlineImage()
    case PDFOperator.beginMarked: beginMarked(nil)
    case PDFOperator.beginMarkedWithProperties: beginMarked(replacementText(operands, scanner, resources))
    case PDFOperator.endMarked: endMarked()
    default: paint(word, operands)
    }
  }

  // MARK: Surfaces and colours

  private func paint(_ word: UInt32, _ operands: [PDFContentScanner.Operand]) {
    func number(_ index: Int) -> Double { index < operands.count ? operands[index].number : 0 }
    func add(_ x: Double, _ y: Double) {
      let point = state.matrix.map(x, y)
      path.add(point.x, point.y)
    }
    switch word {
    case PDFOperator.rectangle:
      add(number(0), number(1))
      add(number(0) + number(2), number(1) + number(3))
    case PDFOperator.moveTo, PDFOperator.lineTo: add(number(0), number(1))
    case PDFOperator.curveTo:
      for index in 0..<3 { add(number(2 * index), number(2 * index + 1)) }
    case PDFOperator.fill, PDFOperator.fillOld, PDFOperator.fillEvenOdd, PDFOperator.fillStroke,
      PDFOperator.fillStrokeEvenOdd,
      PDFOperator.closeFillStroke, PDFOperator.closeFillStrokeEvenOdd:
      if !state.isFillWhite { surfaces.addFill(path) }
      path = PDFBox()
    case PDFOperator.stroke, PDFOperator.closeStroke, PDFOperator.endPath: path = PDFBox()
    case PDFOperator.shading: surfaces.addFill(state.matrix.box(-1e6, -1e6, 1e6, 1e6))
    case PDFOperator.fillGray: state.isFillWhite = number(0) >= 0.99
    case PDFOperator.fillRGB: state.isFillWhite = min(number(0), number(1), number(2)) >= 0.99
    case PDFOperator.fillCMYK: state.isFillWhite = max(number(0), number(1), number(2), number(3)) <= 0.01
    // A new colour space begins with its black, or with what nobody can say.
    case PDFOperator.fillSpace: state.isFillWhite = false
    case PDFOperator.fillColor, PDFOperator.fillColorNamed:
      let numbers = operands.filter { $0.kind == .number }
      state.isFillWhite =
        switch numbers.count {
        case 1, 3: numbers.count == operands.count && numbers.allSatisfy { $0.number >= 0.99 } && numbers.count == 3
        case 4: numbers.allSatisfy { $0.number <= 0.01 }
        default: false
        }
    default: break
    }
  }

  private func setGraphicsState(_ name: String, _ resources: PDFResources) throws(PDFFault) {
    guard let dictionary = file.resolve(resources.entry("ExtGState", name))?.dictionary,
      let font = file.resolve(dictionary["Font"])?.array, font.count == 2
    else { return }
    state.font = try resources.font(font[0])
    state.size = file.resolve(font[1])?.number ?? state.size
  }

  private func draw(_ name: String, _ outer: PDFResources) throws(PDFFault) {
    guard formsLeft > 0, let value = outer.entry("XObject", name), let stream = file.resolve(value)?.stream else {
      return
    }
    if file.resolve(stream.dictionary["Subtype"])?.name == "Image" {
      surfaces.addImage(state.matrix.box(0, 0, 1, 1))
      return
    }
    guard file.resolve(stream.dictionary["Subtype"])?.name == "Form", activeForms.count < Self.mostNestedForms else {
      return
    }
    let number = value.reference?.number ?? -1
    guard number < 0 || activeForms.insert(number).inserted else {
      file.noteError()
      return
    }
    defer { activeForms.remove(number) }
    formsLeft -= 1
    let saved = (state, textMatrix, lineMatrix, marks)
    let matrix = PDFMatrix(
      (file.resolve(stream.dictionary["Matrix"])?.array ?? []).compactMap { file.resolve($0)?.number })
    state.matrix = (matrix ?? PDFMatrix()).then(state.matrix)
    let own = stream.dictionary["Resources"].map(resources)
    try run(file.decode(stream), own ?? outer)
    (state, textMatrix, lineMatrix, marks) = saved
  }
}
