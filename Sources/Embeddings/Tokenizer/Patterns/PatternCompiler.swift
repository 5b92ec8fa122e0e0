// From the parsed expression to the matcher's instructions.

struct PatternCompiler {
  private(set) var sets: [ScalarSet] = []
  var instructions: [Pattern.Instruction] = []
  private static let maxInstructions = 4096

  private mutating func bit(of set: ScalarSet) throws(PatternError) -> UInt64 {
    if let index = sets.firstIndex(of: set) { return 1 << UInt64(index) }
    guard sets.count < 64 else { throw PatternError(reason: "it has more than 64 different sets") }
    sets.append(set)
    return 1 << UInt64(sets.count - 1)
  }

  /// The sets a sequence can begin with, and whether it can match nothing.
  mutating func first(of sequence: ArraySlice<PatternNode>) throws(PatternError) -> (sets: UInt64, isNullable: Bool) {
    var sets: UInt64 = 0
    for node in sequence {
      switch node {
      case .run(let set, let min, _, _):
        sets |= try bit(of: set)
        if min > 0 { return (sets, false) }
      case .choice(let alternatives, let optional):
        var isNullable = optional
        for alternative in alternatives {
          let first = try first(of: alternative[...])
          sets |= first.sets
          isNullable = isNullable || first.isNullable
        }
        if !isNullable { return (sets, false) }
      case .ahead: break
      }
    }
    return (sets, true)
  }

  mutating func append(_ sequence: [PatternNode]) throws(PatternError) {
    for node in sequence {
      guard instructions.count < Self.maxInstructions else { throw PatternError(reason: "it is too long") }
      switch node {
      case .run(let set, let min, let max, let possessive):
        instructions.append(
          .init(operation: .run, isPossessive: possessive, sets: try bit(of: set), min: min, max: max))
      case .ahead(let set, let negated):
        instructions.append(.init(operation: negated ? .notAhead : .ahead, sets: try bit(of: set)))
      case .choice(let alternatives, let optional):
        try append(choice: alternatives + (optional ? [[]] : []))
      }
    }
  }

  /// fork A; jump end; fork B; jump end; C; end:
  private mutating func append(choice alternatives: [[PatternNode]]) throws(PatternError) {
    var jumps: [Int] = []
    for (index, alternative) in alternatives.enumerated() {
      let isLast = index == alternatives.count - 1
      let fork = instructions.count
      if !isLast { instructions.append(.init(operation: .fork)) }
      try append(alternative)
      if !isLast {
        jumps.append(instructions.count)
        instructions.append(.init(operation: .jump))
        instructions[fork].target = instructions.count
      }
    }
    for jump in jumps { instructions[jump].target = instructions.count }
  }
}
