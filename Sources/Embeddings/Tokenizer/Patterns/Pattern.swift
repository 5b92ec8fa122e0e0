// A compiled regular expression of tokenizer.json, and its matcher.
//
// Every distinct set of the expression gets a bit; a table gives for each scalar the bits of the sets it is in (worked out when
// first needed), so that testing a set is one look-up, and the alternatives that cannot begin with the next scalar are skipped
// at once. Matching backtracks as Oniguruma's does (leftmost, alternatives in order, greedy). The recursion is as deep as the
// expression is long, not the text. What a step gives back it has read, so a match costs as much as the scalars it looked at;
// the published expressions look at each scalar a bounded number of times.

/// One expression. Immutable; any thread.
struct Pattern: Sendable {
  struct Instruction {
    enum Operation: UInt8 { case run, fork, jump, ahead, notAhead, accept }
    var operation: Operation
    var isPossessive = false
    var sets: UInt64 = 0
    var min = 0
    var max = 0
    /// Where to go on, for `jump`; where to go on when what follows fails, for `fork`.
    var target = 0
  }

  private struct Start {
    /// The sets one of which the first scalar has to be in.
    var sets: UInt64
    var instruction: Int
  }

  private let instructions: [Instruction]
  private let starts: [Start]
  private let table: ScalarTable

  /// - Throws: what in `text` is not implemented. An expression that matches the empty text is refused, too.
  init(_ text: String) throws(PatternError) {
    try self.init(alternatives: PatternParser.parse(text))
  }

  init(alternatives: [[PatternNode]]) throws(PatternError) {
    var compiler = PatternCompiler()
    var starts: [Start] = []
    for alternative in alternatives {
      let first = try compiler.first(of: alternative[...])
      guard !first.isNullable else { throw PatternError(reason: "it matches where nothing is") }
      starts.append(Start(sets: first.sets, instruction: compiler.instructions.count))
      try compiler.append(alternative)
      compiler.instructions.append(Instruction(operation: .accept))
    }
    instructions = compiler.instructions
    self.starts = starts
    let sets = compiler.sets
    table = ScalarTable { scalar in
      sets.enumerated().reduce(0) { $0 | ($1.element.contains(scalar) ? 1 << UInt64($1.offset) : 0) }
    }
  }

  /// The end of the match that begins at `position`, if one does.
  @inline(__always)
  func match(_ bytes: UnsafePointer<UInt8>, at position: Int, end: Int) -> Int? {
    let sets = table[UTF8Text.scalar(bytes, position).value]
    return starts.withUnsafeBufferPointer { starts in
      instructions.withUnsafeBufferPointer { instructions in
        for start in starts where start.sets & sets != 0 {
          let stop = run(instructions, from: start.instruction, bytes, position, end)
          if stop >= 0 { return stop }
        }
        return nil
      }
    }
  }

  /// Runs one alternative: the end of the match, or -1.
  private func run(
    _ instructions: UnsafeBufferPointer<Instruction>, from start: Int, _ bytes: UnsafePointer<UInt8>, _ from: Int,
    _ end: Int
  ) -> Int {
    var next = start
    var position = from
    while true {
      let instruction = instructions[next]
      switch instruction.operation {
      case .accept: return position
      case .jump: next = instruction.target
      case .fork:
        let stop = run(instructions, from: next + 1, bytes, position, end)
        if stop >= 0 { return stop }
        next = instruction.target
      case .ahead, .notAhead:
        let isThere = position < end && table[UTF8Text.scalar(bytes, position).value] & instruction.sets != 0
        guard isThere == (instruction.operation == .ahead) else { return -1 }
        next += 1
      case .run:
        var count = 0
        let runStart = position
        while position < end, count < instruction.max {
          let byte = bytes[position]
          if byte < 0x80 {
            guard table[ascii: byte] & instruction.sets != 0 else { break }
            position += 1
          } else {
            let scalar = UTF8Text.scalar(bytes, position)
            guard table[scalar.value] & instruction.sets != 0 else { break }
            position += scalar.length
          }
          count += 1
        }
        guard count >= instruction.min else { return -1 }
        next += 1
        if instruction.isPossessive || count == instruction.min || instructions[next].operation == .accept { continue }
        return giveBack(
          instructions, next, bytes, from: position, count: count - instruction.min, notBefore: runStart, end)
      }
    }
  }

  /// Goes on at `next` from ever earlier places.
  private func giveBack(
    _ instructions: UnsafeBufferPointer<Instruction>, _ next: Int, _ bytes: UnsafePointer<UInt8>, from: Int,
    count: Int, notBefore: Int, _ end: Int
  ) -> Int {
    var position = from
    var left = count
    while true {
      let stop = run(instructions, from: next, bytes, position, end)
      if stop >= 0 || left == 0 { return stop }
      left -= 1
      repeat { position -= 1 } while position > notBefore && UTF8Text.isContinuation(bytes[position])
    }
  }
}
