// The main part of a page that marks none: found by where its sentences are.
//
// One walk counts, for every element, the letters in it and those of them that are links, and gives points to the parents of
// paragraphs that read like sentences (after Readability: https://github.com/mozilla/readability). The element with most points
// is the main part when it holds most of what is said on the page outside links; then the rest is left out. Otherwise
// nothing is: half of a page is worse than a page with its menus. Then only lists of links are left out, those that are small
// beside what is said; a page that is a list of links is kept.
internal import CSystemGumbo

/// What a page without marks is made of.
struct HTMLMainPart {
  /// The main part; nil when no part stands out.
  private(set) var element: HTMLNode.Pointer?
  /// Parts that are menus: almost nothing but links.
  private(set) var menus: Set<HTMLNode.Pointer> = []

  /// What is counted of an open element.
  private struct Count {
    var node: HTMLNode
    var letters = 0
    var linkLetters = 0
    var links = 0
    var points = 0.0
    /// Letters and commas outside block elements within.
    var ownLetters = 0
    var ownLinkLetters = 0
    var commas = 0
    var hasHeading = false
  }

  /// A part that may be the main one.
  private struct Candidate {
    var pointer: HTMLNode.Pointer
    var points: Double
    var prose: Int
    var hasHeading: Bool
  }

  /// Fewer letters of prose than this are no main part to look for.
  private static let leastProse = 250

  init(_ root: HTMLNode.Pointer, depthLimit: Int) throws(DocumentError) {
    var open: [Count] = []
    var linkDepth = 0
    var candidates: [Candidate] = []
    var lists: [(pointer: HTMLNode.Pointer, letters: Int)] = []
    try HTMLNode.walk(root, depthLimit: depthLimit) { node throws(DocumentError) in
      switch node.kind {
      case .other: return false
      case .text:
        let (letters, commas) = Self.letters(node.text)
        guard !open.isEmpty else { return false }
        open[open.count - 1].letters += letters
        open[open.count - 1].ownLetters += letters
        open[open.count - 1].commas += commas
        if linkDepth > 0 {
          open[open.count - 1].linkLetters += letters
          open[open.count - 1].ownLinkLetters += letters
        }
        return false
      case .element:
        if HTMLTextWriter.isLeftOut(node) || node.isHidden { return false }
        if node.tag == GUMBO_TAG_A {
          linkDepth += 1
          if !open.isEmpty { open[open.count - 1].links += 1 }
        }
        open.append(Count(node: node))
        return true
      }
    } leave: { node in
      guard let count = open.popLast() else { return }
      if node.tag == GUMBO_TAG_A { linkDepth -= 1 }
      let isBlock = Self.blocks.contains(node.tag.rawValue)
      let prose = count.letters - count.linkLetters
      var points = count.points
      if isBlock {
        // Words that stand in this element itself, a paragraph's or a bare one's.
        let own = count.ownLetters - count.ownLinkLetters
        if own >= 25, count.ownLinkLetters * 2 < count.ownLetters {
          let worth = 1 + Double(count.commas) + min(Double(own) / 100, 3)
          let isParagraph = Self.paragraphs.contains(node.tag.rawValue)
          if !isParagraph { points += worth }
          // A paragraph speaks for its parent, and half as much for its parent's parent.
          if isParagraph, let parent = open.indices.last {
            open[parent].points += worth
            if parent > 0 { open[parent - 1].points += worth / 2 }
          }
        }
        if Self.containers.contains(node.tag.rawValue) {
          let density = count.letters == 0 ? 1 : Double(count.linkLetters) / Double(count.letters)
          candidates.append(
            Candidate(pointer: node.pointer, points: points * (1 - density), prose: prose, hasHeading: count.hasHeading)
          )
        }
        if Self.lists.contains(node.tag.rawValue), count.links >= 3, count.linkLetters * 5 > count.letters * 4 {
          lists.append((node.pointer, count.letters))
        }
      }
      guard let parent = open.indices.last else { return }
      open[parent].letters += count.letters
      open[parent].linkLetters += count.linkLetters
      open[parent].links += count.links
      open[parent].hasHeading = open[parent].hasHeading || count.hasHeading || node.tag == GUMBO_TAG_H1
      if !isBlock {
        open[parent].ownLetters += count.ownLetters
        open[parent].ownLinkLetters += count.ownLinkLetters
        open[parent].commas += count.commas
      }
    }
    guard let page = candidates.last else { return }
    element = Self.main(candidates, of: page)
    guard element == nil, page.prose >= Self.leastProse else { return }
    menus = Set(lists.filter { $0.letters * 4 < page.prose }.map(\.pointer))
  }

  /// The candidate that stands out. Children come before their parents.
  private static func main(_ candidates: [Candidate], of page: Candidate) -> HTMLNode.Pointer? {
    guard page.prose >= leastProse,
      let best = candidates.indices.max(by: { candidates[$0].points < candidates[$1].points })
    else { return nil }
    var chosen = best
    // The page's title often stands beside its text: the next element around both is as good when it says hardly more.
    for index in (best + 1)..<candidates.count where !candidates[chosen].hasHeading && page.hasHeading {
      let isAround = isAncestor(candidates[index].pointer, of: candidates[best].pointer)
      if isAround, candidates[index].hasHeading, candidates[index].prose * 4 <= candidates[best].prose * 5 {
        chosen = index
      }
    }
    // Most of what is said must be in it.
    guard candidates[chosen].prose * 10 >= page.prose * 6, candidates[chosen].pointer != page.pointer else {
      return nil
    }
    return candidates[chosen].pointer
  }

  private static func isAncestor(_ outer: HTMLNode.Pointer, of inner: HTMLNode.Pointer) -> Bool {
    var node: HTMLNode.Pointer? = inner
    while let current = node {
      if current == outer { return true }
      node = current.pointee.parent
    }
    return false
  }

  /// How many letters a text has, and how many commas.
  private static func letters(_ text: UnsafeRawBufferPointer) -> (letters: Int, commas: Int) {
    var (letters, commas) = (0, 0)
    for byte in text {
      // Continuation bytes are of a letter that has been counted.
      if byte > 0x20, byte & 0xC0 != 0x80 { letters += 1 }
      if byte == 0x2C { commas += 1 }
    }
    return (letters, commas)
  }

  private static let paragraphs = tags([GUMBO_TAG_P, GUMBO_TAG_PRE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_LI, GUMBO_TAG_DD])
  private static let lists = tags([
    GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_TABLE, GUMBO_TAG_DL,
    GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
  ])
  private static let containers = tags([
    GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_TD, GUMBO_TAG_BODY, GUMBO_TAG_FORM, GUMBO_TAG_CENTER,
  ])
  private static let blocks = paragraphs.union(lists).union(containers).union(
    tags([
      GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_TR, GUMBO_TAG_TBODY,
      GUMBO_TAG_THEAD, GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_DT, GUMBO_TAG_FIELDSET, GUMBO_TAG_ADDRESS,
      GUMBO_TAG_HTML, GUMBO_TAG_TH,
    ]))

  private static func tags(_ tags: [GumboTag]) -> Set<UInt32> { Set(tags.map(\.rawValue)) }
}
