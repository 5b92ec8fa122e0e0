// Colours that hide text: letters in the colour of what is behind them. Only what stands at elements themselves is looked at, as
// for other hidden parts; where a style sheet may have the say over what is behind, only a background that is known counts.

/// The colours that elements state for what is in them.
struct HTMLColors {
  /// What an element changes.
  struct Change {
    var text: UInt32?
    var background: UInt32?
  }

  private var stack: [(text: UInt32?, background: UInt32?)]

  /// - Parameter hasStyleSheet: whether the page's own background may be anything.
  init(hasStyleSheet: Bool) { stack = [(text: nil, background: hasStyleSheet ? nil : 0xFFFFFF)] }

  /// Whether text here cannot be told from what is behind it.
  var hidesText: Bool {
    guard let colors = stack.last, let text = colors.text else { return false }
    return text == colors.background
  }

  /// Goes into everything around an element, from the outside.
  mutating func enter(above node: HTMLNode.Pointer) {
    var around: [HTMLNode] = []
    var next = node.pointee.parent
    while let current = next {
      around.append(HTMLNode(current))
      next = current.pointee.parent
    }
    for node in around.reversed() { enter(node) }
  }

  /// Goes into an element.
  mutating func enter(_ node: HTMLNode) {
    let change = Self.change(node)
    var colors = stack[stack.count - 1]
    colors.text = change.text ?? colors.text
    colors.background = change.background ?? colors.background
    stack.append(colors)
  }

  mutating func leave() { if stack.count > 1 { stack.removeLast() } }

  private static func change(_ node: HTMLNode) -> Change {
    var change = Change()
    if let color = node.attribute("bgcolor") { change.background = self.color(color) }
    if let color = node.attribute("color") ?? node.attribute("text") { change.text = self.color(color) }
    guard let style = node.attribute("style")?.lowercased() else { return change }
    for declaration in style.split(separator: ";") {
      let parts = declaration.split(separator: ":", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
      guard parts.count == 2 else { continue }
      let value = parts[1].replacing("!important", with: "")
      switch parts[0] {
      case "color": change.text = color(value) ?? change.text
      case "background-color": change.background = color(value) ?? unknown
      // A picture may be behind it: then nothing is known.
      case "background", "background-image": change.background = color(value) ?? unknown
      default: break
      }
    }
    return change
  }

  /// No colour that a text can have.
  private static let unknown: UInt32 = 0xFF00_0000

  /// A colour's red, green and blue; nil when it is not written in a usual form.
  private static func color(_ text: String) -> UInt32? {
    let text = text.lowercased().filter { !$0.isWhitespace }
    if let named = names[text] { return named }
    if text.hasPrefix("#") {
      let digits = text.dropFirst()
      guard let value = UInt32(digits, radix: 16) else { return nil }
      switch digits.utf8.count {
      case 3: return (value >> 8) * 0x11_0000 | (value >> 4 & 0xF) * 0x1100 | (value & 0xF) * 0x11
      case 6: return value
      default: return nil
      }
    }
    guard text.hasPrefix("rgb("), text.hasSuffix(")") else { return nil }
    let parts = text.dropFirst(4).dropLast().split(separator: ",").map { UInt32($0) }
    guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2], max(red, green, blue) < 256
    else { return nil }
    return red << 16 | green << 8 | blue
  }

  private static let names: [String: UInt32] = [
    "white": 0xFFFFFF, "black": 0, "red": 0xFF0000, "lime": 0x00FF00, "blue": 0x0000FF, "yellow": 0xFFFF00,
    "gray": 0x808080, "grey": 0x808080, "silver": 0xC0C0C0, "green": 0x008000, "navy": 0x000080, "snow": 0xFFFAFA,
    "ivory": 0xFFFFF0,
  ]
}
