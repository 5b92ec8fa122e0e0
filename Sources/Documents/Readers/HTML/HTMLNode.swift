// gumbo's tree in Swift's terms: the few questions the walks ask. The tree lives until the process ends.
internal import CSystemGumbo
internal import Glibc

/// A node of gumbo's tree.
struct HTMLNode {
  typealias Pointer = UnsafeMutablePointer<GumboNode>
  let pointer: Pointer

  init(_ pointer: Pointer) { self.pointer = pointer }

  enum Kind { case element, text, other }

  var kind: Kind {
    switch pointer.pointee.type {
    case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE, GUMBO_NODE_DOCUMENT: .element
    case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA: .text
    default: .other
    }
  }

  /// An element's tag.
  var tag: GumboTag {
    pointer.pointee.type == GUMBO_NODE_DOCUMENT ? GUMBO_TAG_UNKNOWN : pointer.pointee.v.element.tag
  }

  /// An element's number of children.
  var childCount: Int { Int(children.length) }

  /// - Precondition: `index` is below `childCount`.
  func child(_ index: Int) -> HTMLNode? {
    children.data[index].map { HTMLNode($0.assumingMemoryBound(to: GumboNode.self)) }
  }

  private var children: GumboVector {
    pointer.pointee.type == GUMBO_NODE_DOCUMENT
      ? pointer.pointee.v.document.children : pointer.pointee.v.element.children
  }

  /// The value of an element's attribute.
  func attribute(_ name: String) -> String? {
    guard pointer.pointee.type == GUMBO_NODE_ELEMENT else { return nil }
    return withUnsafePointer(to: &pointer.pointee.v.element.attributes) { attributes in
      gumbo_get_attribute(attributes, name).map { String(cString: $0.pointee.value) }
    }
  }

  /// A text node's bytes.
  var text: UnsafeRawBufferPointer {
    guard let start = pointer.pointee.v.text.text else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: start, count: strlen(start))
  }

  /// The text of an element's direct text children, on one line.
  var ownText: String {
    var result = ""
    for index in 0..<childCount {
      if let child = child(index), child.kind == .text { result += String(decoding: child.text, as: UTF8.self) }
    }
    return FlowText.singleLine(result)
  }
}

extension HTMLNode {
  /// Visits the tree below `root` without recursion: `enter` returns whether to go into an element's children,
  /// `leave` is called for each element gone into.
  static func walk(
    _ root: Pointer, depthLimit: Int, enter: (HTMLNode) throws(DocumentError) -> Bool,
    leave: (HTMLNode) throws(DocumentError) -> Void
  ) throws(DocumentError) {
    var stack: [(node: HTMLNode, next: Int)] = []
    let top = HTMLNode(root)
    guard try enter(top), top.kind == .element else { return }
    stack.append((top, 0))
    while let (node, next) = stack.last {
      guard next < node.childCount else {
        stack.removeLast()
        try leave(node)
        continue
      }
      stack[stack.count - 1].next = next + 1
      guard let child = node.child(next) else { continue }
      if try enter(child), child.kind == .element {
        guard stack.count < depthLimit else { throw .tooDeep(limit: depthLimit) }
        stack.append((child, 0))
      }
    }
  }
}

extension HTMLNode {
  /// Whether the page says that an element is not shown. Only what stands at the element itself is looked at; style
  /// sheets are not read.
  var isHidden: Bool {
    if attribute("hidden") != nil { return true }
    guard let style = attribute("style")?.lowercased() else { return false }
    let plain = style.filter { !$0.isWhitespace }
    return ["display:none", "visibility:hidden", "opacity:0;"].contains { plain.contains($0) }
      || plain.hasSuffix("opacity:0") || Self.hasNoSize(plain)
  }

  /// Whether a style makes print smaller than a pixel or a point.
  private static func hasNoSize(_ style: String) -> Bool {
    guard let start = style.utf8.firstRange(of: "font-size:".utf8)?.upperBound else { return false }
    let value = style[start...].prefix { $0 != ";" && $0 != "!" }
    let digits = value.prefix { $0.isNumber || $0 == "." }
    guard let size = Double(digits) else { return false }
    let unit = value.dropFirst(digits.count)
    return size == 0 || size < 1 && (unit == "px" || unit == "pt")
  }

  /// The characters other than white space in the text below.
  var visibleCharacterCount: Int {
    var count = 0
    // The survey has been as deep already; the walk's only error is depth.
    try? HTMLNode.walk(pointer, depthLimit: .max) { node throws(DocumentError) in
      if node.kind == .text { count += String(decoding: node.text, as: UTF8.self).count { !$0.isWhitespace } }
      return node.tag != GUMBO_TAG_SCRIPT && node.tag != GUMBO_TAG_STYLE
    } leave: { _ in
    }
    return count
  }
}
