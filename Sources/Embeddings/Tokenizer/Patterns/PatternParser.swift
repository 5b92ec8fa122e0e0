// Reads the regular expressions of tokenizer.json.
//
// Published tokenizers use about a dozen expressions (GPT-2, cl100k, o200k, Llama 3, Qwen, DeepSeek, T5's " {2,}", …), all in
// one small part of the syntax: alternatives of sequences of sets with greedy or possessive counts, `(?i:'s|'t)` groups and
// one-scalar look-ahead. Reading that part exactly, and refusing everything else by name, was chosen over recognising
// published texts: a model whose expression differs in one character is then either right or refused, never almost right, and
// one matcher is tested against the reference instead of a dozen scanners. Syntax and meaning are Oniguruma's.

/// One element of an expression.
indirect enum PatternNode {
  /// `min` to `max` scalars of a set.
  case run(ScalarSet, min: Int, max: Int, possessive: Bool)
  /// One of several sequences, the first that lets the rest match; perhaps none at all.
  case choice([[PatternNode]], optional: Bool)
  /// The next scalar is in the set, or there is none and `negated`.
  case ahead(ScalarSet, negated: Bool)
}

/// Why an expression cannot be used.
struct PatternError: Error {
  var reason: String
}

struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private static let maxScalars = 4096
  private static let maxDepth = 8
  static let maxCount = 1000

  /// The alternatives of `pattern`, each a sequence.
  static func parse(_ pattern: String) throws(PatternError) -> [[PatternNode]] {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars.prefix(maxScalars + 1)))
    guard parser.scalars.count <= maxScalars else { throw PatternError(reason: "it is too long") }
    let alternatives = try parser.alternatives(ignoringCase: false)
    guard parser.current == nil else { throw PatternError(reason: "a \")\" too many") }
    return alternatives
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private mutating func alternatives(ignoringCase: Bool) throws(PatternError) -> [[PatternNode]] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maxDepth else { throw PatternError(reason: "groups are nested too deep") }
    var alternatives: [[PatternNode]] = [[]]
    while let scalar = current, scalar != ")" {
      if scalar == "|" {
        position += 1
        alternatives.append([])
      } else {
        alternatives[alternatives.count - 1].append(try element(ignoringCase: ignoringCase))
      }
    }
    return alternatives
  }

  private mutating func element(ignoringCase: Bool) throws(PatternError) -> PatternNode {
    if current == "(" { return try group(ignoringCase: ignoringCase) }
    let set = try scalarSet(ignoringCase: ignoringCase)
    let count = try self.count()
    return .run(set, min: count.min, max: count.max, possessive: count.possessive)
  }

  private mutating func group(ignoringCase: Bool) throws(PatternError) -> PatternNode {
    if take("(?!") { return try lookAhead(negated: true) }
    if take("(?=") { return try lookAhead(negated: false) }
    var ignoringCase = ignoringCase
    if take("(?i:") {
      ignoringCase = true
    } else if !take("(?:") {
      position += 1
      guard current != "?" else { throw PatternError(reason: "the group \"\(excerpt(from: position - 1))\"") }
    }
    let alternatives = try self.alternatives(ignoringCase: ignoringCase)
    guard take(")") else { throw PatternError(reason: "a group without an end") }
    let count = try self.count()
    switch (count.min, count.max, count.possessive) {
    case (1, 1, _): return .choice(alternatives, optional: false)
    case (0, 1, false): return .choice(alternatives, optional: true)
    default: throw PatternError(reason: "a group that repeats")
    }
  }

  private mutating func lookAhead(negated: Bool) throws(PatternError) -> PatternNode {
    let set = try scalarSet(ignoringCase: false)
    guard take(")") else { throw PatternError(reason: "looking ahead further than one character") }
    return .ahead(set, negated: negated)
  }

  private func excerpt(from start: Int) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[start..<min(scalars.count, start + 6)])
    return text
  }

  // MARK: counts

  private mutating func count() throws(PatternError) -> (min: Int, max: Int, possessive: Bool) {
    var range: (min: Int, max: Int)
    var wasBraces = false
    switch current {
    case "?": range = (0, 1)
    case "*": range = (0, .max)
    case "+": range = (1, .max)
    case "{":
      range = try braces()
      wasBraces = true
    default: return (1, 1, false)
    }
    position += 1
    if current == "?" { throw PatternError(reason: "a count that prefers less") }
    if current == "{" || (wasBraces && current == "+") { throw PatternError(reason: "a count of a count") }
    guard current == "+" else { return (range.min, range.max, false) }
    position += 1
    return (range.min, range.max, true)
  }

  /// `{n}`, `{n,}`, `{,m}`, `{n,m}`; leaves the closing brace.
  private mutating func braces() throws(PatternError) -> (min: Int, max: Int) {
    position += 1
    let low = number()
    var high = low
    if current == "," {
      position += 1
      high = number()
      guard low != nil || high != nil else { throw PatternError(reason: "a count without a number") }
      high = high ?? .max
    }
    guard current == "}", let high, (low ?? 0) <= high, low ?? 0 <= Self.maxCount,
      high == .max || (1...Self.maxCount).contains(high)
    else { throw PatternError(reason: "the count \"\(excerpt(from: position))\"") }
    return (low ?? 0, high)
  }

  private mutating func number() -> Int? {
    let start = position
    var value = 0
    while let scalar = current, ("0"..."9").contains(scalar), position - start < 5 {
      value = value * 10 + Int(scalar.value - 0x30)
      position += 1
    }
    return position > start ? value : nil
  }

  // MARK: sets

  private mutating func scalarSet(ignoringCase: Bool) throws(PatternError) -> ScalarSet {
    guard let scalar = current else { throw PatternError(reason: "it ends too soon") }
    position += 1
    switch scalar {
    case "[":
      guard !ignoringCase else { throw PatternError(reason: "a set that ignores case") }
      return try bracketed()
    case "\\":
      let member = try escape()
      guard case .range(let range) = member, ignoringCase else { return ScalarSet(members: [member]) }
      return try literal(range.lowerBound, ignoringCase: true)
    case ".": return ScalarSet(members: [.range(0x0A...0x0A)], isNegated: true)
    case "^", "$", "*", "+", "?", "{", ")": throw PatternError(reason: "\"\(scalar)\" here")
    default: return try literal(scalar.value, ignoringCase: ignoringCase)
    }
  }

  /// A literal, with the scalars that fold to the same letter. (Oniguruma also folds sequences, such as "ﬆ" to "st": such
  /// sequences are refused.)
  private mutating func literal(_ value: UInt32, ignoringCase: Bool) throws(PatternError) -> ScalarSet {
    guard ignoringCase else { return .scalar(value) }
    guard value < 0x80 else { throw PatternError(reason: "case of a letter beyond ASCII") }
    guard let letter = Unicode.Scalar(value), letter.properties.isAlphabetic else { return .scalar(value) }
    let lower = value | 0x20
    if let next = current, let pair = Unicode.Scalar(lower).map({ "\($0)\(next)".lowercased() }),
      ["ss", "st", "ff", "fi", "fl"].contains(pair)
    {
      throw PatternError(reason: "case of \"\(pair)\"")
    }
    var members: [ScalarSet.Member] = [.range(lower...lower), .range((lower & ~0x20)...(lower & ~0x20))]
    if lower == 0x73 { members.append(.range(0x17F...0x17F)) }
    if lower == 0x6B { members.append(.range(0x212A...0x212A)) }
    return ScalarSet(members: members)
  }

  private mutating func bracketed() throws(PatternError) -> ScalarSet {
    var set = ScalarSet(members: [], isNegated: take("^"))
    while let scalar = current, scalar != "]" {
      if scalar == "[" || take("&&") { throw PatternError(reason: "a set inside a set") }
      position += 1
      let member = scalar == "\\" ? try escape() : .range(scalar.value...scalar.value)
      guard case .range(let low) = member, current == "-", position + 1 < scalars.count, scalars[position + 1] != "]"
      else {
        set.members.append(member)
        continue
      }
      position += 1
      guard let end = current, end != "[" else { throw PatternError(reason: "a range without an end") }
      position += 1
      guard case .range(let high) = end == "\\" ? try escape() : .range(end.value...end.value),
        low.lowerBound <= high.lowerBound
      else { throw PatternError(reason: "a range that is none") }
      set.members.append(.range(low.lowerBound...high.lowerBound))
    }
    guard take("]"), !set.members.isEmpty else { throw PatternError(reason: "an empty set or one without an end") }
    return set
  }

  private mutating func escape() throws(PatternError) -> ScalarSet.Member {
    guard let scalar = current else { throw PatternError(reason: "it ends too soon") }
    position += 1
    func one(_ value: UInt32) -> ScalarSet.Member { .range(value...value) }
    switch scalar {
    case "s": return .space(negated: false)
    case "S": return .space(negated: true)
    case "w": return .word(negated: false)
    case "W": return .word(negated: true)
    case "d": return .digit(negated: false)
    case "D": return .digit(negated: true)
    case "n": return one(0x0A)
    case "r": return one(0x0D)
    case "t": return one(0x09)
    case "f": return one(0x0C)
    case "v": return one(0x0B)
    case "p", "P": return try property(negated: scalar == "P")
    case "u": return one(try hexadecimal(4))
    case "x":
      guard take("{") else { return one(try hexadecimal(2)) }
      let value = try hexadecimal(8)
      guard take("}") else { throw PatternError(reason: "an escape without an end") }
      return one(value)
    default:
      guard !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
        throw PatternError(reason: "the escape \"\\\(scalar)\"")
      }
      return one(scalar.value)
    }
  }

  private mutating func property(negated: Bool) throws(PatternError) -> ScalarSet.Member {
    guard take("{") else { throw PatternError(reason: "a property without braces") }
    let isInverted = take("^")
    var name = ""
    while let scalar = current, scalar != "}", name.unicodeScalars.count < 40 {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take("}"), ScalarSet.categories[name] != nil else {
      throw PatternError(reason: "the property \"\(name)\"")
    }
    return .category(name, negated: negated != isInverted)
  }

  /// Up to `count` hexadecimal digits: exactly `count` of them unless 8.
  private mutating func hexadecimal(_ count: Int) throws(PatternError) -> UInt32 {
    var digits = ""
    while digits.utf8.count < count, let scalar = current, scalar.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(scalar)
      position += 1
    }
    guard digits.utf8.count == count || (count == 8 && !digits.isEmpty), let value = UInt32(digits, radix: 16),
      Unicode.Scalar(value) != nil
    else { throw PatternError(reason: "an escape with wrong digits") }
    return value
  }
}
