// Reading the outline out of the file: items linked to each other (ISO 32000-1, 12.3.3), each with a target, which is a page or a
// name to be looked up (12.3.2).

extension PDFOutline {
  init(_ file: PDFFile, pages: [PDFPage]) {
    let root = file.resolve(file.trailer["Root"])?.dictionary
    guard let outlines = file.resolve(root?["Outlines"])?.dictionary else {
      self.init(items: [])
      return
    }
    var numbers: [Int: Int] = [:]
    for (index, page) in pages.enumerated().reversed() { if let number = page.number { numbers[number] = index + 1 } }
    let targets = PDFTargets(file, root: root)
    var items: [Item] = []
    var visited: Set<Int> = []
    var open: [(value: PDFValue?, level: Int)] = [(outlines["First"], 1)]
    while let (value, level) = open.popLast(), items.count < Self.mostItems {
      guard let number = value?.reference?.number, visited.insert(number).inserted,
        let item = file.resolve(value)?.dictionary
      else { continue }
      if let next = item["Next"] { open.append((next, level)) }
      if let first = item["First"] { open.append((first, min(level + 1, 9))) }
      let title = FlowText.singleLine(
        PDFTextString.decode(file.resolve(item["Title"])?.string ?? []).replacing("\0", with: ""))
      guard !title.isEmpty, let page = targets.page(of: item, numbers) else { continue }
      items.append(Item(level: level, page: page, title: title))
    }
    self.init(items: items)
  }
}

/// Where links and bookmarks lead.
private struct PDFTargets {
  private let file: PDFFile
  private let old: PDFDictionary?
  private let tree: PDFValue?
  private static let mostLevels = 32

  init(_ file: PDFFile, root: PDFDictionary?) {
    self.file = file
    old = file.resolve(root?["Dests"])?.dictionary
    tree = file.resolve(root?["Names"])?.dictionary?["Dests"]
  }

  /// The number of the page that `item` leads to.
  ///
  /// - Parameter numbers: of pages, by those of their objects.
  func page(of item: PDFDictionary, _ numbers: [Int: Int]) -> Int? {
    var target = file.resolve(item["Dest"])
    if target == nil, let action = file.resolve(item["A"])?.dictionary, file.resolve(action["S"])?.name == "GoTo" {
      target = file.resolve(action["D"])
    }
    switch target {
    case .name(let name)?: target = file.resolve(old?[name])
    case .string(let name)?: target = named(name)
    default: break
    }
    if let dictionary = target?.dictionary { target = file.resolve(dictionary["D"]) }
    guard let first = target?.array?.first else { return nil }
    if let number = first.reference?.number { return numbers[number] }
    return first.integer.map { $0 &+ 1 }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Looks `name` up in the tree of names, whose branches say from where to where they reach.
  private func named(_ name: [UInt8]) -> PDFValue? {
    var node = file.resolve(tree)?.dictionary
    for _ in 0..<Self.mostLevels {
      guard let here = node else { return nil }
      if let names = file.resolve(here["Names"])?.array {
        for index in stride(from: 0, to: names.count - 1, by: 2) where file.resolve(names[index])?.string == name {
          return file.resolve(names[index + 1])
        }
        return nil
      }
      let kids = file.resolve(here["Kids"])?.array ?? []
      node = kids.lazy.compactMap { file.resolve($0)?.dictionary }.first { kid in
        guard let limits = file.resolve(kid["Limits"])?.array, limits.count == 2,
          let low = file.resolve(limits[0])?.string,
          let high = file.resolve(limits[1])?.string
        else { return false }
        return !name.lexicographicallyPrecedes(low) && !high.lexicographicallyPrecedes(name)
      }
    }
    return nil
  }
}
