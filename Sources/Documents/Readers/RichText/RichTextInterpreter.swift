// What RTF's tokens do: groups save and restore the state, control words change it, text goes where the state says.

/// Turns RTF's tokens into text.
struct RichTextInterpreter {
  /// Where text goes.
  enum Destination: Equatable {
    case body, skipped, fontTable, styleSheet, information
    /// A field of the document's description: `title`.
    case field(String)
  }

  /// What a group restores at its end.
  struct State {
    var destination = Destination.body
    /// How many bytes stand in for a Unicode number.
    var substituteCount = 1
    var font = 0
    var isHidden = false
    var isDeleted = false
    /// The style that is being defined.
    var style: Int?
    /// Inside a pair of old and new spellings: where the new one goes, while the old one is skipped.
    var spelledAnew: Destination?
  }

  private let limits: ExtractionLimits
  var flow: FlowText
  var state = State()
  private var stack: [State] = []
  private(set) var isClosed = false
  private(set) var hiddenCount = 0
  var hasNotes = false
  var title: String?
  var metadata: [String: String] = [:]

  /// Whether the group has only just begun, so that the next word may be its destination.
  private var isAtGroupStart = false
  /// Whether `\*` came: the destination may be skipped when it is unknown.
  private var isOptional = false
  private var substitutesLeft = 0
  private var pendingBytes: [UInt8] = []
  private var highSurrogate: UInt32?

  var paragraph = RichTextParagraph()
  var styles = RichTextStyles()
  /// The text of the field, font or style that is being read.
  private var collected: [UInt8] = []

  init(limits: ExtractionLimits) {
    self.limits = limits
    flow = FlowText(limit: limits.outputBytes)
  }

  /// Takes a token; `false` after the document's last.
  mutating func take(_ token: RichTextTokens.Token) throws(DocumentError) -> Bool {
    if case .byte(let byte) = token {
      isAtGroupStart = false
      if substitutesLeft > 0 { substitutesLeft -= 1 } else if state.destination != .skipped { pendingBytes.append(byte) }
      return true
    }
    try flushBytes()
    switch token {
    case .open:
      guard stack.count < limits.nestingDepth else { throw .tooDeep(limit: limits.nestingDepth) }
      substitutesLeft = 0
      stack.append(state)
      isAtGroupStart = true
      isOptional = false
      return true
    case .close:
      substitutesLeft = 0
      try closeGroup()
      return !isClosed
    case .word(let name, let number):
      let beginsGroup = isAtGroupStart
      isAtGroupStart = false
      if name == "u" {
        try addUnicode(number ?? 0)
      } else if substitutesLeft > 0, name != "uc", name != "bin" {
        substitutesLeft -= 1  // a control word may stand in for a character
      } else {
        try apply(name, number, beginsGroup: beginsGroup)
      }
    case .symbol(let symbol): try apply(symbol)
    case .byte: break
    }
    return true
  }

  mutating func finish() { paragraph.end(in: &flow) }

  private mutating func closeGroup() throws(DocumentError) {
    let ended = state
    guard let outer = stack.popLast() else {
      isClosed = true
      return
    }
    if ended.destination != outer.destination || ended.style != outer.style { finishDestination(ended) }
    // A nested group of the same destination goes on with what is collected.
    state = outer
    isAtGroupStart = false
    if stack.isEmpty { isClosed = true }
  }

  /// Uses what was collected in a group that is over.
  private mutating func finishDestination(_ ended: State) {
    let text = FlowText.singleLine(String(decoding: collected, as: UTF8.self))
    switch ended.destination {
    case .styleSheet: if let style = ended.style { styles.name(style, text) }
    case .field(let name):
      guard !text.isEmpty else { break }
      if name == "title" { title = text } else { metadata[name] = text }
    case .body, .skipped, .fontTable, .information: break
    }
    collected = []
  }

  // MARK: Words

