// The second walk: writes a page's text.
internal import CSystemGumbo

/// Turns elements into text.
struct HTMLTextWriter {
  private let survey: HTMLSurvey
  /// Parts to leave out.
  private let menus: Set<HTMLNode.Pointer>
  private var colors: HTMLColors
  private(set) var flow: FlowText
  private var preformattedDepth = 0
  /// For each open table row, how many cells it has had; `nil` in layout tables, whose cells are blocks.
  private var rows: [Int?] = []
  private var tableIsLayout: [Bool] = []

  /// - Parameter flow: what the page's text is added to.
  init(survey: HTMLSurvey, menus: Set<HTMLNode.Pointer> = [], flow: FlowText) {
    self.survey = survey
    self.menus = menus
    colors = HTMLColors(hasStyleSheet: survey.hasStyleSheet)
    self.flow = flow
  }

  mutating func write(_ root: HTMLNode.Pointer) throws(DocumentError) {
    colors.enter(above: root)
    // The survey has been as deep already; no second limit.
    try HTMLNode.walk(root, depthLimit: .max) { node throws(DocumentError) in
      switch node.kind {
      case .text:
        if colors.hidesText {
          flow.addHidden(String(decoding: node.text, as: UTF8.self).count { !$0.isWhitespace })
        } else {
          try write(text: node)
        }
        return false
      case .other: return false
      case .element:
        if Self.isLeftOut(node) || menus.contains(node.pointer) { return false }
        if node.isHidden {
          flow.addHidden(node.visibleCharacterCount)
          return false
        }
        colors.enter(node)
        begin(node)
        return true
      }
    } leave: { node in
      end(node)
      colors.leave()
    }
  }

  private mutating func write(text node: HTMLNode) throws(DocumentError) {
    if preformattedDepth > 0 {
      try flow.addVerbatim(node.text)
    } else {
      try flow.addCollapsing(Self.withoutNoBreakSpaces(node.text))
    }
  }

  /// A no-break space is a space to a reader; left in, it would hide words from search.
  private static func withoutNoBreakSpaces(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var result = Array(text)
    guard result.contains(0xC2) else { return result }
    for index in result.indices.dropLast() where result[index] == 0xC2 && result[index + 1] == 0xA0 {
      result[index] = 0x20
      result[index + 1] = 0x20
    }
    return result
  }

  private mutating func begin(_ node: HTMLNode) {
    switch node.tag {
    case GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6:
      flow.beginHeading(level: Int(node.tag.rawValue) - Int(GUMBO_TAG_H1.rawValue) + 1)
    case GUMBO_TAG_BR: flow.addLineBreak()
    case GUMBO_TAG_A: if let address = node.attribute("href") { flow.beginLink(to: address) }
    case GUMBO_TAG_PRE, GUMBO_TAG_LISTING, GUMBO_TAG_XMP:
      flow.add(.block)
      preformattedDepth += 1
    case GUMBO_TAG_TABLE:
      flow.add(.block)
      tableIsLayout.append(survey.layoutTables.contains(node.pointer))
    case GUMBO_TAG_TR:
      let isLayout = tableIsLayout.last ?? true
      rows.append(isLayout ? nil : 0)
      if isLayout { flow.add(.line) } else { flow.beginRow() }
    case GUMBO_TAG_TD, GUMBO_TAG_TH:
      if let row = rows.last, let cells = row {
        flow.beginCell(isFirst: cells == 0)
        rows[rows.count - 1] = cells + 1
      } else {
        flow.add(.block)
      }
    default:
      if let separation = Self.separation(node.tag) { flow.add(separation) }
    }
  }

  private mutating func end(_ node: HTMLNode) {
    switch node.tag {
    case GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6: flow.endHeading()
    case GUMBO_TAG_BR: break
    case GUMBO_TAG_A: flow.endLink()
    case GUMBO_TAG_PRE, GUMBO_TAG_LISTING, GUMBO_TAG_XMP:
      flow.add(.block)
      preformattedDepth -= 1
    case GUMBO_TAG_TABLE:
      flow.add(.block)
      _ = tableIsLayout.popLast()
    case GUMBO_TAG_TR:
      if let row = rows.popLast(), row != nil { flow.endRow() } else { flow.add(.line) }
    case GUMBO_TAG_TD, GUMBO_TAG_TH:
      if let row = rows.last, row != nil { flow.endCell() } else { flow.add(.block) }
    default:
      if let separation = Self.separation(node.tag) { flow.add(separation) }
    }
  }

  /// What stands before and after an element, when it is no inline one.
  private static func separation(_ tag: GumboTag) -> FlowText.Break? {
    if blocks.contains(tag.rawValue) { return .block }
    return lines.contains(tag.rawValue) ? .line : nil
  }

  private static let blocks: Set<UInt32> = Set(
    [
      GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_BODY, GUMBO_TAG_CENTER,
      GUMBO_TAG_DETAILS, GUMBO_TAG_DIR, GUMBO_TAG_DIV, GUMBO_TAG_DL, GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGURE,
      GUMBO_TAG_FOOTER, GUMBO_TAG_FORM, GUMBO_TAG_HEADER, GUMBO_TAG_HGROUP, GUMBO_TAG_HR, GUMBO_TAG_MAIN,
      GUMBO_TAG_MENU, GUMBO_TAG_NAV, GUMBO_TAG_OL, GUMBO_TAG_P, GUMBO_TAG_SECTION, GUMBO_TAG_UL,
    ].map(\.rawValue))

  private static let lines: Set<UInt32> = Set(
    [
      GUMBO_TAG_LI, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_CAPTION, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_SUMMARY,
      GUMBO_TAG_LEGEND, GUMBO_TAG_OPTION, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT,
    ].map(\.rawValue))

  /// Elements without text for a reader.
  private static let leftOut: Set<UInt32> = Set(
    [
      GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_HEAD, GUMBO_TAG_TITLE,
      GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_BUTTON, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_INPUT,
      GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_CANVAS, GUMBO_TAG_AUDIO, GUMBO_TAG_VIDEO,
      GUMBO_TAG_SVG, GUMBO_TAG_MAP, GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOEMBED,
    ].map(\.rawValue))

  static func isLeftOut(_ node: HTMLNode) -> Bool {
    if leftOut.contains(node.tag.rawValue) { return true }
    if node.attribute("aria-hidden") == "true" { return true }
    if let role = node.attribute("role"), ["navigation", "complementary", "search", "menu"].contains(role) {
      return true
    }
    // The page's footer; an article's own belongs to the article.
    guard node.tag == GUMBO_TAG_FOOTER, let parent = node.pointer.pointee.parent else { return false }
    return HTMLNode(parent).tag == GUMBO_TAG_BODY
  }
}