  private mutating func apply(_ symbol: UInt8) throws(DocumentError) {
    switch symbol {
    case UInt8(ascii: "*"): isOptional = isAtGroupStart
    case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): try addOrSkip([symbol])
    case UInt8(ascii: "~"): try addOrSkip([0x20])
    case UInt8(ascii: "_"): try addOrSkip(Array("\u{2011}".utf8))
    default: break  // "\-" and "\|" only arrange
    }
    if symbol != UInt8(ascii: "*") { isAtGroupStart = false }
  }

  private mutating func addOrSkip(_ text: [UInt8]) throws(DocumentError) {
    if substitutesLeft > 0 { substitutesLeft -= 1 } else { try add(text) }
  }

  private mutating func apply(_ name: String, _ number: Int?, beginsGroup: Bool) throws(DocumentError) {
    let wasOptional = isOptional
    isOptional = false
    if beginsGroup || wasOptional, let destination = RichTextWords.destinations[name] {
      collected = []
      if name == "footnote" { hasNotes = true }
      state.destination = state.destination == .skipped ? .skipped : destination
      return
    }
    if name == "upr" {
      state.spelledAnew = state.destination
      state.destination = .skipped
      return
    } else if name == "ud", let destination = state.spelledAnew {
      state.destination = destination
      state.spelledAnew = nil
      return
    }
    if wasOptional, !RichTextWords.optionalText.contains(name) {
      state.destination = .skipped
      return
    }
    switch name {
    case "uc": state.substituteCount = min(max(number ?? 1, 0), 16)
    case "ansicpg": styles.codePage = number ?? 1252
    case "mac": styles.codePage = 10_000
    case "pc": styles.codePage = 437
    case "pca": styles.codePage = 850
    case "f": state.font = number ?? 0
    case "fcharset": if state.destination == .fontTable { styles.setCharset(number ?? 0, ofFont: state.font) }
    case "v": state.isHidden = number != 0
    case "deleted": state.isDeleted = number != 0
    case "plain":
      state.isHidden = false
      state.isDeleted = false
    default:
      if state.destination == .styleSheet {
        applyInStyleSheet(name, number)
      } else if state.destination == .body {
        try applyInBody(name, number)
      } else if case .field(let field) = state.destination {
        applyInField(field, name, number)
      }
    }
  }

  private mutating func applyInStyleSheet(_ name: String, _ number: Int?) {
    switch name {
    case "s":
      state.style = number
      collected = []
    case "outlinelevel": if let style = state.style, let number { styles.setLevel(number, of: style) }
    default: break
    }
  }

  /// The parts of a date.
  private mutating func applyInField(_ field: String, _ name: String, _ number: Int?) {
    guard let number, (0...9999).contains(number) else { return }
    let digits = number < 10 ? "0\(number)" : "\(number)"
    switch name {
    case "yr": collected = Array(digits.utf8)
    case "mo", "dy": collected += Array("-\(digits)".utf8)
    case "hr": collected += Array("T\(digits)".utf8)
    case "min": collected += Array(":\(digits)".utf8)
    default: break
    }
  }

  // MARK: Text

  /// Whether text is shown.
  var isShown: Bool { !state.isHidden && !state.isDeleted }

  mutating func add(_ text: [UInt8]) throws(DocumentError) {
    guard !text.isEmpty else { return }
    switch state.destination {
    case .body:
      guard isShown else {
        hiddenCount += state.isDeleted ? 0 : String(decoding: text, as: UTF8.self).count
        return
      }
      try paragraph.add(text, to: &flow)
    case .styleSheet, .field:
      if collected.count < 1 << 16 { collected += text }
    case .skipped, .fontTable, .information: break
    }
  }

  private mutating func flushBytes() throws(DocumentError) {
    guard !pendingBytes.isEmpty else { return }
    let bytes = pendingBytes
    pendingBytes.removeAll(keepingCapacity: true)
    highSurrogate = nil
    if bytes.allSatisfy({ $0 < 0x80 }) { return try add(bytes.map { $0 < 0x20 && $0 != 0x09 ? 0x20 : $0 }) }
    let decoded = try CharacterDecoding.convert(bytes[...], from: styles.encoding(ofFont: state.font))
    try add(Array((decoded?.text ?? String(decoding: bytes, as: UTF8.self)).utf8.map { $0 == 0 ? 0x20 : $0 }))
  }

  private mutating func addUnicode(_ number: Int) throws(DocumentError) {
    substitutesLeft = state.substituteCount
    // Numbers are signed 16-bit; some programs write them unsigned, and all write pairs for what is beyond.
    let unit = UInt32(truncatingIfNeeded: number) & 0xFFFF
    if (0xD800..<0xDC00).contains(unit) {
      highSurrogate = unit
      return
    }
    var value = unit
    if (0xDC00..<0xE000).contains(unit) {
      guard let high = highSurrogate else { return }
      value = 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00)
    }
    highSurrogate = nil
    guard let scalar = Unicode.Scalar(value), value >= 0x20 else { return }
    try add(Array(String(Character(scalar)).utf8))
  }
}
